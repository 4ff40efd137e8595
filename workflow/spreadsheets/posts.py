"""Posts from a workbook, the usual ones of its units among them, and the units of each leader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.organisation import CAPACITIES as POST_CAPACITIES
from workflow.spreadsheets.plans import Draft, posts_known
from workflow.spreadsheets.tables import Column, Line, Table
from workflow.spreadsheets.units import CODE, NAME_EN, NAME_ZH, Units, compare, named, names_of
from workflow.terms import CAPACITIES, Capacity
from workflow.words import Words

Values = dict[str, Any]

POSTS = Table(
    "posts",
    Words("岗位", "Posts"),
    (
        CODE,
        NAME_ZH,
        NAME_EN,
        Column(
            "capacity",
            Words("身份", "Capacity"),
            "choice",
            required=True,
            labels={c: CAPACITIES[c] for c in POST_CAPACITIES},
        ),
        Column("unit", Words("单位", "Unit"), hint=Words("代码或名称。", "Code or name.")),
        Column(
            "in_charge_of",
            Words("分管单位", "Units in charge"),
            "codes",
            hint=Words("单位代码，用、隔开。", "Unit codes with commas between."),
        ),
    ),
    ("code",),
)
USUAL = (
    ("YBS", Capacity.UNIT_HEAD, "{0}一把手", "Head of {0}"),
    ("KY", Capacity.DRAFTER, "{0}经办人", "Drafter of {0}"),
)


class Posts:
    """The posts of a workbook, and the usual ones of its units, beside those of the county."""

    def __init__(self, draft: Draft, lines: Sequence[Line], units: Units) -> None:
        self.draft = draft
        self.known = units.known
        self.lines = lines
        self.units = units
        self.names = posts_known(units.known)
        self.usual = {
            f"{line.get('code')}-{suffix}": (line, capacity, zh, en)
            for line in units.lines
            if _has_usual_posts(line)
            for suffix, capacity, zh, en in USUAL
        }
        for code, (line, _, zh, _) in self.usual.items():
            self.names.add(code, zh.format(line.get("name_zh")))
        for line in lines:
            if line.get("code"):
                self.names.add(line.get("code"), line.get("name_zh"), line.get("name_en"))

    def add(self) -> None:
        """增设岗位 for every post that is new."""
        charges = self.units.charges()
        for line in self.lines:
            code = line.get("code")
            if code in self.usual:
                row = self.usual[code][0].number
                self.draft.wrong(
                    line,
                    "code",
                    f"单位表第 {row} 行已增设这个常设岗位；请删去此行，或在那里填“否”。",
                    f"Row {row} of Units adds this usual post already; delete this row or say no "
                    "there.",
                )
            self._one(line, charges.pop(code, []))
        for code, (line, capacity, zh, en) in self.usual.items():
            self._usual(code, line, capacity, zh, en)
        self._without_post(charges)

    def _one(self, line: Line, charge: list[str]) -> None:
        raw: Values = {**named(line), "capacity": line.get("capacity")}
        unit = line.get("unit")
        raw["unit"] = self.units.names.code(self.draft, line, "unit", unit) if unit else None
        given = line.get("in_charge_of") or ()
        found = [self.units.names.code(self.draft, line, "in_charge_of", one) for one in given]
        raw["in_charge_of"] = sorted({*charge, *(code for code in found if code)})
        if raw["in_charge_of"] and raw["capacity"] not in (None, Capacity.LEADER):
            self.draft.wrong(
                line, "capacity", "只有领导岗位分管单位。", "Only a leader's post has units."
            )
        self._new_or_same(line, raw)

    def _usual(self, code: str, line: Line, capacity: Capacity, zh: str, en: str) -> None:
        names = named(line)
        raw = {
            "code": code,
            "name_zh": zh.format(names["name_zh"]),
            "name_en": en.format(names["name_en"]),
            "capacity": capacity.value,
            "unit": line.get("code"),
            "in_charge_of": [],
        }
        self._new_or_same(line, raw, unit="code", capacity="usual_posts")

    def _new_or_same(self, line: Line, raw: Values, **columns: str) -> None:
        post = self.known.organisation.posts.get(raw["code"])
        if post is None:
            self.draft.act(line, "add_post", raw, **columns)
            return
        by_id = self.known.organisation.unit_by_id
        held = {
            **names_of(post),
            "capacity": post.capacity.value,
            "unit": post.unit.code if post.unit else None,
            "in_charge_of": sorted(by_id[unit].code for unit in post.in_charge_of),
        }
        compare(self.draft, line, raw, held)

    def _without_post(self, charges: Mapping[str, list[str]]) -> None:
        """Leaders in charge that the units name and the sheet of posts does not."""
        by_id = self.known.organisation.unit_by_id
        lines = {line.get("code"): line for line in self.units.lines}
        for code, units in charges.items():
            post = self.known.organisation.posts.get(code)
            held = {by_id[u].code for u in post.in_charge_of} if post else set()
            for unit in units:
                if post is None:
                    self.draft.wrong(
                        lines[unit],
                        "leader",
                        f"没有这个岗位：“{code}”。",
                        f"There is no such post: “{code}”.",
                    )
                elif unit not in held:
                    self.draft.wrong(
                        lines[unit],
                        "leader",
                        f"岗位“{code}”已经在库，且不分管此单位；导入只增加，不更改。",
                        f"The post “{code}” is there already without this unit; an import adds and "
                        "never changes.",
                    )


def _has_usual_posts(line: Line) -> bool:
    said = line.get("usual_posts")
    answers = line.get("kind") in ("township", "bureau")
    return bool(line.get("code")) and (answers if said is None else bool(said))
