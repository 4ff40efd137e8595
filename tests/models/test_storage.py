"""The tables themselves, on both databases: migrations, what the database refuses by itself, and
the version gate. No rule of the workflow is asked here."""

# ruff: noqa: S608  (SQL is built from the tables' own names)

import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import peewee
import pytest

from models import statements, triggers
from models.base import DatabaseUnusable, is_sqlite, proxy
from models.migrate import migrate, missing, runner, unknown
from models.tables import APPEND_ONLY, BY_NAME, TABLES
from tests.storage import opened
from workflow.county import open_county

ROOT = Path(__file__).resolve().parents[2]
EVERY = [
    "0001_first_tables",
    "0002_whole_year",
    "0003_arbitration",
    "0004_coverage",
    "0005_proposals",
    "0006_delegation",
    "0007_working_together",
    "0008_takeover",
    "0009_signature_shown",
    "0010_sealing",
    "0011_erasure_and_papers",
    "0012_ledger_matter",
    "0013_finding_parts",
    "0014_unit_entries",
    "0015_results_lifecycle",
    "0016_reckoning",
]
HISTORY = "schema_migration"
# Written by hand: what must be append-only, and which columns hold one of a few words.
FOR_GOOD = {
    "log_key",
    "checkpoint",
    "cosignature",
    "subtree",
    "entry",
    "scheme",
    "revision",
    "signature",
    "signature_end",
    "signature_shown",
    "stand",
    "key_task_link",
    "milestone",
    "report",
    "finding",
    "score",
    "item_scorer",
    "growth_reason",
    "letter",
    "unit_report",
    "year_event",
    "ledger",
    "ledger_end",
    "ledger_matter",
    "cause_decision",
    "unit_entry",
    "unit_entry_end",
    "objection_node",
    "award_end",
    "sign_off",
    "sign_off_end",
    "calendar",
    "arbitration",
    "year_result",
    "reckoning",
    "unit_result",
    "key_task_revision",
    "waiver",
    "waiver_end",
    "plan_digest",
    "advice",
    "paper_hand",
    "paper",
    "erasure",
    "coordination",
    "takeover",
}
ENUMERATED = {
    ("unit_entry", "kind"),
    ("objection_node", "what"),
    ("sign_off", "side"),
    ("log_key", "kind"),
    ("witness", "active"),
    ("entry", "outcome"),
    ("county", "demo"),
    ("unit", "kind"),
    ("post", "capacity"),
    ("person", "active"),
    ("year", "state"),
    ("key_task", "kind"),
    ("key_task", "direction"),
    ("key_task", "additive"),
    ("key_task_revision", "ended"),
    ("target", "origin"),
    ("target", "state"),
    ("target", "turn"),
    ("target", "handed_up"),
    ("target", "imposed"),
    ("signature", "side"),
    ("signature", "purpose"),
    ("signature", "verdict"),
    ("signature", "channel"),
    ("signature_end", "kind"),
    ("stand", "side"),
    ("handover", "turn"),
    ("escalation", "kind"),
    ("escalation", "level"),
    ("proposal", "kind"),
    ("proposal", "turn"),
    ("proposal", "handed_up"),
    ("proposal", "outcome"),
    ("proposal", "lowered"),
    ("internal_task", "ended"),
    ("takeover", "side"),
    ("report", "kind"),
    ("acceptance", "kind"),
    ("acceptance", "state"),
    ("finding", "quality"),
    ("finding", "cause"),
    ("finding", "on_time"),
    ("finding", "met"),
    ("past_result", "status"),
    ("unit_report", "kind"),
    ("cause_decision", "cause"),
    ("objection", "about"),
    ("objection", "state"),
    ("award", "kind"),
    ("award", "state"),
    ("access_link", "purpose"),
    ("delegation", "kind"),
    ("advice", "suggests"),
    ("paper", "kind"),
    ("erasure", "reason"),
}
LISTED = re.compile(r'"(\w+)" IN \(([^)]*)\)')


def checks_of(table):
    """Column → allowed values, read off the model's own CHECKs."""
    found = {}
    for constraint in table._meta.constraints or []:
        for column, values in LISTED.findall(constraint_text(constraint)):
            found[column] = [v.strip().strip("'") for v in values.split(",")]
    return found


def constraint_text(constraint):
    return peewee.Context().sql(constraint).query()[0]


def test_the_lists_by_hand_are_the_models_own():
    assert set(APPEND_ONLY) == FOR_GOOD
    listed = {(name, column) for name, table in BY_NAME.items() for column in checks_of(table)}
    assert listed == ENUMERATED


# — migrations —


def schema(database):
    """Everything the database knows of its own shape, as comparable lines."""
    return sqlite_schema(database) if is_sqlite(database) else postgresql_schema(database)


def sqlite_schema(database):
    sql = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    rows = statements.rows(database, sql)
    return {(r["type"], r["name"], _spelled(r["sql"])) for r in rows if HISTORY not in r["name"]}


def _spelled(sql):
    # SQLite reads both as 64-bit whole numbers; only INTEGER makes a primary key the row itself.
    return re.sub(r"\s+", " ", sql.replace(" IF NOT EXISTS", "").replace("BIGINT", "INTEGER"))


def postgresql_schema(database):
    columns = (
        "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default "
        "FROM information_schema.columns WHERE table_schema = 'public'"
    )
    constraints = (
        "SELECT conrelid::regclass::text, contype, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    )
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    guards = "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    found = set()
    for sql in (columns, constraints, indexes, guards + "WHERE NOT tgisinternal"):
        found |= {tuple(map(str, row)) for row in statements.run(database, sql).fetchall()}
    return {line for line in found if HISTORY not in line[0]}


@pytest.fixture
def empty(storage):
    url = storage.empty()
    with opened(url) as database:
        yield database
    storage.drop(url)


def test_migrated_tables_are_the_models_own(database, empty):
    database.bind(TABLES)
    with empty.bind_ctx(TABLES):
        empty.create_tables(TABLES)
        for table in FOR_GOOD:
            triggers.create(empty, table)
    migrated, made = schema(database), schema(empty)
    assert len(migrated) > 100
    assert migrated - made == set(), "the migration says more than the models"
    assert made - migrated == set(), "the models say more than the migration"


def test_up_down_and_up_again(empty):
    before = schema(empty)
    empty.close()
    assert migrate(empty) == EVERY
    assert migrate(empty) == [], "a second run has nothing to do"
    empty.connect(reuse_if_open=True)
    after = schema(empty)
    for number in range(len(EVERY) - 1, -1, -1):
        assert runner(empty).down() == [EVERY[number]]
        assert missing(empty) == EVERY[number:]
    assert schema(empty) == before
    assert missing(empty) == EVERY
    assert runner(empty).up() == EVERY
    assert schema(empty) == after


def test_a_migration_that_fails_leaves_nothing(empty, monkeypatch):
    def fail(database, table):
        raise peewee.OperationalError(f"no trigger on {table}")

    before = schema(empty)
    monkeypatch.setattr(triggers, "create", fail)
    with pytest.raises(peewee.OperationalError, match="no trigger on"):
        runner(empty).up()
    assert schema(empty) == before
    assert missing(empty) == EVERY


def refuses_to_open(url, why):
    with pytest.raises(DatabaseUnusable, match=why):
        open_county(url)
    proxy.obj.close()
    getattr(proxy.obj, "close_all", lambda: None)()


def test_a_database_newer_than_the_program_is_refused(database, database_url):
    runner(database).History.create(name="0999_of_a_later_program")
    assert unknown(database) == ["0999_of_a_later_program"]
    database.close()
    with pytest.raises(DatabaseUnusable, match=r"newer.*0999_of_a_later_program"):
        migrate(database)
    refuses_to_open(database_url, "newer than this program")


def test_a_database_behind_the_program_is_refused_until_migrated(storage):
    url = storage.empty()
    refuses_to_open(url, f"lacks {', '.join(EVERY)}: run shangxia migrate")
    handle = open_county(url, make=True)
    assert missing(handle) == []
    handle.close()
    getattr(handle, "close_all", lambda: None)()
    storage.drop(url)


MIGRATING = """
import sys
from models.base import open_database
from models.migrate import migrate
print("ready", flush=True)
sys.stdin.readline()
print(*migrate(open_database(sys.argv[1])))
"""


@contextmanager
def waiting(url):
    """A program that has everything loaded and migrates at a word."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    command = [sys.executable, "-c", MIGRATING, url]
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout.readline() == "ready\n", process.communicate()
        yield process


@pytest.mark.slow
def test_three_migrating_at_once(storage):
    url = storage.empty()
    with waiting(url) as one, waiting(url) as two, waiting(url) as three:
        for process in (one, two, three):
            process.stdin.write("\n")
            process.stdin.flush()
        answers = [process.communicate(timeout=60) for process in (one, two, three)]
    assert [p.returncode for p in (one, two, three)] == [0, 0, 0], answers
    assert sorted(out.strip() for out, _ in answers) == ["", "", " ".join(EVERY)]
    with opened(url) as database:
        assert missing(database) == []
        assert statements.value(database, f"SELECT COUNT(*) FROM {HISTORY}") == len(EVERY)
    storage.drop(url)


# — what the database refuses by itself —


def sample(table):
    """A row with a value in every column that its type and CHECKs allow; it refers to nothing."""
    allowed = checks_of(table)
    row = {}
    for field in table._meta.sorted_fields:
        column = field.column_name
        # foreign keys hold what the other table's id holds
        holder = field.rel_field if isinstance(field, peewee.ForeignKeyField) else field
        if column in allowed:
            row[column] = allowed[column][0]
            if allowed[column] == ["0", "1"]:
                row[column] = 0
        else:
            row[column] = "x" if isinstance(holder, peewee.TextField) else 1
    return row


def insert(database, name, row):
    statements.run(database, statements.insert_sql(name, tuple(row)), tuple(row.values()))


@pytest.fixture
def loose(database):
    """The database without foreign keys for this connection, so that one row may stand alone."""
    if is_sqlite(database):
        database.execute_sql("PRAGMA foreign_keys = 0")
    else:
        database.execute_sql("SET session_replication_role = replica")
        # Replicas skip ordinary triggers; ours must fire all the same to be seen.
        for table, name in statements.run(
            database,
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
        ).fetchall():
            database.execute_sql(f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{name}"')
    return database


@contextmanager
def undone(database):
    """A transaction that leaves nothing behind, whatever happened in it."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def test_a_wrong_word_is_refused_in_every_enumerated_column(loose):
    for name, column in sorted(ENUMERATED):
        table = BY_NAME[name]
        row = sample(table)
        with undone(loose):
            insert(loose, name, row)  # the row is good but for the column
        wrong = 2 if checks_of(table)[column] == ["0", "1"] else "nonsense"
        with pytest.raises(peewee.IntegrityError, match=r"(?i)check"), undone(loose):
            insert(loose, name, {**row, column: wrong})


def test_every_word_of_the_models_is_accepted(loose):
    for name, column in sorted(ENUMERATED):
        table = BY_NAME[name]
        for word in checks_of(table)[column]:
            with undone(loose):
                insert(loose, name, {**sample(table), column: word})


@pytest.mark.parametrize("name", ["county", "log_head"])
def test_there_is_one_county_and_one_head(loose, name):
    row = sample(BY_NAME[name])
    with undone(loose):
        insert(loose, name, row)
    with pytest.raises(peewee.IntegrityError, match=r"(?i)check"), undone(loose):
        insert(loose, name, {**row, "id": 2})


def test_a_reference_that_leads_nowhere_is_refused(database):
    for name, table in BY_NAME.items():
        if any(isinstance(f, peewee.ForeignKeyField) for f in table._meta.sorted_fields):
            with pytest.raises(peewee.IntegrityError, match=r"(?i)foreign key"), undone(database):
                insert(database, name, {**sample(table), **of_itself(table)})


def of_itself(table):
    """A unit whose parent is itself would be a reference that leads somewhere."""
    return {"parent_id": 99} if table._meta.table_name == "unit" else {}


def attacks_on(name, column):
    yield f'UPDATE "{name}" SET "{column}" = "{column}"'
    yield f'UPDATE "{name}" SET "id" = 2'
    yield f'DELETE FROM "{name}"'
    yield f'DELETE FROM "{name}" WHERE "id" = 1'


def test_append_only_rows_can_be_neither_changed_nor_deleted(loose):
    for name in sorted(FOR_GOOD):
        row = sample(BY_NAME[name])
        insert(loose, name, row)
        attacks = list(attacks_on(name, next(c for c in row if c != "id")))
        if not is_sqlite(loose):
            attacks.append(f'TRUNCATE "{name}" CASCADE')
        for attack in attacks:
            refused = pytest.raises(peewee.PeeweeException, match=f"{name} is append-only")
            with refused, undone(loose):
                loose.execute_sql(attack)
        assert statements.rows(loose, f'SELECT * FROM "{name}"') == [row]


def test_append_only_rows_cannot_be_replaced(loose):
    """SQLite's REPLACE deletes without asking a trigger, but for connections told otherwise."""
    if not is_sqlite(loose):
        return
    for name in sorted(FOR_GOOD):
        row = sample(BY_NAME[name])
        insert(loose, name, row)
        replacing = statements.insert_sql(name, tuple(row)).replace("INSERT", "INSERT OR REPLACE")
        with pytest.raises(peewee.IntegrityError, match=f"{name} is append-only"), undone(loose):
            statements.run(loose, replacing, tuple(row.values()))


def test_other_rows_can_be_changed(loose):
    """The guards stand where they are meant to stand only."""
    for name in sorted(set(BY_NAME) - FOR_GOOD):
        row = sample(BY_NAME[name])
        insert(loose, name, row)
        for change in attacks_on(name, next(c for c in row if c != "id")):
            with undone(loose):
                if not change.endswith("= 2") or name not in ("county", "log_head"):
                    loose.execute_sql(change)
