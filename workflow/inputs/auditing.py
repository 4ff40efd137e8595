"""The inputs of acts that leave a trace of what was looked at, taken out, and verified."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.fields import Choice, Code, Input, Text
from workflow.words import Words

# What only auditors read, by kind of page.
READS = {
    "entries": Words("日志条目", "entries of the log"),
    "absent": Words("未发生之事", "what did not happen"),
    "person_year": Words("某人的一年", "a person's year"),
    "unit_year": Words("某单位的一年", "a unit's year"),
    "verification": Words("核验结果", "the verification"),
}
EXPORTS = {"entries": Words("日志条目", "entries of the log")}


class ReadLog(Input):
    """What an auditor reads, once a day: the kind of page, and of whom where it is of one."""

    reads = Choice("查阅内容", "What is read", READS, required=True)
    username = Text("人员", "Person", most=40)
    unit = Code("单位", "Unit", choices="units")


class Export(Input):
    """What is taken out of the county as a file, and by which filters it was chosen."""

    exports = Choice("导出内容", "What is exported", EXPORTS, required=True)
    text = Text("筛选条件", "Filters", most=2_000)


class VerifyLog(Input):
    """What a verification found: asked for by whom, in short, and the report as canonical JSON."""

    username = Text("申请人", "Asked for by", most=40, required=True)
    verified = Text(
        "核验结论",
        "What was verified",
        most=120,
        required=True,
        validate=ma.validate.Regexp(r"^(consistent|authentic|bent) [0-9]+ [0-9a-f]{64}$"),
    )
    text = Text("核验报告", "Report", most=40_000, lines=True, required=True)
