"""The inputs of acts on a year, from its scheme to the payment of its awards."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.fields import Code, Day, Input, Number, Text, Upload
from workflow.inputs.target import Remark, Seen, listed
from workflow.words import Words

MOST_TARGETS = 10_000


class ChangeScheme(Seen):
    """The year's rules anew, as a TOML file (S3)."""

    toml = Text("考核方案（TOML）", "Scheme (TOML)", most=200_000, lines=True, required=True)


class GiveItems(Seen):
    """Every common and stability item of the scheme, to every unit that has a front (S7–S9)."""


class SeenTarget(Input):
    """A target and the digest of the content that was shown."""

    id = Number("目标", "Target", required=True)
    digest = Text("所见内容摘要", "Digest shown", most=64, required=True)


class ApprovePlan(Seen):
    """The whole plan by one decision of the meeting: what was shown, and its document (S15)."""

    document = Text("会议文号", "Document number", most=60, required=True)
    targets = listed(
        ma.fields.Nested(SeenTarget),
        "所批准的目标",
        "Targets approved",
        MOST_TARGETS,
        widget="seen",
        required=True,
    )
    text = Text("说明", "Remark", most=2000, lines=True)


class Documented(Remark):
    """A step of the year that rests on a document."""

    document = Text("文号", "Document number", most=60, required=True)


class Correct(Seen):
    """Why results that were final are corrected, and the document that says so."""

    document = Text("文号", "Document number", most=60, required=True)
    text = Text("理由", "Reason", most=2000, lines=True, required=True)


class SignOff(Seen):
    """A side's hand on one unit's score and grade, as they were shown (签认)."""

    unit = Code("单位", "Unit", choices="units", required=True)
    digest = Text("所见得分与等次的摘要", "Digest of score and grade shown", most=64, required=True)


class SignLetter(Seen):
    """A unit's responsibility letter was signed on paper (S2)."""

    unit = Code("单位", "Unit", choices="units", required=True)
    signed_on = Day("签订日期", "Signed on", required=True)
    file = Upload(
        "扫描件",
        "Scan",
        hint=Words(
            "PDF、JPEG 或 PNG，最大 5 MB。登记之后不能再补。",
            "PDF, JPEG or PNG, 5 MB at most. It cannot be added once the letter is registered.",
        ),
        allow_none=True,
    )


class ReportPeriod(Seen):
    """A unit's report of a period (S30); the unit where one heads several."""

    unit = Code("单位", "Unit", choices="own_units")
    period = Code("报告期", "Period", choices="periods", required=True)
    text = Text("报告", "Report", most=20_000, lines=True, required=True)


class SelfAssess(Seen):
    """A unit's own account of its year before the inspectors come (自查)."""

    unit = Code("单位", "Unit", choices="own_units")
    text = Text("自查报告", "Self-assessment", most=20_000, lines=True, required=True)


class PayAward(Seen):
    """An award was paid out, or a sanction carried out (S45–S47)."""

    award = Number("奖惩事项", "Award or sanction", choices="awards", required=True)
    document = Text("文号", "Document number", most=60, required=True)
    done_on = Day("办结日期", "Done on", required=True)
