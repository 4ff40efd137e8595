"""The options of an act, read off its input's schema; and back from options to the input.

Values go on as text: what they must look like is the schema's to say, with every field at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import marshmallow as ma

from web.commands.bilingual import Option
from web.commands.failures import Wrong
from workflow.act import Act
from workflow.words import Words, say

Values = dict[str, Any]
# How a field's option is called where its own name is taken.
FIELD = "field_"

DATA = Words(
    "全部输入，JSON 对象；@文件名 读文件，@- 读标准输入。",
    "The whole input as a JSON object; @FILE reads a file, @- standard input.",
)


def fields_of(act: Act) -> dict[str, ma.fields.Field[Any]]:
    """The fields of an act's input by name."""
    return dict(act.input().load_fields)


def binds(act: Act) -> bool:
    """Whether the act cannot be done without the digest that the actor was shown."""
    digest = fields_of(act).get("digest")
    return digest is not None and digest.required


def options_of(act: Act, *, leave_out: tuple[str, ...] = ()) -> list[Option]:
    """An option for every field of the input, and --data for all of it at once."""
    made = [
        Option(
            [f"--{name.replace('_', '-')}", f"{FIELD}{name}"],
            multiple=_is_list(field),
            metavar=_shape(field),
            words=_help(field),
        )
        for name, field in fields_of(act).items()
        if name not in leave_out
    ]
    return [*made, Option(["--data"], metavar="JSON|@FILE", words=DATA)]


def _is_list(field: ma.fields.Field[Any]) -> bool:
    return isinstance(field, ma.fields.List)


def _shape(field: ma.fields.Field[Any]) -> str:
    if isinstance(field, ma.fields.List):
        inner = field.inner
        if isinstance(inner, ma.fields.Nested):
            return ",".join(f"{name}=…" for name in inner.schema.load_fields)
        return _shape(inner)
    about = field.metadata
    if about.get("widget") == "yesno":
        return "true|false"
    if about.get("enum") and len(about["enum"]) <= 4:
        return "|".join(about["enum"])
    kinds = {
        "date": "DATE",
        "decimal": "DECIMAL",
        "number": "N",
        "select": "CODE",
        "upload": "SHA256",
    }
    return kinds.get(str(about.get("widget")), "TEXT")


def _help(field: ma.fields.Field[Any]) -> Words:
    parts = [field.metadata["label"]]
    about = field.metadata
    if about.get("hint"):
        parts.append(about["hint"])
    if len(about.get("enum") or ()) > 4:
        parts.append(Words("、".join(about["enum"]), ", ".join(about["enum"])))
    if _is_list(field):
        parts.append(Words("可重复", "may be repeated"))
    if field.required and field.metadata.get("widget") != "hidden":
        parts.append(Words("必填", "required"))
    return Words("；".join(say(p, "zh-CN") for p in parts), "; ".join(say(p, "en") for p in parts))


def input_of(act: Act, given: Values) -> Values:
    """The input that options and --data make together. Raises Wrong where they contradict."""
    raw = data_of(given.get("data"))
    for name, field in fields_of(act).items():
        value = given.get(f"{FIELD}{name}")
        if value is None or value == ():
            continue
        if name in raw:
            raise Wrong(
                f"{name} 在 --data 和选项中各给了一次。", f"{name} is given twice: in --data too."
            )
        raw[name] = _value(field, value)
    return raw


def _value(field: ma.fields.Field[Any], value: Any) -> Any:
    if isinstance(field, ma.fields.List):
        if value == ("",):
            return []
        nested = isinstance(field.inner, ma.fields.Nested)
        return [_parts(some) if nested else some for some in value]
    # An empty value clears what may be empty; elsewhere the schema says what it thinks of it.
    return None if value == "" and field.allow_none else value


def _parts(text: str) -> Any:
    """`due_on=2013-03-31,title=开工` or a JSON object, as the object it means."""
    if text.lstrip().startswith("{"):
        return data_of(text)
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(mark for _, mark, _ in pairs):
        raise Wrong(
            f"应为 名称=值,名称=值 或 JSON：{text}", f"Write name=value,name=value or JSON: {text}"
        )
    return {name.strip(): value for name, _, value in pairs}


def data_of(text: str | None) -> Values:
    """The object that --data holds. Raises Wrong for anything but one JSON object."""
    if text is None:
        return {}
    try:
        found = json.loads(_text_of(text), object_pairs_hook=_once, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Wrong(f"--data 不是有效的 JSON：{error}", f"--data is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise Wrong("--data 应为 JSON 对象。", "--data must be a JSON object.")
    return found


def _text_of(text: str) -> str:
    if not text.startswith("@"):
        return text
    return sys.stdin.read() if text == "@-" else Path(text[1:]).read_text("utf-8")


def _once(pairs: list[tuple[str, Any]]) -> Values:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no number")
