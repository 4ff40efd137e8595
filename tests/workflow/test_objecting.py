"""Objections point at one node, as it was seen; they are answered by somebody not involved."""

import json
import re

import pytest

from tests.builders import codes
from tests.workflow.delegation_cases import registered
from tests.workflow.finding_cases import decision, entered, last_entry, unmet
from tests.workflow.result_years import find, published
from workflow.errors import InvalidInput, RulesRefused
from workflow.scoring import nodes


def tree(w, target):
    row = w.row("SELECT derivation FROM score WHERE target_id = ? ORDER BY no DESC", target)
    return json.loads(row["derivation"])


def pointed(w, objection=None):
    """The node of the last objection, with the row it is in."""
    sql = "SELECT o.about, o.ref, n.what, n.path, n.digest FROM objection o JOIN objection_node n "
    return w.row(f"{sql} ON n.objection_id = o.id ORDER BY o.id DESC")


def test_objection_to_one_step_keeps_its_path_and_the_digest_that_was_shown(world):
    made = published(world)
    target = made.targets["XQ", "routine"]
    steps = dict(nodes.steps(tree(world, target)))
    path = next(path for path, step in steps.items() if step["rule"] == "completion")
    digest = steps[path]["digest"]
    world.act(
        "xq.head", "object_result", target, what="figure", path=path, node=digest, text="漏计"
    )
    kept = pointed(world)
    assert (kept["what"], kept["path"], kept["digest"]) == ("figure", path, digest)
    assert kept["about"] == "score"


def test_two_steps_of_one_score_can_be_objected_to_and_none_of_them_twice(world):
    target = published(world).targets["XQ", "routine"]
    (first, second), *_ = [list(nodes.steps(tree(world, target)))[:2]]
    for path, step in (first, second):
        node = {"what": "figure", "path": path, "node": step["digest"]}
        world.act("xq.head", "object_result", target, **node, text="漏计")
    node = {"what": "figure", "path": first[0], "node": first[1]["digest"]}
    error = world.no("xq.head", "object_result", target, **node, text="再次")
    assert codes(error) == ["same_objection_is_not_open"]


def test_a_node_that_moved_is_refused_and_nothing_is_written(world):
    """XQ saw the figure of nine; before its objection came in, ten were found."""
    made = published(world)
    target = made.targets["XQ", "routine"]
    old = tree(world, target)
    world.act("xq.head", "object_result", target, about="finding", text="漏计")
    number = world.row("SELECT MAX(id) AS id FROM objection")["id"]
    world.act("office2", "answer_objection", target, objection=number, upheld=True, text="属实")
    find(world, target, "10")
    world.year("office", "score", made.year)
    before = world.tables()
    node = {"what": "figure", "path": "0", "node": old["digest"]}
    error = world.no("xq.head", "object_result", target, **node, text="漏计")
    assert isinstance(error, RulesRefused)
    assert codes(error) == ["node_is_as_shown"]
    assert world.tables() == before


@pytest.mark.parametrize(("what", "path"), [("evidence", "finding"), ("cause", "cause")])
def test_finding_and_cause_are_nodes_by_what_they_say(world, what, path):
    target = published(world).targets["ZS", "key"]
    case = world.case(target)
    row = {"finding": case.finding, "cause": case.known("cause")}[path]
    digest = nodes.row_digest(path, row)
    world.act("zs.head", "object_result", target, what=what, path=path, node=digest, text="漏计")
    assert pointed(world) == {
        "about": path, "ref": row["id"], "what": what, "path": path, "digest": digest,
    }  # fmt: skip


def test_an_entry_of_the_ledger_is_a_deduction_and_upholding_it_strikes_that_one(world):
    target = entered(world)
    number = last_entry(world)
    (row,) = world.case(target).known("ledger")
    node = {"what": "deduction", "path": f"ledger.{number}",
            "node": nodes.row_digest("ledger", row)}  # fmt: skip
    world.act("xq.head", "object_result", target, **node, text="已化解")
    assert (pointed(world)["about"], pointed(world)["ref"]) == ("ledger", number)
    objection = world.row("SELECT MAX(id) AS id FROM objection")["id"]
    world.act("office", "answer_objection", target, objection=objection, upheld=True, text="属实")
    assert world.rows("SELECT ledger_id FROM ledger_end") == [{"ledger_id": number}]


def test_objection_that_names_a_row_as_before_is_bound_to_it_whole(world):
    target = published(world).targets["XQ", "routine"]
    world.act("xq.head", "object_result", target, about="score", text="漏计")
    assert pointed(world)["path"] == "0"
    assert pointed(world)["digest"] == tree(world, target)["digest"]


@pytest.mark.parametrize(
    "given",
    [{}, {"what": "figure"}, {"what": "figure", "path": "0"},
     {"about": "score", "what": "figure", "path": "0", "node": "0" * 64}],
)  # fmt: skip
def test_objection_names_a_row_or_a_whole_node(world, given):
    error = world.no("xq.head", "object_result", unmet(world), **given, text="漏计")
    assert isinstance(error, InvalidInput)
    assert set(error.fields) == {"about"}


@pytest.mark.parametrize(
    ("what", "path"),
    [("figure", "0.7"), ("figure", "finding"), ("figure", "ledger.1"), ("deduction", "0"),
     ("evidence", "0"), ("cause", "finding"), ("deduction", "ledger.99")],
)  # fmt: skip
def test_what_is_no_such_node_cannot_be_objected_to(world, what, path):
    target = published(world).targets["XQ", "routine"]
    node = {"what": what, "path": path, "node": "0" * 64}
    error = world.no("xq.head", "object_result", target, **node, text="漏计")
    assert "objection_names_something" in codes(error)


# — who may answer —


def objection(w, target, head="xq.head", **about):
    w.act(head, "object_result", target, **(about or {"about": "finding"}), text="漏计")
    return w.row("SELECT MAX(id) AS id FROM objection")["id"]


def answer(w, who, target, number):
    fields = {"objection": number, "upheld": False, "text": "维持"}
    return w.no(who, "answer_objection", target, **fields)


def test_who_scored_may_not_answer_and_is_told_so_by_name_and_day(world):
    target = published(world).targets["XQ", "routine"]
    number = objection(world, target)
    error = answer(world, "office", target, number)
    assert codes(error) == ["answer_is_somebody_elses"]
    (refusal,) = error.refusals
    assert re.search(r"某office于20\d\d-\d\d-\d\d计分", refusal.text.zh)
    assert "某office scored it on" in refusal.text.en
    assert set(refusal.who) == {"office", "county_head"}
    world.act("office2", "answer_objection", target, objection=number, upheld=False, text="维持")


def test_who_decided_the_cause_may_not_answer_what_is_said_to_it(world):
    target = published(world).targets["ZS", "key"]
    number = objection(world, target, "zs.head", about="cause")
    assert codes(answer(world, "head", target, number)) == ["answer_is_somebody_elses"]
    world.act("head2", "answer_objection", target, objection=number, upheld=False, text="维持")


@pytest.mark.parametrize("mover", ["inspector1", "xq.head"])
def test_who_found_or_objected_may_not_answer_in_another_post_either(world, mover):
    """The inspector sits in the target office now, or the unit's head does."""
    target = unmet(world)
    number = objection(world, target)
    world.appoint(mover, "MBB-1")
    assert "answer_is_somebody_elses" in codes(answer(world, mover, target, number))


def test_who_entered_the_ledger_may_not_answer_in_another_post(world):
    target = entered(world)
    number = objection(world, target, about="ledger", ref=last_entry(world))
    world.appoint("assessor", "MBB-1")
    assert "answer_is_somebody_elses" in codes(answer(world, "assessor", target, number))


def test_a_substitute_is_barred_by_what_the_one_did_for_whom_he_stands_in(world):
    target = published(world).targets["ZS", "key"]
    number = objection(world, target, "zs.head", about="cause")
    _, substitute = registered(world, post="XZ", principal="head")
    error = answer(world, substitute, target, number)
    assert codes(error) == ["answer_is_somebody_elses"]
    assert "某head于" in error.refusals[0].text.zh


def test_who_was_stood_in_for_is_barred_by_what_the_substitute_did(world):
    target = unmet(world)
    _, substitute = registered(world, post="XZ", principal="head")
    world.act(substitute, "decide_cause", target, **decision(world))
    number = objection(world, target, about="cause")
    assert codes(answer(world, "head", target, number)) == ["answer_is_somebody_elses"]
    world.act("head2", "answer_objection", target, objection=number, upheld=False, text="维持")
