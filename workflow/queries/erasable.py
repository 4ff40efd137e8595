"""Texts and files that may have to be erased by law: looked up by person, target or wording.

Who looks for them need not read them: lists say what a text is, whose and where, and its length.
Its words stand on the page on which it is erased, one at a time.
"""

from __future__ import annotations

import json
from typing import Any

from models import statements
from workflow.erased import shown
from workflow.lifecycle import act_named
from workflow.queries.people import names
from workflow.queries.reader import Reader
from workflow.words import Words, joined

Values = dict[str, Any]
MOST = 100

# Where texts are held: table and column, the columns of the target and person they belong to, and
# what they are. A test holds this to the tables.
PLACES: tuple[tuple[str, str, str | None, str, Words], ...] = (
    ("person", "name_id", None, "id", Words("姓名", "name of a person")),
    ("key_task_revision", "text_id", None, "person_id", Words("重点工作说明", "on a key task")),
    ("signature", "text_id", "target_id", "actor_id", Words("签署附言", "remark of a signature")),
    ("growth_reason", "text_id", "target_id", "person_id", Words("未增长的理由", "why no growth")),
    ("advice", "text_id", "target_id", "person_id", Words("代拟意见", "secretary's opinion")),
    (
        "escalation",
        "text_id",
        "target_id",
        "person_id",
        Words("上报说明", "escalation"),
    ),
    ("arbitration", "text_id", "target_id", "person_id", Words("审定理由", "reason of a decision")),
    ("proposal", "text_id", "target_id", "person_id", Words("调整说明", "reason of a proposal")),
    ("waiver", "text_id", None, "person_id", Words("豁免理由", "reason of a waiver")),
    ("waiver_end", "text_id", None, "person_id", Words("撤销豁免说明", "why a waiver ended")),
    ("coordination", "text_id", "target_id", "person_id", Words("协调记录", "coordination")),
    ("internal_task", "text_id", "target_id", "person_id", Words("内部任务", "internal task")),
    (
        *("internal_task", "ended_text_id", "target_id", "ended_by_id"),
        Words("内部任务办结说明", "how an internal task ended"),
    ),
    ("report", "text_id", "target_id", "person_id", Words("进度说明", "report of progress")),
    ("file", "name_id", None, "person_id", Words("附件名称", "name of a file")),
    ("unit_report", "text_id", None, "person_id", Words("单位报告", "report of a unit")),
    ("year_event", "text_id", None, "person_id", Words("年度事项说明", "on an event of the year")),
    ("finding", "text_id", "target_id", "person_id", Words("验收情况", "words of a finding")),
    ("ledger", "matter_id", "target_id", "person_id", Words("台账事项", "matter of the ledger")),
    (
        *("ledger_end", "text_id", None, "person_id"),
        Words("台账撤销说明", "why a ledger entry was struck"),
    ),
    (
        *("cause_decision", "text_id", "target_id", "person_id"),
        Words("原因裁定说明", "on a decision of cause"),
    ),
    ("unit_entry", "text_id", None, "person_id", Words("单位登记事由", "entry about a unit")),
    (
        *("unit_entry_end", "text_id", None, "person_id"),
        Words("单位登记撤销说明", "why an entry about a unit ended"),
    ),
    ("objection", "text_id", "target_id", "person_id", Words("复核申请", "objection")),
    ("objection", "answer_id", "target_id", "answered_by_id", Words("复核答复", "answer to one")),
)
LABELS = {f"{table}.{column}": words for table, column, _, _, words in PLACES}


def _held(table: str, column: str, target: str | None, person: str) -> str:
    of_target = f"r.{target}" if target else "NULL"
    return (
        f"SELECT '{table}.{column}' AS place, r.id AS row_id, r.{column} AS text_id, "
        f"CAST({of_target} AS BIGINT) AS target_id, r.{person} AS person_id FROM {table} r "
        f"WHERE r.{column} IS NOT NULL"
    )


_HELD = " UNION ALL ".join(_held(*place[:4]) for place in PLACES)
_TEXTS = f"""
SELECT h.place, h.target_id, h.person_id, x.id AS number, x.digest, length(x.body) AS length,
 e.at AS erased_at, e.document
FROM text x LEFT JOIN ({_HELD}) h ON h.text_id = x.id LEFT JOIN erasure e ON e.text_id = x.id
"""
# A remark that only the log knows of, as that of a return: in what entries is something written.
_WRITTEN = """
SELECT act, object_kind, object_id, person_id, body FROM entry
WHERE outcome = 'done' AND replace(body, ?, '') <> body
"""
_TO_TEXT = '"table":"text"'
MOST_ENTRIES = 300
REMARK = Words("办理时的说明", "remark of an act")
# A registered sheet's target; a letter's unit and year stand with the letters.
_FILES = """
SELECT f.id AS number, f.digest, f.size AS length, f.media_type, f.person_id, f.at,
 e.at AS erased_at, e.document,
 (SELECT MIN(s.target_id) FROM paper_hand h JOIN signature s ON s.id = h.signature_id
  WHERE h.file_id = f.id) AS target_id,
 (SELECT MIN(l.id) FROM letter l WHERE l.file_id = f.id) AS letter_id
FROM file f LEFT JOIN erasure e ON e.file_id = f.id
"""


def texts(reader: Reader, filters: dict[str, str]) -> list[Values]:
    """Texts of a person (user name), of a target (its number) or that hold some words, newest
    first, at most MOST of them; none where nothing is asked for."""
    where, values = _where(filters, "h.person_id", "h.target_id")
    written = _written(reader, filters) if where else {}
    if written:
        known = f"x.id IN ({', '.join('?' * len(written))})"
        where, values = [f"({' AND '.join(where)} OR {known})"], [*values, *written]
    words = filters.get("words", "")
    if words:
        # Not LIKE: SQLite's folds the case of Latin letters, PostgreSQL's does not.
        where.append("replace(x.body, ?, '') <> x.body")
        values.append(words)
    if not where:
        return []
    sql = f"{_TEXTS} WHERE {' AND '.join(where)} ORDER BY x.id DESC LIMIT {MOST}"
    rows = statements.rows(reader.database, sql, values)
    told = [{**row, **(written.get(row["number"], {}) if not row["place"] else {})} for row in rows]
    return _once_each(_named(reader, told, "text"))


def _once_each(rows: list[Values]) -> list[Values]:
    """Each text once, however many rows hold it, with all that it is."""
    found: dict[int, Values] = {}
    for row in rows:
        known = found.setdefault(row["number"], {**row, "are": []})
        if row["what"] not in known["are"]:
            known["are"].append(row["what"])
    return [{**row, "what": joined(row["are"])} for row in found.values()]


def _written(reader: Reader, filters: dict[str, str]) -> dict[int, Values]:
    """Texts by the entries that wrote them: the act, and of which target and person it was."""
    where, values = _where(filters, "person_id", "object_kind = 'target' AND object_id")
    sql = f"{_WRITTEN} AND {' AND '.join(where)} ORDER BY id DESC LIMIT {MOST_ENTRIES}"
    found = {}
    for row in statements.rows(reader.database, sql, [_TO_TEXT, *values]):
        act = act_named(row["object_kind"], row["act"])
        target = row["object_id"] if row["object_kind"] == "target" else None
        about = {
            "target_id": target,
            "person_id": row["person_id"],
            "act": act.label if act else None,
        }
        for write in json.loads(row["body"])["writes"]:
            if write["table"] == "text":
                found[write["id"]] = about
    return found


def files(reader: Reader, filters: dict[str, str]) -> list[Values]:
    """Files that a person attached, or that bear hands of a target, newest first."""
    where, values = _where(filters, "f.person_id", "f.target_id")
    if not where or filters.get("words"):
        return []
    sql = (
        f"SELECT f.* FROM ({_FILES}) f WHERE {' AND '.join(where)} "
        f"ORDER BY f.number DESC LIMIT {MOST}"
    )
    return _named(reader, statements.rows(reader.database, sql, values), "file")


def _where(filters: dict[str, str], person: str, target: str) -> tuple[list[str], list[Any]]:
    parts: list[str] = []
    values: list[Any] = []
    if filters.get("person"):
        parts.append(f"{person} = (SELECT p.id FROM person p WHERE p.username = ?)")
        values.append(filters["person"])
    if filters.get("target"):
        parts.append(f"{target} = ?")
        values.append(int(filters["target"]))
    return parts, values


def _named(reader: Reader, rows: list[Values], kind: str) -> list[Values]:
    people = names(reader.database, [row["person_id"] for row in rows])
    return [_shown(row, kind, people.get(row["person_id"])) for row in rows]


def _shown(row: Values, kind: str, by: Any) -> Values:
    place = row.get("place")
    what = LABELS[place] if place else _remark(row) if kind == "text" else _file_words(row)
    return {
        **row,
        "kind": kind,
        "what": what,
        "by": by.username if by else None,
        "by_name": by.name if by else None,
    }


def _remark(row: Values) -> Words:
    act = row.get("act")
    return Words("{act}的说明", "remark: {act}").format(act=act) if act else REMARK


def _file_words(row: Values) -> Words:
    if row["letter_id"]:
        return Words("责任书扫描件", "scan of a letter")
    if row["target_id"]:
        return Words("审签单扫描件", "scan of a signature sheet")
    return Words("附件", "file")


def one(reader: Reader, kind: str, number: int) -> Values | None:
    """One text or file with what it is and, of a text, its words: who erases it must see it."""
    if kind == "text":
        sql = f"{_TEXTS} WHERE x.id = ?"
        found = _named(reader, statements.rows(reader.database, sql, (number,)), kind)
        body = statements.value(reader.database, "SELECT body FROM text WHERE id = ?", (number,))
        return {**_once_each(found)[0], "body": shown(body)} if found else None
    sql = f"{_FILES} WHERE f.id = ?"
    rows = _named(reader, statements.rows(reader.database, sql, (number,)), "file")
    return {**rows[0], "body": None} if rows else None
