"""The row by which part of the log, or all of it, leaves the county (导出审计包)."""

from __future__ import annotations

from workflow.act import KEEP, Act, Move
from workflow.effects import exporting
from workflow.inputs import exporting as inputs
from workflow.terms import Capacity as C
from workflow.words import Words

EXPORTING: tuple[Act, ...] = (
    Act(
        "export_bundle",
        "county",
        Words("导出审计包", "Export a bundle of the log"),
        (Move(("=",), KEEP),),
        (C.AUDITOR,),
        (),
        inputs.ExportBundle,
        exporting.export_bundle,
        stands=False,
    ),
)
