"""A small county for tests, and targets in every state: all of it made by performing acts.

`World` is a hand on the door. People are named `xq.head`, `leader1`, `office` …; the target of most
tests is XQ's, reviewed by `leader1`, supported by ZS where a test says so.
"""

import json
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, sql

from models import statements
from models.tables import LOGGED
from tests.storage import opened
from workflow.audit.entry import Log
from workflow.case import Actor, Case, TargetCase
from workflow.clock import SHANGHAI, Manual
from workflow.coverage.failure import Failure
from workflow.demo.play import Play
from workflow.door import Done, Door
from workflow.effects import coverage
from workflow.errors import WorkflowError
from workflow.hands import consent
from workflow.queries import facts, inbox
from workflow.queries.cases import Desk
from workflow.queries.organisation import organisation
from workflow.queries.reader import reader_of
from workflow.scheme.scheme import shipped

START = datetime(2013, 1, 16, 9, tzinfo=SHANGHAI)
NOBODY = Actor(None, "clock", "clock")

# code, kind, front
UNITS = (
    ("XQ", "township", "townships"),
    ("SM", "township", "townships"),
    ("ZS", "bureau", "economy"),
    ("JT", "bureau", "economy"),
    ("DA", "bureau", "economy"),  # no leader is in charge of it
    ("MBB", "office", None),
    ("YSZ", "county", None),
)
# post, capacity, unit, in charge of, who holds it
POSTS = (
    ("XZ", "county_head", None, (), ("head", "head2")),
    ("FXZ-1", "leader", None, ("XQ", "SM"), ("leader1", "leader1b")),
    ("FXZ-2", "leader", None, ("ZS", "JT"), ("leader2",)),
    # In charge of XQ too, but not the reviewing post unless a target names it.
    ("FXZ-3", "leader", None, ("XQ",), ("leader3",)),
    # In charge of nothing here: the one whom the tests' scheme names as deputy.
    ("FXZ-9", "leader", None, (), ("deputy",)),
    ("MBB-1", "office", "MBB", (), ("office", "office2")),
    ("MBB-2", "secretary", "MBB", (), ("secretary",)),
    ("YSZ-1", "inspector", "YSZ", (), ("inspector1", "inspector2")),
    ("YSZ-2", "assessor", "YSZ", (), ("assessor",)),
    ("SJ-1", "auditor", None, (), ("auditor",)),
    # People of every further capacity who sit in the target's own unit.
    ("XQ-MB", "office", "XQ", (), ("xq.office",)),
    ("XQ-MS", "secretary", "XQ", ("XQ",), ("xq.secretary",)),
    ("XQ-YS", "inspector", "XQ", (), ("xq.inspector",)),
    ("XQ-KH", "assessor", "XQ", (), ("xq.assessor",)),
    ("XQ-SJ", "auditor", "XQ", (), ("xq.auditor",)),
    ("XQ-GL", "admin", "XQ", (), ("xq.admin",)),
    ("SM-YS", "inspector", "SM", (), ("sm.inspector",)),
)
SIDES = ("up", "down", "support", "approve")


class World(Play):
    """A county to act in; its clock stands still between acts."""

    def __init__(self, database: Any, clock: Manual | None = None, channel: str = "api") -> None:
        clock = clock or Manual(START)
        super().__init__(Door(database, clock), clock, channel)
        self.database = database
        self.year_now = 2013
        self._years = count(2020)
        self._items = count(1)

    # — looking —

    def row(self, sql_text: str, *values: Any) -> Any:
        return statements.row(self.database, sql_text, values)

    def rows(self, sql_text: str, *values: Any) -> list[dict[str, Any]]:
        return statements.rows(self.database, sql_text, values)

    def target(self, number: int) -> dict[str, Any]:
        """A target's row."""
        found = facts.target(self.database, number)
        assert found is not None
        return found

    def state(self, number: int) -> str:
        return self.target(number)["state"]

    def desk(self, actor: Actor = NOBODY) -> Desk:
        """The county as somebody's acts find it now: the log's time never goes back."""
        county = facts.county(self.database)
        assert county is not None
        # As the door will judge: a copied county's log may be ahead of this world's clock.
        now = Log.open(self.database).time(self.clock())
        known = organisation(self.database, county["organisation"])
        return Desk(self.database, known, county, actor, now, now, lambda: "00" * 16)

    def case(self, number: int, actor: Actor = NOBODY) -> TargetCase:
        """What the database says of a target now, as the predicates of consent read it."""
        return self.desk(actor).target(number)

    def year_case(self, number: int) -> Case:
        """What acts on a year are judged on now."""
        return self.desk().year_case(number)

    def hands(self, number: int) -> list[tuple[str, str, int, int, str | None]]:
        """Every hand ever put: side, verdict, revision, round, and what ended it."""
        found = facts.hands(self.database, number)
        return [(h.side, h.verdict, h.revision, h.round, h.ended) for h in found]

    def standing_hands(self, number: int) -> set[str]:
        """The sides whose affirming hand counts now."""
        case = self.case(number)
        return {side for side in SIDES if consent.affirmed(case, side)}

    def size(self) -> int:
        """How many entries the log has."""
        return int(statements.value(self.database, "SELECT COUNT(*) FROM entry"))

    def entries(self, first: int = 0) -> list[dict[str, Any]]:
        """The entries of the log from this index on, as they were written."""
        rows = self.rows("SELECT body FROM entry WHERE id >= ? ORDER BY id", first)
        return [json.loads(row["body"]) for row in rows]

    def tables(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every logged table: what must not move when an act is refused. Of those to which rows
        are only added, how many there are."""
        whole = {}
        for kind in LOGGED:
            name = kind._meta.table_name
            what, order = ("COUNT(*)", "") if kind.append_only else ("*", " ORDER BY id")
            query = f'SELECT {what} FROM "{name}"{order}'  # noqa: S608  (our own tables)
            cursor = statements.run(self.database, query)
            whole[name] = [tuple(row) for row in cursor.fetchall()]
        return whole

    def waits_for(self, username: str, target: int) -> bool:
        """Whether a target stands in somebody's inbox."""
        reader = reader_of(self.database, self.clock, self.actor(username))
        rows, _ = inbox.inbox(reader, "todo", limit=200, after=0)
        return target in {row["id"] for row in rows}

    # — acting —

    def no(self, username: str, act: str, target: int, /, **fields: Any) -> WorkflowError:
        """The refusal of an act that must be refused."""
        try:
            self.act(username, act, target, **fields)
        except WorkflowError as error:
            return error
        raise AssertionError(f"{username} could {act} target {target}")

    def appoint(self, username: str, post: str) -> None:
        self.county("admin", "appoint", username=username, post=post, document="云政发〔2013〕1号")

    def relieve(self, username: str, post: str) -> None:
        self.county("admin", "relieve", username=username, post=post, document="云政发〔2013〕2号")

    def newcomer(self, *posts: str) -> str:
        """Somebody who has done nothing yet, in these posts; the user name."""
        username = f"p{self.size()}"
        self.county("admin", "add_person", username=username, name="新来的人")
        for post in posts:
            self.appoint(username, post)
        return username

    def newcomers_unit(self) -> str:
        """A new unit without a leader in charge, with a drafter and a head; its code."""
        code = f"U{self.size()}"
        self.county("admin", "add_unit", code=code, name_zh="新单位", name_en=code, kind="bureau")
        for suffix, capacity in (("KY", "drafter"), ("YBS", "unit_head")):
            self.post(f"{code}-{suffix}", capacity, unit=code)
        return code

    def post(self, code: str, capacity: str, **more: Any) -> None:
        self.county(
            "admin", "add_post", code=code, name_zh=f"岗位 {code}", name_en=f"Post {code}",
            capacity=capacity, **more,
        )  # fmt: skip

    # — years —

    def drafting_year(self) -> int:
        """A year that is open for drafting; a new one when the last was issued."""
        year = self.row("SELECT state FROM year WHERE id = ?", self.year_now)
        if year is None or year["state"] != "drafting":
            self.year_now = self.next_year()
            self.clock.set(max(self.clock(), START.replace(year=self.year_now)))
            open_year(self, self.year_now)
        return self.year_now

    def next_year(self) -> int:
        """A year that this world has not had yet."""
        return next(self._years)

    def lacks(self, year: int, *checks: str) -> list[Failure]:
        """What the gate says of a year's plan now, of these checks or of all, and nobody waived."""
        found = coverage.to_waive(self.year_case(year)).values()
        return [failure for failure in found if not checks or failure.code in checks]

    def waive(self, year: int, *, but: tuple[str, ...] = ()) -> None:
        """Excuse what a tiny plan lacks as a county's: most units have no target at all."""
        named = [f.digest for f in self.lacks(year) if f.code not in but]
        if named:
            text = "试验所用计划，不求完整。"
            self.year(
                "head", "waive", year, failures=named, text=text, document="云政函〔2013〕1号"
            )

    def issue(self, year: int) -> None:
        """Issue a year's plan: what is not approved is left open, what it lacks is waived."""
        self.waive(year)
        left = self.rows(
            "SELECT id FROM target WHERE year_id = ? AND state IN ('drafted', 'reviewed')", year
        )
        self.year(
            "office",
            "issue",
            year,
            document="云政发〔2013〕8号",
            leave_open=[row["id"] for row in left],
        )

    # — targets —

    def fields(self, **changes: Any) -> dict[str, Any]:
        """A content that lacks nothing, for a target of XQ."""
        year = changes.get("year") or self.drafting_year()
        whole = {
            "year": year,
            "title": "新建通村公路",
            "category": "routine",
            "measure": "建成里程",
            "unit_of_measure": "公里",
            "baseline": "8.5",
            "target_value": "10",
            "direction": "at_least",
            "points": "20",
            "due_on": f"{year}-06-30",
            "scoring_rule": "proportional",
            "lead_unit": "XQ",
            "responsible_post": "XQ-KY",
            "evidence": "验收单",
            "milestones": [{"due_on": f"{year}-03-31", "quantity": "4", "title": "开工"}],
        }
        return {**whole, **changes}

    def draft(self, by: str = "xq.drafter", /, **changes: Any) -> int:
        """A bottom-up draft."""
        return self.new(by, "create", **self.fields(**changes))

    def assigned(self, by: str = "office", /, **changes: Any) -> int:
        """A target asked for from above."""
        return self.new(by, "assign", **self.fields(**changes))

    def submitted(self, **changes: Any) -> int:
        target = self.draft(**changes)
        self.act("xq.head", "submit", target)
        return target

    def reviewed(self, **changes: Any) -> int:
        target = self.submitted(**changes)
        if changes.get("supporting_units"):
            self.act("zs.head", "confirm_support", target)
        self.act("leader1", "review", target)
        return target

    def quarrelled(self, rounds: int = 3, **changes: Any) -> int:
        """A draft that was handed up and returned until this round, and handed up once more."""
        target = self.submitted(**changes)
        for _ in range(rounds - 1):
            self.act("leader1", "return", target, reason_code="value_too_low", text="偏低")
            self.act("xq.head", "submit", target)
        return target

    def imposed(self, **changes: Any) -> int:
        """A target that the county head decided after three rounds."""
        target = self.quarrelled(**changes)
        self.act("head", "arbitrate", target, **DECISION)
        return target

    def approved(self, **changes: Any) -> int:
        target = self.reviewed(**changes)
        self.act("head", "approve", target)
        return target

    def running(self, **changes: Any) -> int:
        """A target in progress; its year is issued by this."""
        target = self.approved(**changes)
        self.issue(self.target(target)["year_id"])
        return target

    def due(self, **changes: Any) -> int:
        target = self.running(**changes)
        self.fall_due(target)
        return target

    def fall_due(self, target: int) -> None:
        """Let the target's deadline pass and the clock say so."""
        day = datetime.fromisoformat(self.target(target)["due_on"]).replace(tzinfo=SHANGHAI)
        self.clock.set(max(self.clock(), day + timedelta(days=1)))
        self.door.perform("fall_due", "target", target, NOBODY)

    def inspected(self, **changes: Any) -> int:
        target = self.due(**changes)
        self.act("inspector1", "inspect", target, **FOUND)
        return target

    def scored(self, **changes: Any) -> int:
        target = self.inspected(**changes)
        self.act("office", "score", target)
        return target

    def discarded(self, **changes: Any) -> int:
        target = self.draft(**changes)
        self.act("xq.head", "discard", target)
        return target

    def common(self, *units: str, **changes: Any) -> tuple[int, list[int]]:
        """A common item with leader1 as its leader, and its targets in the units' order."""
        content = self.fields(**changes)
        for name in ("lead_unit", "responsible_post", "baseline", "milestones"):
            content.pop(name)
        content = {
            "reviewing_post": "FXZ-1",
            **content,
            "category": "common",
            "code": f"T{next(self._items)}",
            "units": list(units),
        }
        item = self.county("office", "define_item", **content)
        found = self.rows("SELECT id FROM target WHERE item_id = ? ORDER BY id", item)
        return item, [row["id"] for row in found]


DECISION = {"document": "云政常纪〔2013〕9号", "text": "按全县任务分解确定。"}
FOUND = {"found_value": "11", "quality": "ok", "on_time": True, "met": True, "text": "实地测量"}


def scheme_with_a_deputy(year: int, *, rounds: int = 3, days: int = 5) -> str:
    """The scheme of 2013 for another year, with a deputy who decides for the county head."""
    text = shipped("county_2013")
    assert text is not None
    text = text.replace("year = 2013", f"year = {year}")
    head, _, rest = text.partition("[arbitration]\nrounds = 3\nanswer_days = 5\n")
    terms = f'rounds = {rounds}\nanswer_days = {days}\ndeputy_post = "FXZ-9"\n'
    return f"{head}[arbitration]\n{terms}{rest}"


def open_year(world: World, year: int, toml: str | None = None, **terms: int) -> None:
    """A year from nothing to drafting, its fronts and two key tasks with it."""
    toml = toml or scheme_with_a_deputy(year, **terms)
    world.county("office", "open_year", year=year, toml=toml)
    for code, _, front in UNITS:
        if front:
            world.county("office", "place_unit", year=year, unit=code, front=front)
    for code in ("K1", "K2"):
        world.county(
            "office",
            "add_key_task",
            year=year,
            code=code,
            title=f"重点工作 {code}",
            kind="joint",
            measure="里程",
            unit_of_measure="公里",
            target_value="60",
            lead_unit="JT",
            due_on=f"{year}-12-31",
            document="云政发〔2013〕1号",
        )
    world.year("office", "open", year)


def people() -> list[tuple[str, str, str | None, tuple[str, ...], tuple[str, ...]]]:
    """All posts with those who hold them, the units' drafters and heads among them."""
    posts = list(POSTS)
    for code, kind, _ in UNITS:
        if kind in ("township", "bureau"):
            low = code.lower()
            posts.append((f"{code}-KY", "drafter", code, (), (f"{low}.drafter",)))
            posts.append((f"{code}-YBS", "unit_head", code, (), (f"{low}.head",)))
    return posts


def found(world: World) -> None:
    """The county, its people, and two years that are open for drafting."""
    world.county("", "found", name_zh="云岭县", name_en="Yunling County", demo=True)
    world.county("", "add_person", username="admin", name="管理员")
    world.county(
        "", "add_post", code="GL-1", name_zh="管理员", name_en="Administrator", capacity="admin"
    )
    world.county("", "appoint", username="admin", post="GL-1", document="云政发〔2012〕1号")
    for code in ("townships", "economy"):
        world.county("admin", "add_front", code=code, name_zh=f"{code} 战线", name_en=code)
    for code, kind, _ in UNITS:
        world.county(
            "admin",
            "add_unit",
            code=code,
            name_zh=f"单位 {code}",
            name_en=f"Unit {code}",
            kind=kind,
        )
    for code, capacity, unit, charge, holders in people():
        world.county(
            "admin",
            "add_post",
            code=code,
            name_zh=f"岗位 {code}",
            name_en=f"Post {code}",
            capacity=capacity,
            unit=unit,
            in_charge_of=list(charge),
        )
        for username in holders:
            world.county("admin", "add_person", username=username, name=f"某{username}")
            world.appoint(username, code)
    open_year(world, 2013)
    open_year(world, 2014)


def golden(storage: Any) -> str:
    """The address of a database with the county in it, to be copied."""
    url = storage.new()
    with opened(url) as database:
        found(World(database))
    return url


def copy_of(storage: Any, url: str) -> str:
    """A copy of a database that nobody holds open."""
    new = storage.empty()
    if new.startswith("sqlite:///"):
        shutil.copyfile(_path(url), _path(new))
        return new
    old_name, name = (conninfo.conninfo_to_dict(u)["dbname"] for u in (url, new))
    server = conninfo.make_conninfo(url, dbname="postgres")
    with psycopg.connect(server, autocommit=True) as connection:
        for statement, names in (
            ("DROP DATABASE {}", (name,)),
            ("CREATE DATABASE {} TEMPLATE {}", (name, old_name)),
        ):
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    return new


def _path(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def codes(error: WorkflowError) -> list[str]:
    """The codes of a refusal: its rules', else its own."""
    return [r.code for r in getattr(error, "refusals", ())] or [error.code]


class Watch:
    """Compares the stored state with the derived one after every act (design.md section 2)."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.drifted: list[str] = []
        world.door.after.append(self)

    def __call__(self, done: Done) -> None:
        if done.kind == "target":
            numbers = [done.object_id]
        else:
            found_rows = self.world.rows("SELECT id FROM target ORDER BY id DESC LIMIT 20")
            numbers = [row["id"] for row in found_rows]
        for number in numbers:
            assert number is not None
            case = self.world.case(number)
            if case.state != (derived := consent.derived_state(case)):
                act = self.world.row("SELECT act FROM entry WHERE id = ?", done.entry)["act"]
                self.drifted.append(f"{act}: stored {case.state}, derived {derived}")


def at(text: str) -> datetime:
    """A moment in the county, from ISO text without a zone."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def utc(text: str) -> datetime:
    """A stored moment."""
    return datetime.fromisoformat(text).astimezone(UTC)
