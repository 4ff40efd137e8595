"""Targets from a workbook: the fields of a draft, one row each, and its milestones beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import marshmallow as ma

from workflow.inputs.fields import Choice, Day, DecimalText
from workflow.inputs.target import Create, Milestone
from workflow.spreadsheets.plans import Draft, Known, Names, PlanYear, posts_known, units_known
from workflow.spreadsheets.tables import Column, Line, Table, same_rows
from workflow.words import Words

Values = dict[str, Any]
# In the order in which people fill them in.
FIELDS = (
    "title",
    "category",
    "lead_unit",
    "key_tasks",
    "measure",
    "unit_of_measure",
    "direction",
    "target_value",
    "baseline",
    "data_source",
    "available_on",
    "points",
    "scoring_rule",
    "due_on",
    "responsible_post",
    "reviewing_post",
    "supporting_units",
    "evidence",
    "acceptance",
    "source_document",
)
HINTS = {
    "category": Words("代码或名称，如 重点。", "Code or name, such as key."),
    "lead_unit": Words(
        "代码或名称；起草时可空，即本单位。", "Code or name; a draft without it is your own unit's."
    ),
    "supporting_units": Words("代码或名称，用、隔开。", "Codes or names with commas between."),
    "key_tasks": Words("编号，用、隔开。", "Codes with commas between."),
    "scoring_rule": Words("考核方案中的代码。", "Its code in the scheme."),
}
NUMBER = Column(
    "no",
    Words("序号", "No."),
    "code",
    hint=Words("有时间节点的目标才需要。", "Needed by targets that have milestones."),
)


def _column(schema: type[ma.Schema], name: str) -> Column:
    """A column as the act's input declares its field."""
    field = schema().fields[name]
    kind, labels = "text", {}
    if isinstance(field, ma.fields.List):
        kind = "codes"
    elif isinstance(field, Choice):
        kind, labels = "choice", dict(field.labels)
    elif isinstance(field, DecimalText):
        kind = "decimal"
    elif isinstance(field, Day):
        kind = "day"
    label = field.metadata["label"]
    return Column(name, label, kind, field.required, labels, HINTS.get(name))


TARGETS = Table(
    "targets",
    Words("目标", "Targets"),
    (NUMBER, *(_column(Create, name) for name in FIELDS)),
    ("no",),
)
MILESTONES = Table(
    "milestones",
    Words("时间节点", "Milestones"),
    (
        Column("no", Words("目标序号", "Target no."), "code", required=True),
        *(_column(Milestone, name) for name in ("due_on", "quantity", "title")),
    ),
    (),
)


class Targets:
    """The targets of a workbook for one year, drafted from below or asked for from above."""

    def __init__(self, draft: Draft, known: Known, year: int, act: str) -> None:
        self.draft = draft
        self.known = known
        self.year = year
        self.act = act
        self.names = self._names(known.years[year])

    def _names(self, year: PlanYear) -> dict[str, Names]:
        categories = Names("类别", "category")
        for code, words in year.categories.items():
            categories.add(code, words.zh, words.en)
        rules, tasks = Names("计分办法", "scoring rule"), Names("重点工作任务", "key task")
        for names, codes in ((rules, year.rules), (tasks, year.key_tasks)):
            for code in codes:
                names.add(code)
        units, posts = units_known(self.known), posts_known(self.known)
        return {
            "category": categories,
            "lead_unit": units,
            "supporting_units": units,
            "key_tasks": tasks,
            "scoring_rule": rules,
            "responsible_post": posts,
            "reviewing_post": posts,
        }

    def add(self, lines: Sequence[Line], milestones: Sequence[Line]) -> None:
        """起草 or 下达 for every row."""
        steps = self._milestones(lines, milestones)
        made = [(line, self._raw(line)) for line in lines]
        own = self.known.own_unit
        keyed = [(line, (raw.get("lead_unit") or own, raw.get("title"))) for line, raw in made]
        self.draft.faults += same_rows(keyed, "title")
        for line, (unit, title) in keyed:
            if (self.year, unit, title) in self.known.targets:
                self.draft.wrong(
                    line,
                    "title",
                    f"该单位 {self.year} 年度已有同名目标。",
                    f"This unit has a target of this title in {self.year} already.",
                )
        for line, raw in made:
            if line.get("no") in steps:
                raw["milestones"] = steps[line.get("no")]
            self.draft.act(line, self.act, {"year": self.year, **raw}, kind="target")

    def _raw(self, line: Line) -> Values:
        raw = {name: line.get(name) for name in FIELDS if line.get(name) is not None}
        for name, names in self.names.items():
            given = raw.get(name)
            if isinstance(given, list):
                found = [names.code(self.draft, line, name, one) for one in given]
                raw[name] = [code for code in found if code]
            elif given is not None:
                raw[name] = names.code(self.draft, line, name, given)
        return raw

    def _milestones(self, lines: Sequence[Line], rows: Sequence[Line]) -> dict[str, list[Values]]:
        numbers = {line.get("no") for line in lines} - {None}
        found: dict[str, list[Values]] = {}
        for row in rows:
            no = row.get("no")
            if no is not None and no not in numbers:
                self.draft.wrong(
                    row,
                    "no",
                    f"“目标”表中没有序号 {no}。",
                    f"The sheet Targets has no number {no}.",
                )
            names = ("due_on", "quantity", "title")
            values = {name: row.get(name) for name in names if row.get(name) is not None}
            found.setdefault(no, []).append(values)
        return found
