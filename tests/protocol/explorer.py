"""Breadth first through all states that can be reached; the first broken claim is the shortest."""

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

State = TypeVar("State", bound=Hashable)


class Taken(Protocol):
    """What a step led to."""

    after: Hashable
    said: str


class Steps(Protocol):
    """A world: what may be tried in a state, and what it leads to."""

    def steps(self, state: Hashable) -> Iterable[object]:
        """All that may be tried."""

    def take(self, state: Hashable, step: object) -> Taken:
        """One of them."""


# Asked of each step that changed something: what it broke, as a sentence, or None.
Claim = Callable[[Hashable, object, Taken], str | None]


@dataclass
class Counterexample(Exception):
    """The shortest way to a broken claim, to be read by people."""

    broken: str
    steps: list[str]
    left: list[str]

    def __str__(self) -> str:
        lines = [self.broken, f"  at first: {self.left[0]}"]
        for n, (step, left) in enumerate(zip(self.steps, self.left[1:], strict=True), 1):
            lines.append(f"  {n}. {step} → {left}")
        return "\n".join(lines)


@dataclass
class Explored(Generic[State]):
    """All reachable states, each with the step by which it was first reached."""

    came_from: dict[State, tuple[State, object] | None] = field(default_factory=dict)
    tried: int = 0
    # Where each state may lead, by steps that change it.
    leads_to: dict[State, set[State]] = field(default_factory=dict)

    def way(self, state: State) -> list[tuple[State, object]]:
        """The shortest way to a state: each step with the state that it was taken in."""
        steps = []
        while (before := self.came_from[state]) is not None:
            state, step = before
            steps.append((state, step))
        return steps[::-1]

    def counterexample(self, broken: str, state: State, step: object, taken: Taken) -> Exception:
        """What broke a claim, with the shortest way to it in words."""
        way = [*self.way(state), (state, step)]
        left = [*(str(before) for before, _ in way), f"{taken.said}: {taken.after}"]
        return Counterexample(broken, [str(one) for _, one in way], left)


def explore(world: Steps, first: Iterable[State], claims: Iterable[Claim]) -> Explored[State]:
    """Take every step in every state that can be reached. Raises Counterexample."""
    found: Explored[State] = Explored()
    found.came_from = dict.fromkeys(first)
    claims = tuple(claims)
    queue = deque(found.came_from)
    while queue:
        state = queue.popleft()
        onward = found.leads_to.setdefault(state, set())
        for step in world.steps(state):
            taken = world.take(state, step)
            found.tried += 1
            if taken.after == state:
                continue
            onward.add(taken.after)
            for claim in claims:
                if (broken := claim(state, step, taken)) is not None:
                    raise found.counterexample(broken, state, step, taken)
            if taken.after not in found.came_from:
                found.came_from[taken.after] = (state, step)
                queue.append(taken.after)
    return found
