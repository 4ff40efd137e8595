"""The inputs of acts on what counts for a unit as a whole: evaluations, adjustments, vetoes."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.fields import Code, DecimalText, Input, Number, Text
from workflow.inputs.target import Seen, listed

MOST_UNITS = 20_000
MOST_ANSWERS = 20
# How many may have given one answer.
MOST_PEOPLE = 10_000_000


class Count(Input):
    """How many gave one answer."""

    answer = Text("答复", "Answer", most=40, required=True)
    count = Number("人数", "Count", low=0, high=MOST_PEOPLE, required=True)


class Outcome(Input):
    """What an evaluation came to for one unit: how many gave each answer, or a score."""

    unit = Code("单位", "Unit", choices="units", required=True)
    counts = listed(ma.fields.Nested(Count), "答复人数", "Answers", MOST_ANSWERS)
    value = DecimalText("得分", "Score", allow_none=True)


class EnterEvaluation(Seen):
    """An evaluation's outcome, for as many units as its document covers (mission.md)."""

    evaluation = Code("测评或阶段考核", "Evaluation", choices="evaluations", required=True)
    period = Text("期次", "Period", most=40, allow_none=True)
    units = listed(
        ma.fields.Nested(Outcome),
        "各单位结果",
        "Outcomes",
        MOST_UNITS,
        widget="outcomes",
        required=True,
    )
    document = Text("依据文号", "Document number", most=60, required=True)
    text = Text("说明", "Remark", most=2000, lines=True)


class AdjustUnit(Seen):
    """Points added to or deducted from a unit as a whole, by a document."""

    unit = Code("单位", "Unit", choices="placed_units", required=True)
    adjustment = Code("加减分项目", "Adjustment", choices="adjustments", required=True)
    points = DecimalText("分值（扣分填负数）", "Points (below zero: deducted)", required=True)
    document = Text("依据文号", "Document number", most=60, required=True)
    text = Text("事由", "Reason", most=2000, lines=True, required=True)


class VetoUnit(Seen):
    """A veto against a unit, by the document of its authority (一票否决)."""

    unit = Code("单位", "Unit", choices="placed_units", required=True)
    veto = Code("否决事项", "Veto", choices="vetoes", required=True)
    document = Text("主管机关文号", "The authority's document", most=60, required=True)
    text = Text("事由", "Reason", most=2000, lines=True, required=True)


class EndEntry(Seen):
    """An entry about a unit is taken back, or a veto lifted, by a document."""

    entry = Number("登记事项", "Entry", choices="unit_entries", required=True)
    document = Text("依据文号", "Document number", most=60, required=True)
    text = Text("理由", "Reason", most=2000, lines=True, required=True)
