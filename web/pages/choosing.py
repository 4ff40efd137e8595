"""Choosing a password: the two fields, and what is wrong with what was typed into them."""

from __future__ import annotations

from web.presentation import t
from workflow import passwords

Problem = dict[str, str]
MOST = 1000


def password_problems(first: str, again: str) -> list[Problem]:
    """What is wrong with a password typed twice, each at its field; empty where nothing is."""
    if len(first) < passwords.LEAST:
        text = t(
            f"口令至少 {passwords.LEAST} 个字符。",
            f"A password has at least {passwords.LEAST} characters.",
        )
        return [{"field": "password", "text": text}]
    if len(first) > MOST or "\x00" in first:
        return [{"field": "password", "text": t("口令不能这样。", "This cannot be a password.")}]
    if first != again:
        text = t("两次输入的口令不同。", "The two passwords differ.")
        return [{"field": "again", "text": text}]
    return []
