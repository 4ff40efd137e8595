"""The inputs of acts on what proves the log: keys, origins, witnesses, cosignatures."""

from __future__ import annotations

from workflow.inputs.fields import Input, Text
from workflow.words import Words

HOW_VKEY = Words(
    "形如 名称+8位十六进制+base64（C2SP 验证密钥）。",
    "Such as name+8 hex digits+base64 (a C2SP verifier key).",
)


def _vkey() -> Text:
    return Text("验证密钥", "Verifier key", most=400, required=True, hint=HOW_VKEY)


class SetLogKey(Input):
    """The verifier key of the key that signs from now on; the signing key itself never comes."""

    vkey = _vkey()


class ReopenLog(Input):
    """A new origin: what was signed before cannot be gone on with, and somebody says why."""

    vkey = _vkey()
    text = Text("原因", "Reason", most=2000, required=True, lines=True)
    document = Text("依据文号", "Document number", most=60, allow_none=True)


class AddWitness(Input):
    """Whose cosignatures are taken."""

    vkey = _vkey()


class RemoveWitness(Input):
    """Whose cosignatures are taken no more."""

    witness = Text("见证人名称", "Name of the witness", most=300, required=True)


class KeepCosignature(Input):
    """A checkpoint of this log with the lines of those who cosigned it."""

    note = Text("经见证的检查点", "The cosigned checkpoint", most=20_000, required=True, lines=True)
