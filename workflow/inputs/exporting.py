"""The input of an export: what the program found when it made the bundle, nothing people type."""

from __future__ import annotations

import marshmallow as ma

from workflow.inputs.fields import LARGEST_ID, Input, Number, Text, YesNo

_HEX = ma.validate.Regexp(r"^[0-9a-f]{64}$")
_SCOPE = ma.validate.Regexp(r"^(whole|year [0-9]{4}|target [1-9][0-9]{0,15})$")


class ExportBundle(Input):
    """Which part of the log left, up to which checkpoint, and the SHA-256 of its manifest."""

    scope = Text("范围", "Scope", most=40, required=True, validate=_SCOPE)
    with_files = YesNo("含附件", "With attachments")
    size = Number("日志条数", "Entries of the log", low=1, high=LARGEST_ID, required=True)
    root = Text("树根", "Root", most=64, required=True, validate=_HEX)
    manifest_hash = Text("清单摘要", "Manifest's digest", most=64, required=True, validate=_HEX)
