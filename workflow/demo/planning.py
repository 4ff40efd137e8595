"""A year's plan in the demo county, from its scheme to its issue: drafts, both hands, approval."""

from __future__ import annotations

from typing import Any

from models import statements
from workflow.demo import names, works
from workflow.demo.names import Unit
from workflow.demo.play import Play
from workflow.demo.scheme import toml_of
from workflow.queries.coverage_view import coverage_of
from workflow.queries.reader import reader_of

Values = dict[str, Any]
# Here the county asks first and the units answer; elsewhere the units begin.
TOP_DOWN = frozenset({"economy", "science_education"})
# In 2013 these are quarrelled over, or not finished: unit and number of its work.
RETURNED, COUNTERED = ("SM", 0), ("BY", 2)
HANDED_UP, OBJECTED, UNREVIEWED, UNAPPROVED = ("BY", 3), ("JT", 1), ("CZ", 2), ("ZS", 1)
# The unit says no until the last round; the county head decides.
IMPOSED = ("CZ", 4)
JOINT = ("XQ", 0)
# Why the plan of 2013 is issued with the gaps that these leave in it.
WAIVED = {
    "C2": "两项重点工程因配套资金未落实暂缓签订，缺口待批准后补足。",
    "C4": "所缺分值系暂缓目标的分值，批准后即补足。",
}


class Planning:
    """One year's plan for these units; `own` keeps which target is whose work."""

    def __init__(self, play: Play, units: tuple[Unit, ...], year: int) -> None:
        self.play = play
        self.units = units
        self.year = year
        self.own: dict[tuple[str, int], int] = {}

    def prepare(self) -> None:
        """Scheme, fronts, key tasks; then the call for drafts, and every common item given."""
        play, year = self.play, self.year
        play.county("office", "open_year", year=year, toml=toml_of(year, self.units))
        play.organise("office", [("add_key_task", self._task(row)) for row in self._tasks()])
        play.year("office", "open", year, text=f"请于{year}年1月底前上报目标。")
        play.year("office", "give_items", year)

    def _tasks(self) -> list[tuple[str, ...]]:
        """The year's key tasks; one that units carry together came with 2013."""
        return [row for row in names.KEY_TASKS if row[0] != names.JOINT_TASK or self.year > 2012]

    def _task(self, row: tuple[str, ...]) -> Values:
        code, title, kind, measure, unit_of, lead = row
        joint = kind == "joint"
        carrying = [unit for unit in self.units if unit.code == JOINT[0]]
        value = (
            works.target_of(carrying[0], works.WORKS[carrying[0].front][JOINT[1]], self.year)
            if joint
            else works.county_value(code, self.units, self.year)
        )
        return {
            "year": self.year,
            "code": code,
            "title": title,
            "kind": kind,
            "measure": measure,
            "unit_of_measure": unit_of,
            "target_value": value,
            "additive": code != works.RATE[0],
            "lead_unit": lead,
            "supporting_units": [names.SUPPORTING] if joint else [],
            "due_on": f"{self.year}-12-31",
            "document": f"云政发〔{self.year}〕1号",
        }

    def draft(self, *, quarrels: bool = False) -> None:
        """Both ways: from below, and asked from above."""
        for unit in self.units:
            asked = [(None, self._fields(unit, i, quarrels)) for i in range(5)]
            top_down = unit.front in TOP_DOWN
            who = "office" if top_down else f"{unit.code.lower()}.drafter"
            made = self.play.many(who, "assign" if top_down else "create", asked)
            self.own |= {(unit.code, index): number for index, number in enumerate(made)}

    def _fields(self, unit: Unit, index: int, quarrels: bool) -> Values:
        fields = works.fields(unit, index, self.year)
        if quarrels and (unit.code, index) == JOINT:
            fields["supporting_units"] = [names.SUPPORTING]
            fields["key_tasks"] = [*fields["key_tasks"], names.JOINT_TASK]
        return fields

    def sign(self, *, quarrels: bool = False) -> None:
        """Each unit its sheet, then the leaders theirs; what is quarrelled over stays behind."""
        if quarrels:
            self._quarrel()
        skip = {HANDED_UP, OBJECTED, IMPOSED} if quarrels else set()
        for unit in self.units:
            low = unit.code.lower()
            items = self._items_of(unit)
            post = {"responsible_post": f"{unit.code}-KY"}
            self.play.many(f"{low}.drafter", "edit", [(number, post) for number in items])
            mine = self._unsigned(unit, skip)
            self.play.many(f"{low}.head", "submit", [*mine, *items])
        self._leaders(skip | ({UNREVIEWED} if quarrels else set()))
        for item in self._ids("SELECT id FROM item WHERE year_id = ? ORDER BY id"):
            self.play.item(self._leader_of_item(item), "sign_item", item)

    def _unsigned(self, unit: Unit, skip: set[tuple[str, int]]) -> list[int]:
        """The unit's own targets that wait for its head."""
        own = {
            n for (code, i), n in self.own.items() if code == unit.code and (code, i) not in skip
        }
        sql = (
            "SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.year_id = ? "
            "AND u.code = ? AND t.state = 'drafted' AND NOT EXISTS (SELECT 1 FROM signature s "
            "WHERE s.target_id = t.id AND s.side = 'up' AND s.digest = t.digest "
            "AND s.round = t.round AND s.verdict = 'affirm') ORDER BY t.id"
        )
        return [number for number in self._ids(sql, unit.code) if number in own]

    def _leaders(self, skip: set[tuple[str, int]]) -> None:
        for front, *_, post in names.FRONTS:
            codes = {unit.code for unit in self.units if unit.front == front}
            wanted = [n for k, n in self.own.items() if k[0] in codes and k not in skip]
            drafted = set(
                self._ids("SELECT id FROM target WHERE year_id = ? AND state = 'drafted'")
            )
            waiting = [number for number in wanted if number in drafted]
            self.play.many("office", "precheck", waiting)
            self.play.many(names.LEADER_OF[post], "review", waiting)

    def _quarrel(self) -> None:
        """2013: a value returned as too low, a counter-draft, an objection, a joint target."""
        play, own = self.play, self.own
        too_low = {"reason_code": "value_too_low"}
        returned, countered = own[RETURNED], own[COUNTERED]
        play.act("sm.drafter", "hand_up", returned)
        play.act("sm.head", "submit", returned)
        text = "与全县60公里任务相比偏低，请调高。"
        play.act("leader1", "return", returned, **too_low, text=text)
        play.act("sm.drafter", "edit", returned, target_value="14")
        play.act("by.head", "submit", countered)
        play.act(
            "leader1", "counter", countered, **too_low, target_value="620", text="请按此稿执行。"
        )
        play.act("by.drafter", "hand_up", own[HANDED_UP])
        play.act(
            "jt.head", "object", own[OBJECTED], reason_code="no_funds", text="配套资金未落实。"
        )
        self._go_to_the_county_head()
        play.act("cz.drafter", "edit", own[UNREVIEWED], target_value="70")
        play.act("jt.head", "confirm_support", own[JOINT])
        double = {**works.fields(self.units[0], 2, self.year), "title": "重复上报的产业基地"}
        play.act("xq.head", "discard", play.new("xq.drafter", "create", **double), text="重复")

    def _go_to_the_county_head(self) -> None:
        """Asked from above and refused, round after round, until neither side may go on."""
        play, target = self.play, self.own[IMPOSED]
        for text in ("下放事项后办件量减少。", "已下放三类事项，难以达到。"):
            play.act("cz.head", "object", target, reason_code="value_too_high", text=text)
            play.act("leader2", "review", target)
        text = "双方对办件量测算不一，请县长审定。"
        play.act("cz.head", "ask_arbitration", target, text=text)

    def arbitrate(self) -> None:
        """县长审定下达: the county head settles the value and decides."""
        unit, index = next(u for u in self.units if u.code == IMPOSED[0]), IMPOSED[1]
        asked = int(works.fields(unit, index, self.year)["target_value"])
        self.play.act(
            "head",
            "arbitrate",
            self.own[IMPOSED],
            target_value=str(asked - 20),
            document=f"云政专纪〔{self.year}〕1号",
            text="扣除已下放事项，核减20件后下达。",
        )

    def approve(self, *, quarrels: bool = False) -> None:
        """The meeting approves the plan in one act, and the office issues it."""
        sql = "SELECT id, digest FROM target WHERE year_id = ? AND state = 'reviewed' ORDER BY id"
        seen = statements.rows(self.play.door.database, sql, (self.year,))
        if quarrels:
            seen = [row for row in seen if row["id"] != self.own[UNAPPROVED]]
        meeting = f"云政常纪〔{self.year}〕3号"
        self.play.year("head", "approve", self.year, document=meeting, targets=seen)

    def waive(self) -> None:
        """豁免: what is left open leaves gaps behind; the county head says why they may stand."""
        play, office = self.play, self.play.actor("office")
        reader = reader_of(play.door.database, play.clock, office)
        lacking = coverage_of(reader, self.year, "issue")["failures"]
        for check, reason in WAIVED.items():
            named = [f["digest"] for f in lacking if f["waivable"] and f["check"] == check]
            if named:
                document = f"云政函〔{self.year}〕2号"
                play.year(
                    "head", "waive", self.year, failures=named, text=reason, document=document
                )

    def issue(self) -> None:
        """印发: what is not approved is named as left open."""
        sql = "SELECT id FROM target WHERE year_id = ? AND state IN ('drafted', 'reviewed')"
        left = self._ids(sql)
        document = f"云政发〔{self.year}〕8号"
        self.play.year("office", "issue", self.year, document=document, leave_open=left)

    def _items_of(self, unit: Unit) -> list[int]:
        sql = (
            "SELECT t.id FROM target t JOIN unit u ON u.id = t.unit_id "
            "WHERE t.year_id = ? AND u.code = ? AND t.item_id IS NOT NULL ORDER BY t.id"
        )
        return self._ids(sql, unit.code)

    def _leader_of_item(self, item: int) -> str:
        sql = "SELECT reviewing_post FROM target WHERE item_id = ? LIMIT 1"
        post = statements.value(self.play.door.database, sql, (item,))
        return names.LEADER_OF[post]

    def _ids(self, sql: str, *more: Any) -> list[int]:
        cursor = statements.run(self.play.door.database, sql, (self.year, *more))
        return [number for (number,) in cursor.fetchall()]
