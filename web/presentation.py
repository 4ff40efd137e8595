"""What templates may call: both languages, dates, numbers and the look of a code.

Nothing here decides what may be done; codes come in and words go out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, g, has_request_context, request, url_for

from web.labels import LABELS, MARKS, Mark
from workflow.terms import NOBODY, Capacity
from workflow.words import say

BEIJING = ZoneInfo("Asia/Shanghai")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STATIC = Path(__file__).parent / "static"
SHORT_DIGEST = 12


def language() -> str:
    """The language of this answer, `zh-CN` or `en`."""
    return str(g.get("language", "zh-CN")) if has_request_context() else "zh-CN"


def t(zh: str, en: str) -> str:
    """The sentence in the reader's language; both stand where they are used."""
    return zh if language() == "zh-CN" else en


def w(words: str | None) -> str:
    """Words declared in both languages, in the reader's; plain text stays as it is."""
    return str(say(words, language())) if words else ""


def day(value: str | date | None) -> str:
    """2026年11月22日 or 22 Nov 2026; of a stored moment the day that it was in the county; nothing
    for no day."""
    if not value:
        return ""
    text = str(value)
    when = _in_the_county(text).date() if "T" in text else date.fromisoformat(text[:10])
    if language() == "zh-CN":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def moment(value: str | datetime | None) -> str:
    """A moment in Beijing time to the minute; stored moments are UTC."""
    if not value:
        return ""
    local = _in_the_county(str(value))
    return f"{day(local.date())} {local:%H:%M}"


def _in_the_county(text: str) -> datetime:
    """A stored moment as the clocks of the county had it."""
    when = datetime.fromisoformat(text)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(BEIJING)


def number(value: str | int | Decimal | None) -> str:
    """A number with its thousands apart; what is no number is shown as it stands."""
    if value is None or value == "":
        return ""
    try:
        return f"{Decimal(value):,f}"
    except InvalidOperation:
        return str(value)


def short(digest: str | None) -> str:
    """The first characters of a digest, enough to compare two papers by eye."""
    return f"{(digest or '')[:SHORT_DIGEST]}…" if digest else ""


def label(kind: str, code: str | None) -> str:
    """The word for a code of one kind (state, turn, capacity …); an unknown code shows itself."""
    if not code:
        return ""
    word = w(LABELS[kind].get(code, code))
    return word[:1].upper() + word[1:]


def punctuated(zh: str) -> str:
    """A sealed label with Chinese punctuation: its digest stands on the text as it was written."""
    return zh.translate(_FULL_WIDTH)


_FULL_WIDTH = str.maketrans("(),:", "（），：")


def aside(text: str) -> str:
    """A remark in the brackets of the language, or nothing."""
    return t(f"（{text}）", f" ({text})") if text else ""


def signer(row: Mapping[str, Any]) -> str:
    """Who acted, and for whom: 王某（代李某）, Wang (for Li); an acting head acts for nobody."""
    behalf = row["on_behalf_of_name"]
    role = t(f"代{behalf}", f"for {behalf}") if behalf else ""
    role = t("主持工作", "acting head") if row["acting"] else role
    return f"{row['by_name']}{aside(role)}" if row["by_name"] else ""


def people(capacities: Iterable[str]) -> str:
    """Who these capacities are, in one line."""
    return t("、", ", ").join(w(LABELS["capacity"].get(c, c)) for c in capacities)


def cleared_by(who: Iterable[str]) -> str:
    """Who could clear a refusal, as a remark in brackets."""
    found = list(who)
    if NOBODY in found:
        return aside(t("无人可以解除", "nobody can clear this any more"))
    if found == [Capacity.SYSTEM]:
        return aside(t("到时自行解除", "clears itself in time"))
    names = people(found)
    return aside(t(f"可由{names}处理", f"can be cleared by: {names}")) if found else ""


def mark_of(kind: str, code: str) -> Mark:
    """The shape and tone of a state or light."""
    return MARKS[kind].get(code, Mark("○", ""))


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for a year."""
    return url_for("static", filename=name, v=_fingerprint(name))


def here() -> str:
    """The address of this page for coming back to it; a POST answers with no page to return to."""
    if request.method != "GET":
        return url_for("inbox.show")
    return request.full_path if request.query_string else request.path


def install(app: Flask) -> None:
    """Give these words to every template."""
    words = (t, w, day, moment, number, short, label, people, cleared_by, mark_of)
    for helper in (*words, asset, here):
        app.jinja_env.globals[helper.__name__] = helper
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
