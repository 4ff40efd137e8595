"""A running year in the demo county: letters, reports, ledgers, what falls due, what is found."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from models import statements
from workflow.demo import names, works
from workflow.demo.names import Unit
from workflow.demo.play import Play
from workflow.scoring.exact import exact, exact_text, rounded

Values = dict[str, Any]
FOUND = {"quality": "ok", "on_time": True}
# item: event, and in which units of every seventeen it happened
EVENTS = {
    "petitions": ("越级上访", (1, 5, 9), "群众就土地补偿越级反映"),
    "work_safety": ("隐患未整改", (2, 12), "专项检查发现的隐患逾期未整改"),
    "public_order": ("隐患未整改", (6,), "治安重点部位整治未按期完成"),
    "law_enforcement": ("投诉属实", (4, 10), "执法投诉经查属实"),
    "clean_government": ("通报批评", (8,), "违反会议纪律被通报"),
}
PRAISE = ("petitions", "上级表彰", (0, 13), "被市里评为先进")


class Running:
    """What happens to the units' targets of one year."""

    def __init__(self, play: Play, units: tuple[Unit, ...], year: int) -> None:
        self.play = play
        self.units = units
        self.year = year

    def letters(self, day: int, skip: int = 0) -> None:
        """签订责任书: one after the other, but for the last few."""
        for unit in self.units[: len(self.units) - skip]:
            signed = date(self.year, 3, day).isoformat()
            self.play.year("office", "sign_letter", self.year, unit=unit.code, signed_on=signed)

    def report(self, period: str, *, late: int = 0) -> None:
        """The units' report of a period; every `late`th unit owes it."""
        for number, unit in enumerate(self.units):
            if late and number % late == late - 1:
                continue
            text = f"{unit.zh}{self.year}年工作按计划推进，下一步将抓好薄弱环节。"
            head = f"{unit.code.lower()}.head"
            self.play.year(head, "report_period", self.year, period=period, text=text)

    def check_half_year(self, units: int) -> None:
        """半年检查 by the office, by its circular."""
        document, text = f"云考发〔{self.year}〕6号", f"检查{units}个单位。"
        self.play.year("office", "check_half_year", self.year, document=document, text=text)

    def progress(self, as_of: str, percent: int, *, skip: int = 0) -> None:
        """进度填报 by the drafters; every `skip`th unit reports nothing and is late."""
        for number, unit in enumerate(self.units):
            if skip and number % skip == skip - 1:
                continue
            rows = self._targets(unit, "in_progress")
            asked = [
                (row["id"], {"value": _part(row["value"], percent), "as_of": as_of})
                for row in rows
                if row["value"] is not None
            ]
            if asked:
                self.play.many(f"{unit.code.lower()}.drafter", "report_progress", asked)

    def ledgers(self, month: int, *, half: int) -> None:
        """The scoring units write down what happened; half of it in each half of the year."""
        for number, (item, (event, hit, matter)) in enumerate(EVENTS.items()):
            if number % 2 == half:
                self._enter(item, event, hit, matter, date(self.year, month, 10 + number))
        if half:
            item, event, hit, matter = PRAISE
            self._enter(item, event, hit, matter, date(self.year, month, 20))

    def _enter(self, item: str, event: str, hit: tuple[int, ...], matter: str, day: date) -> None:
        entry = {
            "event": event,
            "count": 1,
            "occurred_on": day.isoformat(),
            "matter": matter,
            "document": f"云考通〔{self.year}〕{day.month}号",
        }
        rows = self.rows_of_item(item)
        for own in (False, True):
            asked = [
                (row["id"], entry)
                for row in rows
                if row["own"] == own and works.NUMBER[row["unit"]] % 17 in hit
            ]
            if asked:
                who = "office2" if own else names.ASSESSORS[rows[0]["scorer"]]
                self.play.many(who, "enter_ledger", asked)

    def rows_of_item(self, code: str) -> list[Values]:
        """The targets of an item: unit, scoring unit, and whether it is its own row."""
        sql = (
            "SELECT t.id, t.state, u.code AS unit, s.code AS scorer, i.code AS item "
            "FROM item i JOIN target t ON t.item_id = i.id JOIN unit u ON u.id = t.unit_id "
            "LEFT JOIN item_scorer x ON x.item_id = i.id LEFT JOIN unit s ON s.id = x.unit_id "
            "WHERE i.year_id = ? AND i.code = ? AND t.in_force IS NOT NULL ORDER BY t.id"
        )
        rows = statements.rows(self.play.door.database, sql, (self.year, code))
        return [{**row, "own": row["unit"] == row["scorer"]} for row in rows]

    def inspect(self, *, most: int = 10_000) -> None:
        """考核验收: what is due and has no scoring unit, unit by unit."""
        done = 0
        for unit in self.units:
            asked = [
                (row["id"], self._finding(unit, row))
                for row in self._targets(unit, "due", own=True)
            ]
            if asked and done < most:
                self.play.many("inspector1", "inspect", asked)
                done += len(asked)

    def _finding(self, unit: Unit, row: Values) -> Values:
        titles = [work.title for work in works.WORKS[unit.front]]
        if row["title"] not in titles:
            return {**FOUND, "found_value": row["value"], "met": True, "text": "查阅资料，属实。"}
        index = titles.index(row["title"])
        met = index not in works.unmet_keys(unit)
        return {
            **FOUND,
            "found_value": works.reached(unit, index, self.year),
            "met": met,
            "cause": "none" if met else works.cause_of(unit),
            "text": "实地测查，与台账核对。" if met else "实地测查，未达目标值。",
        }

    def assess(self) -> None:
        """Each scoring unit its one sheet for all units; its own row by the office."""
        items = "SELECT DISTINCT i.code FROM item i JOIN item_scorer x ON x.item_id = i.id"
        codes = statements.rows(
            self.play.door.database, f"{items} WHERE i.year_id = ? ORDER BY i.code", (self.year,)
        )
        for code in codes:
            rows = [row for row in self.rows_of_item(code["code"]) if row["state"] == "due"]
            for own in (False, True):
                asked = [(row["id"], self._sheet(row)) for row in rows if row["own"] == own]
                if asked:
                    who = "office2" if own else names.ASSESSORS[rows[0]["scorer"]]
                    self.play.many(who, "assess", asked)

    def _sheet(self, row: Values) -> Values:
        if row["item"] in EVENTS:
            return {**FOUND, "met": True}
        percent = 94 + works.NUMBER[row["unit"]] * 5 % 17
        goal = {"investment_promotion": 500, "poverty_relief": 20, "social_security": 95}
        value = _part(str(goal[row["item"]]), percent)
        met = percent >= 100
        return {
            **FOUND,
            "found_value": value,
            "met": met,
            "cause": "none" if met else "objective",
        }

    def _targets(self, unit: Unit, state: str, *, own: bool = False) -> list[Values]:
        """The unit's targets in a state, with the value that each promises."""
        found = (
            " AND NOT EXISTS (SELECT 1 FROM item_scorer x WHERE x.item_id = t.item_id)"
            if own
            else ""
        )
        sql = (
            "SELECT t.id, t.title, r.material FROM target t JOIN unit u ON u.id = t.unit_id "
            "JOIN revision r ON r.target_id = t.id AND r.no = t.in_force "
            f"WHERE t.year_id = ? AND u.code = ? AND t.state = ?{found} ORDER BY t.id"
        )
        rows = statements.rows(self.play.door.database, sql, (self.year, unit.code, state))
        return [{**row, "value": _value(row["material"])} for row in rows]


def _value(material: str) -> str | None:
    value: str | None = json.loads(material)["target_value"]
    return value


def _part(value: str, percent: int) -> str:
    return exact_text(rounded(exact(value) * percent / 100, 1, "half_up"))
