"""What is asked of a changed scheme that is only tried."""

from __future__ import annotations

from workflow.inputs.fields import Input, Number, Text


class WhatIf(Input):
    """A scheme file, or the scheme of another year; without either the year's own."""

    toml = Text("考核方案（TOML）", "Scheme (TOML)", most=200_000, lines=True)
    scheme = Number("采用哪一年度的方案", "Use the scheme of this year", low=0, high=9999)
