"""Signing the hand-over list of a post (交接清单, design.md 2.11)."""

from __future__ import annotations

from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import Case
from workflow.errors import StaleVersion
from workflow.takeover import content
from workflow.words import Words

Values = dict[str, Any]
MOVED = Words(
    "清单在您查看之后有了变动，未作签署。", "The list moved after you saw it; nothing was signed."
)


def sign_takeover(case: Case) -> None:
    """签署交接清单: one hand on the list as it stands, which is kept in full."""
    post = case.organisation.posts[case.data["post"]]
    waits, now = case.known("takeover"), case.known("takeover_list")
    if now["digest"] != case.data["digest"]:
        raise StaleVersion(MOVED, {"digest": now["digest"]}, _moved(case, now["targets"]))
    held = [s for s in case.standings if s.post is not None and s.post.id == post.id]
    # The entry names the post that is taken over, where the actor holds it.
    case.standing = held[0] if held else case.standing
    case.subject_new = case.stage.insert(
        "takeover",
        holding_id=waits["holding_id"],
        post_id=post.id,
        side=waits["side"],
        listed=canonical(content(post.code, now["targets"])).decode(),
        digest=now["digest"],
        person_id=case.person,
        channel=case.actor.channel,
        at=case.at,
    )


def _moved(case: Case, rows: list[Values]) -> list[Values]:
    """The targets that moved, joined or left since the list was shown, by title."""
    seen = {one["id"]: one["digest"] for one in case.data.get("targets") or ()}
    if not seen:
        return []
    present = {row["id"]: row for row in rows}
    titles = case.known("titles")(list(seen))
    return [
        _difference(number, seen.get(number), present.get(number), titles)
        for number in sorted({*seen, *present})
        if seen.get(number) != present.get(number, {}).get("digest")
    ]


def _difference(number: int, old: str | None, row: Values | None, titles: Any) -> Values:
    title = (row or {}).get("title") or titles.get(number, str(number))
    return {
        "field": f"target {number}",
        "label": Words(title, title),
        "old": old,
        "new": row["digest"] if row else None,
    }
