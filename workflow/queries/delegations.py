"""Every substitute and acting head there is or was, with their names: who may act for whom is for
everybody who is signed in to know."""

from __future__ import annotations

from typing import Any

from models import statements
from models.locks import snapshot
from workflow.clock import stamp
from workflow.effects.drafting import codes_in
from workflow.lending import acts_of
from workflow.organisation import Organisation
from workflow.queries.people import names
from workflow.queries.reader import Reader

Values = dict[str, Any]


def delegations(reader: Reader) -> list[Values]:
    """Those that stand, then those still to come, then those that are over; the newest first."""
    with snapshot(reader.database):
        rows = statements.rows(reader.database, "SELECT * FROM delegation ORDER BY id DESC")
        who = ("delegate_id", "principal_id", "given_by_id")
        people = names(reader.database, [row[name] for row in rows for name in who])
    shown = [_one(reader, row, people) for row in rows]
    order = ("stands", "ahead", "over")
    return sorted(shown, key=lambda one: order.index(one["state"]))


def _one(reader: Reader, row: Values, people: Any) -> Values:
    known = reader.organisation
    post = known.post_by_id[row["post_id"]]
    delegate, principal = people[row["delegate_id"]], people.get(row["principal_id"])
    given_by = people.get(row["given_by_id"])
    acts = acts_of(post)
    return {
        "id": row["id"],
        "kind": row["kind"],
        "state": _state(known, row["id"], stamp(reader.now)),
        "post": post.code,
        "post_name": post.name,
        "by": delegate.username,
        "by_name": delegate.name,
        "on_behalf_of": principal.username if principal else None,
        "on_behalf_of_name": principal.name if principal else None,
        "from_on": row["from_on"],
        "until_on": row["until_on"],
        "units": [
            {"code": code, "name": known.units[code].name} for code in codes_in(row["units"])
        ],
        "acts": [
            {"code": name, "name": acts[name].label if name in acts else name}
            for name in codes_in(row["acts"])
        ],
        "document": row["document"],
        "given_by": given_by.username if given_by else None,
        "at": row["at"],
        "ended_at": row["ended_at"],
        "ended_document": row["ended_document"],
    }


def _state(known: Organisation, number: int, at: str) -> str:
    """Whether it stands now, is still to come, or is over: ended, past, or its ground is gone."""
    given = next(d for d in known.delegations if d.id == number)
    if known.stands_at(given, at):
        return "stands"
    return "ahead" if at < given.since and given.ended_at is None else "over"
