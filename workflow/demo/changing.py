"""What a running year of the demo county has proposed in its July: changes, an addition and so on.

Some are signed and bind, some wait for a hand; the source's mid-year changes, with their reasons.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from models import statements
from workflow.demo import names
from workflow.demo.names import Unit
from workflow.demo.play import Play
from workflow.scoring.exact import exact, exact_text, rounded

Values = dict[str, Any]


# Units that began their own targets, none of which was set from above.
LOWERED = ("FP", "ZZ", "FZ")
# About a target of each something waits: a change each, a cancellation, a transfer from one unit to
# another, an addition.
WAITING = ("SL", "JY", "WS", "KJ", "XF", "JJ")


class Changing:
    """The proposals of one year, by units in their order."""

    def __init__(self, play: Play, units: tuple[Unit, ...], year: int) -> None:
        self.play = play
        self.units = units
        self.year = year

    def _unit(self, code: str) -> Unit:
        return next(unit for unit in self.units if unit.code == code)

    def settle(self) -> None:
        """Signed by all: a few values lowered with their reasons, one raised from above."""
        for unit in map(self._unit, LOWERED):
            # Not of a key target: the county's own value stays covered.
            target = self._propose(unit, 85, "上级资金计划调减，相应调整目标值。", which=-1)
            self._sign(unit, target)
        unit = self._unit("NY")
        self._sign(unit, self._propose(unit, 110, "上级追加任务。", by=_leader_of(unit), which=-1))

    def leave_open(self) -> None:
        """Each waits for a hand: the leader's on a change, the unit's on another, a cancellation's,
        the new head's on a transfer, and everybody's on an addition."""
        lowered, raised, ended, moved, to, added = map(self._unit, WAITING)
        self._submit(lowered, self._propose(lowered, 80, "汛期影响施工，请求调整。"))
        leader = _leader_of(raised)
        self.play.act(leader, "review", self._propose(raised, 105, "全县任务尚有缺口。", by=leader))
        self._cancel(ended)
        self._transfer(moved, to)
        self._add(added)

    def _propose(
        self, unit: Unit, percent: int, text: str, *, by: str | None = None, which: int = 0
    ) -> int:
        row = self._targets(unit)[which]
        value = exact_text(rounded(exact(row["value"]) * percent / 100, 1, "half_up"))
        who = by or f"{unit.code.lower()}.drafter"
        self.play.act(who, "change", row["id"], target_value=value, text=text)
        number: int = row["id"]
        return number

    def _sign(self, unit: Unit, target: int) -> None:
        self._submit(unit, target)
        self.play.act(_leader_of(unit), "review", target)
        self.play.act("head", "approve", target, document=f"云政常纪〔{self.year}〕7号")

    def _submit(self, unit: Unit, target: int) -> None:
        why = "受外部条件限制，今年难以增长。"
        self.play.act(f"{unit.code.lower()}.head", "submit", target, growth_reason=why)

    def _cancel(self, unit: Unit) -> None:
        target = self._targets(unit)[0]["id"]
        text = "该项目已由市里统一实施，请求撤销。"
        self.play.act(f"{unit.code.lower()}.head", "cancel", target, text=text)
        self._submit(unit, target)

    def _transfer(self, unit: Unit, to: Unit) -> None:
        target = self._targets(unit)[-1]["id"]
        document = f"云编发〔{self.year}〕4号"
        text = "机构职能调整，随职能划转。"
        self.play.act("office", "transfer", target, lead_unit=to.code, document=document, text=text)

    def _add(self, unit: Unit) -> None:
        like = self._targets(unit)[0]
        content = {
            name: like["material"][name]
            for name in ("category", "measure", "unit_of_measure", "direction", "evidence")
        }
        rule = like["material"]["scoring_rule"]["code"]
        self.play.new(
            "office",
            "add",
            **content,
            year=self.year,
            title="上级追加重点事项",
            lead_unit=unit.code,
            points="5",
            target_value="10",
            scoring_rule=rule,
            due_on=date(self.year, 12, 15).isoformat(),
            document=f"市政发〔{self.year}〕19号",
            text="市政府年中追加。",
        )

    def _targets(self, unit: Unit) -> list[Values]:
        """The unit's own running targets that are due late in the year and promise a value."""
        sql = (
            "SELECT t.id, r.material FROM target t JOIN unit u ON u.id = t.unit_id "
            "JOIN revision r ON r.target_id = t.id AND r.no = t.in_force "
            "WHERE t.year_id = ? AND u.code = ? AND t.state = 'in_progress' "
            "AND t.origin <> 'common' AND t.supporting = '' AND t.due_on > ? "
            "AND t.turn = 'unit' ORDER BY t.id"
        )
        known = (self.year, unit.code, date(self.year, 9, 30).isoformat())
        rows = statements.rows(self.play.door.database, sql, known)
        found = [{"id": row["id"], "material": json.loads(row["material"])} for row in rows]
        return [
            {**row, "value": row["material"]["target_value"]}
            for row in found
            if row["material"]["target_value"] is not None
        ]


def _leader_of(unit: Unit) -> str:
    """Who holds the post in charge of a unit's front."""
    post = next(post for front, *_, post in names.FRONTS if front == unit.front)
    return names.LEADER_OF[post]
