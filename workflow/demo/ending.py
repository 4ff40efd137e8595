"""How 2012 ended in the demo county: findings, causes, notice, objections, ranking, awards."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from models import statements
from workflow.demo import works
from workflow.demo.play import Play
from workflow.demo.running import Running
from workflow.queries import sign_offs
from workflow.scoring.outcome_parts import parts

Values = dict[str, Any]


class Ending:
    """The year's end; each step on its own day, so that the next year can begin beside it."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.play: Play = running.play
        self.year = running.year

    def assess(self) -> None:
        """年终考核: self-assessments, then the inspectors and the scoring units."""
        document = f"云考发〔{self.year}〕12号"
        self.play.year("office", "assess", self.year, document=document)
        for unit in self.running.units:
            text = f"{unit.zh}对照{self.year}年责任书逐项自查，自评情况如实上报。"
            self.play.year(f"{unit.code.lower()}.head", "self_assess", self.year, text=text)

    def find(self) -> None:
        """What is due is found and scored."""
        self.running.inspect()
        self.running.assess()
        self.play.year("office", "score", self.year)

    def decide_causes(self, heard: date) -> None:
        """未完成原因: by the leading group, the unit having been heard (S44)."""
        sql = (
            "SELECT t.id, u.code FROM target t JOIN unit u ON u.id = t.unit_id "
            "JOIN finding f ON f.target_id = t.id AND f.met = 0 "
            "WHERE t.year_id = ? AND t.category = 'key' AND t.state = 'scored' ORDER BY t.id"
        )
        rows = statements.rows(self.play.door.database, sql, (self.year,))
        units = {unit.code: unit for unit in self.running.units}
        asked = [
            (
                row["id"],
                {
                    "cause": works.cause_of(units[row["code"]]),
                    "heard_on": heard.isoformat(),
                    "document": f"云考领纪〔{heard.year}〕1号",
                    "text": "听取单位陈述后议定。",
                },
            )
            for row in rows
        ]
        self.play.many("head", "decide_cause", asked)

    def publish(self, day: date) -> None:
        """公示 for all to see."""
        document = f"云考公告〔{day.year}〕1号"
        self.play.year("office", "publish", self.year, document=document, text="公示五个工作日。")

    def object(self) -> None:
        """Two objections: to an entry of the ledger, and to a finding."""
        for item, text in (
            ("petitions", "该上访事项已在属地化解，不应记入。"),
            ("public_order", "整治已按期完成，有验收单为证。"),
        ):
            row = self._with_entry(item)
            about = {"about": "ledger", "ref": row["ledger"], "text": text}
            self.play.act(f"{row['unit'].lower()}.head", "object_result", row["id"], **about)

    def answer(self, day: date) -> None:
        """The first is upheld and its entry struck, the second is not; then all is done anew."""
        sql = (
            "SELECT o.id, o.target_id FROM objection o JOIN target t ON t.id = o.target_id "
            "WHERE t.year_id = ? AND o.state = 'open' ORDER BY o.id"
        )
        found = statements.rows(self.play.door.database, sql, (self.year,))
        for row, upheld, text in zip(
            found,
            (True, False),
            ("经复核，该事项已化解，撤销扣分。", "经复核，验收单日期晚于期限，维持原记录。"),
            strict=True,
        ):
            answer = {"objection": row["id"], "upheld": upheld, "text": text}
            document = f"云考复〔{day.year}〕{row['id']}号"
            self.play.act("head", "answer_objection", row["target_id"], **answer, document=document)
        self.running.assess()
        self.play.year("office", "score", self.year)
        document = f"云考公告〔{day.year}〕2号"
        self.play.year("office", "revise", self.year, document=document, text="采纳一件复核申请。")

    def sign_off(self) -> None:
        """签认: the office and the county head, each on the result of every unit."""
        database = self.play.door.database
        who = {"office": "office", "county_head": "head"}
        for unit, side in sign_offs.unsigned(database, self.year):
            outcome = sign_offs.outcome(database, self.year, unit)
            assert outcome is not None
            shown = {"unit": outcome["inputs"]["unit"], "digest": parts(outcome).grade["digest"]}
            self.play.year(who[side], "sign_off", self.year, **shown)

    def decide(self, day: date) -> None:
        """审定: both sides have signed, and the results are final."""
        self.sign_off()
        self.play.year("head", "decide", self.year, document=f"云政常纪〔{day.year}〕2号")

    def close(self, day: date) -> None:
        """通报: the year is over."""
        self.play.year("office", "close", self.year, document=f"云政发〔{day.year}〕5号")

    def pay(self, day: date) -> None:
        """兑现: first and second places are paid, the rest is still to come."""
        sql = "SELECT id FROM award WHERE year_id = ? AND place <= 2 ORDER BY id"
        for row in statements.rows(self.play.door.database, sql, (self.year,)):
            paid = {"document": f"云财〔{day.year}〕17号", "done_on": day.isoformat()}
            self.play.year("office", "pay_award", self.year, award=row["id"], **paid)

    def record_estimates(self) -> None:
        """上年预计: while nothing is final yet."""
        self._record("estimated", f"云统〔{self.year + 1}〕1号")

    def record_final(self) -> None:
        """上年完成: the final figures take the place of the estimates."""
        self._record("final", f"云统〔{self.year + 1}〕3号")

    def _record(self, status: str, document: str) -> None:
        # What was found becomes the next year's figures for comparison (S18).
        sql = (
            "SELECT u.code, r.material, f.found_value FROM target t "
            "JOIN unit u ON u.id = t.unit_id "
            "JOIN revision r ON r.target_id = t.id AND r.no = t.in_force "
            "JOIN finding f ON f.target_id = t.id "
            "WHERE t.year_id = ? AND t.item_id IS NULL ORDER BY t.id"
        )
        rows = statements.rows(self.play.door.database, sql, (self.year,))
        self.play.organise("office", [_past(self.year, row, status, document) for row in rows])

    def _with_entry(self, item: str) -> Values:
        sql = (
            "SELECT t.id, u.code AS unit, l.id AS ledger FROM ledger l "
            "JOIN target t ON t.id = l.target_id JOIN unit u ON u.id = t.unit_id "
            "JOIN item i ON i.id = t.item_id WHERE i.year_id = ? AND i.code = ? ORDER BY l.id"
        )
        found = statements.rows(self.play.door.database, sql, (self.year, item))
        return found[0]


def _past(year: int, row: Values, status: str, document: str) -> tuple[str, Values]:
    content = json.loads(row["material"])
    return "record_past_result", {
        "year": year,
        "unit": row["code"],
        "measure": content["measure"],
        "unit_of_measure": content["unit_of_measure"],
        "target_value": content["target_value"],
        "result": row["found_value"],
        "status": status,
        "document": document,
    }
