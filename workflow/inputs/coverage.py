"""The inputs of acts on key tasks, and of waiving what the plan lacks."""

from __future__ import annotations

from workflow.inputs.county import code_field
from workflow.inputs.fields import Choice, Code, Day, DecimalText, Input, Number, Text, YesNo
from workflow.inputs.target import MOST_CODES, NOT_BLANK, Seen, listed
from workflow.terms import DIRECTIONS, TASK_KINDS

MOST_WAIVED = 10_000


class AddKeyTask(Input):
    """A key task of the county (S5)."""

    year = Number("年度", "Year", low=2000, high=2999, required=True)
    code = code_field("编号", "Code")
    title = Text("任务名称", "Title", most=120, required=True)
    kind = Choice("方式", "Kind", TASK_KINDS, required=True)
    measure = Text("指标", "Measure", most=200, required=True)
    unit_of_measure = Text("计量单位", "Unit of measure", most=30, required=True)
    target_value = DecimalText("县定值", "The county's value", allow_none=True)
    additive = YesNo("可相加", "Additive", load_default=True)
    direction = Choice("方向", "Direction", DIRECTIONS, load_default="at_least")
    lead_unit = Code("牵头单位", "Lead unit", choices="units", required=True)
    supporting_units = listed(
        Code("配合单位", "Supporting unit", choices="units"),
        "配合单位",
        "Supporting units",
        MOST_CODES,
        widget="multiple",
        choices="units",
    )
    due_on = Day("完成时限", "Deadline", required=True)
    document = Text("文号", "Document number", most=60, required=True)


class ChangeKeyTask(Input):
    """A key task in other words; what is left out stays."""

    year = Number("年度", "Year", low=2000, high=2999, hidden=True, required=True)
    code = Text("编号", "Code", most=40, hidden=True, required=True)
    version = Number("版本", "Version", hidden=True, required=True)
    title = Text("任务名称", "Title", most=120, validate=NOT_BLANK)
    kind = Choice("方式", "Kind", TASK_KINDS)
    measure = Text("指标", "Measure", most=200, validate=NOT_BLANK)
    unit_of_measure = Text("计量单位", "Unit of measure", most=30, validate=NOT_BLANK)
    target_value = DecimalText("县定值", "The county's value", allow_none=True)
    additive = YesNo("可相加", "Additive")
    direction = Choice("方向", "Direction", DIRECTIONS)
    lead_unit = Code("牵头单位", "Lead unit", choices="units")
    supporting_units = listed(
        Code("配合单位", "Supporting unit", choices="units"),
        "配合单位",
        "Supporting units",
        MOST_CODES,
        widget="multiple",
        choices="units",
    )
    due_on = Day("完成时限", "Deadline")
    document = Text("文号", "Document number", most=60, required=True)
    text = Text("理由", "Reason", most=2000, lines=True)


class EndKeyTask(Input):
    """A key task is no more, by a document; targets that serve it must find another."""

    year = Number("年度", "Year", low=2000, high=2999, hidden=True, required=True)
    code = Text("编号", "Code", most=40, hidden=True, required=True)
    version = Number("版本", "Version", hidden=True, required=True)
    document = Text("文号", "Document number", most=60, required=True)
    text = Text("理由", "Reason", most=2000, lines=True, required=True)


class Waive(Seen):
    """What the plan lacks is excused: each failure by the digest that was shown of it."""

    failures = listed(
        Text("事项摘要", "Digest of the failure", most=64),
        "所豁免的事项",
        "What is waived",
        MOST_WAIVED,
        widget="multiple",
        choices="failures",
        required=True,
    )
    text = Text("理由", "Reason", most=2000, lines=True, required=True)
    document = Text("文号", "Document number", most=60, required=True)


class EndWaiver(Seen):
    """A waiver is taken back."""

    waiver = Number("豁免", "Waiver", hidden=True, required=True)
    text = Text("理由", "Reason", most=2000, lines=True, required=True)
