"""The same county without its lock: two requests are inside the server at once.

With the lock an act reads, judges and writes while nobody else does, and is one step. Without it
an act is two steps: it reads and judges, others act, then it writes what it judged then. Between
the two stands only that the target's row is still at the version that was read, which the unit of
work asks of every row it changes (`claimed`).
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.protocol.claims import Claim
from tests.protocol.moment import Moment
from tests.protocol.world import Answer, Request, Step, World

AT_ONCE = 2


class Inside(NamedTuple):
    """A request that was judged and has not written yet."""

    request: Request
    read: Moment
    to_write: Moment
    # Whether others wrote the target's row meanwhile, and a new revision.
    row_moved: bool = False
    content_moved: bool = False


class Open(NamedTuple):
    """The county, and who is inside."""

    moment: Moment
    inside: tuple[Inside, ...] = ()

    def __str__(self) -> str:
        return str(self.moment)


class Enters(NamedTuple):
    """A request is read and judged."""

    request: Request

    def __str__(self) -> str:
        return f"{self.request}: judged, not written yet"


class Writes(NamedTuple):
    """A request that is inside writes what it judged."""

    number: int
    request: Request

    def __str__(self) -> str:
        return f"{self.request}: written now"


class Unlocked:
    """A world whose acts by people may overlap."""

    def __init__(self, world: World, *, claimed: bool) -> None:
        self.world = world
        self.claimed = claimed

    def steps(self, state: Open) -> Iterator[Step | Enters | Writes]:
        """Whatever may happen at once, or begin, or end."""
        for number, inside in enumerate(state.inside):
            yield Writes(number, inside.request)
        for step in self.world.steps(state.moment):
            yield step
            may_enter = isinstance(step, Request) and len(state.inside) < AT_ONCE
            if may_enter and self.world.take(state.moment, step).after != state.moment:
                yield Enters(step)

    def take(self, state: Open, step: Step | Enters | Writes) -> Answer:
        """One of them."""
        if isinstance(step, Enters):
            read = state.moment
            judged = Inside(step.request, read, self.world.send(read, step.request).after)
            return Answer(state._replace(inside=(*state.inside, judged)), "judged")
        if isinstance(step, Writes):
            return self._write(state, step.number)
        answer = self.world.take(state.moment, step)
        return Answer(_moved(state, answer.after, state.inside), answer.said)

    def _write(self, state: Open, number: int) -> Answer:
        inside = state.inside[number]
        rest = (*state.inside[:number], *state.inside[number + 1 :])
        if self.claimed and inside.row_moved:
            return Answer(state._replace(inside=rest), "stale")
        return Answer(_moved(state, _merged(state.moment, inside), rest), "done")


def _moved(state: Open, after: Moment, inside: tuple[Inside, ...]) -> Open:
    """The county after a write; whoever is inside has read what is old by now."""
    row = ("content", "round", "hands", "state", "in_force")
    moved = any(getattr(state.moment, name) != getattr(after, name) for name in row)
    content = state.moment.content != after.content
    noted = tuple(
        one._replace(row_moved=one.row_moved or moved, content_moved=one.content_moved or content)
        for one in inside
    )
    return Open(after, noted)


def _merged(now: Moment, inside: Inside) -> Moment:
    """What the act changed of what it read, put on what is there now."""
    read, written = inside.read, inside.to_write
    changed = {
        name: getattr(written, name)
        for name in ("content", "asked", "round", "state", "in_force")
        if getattr(written, name) != getattr(read, name)
    }
    put = {
        sign._replace(here=sign.here and not inside.content_moved)
        for sign in written.hands - read.hands
    }
    return now._replace(
        **changed,
        seen=now.seen | written.seen,
        stood=now.stood | (written.stood - read.stood),
        hands=(now.hands - (read.hands - written.hands)) | frozenset(put),
    )


def of_the_county(claim: Claim) -> Claim:
    """A claim about the county, asked of steps of people who may be inside together."""

    def holds(before: Open, step: Step | Enters | Writes, answer: Answer) -> str | None:
        if before.moment == answer.after.moment:
            return None
        done = step.request if isinstance(step, Writes) else step
        return claim(before.moment, done, answer._replace(after=answer.after.moment))

    return holds
