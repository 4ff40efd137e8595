"""Fronts and units from a workbook, and each unit's front in a year.

One workbook sets up a county: an administrator brings in its fronts, units, posts and people, and
the target office places the units in fronts for a year from the same file (S41).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from workflow.inputs.county import UNIT_KINDS
from workflow.spreadsheets.plans import Draft, Known, Names, units_known
from workflow.spreadsheets.tables import Column, Line, Table
from workflow.words import Words

Values = dict[str, Any]

CODE = Column(
    "code",
    Words("代码", "Code"),
    "code",
    required=True,
    hint=Words("字母、数字和 . _ -，最多 40 个。", "Letters, digits and . _ -, at most 40."),
)
NAME_ZH = Column("name_zh", Words("中文名称", "Name in Chinese"), required=True)
NAME_EN = Column(
    "name_en",
    Words("英文名称", "Name in English"),
    hint=Words("空着则用代码。", "Where empty, the code is used."),
)
FRONT = Column(
    "front",
    Words("战线", "Front"),
    hint=Words(
        "代码或名称；由目标办按年度划定。",
        "Code or name; the target office places the unit in it year by year.",
    ),
)

FRONTS = Table("fronts", Words("战线", "Fronts"), (CODE, NAME_ZH, NAME_EN), ("code",))
UNITS = Table(
    "units",
    Words("单位", "Units"),
    (
        CODE,
        NAME_ZH,
        NAME_EN,
        Column("kind", Words("类型", "Kind"), "choice", required=True, labels=UNIT_KINDS),
        Column(
            "parent",
            Words("上级单位", "Parent unit"),
            hint=Words("代码或名称，可空。", "Code or name; may be empty."),
        ),
        FRONT,
        Column(
            "leader",
            Words("分管领导岗位", "Leader in charge"),
            "codes",
            hint=Words(
                "“岗位”表中领导岗位的代码，可空。", "Code of a leader's post on the sheet Posts."
            ),
        ),
        Column(
            "usual_posts",
            Words("常设岗位", "Usual posts"),
            "yesno",
            hint=Words(
                "是：增设“代码-YBS”（一把手）和“代码-KY”（经办人）。空着时，乡镇和部门为是。",
                "Yes: adds the posts CODE-YBS (head) and CODE-KY (drafter). Where empty: yes for "
                "townships and bureaus.",
            ),
        ),
    ),
    ("code",),
)
# The same sheet as UNITS, of which only two columns are looked at.
PLACES = Table(
    "places",
    UNITS.label,
    tuple(
        Column(c.name, c.label, c.kind, c.name == "code", c.labels, c.hint) for c in UNITS.columns
    ),
    ("code",),
    asked=("code", "name_zh", "front"),
)


def add_fronts(draft: Draft, lines: Iterable[Line], known: Known) -> None:
    """增设战线 for every row that is new."""
    fronts = known.organisation.fronts
    taken = {front.name.zh: front.code for front in fronts.values()}
    for line in lines:
        front = fronts.get(line.get("code"))
        if front is not None:
            compare(draft, line, named(line), names_of(front))
        elif line.get("name_zh") in taken:
            # A scheme brings its fronts with it; the same one twice would split its units.
            code = taken[line.get("name_zh")]
            draft.wrong(
                line,
                "code",
                f"这个战线已经在库，代码是“{code}”。",
                f"This front is there already, with the code “{code}”.",
            )
        else:
            draft.act(line, "add_front", named(line))


def named(line: Line) -> Values:
    """Code and names as the acts take them; the code stands in for an English name."""
    code = line.get("code")
    return {
        "code": code,
        "name_zh": line.get("name_zh"),
        "name_en": line.get("name_en") or code,
    }


def names_of(thing: Any) -> Values:
    """The same of something that the county holds."""
    return {"code": thing.code, "name_zh": thing.name.zh, "name_en": thing.name.en}


def compare(draft: Draft, line: Line, given: Values, held: Values) -> None:
    """A row about something the county holds must say what it holds: an import adds, it never
    changes."""
    different = [name for name, value in given.items() if value != held[name]]
    for name in different:
        shown = held[name] if not isinstance(held[name], list) else "、".join(held[name])
        draft.wrong(
            line,
            name,
            f"“{line.get('code')}”已经在库，这一项是“{shown or ''}”；导入只增加，不更改。",
            f"“{line.get('code')}” is there already, with “{shown or ''}” here; an import adds and "
            "never changes.",
        )
    draft.same += not different


class Units:
    """The units of a workbook beside those of the county."""

    def __init__(self, draft: Draft, lines: Sequence[Line], known: Known) -> None:
        self.draft = draft
        self.known = known
        self.lines = lines
        self.names = units_known(known)
        for line in lines:
            if line.get("code"):
                self.names.add(line.get("code"), line.get("name_zh"), line.get("name_en"))

    def add(self) -> None:
        """增设单位 for every row that is new, parents first."""
        waiting = {line.get("code"): line for line in self.lines if line.get("code")}
        parents = {code: self._parent(line) for code, line in waiting.items()}
        while waiting:
            ready = [code for code in waiting if parents[code] not in waiting]
            if not ready:
                for line in waiting.values():
                    self.draft.wrong(
                        line, "parent", "上级单位绕成了圈。", "The parent units go in a circle."
                    )
                return
            for code in ready:
                self._one(waiting.pop(code), parents[code])

    def _parent(self, line: Line) -> str | None:
        given = line.get("parent")
        return self.names.code(self.draft, line, "parent", given) if given else None

    def _one(self, line: Line, parent: str | None) -> None:
        raw = {**named(line), "kind": line.get("kind"), "parent": parent}
        unit = self.known.organisation.units.get(line.get("code"))
        if unit is None:
            self.draft.act(line, "add_unit", raw)
        else:
            parent = self.known.parents.get(unit.code)
            held = {**names_of(unit), "kind": unit.kind, "parent": parent}
            compare(self.draft, line, raw, held)

    def charges(self) -> dict[str, list[str]]:
        """By the code of a leader's post, the units whose rows name it."""
        found: dict[str, list[str]] = {}
        for line in self.lines:
            for post in line.get("leader") or ():
                found.setdefault(post, []).append(line.get("code"))
        return found


def place(draft: Draft, lines: Iterable[Line], known: Known, year: int) -> None:
    """划定战线: each unit that has a front, for this year; rows without one are passed over."""
    units = units_known(known)
    fronts = Names("战线", "front")
    for front in known.organisation.fronts.values():
        fronts.add(front.code, front.name.zh, front.name.en)
    for line in lines:
        if not line.get("front") or not line.get("code"):
            continue
        code = units.code(draft, line, "code", line.get("code"))
        front_code = fronts.code(draft, line, "front", line.get("front"))
        if code is None or front_code is None:
            continue
        held = known.organisation.front(year, known.organisation.units[code].id)
        if held is None:
            raw = {"year": year, "unit": code, "front": front_code}
            draft.act(line, "place_unit", raw, unit="code")
        elif held.code == front_code:
            draft.same += 1
        else:
            draft.wrong(
                line,
                "front",
                f"该单位 {year} 年度已划入“{held.name.zh}”。",
                f"This unit is in “{held.name.en}” for {year} already.",
            )
