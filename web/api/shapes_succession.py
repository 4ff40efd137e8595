"""The shapes of answers about hand-over lists."""

from __future__ import annotations

from web.api.shaping import (
    DIGEST,
    Shape,
    fields,
    many,
    maybe,
    moment,
    nested,
    one_of,
    shaped,
    string,
    whole,
    yes,
)
from workflow.inputs.fields import DAY_PATTERN
from workflow.terms import STATES, TAKEOVER_OPEN, TAKEOVER_ROLES


class SignedListShape(Shape):
    """A hand on a list."""

    at = moment()
    digest = shaped(DIGEST)


class ListedTargetShape(Shape):
    """A target on a list; what counts for its digest are the id, role, state, both digests and what
    is open."""

    id = whole()
    year = whole()
    title = string()
    unit = string()
    unit_name = string()
    due_on = shaped(DAY_PATTERN, none=True)
    role = one_of(TAKEOVER_ROLES)
    state = one_of(STATES)
    in_force = shaped(DIGEST, none=True)
    candidate = shaped(DIGEST)
    open = many(fields.String(metadata={"enum": list(TAKEOVER_OPEN)}))
    digest = shaped(DIGEST)


class TakeoverShape(Shape):
    """The hand-over list of a post that got a new holder. Its digest and targets are told of the
    list that `post` asks for, else null."""

    post = string()
    post_name = string()
    by = string()
    by_name = string()
    before = string()
    before_name = string()
    since = moment()
    document = maybe()
    taken = nested(SignedListShape, none=True)
    given = nested(SignedListShape, none=True)
    yours = yes()
    digest = shaped(DIGEST, none=True)
    targets = fields.List(fields.Nested(ListedTargetShape), required=True, allow_none=True)


class TakeoversShape(Shape):
    """The lists that one may see."""

    items = many(TakeoverShape)
