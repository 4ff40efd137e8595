"""The inbox: what waits for this person (待办), what they did (已办), what they began (我发起)."""

from __future__ import annotations

from typing import Any

from models import statements
from workflow.organisation import Post
from workflow.queries import again, facts, thread
from workflow.queries.reader import Reader
from workflow.queries.target_list import page
from workflow.standing import REVIEWERS
from workflow.terms import Capacity

Values = dict[str, Any]
TABS = ("todo", "done", "mine")

# Where the person stood on a side, by which act first. The log knows it too, but holds so many
# entries by one person that an inbox must not read them. What puts nobody on a side, a withdrawal
# or a computed score alone, does not count as having handled a target.
_DONE = "t.id IN (SELECT s.target_id FROM stand s WHERE s.person_id = ?)"
_MINE = (
    "t.id IN (SELECT s.target_id FROM stand s WHERE s.person_id = ? "
    "AND s.act IN ('create', 'assign'))"
)


# An item that its scoring unit finds, on one sheet for all units (S9); left open for more.
_SCORED_BY = "EXISTS (SELECT 1 FROM item_scorer i WHERE i.item_id = t.item_id"
_OWN_ROW = f"{_SCORED_BY} AND i.unit_id = t.unit_id)"


def todo(reader: Reader) -> tuple[str, list[Any]]:
    """Targets whose turn, or whose proposal's, is one of this person's posts; a rule for the inbox,
    never for signing."""
    parts: list[str] = []
    values: list[Any] = []
    for post in reader.posts:
        unit = post.unit.id if post.unit else None
        for clause, some in (
            _found_by(post.capacity, unit),
            _asked(post, "t"),
            _reported_to(post.capacity, post.code),
            _of_own_office(reader, post),
        ):
            if clause:
                clause, some = _limited(reader, post, "t", clause, some)
                parts.append(clause)
                values += some
    for clause, some in thread.waiting(reader):
        parts.append(clause)
        values += some
    unchanged = again.unchanged(reader)
    if unchanged:
        parts.append(f"t.id IN ({facts.marks(unchanged)})")
        values += unchanged
    proposed, some = _proposed(reader)
    return f"({' OR '.join([*parts, *proposed]) or '1 = 0'})", values + some


def _limited(
    reader: Reader, post: Post, of: str, clause: str, values: list[Any]
) -> tuple[str, list[Any]]:
    """What comes with a post, as far as it was lent, and for the office without its own unit's."""
    if not clause:
        return clause, values
    limit, units = _within(post, of)
    but, own = _not_own_office(reader, post)
    return f"({clause}{limit}{but})", [*values, *units, *own]


def _proposed(reader: Reader) -> tuple[list[str], list[Any]]:
    """What is proposed about running targets and waits for one of this person's posts."""
    asked = [_limited(reader, post, "p", *_asked(post, "p")) for post in reader.posts]
    clauses = [clause for clause, _ in asked if clause]
    if not clauses:
        return [], []
    sql = (
        "t.id IN (SELECT p.target_id FROM proposal p WHERE p.ended_at IS NULL "
        f"AND ({' OR '.join(clauses)}))"
    )
    return [sql], [value for _, some in asked for value in some]


def _asked(post: Post, of: str) -> tuple[str, list[Any]]:
    """Whose hand or answer is asked of a draft (`t`) or of a proposal (`p`)."""
    unit, both = post.unit.id if post.unit else None, [post.code]
    if post.capacity == Capacity.UNIT_HEAD and post.unit is not None:
        named = f"replace({of}.supporting, ?, '') <> {of}.supporting"
        clause = (
            f"({of}.turn = 'unit' AND {of}.unit_id = ?) OR ({of}.turn = 'supporter' AND {named})"
        )
        return f"({clause})", [unit, f",{post.unit.code},"]
    if post.capacity == Capacity.DRAFTER:
        return f"({of}.turn = 'unit' AND {of}.handed_up = 0 AND {of}.unit_id = ?)", [unit]
    if post.capacity == Capacity.LEADER:
        return f"({of}.turn = 'leader' AND {of}.reviewing_post = ?)", both
    if post.capacity == Capacity.COUNTY_HEAD:
        leads = f"({of}.turn = 'leader' AND {of}.reviewing_post = ?)"
        return f"({of}.turn = 'county_head' OR {leads})", both
    return (f"{of}.turn = 'office'", []) if post.capacity == Capacity.OFFICE else ("", [])


def _of_own_office(reader: Reader, post: Post) -> tuple[str, list[Any]]:
    """What is the office's of the office's own unit, for whoever the scheme names in its stead."""
    years = [year for year, own in reader.own_offices.items() if own.stands_in == post.code]
    if post.capacity != Capacity.LEADER or not years:
        return "", []
    own, values = _own_unit(reader, years)
    found, _ = _found_by(Capacity.OFFICE, None)
    return f"((t.turn = 'office' OR {found}) AND ({own}))", values


def _not_own_office(reader: Reader, post: Post) -> tuple[str, list[Any]]:
    """The office has nothing to do with its own unit where the scheme names another."""
    if post.capacity != Capacity.OFFICE or not reader.own_offices:
        return "", []
    own, values = _own_unit(reader, list(reader.own_offices))
    return f" AND NOT ({own})", values


def _own_unit(reader: Reader, years: list[int]) -> tuple[str, list[Any]]:
    """Targets of the office's own unit in these years."""
    units = reader.organisation.units
    pairs = [(year, units[reader.own_offices[year].unit].id) for year in years]
    clause = " OR ".join("(t.year_id = ? AND t.unit_id = ?)" for _ in pairs)
    return clause, [value for pair in pairs for value in pair]


def _within(post: Post, of: str) -> tuple[str, list[int]]:
    """What limits a post that was lent for some units' targets."""
    if post.within is None:
        return "", []
    units = sorted(post.within)
    return f" AND {of}.unit_id IN ({', '.join('?' * len(units))})", units


def _reported_to(capacity: Capacity, code: str) -> tuple[str, list[Any]]:
    """What was reported upward to this post, whosever turn it is (design.md 2.7)."""
    if capacity not in REVIEWERS:
        return "", []
    own = "e.level = 'county_head' OR " if capacity == Capacity.COUNTY_HEAD else ""
    return (
        "t.id IN (SELECT e.target_id FROM escalation e JOIN target r ON r.id = e.target_id "
        f"WHERE e.ended_at IS NULL AND ({own}(e.level = 'leader' AND r.reviewing_post = ?) "
        "OR (e.level = 'deputy' AND e.post = ?)))",
        [code, code],
    )


def _found_by(capacity: Capacity, unit: int | None) -> tuple[str, list[Any]]:
    if capacity == Capacity.OFFICE:
        # The scoring unit's own row of its sheet is the office's.
        return f"(t.turn = 'inspector' AND {_OWN_ROW})", []
    if capacity == Capacity.INSPECTOR:
        return f"(t.turn = 'inspector' AND NOT {_SCORED_BY}))", []
    if capacity == Capacity.ASSESSOR and unit is not None:
        mine = f"{_SCORED_BY} AND i.unit_id = ?)"
        return f"(t.turn = 'inspector' AND t.unit_id <> ? AND {mine})", [unit, unit]
    return "", []


def _tab(reader: Reader, tab: str) -> tuple[str, list[Any]]:
    if tab == "todo":
        return todo(reader)
    return (_DONE if tab == "done" else _MINE), [reader.actor.person]


def inbox(reader: Reader, tab: str, *, limit: int, after: int) -> tuple[list[Values], int | None]:
    """One page of a tab, due first; rows as in the target list, with what else than the turn makes
    them wait for this reader."""
    rows, following = page(
        reader, {}, limit=limit, after=after, extra=_tab(reader, tab), due_first=True
    )
    asked = thread.reasons(reader, [row["id"] for row in rows]) if tab == "todo" else {}
    return [{**row, "because": asked.get(row["id"], [])} for row in rows], following


def counts(reader: Reader) -> dict[str, int]:
    """How many stand in each tab."""
    seen, seen_values = reader.visible()
    found = {}
    for tab in TABS:
        clause, values = _tab(reader, tab)
        sql = f"SELECT COUNT(*) FROM target t WHERE {seen} AND {clause}"
        found[tab] = int(statements.value(reader.database, sql, [*seen_values, *values]))
    return found
