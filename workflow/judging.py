"""Judging an act: every answer the door can give, in their one order (design.md section 3).

visible? 404 → capacity 403 → stale 412/409 → state 409 → input 422 → rules 409, all together → the
effect, in memory. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow import machine
from workflow.act import Act
from workflow.case import Case, TargetCase
from workflow.effects import coverage
from workflow.effects.drafting import prepare_content
from workflow.effects.proposal import prepare_transfer
from workflow.errors import (
    InvalidInput,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    Refusal,
    RulesRefused,
    StaleVersion,
    WorkflowError,
    WrongState,
)
from workflow.hands.revision import diff
from workflow.hands.separation import side_of
from workflow.inputs.fields import LARGEST_ID, storable
from workflow.inputs.loading import loaded, schema_of
from workflow.inputs.proposal import Transfer
from workflow.inputs.target import Content
from workflow.lifecycle import act_named
from workflow.queries import facts
from workflow.queries.cases import Desk
from workflow.rules import points
from workflow.rules.content import COMPLETE_FOR_ALL
from workflow.terms import YearState
from workflow.words import Words

Values = dict[str, Any]
MOVED = Words(
    "内容在您查看之后有了改动，未作任何处理。", "It changed after you saw it; nothing was done."
)

NOTHING_LEFT = Words(
    "所列目标都已有改动或不能办理，未作任何处理。",
    "Everything named has changed or cannot be done now; nothing was done.",
)

POINTS_LEFT = Words(
    "一并批准的调整中有的已有改动或不能办理，余下的会使单位分值不合方案，未作任何处理。",
    "Of the changes on this sheet some cannot be adopted now, and the others alone would leave a "
    "unit's points other than the scheme's; nothing was done.",
)
POINTS_WHO = ("unit_head", "leader")


class Judging:
    """One knock at the door, inside its transaction: the answers up to the act's effect."""

    def __init__(self, desk: Desk, act: Act, object_id: int | None, raw: Values) -> None:
        self.desk = desk
        self.act = act
        self.object_id = object_id
        self.raw = raw
        # As far as it was made out; a refusal's entry is written about it.
        self.case: Case | None = None

    def judge(self, if_match: int | None) -> Case:
        """Everything up to the effect; raises the first answer that is a no."""
        case = self.case = self._case()
        self._permit(case)
        self._not_stale(case, if_match)
        self._right_state(case)
        self._take_input(case, if_match)
        self._effect(case)
        return case

    def _case(self) -> Case:
        desk, kind, number = self.desk, self.act.on, self.object_id
        case: Case
        if kind == "target" and number is None:
            # Capacity comes before input: who may begin no target at all is told that, not this.
            if not desk.holds_any(self.act.capacities):
                self.case = case = desk.nothing_yet()
                case.act = self.act
                raise NotPermitted(machine.capacity_refusal(self.act))
            running = self.act.name == "add"
            case = desk.new_target(self.raw, YearState.ISSUED if running else YearState.DRAFTING)
        elif kind == "county":
            case = desk.county_case(founding=self.act.name == "found")
        elif number is None or not 0 < number <= LARGEST_ID:
            raise NotFound
        else:
            make = {"target": desk.target, "year": desk.year_case, "item": desk.item_case}[kind]
            case = make(number)
        case.act = self.act
        return case

    def _permit(self, case: Case) -> None:
        case.standing = machine.standing_for(self.act, case)
        if case.standing is None:
            raise NotPermitted(machine.capacity_refusal(self.act))

    def _not_stale(self, case: Case, if_match: int | None) -> None:
        subject = case.subject
        if subject is None or "version" not in subject:
            self._item_digest(case)
            return
        if if_match is not None and if_match != subject["version"]:
            raise PreconditionFailed(MOVED, current_of(subject))
        version = self.raw.get("version")
        if isinstance(version, str) and version.strip().isascii() and version.strip().isdecimal():
            version = int(version.strip()[:18])
        if isinstance(version, int) and not isinstance(version, bool):
            self._same_version(case, version)
        shown = self.raw.get("digest")
        if "digest" in subject and isinstance(shown, str) and shown and shown != subject["digest"]:
            raise StaleVersion(MOVED, current_of(subject), self._moved_since(case, shown))

    def _same_version(self, case: Case, version: int | None) -> None:
        assert case.subject is not None
        if version is not None and version != case.subject["version"]:
            raise StaleVersion(MOVED, current_of(case.subject), self._moved_since(case, None))

    def _item_digest(self, case: Case) -> None:
        if case.kind != "item" or case.subject is None:
            return
        shown = self.raw.get("digest")
        if isinstance(shown, str) and shown != case.subject["digest"]:
            raise StaleVersion(MOVED, {"digest": case.subject["digest"]})

    def _moved_since(self, case: Case, shown: str | None) -> list[Values]:
        if not isinstance(case, TargetCase) or shown is None or case.subject is None:
            return []
        if not storable(shown):
            return []
        old = facts.revision_by_digest(self.desk.database, case.subject["id"], shown)
        if old is None or case.candidate is None:
            return []
        return diff(old.fields, case.candidate.fields)

    def _right_state(self, case: Case) -> None:
        if self.act.on in machine.MACHINES and case.state not in self.act.sources:
            refusal = machine.state_refusal(self.act, self.act.on, case.state)
            raise WrongState(refusal, current_of(case.subject or {}))

    def _take_input(self, case: Case, if_match: int | None) -> None:
        raw = dict(self.raw)
        takes_version = "version" in schema_of(self.act.input).fields
        if if_match is not None and takes_version and "version" not in raw:
            raw["version"] = if_match
        case.data = loaded(self.act, raw)
        if case.kind == "county":
            # Facts are looked up by what the input means, not by how it was spelled.
            self.desk.county_facts(case)
        elif case.subject is not None and "version" in case.subject:
            self._same_version(case, case.data.get("version"))
        if (
            self.act.on == "target"
            and case.subject is not None
            and self.desk.actor.person is not None
        ):
            _something_was_seen(case)
        if isinstance(case, TargetCase) and issubclass(self.act.input, Content):
            prepare_content(case)
        elif isinstance(case, TargetCase) and issubclass(self.act.input, Transfer):
            prepare_transfer(case)

    def _effect(self, case: Case) -> None:
        refusals = machine.refusals(self.act, case, with_input=True)
        if refusals:
            raise RulesRefused(refusals)
        if case.data.get("text"):
            case.reason = case.text(case.data["text"])
        self._run(case)
        for name, other in case.also:
            self._bring_along(case, name, other)
        if case.maybe:
            self._bring_what_can_be(case)
        coverage.follow(case)

    def _bring_what_can_be(self, case: Case) -> None:
        """Bring along each that still is what was shown and that no rule refuses; name the rest."""
        for name, other, digest in case.maybe:
            assert other.subject is not None
            try:
                if digest != other.subject["digest"]:
                    raise StaleVersion(
                        MOVED, current_of(other.subject), self._moved_since(other, digest)
                    )
                other.data = {"document": case.data.get("document")}
                self._bring_along(case, name, other)
            except WorkflowError as error:
                case.left_out.append((other.subject["id"], error))
            else:
                case.also.append((name, other))
        if not case.also:
            raise RulesRefused([Refusal("nothing_is_left", NOTHING_LEFT)])
        if not points.stay_whole(case):
            raise RulesRefused([Refusal("points_stay_whole", POINTS_LEFT, POINTS_WHO)])

    def _bring_along(self, case: Case, name: str, other: Case) -> None:
        """An act that this one performs on another object: same person, same transaction."""
        row = act_named("target", name)
        assert row is not None
        other.act, other.standing, other.within = row, case.standing, case
        if other.state not in row.sources:
            raise WrongState(machine.state_refusal(row, "target", other.state), {})
        if name == "assign":
            assert isinstance(other, TargetCase)
            prepare_content(other)
        claims = COMPLETE_FOR_ALL if name == "assign" else ()
        refusals = machine.refusals(row, other, with_input=name == "assign", also=claims)
        if refusals:
            raise RulesRefused(refusals)
        self._run(other)

    def _run(self, case: Case) -> None:
        act = case.act
        assert act is not None
        act.effect(case)
        if act.stands and isinstance(case, TargetCase):
            side = side_of(case.capacity)
            if side is not None:
                case.stand(side)
        machine.move(case, act)


def _something_was_seen(case: Case) -> None:
    if case.data.get("version") is None and not case.data.get("digest"):
        needed = Words("请给出所见的版本或摘要。", "Give the version or digest that you saw.")
        raise InvalidInput({"version": [needed]})


def current_of(subject: Mapping[str, Any]) -> Values:
    """What a refused request is told of the object as it stands now."""
    names = ("id", "version", "state", "round", "candidate", "digest")
    return {name: subject[name] for name in names if name in subject}
