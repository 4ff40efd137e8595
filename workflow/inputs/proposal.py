"""The inputs of acts that propose something after issue (design.md 2.10, 2.11)."""

from __future__ import annotations

from workflow.inputs.fields import Code, Text
from workflow.inputs.target import Content, Create, Seen

REASON = ("理由", "Reason")


class Add(Create):
    """A new target after issue: the superior's document that asks for it."""

    document = Text("上级文件文号", "Superior's document", most=60, required=True)
    text = Text(*REASON, most=2000, lines=True)


class Change(Seen, Content):
    """What is to be changed of a running target, and why."""

    text = Text(*REASON, most=2000, lines=True, required=True)
    document = Text("依据文号", "Document number", most=60)


class Cancel(Seen):
    """Why a running target is to end."""

    text = Text(*REASON, most=2000, lines=True, required=True)
    document = Text("依据文号", "Document number", most=60)


class Transfer(Seen):
    """The unit that takes a target over, by which document."""

    lead_unit = Code("接收单位", "Unit that takes it over", choices="units", required=True)
    document = Text("划转文件文号", "Document of the transfer", most=60, required=True)
    text = Text(*REASON, most=2000, lines=True, required=True)
