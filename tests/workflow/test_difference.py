"""What changed between two moments: no more and no less than what stands differently."""

import pytest

from models import statements
from models.tables import LOGGED
from tests.builders import World
from tests.workflow.random_acts import living
from tests.workflow.result_years import reader
from workflow.audit.copies import Copies
from workflow.audit.difference import between, counts
from workflow.audit.instant import NoSuchInstant
from workflow.audit.table_words import FIELDS, TABLES
from workflow.errors import NotPermitted
from workflow.queries import differences
from workflow.words import Words

Tables = dict[str, dict[int, dict[str, object]]]


def rows_of(copy) -> Tables:
    """Every logged table of a copy, by id; texts stand with what they belong to."""
    found: Tables = {}
    with copy.connection_context():
        for table in LOGGED:
            name = table._meta.table_name
            rows = statements.rows(copy, f'SELECT * FROM "{name}"')  # noqa: S608  (our own)
            found[name] = {
                row["id"]: {n: v for n, v in row.items() if n not in {"id", *table.erasable}}
                for row in rows
            }
    found.pop("text")
    return found


def test_it_is_what_tells_one_rebuilt_county_from_the_other(request, storage, goldens, tmp_path):
    """Said of the log's writes alone; looked at here in two whole copies."""
    with living(storage, goldens, request.config.getoption("randomly_seed")) as life:
        first = life.world.size()
        life.until(first + 150)
        database, size = life.world.database, life.world.size()
        copies = Copies(database, tmp_path)
        for start, end in ((first, size), (first + 50, first + 100), (size - 1, size)):
            before, after = rows_of(copies.at(start)), rows_of(copies.at(end))
            told = between(database, start, end)
            expected = {
                (table, number)
                for table, rows in after.items()
                for number, row in rows.items()
                if before[table].get(number) != row
            }
            assert {(row.table, row.id) for row in told} == expected
            for row in told:
                now, then = after[row.table][row.id], before[row.table].get(row.id)
                assert row.added == (then is None)
                for name, value in now.items():
                    old = then[name] if then else None
                    left = row.left.get(name)
                    assert (left is not None) == (value != old), (row, name)
                    assert left is None or (left.before, left.after) == (old, value)
                assert all(start <= index < end for index in row.entries)
        assert sum(map(sum, counts(told).values())) == len(told)


@pytest.fixture
def moved(fresh: World) -> tuple[World, int, int]:
    """A target handed up and signed, after a moment that is remembered."""
    number = fresh.draft(title="村道硬化")
    start = fresh.size()
    fresh.act("xq.drafter", "edit", number, target_value="12", text="改数")
    fresh.act("xq.head", "submit", number)
    return fresh, number, start


def told(world: World, start: int, who: str = "auditor", **more: object) -> dict:
    first, last = differences.ends(world.database, world.clock, f"entry:{start - 1}")
    return differences.difference(reader(world, who), first, last, limit=100, **more)


def test_a_change_is_told_with_its_words_its_old_value_and_its_entry(moved):
    world, number, start = moved
    (row,) = [r for r in told(world, start)["items"] if r["table"] == "target"]
    assert (row["label"], row["name"]) == (Words("目标", "Target"), "村道硬化")
    assert (row["added"], row["object"]) == (False, {"kind": "target", "id": number})
    (candidate,) = [one for one in row["changes"] if one["field"] == "candidate"]
    assert (candidate["label"], candidate["before"], candidate["after"]) == (
        Words("现稿", "Candidate"), "1", "2",
    )  # fmt: skip
    assert candidate["entry"] == start
    assert row["entries"] == [start, start + 1]


def test_what_points_to_people_and_units_is_told_by_name(moved):
    world, _, start = moved
    (hand,) = [r for r in told(world, start)["items"] if r["table"] == "signature"]
    by = {one["field"]: one["after"] for one in hand["changes"]}
    assert by["actor_id"].endswith("(xq.head)")
    assert by["target_id"] == "村道硬化"
    assert isinstance(by["post_id"], Words)


def test_what_was_changed_and_changed_back_is_no_difference(fresh):
    start = fresh.size()
    fresh.appoint("admin", "SJ-1")
    fresh.relieve("admin", "SJ-1")
    rows = told(fresh, start)["items"]
    assert [row["table"] for row in rows if row["table"] == "holding"] == ["holding"]
    number = fresh.draft()
    fresh.act("xq.head", "submit", number)
    start = fresh.size()
    fresh.act("xq.head", "withdraw", number)
    fresh.act("xq.head", "submit", number)
    (target,) = [row for row in told(fresh, start)["items"] if row["table"] == "target"]
    assert "turn" not in {one["field"] for one in target["changes"]}, "it is the leader's again"


def test_pages_of_it_hold_each_row_once_and_one_kind_can_be_asked_for(moved):
    world, _, start = moved
    whole = told(world, start)
    first, last = differences.ends(world.database, world.clock, f"entry:{start - 1}")
    seen, after = [], 0
    while after is not None:
        page = differences.difference(reader(world, "auditor"), first, last, limit=2, after=after)
        seen += page["items"]
        after = page["next"]
    assert seen == whole["items"]
    only = told(world, start, table="signature")
    assert {row["table"] for row in only["items"]} == {"signature"}
    assert only["counts"] == whole["counts"]


def test_it_is_for_auditors_and_goes_forward_only(moved):
    world, _, start = moved
    with pytest.raises(NotPermitted):
        told(world, start, who="office")
    with pytest.raises(NoSuchInstant, match="before the beginning"):
        differences.ends(world.database, world.clock, f"entry:{start}", f"entry:{start - 1}")
    nothing = differences.ends(world.database, world.clock, f"entry:{start}", f"entry:{start}")
    found = differences.difference(reader(world, "auditor"), *nothing, limit=10)
    assert (found["counts"], found["items"], found["next"]) == ([], [], None)


def test_every_table_of_the_log_and_every_column_has_words():
    assert {table._meta.table_name for table in LOGGED} == TABLES.keys()
    columns = {field.column_name for table in LOGGED for field in table._meta.sorted_fields}
    assert columns - {"id", "salt"} == FIELDS.keys()
