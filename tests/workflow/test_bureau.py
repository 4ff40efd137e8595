"""A scoring unit's sheet: what it shows is what the door says, and costs no more for sixty."""

import pytest

from tests.builders import codes
from tests.counting import counted
from tests.sheets import entry, item_for
from workflow.door import Done, Knock
from workflow.errors import NotFound, StaleVersion, WorkflowError
from workflow.lifecycle import BY_KIND
from workflow.offers import refusals_of
from workflow.queries import bureau, ledger
from workflow.queries.item_cases import cases_of_item
from workflow.queries.reader import reader_of

PEOPLE = ("xq.assessor", "assessor", "office", "head", "leader1", "many.head", "auditor", "admin")


def reader(world, username):
    return reader_of(world.database, world.clock, world.actor(username))


def by_target(sheet):
    return {row["id"]: row for row in sheet.rows}


def test_sheet_is_for_its_assessor_and_for_those_who_see_everything(fresh):
    item, _ = item_for(fresh, 3)
    for username in ("xq.assessor", "office", "head", "auditor"):
        assert len(bureau.sheet(reader(fresh, username), item).rows) == 3
    for username in ("assessor", "xq.head", "many.head", "leader1", "inspector1", "admin"):
        assert bureau.years(reader(fresh, username)) == []
        with pytest.raises(NotFound):
            bureau.sheet(reader(fresh, username), item)


def test_item_without_a_scoring_unit_has_no_sheet(fresh):
    item, _ = item_for(fresh, 2, scoring_unit=None, scoring_rule="proportional")
    with pytest.raises(NotFound):
        bureau.sheet(reader(fresh, "office"), item)


def test_what_is_laid_out_for_all_is_what_is_laid_out_for_one(fresh):
    """Every act on every row: allowed or refused with the very same codes."""
    item, targets = item_for(fresh, 4)
    fresh.act("xq.assessor", "enter_ledger", targets[1], **entry(fresh, targets[1]))
    fresh.act("xq.assessor", "assess", targets[1], met=True)
    fresh.act("xq.assessor", "assess", targets[2], met=False, cause="objective")
    fresh.act("office", "score", targets[1])
    last = fresh.row("SELECT MAX(id) AS id FROM ledger")["id"]
    fresh.act("many.head", "object_result", targets[1], about="ledger", ref=last, text="已化解")
    for username in PEOPLE:
        known = reader(fresh, username)
        shown = {"id": item, "year_id": fresh.target(targets[0])["year_id"]}
        for number, case in cases_of_item(known.desk(), shown).items():
            alone = known.desk().target(number)
            for act in BY_KIND["target"].values():
                if not act.creates:
                    told = [[r.code for r in refusals_of(act, c)] for c in (case, alone)]
                    assert told[0] == told[1], (username, act.name)


def test_row_says_what_the_ledger_holds_and_what_it_would_score(fresh):
    item, (own, first, second) = item_for(fresh, 3)
    fresh.act("xq.assessor", "enter_ledger", first, **entry(fresh, first, count=3))
    fresh.act("xq.assessor", "enter_ledger", first, **entry(fresh, first, event="上级表彰"))
    fresh.act("xq.assessor", "enter_ledger", first, **entry(fresh, first))
    struck = fresh.row("SELECT MAX(id) AS id FROM ledger")["id"]
    fresh.act("xq.assessor", "strike_ledger", first, ledger=struck, text="误记")
    rows = by_target(bureau.sheet(reader(fresh, "xq.assessor"), item))
    told = rows[first]
    # 20 points, three at half a point each off, half a point on; the struck one counts no more.
    assert (told["entries"], told["costs"], told["gives"]) == (2, "-1.5", "0.5")
    assert (told["predicted"], rows[second]["predicted"]) == ("19", "20")
    assert [rows[n]["assessable"] for n in (own, first, second)] == [False, True, True]
    assert [r.code for r in rows[own]["refusals"]] == ["actor_speaks_for_the_scoring_unit"]


def test_bureaus_own_row_is_the_offices_to_find(fresh):
    item, (own, other) = item_for(fresh, 2)
    rows = by_target(bureau.sheet(reader(fresh, "office"), item))
    assert (rows[own]["assessable"], rows[other]["assessable"]) == (True, False)
    mine = {who: bureau.items(reader(fresh, who), fresh.year_now)[0]["mine"]
            for who in ("office", "xq.assessor", "auditor")}  # fmt: skip
    assert mine == {"office": 1, "xq.assessor": 1, "auditor": 0}


def test_trying_a_sheet_says_what_the_door_would_say_and_writes_nothing(fresh):
    item, (own, good, uncaused, moved) = item_for(fresh, 4)
    sheet = bureau.sheet(reader(fresh, "xq.assessor"), item)
    seen = {row["id"]: row["version"] for row in sheet.rows}
    fresh.act("xq.assessor", "enter_ledger", moved, **entry(fresh, moved))
    asked = {
        own: {"version": seen[own], "met": True},
        good: {"version": seen[good], "met": True, "quality": "poor"},
        uncaused: {"version": seen[uncaused], "met": False},
        moved: {"version": seen[moved], "met": True},
    }
    before, size = fresh.tables(), fresh.size()
    tried = bureau.sheet(reader(fresh, "xq.assessor"), item).tried(asked)
    assert (fresh.tables(), fresh.size()) == (before, size)
    knocks = [Knock("assess", "target", n, raw) for n, raw in asked.items()]
    done = fresh.door.perform_many(knocks, fresh.actor("xq.assessor"))
    for number, answer in zip(asked, done, strict=True):
        if isinstance(answer, Done):
            assert tried[number]["score"] == _score(fresh, number)
        else:
            assert isinstance(tried[number], WorkflowError)
            assert codes(tried[number]) == codes(answer)
    assert isinstance(tried[moved], StaleVersion)


def _score(world, target):
    world.act("office", "score", target)
    return world.row("SELECT value FROM score WHERE target_id = ?", target)["value"]


def test_met_is_read_off_the_value_or_the_ledger_unless_somebody_says_otherwise(fresh):
    item, (_, first, second) = item_for(fresh, 3, points="1")
    fresh.act("xq.assessor", "enter_ledger", first, **entry(fresh, first, count=2))
    sheet = bureau.sheet(reader(fresh, "xq.assessor"), item)
    assert sheet.completed(first, {})["met"] is False
    assert sheet.completed(second, {})["met"] is True
    assert sheet.completed(first, {"met": "true"})["met"] == "true"

    item, (_, target) = item_for(fresh, 2, scoring_rule="proportional", target_value="10")
    sheet = bureau.sheet(reader(fresh, "xq.assessor"), item)
    met = {v: sheet.completed(target, {"found_value": v})["met"] for v in ("10", "9.99", "11")}
    assert met == {"10": True, "9.99": False, "11": True}


def test_sheet_and_ledger_cost_no_more_statements_for_more_units_and_entries(fresh):
    spent = []
    for units in (3, 9):
        item, targets = item_for(fresh, units)
        for number, target in enumerate(targets[1:]):
            for _ in range(number + 1):
                fresh.act("xq.assessor", "enter_ledger", target, **entry(fresh, target))
        known = reader(fresh, "xq.assessor")
        with counted(fresh.database) as sent:
            sheet = bureau.sheet(known, item)
            sheet.tried({row["id"]: {"version": row["version"], "met": True} for row in sheet.rows})
            rows, _ = ledger.page(known, sheet.item)
            bureau.items(known, fresh.year_now)
        assert len(rows) == sum(range(units))
        spent.append(len(sent))
    assert 0 < spent[0] == spent[1]


def test_ledger_is_paged_newest_first_and_every_entry_comes_once(fresh):
    item, (_, first, second) = item_for(fresh, 3)
    for target in (first, second, first, first, second):
        fresh.act("xq.assessor", "enter_ledger", target, **entry(fresh, target))
    known = reader(fresh, "xq.assessor")
    shown = bureau.item(known, item)
    seen, after = [], 0
    while after is not None:
        rows, after = ledger.page(known, shown, limit=2, after=after)
        seen += [row["id"] for row in rows]
    rows = fresh.rows("SELECT id FROM ledger WHERE target_id IN (?, ?) ORDER BY id", first, second)
    assert seen == [row["id"] for row in rows][::-1]
    unit = known.organisation.unit_by_id[fresh.target(second)["unit_id"]].code
    rows, _ = ledger.page(known, shown, unit=unit)
    assert {row["target"] for row in rows} == {second}
    assert len(rows) == 2


def new_for(world, username):
    known = reader(world, username)
    rows, _ = ledger.new_for(known)
    assert ledger.count_new(known) == len(rows)
    return [row["target"] for row in rows]


def test_unit_is_told_of_a_new_entry_until_it_objects_or_a_month_has_passed(fresh):
    _, (_, first, second) = item_for(fresh, 3)
    assert new_for(fresh, "many.head") == []
    for target in (first, second):
        fresh.act("xq.assessor", "enter_ledger", target, **entry(fresh, target))
    assert new_for(fresh, "many.head") == [second, first]
    assert new_for(fresh, "many.drafter") == [second, first]
    # Nobody else is told: not the scoring unit, not whoever speaks for no unit.
    assert [new_for(fresh, who) for who in ("xq.head", "xq.assessor", "office")] == [[], [], []]
    ref = fresh.row("SELECT MAX(id) AS id FROM ledger")["id"]
    fresh.act("many.head", "object_result", second, about="ledger", ref=ref, text="已化解")
    assert new_for(fresh, "many.head") == [first]
    fresh.clock.forward(days=29)
    assert new_for(fresh, "many.head") == [first]
    fresh.clock.forward(days=2)
    assert new_for(fresh, "many.head") == []


def test_struck_entry_is_new_no_more(fresh):
    _, (_, target) = item_for(fresh, 2)
    fresh.act("xq.assessor", "enter_ledger", target, **entry(fresh, target))
    last = fresh.row("SELECT MAX(id) AS id FROM ledger")["id"]
    fresh.act("xq.assessor", "strike_ledger", target, ledger=last, text="误记")
    assert new_for(fresh, "many.head") == []


def test_same_code_in_two_rules_has_two_names(fresh):
    """隐患未整改 is one thing to the safety bureau and another to that of public order."""
    named = set()
    for rule in ("work_safety", "public_order"):
        item, (_, target) = item_for(fresh, 2, scoring_rule=rule)
        fresh.act("xq.assessor", "enter_ledger", target, **entry(fresh, target, event="隐患未整改"))
        known = reader(fresh, "xq.assessor")
        rows, _ = ledger.page(known, bureau.item(known, item))
        named.add(rows[0]["event_name"].zh)
    assert named == {"隐患未按期整改", "治安隐患未按期整改"}
