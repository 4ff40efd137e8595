"""Rows on the log itself: read by auditors, taken out, verified. They change nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import marshmallow as ma

from workflow.act import KEEP, Act, Effect, Move
from workflow.effects import auditing
from workflow.inputs import auditing as inputs
from workflow.terms import Capacity as C
from workflow.words import Words


def _trace(
    name: str, label: Words, capacities: Sequence[C], schema: type[ma.Schema], effect: Effect
) -> Act:
    moves = (Move(("=",), KEEP),)
    return Act(
        name,
        "county",
        label,
        moves,
        tuple(capacities),
        (),
        schema,
        effect,
        stands=False,
        aside=True,
    )


AUDITING: tuple[Act, ...] = (
    _trace(
        "read_log",
        Words("查阅审计日志", "Read the audit log"),
        (C.AUDITOR,),
        inputs.ReadLog,
        auditing.read_log,
    ),
    # Whoever runs the program on its machine can copy the database anyway; here it is said.
    _trace(
        "export",
        Words("导出", "Export"),
        (C.AUDITOR, C.SYSTEM),
        inputs.Export,
        auditing.export,
    ),
    # The program's own statement about itself: nobody can say for it what it found.
    _trace(
        "verify_log",
        Words("核验审计日志", "Verify the audit log"),
        (C.SYSTEM,),
        inputs.VerifyLog,
        auditing.verify_log,
    ),
)
