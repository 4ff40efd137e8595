"""Random people do random acts; what must always hold, holds after every one of them.

The invariants are stated here a second time, from the rows alone, so that a mistake in
`workflow.hands.consent` cannot hide itself.
"""

import hashlib
import json
from collections import Counter
from typing import Any, ClassVar

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from models.tables import LOGGED
from tests.builders import DECISION, FOUND, World, at, copy_of, golden
from tests.storage import opened
from workflow.errors import InvalidInput, NotFound, WorkflowError
from workflow.hands import consent
from workflow.lifecycle import TARGET
from workflow.ticks import tick

PEOPLE = (
    "xq.drafter", "xq.head", "sm.head", "zs.head", "leader1", "leader1b", "leader2", "head",
    "head2", "deputy", "office", "inspector1", "auditor", "xq.secretary", "admin", "mover",
)  # fmt: skip
# Steps that usually lead somewhere, so that walks reach the end of the way too.
ONWARD = (
    ("xq.drafter", "edit"), ("xq.drafter", "hand_up"), ("xq.head", "submit"),
    ("leader1", "review"), ("xq.head", "submit"), ("leader1", "review"), ("head", "approve"),
    ("zs.head", "confirm_support"), ("office", "precheck"), ("leader1", "counter"),
    ("leader1", "return"), ("xq.head", "object"), ("xq.head", "withdraw"), ("leader1", "withdraw"),
    ("head", "withdraw"), ("head2", "approve"), ("xq.head", "report_done"),
    ("xq.drafter", "report_progress"), ("inspector1", "inspect"), ("office", "reinspect"),
    ("office", "score"), ("office", "edit"), ("leader1", "edit"), ("mover", "edit"),
    ("mover", "submit"), ("mover", "review"), ("mover", "approve"), ("mover", "inspect"),
    ("xq.head", "discard"), ("office", "discard"), ("head", "return"),
    ("xq.head", "ask_arbitration"), ("leader1", "ask_arbitration"), ("head", "arbitrate"),
    ("deputy", "arbitrate"), ("mover", "arbitrate"), ("xq.secretary", "advise"),
    ("xq.head", "change"), ("leader1", "change"), ("xq.head", "cancel"), ("office", "transfer"),
    ("sm.head", "edit"), ("sm.head", "submit"),
)  # fmt: skip
MOST_TARGETS = 5
POSTS = ("XQ-KY", "XQ-YBS", "FXZ-1", "MBB-1", "XZ", "YSZ-1", "ZS-YBS")
ACTS = sorted(act.name for act in TARGET)
PROGRESS = {"value": "1", "as_of": "2013-01-02"}
REASON = {"reason_code": "other"}
TRANSFER = {"document": "云编发〔2013〕4号", "text": "职能划转。"}
LATE = "2013-12-31"
SUMMER = at("2013-07-03T10:00")
# What is proposed about a running target, by whom, and who then signs it.
PROPOSED = (
    ("change", ("xq.head", "leader1", "office")),
    ("cancel", ("xq.head", "leader1")),
    ("transfer", ("office",)),
)
SIGNED = (
    ("xq.head", "submit"), ("sm.head", "edit"), ("sm.head", "submit"),
    ("zs.head", "confirm_support"), ("leader1", "review"), ("head", "approve"),
)  # fmt: skip


def input_of(act: str, number: int) -> dict[str, Any]:
    """Plausible input for an act; `number` picks among a few contents, so that some come back."""
    content = {"target_value": str(8 + number % 4)}
    if number % 7 == 0:
        content = {"baseline": str(number)}
    if number % 11 == 0:
        content = {"supporting_units": [["ZS"], [], ["ZS", "SM"]][number % 3]}
    return {
        "edit": {**content, "text": "说明"},
        "change": {**content, "text": "上级任务有调整。"},
        "cancel": {"text": "任务取消。"},
        "transfer": {**TRANSFER, "lead_unit": ["SM", "ZS"][number % 2]},
        "counter": {**content, **REASON},
        "return": REASON,
        "object": REASON,
        "reinspect": REASON,
        "advise": {"suggests": "review", "text": "同意。"},
        "ask_arbitration": {"text": "差距较大"},
        "arbitrate": {**(content if number % 2 else {}), **DECISION},
        "report_progress": PROGRESS,
        "inspect": {
            **FOUND,
            "met": number % 3 > 0,
            "cause": ["objective", "none", "none"][number % 3],
        },
    }.get(act, {})


class County(RuleBasedStateMachine):
    """Walks through the door. `url` is set by the test that starts it."""

    url = ""
    storage: Any = None
    # How many walks there were, and how many acts were done, refused, or impossible.
    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.tally["walks"] += 1
        self.copy = copy_of(self.storage, self.url)
        self.handle = opened(self.copy)
        self.world = World(self.handle.__enter__())
        self.world.county("admin", "add_person", username="mover", name="调动的人")
        self.posts: list[str] = []
        self.targets = [
            self.world.draft(supporting_units=["ZS"], due_on=LATE),
            self.world.assigned(due_on=LATE),
        ]
        self.size = self.world.size()

    def teardown(self) -> None:
        try:
            assert replayed(self.world) == stored(self.world)
        finally:
            self.handle.__exit__(None, None, None)
            self.storage.drop(self.copy)

    # — steps —

    def knock(self, act: str, kind: str, number: int | None, who: str, raw: dict[str, Any]) -> bool:
        """One act; what it leaves in the log is counted whatever the answer is."""
        try:
            done = self.world.door.perform(act, kind, number, self.world.actor(who), raw)
        except (NotFound, InvalidInput):
            expected, result = 0, "impossible"
        except WorkflowError:
            expected, result = 1, "refused"
        else:
            expected, result = 1 + self.brought_along(done.entry), "done"
        self.tally[result] += 1
        assert self.world.size() == self.size + expected, f"{act} by {who}"
        self.size += expected
        self.world.clock.forward(seconds=1)
        return result == "done"

    def brought_along(self, entry: int) -> int:
        """How many entries follow the act's own; each is of one target only."""
        rows = self.world.rows("SELECT body FROM entry WHERE id > ? ORDER BY id", entry)
        objects = [json.loads(row["body"])["object"]["id"] for row in rows]
        assert len(set(objects)) == len(objects), "one entry each"
        return len(rows)

    def act(self, who: str, act: str, target: int, number: int, fresh: bool, **more: Any) -> None:
        row = self.world.target(target)
        seen = {"version": row["version"] - (0 if fresh else 1)}
        if act in ("submit", "review", "approve", "confirm_support"):
            seen = {"digest": row["digest"] if fresh else "0" * 64}
        self.knock(act, "target", target, who, {**seen, **input_of(act, number), **more})

    @rule(step=st.sampled_from(ONWARD), which=st.integers(0, 9), number=st.integers(0, 40))
    def go_on(self, step: tuple[str, str], which: int, number: int) -> None:
        self.act(*step, self.targets[which % len(self.targets)], number, True)

    @rule(steps=st.lists(st.sampled_from(ONWARD), min_size=3, max_size=8), which=st.integers(0, 2))
    def quarrel(self, steps: list[tuple[str, str]], which: int) -> None:
        for number, step in enumerate(steps):
            self.act(*step, self.targets[which % len(self.targets)], number, True)

    @rule(which=st.integers(0, 9), number=st.integers(0, 40), who=st.sampled_from(PEOPLE))
    def quarrel_to_the_end(self, which: int, number: int, who: str) -> None:
        """Return after return until the rounds are used; then ask, and whoever may decides."""
        target = self.targets[which % len(self.targets)]
        for _ in range(3):
            self.act("xq.head", "submit", target, number, True)
            self.act("leader1", "return", target, number, True)
        self.act("xq.head", "ask_arbitration", target, number, True)
        self.act(who, "arbitrate", target, number, True)

    @rule(data=st.data())
    def go_the_usual_way(self, data: Any) -> None:
        target = data.draw(st.sampled_from(self.targets))
        if data.draw(st.booleans()):
            self.issue_the_plan()
        for who, act in (
            ("xq.head", "submit"), ("zs.head", "confirm_support"), ("leader1", "review"),
            ("head", "approve"), ("xq.head", "report_done"), ("inspector1", "inspect"),
            ("office", "score"),
        )[: data.draw(st.integers(2, 7))]:  # fmt: skip
            self.act(who, act, target, 1, True)

    @rule(data=st.data())
    def propose_and_sign(self, data: Any) -> None:
        """What is in force is to be changed, ended or moved; some of the hands come, in order."""
        target = data.draw(st.sampled_from(self.targets))
        self.summer_comes()
        act, people = data.draw(st.sampled_from(PROPOSED))
        number = data.draw(st.integers(0, 40))
        self.act(data.draw(st.sampled_from(people)), act, target, number, True)
        for who, hand in data.draw(st.permutations(SIGNED))[: data.draw(st.integers(0, 6))]:
            raw = {"responsible_post": "SM-YBS"} if hand == "edit" else {}
            self.act(who, hand, target, number, True, **raw)
        if data.draw(st.booleans()):
            for who, hand in SIGNED:
                self.act(who, hand, target, number, True)

    @rule()
    def summer_comes(self) -> None:
        """The month in which the scheme takes changes."""
        days = (SUMMER - self.world.clock()).days
        if days > 0:
            self.time_passes(days)

    @rule(
        who=st.sampled_from(PEOPLE), act=st.sampled_from(ACTS), which=st.integers(0, 9),
        number=st.integers(0, 40), fresh=st.booleans(),
    )  # fmt: skip
    def try_anything(self, who: str, act: str, which: int, number: int, fresh: bool) -> None:
        self.act(who, act, self.targets[which % len(self.targets)], number, fresh)

    @precondition(lambda self: len(self.targets) < MOST_TARGETS)
    @rule(who=st.sampled_from(PEOPLE), act=st.sampled_from(["create", "assign", "add"]))
    def begin(self, who: str, act: str) -> None:
        document = {"document": "市政发〔2013〕19号"} if act == "add" else {}
        fields = {**self.world.fields(year=2013, due_on=LATE), **document}
        if self.knock(act, "target", None, who, fields):
            rows = self.world.rows("SELECT MAX(id) AS id FROM target")
            self.targets.append(rows[0]["id"])

    @rule(post=st.sampled_from(POSTS))
    def move_to_another_post(self, post: str) -> None:
        for held in self.posts:
            self.world.relieve("mover", held)
        self.world.appoint("mover", post)
        self.posts = [post]
        self.size = self.world.size()

    @precondition(lambda self: len(self.targets) < MOST_TARGETS)
    @rule()
    def give_a_common_item(self) -> None:
        if self.world.row("SELECT state FROM year WHERE id = 2013")["state"] == "drafting":
            self.world.year_now = 2013
            item, targets = self.world.common("XQ", "SM", year=2013)
            self.targets += targets
            self.size = self.world.size()
            assert self.knock("sign_item", "item", item, "leader1", self.digest_of_item(item))
            self.act("xq.drafter", "edit", targets[0], -1, True)

    def digest_of_item(self, item: int) -> dict[str, str]:
        return self.world.row("SELECT digest FROM item WHERE id = ?", item)

    @rule()
    def issue_the_plan(self) -> None:
        if self.world.row("SELECT state FROM year WHERE id = 2013")["state"] == "drafting":
            self.world.waive(2013)
            self.size = self.world.size()
        left = self.world.rows("SELECT id FROM target WHERE state IN ('drafted', 'reviewed')")
        version = self.world.row("SELECT version FROM year WHERE id = 2013")["version"]
        raw = {"version": version, "document": "8号", "leave_open": [r["id"] for r in left]}
        self.knock("issue", "year", 2013, "office", raw)

    @rule(days=st.integers(1, 120))
    def time_passes(self, days: int) -> None:
        self.world.clock.forward(days=days)
        ticked = tick(self.world.door)
        done = len(ticked.fell_due) + len(ticked.escalated)
        assert self.world.size() == self.size + done
        self.size += done
        again = tick(self.world.door)
        assert (again.fell_due, again.escalated) == ((), ())

    # — what always holds —

    @invariant()
    def state_is_what_the_hands_say(self) -> None:
        for target in self.targets:
            case = self.world.case(target)
            assert case.state == consent.derived_state(case)

    @invariant()
    def nothing_is_agreed_without_both_hands(self) -> None:
        for target in self.targets:
            row = self.world.target(target)
            held = hands_that_count(self.world, row)
            both = agreed(self.world, row, held) or imposed(self.world, row, held)
            if row["state"] in ("drafted", "cancelled"):
                assert not (both and row["state"] == "drafted")
            else:
                assert both, f"{row['state']} without both hands"
            if row["state"] not in ("drafted", "reviewed", "cancelled") and not transferred(
                self.world, row
            ):
                approvers = {h["actor_id"] for h in held if h["side"] == "approve"}
                reviewers = {h["actor_id"] for h in held if h["side"] == "down"}
                assert approvers
                assert not approvers & reviewers, "who reviews does not approve"
            if imposed(self.world, row, held):
                assert row["imposed"], "it stays visible for ever"

    @invariant()
    def rounds_end_where_the_scheme_says(self) -> None:
        over = self.world.rows(
            "SELECT t.id FROM target t WHERE t.year_id = 2013 AND t.round > 2 + COALESCE("
            "(SELECT MAX(p.first_round) FROM proposal p WHERE p.target_id = t.id), 1)"
        )
        assert not over

    @invariant()
    def one_thing_is_proposed_of_what_runs(self) -> None:
        standing = self.world.rows(
            "SELECT p.kind, t.state, t.in_force, t.candidate, p.first FROM proposal p "
            "JOIN target t ON t.id = p.target_id WHERE p.ended_at IS NULL"
        )
        for row in standing:
            assert row["candidate"] >= row["first"]
            if row["kind"] != "add":
                assert row["state"] == "in_progress"
                assert row["in_force"] < row["first"], "what is in force goes on to bind"
        twice = self.world.rows(
            "SELECT target_id FROM proposal WHERE ended_at IS NULL GROUP BY target_id "
            "HAVING COUNT(*) > 1"
        )
        assert not twice
        settled = self.world.rows(
            "SELECT t.id FROM target t WHERE t.in_force IS NOT NULL AND t.candidate <> t.in_force "
            "AND t.state <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM proposal p "
            "WHERE p.target_id = t.id AND p.ended_at IS NULL)"
        )
        assert not settled, "without a proposal what is in force is all there is"

    @invariant()
    def each_hand_over_is_one_and_reported_once(self) -> None:
        open_now = self.world.rows(
            "SELECT target_id FROM handover WHERE ended_at IS NULL GROUP BY target_id "
            "HAVING COUNT(*) > 1"
        )
        assert not open_now
        idle = self.world.rows(
            "SELECT e.id FROM escalation e JOIN handover h ON h.id = e.handover_id "
            "WHERE e.ended_at IS NULL AND h.ended_at IS NOT NULL"
        )
        assert not idle, "an answer ends the report"

    @invariant()
    def nobody_stands_on_two_sides(self) -> None:
        twice = self.world.rows(
            "SELECT target_id FROM stand GROUP BY target_id, person_id HAVING COUNT(*) > 1"
        )
        assert not twice

    @invariant()
    def log_is_whole(self) -> None:
        row = self.world.row("SELECT COUNT(*) AS n, MAX(id) AS last FROM entry")
        assert row["n"] == row["last"] + 1 == self.size


def hands_that_count(world: World, row: dict[str, Any]) -> list[dict[str, Any]]:
    """Affirming hands that nothing ended: on what is in force, or else on the candidate's digest
    in this round; of a cancellation, on what was signed away."""
    binds = row["in_force"] is not None
    no = row["in_force"] if binds and row["state"] != "cancelled" else row["candidate"]
    found = world.rows(
        "SELECT s.* FROM signature s WHERE s.target_id = ? AND s.verdict = 'affirm' "
        "AND (s.round = ? OR ?) AND s.id NOT IN (SELECT signature_id FROM signature_end)",
        row["id"],
        row["round"],
        binds,
    )
    candidate = world.row("SELECT * FROM revision WHERE target_id = ? AND no = ?", row["id"], no)

    def on_this(hand: dict[str, Any]) -> bool:
        if (
            hand["side"] == "down"
            and hand["template"]
            and hand["template"] == candidate["template"]
        ):
            return bool(hand["revision"] <= candidate["no"])
        return (hand["digest"], hand["revision"]) == (candidate["digest"], candidate["no"])

    return [hand for hand in found if on_this(hand)]


def transferred(world: World, row: dict[str, Any]) -> bool:
    """What is in force rests on the document of a transfer and no approval (design.md 2.11)."""
    found = world.row(
        "SELECT id FROM proposal WHERE target_id = ? AND kind = 'transfer' "
        "AND outcome = 'adopted' AND last = ?",
        row["id"],
        row["in_force"],
    )
    return found is not None


def agreed(world: World, row: dict[str, Any], held: list[dict[str, Any]]) -> bool:
    """Unit's head, every supporter's head and the reviewing post, of different people."""
    sides: dict[str, set[int]] = {"up": set(), "down": set(), "support": set(), "approve": set()}
    for hand in held:
        sides[hand["side"]].add(hand["actor_id"])
    supporting = {code for code in row["supporting"].split(",") if code}
    confirmed = {h["capacity"].partition(":")[2] for h in held if h["side"] == "support"}
    apart = not (sides["up"] | sides["support"]) & sides["down"]
    return bool(sides["up"] and sides["down"] and supporting <= confirmed and apart)


def imposed(world: World, row: dict[str, Any], held: list[dict[str, Any]]) -> bool:
    """An approving hand that is a decision, by somebody who never signed from above."""
    decided = {r["signature_id"] for r in world.rows("SELECT signature_id FROM arbitration")}
    above = world.rows(
        "SELECT actor_id FROM signature WHERE target_id = ? AND side = 'down'", row["id"]
    )
    parties = {hand["actor_id"] for hand in above}
    return any(
        hand["side"] == "approve" and hand["id"] in decided and hand["actor_id"] not in parties
        for hand in held
    )


Tables = dict[str, dict[int, dict[str, Any]]]


def replayed(world: World) -> Tables:
    """Every table as the log alone tells it: each write applied in order, from nothing."""
    tables: Tables = {kind._meta.table_name: {} for kind in LOGGED}
    for row in world.rows("SELECT body FROM entry ORDER BY id"):
        entry = json.loads(row["body"])
        assert entry["outcome"] == "done" or entry["writes"] == []
        for write in entry["writes"]:
            table, number = tables[write["table"]], write["id"]
            if write["before"] is None:
                assert number not in table
                table[number] = dict(write["after"])
            else:
                now = table[number]
                assert {name: now[name] for name in write["before"]} == write["before"]
                now.update(write["after"])
    return tables


def stored(world: World) -> Tables:
    """The same of the database: credentials as their digests, erasable texts left out."""
    tables: Tables = {}
    for kind in LOGGED:
        name = kind._meta.table_name
        rows = world.rows(f'SELECT * FROM "{name}" ORDER BY id')  # noqa: S608  (our own tables)
        for row in rows:
            for column in kind.erasable:
                del row[column]
            for column in kind.secret:
                secret = b"shangxia/secret/v1\x00" + row[column].encode()
                row[column] = hashlib.sha256(secret).hexdigest()
        tables[name] = {row["id"]: row for row in rows}
    return tables


def walk(
    storage: Any,
    goldens: dict[str, str],
    examples: int,
    steps: int,
    *,
    seed: int | None = None,
    tally: Counter[str] | None = None,
) -> None:
    """So many walks of at most so many steps; by a seed they are the same again."""
    kind = type(storage).__name__
    if kind not in goldens:
        goldens[kind] = golden(storage)
    about = {
        "url": goldens[kind],
        "storage": storage,
        "tally": Counter() if tally is None else tally,
    }
    machine = type("Walk", (County,), about)
    if seed is not None:
        machine = hypothesis.seed(seed)(machine)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _fewer(storage: Any, sqlite: int, postgresql: int) -> int:
    """The walks are the same on both; on PostgreSQL each example waits for a copied database."""
    return sqlite if type(storage).__name__ == "SqliteStorage" else postgresql


def test_random_people_and_acts_keep_every_invariant(storage, goldens):
    walk(storage, goldens, examples=_fewer(storage, 6, 3), steps=25)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_long_walks_keep_every_invariant(storage, goldens):
    walk(storage, goldens, examples=_fewer(storage, 50, 12), steps=60)
