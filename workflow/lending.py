"""Which acts a post may do, and so may be lent for: read off the lifecycle table."""

from __future__ import annotations

from workflow.act import Act
from workflow.lifecycle import ITEM, TARGET, YEAR
from workflow.organisation import Post
from workflow.terms import Capacity

# The relations to a target that a post gives beside its own capacity (workflow/standing.py).
GIVES = {
    Capacity.UNIT_HEAD: {Capacity.UNIT_HEAD, Capacity.SUPPORTER},
    Capacity.LEADER: {Capacity.LEADER, Capacity.DEPUTY},
    Capacity.COUNTY_HEAD: {Capacity.COUNTY_HEAD, Capacity.LEADER},
}
# Whose hand there is only one of. Into any other post somebody is simply appointed beside.
LENT = frozenset(GIVES)


def acts_of(post: Post) -> dict[str, Act]:
    """The acts on targets, items and years that a holder of such a post may do, by name."""
    given = GIVES.get(post.capacity, {post.capacity})
    return {act.name: act for act in (*TARGET, *ITEM, *YEAR) if given & set(act.capacities)}
