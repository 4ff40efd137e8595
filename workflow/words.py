"""Text that exists in both languages of the product, or not at all.

A label, a sentence of a rule or an error is declared where it is used, in Chinese and English at
once, so a missing translation cannot be written. Nothing here knows who reads it.
"""

from __future__ import annotations

from typing import Any


class Words(str):
    """A text in Chinese and English; as a `str` it is the English one.

    Being a `str` lets libraries (marshmallow) carry it through unchanged; `format` fills both.
    """

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, zh: str, en: str) -> Words:
        words = super().__new__(cls, en)
        words.zh = zh
        return words

    @property
    def en(self) -> str:
        """The English text as a plain str."""
        return str.__str__(self)

    def format(self, *args: Any, **kwargs: Any) -> Words:
        """Fill the placeholders of both languages; Words among the values speak each their own."""
        return Words(
            self.zh.format(*(say(a, "zh-CN") for a in args), **_in("zh-CN", kwargs)),
            self.en.format(*(say(a, "en") for a in args), **_in("en", kwargs)),
        )


def _in(language: str, values: dict[str, Any]) -> dict[str, Any]:
    return {name: say(value, language) for name, value in values.items()}


def say(value: Any, language: str) -> Any:
    """The text in one language; anything that is not Words is returned as it is."""
    if isinstance(value, Words):
        return value.zh if language == "zh-CN" else value.en
    return value


def both(value: str) -> Words:
    """A text that reads the same in both languages (a code, a number, somebody's own words)."""
    return value if isinstance(value, Words) else Words(value, value)


def joined(parts: list[Words]) -> Words:
    """A list in one line: 、 in Chinese, a comma in English."""
    return Words("、".join(p.zh for p in parts), ", ".join(p.en for p in parts))
