"""Who held which post, who stood in for whom, and who was the office towards its own unit, as the
log tells it up to an entry."""

from __future__ import annotations

from typing import Any

from workflow.audit.replay import Replay
from workflow.clock import days_of
from workflow.effects.drafting import codes_in
from workflow.scheme.value import Office
from workflow.terms import Capacity

Values = dict[str, Any]
# Later than any stored moment.
NEVER = "9"


class Lent:
    """Delegations by delegate and post; what they say is read as replayed so far."""

    def __init__(self, replay: Replay, held: dict[tuple[int, int], set[int]]) -> None:
        self._replay = replay
        # Ids of holdings by person and post.
        self._held = held
        self._offices: dict[str, Office | None] = {}
        self._given: dict[tuple[int, int], set[int]] = {}

    def name(self, scheme: str, office: Office | None) -> None:
        """Who is the office towards its own unit, by the digest of a scheme."""
        self._offices[scheme] = office

    def is_the_office(self, entry: Values, gives: str) -> bool:
        """Whether the office acted, or, on its own unit's targets, whoever the scheme names; what
        an act on the whole year brings along is the office's for every unit."""
        own = self._offices.get(entry["scheme"])
        alone = entry["object"]["kind"] == "target" and entry["within"] is None
        if own is not None and alone and self.unit_of(entry) == own.unit:
            return bool(entry["post"] == own.stands_in)
        return gives == Capacity.OFFICE

    def note(self, number: int, row: Values) -> None:
        """A delegation that an entry wrote."""
        self._given.setdefault((row["delegate_id"], row["post_id"]), set()).add(number)

    def holds(self, person: int, post: int, at: str) -> bool:
        """Whether a person whose account is in use held a post at a moment."""
        value = self._replay.value
        return value("person", person, "active") == 1 and any(
            value("holding", holding, "since") <= at < (value("holding", holding, "until") or NEVER)
            for holding in self._held.get((person, post), ())
        )

    def allows(self, entry: Values, post: int, act: str) -> bool:
        """Whether a delegation stood then that let the entry's person act so in this post, for
        whom the entry names."""
        return any(
            self._stood(number, post, entry["on_behalf_of"], entry["at"])
            and self._was_given_for(number, act, self.unit_of(entry))
            for number in self._given.get((entry["person"], post), ())
        )

    def _stood(self, number: int, post: int, principal: int | None, at: str) -> bool:
        row = self._row(number)
        since, until = days_of(row["from_on"], row["until_on"])
        ends = [until or NEVER, row["ended_at"] or NEVER]
        if row["principal_id"] != principal or not since <= at < min(ends):
            return False
        if principal is not None:
            return self.holds(principal, post, at)
        return not any(self.holds(who, of, at) for who, of in self._held if of == post)

    def _was_given_for(self, number: int, act: str, unit: str | None) -> bool:
        row = self._row(number)
        acts, units = codes_in(row["acts"]), codes_in(row["units"])
        return (not acts or act in acts) and (not units or unit in units)

    def _row(self, number: int) -> Values:
        names = ("principal_id", "from_on", "until_on", "units", "acts", "ended_at")
        return {name: self._replay.value("delegation", number, name) for name in names}

    def unit_of(self, entry: Values) -> str | None:
        """The code of the unit whose target an entry is about."""
        if entry["object"]["kind"] != "target":
            return None
        number = self._replay.value("target", entry["object"]["id"], "unit_id")
        for write in entry["writes"]:
            if number is None and write["table"] == "target":
                number = write["after"].get("unit_id")
        code: str | None = self._replay.value("unit", number, "code")
        return code
