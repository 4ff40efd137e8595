"""The inputs of acts on targets (design.md section 6). One schema each, for every way in."""

from __future__ import annotations

from typing import Any

import marshmallow as ma

from workflow.inputs.fields import (
    Choice,
    Code,
    Day,
    DecimalText,
    Input,
    Number,
    Text,
    Upload,
    YesNo,
)
from workflow.terms import CAUSES, DIRECTIONS, QUALITIES, REASONS, SUGGESTIONS
from workflow.words import Words

MOST_MILESTONES = 60
MOST_CODES = 100
# A hundred parts of sixty periods.
MOST_VALUES = 6000
# May be left out, but never emptied.
NOT_BLANK = ma.validate.Length(min=1, error=Words("此项必填。", "This is required."))


def listed(
    inner: ma.fields.Field[Any],
    zh: str,
    en: str,
    most: int,
    *,
    required: bool = False,
    **about: Any,
) -> Any:
    too_many = Words(f"最多 {most} 项。", f"At most {most} entries.")
    return ma.fields.List(
        inner,
        required=required,
        validate=ma.validate.Length(max=most, error=too_many),
        metadata={"label": Words(zh, en), "hint": None, **about},
    )


class Milestone(Input):
    """A dated step towards the target (S26)."""

    due_on = Day("日期", "Date", required=True)
    quantity = DecimalText("数量", "Quantity", allow_none=True)
    title = Text("内容", "What", most=120)


class Content(Input):
    """The fields of a revision; those left out keep their value (edit) or stay open (create)."""

    title = Text("目标名称", "Title", most=120, validate=NOT_BLANK)
    category = Code("类别", "Category", choices="categories", validate=NOT_BLANK)
    measure = Text("指标", "Measure", most=200, allow_none=True)
    unit_of_measure = Text("计量单位", "Unit of measure", most=30, allow_none=True)
    baseline = DecimalText(
        "上年完成",
        "Last year's result",
        allow_none=True,
        hint=Words("参考数据，改动不影响已有签署。", "Reference only: changing it keeps hands."),
    )
    target_value = DecimalText("目标值", "Target value", allow_none=True)
    direction = Choice("方向", "Direction", DIRECTIONS)
    data_source = Text("数据来源", "Data source", most=120, allow_none=True)
    available_on = Day("数据可得日期", "Data available on", allow_none=True)
    points = DecimalText("分值", "Points", low=0, high=1000, allow_none=True)
    due_on = Day("完成时限", "Deadline", allow_none=True)
    milestones = listed(
        ma.fields.Nested(Milestone), "时间节点", "Milestones", MOST_MILESTONES, widget="milestones"
    )
    lead_unit = Code("牵头单位", "Lead unit", choices="units")
    supporting_units = listed(
        Code("配合单位", "Supporting unit", choices="units"),
        "配合单位",
        "Supporting units",
        MOST_CODES,
        widget="multiple",
        choices="units",
    )
    reviewing_post = Code("审定领导岗位", "Reviewing post", choices="reviewing_posts")
    responsible_post = Code(
        "责任岗位", "Responsible post", choices="responsible_posts", allow_none=True
    )
    key_tasks = listed(
        Code("重点工作任务", "Key task", choices="key_tasks"),
        "对应重点工作任务",
        "Key tasks served",
        MOST_CODES,
        widget="multiple",
        choices="key_tasks",
    )
    scoring_rule = Code("计分办法", "Scoring rule", choices="scoring_rules", allow_none=True)
    evidence = Text("佐证材料", "Kind of evidence", most=200, allow_none=True)
    acceptance = Text("验收方式", "Kind of acceptance", most=200, allow_none=True)
    source_document = Text("依据文件", "Source document", most=200, allow_none=True)


class Create(Content):
    """A new draft: a title and a category at least; the year where more than one is open."""

    year = Number("年度", "Year", low=2000, high=2999)
    title = Text("目标名称", "Title", most=120, required=True)
    category = Code("类别", "Category", choices="categories", required=True)


class Assign(Create):
    """A target given from above: it binds nobody until the unit has answered (design.md 2.8)."""

    lead_unit = Code("牵头单位", "Lead unit", choices="units", required=True)


class Seen(Input):
    """What the actor saw: the version, so that nothing newer is overwritten unseen."""

    version = Number("版本", "Version", hidden=True, required=True)


class Edit(Seen, Content):
    """New values for some fields; of a running target, why."""

    text = Text(
        "说明",
        "Remark",
        most=2000,
        lines=True,
        hint=Words("修改已印发的目标即提出调整，须写明理由。", "Of a running target: the reason."),
    )


class EditMany(Edit):
    """What makes sense to write into many targets alike: of each the edit is asked with this, and
    with the version that was seen of it."""

    class Meta(Input.Meta):
        fields = (
            "due_on",
            "data_source",
            "evidence",
            "acceptance",
            "supporting_units",
            "reviewing_post",
            "text",
        )


class Remark(Seen):
    """A remark beside the act."""

    text = Text("说明", "Remark", most=2000, lines=True)


class Reasoned(Seen):
    """A reason of the list and words of one's own."""

    reason_code = Choice("理由", "Reason", REASONS, required=True)
    text = Text("说明", "Explanation", most=2000, lines=True)


class Advise(Seen):
    """A secretary's opinion, for whoever signs from above: what to do, and why."""

    suggests = Choice("建议", "Suggestion", SUGGESTIONS, required=True)
    text = Text("代拟意见", "Opinion", most=2000, lines=True, required=True)


class Counter(Reasoned, Content):
    """A return with a draft of one's own, signed at once (退回并附修改稿)."""

    digest = Text("所见内容摘要", "Digest shown", most=64, hidden=True)


class AskArbitration(Seen):
    """Why both sides cannot agree, for whoever decides."""

    text = Text("分歧与理由", "What is disputed, and why", most=2000, lines=True, required=True)


class Arbitrate(Seen, Content):
    """The county head's decision: what it settles, its document and its reason (design.md 2.6)."""

    digest = Text("所见内容摘要", "Digest shown", most=64, hidden=True)
    document = Text("裁定文号", "Document of the decision", most=60, required=True)
    text = Text("裁定理由", "Reason of the decision", most=2000, lines=True, required=True)


class Sign(Input):
    """A hand: bound to the digest that was shown."""

    digest = Text("所见内容摘要", "Digest shown", most=64, hidden=True, required=True)
    version = Number("版本", "Version", hidden=True)
    text = Text("说明", "Remark", most=2000, lines=True)


class RegisterPaper(Sign):
    """A signature sheet signed on paper: by whom, when, its scan, and the digest printed on it."""

    digest = Text(
        "审签单上的内容摘要",
        "Digest on the sheet",
        most=64,
        required=True,
        hint=Words("须与现稿一致；扫描二维码可得。", "The present content's; the QR holds it."),
    )
    signer = Text("签字人", "Signer", most=40, required=True, choices="signers")
    signed_on = Day("签字日期", "Signed on", required=True)
    file = Upload(
        "审签单扫描件",
        "Scan of the sheet",
        hint=Words("PDF、JPEG 或 PNG，最大 5 MB。", "PDF, JPEG or PNG, 5 MB at most."),
        required=True,
    )


class Object(Sign):
    """A unit's no to what is asked of it, with its reason (S13)."""

    digest = Text("所见内容摘要", "Digest shown", most=64, hidden=True)
    reason_code = Choice("理由", "Reason", REASONS, required=True)


class Approve(Sign):
    """The county head's adoption; the meeting's document where there was one."""

    document = Text("会议文号", "Document number", most=60)


class ReportProgress(Seen):
    """How far it is, as of a day (S30)."""

    value = DecimalText("累计完成", "Value so far", required=True)
    as_of = Day("截至", "As of", required=True)
    text = Text("说明", "Remark", most=2000, lines=True)


class ReportDone(Seen):
    """Done early: asks for acceptance at once (S39)."""

    value = DecimalText("完成值", "Value reached")
    text = Text("说明", "Remark", most=2000, lines=True)


NO_VALUE = ("确无数值（未提供或不适用）", "No value to be found (not provided or not applicable)")


class Event(Input):
    """How often something happened that costs points (扣分事项)."""

    event = Text("事项", "Event", most=60, required=True)
    count = Number("次数", "Count", low=0, high=100_000, required=True)


class PartFound(Input):
    """The value found for one part of a rule made of parts, or for one period of it."""

    part = Text("分项", "Part", most=40, required=True)
    period = Text("时段", "Period", most=40, allow_none=True)
    value = DecimalText("核定值", "Value found", required=True)


def values_by_part() -> Any:
    """The values found by part and period; which are asked for the target's rule says."""
    return listed(
        ma.fields.Nested(PartFound), "分项核定值", "Values by part", MOST_VALUES, widget="parts"
    )


class Inspect(Seen):
    """A finding: value, quality, time, met or not, and the cause proposed (S28, S44)."""

    found_value = DecimalText("验收值", "Value found", allow_none=True)
    parts = values_by_part()
    no_value = YesNo(*NO_VALUE, load_default=False)
    events = listed(ma.fields.Nested(Event), "扣分事项", "Events", MOST_CODES, widget="events")
    quality = Choice("质量", "Quality", QUALITIES, required=True)
    on_time = YesNo("按时", "On time", required=True)
    met = YesNo("是否完成", "Met", required=True)
    cause = Choice("未完成原因", "Cause", CAUSES, load_default="none")
    text = Text("验收意见", "Finding in words", most=2000, lines=True)


class Empty(Input):
    """The clock brings nothing with it."""


class ScoreNow(Seen):
    """Nothing but what was seen: a score is computed, never entered."""
