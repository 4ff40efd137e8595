"""The shape of an answer to a changed scheme that was tried on a year."""

from __future__ import annotations

from web.api.shaping import DIGEST, Shape, many, maybe, nested, shaped, string, whole

EXACT = r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"


class SchemeChangeShape(Shape):
    """One value of the scheme that is another."""

    path = string()
    before = string()
    after = string()


class OtherShape(Shape):
    """An input of a step that is another; of a list of grades the one with this code."""

    name = string()
    code = maybe()
    before = maybe()
    after = maybe()


class StepOfWhyShape(Shape):
    """A node of the derivation that differs (workflow/scoring/moved.py); null: it is not there."""

    rule = string()
    code = maybe()
    target = whole(allow_none=True)
    before = maybe()
    after = maybe()
    inputs = many(OtherShape)


class StandingShape(Shape):
    """What a year came to for a unit."""

    front = string()
    total = shaped(EXACT)
    exact_total = shaped(EXACT)
    base_grade = string()
    grade = string()
    grade_name = string()
    rank = whole()


class UnitMoveShape(Shape):
    """A unit whose front, total, grade or rank would be another, and why."""

    unit = string()
    unit_name = string()
    before = nested(StandingShape)
    after = nested(StandingShape)
    why = many(StepOfWhyShape)
    behind_now = many(string())
    ahead_now = many(string())


class TargetNamedShape(Shape):
    """A target."""

    target = whole()
    unit = string()
    title = string()
    category = string()


class UnscoredShape(TargetNamedShape):
    """A target that has no score under the changed scheme."""

    reasons = many(string())


class TargetMoveShape(TargetNamedShape):
    """A target whose points or score would be others."""

    points_before = shaped(EXACT)
    points_after = shaped(EXACT)
    score_before = shaped(EXACT)
    score_after = shaped(EXACT)
    why = many(StepOfWhyShape)


class ComparedShape(Shape):
    """How much was looked at."""

    units = whole()
    targets = whole()


class HowManyDifferShape(Shape):
    """How many would differ."""

    scores = whole()
    totals = whole()
    grades = whole()
    ranks = whole()


class CategoryNamedShape(Shape):
    """A category of either scheme."""

    code = string()
    name = string()


class WhatIfShape(Shape):
    """What would differ under the changed scheme. Where `gaps` is not empty there is no ranking to
    compare, and `units` is empty."""

    year = whole()
    scheme_digest = shaped(DIGEST)
    changed_digest = shaped(DIGEST)
    changes = many(SchemeChangeShape)
    unscored = many(UnscoredShape)
    gaps = many(string())
    compared = nested(ComparedShape)
    counts = nested(HowManyDifferShape)
    units = many(UnitMoveShape)
    targets = many(TargetMoveShape)
    categories = many(CategoryNamedShape)
