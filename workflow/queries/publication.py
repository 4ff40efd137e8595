"""When a year's results were published, revised, decided and announced: by whom, on what document.

Every revision stays (S1, S34); what each says of the units stands in queries/results.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models import statements
from workflow.calendar import Calendar
from workflow.errors import NotFound
from workflow.queries import calendar, facts, year_facts
from workflow.queries.people import Named, names
from workflow.queries.reader import Reader
from workflow.rules import notice
from workflow.scheme.scheme import Scheme

Values = dict[str, Any]

STORING = ("publish", "revise")
FINAL = ("decide", "correct")
_REVISIONS = "SELECT id, no, digest, person_id, at FROM year_result WHERE year_id = ? ORDER BY no"
_YEARS = """
SELECT y.id, y.state, MAX(r.no) AS no FROM year y LEFT JOIN year_result r ON r.year_id = y.id
WHERE y.state IN ('issued', 'assessing', 'published', 'closed')
GROUP BY y.id, y.state ORDER BY y.id DESC
"""


@dataclass(frozen=True)
class Publication:
    """One revision of a year's results among all of them."""

    year: Values
    scheme: Scheme
    revisions: list[Values]
    chosen: Values
    events: list[Values]
    people: dict[int, Named]
    # The county's working days.
    days: Calendar

    @property
    def id(self) -> int:
        """The id of this computation of the results."""
        number: int = self.chosen["id"]
        return number

    @property
    def is_decided(self) -> bool:
        """Whether it is this very revision that was decided."""
        return self.chosen["no"] in self._decisions

    @property
    def decided(self) -> Values | None:
        """The decision on this revision; of one that was never decided, that on the year's results
        as they stand, if there is one."""
        decisions = self._decisions
        last = None if self.correcting or not decisions else decisions[max(decisions)]
        return decisions.get(self.chosen["no"], last)

    @property
    def correcting(self) -> Values | None:
        """The correction that is open: the county head's, and nothing was decided on it yet."""
        found = [event for event in self.events if event["kind"] in FINAL]
        return found[-1] if found and found[-1]["kind"] == "correct" else None

    @property
    def corrected(self) -> Values | None:
        """The correction of final results that this revision came of."""
        event = None
        for no, one in self._with_numbers():
            if one["kind"] == "correct" and no < self.chosen["no"]:
                event = one
        return event

    @property
    def _decisions(self) -> dict[int, Values]:
        """By revision, the decision on it."""
        return {no: one for no, one in self._with_numbers() if one["kind"] == "decide"}

    def _with_numbers(self) -> list[tuple[int, Values]]:
        """Every step with the revision that was the last one then."""
        no, found = 0, []
        for event in self.events:
            no += event["kind"] in STORING
            found.append((no, event))
        return found

    def shown(self) -> Values:
        """What stands above every table of these results."""
        closed = [event for event in self.events if event["kind"] == "close"]
        return {
            **frame(self.year, self.scheme),
            "no": self.chosen["no"],
            "digest": self.chosen["digest"],
            "revisions": [self._revision(row) for row in self.revisions],
            "notice": self._notice(),
            "decided": self._step(self.decided),
            "announced": self._step(closed[-1] if closed and not self.correcting else None),
            "corrected": self._step(self.corrected),
            "correcting": self._step(self.correcting),
        }

    def _revision(self, row: Values) -> Values:
        # The publication stores the first, each revision of it one more, in one transaction each.
        stored = [event for event in self.events if event["kind"] in STORING]
        event = stored[row["no"] - 1]
        step = {**self._by(row), "act": event["kind"], "document": event["document"]}
        return {"no": row["no"], "digest": row["digest"], **step}

    def _notice(self) -> Values:
        """The days of public notice (S34), from the first publication on."""
        begun = next(event["at"] for event in self.events if event["kind"] == "publish")
        scheme = self.scheme
        days = {"until": scheme.notice_days, "objections_until": scheme.objection_days}
        last = {k: notice.last_day(begun, n, self.days).isoformat() for k, n in days.items()}
        return {"begun_at": begun, **last}

    def _step(self, event: Values | None) -> Values | None:
        return None if event is None else {**self._by(event), "document": event["document"]}

    def _by(self, row: Values) -> Values:
        person = self.people[row["person_id"]]
        return {"at": row["at"], "by": person.username, "by_name": person.name}


def frame(year: Values, scheme: Scheme) -> Values:
    """The year and its rules, and nothing published yet."""
    return {
        "year": year["id"],
        "state": year["state"],
        "scheme": scheme.code,
        "scheme_digest": scheme.digest,
        "ties": scheme.ranking.ties,
        "categories": [
            {"code": c.code, "name": c.name, "points": c.points} for c in scheme.categories.values()
        ],
        "grades": [{"code": g.code, "name": g.name, "at_least": g.at_least} for g in scheme.grades],
        "no": None,
        "digest": None,
        "revisions": [],
        "notice": None,
        "decided": None,
        "announced": None,
        "corrected": None,
        "correcting": None,
    }


def years(reader: Reader) -> list[Values]:
    """The years whose targets are in force, newest first, each with its last revision of results;
    `no` is None while there is none."""
    rows = statements.rows(reader.database, _YEARS)
    return [{"year": row["id"], "state": row["state"], "no": row["no"]} for row in rows]


def publication(reader: Reader, number: int, no: int | None = None) -> Publication:
    """A year's results in one revision, the last unless told. Raises NotFound where there are none
    yet, or none of this number."""
    revisions = statements.rows(reader.database, _REVISIONS, (number,))
    chosen = revisions[-1:] if no is None else [row for row in revisions if row["no"] == no]
    if not chosen:
        raise NotFound
    year = facts.year(reader.database, number)
    assert year is not None
    events = year_facts.events(reader.database, number)
    return Publication(
        year=year,
        scheme=facts.scheme_of_year(reader.database, year),
        revisions=revisions,
        chosen=chosen[0],
        events=events,
        people=names(reader.database, [row["person_id"] for row in (*revisions, *events)]),
        days=calendar.calendar(reader.database),
    )
