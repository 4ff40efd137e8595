"""Every way by which something is written, compared with a list by hand: a new one fails until
somebody has said here why no signature survives it. What can change the content of a target that
one side has signed is then done for real, and the hand is seen to end.

Part of the catalogue of known mistakes (tests/workflow/test_known_mistakes.py).
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import DECISION, World
from tests.program import shangxia
from tests.web.api_client import Api
from tests.web.test_cli import leaves
from web.cli import tree
from workflow.door import Knock
from workflow.hands import consent
from workflow.inputs.target import Content
from workflow.lifecycle import ACTS
from workflow.spreadsheets.importing import KINDS

ROOT = Path(__file__).resolve().parents[3]

# — acts —

# Acts that write a revision: begins: of a target that did not exist, so nobody has signed it;
# revises: of one that may be half signed, and ends the hands that are on what was there before.
REVISING = {
    ("target", "create"): "begins",
    ("target", "assign"): "begins",
    ("county", "define_item"): "begins",
    ("year", "give_items"): "begins",
    ("target", "add"): "begins",
    # Beside what is in force, which goes on to bind with its hands until all are on the new one.
    ("target", "change"): "proposes",
    ("target", "cancel"): "proposes",
    ("target", "transfer"): "proposes",
    ("target", "edit"): "revises",
    ("target", "counter"): "revises",
    ("target", "arbitrate"): "revises",
}
# Acts that touch what revisions refer to by its digest; a revision keeps what it was signed with.
REFERRED_TO = {
    ("year", "change_scheme"): "a rule enters a revision by its own digest",
    ("county", "change_key_task"): "a key task enters by its code",
    ("county", "end_key_task"): "a key task enters by its code",
    ("county", "record_past_result"): "last year's figure is no content",
}


def test_every_act_whose_input_holds_content_is_listed():
    takes = {(act.on, act.name) for act in ACTS if issubclass(act.input, Content)}
    assert takes <= REVISING.keys(), "say whether it begins or revises, and try it below"
    known = {(act.on, act.name) for act in ACTS}
    assert REVISING.keys() | REFERRED_TO.keys() <= known


def test_no_act_but_those_writes_a_revision(world):
    """By the log of a county in which every act was done: only these entries hold one."""
    item, targets = world.common("XQ", "SM")
    world.item("leader1", "sign_item", item)
    world.imposed(), world.scored(category="key"), world.discarded()
    target = world.submitted()
    world.act("leader1", "counter", target, reason_code="value_too_low", target_value="12")
    world.act("xq.drafter", "edit", targets[0], responsible_post="XQ-KY")
    world.act("head", "arbitrate", world.quarrelled(), **DECISION, target_value="11")
    wrote = {
        (entry["object"]["kind"], entry["act"])
        for entry in world.entries()
        if any(w["table"] == "revision" for w in entry["writes"])
    }
    assert wrote <= REVISING.keys()
    assert {pair for pair, word in REVISING.items() if word == "revises"} <= wrote


# — code that writes —

# Statements that change rows without the unit of work, by file, and why no content can be touched.
PAST_THE_DOOR = {
    "workflow/audit/entry.py": "the log and its head",
    "web/sessions.py": "sessions and failed sign-ins, no part of the log",
    "workflow/bench/log_cost.py": "a measured county of its own",
    "workflow/bench/long_log.py": "a measured county of its own",
    "workflow/bench/county.py": "a measured county of its own",
    "workflow/bench/year.py": "a measured county of its own",
    "workflow/bench/many_units.py": "a measured county of its own",
    "workflow/bench/results.py": "a measured county of its own",
    "models/copies.py": "a copy of the county for looking back, never the county",
    "models/unit_of_work.py": "the one writer: what an act staged",
    "models/statements.py": "the words of the statements",
}
WRITES = re.compile(
    r"INSERT INTO|\bUPDATE \"?[a-z{]\w*|DELETE FROM|insert_sql\(|update_sql\(|"
    r"\.(save|bulk_create|insert_many|delete_instance|replace_many)\("
)


def code(*rooms: str) -> dict[str, str]:
    """Each source file of these rooms but migrations, by its path."""
    paths = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return {
        str(path.relative_to(ROOT)): path.read_text("utf-8")
        for path in paths
        if "migrations" not in path.parts
    }


def test_nothing_but_the_unit_of_work_writes_rows_of_the_plan():
    found = {
        path for path, text in code("models", "workflow", "web").items() if WRITES.search(text)
    }
    assert found == PAST_THE_DOOR.keys(), "say why no signed content can be touched by it"


def test_one_place_writes_revisions_and_one_ends_hands():
    staged = {
        table: [p for p, text in code("workflow", "web").items() if f'"{table}",\n' in text
                and re.search(rf'insert\(\s*"{table}"', text)]
        for table in ("revision", "signature", "signature_end")
    }  # fmt: skip
    assert staged == {
        "revision": ["workflow/effects/drafting.py"],
        "signature": ["workflow/hands/consent.py"],
        "signature_end": ["workflow/hands/consent.py"],
    }


def test_no_migration_changes_what_was_signed():
    for path in sorted((ROOT / "models" / "migrations").glob("0*.py")):
        text = path.read_text("utf-8")
        assert not re.search(r"\b(UPDATE \"|INSERT INTO|DELETE FROM)", text), path.name


# — routes —

DOOR = "an act of the table through the door"
ROUTES = {
    "/audit/export": "export: its entry, and a file of the log",
    "/audit/verification": "verify_log: the result's entry, from a thread",
    "/api/v1/audit/verification": "verify_log: the result's entry, from a thread",
    "/api/v1/targets": DOOR,
    "/api/v1/targets/<number>/actions/<action>": DOOR,
    "/api/v1/targets/batch/<action>": "many acts, each judged for itself",
    "/api/v1/years": DOOR,
    "/api/v1/years/<number>/actions/<action>": DOOR,
    "/api/v1/years/<number>/what-if": "reads: a changed scheme is tried and forgotten",
    "/api/v1/items": DOOR,
    "/api/v1/items/<number>/actions/<action>": DOOR,
    "/api/v1/key-tasks": DOOR,
    "/api/v1/county/actions/<action>": DOOR,
    "/county/acts/<action>": DOOR,
    "/county/erasure/<kind>/<number>": "words and bytes beside the plan; content is none of them",
    "/county/links": "links for passwords",
    "/import/<kind>": "reads a workbook, tries its acts and keeps nothing",
    "/import/<kind>/confirmed": "the acts of a workbook: targets are begun, never revised",
    "/items/<item>/ledger/enter/<unit>": DOOR,
    "/items/<item>/ledger/entries/<entry>/strike": DOOR,
    "/items/<item>/ledger/upload": "reads a workbook, tries its entries and keeps nothing",
    "/items/<item>/ledger/upload/confirmed": "entries of a ledger, each an act",
    "/items/<item>/sheet/upload": "reads a workbook onto the check page; keeps nothing",
    "/items/<item>/sheet": "findings of a scoring unit, each an act",
    "/language": "a cookie",
    "/link/<token>": "a password",
    "/setup/<token>": "founds a county; there is no plan yet",
    "/sheet": "the responsible post of common items that the unit has not signed: an edit each",
    "/sign": "hands, each bound to the digest that was shown",
    "/sign-in": "a session",
    "/sign-in/as": "a session",
    "/sign-out": "a session",
    "/takeovers/<post>": "who takes over a post signs its list",
    "/targets/<target>/acts/<action>": DOOR,
    "/targets/<target>/acts/register_paper": "a hand from paper, bound to the digest on the sheet",
    "/targets/edit": "edits of many, each bound to the version that was shown",
    "/targets/new/<action>": DOOR,
    "/years/<year>/acts/<action>": DOOR,
    "/years/<year>/acts/approve": "hands, each bound to the digest that was shown",
    "/years/<year>/acts/end_waiver": DOOR,
    "/years/<year>/acts/enter_evaluation": DOOR,
    "/years/<year>/acts/sign_letter": DOOR,
    "/years/<year>/entries/upload": "reads a workbook and shows its outcomes; keeps nothing",
    "/years/<year>/entries/upload/confirmed": "enter_evaluation: outcomes are no content",
    "/years/<year>/acts/sign_off": "hands on results, each bound to the digest that was shown",
    "/years/<year>/acts/waive": DOOR,
    "/years/<year>/scheme/table": "reads a table and shows a draft; keeps nothing",
    "/years/<year>/items/<item>/acts/<action>": DOOR,
    "/years/<year>/results/baselines": "record_past_result: last year's figure is no content",
    "/years/<year>/results/what-if": "reads: a changed scheme is tried and forgotten",
    "/years/<year>/key-tasks/<code>/acts/<action>": DOOR,
}


def test_every_route_that_takes_anything_is_listed(app):
    taking = {
        re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", r"<\1>", rule.rule)
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
    }
    assert taking == ROUTES.keys(), "say here what the new way writes, and try it below"


# — the command line —

# Commands that are no act of the table by its own name.
COMMANDS = {
    "audit absent": "read_log: that an auditor reads, once a day",
    "audit checkpoint": "signs the log; writes the checkpoint, which is of no plan",
    "audit entries": "read_log: that an auditor reads, once a day",
    "audit entry": "read_log: that an auditor reads, once a day",
    "audit export": "export_bundle: an entry, no row",
    "audit reopen": "reopen_log",
    "audit rotate-key": "set_log_key",
    "audit verify": "reads",
    "backup": "copies the database",
    "restore": "puts a backup in its place; the log can be signed no more until a person says so",
    "bench": "a measured county of its own",
    "demo": "makes a county by acts; --reset makes it anew",
    "docs": "writes docs of the program",
    "witness cosign": "keeps files of a witness, no county",
    "witness key": "makes a witness's own key file, no county",
    "import evaluations": "enter_evaluation: outcomes are no content",
    "import fronts": "place_unit",
    "import people": "add_person and appoint",
    "import published": "record_past_result: totals of an earlier year, no content",
    "import results": "record_past_result: last year's figure is no content",
    "import targets": "create or assign: begins, never revises",
    "import template": "writes an empty workbook",
    "import units": "the organisation; posts and units enter content by code",
    "init": "founds a county",
    "item define": "define_item: begins",
    "item list": "reads",
    "key-task add": "add_key_task",
    "key-task change": "change_key_task: a key task enters content by its code",
    "key-task end": "end_key_task",
    "key-task list": "reads",
    "recompute": "reads",
    "migrate": "tables; no migration writes rows",
    "person add": "add_person",
    "person appoint": "posts enter content by code, persons never",
    "person disable": "disable_person",
    "person enable": "enable_person",
    "person relieve": "relieve",
    "person reset-password": "set_password or a link",
    "person revoke-tokens": "revoke_tokens",
    "person token": "grant_token",
    "scheme check": "reads",
    "scheme import": "open_year or change_scheme: a rule enters content by its own digest",
    "scheme schema": "reads",
    "scheme show": "reads",
    "scheme table": "writes a file: a draft, in force for nobody",
    "serve": "the routes above",
    "target history": "reads",
    "target list": "reads",
    "target show": "reads",
    "tick": "acts of the clock: fall_due and escalate",
    "year coverage": "reads",
    "year show": "reads",
    "year baselines": "record_past_result: last year's figure is no content",
    "year whatif": "reads: a changed scheme is tried and forgotten",
}


def test_every_command_is_an_act_of_the_table_or_listed():
    acts = {f"{act.on} {act.name}" for act in ACTS}
    assert leaves(tree()).keys() - acts == COMMANDS.keys(), "say here what the new command writes"


# — imports —


def test_every_kind_of_import_is_listed():
    # A workbook of targets begins them; a row that is there already is passed over.
    assert {kind.name: kind.act for kind in KINDS.values()} == {
        "units": "add_unit",
        "people": "add_person",
        "fronts": "place_unit",
        "results": "record_past_result",
        "published": "record_past_result",
        "targets": "assign",
    }


# — for real: each way into a content that one side has signed —

MANY = {"points": "15"}
COUNTER = {"reason_code": "value_too_low", "target_value": "12"}


def by_page(visit, who: str, target: int, act: str, field: str, **answers: str) -> None:
    visitor = visit(who)
    visitor.get(f"/targets/{target}/acts/{act}")
    visitor.send(field, **answers)
    visitor.send("confirmed", press=("confirmed", "yes"))


def by_api(world: World, who: str, path: str, raw: dict) -> None:
    answer = Api(world.door).post(who, path, raw)
    assert answer.status_code == 200, answer.get_json()


def by_command(world: World, *arguments: str) -> None:
    ran = shangxia(*arguments, url=f"sqlite:///{world.database.database}")
    assert ran.code == 0, ran.err


def version(world: World, target: int) -> dict[str, int]:
    return {"version": world.target(target)["version"]}


Way = Callable[[World, Callable, int], object]
SIGNED_BELOW: dict[str, Way] = {
    "edit on its page": lambda w, visit, t: by_page(
        visit, "xq.drafter", t, "edit", "target_value", target_value="12"),
    "edit on the leader's page": lambda w, visit, t: by_page(
        visit, "leader1", t, "edit", "target_value", target_value="12"),
    "counter on its page": lambda w, visit, t: by_page(
        visit, "leader1", t, "counter", "reason_code", **COUNTER),
    "edit over the API": lambda w, visit, t: by_api(
        w, "office", f"/targets/{t}/actions/edit", {**version(w, t), "target_value": "12"}),
    "counter over the API": lambda w, visit, t: by_api(
        w, "leader1", f"/targets/{t}/actions/counter", {**version(w, t), **COUNTER}),
    "edit of many over the API": lambda w, visit, t: by_api(
        w, "office", "/targets/batch/edit", MANY | {"items": [{"id": t, **version(w, t)}]}),
    "edit by the command line": lambda w, visit, t: by_command(
        w, "target", "edit", str(t), "--as", "office", "--target-value", "12"),
    "counter by the command line": lambda w, visit, t: by_command(
        w, "target", "counter", str(t), "--as", "leader1", "--target-value", "12",
        "--reason-code", "value_too_low"),
    "edit among many in one transaction": lambda w, visit, t: w.door.perform_many(
        [Knock("edit", "target", t, {**version(w, t), "target_value": "12"})],
        w.actor("xq.head"), together=True),
}  # fmt: skip
DECIDED: dict[str, Way] = {
    "decision on its page": lambda w, visit, t: by_page(
        visit, "head", t, "arbitrate", "document", **DECISION, target_value="12"),
    "decision over the API": lambda w, visit, t: by_api(
        w, "head", f"/targets/{t}/actions/arbitrate",
        {**version(w, t), **DECISION, "target_value": "12"}),
    "decision by the command line": lambda w, visit, t: by_command(
        w, "target", "arbitrate", str(t), "--as", "head", "--target-value", "12",
        "--document", DECISION["document"], "--text", DECISION["text"]),
}  # fmt: skip


def hand_from_below(world: World, target: int) -> dict:
    """The unit's last hand: its digest, and what ended it."""
    return world.row(
        "SELECT s.digest, s.revision, e.kind, e.revision AS by_revision FROM signature s "
        "LEFT JOIN signature_end e ON e.signature_id = s.id "
        "WHERE s.target_id = ? AND s.side = 'up' ORDER BY s.id DESC LIMIT 1",
        target,
    )


@pytest.mark.parametrize("way", {**SIGNED_BELOW, **DECIDED})
def test_content_that_moves_by_any_way_leaves_the_hand_of_the_other_content_behind(
    world, visit, way
):
    target = world.quarrelled() if way in DECIDED else world.submitted()
    before = world.target(target)
    assert hand_from_below(world, target)["kind"] is None
    {**SIGNED_BELOW, **DECIDED}[way](world, visit, target)
    after = world.target(target)
    assert after["digest"] != before["digest"], "the content was changed"
    hand = hand_from_below(world, target)
    assert (hand["kind"], hand["by_revision"]) == ("outdated", after["candidate"])
    assert (hand["digest"], hand["revision"]) == (before["digest"], before["candidate"])
    assert not consent.up(world.case(target))


def test_the_post_that_a_unit_names_on_its_sheet_is_no_other_content_for_the_leader(world, visit):
    """The one edit that leaves a hand: the leader's on a common item is on what is the same in all
    units. The unit's own does not outlive it."""
    item, (target,) = world.common("XQ")
    world.item("leader1", "sign_item", item)
    head = visit("xq.head")
    head.get(f"/sheet?unit=XQ&year={world.year_now}")
    head.send("step", press=("step", "check"), **{"item": [target], f"post__{target}": "XQ-KY"})
    assert world.target(target)["candidate"] == 2
    assert world.standing_hands(target) == {"down"}
    world.act("xq.head", "submit", target)
    world.act("xq.drafter", "edit", target, responsible_post="XQ-YBS")
    assert world.standing_hands(target) == {"down"}
