"""The shapes of a unit and of a measure over several years."""

from __future__ import annotations

from web.api.shaping import Shape, many, maybe, shaped, string, whole
from workflow.inputs.fields import DECIMAL_PATTERN

EXACT = r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$"


class CategoryOverYearsShape(Shape):
    """Points scored in a category; `share` of its points, exact, null where it had none."""

    code = string()
    name = string()
    points = shaped(DECIMAL_PATTERN)
    score = shaped(EXACT)
    share = shaped(EXACT, none=True)


class YearOfUnitShape(Shape):
    """What a published year came to for a unit: `rank` among `beside` units of its front, `total`
    of the scheme's `of` points, objections `upheld`."""

    year = whole()
    front = string()
    front_name = string()
    rank = whole()
    beside = whole()
    total = shaped(EXACT)
    of = shaped(DECIMAL_PATTERN)
    grade = string()
    grade_name = string()
    categories = many(CategoryOverYearsShape)
    unfinished_key = whole()
    upheld = whole()


class UnitOverYearsShape(Shape):
    """A unit over the years, oldest first."""

    unit = string()
    unit_name = string()
    years = many(YearOfUnitShape)


class CommonItemOverYearsShape(Shape):
    """A common item of published years."""

    item = string()
    title = string()
    measure = maybe()
    years = many(whole())


class MeasuredShape(Shape):
    """A target by this measure in one year."""

    year = whole()
    unit = string()
    unit_name = string()
    target = whole()
    title = string()
    measure = maybe()
    unit_of_measure = maybe()
    target_value = maybe()
    found_value = maybe()
    points = shaped(DECIMAL_PATTERN)
    score = shaped(EXACT)
    share = shaped(EXACT, none=True)


class MeasuresShape(Shape):
    """The common items there are to choose from, and the targets of what was asked for."""

    items = many(CommonItemOverYearsShape)
    measured = many(MeasuredShape)
