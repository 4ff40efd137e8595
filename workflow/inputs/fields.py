"""The field types all inputs are made of; each refuses what storage or log could not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import marshmallow as ma

from workflow.audit.canonical import decimal_text, nfc
from workflow.words import Words

DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
DECIMAL_PATTERN = r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
LARGEST_ID = 2**53 - 1
# Unicode's embeddings, overrides and isolates of direction (UAX #9).
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# What marshmallow itself says, in both languages.
ma.fields.Field.default_error_messages.update(
    required=Words("此项必填。", "This is required."),
    null=Words("此项不能为空。", "This may not be null."),
    validator_failed=Words("此项无效。", "This is not valid."),
)
ma.fields.String.default_error_messages.update(
    invalid=Words("应为文字。", "This must be text."),
    invalid_utf8=Words("不是有效的 UTF-8 文字。", "This is not valid UTF-8."),
)
ma.fields.Integer.default_error_messages.update(
    invalid=Words("应为整数。", "This must be a whole number."),
)
ma.fields.Number.default_error_messages.update(
    too_large=Words("数字过大。", "The number is too large."),
)
ma.fields.Boolean.default_error_messages.update(
    invalid=Words("应为是或否。", "This must be true or false."),
)
ma.fields.List.default_error_messages.update(
    invalid=Words("应为列表。", "This must be a list."),
)
ma.fields.Nested.default_error_messages.update(
    type=Words("应为对象。", "This must be an object."),
)


class Input(ma.Schema):
    """The base of all inputs: unknown fields are refused, in the reader's language."""

    error_messages = {
        "unknown": Words("没有这一项。", "There is no such field."),
        "type": Words("应为对象。", "This must be an object."),
    }

    class Meta:
        unknown = ma.RAISE


def _about(label: Words, hint: Words | None, **more: Any) -> dict[str, Any]:
    return {"label": label, "hint": hint, **more}


def storable(text: str) -> bool:
    """Whether both databases can hold this text.

    PostgreSQL cannot store NUL; neither database can store half a surrogate pair (stack.md 1).
    """
    return "\x00" not in text and not any("\ud800" <= c <= "\udfff" for c in text)


def readable(text: str) -> bool:
    """Whether a text shows what it holds: no control characters but line ends and tabs, and none
    that turn the direction of reading, by which a title could show other words than are signed."""
    return not any(
        (c < " " and c not in "\n\r\t") or "\x7f" <= c <= "\x9f" or c in TURNING for c in text
    )


class Text(ma.fields.String):
    """Text without NUL or lone surrogates, at most `most` characters, kept in NFC."""

    default_error_messages = {
        "bad_character": Words(
            "含有不能保存的字符。", "This holds a character that cannot be kept."
        ),
        "too_long": Words("最多 {most} 个字。", "At most {most} characters."),
        "blank": Words("此项必填。", "This is required."),
    }

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        most: int = 200,
        lines: bool = False,
        hidden: bool = False,
        hint: Words | None = None,
        choices: str | None = None,
        **kwargs: Any,
    ) -> None:
        widget = "hidden" if hidden else "textarea" if lines else "text"
        kwargs.setdefault(
            "metadata", _about(Words(zh, en), hint, widget=widget, most=most, choices=choices)
        )
        super().__init__(**kwargs)
        self.most = most

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not (storable(text) and readable(text)):
            raise self.make_error("bad_character")
        text = nfc(text.strip())
        if len(text) > self.most:
            raise self.make_error("too_long", most=self.most)
        if self.required and not text:
            raise self.make_error("blank")
        return text


class Code(Text):
    """The code of a unit, post, front, rule or key task; what it names is checked by the door."""

    def __init__(self, zh: str, en: str, *, choices: str, **kwargs: Any) -> None:
        kwargs["metadata"] = _about(Words(zh, en), None, widget="select", choices=choices, most=60)
        super().__init__(zh, en, most=60, **kwargs)


class Upload(Text):
    """A file that was attached, by its SHA-256 digest; a page attaches it and fills this in."""

    def __init__(self, zh: str, en: str, *, hint: Words, **kwargs: Any) -> None:
        kwargs["metadata"] = _about(Words(zh, en), hint, widget="upload", most=64)
        super().__init__(zh, en, most=64, **kwargs)


class Choice(Text):
    """One of a closed set of codes, each with its label."""

    default_error_messages = {
        "not_a_choice": Words("应为其一：{all}。", "This must be one of: {all}."),
    }

    def __init__(self, zh: str, en: str, labels: Mapping[str, Words], **kwargs: Any) -> None:
        kwargs["metadata"] = _about(
            Words(zh, en), None, widget="select", labels=dict(labels), enum=list(labels), most=40
        )
        super().__init__(zh, en, most=40, **kwargs)
        self.labels = labels

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        code = super()._deserialize(value, attr, data, **kwargs)
        if code not in self.labels:
            raise self.make_error("not_a_choice", all="、".join(self.labels))
        return code


class DecimalText(ma.fields.Field[str]):
    """An exact decimal as text: at most 15 digits before the point and 6 after it.

    JSON numbers are refused but for whole ones: a float is not exact.
    """

    default_error_messages = {
        "not_decimal": Words(
            "应为十进制数（文字），小数点前最多 15 位、后最多 6 位。",
            "This must be a decimal as text: at most 15 digits before the point and 6 after.",
        ),
        "out_of_range": Words("应在 {low} 与 {high} 之间。", "This must be from {low} to {high}."),
    }

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        low: int | None = None,
        high: int | None = None,
        hint: Words | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["metadata"] = _about(Words(zh, en), hint, widget="decimal", pattern=DECIMAL_PATTERN)
        super().__init__(**kwargs)
        self.low = low
        self.high = high

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
            value = str(value)
        if not isinstance(value, str) or not DECIMAL.fullmatch(value.strip()):
            raise self.make_error("not_decimal")
        text = decimal_text(value.strip())
        low = text.startswith("-") and self.low == 0
        whole = int(text.split(".")[0])
        if low or (self.low is not None and whole < self.low):
            raise self.make_error("out_of_range", low=self.low, high=self.high)
        over = whole > (self.high or 0) or (whole == self.high and "." in text)
        if self.high is not None and over:
            raise self.make_error("out_of_range", low=self.low, high=self.high)
        return text


class Day(ma.fields.Field[str]):
    """A calendar day as ISO text."""

    default_error_messages = {
        "not_a_day": Words("应为日期，如 2013-03-31。", "This must be a date such as 2013-03-31."),
    }

    def __init__(self, zh: str, en: str, **kwargs: Any) -> None:
        kwargs["metadata"] = _about(
            Words(zh, en), None, widget="date", pattern=DAY_PATTERN, format="date"
        )
        super().__init__(**kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        if not isinstance(value, str) or not re.fullmatch(DAY_PATTERN, value, re.ASCII):
            raise self.make_error("not_a_day")
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self.make_error("not_a_day") from None
        # Far enough for any plan, near enough that the day after it exists.
        if not 1949 <= day.year <= 2999:
            raise self.make_error("not_a_day")
        return value


class Number(ma.fields.Integer):
    """A whole number in a range; text and floats are refused.

    `choices` names what a form may offer in its place: rows that are known by their numbers.
    """

    default_error_messages = {
        "out_of_range": Words("应在 {low} 与 {high} 之间。", "This must be from {low} to {high}."),
    }

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        low: int = 0,
        high: int = LARGEST_ID,
        hidden: bool = False,
        choices: str | None = None,
        **kwargs: Any,
    ) -> None:
        widget = "hidden" if hidden else "number"
        kwargs["metadata"] = _about(
            Words(zh, en), None, widget=widget, minimum=low, maximum=high, choices=choices
        )
        super().__init__(**kwargs)
        self.low = low
        self.high = high

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> int:
        # A form sends digits; JSON sends a number. Both are whole, nothing is rounded.
        if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal():
            value = int(value.strip()) if len(value.strip()) < 20 else LARGEST_ID + 1
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        if not self.low <= value <= self.high:
            raise self.make_error("out_of_range", low=self.low, high=self.high)
        return value


class YesNo(ma.fields.Boolean):
    """Yes or no; a form sends the words, JSON the value."""

    def __init__(self, zh: str, en: str, **kwargs: Any) -> None:
        labels = {"true": Words("是", "yes"), "false": Words("否", "no")}
        kwargs["metadata"] = _about(Words(zh, en), None, widget="yesno", labels=labels)
        super().__init__(truthy={"true", True}, falsy={"false", False}, **kwargs)
