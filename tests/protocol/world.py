"""What may happen next in a state, and what it leads to: the real door's judging, in memory.

Every act goes through `workflow.judging.Judging` as at the door: capacity, stale, state, input,
rules, effect, machine. Modelled is only what is not judging: that one writer holds the county at a
time (so an act is one step), and who else may act on the county meanwhile. `unlocked.py` takes the
lock away.

Requests in flight: whoever has a page open may send from it however late. In every state every act
is tried with every content that was ever a candidate as what the page showed, and with an older
version; so there is no bound on how many requests are under way. A client that lost the answer
sends the same again: that is one of these.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.protocol.county import DIGEST, INPUTS, MOVER, PEOPLE, POSTS, TARGET
from tests.protocol.moment import VERSION, Moment, case_of, moment_of
from workflow.act import Act
from workflow.case import TargetCase
from workflow.errors import NotFound, WorkflowError
from workflow.judging import Judging
from workflow.lifecycle import act_named
from workflow.standing import sees_target

# Acts of the model with the contents that each may bring ("": none). Acts that touch no hand, no
# content and no round are left out: hand_up, precheck, ask_arbitration.
ACTS: dict[str, str] = {
    "edit": "AB",
    "submit": "",
    "withdraw": "",
    "return": "",
    "counter": "AB",
    "object": "",
    "confirm_support": "",
    "review": "",
    "approve": "",
    "arbitrate": " AB",
    "discard": "",
}
# The office acts on the whole plan; what it may do to a draft, the leader may.
ACTORS = tuple(name for name in PEOPLE if name != "office")
REASON = {"reason_code": "other"}
ALSO = {
    "return": REASON,
    "counter": REASON,
    "object": REASON,
    "arbitrate": {"document": "1号", "text": "定"},
}


class Request(NamedTuple):
    """An act as it is sent: from a page that showed a content, of the present version or not."""

    who: str
    act: str
    brings: str
    shown: str
    fresh: bool

    def __str__(self) -> str:
        brings = f" to {self.brings}" if self.brings else ""
        earlier = "" if self.fresh else " earlier"
        return f"{self.who}: {self.act}{brings} (shown {self.shown}{earlier})"

    @property
    def bound(self) -> str:
        """The content to which whoever sends this agrees, if it puts a hand."""
        return self.brings or self.shown

    def raw(self) -> dict[str, Any]:
        """The input as the page sends it: a hand names the digest, any other act the version."""
        row = act_named("target", self.act)
        assert row is not None
        seen: dict[str, Any] = {"version": VERSION if self.fresh else VERSION - 1}
        if row.signs:
            seen = {"digest": DIGEST[self.shown]}
        return {**seen, **INPUTS.get(self.brings, {}), **ALSO.get(self.act, {})}


class Move(NamedTuple):
    """The one who changes posts is put into another."""

    post: str

    def __str__(self) -> str:
        return f"{MOVER} is moved to post {self.post}"


class Issue(NamedTuple):
    """The office issues the year's plan; what is not approved stays open."""

    def __str__(self) -> str:
        return "the office issues the plan"


Step = Request | Move | Issue


class Answer(NamedTuple):
    """What a step led to: the state, and "done" or the codes of the refusal."""

    after: Moment
    said: str


class MemoryDesk:
    """The county as the door's judging asks for it; only what the person may see is there."""

    database: Any = None

    def __init__(self, case: TargetCase) -> None:
        self.case = case
        self.actor = case.actor

    def target(self, number: int) -> TargetCase:
        """The only target there is. Raises NotFound for those who may not see it."""
        case = self.case
        posts = case.organisation.posts_of(case.person, case.at)
        assert case.subject is not None
        if number != TARGET or not sees_target(case.organisation, posts, case.subject):
            raise NotFound
        return case

    # The judging names them beside `target`, though nothing but the target is acted on here.
    year_case = item_case = target


class MemoryJudging(Judging):
    """The door's own judging; what moved since is not looked up, there is no database."""

    def _moved_since(self, case: Any, shown: str | None) -> list[dict[str, Any]]:
        return []


@dataclass
class World:
    """The steps of the protocol."""

    judging: type[Judging] = MemoryJudging
    # Rows of the table that are tried as they would be without one of their rules.
    rows: dict[str, Act] = field(default_factory=dict)
    _answers: dict[tuple[Moment, Request], Answer] = field(default_factory=dict)

    def steps(self, moment: Moment) -> Iterator[Step]:
        """Everything that may be tried in this state by whoever has the capacity for it."""
        yield from (Move(post) for post in moment.career if post != moment.post)
        if moment.year == "drafting":
            yield Issue()
        for who in ACTORS:
            held = {standing.capacity for standing in case_of(moment, who).standings}
            for name, contents in ACTS.items():
                if held & set(self.row(name).capacities):
                    yield from self._requests(moment, who, name, contents)

    def _requests(self, moment: Moment, who: str, act: str, contents: str) -> Iterator[Request]:
        """An act from a page of now, with each content that it may bring; where that would be done,
        also from older pages."""
        others = sorted(moment.seen - {moment.content})
        signs = self.row(act).signs
        # An older version is refused for what it is, whatever it showed: one stands for all.
        earlier = others if signs else [*others, moment.content][:1]
        for brings in contents.replace(moment.content, "") or " ":
            asked = Request(who, act, brings.strip(), moment.content, True)
            yield asked
            if self.send(moment, asked).after != moment:
                yield from (asked._replace(shown=shown, fresh=False) for shown in earlier)

    def row(self, name: str) -> Act:
        """The act's row of the lifecycle table."""
        found = self.rows.get(name) or act_named("target", name)
        assert found is not None
        return found

    def take(self, moment: Moment, step: Step) -> Answer:
        """One step."""
        if isinstance(step, Move):
            return Answer(moment._replace(post=step.post), "done")
        if isinstance(step, Issue):
            return self._issue(moment)
        return self.send(moment, step)

    def send(self, moment: Moment, request: Request) -> Answer:
        """An act at the door.

        Where the one who changes posts neither acts nor has a hand here, it is the same act in
        whatever post that person is and wherever they stood: it is judged once.
        """
        if request.who == MOVER or any(h.who == MOVER and h.ended is None for h in moment.hands):
            return self._known(moment, request)
        apart = moment._replace(post=moment.career[0], stood=frozenset())
        answer = self._known(apart, request)
        if answer.after == apart:
            return Answer(moment, answer.said)
        stood = frozenset() if answer.after.state == "cancelled" else moment.stood
        return Answer(answer.after._replace(post=moment.post, stood=stood), answer.said)

    def _known(self, moment: Moment, request: Request) -> Answer:
        key = (moment, request)
        if key not in self._answers:
            self._answers[key] = self._judged(moment, request)
        return self._answers[key]

    def _judged(self, moment: Moment, request: Request) -> Answer:
        desk = MemoryDesk(case_of(moment, request.who))
        judging = self.judging(desk, self.row(request.act), TARGET, request.raw())  # type: ignore[arg-type]
        try:
            case = judging.judge(None)
        except WorkflowError as error:
            codes = [r.code for r in getattr(error, "refusals", ())] or [error.code]
            return Answer(moment, " ".join(codes))
        assert isinstance(case, TargetCase)
        return Answer(moment_of(case, moment, request.bound), "done")

    def _issue(self, moment: Moment) -> Answer:
        """The plan takes the approved target with it, by its own row of the table."""
        issued = moment._replace(year="issued")
        row = self.row("issue")
        if moment.state not in row.sources:
            return Answer(issued, "done")
        case = case_of(issued, "office")
        case.act, case.standing, case.within = row, case.standings[0], case
        assert not row.refuses(case)
        self.judging(MemoryDesk(case), row, TARGET, {})._run(case)  # type: ignore[arg-type]
        return Answer(moment_of(case, issued, ""), "done")


__all__ = ["ACTORS", "POSTS", "Answer", "Issue", "Move", "Request", "Step", "World"]
