"""The model takes the same steps as the real county: every answer and every state is compared.

What the model leaves out of a state (numbers of versions and revisions, turns, what ended hands no
longer tell) would show here: the real door keeps all of it, on both databases, and walks at random
through the model's steps beside it.
"""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import World as County
from tests.builders import codes, open_year
from tests.protocol.county import FIXED, FROM_THE_UNIT, INPUTS, MOVER, ROUNDS, TO_THE_TOP
from tests.protocol.moment import Moment, begun
from tests.protocol.world import Issue, Move, Request, Step, World
from workflow import once
from workflow.door import Done
from workflow.errors import WorkflowError
from workflow.queries import facts

WALKS = {"SqliteDatabase": 24, "PostgresqlDatabase": 8}
STEPS = 16
# Walks that end at once tell little; hands bring them furthest.
WEIGHTS = {"submit": 8, "review": 6, "confirm_support": 6, "approve": 12, "edit": 2, "discard": 0.3}


class Walk:
    """One target of the real county, beside the model's."""

    def __init__(self, county: County, origin: str, career: tuple[str, str]) -> None:
        self.county = county
        self.year = county.year_now = county.next_year()
        open_year(county, self.year, rounds=ROUNDS)
        # The plan holds something that can be issued, whatever becomes of the target.
        county.approved(year=self.year)
        county.appoint(MOVER, career[0])
        self.post = career[0]
        begin = county.draft if origin == "bottom_up" else county.assigned
        self.target = begin(year=self.year, **INPUTS["A"])
        self.digests = {"A": self.row()["digest"]}
        self.names = {county.actor(name).person: name for name in (*FIXED, MOVER)}
        self.sent: list[tuple[Request, dict[str, Any], str]] = []

    def end(self) -> None:
        """Nobody keeps a post that the next walk does not expect."""
        self.county.relieve(MOVER, self.post)

    def row(self) -> dict[str, Any]:
        return self.county.target(self.target)

    def take(self, step: Step) -> str:
        """A step at the real door; "done" or the codes of the refusal."""
        if isinstance(step, Move):
            self.county.relieve(MOVER, self.post)
            self.county.appoint(MOVER, step.post)
            self.post = step.post
            return "done"
        if isinstance(step, Issue):
            self.county.issue(self.year)
            return "done"
        key, raw = f"{self.target}-{len(self.sent)}", self.raw(step)
        answer = self.send(step, raw, key)
        if isinstance(answer, Done):
            self.sent.append((step, raw, key))
            row = self.row()
            self.digests.setdefault(self.content(row["candidate"]), row["digest"])
            return "done"
        return " ".join(codes(answer))

    def raw(self, step: Request) -> dict[str, Any]:
        """What the page sends, with the real digest or version in it."""
        raw = step.raw()
        if "digest" in raw:
            raw["digest"] = self.digests[step.shown]
        else:
            raw["version"] = self.row()["version"] - (0 if step.fresh else 1)
        return raw

    def send(self, step: Request, raw: dict[str, Any], key: str) -> Done | WorkflowError:
        """An act under an Idempotency-Key."""
        asked = once.once(key, "target", self.target, step.act, raw)
        actor = self.county.actor(step.who)
        try:
            return self.county.door.perform(
                step.act, "target", self.target, actor, raw, idempotent=asked
            )
        except WorkflowError as error:
            return error
        finally:
            self.county.clock.forward(seconds=1)

    def content(self, no: int) -> str:
        found = facts.revision(self.county.database, self.target, no)
        assert found is not None
        return next(k for k, v in INPUTS.items() if v.items() <= found.fields.items())

    def seen(self) -> dict[str, Any]:
        """What the database says, in the words of the model."""
        row = self.row()
        case = self.county.case(self.target)
        hands = {
            (h.side, h.verdict, self.names[h.actor], h.round, self.content(h.revision), h.imposed)
            for h in case.hands
            if h.ended is None
        }
        mover = self.county.actor(MOVER).person
        return {
            "state": row["state"],
            "content": self.content(row["candidate"]),
            "in_force": row["in_force"] and self.content(row["in_force"]),
            "round": row["round"],
            "hands": hands,
            "stood": {side for person, side in case.stands if person == mover},
            "year": self.county.row("SELECT state FROM year WHERE id = ?", self.year)["state"],
        }


def expected(moment: Moment) -> dict[str, Any]:
    """The model's state in the same words."""
    return {
        "state": moment.state,
        "content": moment.content,
        "in_force": moment.in_force,
        "round": moment.round,
        "hands": {
            (h.side, h.verdict, h.who, h.round, h.content, h.imposed)
            for h in moment.hands
            if h.ended is None
        },
        "stood": set(moment.stood),
        "year": moment.year,
    }


def chosen(world: World, moment: Moment) -> Step:
    """Mostly a step that leads somewhere, now and then one that is refused."""
    steps = list(world.steps(moment))
    if random.random() < 0.25:
        return random.choice(steps)
    onward = [step for step in steps if world.take(moment, step).after != moment] or steps
    weights = [WEIGHTS.get(getattr(step, "act", ""), 1) for step in onward]
    return random.choices(onward, weights)[0]


def first_version(walk: Walk, step: Step) -> bool:
    """Whether an earlier version is asked for where there is none yet."""
    return isinstance(step, Request) and not step.fresh and walk.row()["version"] == 1


@pytest.fixture
def county(fresh) -> County:
    fresh.county("admin", "add_person", username=MOVER, name="调动的人")
    return fresh


def walks(county: County) -> Iterator[tuple[Walk, Moment]]:
    """Fresh targets from below and from above, with each way of changing posts."""
    number_of = next(n for kind, n in WALKS.items() if kind in str(type(county.database).__mro__))
    for number in range(number_of):
        career = (FROM_THE_UNIT, TO_THE_TOP)[number % 2]
        origin = ("bottom_up", "top_down")[number // 2 % 2]
        walk = Walk(county, origin, career)
        yield walk, begun(origin, career)
        send_all_again(walk)
        walk.end()


@pytest.mark.slow
def test_the_real_county_answers_every_step_as_the_model_does(county):
    model, ways = World(), set()
    for walk, first in walks(county):
        moment, story = first, []
        for _ in range(STEPS):
            step = chosen(model, moment)
            if first_version(walk, step):
                continue
            answer, said = model.take(moment, step), walk.take(step)
            story.append(f"{step} → {said}")
            moment = answer.after
            assert comparable(said) == comparable(answer.said), "\n".join(story)
            assert not differences(walk.seen(), moment), "\n".join(story)
            ways.add((getattr(step, "act", type(step).__name__), said == "done"))
    print(f"compared: {sorted(ways)}")
    assert {("submit", True), ("review", True), ("edit", True), ("Issue", True)} <= ways


def comparable(said: str) -> str:
    """Refusals without what the model forgets in the last round, where no objection is left."""
    codes_of = said.split()
    if "a_round_is_left" in codes_of:
        codes_of = [code for code in codes_of if code != "something_was_asked_from_above"]
    return " ".join(codes_of)


def differences(seen: dict[str, Any], moment: Moment) -> dict[str, tuple[Any, Any]]:
    """Where the real county and the model differ; of what is cancelled the model keeps no more."""
    told = expected(moment)
    if moment.state == "cancelled":
        del told["hands"], told["stood"]
    return {name: (seen[name], told[name]) for name in told if seen[name] != told[name]}


def send_all_again(walk: Walk) -> None:
    """Every client lost its answer and sends the same under the same key: nothing is done."""
    before, size = walk.seen(), walk.county.size()
    for step, raw, key in walk.sent:
        answer = walk.send(step, raw, key)
        assert isinstance(answer, Done)
        assert answer.replayed
    assert (walk.seen(), walk.county.size()) == (before, size)
