"""What the lifecycle table says, as Markdown and Mermaid: for README and docs/acts.md.

Everything here is read off `lifecycle`; nobody writes it by hand. `shangxia docs --check` fails
where a file says something else than the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import marshmallow as ma

from workflow.act import KEEP, Act, Move
from workflow.lifecycle import BY_KIND, TARGET, YEAR
from workflow.terms import (
    CAPACITIES,
    STATE_MEANINGS,
    STATES,
    YEAR_STATES,
    State,
    YearState,
)
from workflow.words import Words

BEGIN = "<!-- generated from workflow/lifecycle.py: {name} (make docs) -->"
END = "<!-- end of {name} -->"
KINDS = {
    "target": Words("目标", "Targets"),
    "year": Words("年度", "Years"),
    "item": Words("通用与稳定工作", "Common and stability items"),
    "county": Words("县、单位、岗位、人员", "County, units, posts, people"),
}
ACTS_HEAD = """# Acts 办理事项

Every act there is, as `workflow/lifecycle.py` has it: this file is generated (`make docs`), and
`make test` fails where it is out of date. A rule's code is what the API answers when it refuses.
"""


class Stale(Exception):
    """A file that cannot take its generated part; the text says what is missing."""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _table(head: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    return "\n".join([_row(head), _row("---" for _ in head), *map(_row, rows)])


def _both(words: Words) -> str:
    return f"{words.zh} {words.en}"


def _labels(act: Act) -> dict[str, Words]:
    return STATES if act.on == "target" else YEAR_STATES


# — README —


def lifecycle_table() -> str:
    """States of a target, what each means, and the acts possible in it."""
    rows = [
        (
            f"`{state}`",
            STATES[state].zh,
            STATE_MEANINGS[state].en,
            " ".join(f"`{act.name}` {act.label.zh}" for act in TARGET if state in act.sources),
        )
        for state in State
        if state != State.NEW
    ]
    return _table(("state", "状态", "meaning", "acts 可办"), rows)


def diagram() -> str:
    """The machine as a Mermaid state diagram: an arrow for each act that moves a target."""
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state} : {STATES[state].zh}" for state in State if state != State.NEW]
    lines += [
        f"    {source} --> {dest} : {', '.join(names)}"
        for (source, dest), names in _arrows(TARGET).items()
    ]
    lines += [f"    {state} --> [*]" for state in (State.SCORED, State.CANCELLED)]
    return "\n".join([*lines, "```"])


def _arrows(acts: tuple[Act, ...]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for act in acts:
        for move in act.moves:
            for source in move.sources:
                if move.dest == KEEP or move.dest == source:
                    continue
                shown = "[*]" if source == State.NEW else str(source)
                names = found.setdefault((shown, str(move.dest)), [])
                if act.name not in names:
                    names.append(act.name)
    return found


def year_line() -> str:
    """The year's own small machine in one line."""
    shown = [f"`{YearState.PREPARING}` {YEAR_STATES[YearState.PREPARING].zh}"]
    for act in YEAR:
        for move in act.moves:
            if move.dest != KEEP:
                shown.append(f"`{act.name}` → `{move.dest}` {YEAR_STATES[move.dest].zh}")
    return f"The year 年度: {' · '.join(shown)}"


GENERATED: dict[str, Callable[[], str]] = {
    "lifecycle": lambda: f"{lifecycle_table()}\n\n{diagram()}\n\n{year_line()}",
}


def renewed(text: str) -> str:
    """A file's text with its generated parts as the table has them now. Raises Stale."""
    for name, make in GENERATED.items():
        begin, end = BEGIN.format(name=name), END.format(name=name)
        before, found, rest = text.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise Stale(f"the marks of the part “{name}” are missing: {begin} … {end}")
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


# — docs/acts.md —


def acts_page() -> str:
    """Every act with who may do it, where it leads, its rules and its input."""
    parts = [ACTS_HEAD]
    for kind, title in KINDS.items():
        parts.append(f"## {_both(title)}\n")
        parts += [_act(act) for act in BY_KIND[kind].values()]
    return "\n".join(parts)


def _act(act: Act) -> str:
    who = ", ".join(f"`{c.value}` {CAPACITIES[c].zh}" for c in act.capacities)
    lines = [f"### `{act.name}` {_both(act.label)}\n", f"- who 身份: {who}"]
    if act.on in ("target", "year"):
        lines += [f"- {_move(act, move)}" for move in act.moves]
    if act.signs:
        lines.append("- puts a hand 签署: bound to the digest that was shown")
    lines += [
        f"- rule 规则 `{rule.code}`: {rule.sentence.zh}。 {rule.sentence.en}." for rule in act.rules
    ]
    lines += _inputs(act.input)
    return "\n".join([*lines, ""])


def _move(act: Act, move: Move) -> str:
    labels = _labels(act)
    sources = ", ".join(f"`{s}` {labels[s].zh}" for s in move.sources)
    dest = "stays 不变" if move.dest == KEEP else f"`{move.dest}` {labels[move.dest].zh}"
    when = f" when `{move.when.__name__.strip('_')}`" if move.when else ""
    return f"{sources} → {dest}{when}"


def _inputs(schema: type[ma.Schema]) -> list[str]:
    fields = schema().load_fields
    if not fields:
        return ["- input 输入: none 无"]
    shown = ", ".join(
        f"`{name}`{'*' if field.required else ''} {field.metadata['label'].zh}"
        for name, field in fields.items()
    )
    return [f"- input 输入 (* required 必填): {shown}"]


# — files —


def pages(project: Path) -> dict[Path, str]:
    """Each generated file with the text that it should have. Raises Stale, OSError."""
    readme = project / "README.md"
    return {
        readme: renewed(readme.read_text("utf-8")),
        project / "docs" / "acts.md": acts_page(),
    }


def out_of_date(project: Path) -> list[Path]:
    """The generated files that say something else than the table."""
    return [
        path
        for path, text in pages(project).items()
        if not path.exists() or path.read_text("utf-8") != text
    ]


def write(project: Path) -> list[Path]:
    """Bring the generated files up to date; returns those that changed."""
    stale = out_of_date(project)
    texts = pages(project)
    for path in stale:
        path.write_text(texts[path], "utf-8")
    return stale
