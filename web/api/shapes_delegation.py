"""The shapes of substitutes and acting heads."""

from __future__ import annotations

from web.api.shaping import Shape, many, maybe, moment, one_of, shaped, string, whole
from workflow.inputs.fields import DAY_PATTERN
from workflow.terms import DELEGATION_STATES, DELEGATIONS


class NamedShape(Shape):
    """A unit or an act by its code."""

    code = string()
    name = string()


class DelegationShape(Shape):
    """Somebody acts in another's post, or presides in one that nobody holds."""

    id = whole()
    kind = one_of(DELEGATIONS)
    state = one_of(DELEGATION_STATES)
    post = string()
    post_name = string()
    by = string()
    by_name = string()
    on_behalf_of = maybe()
    on_behalf_of_name = maybe()
    from_on = shaped(DAY_PATTERN)
    until_on = shaped(DAY_PATTERN, none=True)
    units = many(NamedShape)
    acts = many(NamedShape)
    document = string()
    given_by = maybe()
    at = moment()
    ended_at = moment(none=True)
    ended_document = maybe()


class DelegationsShape(Shape):
    """All of them."""

    items = many(DelegationShape)
