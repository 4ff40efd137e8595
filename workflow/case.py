"""The facts an act is judged on, and what it is about to write. Plain values, no SQL, no HTTP.

The door fills a case once; rules only read it; effects change it in memory and stage rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from models.unit_of_work import New, Stage
from workflow.clock import stamp
from workflow.errors import WorkflowError
from workflow.hands.revision import Revision
from workflow.organisation import Delegation, Organisation, Post, Unit
from workflow.scheme.scheme import Scheme
from workflow.terms import Capacity

if TYPE_CHECKING:
    from workflow.act import Act

Values = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """What a page showed before a hand is put: since when, and each content by its object."""

    at: str
    # Kind and id of the object, and the digest of what was shown of it.
    contents: frozenset[tuple[str, int, str]]


@dataclass(frozen=True)
class Actor:
    """Who knocks: a person (None: the clock), by which channel, in which request; and what this
    person had before their eyes, where the channel knows it."""

    person: int | None
    username: str
    channel: str
    request_id: str = ""
    shown: Shown | None = None
    # Whether this person looks at a past, in which nobody can act.
    looks_back: bool = False


@dataclass(frozen=True)
class Standing:
    """What a person is towards one object: a capacity by a post."""

    capacity: Capacity
    post: Post | None
    # By which the post is another's, or nobody's; None: the person's own.
    delegation: Delegation | None = None

    @property
    def on_behalf_of(self) -> int | None:
        """The holder of the post for whom a substitute acts; None for one's own post and for an
        acting head, who acts for nobody."""
        return self.delegation.principal if self.delegation else None

    def covers(self, act: str) -> bool:
        """Whether the post is this person's for this kind of act."""
        return self.delegation is None or self.delegation.covers(act)


@dataclass(frozen=True)
class Hand:
    """A signature as consent reads it; `ended` says what ended it, if anything did."""

    id: int | None
    side: str
    verdict: str
    round: int
    revision: int
    digest: str
    template: str | None
    actor: int
    capacity: str
    # The id of the post in which it was put.
    post: int
    # What it was put for: the plan, or an addition, change or cancellation after issue.
    purpose: str = "plan"
    ended: str | None = None
    # Whether it is the county head's arbitration: then it needs no other hand beside it.
    imposed: bool = False
    # Whom its actor stood in for.
    behalf: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """Whose hand it is: its actor's, and his for whom it was put."""
        return frozenset({self.actor} if self.behalf is None else {self.actor, self.behalf})


@dataclass
class Case:
    """What every act needs: who, when, as what, on which organisation, with what input."""

    now: datetime
    # The clock itself; `now` may be later, because the log's time never goes back.
    clock_now: datetime
    actor: Actor
    organisation: Organisation
    county: Values
    kind: str
    salt: Callable[[], str]
    stage: Stage = field(default_factory=Stage)
    standings: tuple[Standing, ...] = ()
    standing: Standing | None = None
    data: Values = field(default_factory=dict)
    act: Act | None = None
    subject: Values | None = None
    subject_new: New | None = None
    changes: Values = field(default_factory=dict)
    # Acts on other objects that this one performs in the same transaction, in order.
    also: list[tuple[str, Case]] = field(default_factory=list)
    # What an act on the whole was to bring along and could not, each with the reason.
    left_out: list[tuple[int, WorkflowError]] = field(default_factory=list)
    year: Values | None = None
    scheme: Scheme | None = None
    reason: New | None = None
    # The act that performs this one on its way, if another does.
    within: Case | None = None
    # The table of the subject where it is not the kind's own.
    about: str | None = None
    # What only some acts need to know, fetched by the query module of their kind.
    facts: Values = field(default_factory=dict)
    # The same, but asked for only when a rule or an effect wants to know it.
    later: dict[str, Callable[[], Any]] = field(default_factory=dict)
    # Acts that this one brings along where they can be done: name, case, digest that was shown.
    # What cannot is named in `left_out`, and the others go on.
    maybe: list[tuple[str, TargetCase, str]] = field(default_factory=list)

    @property
    def at(self) -> str:
        """The moment of the act as stored text."""
        return stamp(self.now)

    @property
    def capacity(self) -> str:
        """The capacity in which the act is done."""
        return self.standing.capacity.value if self.standing else Capacity.SYSTEM.value

    @property
    def person(self) -> int | None:
        """The person who acts; None is the clock."""
        return self.actor.person

    @property
    def on_behalf_of(self) -> int | None:
        """Whom the actor stands in for."""
        return self.standing.on_behalf_of if self.standing else None

    @property
    def people(self) -> frozenset[int]:
        """Who acts, resolved through delegation: the actor, and whom the actor stands in for."""
        return frozenset({self.person, self.on_behalf_of} - {None})  # type: ignore[arg-type]

    def known(self, name: str) -> Any:
        """A fact by name; looked up once, when it is first asked for."""
        if name not in self.facts:
            self.facts[name] = self.later[name]()
        return self.facts[name]

    def get(self, name: str) -> Any:
        """A column of the object as this act leaves it so far."""
        if self.subject_new is not None:
            return self.subject_new.values[name]
        assert self.subject is not None
        return self.changes.get(name, self.subject[name])

    def set(self, **values: Any) -> None:
        """Change columns of the object; stored with the act."""
        if self.subject_new is not None:
            self.subject_new.values.update(values)
        else:
            self.changes.update(values)

    @property
    def ref(self) -> Any:
        """What other rows of this act write to point at the object."""
        return self.subject_new if self.subject_new is not None else self.subject_id

    @property
    def table(self) -> str:
        """The table of the object that `subject_id` names; a county act may make anything."""
        if self.subject_new is not None:
            return self.subject_new.table
        return self.about or self.kind

    @property
    def subject_id(self) -> int | None:
        """The object's id, once it has one."""
        if self.subject_new is not None:
            return self.subject_new.id
        return None if self.subject is None else self.subject["id"]

    # transitions reads and writes the state under this name.
    @property
    def state(self) -> str:
        """The object's state as this act leaves it so far."""
        if self.subject is None and self.subject_new is None:
            return "new"
        return str(self.get("state"))

    @state.setter
    def state(self, value: str) -> None:
        self.set(state=value)

    def text(self, body: str | None) -> New | None:
        """Stage a free text; the log will hold only its salted digest."""
        if not body:
            return None
        salt = self.salt()
        digest = hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
        return self.stage.insert("text", salt=salt, body=body, digest=digest)


@dataclass
class TargetCase(Case):
    """The facts of an act on a target."""

    unit: Unit | None = None
    candidate: Revision | None = None
    in_force: Revision | None = None
    hands: list[Hand] = field(default_factory=list)
    # (person, side) pairs of everybody who ever stood on a side of this target.
    stands: set[tuple[int, str]] = field(default_factory=set)
    # The proposal about this target that stands, or ends by this act (design.md 2.10).
    proposal: Values | None = None
    acceptance: Values | None = None
    finding: Values | None = None
    scores: int = 0
    # Codes and ids of the year's key tasks; the common item this target is given by.
    key_tasks: dict[str, int] = field(default_factory=dict)
    item: New | int | None = None
    material_changed: bool = False
    # What the input would make of the content, and which fields it changes (baseline among them).
    proposed: Values | None = None
    changed: set[str] = field(default_factory=set)

    @property
    def round(self) -> int:
        """The round of the quarrel over this target (design.md 2.6)."""
        return int(self.get("round"))

    @property
    def content(self) -> Values:
        """The material fields that the act is about: what it brings, else the candidate's."""
        if self.proposed is not None:
            return self.proposed
        assert self.candidate is not None
        return self.candidate.material

    def write_revision(self, material: Values, digest: str) -> Revision:
        """Stage a new candidate; hands on the old one are ended by `hands.consent`."""
        assert self.act is not None
        number = self.known("last_revision") + 1 if self.candidate else 1
        revision = Revision(
            no=number,
            round=self.round,
            material=material,
            digest=digest,
            template=material["template_digest"],
            author=self.person,
            capacity=self.capacity,
            act=self.act.name,
            at=self.at,
        )
        self.candidate = revision
        self.material_changed = True
        return revision

    def move_proposal(self, **changes: Any) -> None:
        """Change columns of the proposal; of one that this act began, before it is written."""
        assert self.proposal is not None
        new = self.proposal.get("new")
        if new is not None:
            new.values.update(changes)
        else:
            self.stage.update("proposal", self.proposal, **changes)
        self.proposal = {**self.proposal, **changes}

    def stand(self, side: str) -> None:
        """Note that the actor, and whom the actor stands in for, stood on this side; a first time
        is for ever (design.md 2.9)."""
        assert self.act is not None
        for person in sorted(self.people):
            if (person, side) in self.stands:
                continue
            self.stands.add((person, side))
            self.stage.insert(
                "stand",
                target_id=self.ref,
                person_id=person,
                side=side,
                act=self.act.name,
                at=self.at,
            )
