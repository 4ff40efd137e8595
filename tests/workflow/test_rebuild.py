"""The county out of its log alone: byte for byte what is stored, and what was stored at any time.

`make walks` and CI take the 2,000 acts; every run takes a few hundred.
"""

import hashlib
import json
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from models import statements
from models.base import Database
from models.copies import to_read
from models.tables import LOGGED, columns
from models.unit_of_work import digest_of_secret
from tests.workflow import whole_story
from tests.workflow.bending import one, run, unguarded
from tests.workflow.random_acts import Life, living
from workflow.audit.copies import MOST, Copies, copies_of
from workflow.audit.entry import root_of
from workflow.audit.instant import NoSuchInstant, instant_of
from workflow.audit.rebuild import CannotBeRebuilt, rebuild
from workflow.clock import moment_of

MANY = [
    pytest.param(200, 10, id="some"),
    pytest.param(2_000, 50, id="2000-acts", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
]


def told(database: Database, *, live: bool) -> dict[str, str]:
    """A digest of every logged table as the log holds it: what is erasable left out, credentials of
    the live county as their digests. Types count: 1 is not "1"."""
    found = {}
    for table in LOGGED:
        name = table._meta.table_name
        names = [column for column in columns(table) if column not in table.erasable]
        listed = ", ".join(f'"{column}"' for column in names)
        sql = f'SELECT {listed} FROM "{name}" ORDER BY "id"'  # noqa: S608  (our own tables)
        rows = statements.rows(database, sql)
        for row in rows:
            for column in table.secret if live else ():
                row[column] = digest_of_secret(row[column])
        # Left out where empty, so that a column which came later changes no digest of an old log.
        held = [{n: v for n, v in row.items() if v is not None} for row in rows]
        text = "\n".join(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in held)
        found[name] = f"{len(rows)} {hashlib.sha256(text.encode()).hexdigest()}"
    return found


def whole(database: Database) -> dict[str, list[Any]]:
    """What copies hold beside: the entries, the head, the texts."""
    return {
        name: statements.rows(database, f"SELECT * FROM {name} ORDER BY id")  # noqa: S608
        for name in ("entry", "log_head", "text")
    }


def read(copy: Database) -> dict[str, str]:
    with copy.connection_context():
        assert statements.rows(copy, "PRAGMA foreign_key_check") == []
        return told(copy, live=False)


@pytest.fixture
def seed(request) -> int:
    return request.config.getoption("randomly_seed")


@pytest.fixture
def life(storage, goldens, seed):
    with living(storage, goldens, seed) as life:
        yield life


@pytest.mark.parametrize(("acts", "moments"), MANY)
def test_the_log_alone_gives_the_tables_as_they_are_and_as_they_were(life: Life, acts, moments):
    database, first = life.world.database, life.world.size()
    kept: dict[str, dict[str, str]] = {}
    for n in range(1, moments + 1):
        life.until(first + acts * n // moments)
        at = statements.value(database, "SELECT at FROM log_head")
        kept[at] = told(database, live=True)
        life.world.clock.forward(seconds=1)
    copies = copies_of(database)
    for at in life.dice.sample(sorted(kept), len(kept)):
        instant = instant_of(database, life.world.clock, at)
        assert read(copies.at(instant.size)) == kept[at], at
    now = copies.at(life.world.size())
    with now.connection_context():
        assert whole(now) == whole(database)
        assert root_of(now) == root_of(database)


def test_built_on_an_earlier_copy_it_is_the_same_as_from_nothing(life: Life, tmp_path):
    database, first = life.world.database, life.world.size()
    life.until(first + 60)
    size = life.world.size()
    copies = Copies(database, tmp_path)
    for step in range(first, size, 7):
        copies.at(step)
    (tmp_path / "alone").mkdir()
    onward, alone = copies.at(size), Copies(database, tmp_path / "alone").at(size)
    assert read(onward) == read(alone)
    with onward.connection_context(), alone.connection_context():
        assert whole(onward) == whole(alone)


@pytest.fixture
def copies(fresh, tmp_path) -> Copies:
    return Copies(fresh.database, tmp_path / "copies")


def test_a_copy_is_its_owners_alone_holds_no_credential_and_takes_no_write(fresh, copies):
    copy = copies.at(fresh.size())
    (file,) = copies.folder.iterdir()
    assert (file.stat().st_mode & 0o777, copies.folder.stat().st_mode & 0o777) == (0o600, 0o700)
    stored = fresh.row("SELECT password FROM person WHERE username = 'admin'")["password"]
    with copy.connection_context():
        password = statements.value(copy, "SELECT password FROM person WHERE username = 'admin'")
        assert password == digest_of_secret(stored)
        with pytest.raises(Exception, match="readonly"):
            statements.run(copy, "UPDATE person SET active = 0")


def test_so_many_copies_are_kept_and_no_more(fresh, copies):
    first = fresh.size() - 2 * MOST
    for size in range(first, first + MOST + 3):
        copies.at(size)
    kept = sorted(int(path.name.partition("-")[0]) for path in copies.folder.iterdir())
    assert kept == list(range(first + 3, first + MOST + 3)), "those used last"


def test_what_was_erased_is_erased_in_the_past_too(fresh, copies):
    number = fresh.draft(title="一")
    fresh.act("xq.drafter", "edit", number, target_value="9", text="说错的话")
    size = fresh.size()
    copies.at(size - 1), copies.at(size)
    run(fresh.database, "UPDATE text SET body = '', salt = '' WHERE body = ?", "说错的话")
    for copy, here in ((copies.at(size), True), (copies.at(size - 1), False)):
        with copy.connection_context():
            found = statements.rows(copy, "SELECT body FROM text")
            assert "说错的话" not in {row["body"] for row in found}
            assert ("" in {row["body"] for row in found}) == here


def test_after_another_history_no_old_copy_is_shown(fresh, storage, goldens, tmp_path):
    """A backup is restored and the county goes on differently: at the same index, another past."""
    start = fresh.size()
    fresh.draft(title="先前的历史")
    old = Copies(fresh.database, tmp_path)
    old.at(fresh.size())
    with living(storage, goldens, 1) as other:
        # Another county with as many entries and more, served from the same folder.
        while other.world.size() < start + 2:
            other.world.draft(title="另一段历史")
        copies = Copies(other.world.database, tmp_path)
        for size in (start + 2, start + 1):
            copy = copies.at(size)
            with copy.connection_context():
                titles = {r["title"] for r in statements.rows(copy, "SELECT title FROM target")}
            assert "先前的历史" not in titles


def test_a_log_that_cannot_be_applied_says_where_and_leaves_nothing(fresh, copies):
    fresh.draft()
    last = fresh.size() - 1
    with unguarded(fresh.database):
        body = one(fresh.database, "SELECT body FROM entry WHERE id = ?", last)
        bent = body.replace('"table":"target"', '"table":"nowhere"')
        run(fresh.database, "UPDATE entry SET body = ? WHERE id = ?", bent, last)
        with pytest.raises(CannotBeRebuilt, match=f"entry {last}"):
            copies.at(last + 1)
        assert list(copies.folder.iterdir()) == []
        assert "target" in read(copies.at(last))


def test_rebuilding_reads_one_state_while_others_write(fresh, tmp_path):
    size = fresh.size()
    fresh.draft()
    rebuild(fresh.database, size, tmp_path / "then.db")
    copy = Copies(fresh.database, tmp_path / "c").at(size)
    with copy.connection_context():
        assert statements.value(copy, "SELECT COUNT(*) FROM target") == 0


# — instants —


def test_a_day_means_its_end_in_the_county_and_a_time_its_own_moment(fresh):
    clock, start = fresh.clock, fresh.size()
    clock.set(moment_of("2013-03-05T15:59:30Z"))  # 23:59:30 in the county
    fresh.draft()
    clock.set(moment_of("2013-03-05T16:00:00Z"))  # the sixth has begun
    fresh.draft()
    clock.forward(days=9)

    def size(text: str) -> int:
        return instant_of(fresh.database, clock, text).size

    assert size("2013-03-04") == start
    assert size("2013-03-05") == start + 1
    assert size("2013-03-06") == start + 2
    assert size("2013-03-05T23:59:30+08:00") == start + 1
    assert size("2013-03-05T23:59:29 08:00") == start, "a plus sign that an address lost"
    assert size(f"entry:{start}") == start + 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2013-02-30", "Give a day"),
        ("yesterday", "Give a day"),
        ("2013-03-05T10:00:00", "Give a day"),
        ("9999-12-31", "Give a day"),
        ("2044-01-01", "not come yet"),
        ("2013-12-31T00:00:00Z", "not come yet"),
        ("1990-01-01", "no entry yet"),
        ("entry:99999999", "no such entry"),
        ("entry:-1", "Give a day"),
    ],
)
def test_what_is_no_moment_of_the_log_is_said(world, text, says):
    with pytest.raises(NoSuchInstant, match=says) as refused:
        instant_of(world.database, world.clock, text)
    assert list(refused.value.fields) == ["as_of"]


def test_today_is_what_was_entered_so_far(fresh):
    today = fresh.clock().date().isoformat()
    assert instant_of(fresh.database, fresh.clock, today).size == fresh.size()


def test_the_folder_of_copies_lies_beside_a_file_and_is_not_shared(fresh, storage):
    folder = copies_of(fresh.database).folder
    if storage.__class__.__name__ == "SqliteStorage":
        file = Path(fresh.database.database)
        assert folder == file.parent / "as-of" / file.name
    assert folder.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(folder)


# — every kind of write, and logs of earlier programs —

# What gives no row in the story: a witness's line needs a signed checkpoint.
UNTOLD = {"cosignature"}


def test_every_kind_of_write_gives_the_tables_as_they_are(fresh, copies):
    whole_story.tell(fresh)
    tables = [table._meta.table_name for table in LOGGED]
    assert whole_story.empty_tables(fresh, tables) == UNTOLD, "the story tells of every table"
    assert read(copies.at(fresh.size())) == told(fresh.database, live=True)


LOGS = sorted(path.stem for path in whole_story.FIXTURES.glob("log-*.json"))


@pytest.mark.parametrize("name", LOGS)
def test_a_log_that_an_earlier_program_wrote_still_gives_its_tables(database, tmp_path, name):
    """The tables as that program had them; what came later is empty there, and not compared."""
    entries, known = whole_story.kept(name)
    sql = statements.insert_sql("entry", tuple(entries[0]))
    with database.atomic():
        for entry in entries:
            statements.run(database, sql, tuple(entry.values()))
    rebuild(database, len(entries), tmp_path / "then.db")
    copy = to_read(tmp_path / "then.db")
    tables = read(copy)
    assert {name: tables[name] for name in known["tables"]} == known["tables"]
    with copy.connection_context():
        assert root_of(copy) == (known["size"], known["root"])


def test_there_is_a_log_of_an_earlier_program():
    assert "log-2026-11" in LOGS


def test_two_programs_may_make_the_same_copy_at_once(fresh, tmp_path):
    """Neither waits for the other; whoever is later puts the same in its place."""
    sizes = [fresh.size() - n for n in (0, 3, 0, 3)]
    start = threading.Barrier(len(sizes))

    def program(size: int) -> dict[str, str]:
        start.wait()
        with fresh.database.connection_context():
            return read(Copies(fresh.database, tmp_path / "shared").at(size))

    with ThreadPoolExecutor(len(sizes)) as pool:
        found = list(pool.map(program, sizes))
    assert (found[0], found[1]) == (found[2], found[3])
    assert found[0] == told(fresh.database, live=True)
    left = sorted(path.name.partition("-")[0] for path in (tmp_path / "shared").iterdir())
    assert left == sorted({str(size) for size in sizes}), "nothing half made is left"
