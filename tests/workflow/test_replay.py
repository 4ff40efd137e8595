"""Replay: whatever people do, the log applied from zero gives the tables, and nothing else does."""

import random

import pytest

from models import statements
from models.tables import LOGGED, columns
from models.unit_of_work import logged_values
from tests.builders import FOUND, World
from workflow.audit import told
from workflow.audit.replay import Replay
from workflow.audit.verify import verify
from workflow.errors import WorkflowError
from workflow.lifecycle import TARGET

# Somebody for each capacity towards a target of XQ; "" is the clock.
PEOPLE = {
    "drafter": "xq.drafter",
    "unit_head": "xq.head",
    "supporter": "zs.head",
    "leader": "leader1",
    "office": "office",
    "county_head": "head",
    "inspector": "inspector1",
    "system": "",
    "secretary": "xq.secretary",
}


# — after random acts —


def random_input(chance: random.Random, world: World) -> dict:
    """Something for every act to take: each takes what it knows, refusals are welcome too."""
    whole = {
        "edit": {"target_value": str(chance.randint(5, 99)), "baseline": "7"},
        "counter": {"target_value": str(chance.randint(5, 99)), "reason_code": "value_too_low"},
        "return": {"reason_code": "value_too_low", "text": "偏低"},
        "object": {"reason_code": "no_funds", "text": "无经费"},
        "report_progress": {"value": "3", "as_of": world.clock().date().isoformat()},
        "report_done": {"value": "10"},
        "inspect": {**FOUND, "met": chance.random() < 0.7},
        "reinspect": {"reason_code": "other"},
    }
    if not whole["inspect"]["met"]:
        whole["inspect"]["cause"] = "lack_of_effort"
    return whole


def one_random_step(chance: random.Random, world: World, targets: list[int]) -> str:
    """One knock at the door, as somebody, about something; what came of it."""
    if not targets or chance.random() < 0.03:
        supported = {"supporting_units": ["ZS"]} if chance.random() < 0.3 else {}
        targets.append(chance.choice([world.draft, world.assigned])(**supported))
        return "new"
    target = chance.choice(targets)
    fitting = [a for a in TARGET if world.state(target) in a.sources]
    act = chance.choice(fitting if fitting and chance.random() < 0.9 else TARGET)
    meant = [PEOPLE[capacity] for capacity in act.capacities if capacity in PEOPLE]
    who = chance.choice(meant if chance.random() < 0.9 else list(PEOPLE.values()))
    given = random_input(chance, world).get(act.name, {})
    try:
        world.act(who, act.name, target, **given)
    except WorkflowError:
        return "refused"
    return act.name


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_after_random_acts_the_log_gives_the_tables(fresh, seed):
    chance, targets, seen = random.Random(seed), [], set()
    # Long enough that every kind of act is met, of which there are more and more.
    for step in range(900):
        seen.add(one_random_step(chance, fresh, targets))
        if step == 600:
            approved = fresh.approved()
            fresh.issue(fresh.target(approved)["year_id"])
    report = verify(fresh.database)
    assert report.ok, report.first
    assert report.size == statements.value(fresh.database, "SELECT COUNT(*) FROM entry")
    assert seen >= {"new", "refused", "edit", "submit", "review", "return", "approve"}
    assert len(seen) > 12


@pytest.mark.slow
def test_after_random_acts_any_single_change_is_found(fresh):
    """One cell of any logged table, whichever: nothing that the log holds can be bent unseen."""
    chance, targets = random.Random(7), []
    for _ in range(150):
        one_random_step(chance, fresh, targets)
    fresh.inspected()
    found = 0
    for table in LOGGED:
        name = table._meta.table_name
        for column in columns(table):
            if column == "id" or column in table.erasable:
                continue
            found += cell_is_guarded(fresh.database, name, column)
    assert found > 60


def cell_is_guarded(database, name, column):
    """Bend the column in the row as replay reads it; True if there was a row to bend."""
    row = statements.row(database, f'SELECT * FROM "{name}" ORDER BY id DESC')  # noqa: S608
    if row is None:
        return False
    bent = {**row, column: "bent" if isinstance(row[column], str) else (row[column] or 0) + 1}
    replay = Replay(database)
    others = statements.rows(database, f'SELECT * FROM "{name}" ORDER BY id')  # noqa: S608
    for index, each in enumerate(others):
        values = bent if each["id"] == row["id"] else each
        replay.apply(index, [inserted(name, values)])
    only(replay, name).finish()
    fault = replay.rows.fault
    assert fault is not None, f"{name}.{column} can be bent unseen"
    assert (fault.table, fault.id, fault.field) == (name, row["id"], column)
    assert fault.entry == len(others) - 1
    return True


def only(replay, name):
    """The replayed table alone: the others have no log here."""
    return replay._tables[name]


# — writes that were never made by acts —


def inserted(table, row):
    after = dict(sorted(logged_values(table, row).items()))
    return {"table": table, "id": row["id"], "before": None, "after": after}


def updated(table, number, before, after):
    return {"table": table, "id": number, "before": before, "after": after}


def front(number, code="a"):
    return {"id": number, "code": code, "name_zh": "战线", "name_en": "Front", "position": 1}


def scheme(number):
    return {"id": number, "year": 2013, "code": f"c{number}", "digest": "d", "body": "{}"}


def store(database, table, *rows):
    for row in rows:
        statements.run(database, statements.insert_sql(table, tuple(row)), tuple(row.values()))


def fault_of(database, *batches):
    """The fault of a log with one write an entry, settled after each batch."""
    replay, index = Replay(database), 0
    for batch in batches:
        for write in batch:
            replay.apply(index, [write])
            index += 1
        replay.settle()
    replay.finish()
    return replay.rows.fault


def said(fault):
    return (fault.entry, fault.table, fault.id, fault.field)


def test_rows_that_may_change_are_followed(database):
    store(database, "front", front(1, "c"), front(2, "b"))
    log = [
        inserted("front", front(1, "a")),
        inserted("front", front(2, "b")),
        updated("front", 1, {"code": "a"}, {"code": "x"}),
        updated("front", 1, {"code": "x"}, {"code": "c"}),
    ]
    assert fault_of(database, log) is None
    assert fault_of(database, log[:2], log[2:]) is None
    assert said(fault_of(database, log[:3])) == (2, "front", 1, "code")


def test_a_wrong_value_before_is_named(database):
    store(database, "front", front(1, "c"))
    log = [inserted("front", front(1, "a")), updated("front", 1, {"code": "b"}, {"code": "c"})]
    assert said(fault_of(database, log)) == (1, "front", 1, "code")


def test_a_change_of_what_is_not_there_is_named(database):
    log = [updated("front", 1, {"code": "b"}, {"code": "c"})]
    assert said(fault_of(database, log)) == (0, "front", 1, None)


@pytest.mark.parametrize(("table", "make"), [("front", front), ("scheme", scheme)])
def test_a_row_written_twice_is_named(database, table, make):
    store(database, table, make(1))
    log = [inserted(table, make(1)), inserted(table, make(1))]
    fault = fault_of(database, log)
    assert (fault.entry, fault.table, fault.id) == (1, table, 1)


def test_ids_of_append_only_rows_only_rise(database):
    store(database, "scheme", scheme(1), scheme(2))
    log = [inserted("scheme", scheme(2)), inserted("scheme", scheme(1))]
    assert said(fault_of(database, log)) == (1, "scheme", 1, "id")


def test_append_only_rows_never_change(database):
    store(database, "scheme", scheme(1))
    log = [inserted("scheme", scheme(1)), updated("scheme", 1, {"code": "c1"}, {"code": "c1"})]
    assert said(fault_of(database, log)) == (1, "scheme", 1, None)


@pytest.mark.parametrize("stored", [[1, 2, 3, 4, 5], [1, 3, 5], [3], [], [2, 9], [1, 2, 3, 4, 9]])
def test_missing_and_extra_rows_of_every_place_are_named(database, stored, monkeypatch):
    """The log knows 1, 3 and 5, settled one by one and all together."""
    monkeypatch.setattr(told, "BATCH", 2)
    store(database, "scheme", *map(scheme, stored))
    log = [inserted("scheme", scheme(number)) for number in (1, 3, 5)]
    wrong = {1, 3, 5} ^ set(stored)
    for batches in ([log], [[write] for write in log], [log[:2], [], log[2:]]):
        fault = fault_of(database, *batches)
        assert (fault is None) == (not wrong)
        if fault is not None:
            assert fault.id in wrong
            writer = {1: 0, 3: 1, 5: 2}.get(fault.id)
            assert said(fault) == (writer, "scheme", fault.id, None)


def test_an_unknown_field_and_an_unknown_table_are_named(database):
    strange = {**front(1), "colour": "red"}
    store(database, "front", front(1))
    write = {"table": "front", "id": 1, "before": None, "after": strange}
    assert said(fault_of(database, [write])) == (0, "front", 1, "colour")
    both = [inserted("front", front(1)), updated("front", 1, {"colour": 1}, {"colour": 2})]
    assert said(fault_of(database, both)) == (1, "front", 1, "colour")
    for table in ("session", "entry", "nothing"):
        write = {"table": table, "id": 1, "before": None, "after": {"id": 1}}
        assert said(fault_of(database, [write])) == (0, table, 1, None)


def test_a_row_with_two_ids_is_named(database):
    store(database, "front", front(2))
    write = {"table": "front", "id": 1, "before": None, "after": front(2)}
    assert said(fault_of(database, [write])) == (0, "front", 1, "id")


def test_a_column_left_out_is_null(database):
    row = {"id": 1, "code": "U", "name_zh": "单位", "name_en": "Unit", "kind": "office"}
    store(database, "unit", row)
    write = {"table": "unit", "id": 1, "before": None, "after": row}
    assert fault_of(database, [write]) is None


def test_a_number_is_not_its_own_text(database):
    """1 = True in Python, but a row that the log holds as `true` was never stored so."""
    row = front(1)
    store(database, "front", row)
    write = {"table": "front", "id": 1, "before": None, "after": {**row, "position": True}}
    assert said(fault_of(database, [write])) == (0, "front", 1, "position")


def test_what_was_settled_is_forgotten(database):
    """Memory grows with what may change, not with the log."""
    store(database, "scheme", *map(scheme, range(1, 51)))
    replay = Replay(database)
    for index in range(50):
        replay.apply(index, [inserted("scheme", scheme(index + 1))])
        if index % 10 == 9:
            assert len(replay._tables["scheme"]._waiting) == 10
            replay.settle()
            assert replay._tables["scheme"]._waiting == []
    replay.finish()
    assert replay.rows.fault is None
    assert replay.compared == 50
