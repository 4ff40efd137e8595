"""Forms out of the acts' own input schemas: drawing a field, reading it back, showing an answer.

The marshmallow schema is the only description of an input; its metadata (label, hint, widget,
choices) is turned into controls for templates/macros/form.html. Nothing is validated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import marshmallow as ma
from werkzeug.datastructures import MultiDict

from web import grid, part_values
from web.presentation import day, number, t, w
from workflow.errors import InvalidInput
from workflow.inputs.target import NOT_BLANK

Values = dict[str, Any]
Choices = Mapping[str, Sequence[tuple[str, str]]]
Errors = Mapping[str, Sequence[str]]

BLANK_ROWS = 3
# Up to so many answers stand as radio buttons, more in a drop-down.
FEW = 4
WIDE = frozenset(
    {"textarea", "milestones", "events", "multiple", "ids", "upload", "days", "outcomes", "parts"}
)
# Questions with several answers: ticked boxes, of codes or of numbers.
SEVERAL = frozenset({"multiple", "ids"})
NARROW = frozenset({"decimal", "number", "date"})
# Typed in, unless the page knows what may be chosen.
TYPED = frozenset({"text", "number"})
# Lines of a box for text, by how much it may hold: a remark, a report, a whole scheme.
ROWS = ((100_000, 24), (10_000, 12), (0, 4))


def visible(schema: type[ma.Schema]) -> Iterator[tuple[str, ma.fields.Field[Any]]]:
    """The fields a person fills in; what was seen (version, digest) travels hidden."""
    for name, field in schema().fields.items():
        if field.metadata.get("widget") != "hidden":
            yield name, field


def hidden(schema: type[ma.Schema]) -> list[str]:
    """The names of the fields that say what was seen."""
    return [n for n, f in schema().fields.items() if f.metadata.get("widget") == "hidden"]


def controls(
    schema: type[ma.Schema], values: Values, errors: Errors, choices: Choices
) -> list[Values]:
    """Every visible field as a control with its value and the sentences of what is wrong."""
    return [
        control(name, field, values.get(name), errors, choices) for name, field in visible(schema)
    ]


def control(
    name: str, field: ma.fields.Field[Any], value: Any, errors: Errors, choices: Choices
) -> Values:
    """One field as macros/form.html draws it."""
    about = field.metadata
    offered = about["widget"] in TYPED and about.get("choices") in choices
    if about["widget"] == "days":
        # One box holds them all, so what is wrong with one of them is said there.
        own = [p for p in errors if p.partition(".")[0] == name]
        errors = {name: [text for path in own for text in errors[path]]}
    drawn = {
        "name": name,
        "id": f"f-{name}",
        "label": w(about["label"]),
        "hint": w(about.get("hint")),
        "kind": "select" if offered else about["widget"],
        "value": "" if value is None else str(value) if offered else value,
        "errors": [w(text) for text in errors.get(name, ())],
        "required": field.required,
        "short": about["widget"] in NARROW and not offered,
        "whole": about["widget"] in WIDE or name == "title",
        "rows": next(rows for least, rows in ROWS if about.get("most", 0) >= least),
        "options": options(about, choices),
    }
    return drawn | _shape(field, value, errors, drawn, choices)


def options(about: Mapping[str, Any], choices: Choices) -> list[Values]:
    """The answers to choose from: the schema's own, or the county's by the name of the choice."""
    own = [(code, w(words)) for code, words in about.get("labels", {}).items()]
    listed = own or choices.get(about.get("choices") or about["widget"], ())
    return [{"value": code, "label": label} for code, label in listed]


def _sent_as(value: Any) -> Any:
    """A value as a form sends it: yes and no, and whole numbers, as text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


def _shape(
    field: ma.fields.Field[Any], value: Any, errors: Errors, drawn: Values, choices: Choices
) -> Values:
    kind = drawn["kind"]
    if kind in ("milestones", "events"):
        return _rows(field, value or [], errors, drawn, choices)
    if kind == "outcomes":
        return grid.drawn(drawn["name"], value or [], errors, choices)
    if kind == "parts":
        return part_values.control(value or [], errors, choices)
    if kind in SEVERAL:
        return {"kind": "many", "value": value or []}
    if kind == "days":
        return {"kind": "textarea", "value": "\n".join(map(str, value or []))}
    if kind == "yesno" or (kind == "select" and "labels" in field.metadata):
        shown = _sent_as(value) or ""
        few = len(drawn["options"]) <= FEW
        return {"kind": "one" if few else "select", "value": shown}
    return {}


def _rows(field: Any, value: list[Any], errors: Errors, drawn: Values, choices: Choices) -> Values:
    inner = field.inner.schema.fields
    name = drawn["name"]

    def cell(index: int, column: str, row: Any) -> Values:
        path = f"{name}.{index}.{column}"
        own = {path: errors.get(path, ())}
        shown = row.get(column) if isinstance(row, dict) else None
        made = control(path, inner[column], shown, own, {})
        listed = choices.get(f"{name}.{column}")
        if listed:
            options = [{"value": code, "label": label} for code, label in listed]
            made |= {"kind": "select", "options": options}
        return made | {"name": f"{name}-{index}-{column}", "id": f"f-{path}"}

    rows = [*value, *({} for _ in range(BLANK_ROWS))]
    return {
        "kind": "rows",
        "columns": [{"label": w(f.metadata["label"])} for f in inner.values()],
        "value": [[cell(i, column, row) for column in inner] for i, row in enumerate(rows)],
    }


def read(schema: type[ma.Schema], form: MultiDict[str, str]) -> Values:
    """A sent form as the plain input of an act, as if it had come as JSON.

    An empty answer is null where the schema takes null and absent elsewhere; rows without a single
    answer are no rows.
    """
    data: Values = {}
    for name, field in schema().fields.items():
        widget = field.metadata.get("widget")
        if widget in ("milestones", "events"):
            if any(key.startswith(f"{name}-") for key in form):
                data[name] = _read_rows(field, name, form)
        elif widget == "outcomes":
            data[name] = grid.read(name, form)
        elif widget == "parts":
            if part_values.is_asked(form):
                data[name] = part_values.read(form)
        elif widget == "days":
            if name in form:
                data[name] = form[name].replace("、", " ").replace(",", " ").split()
        elif widget in SEVERAL:
            if f"{name}-asked" in form or name in form:
                data[name] = form.getlist(name)
        elif name in form:
            answer = form[name].replace("\r\n", "\n").strip()
            if answer:
                data[name] = _whole(field, answer)
            elif field.allow_none:
                data[name] = None
            elif NOT_BLANK in field.validators:
                # Emptied on purpose, and it may not be: the schema says so at the field.
                data[name] = ""
    return data


def _whole(field: ma.fields.Field[Any], answer: str) -> str | int:
    """A whole number as JSON would bring it; what is none stays text, for the schema to refuse."""
    return grid.number_of(answer) if isinstance(field, ma.fields.Integer) else answer


def _read_rows(field: Any, name: str, form: MultiDict[str, str]) -> list[Values]:
    columns = list(field.inner.schema.fields)
    numbers = {k.split("-")[1] for k in form if k.startswith(f"{name}-")}
    indexes = sorted((n for n in numbers if n.isdecimal()), key=lambda n: (len(n), n))
    rows = [
        {c: form[key].strip() for c in columns if form.get(key := f"{name}-{i}-{c}", "").strip()}
        for i in indexes
    ]
    return [row for row in rows if row]


def kept(form: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The answers to carry through the check-answers page, as they were typed."""
    ours = {"csrf_token", "confirmed", "change"}
    return [(k, v) for k, v in form.items(multi=True) if k not in ours]


def problems(schema: type[ma.Schema], errors: Errors) -> list[Values]:
    """The lines of the error summary: each names its field and links to it."""
    fields = schema().fields
    lines = []
    for path, texts in errors.items():
        field = fields.get(path.split(".")[0])
        label = w(field.metadata["label"]) if field is not None else path
        shown = field is not None and field.metadata.get("widget") != "hidden"
        one_box = field is not None and field.metadata.get("widget") == "days"
        anchor = f"f-{path.partition('.')[0] if one_box else path}" if shown else ""
        lines += [{"field": anchor, "text": label + t("：", ": ") + w(text)} for text in texts]
    return lines


def problems_of_filters(error: InvalidInput) -> list[Values]:
    """What is wrong with the filters of a list, each linking to its control."""
    return [
        {"field": f"f-{name}", "text": w(text)}
        for name, texts in error.fields.items()
        for text in texts
    ]


def answers(schema: type[ma.Schema], data: Values, choices: Choices) -> list[Values]:
    """What was answered, for reading: label and value in the reader's language."""
    return [
        {"label": w(f.metadata["label"]), "value": answer(f, data[name], choices)}
        for name, f in visible(schema)
        if data.get(name) not in (None, "", [])
    ]


def answer(field: ma.fields.Field[Any], value: Any, choices: Choices) -> str:
    """One value as people read it."""
    about = field.metadata
    if about["widget"] in ("milestones", "events"):
        return "\n".join(_line(row) for row in value)
    if about["widget"] == "parts":
        return "\n".join(part_values.said(value, choices))
    if about["widget"] == "days":
        return t("、", ", ").join(day(each) for each in value)
    names = {o["value"]: o["label"] for o in options(about, choices)}
    if about["widget"] in SEVERAL:
        return t("、", ", ").join(names.get(str(v), str(v)) for v in value)
    if str(value) in names:
        return names[str(value)]
    if about["widget"] == "date":
        return day(value)
    if about["widget"] in ("decimal", "number"):
        return number(value)
    shown = _sent_as(value)
    return str(names.get(shown, shown))


def _line(row: Values) -> str:
    parts = (day(row.get("due_on")), number(row.get("quantity")), row.get("title", ""))
    event = (row.get("event", ""), str(row.get("count", "")))
    return " · ".join(p for p in (*parts, *event) if p)
