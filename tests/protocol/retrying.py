"""A client that lost an answer and sends the same again, however much later.

The server did the act; nobody told the client. With an Idempotency-Key the door finds what was kept
under it and does nothing (`workflow.once`, modelled here by one line, and held to the real door in
`test_conformance.py`). Without one the request is judged anew.
"""

from collections.abc import Iterator
from typing import NamedTuple

from tests.protocol.moment import Moment
from tests.protocol.world import Answer, Request, Step, World


class Waiting(NamedTuple):
    """The county, and the requests that were done and whose clients do not know it."""

    moment: Moment
    unknown: frozenset[Request] = frozenset()

    def __str__(self) -> str:
        return str(self.moment)


class Again(NamedTuple):
    """The same request, sent once more."""

    request: Request

    def __str__(self) -> str:
        return f"{self.request}: sent again"


class Retrying:
    """A world in which one person's requests may lose their answers."""

    def __init__(self, world: World, client: str, *, keyed: bool) -> None:
        self.world = world
        self.client = client
        self.keyed = keyed

    def steps(self, state: Waiting) -> Iterator[Step | Again]:
        """Whatever may happen, and what was done once more."""
        yield from map(Again, sorted(state.unknown))
        yield from self.world.steps(state.moment)

    def take(self, state: Waiting, step: Step | Again) -> Answer:
        """One of them."""
        if isinstance(step, Again):
            if self.keyed:
                return Answer(state, "replayed")
            answer = self.world.send(state.moment, step.request)
            return Answer(state._replace(moment=answer.after), answer.said)
        answer = self.world.take(state.moment, step)
        unknown = state.unknown
        if isinstance(step, Request) and step.who == self.client and answer.said == "done":
            signs = "digest" in step.raw()
            unknown |= {step if signs else step._replace(fresh=False)}
        return Answer(Waiting(answer.after, unknown), answer.said)


def nothing_is_done_twice(before: Waiting, step: Step | Again, answer: Answer) -> str | None:
    """What the client sends again changes nothing."""
    if isinstance(step, Again):
        return f"{step.request.act} of {step.request.who}, done once, is done a second time"
    return None
