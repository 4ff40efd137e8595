"""Rows on what proves the log to strangers: its keys, origins and witnesses (日志签名)."""

from __future__ import annotations

import marshmallow as ma

from workflow.act import KEEP, Act, Effect, Move
from workflow.effects import sealing
from workflow.inputs import sealing as inputs
from workflow.terms import Capacity as C
from workflow.words import Words


def _row(
    name: str, zh: str, en: str, who: tuple[C, ...], schema: type[ma.Schema], effect: Effect
) -> Act:
    moves = (Move(("=",), KEEP),)
    return Act(name, "county", Words(zh, en), moves, who, (), schema, effect, stands=False)


# Keys live on the machine that signs, so whoever runs the program there is who can change them.
MACHINE = (C.SYSTEM,)
ADMINISTRATORS = (C.ADMIN, C.SYSTEM)

SEALING: tuple[Act, ...] = (
    _row(
        "set_log_key",
        "启用日志密钥",
        "Put a log key in force",
        MACHINE,
        inputs.SetLogKey,
        sealing.set_log_key,
    ),
    _row(
        "reopen_log",
        "另立日志源头",
        "Open a new origin of the log",
        MACHINE,
        inputs.ReopenLog,
        sealing.reopen_log,
    ),
    _row(
        "add_witness",
        "登记见证人",
        "Register a witness",
        ADMINISTRATORS,
        inputs.AddWitness,
        sealing.add_witness,
    ),
    _row(
        "remove_witness",
        "停用见证人",
        "Remove a witness",
        ADMINISTRATORS,
        inputs.RemoveWitness,
        sealing.remove_witness,
    ),
    _row(
        "keep_cosignature",
        "存入见证签名",
        "Keep a cosignature",
        (C.AUDITOR, *ADMINISTRATORS),
        inputs.KeepCosignature,
        sealing.keep_cosignature,
    ),
)
