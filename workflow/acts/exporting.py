"""The row by which part of the log, or all of it, leaves the county (导出日志)."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import exporting
from workflow.inputs import exporting as inputs
from workflow.terms import Capacity as C
from workflow.words import Words

EXPORTING: tuple[Act, ...] = (
    Act(
        "export",
        "county",
        Words("导出日志", "Export the log"),
        (Move(("=",), KEEP),),
        (C.AUDITOR,),
        (),
        inputs.Export,
        exporting.export,
        stands=False,
    ),
)
