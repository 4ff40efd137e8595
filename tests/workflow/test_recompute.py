"""A stranger redoes a score from its derivation, and finds the one number that was bent."""

import copy
import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import stranger as recompute_year
from tests.workflow.scoring_cases import COMPARED, group_of, items, make_finding, make_rule
from workflow.audit.canonical import canonical
from workflow.scoring.derivation import score_of, sealed
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.formulas import Event, score
from workflow.scoring.recompute import BentDerivation, recompute


def paths(node, path=""):
    """Every node of a derivation with its path."""
    yield path, node
    for number, child in enumerate(node["children"]):
        yield from paths(child, f"{path}/children/{number}")


def is_number(value) -> bool:
    try:
        return isinstance(value, int) or exact(value) is not None
    except ValueError:
        return False


def numbers(value, place=()):
    """Where numbers stand in a node's own inputs and result."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from numbers(item, (*place, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from numbers(item, (*place, index))
    elif is_number(value):
        yield place


def bend(node, place):
    *way, last = place
    for step in way:
        node = node[step]
    old = node[last]
    if isinstance(old, bool):
        node[last] = not old
    else:
        node[last] = exact_text(exact(old) + 1) if isinstance(old, str) else old + 1


def resealed(node):
    """What a forger does who knows how the digests are made."""
    return sealed({**node, "children": [resealed(child) for child in node["children"]]})


def example():
    finding = make_finding("95", on_time=False)
    rule = make_rule("over_fulfilment", late_factor="0.9")
    return score(rule, "40", "100", finding, direction="at_least")


@given(items())
def test_recomputing_gives_the_score_also_after_a_trip_through_json(item):
    made = score(**item)
    assert recompute(made) == score_of(made)
    assert recompute(json.loads(canonical(made))) == score_of(made)


@given(items())
def test_a_strangers_script_comes_to_the_same_score_from_rule_and_finding_alone(item):
    finding = item["finding"]
    events = [dataclasses.asdict(event) for event in finding.events]
    content = {name: item[name] for name in ("points", "target_value", "direction")}
    found = {**dataclasses.asdict(finding), "events": json.dumps(events)}
    others = [member.value for member in item["group"].members] if item["group"] else ()
    again = recompute_year.score(item["rule"], content, found, others)
    assert again == exact(score(**item)["result"])


@given(items(), st.data())
def test_one_bent_number_anywhere_is_named(item, data):
    made = score(**item)
    path, node = data.draw(st.sampled_from(list(paths(made))))
    own = {"inputs": node["inputs"], "result": node["result"]}
    place = data.draw(st.sampled_from(list(numbers(own))))
    bend(node, place)
    with pytest.raises(BentDerivation) as caught:
        recompute(made)
    assert caught.value.path == path


@given(items(), st.data())
def test_a_bent_result_is_named_even_when_every_digest_was_made_anew(item, data):
    made = score(**item)
    path, node = data.draw(st.sampled_from(list(paths(made))))
    bend(node, ("result",))
    with pytest.raises(BentDerivation, match=r"says .* gives") as caught:
        recompute(resealed(made))
    assert caught.value.path == path


def test_every_place_of_an_example_is_guarded():
    made = example()
    for path, node in paths(made):
        for name in node:
            bent = copy.deepcopy(made)
            part = dict(paths(bent))[path]
            part[name] = "bent" if isinstance(part[name], str) else [1]
            with pytest.raises(BentDerivation) as caught:
                recompute(bent)
            assert caught.value.path.startswith(path), (path, name)


def test_an_example_is_worked_out_step_by_step():
    made = [(node["rule"], node["result"]) for _, node in paths(example())]
    assert made == [
        ("round", "34.2"),
        ("late", "34.2"),
        ("quality", "38"),
        ("over_fulfilment", "38"),
        ("proportional", "38"),
        ("completion", "0.95"),
        ("bonus", "0"),
        ("surplus", "0"),
    ]


def test_a_share_that_no_decimal_holds_is_written_as_a_fraction():
    made = score(
        make_rule("proportional"), "100", "18713", make_finding("5000"), direction="at_least"
    )
    shares = [node["result"] for _, node in paths(made) if node["rule"] == "completion"]
    assert (shares, made["result"]) == (["5000/18713"], "26.72")


def test_a_ledger_entry_shows_its_number_day_and_document():
    events = (
        Event("honour", "1", "41", "2013-06-30", "县表〔2013〕2号"),
        Event("to_beijing", "2", "40", "2013-03-01"),
    )
    made = score(make_rule("ledger"), "40", None, make_finding(events=events), direction="at_least")
    entries = {
        n["inputs"]["event"]: (n["rule"], n["result"], n["inputs"]["entries"])
        for _, n in paths(made)
        if n["rule"] in ("deduction", "addition")
    }
    honour = {"ref": "41", "count": "1", "occurred_on": "2013-06-30", "document": "县表〔2013〕2号"}
    beijing = {"ref": "40", "count": "2", "occurred_on": "2013-03-01"}
    assert entries == {
        "to_beijing": ("deduction", "10", [beijing]),
        "to_province": ("deduction", "0", []),
        "honour": ("addition", "1.5", [honour]),
        "initiative": ("addition", "0", []),
    }
    assert (made["result"], recompute(made)) == ("31.5", score_of(made))


def test_an_addition_told_as_a_deduction_is_found_though_every_digest_was_made_anew():
    finding = make_finding(events=(Event("to_beijing", "1"),))
    made = score(make_rule("ledger"), "40", None, finding, direction="at_least")
    part = dict(paths(made))["/children/0/children/0/children/0/children/0"]
    assert part["rule"] == "deduction"
    part["rule"] = "addition"
    with pytest.raises(BentDerivation, match=r"says|stand below"):
        recompute(resealed(made))


# Scores of past years hold these: whatever is added to the formulas, they stay what they were.
SEALS = {
    "proportional": "9b9c7e76ebc3a6ef2d9b82fb767c6caea855349ca107aba3b1c2e92739c5e6b3",
    "over_fulfilment": "3f02833140fff1868e860e11930e6a6c5cfd95d3baa5727e4310008baabd4cae",
    "all_or_nothing": "337fe673e977d33fa9f4106bf49b6681cced1a3413e5c041829f67ed15be17f7",
    "ladder": "15b76550f096381222dcf1a9823b21966493a58dac6a3e5a6685e3c3fccc51a0",
    "per_event": "8cd03739dd47b8edc6cd1ba915552b6d424d69bb14ed511297cf02037ecaebfe",
    "distance": "039da5d7ea11c1195c34a96b043b8980a432a795c97336a69ab1b0c0d0c8efc9",
    "linear": "00bb7507ae70b253bd7ab99540c725186ecf4faaa597d91dce28ae0ccd25fc89",
    "relative_to_best": "3aca8384a394b391338c19ed0c77c5bfd99055b1272ea269b19f12c78095d61d",
    "by_rank": "675e370e802365926f938812f117f4373da9822d3507b95014d1cf5b5372ab56",
    "honours": "a3b5b291f577146ddef85a58d53c242cabd667301720e2f473f69bcad1a052a1",
}


@pytest.mark.parametrize("kind", SEALS)
def test_the_derivation_of_a_score_never_changes(kind):
    counted = (Event("to_province", "2", "乙"), Event("to_beijing", "1", "甲"))
    events = (*counted, Event("to_beijing", "0.5")) if kind == "per_event" else ()
    finding = make_finding("95", events=events)
    group = group_of("95", "100") if kind in COMPARED else None
    made = score(make_rule(kind), "40", "100", finding, direction="at_least", group=group)
    assert made["digest"] == SEALS[kind]


def test_the_evidence_of_each_event_stands_in_the_derivation():
    finding = make_finding(events=(Event("to_beijing", "1", "信访函〔2013〕7号"),))
    made = score(make_rule("per_event"), "40", None, finding, direction="at_least")
    entries = [n["inputs"]["entries"] for _, n in paths(made) if n["rule"] == "deduction"]
    assert entries == [[{"ref": "信访函〔2013〕7号", "count": "1"}], []]


@pytest.mark.parametrize(
    "broken", [{}, [], None, "87.4", {"rule": "round"}, {"rule": "proportional"}]
)
def test_what_is_no_derivation_is_refused(broken):
    with pytest.raises(BentDerivation):
        recompute(broken)


def test_a_part_in_a_place_where_it_does_not_belong_is_refused():
    made = example()
    made["children"] = made["children"][0]["children"]  # lateness cut out, digests made anew
    with pytest.raises(BentDerivation, match="do not stand below"):
        recompute(resealed(made))
