"""The shapes of substitutes, acting heads and secretaries' opinions."""

from __future__ import annotations

from web.api.shaping import Shape, many, maybe, moment, one_of, shaped, string, whole, yes
from workflow.inputs.fields import DAY_PATTERN
from workflow.terms import DELEGATION_STATES, DELEGATIONS, SUGGESTIONS


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


class AdviceShape(Shape):
    """A secretary's opinion on a target; `current`: written on the content that stands now."""

    suggests = one_of(SUGGESTIONS)
    text = maybe()
    revision = whole()
    current = yes()
    by = string()
    by_name = string()
    post_name = string()
    at = moment()


class DelegationsShape(Shape):
    """All of them."""

    items = many(DelegationShape)
