"""Checking a paper: equal, superseded by what and when, or unknown; and for whom."""

import base64

from tests.builders import World, at
from tests.workflow.bending import forge, run, unguarded
from tests.workflow.proposal_cases import change, issued, signed
from tests.workflow.result_years import published, revised
from tests.workflow.test_erasure import faults
from workflow.audit import paper_mark
from workflow.audit.entry import root_of
from workflow.queries import paper_check, papers, year_facts
from workflow.queries.reader import Reader, reader_of
from workflow.ticks import tick


def reader(world: World, who: str = "office") -> Reader:
    return reader_of(world.database, world.clock, world.actor(who))


def said(world: World, kind: str, year: int, unit: str = "XQ") -> str:
    """The code of what a letter or score sheet says now."""
    number = world.row("SELECT id FROM unit WHERE code = ?", unit)["id"]
    row = papers.latest(world.database, kind, year, number)
    assert row is not None
    return paper_mark.code(row["digest"])


def asked(world: World, code: str, who: str = "office") -> tuple[str, dict]:
    """The verdict on a code, and the one paper that bears it."""
    found = paper_check.check(reader(world, who), code)
    return found["verdict"], found["papers"][0] if found["papers"] else {}


# — letters —


def test_letter_is_equal_until_a_target_of_it_changes_and_then_says_what_did(world):
    target = issued(world)
    year = world.target(target)["year_id"]
    code = said(world, "letter", year)
    verdict, paper = asked(world, code, "sm.head")
    assert (verdict, paper["unit"], paper["ended"]) == ("in_force", "XQ", None)
    assert paper["issued"]["action"] == "issue"
    signed(world, change(world, "xq.head", target, target_value="11"))
    verdict, paper = asked(world, code, "sm.head")
    assert verdict == "superseded"
    assert (paper["ended"]["action"], paper["ended"]["by_name"]) == ("approve", "某head")
    assert [each["target"] for each in paper["changed"]] == [target]
    entry = world.row("SELECT act, object_id FROM entry WHERE id = ?", paper["ended"]["entry"])
    assert entry == {"act": "approve", "object_id": target}
    new = said(world, "letter", year)
    assert (new != code, asked(world, new)[0]) == (True, "in_force")


def test_transfer_changes_the_letters_of_both_units_and_of_no_other(world):
    target = issued(world)
    year = world.target(target)["year_id"]
    before = world.rows("SELECT unit_id FROM paper WHERE year_id = ?", year)
    world.act(
        "office", "transfer", target, lead_unit="SM", document="云编发〔2013〕4号", text="划转。"
    )
    world.act("sm.head", "edit", target, responsible_post="SM-KY")
    world.act("sm.head", "submit", target)
    world.act("leader1", "review", target)
    assert world.target(target)["in_force"] > 1
    rows = world.rows("SELECT unit_id FROM paper WHERE year_id = ? ORDER BY id", year)
    units = {row["id"]: row["code"] for row in world.rows("SELECT id, code FROM unit")}
    assert sorted(units[row["unit_id"]] for row in rows[len(before) :]) == ["SM", "XQ"]


# — score sheets —


def test_score_sheet_is_superseded_by_the_next_results(world):
    made = published(world)
    code = said(world, "score", made.year)
    verdict, paper = asked(world, code, "zs.head")
    assert (verdict, paper["no"], paper["issued"]["action"]) == ("in_force", 1, "publish")
    made = revised(world)
    first, second = world.rows(
        "SELECT p.digest FROM paper p JOIN unit u ON u.id = p.unit_id "
        "WHERE p.kind = 'score' AND p.year_id = ? AND u.code = 'XQ' ORDER BY p.id", made.year
    )  # fmt: skip
    verdict, paper = asked(world, paper_mark.code(first["digest"]))
    assert (verdict, paper["ended"]["action"]) == ("superseded", "revise")
    assert asked(world, paper_mark.code(second["digest"]))[0] == "in_force"
    assert year_facts.last_result(world.database, made.year)["no"] == 2


# — slips —


def test_slip_stands_until_it_is_answered_and_is_nothing_to_strangers(fresh):
    fresh.clock.set(at("2013-09-26T10:00:00"))
    target = fresh.assigned("leader1", due_on="2013-12-31", milestones=[])
    fresh.clock.set(at("2013-10-10T00:00:00"))
    tick(fresh.door)
    row = fresh.row("SELECT digest FROM paper WHERE kind = 'slip' AND target_id = ?", target)
    code = paper_mark.code(row["digest"])
    for who in ("xq.head", "leader1", "head", "auditor"):
        verdict, paper = asked(fresh, code, who)
        assert (verdict, paper["target"]) == ("in_force", target), who
    for who in ("sm.head", "zs.drafter", "admin"):
        assert asked(fresh, code, who) == ("unknown", {}), who
    fresh.act("xq.head", "submit", target)
    verdict, paper = asked(fresh, code, "leader1")
    assert (verdict, paper["ended"]["action"]) == ("superseded", "submit")


def test_slip_about_what_everybody_may_read_is_for_those_who_work_on_it(fresh):
    target = change(fresh, "leader1", issued(fresh), target_value="12")
    fresh.clock.forward(days=20)
    tick(fresh.door)
    row = fresh.row("SELECT digest FROM paper WHERE kind = 'slip' AND target_id = ?", target)
    code = paper_mark.code(row["digest"])
    assert asked(fresh, code, "xq.head")[0] == "in_force"
    assert asked(fresh, code, "sm.head") == ("unknown", {})


# — signature sheets —


def test_signature_sheet_is_of_the_revision_that_it_shows_and_a_draft_is_no_strangers(world):
    target = world.draft(title="只此一项的公路")
    code = paper_mark.code(world.target(target)["digest"])
    verdict, paper = asked(world, code, "xq.head")
    assert (verdict, paper["target"], paper["no"]) == ("in_force", target, 1)
    assert asked(world, code, "sm.head") == ("unknown", {})
    world.act("xq.drafter", "edit", target, target_value="12.5")
    verdict, paper = asked(world, code, "xq.head")
    assert (verdict, paper["ended"]["action"]) == ("superseded", "edit")


# — codes, scans —


def test_what_was_never_issued_is_unknown_and_what_was_mistyped_is_told(world):
    assert asked(world, paper_mark.code("0" * 63 + "1")) == ("unknown", {})
    code = paper_mark.code("0" * 64)
    wrong = "Z" + code[1:]
    assert asked(world, wrong) == ("mistyped", {})
    assert asked(world, "\x00" * 12) == ("mistyped", {})
    assert asked(world, "x" * 5_000) == ("mistyped", {})


def test_scan_also_says_whether_its_log_is_the_beginning_of_this_one(world):
    size, root = root_of(world.database)
    world.draft()
    text = base64.b64encode(bytes.fromhex(root)).decode()
    digest, origin = "ab" * 32, "shangxia/0123456789abcdef/1"

    def same(size: int, root: str) -> bool | None:
        scan = paper_mark.scanned(digest, origin, size, root)
        return paper_check.check(reader(world), scan)["same_log"]

    assert same(size, text) is True
    assert same(size - 1, text) is False
    assert same(10**9, text) is False
    assert paper_check.check(reader(world), digest)["same_log"] is None


# — the log —


def test_papers_verify_and_one_whose_digest_or_entry_is_not_its_own_is_named(fresh):
    fresh.running()
    assert not faults(fresh)
    row = fresh.row("SELECT MAX(id) AS id FROM paper")

    def bend(**changed):
        def change(log):
            write = next(
                w for e in log for w in e["writes"]
                if w["table"] == "paper" and w["id"] == row["id"]
            )  # fmt: skip
            write["after"] |= changed

        forge(fresh.database, change)
        for name, value in changed.items():
            run(fresh.database, f"UPDATE paper SET {name} = ? WHERE id = ?", value, row["id"])  # noqa: S608

    for changed in ({"digest": "0" * 64}, {"entry": 1}):
        with unguarded(fresh.database):
            bend(**changed)
            assert faults(fresh)["hands"][:2] == ("paper", row["id"])
