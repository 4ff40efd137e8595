"""One entry of the log: who did what in which post, what it wrote row by row, and its leaf."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for

from web.county import actor, live, reader
from web.pages.audit_rows import about, object_url, person_url
from web.presentation import aside, day, label, moment, number, signer, t, w
from workflow.inputs.auditing import EXPORTS, READS
from workflow.queries import log_entry
from workflow.reads import note_reading
from workflow.terms import REASONS
from workflow.words import Words
from workflow.written import table_name

Values = dict[str, Any]
pages = Blueprint("audit_entry", __name__)
LARGEST = 2**53 - 1
# Of a text longer than this the page shows the beginning; the API gives it whole.
LONGEST = 20_000
# A value longer than this has a line of its own.
WIDE = 24
NAMED = {
    "document": Words("文号", "Document"),
    "leave_open": Words("列明暂缓的目标", "Targets left open"),
    "left_out": Words("未能一并办理的目标", "Targets that were left out"),
    "reads": Words("查阅内容", "What was read"),
    "exports": Words("导出内容", "What was exported"),
    "verified": Words("核验结论", "What was verified"),
}


@pages.get(f"/audit/entries/<int(max={LARGEST}):index>")
def show(index: int) -> str:
    entry = log_entry.entry(reader(), index)
    note_reading(live().door, actor(), "entries")
    done = entry["outcome"] == "done"
    return render_template(
        "pages/audit_entry.html",
        entry=entry,
        title=t(f"第 {index} 条：", f"Entry {index}: ") + w(entry["label"]),
        outcome=label("outcome", entry["outcome"]),
        refused=not done,
        facts=facts(entry),
        writes=[write(one) for one in entry["writes"]],
        proof=proof(entry),
        body=entry["body"][:LONGEST],
        cut=len(entry["body"]) > LONGEST,
        previous=_url(entry["previous"]),
        following=_url(entry["following"]),
        api=f"/api/v1/audit/entries/{index}",
        included=url_for("api.show_proof", number=index),
    )


def _url(index: int | None) -> str | None:
    return None if index is None else url_for("audit_entry.show", index=index)


def facts(entry: Values) -> list[Values]:
    """Who, in which post, on whose behalf, by what channel, on what, in which round."""
    who = signer(entry) or t("系统", "System")
    no, turn = entry["revision"], entry["round"]
    draft = t(f"第{no}稿 第{turn}轮", f"{no}, round {turn}") if no else ""
    within, brought = entry["within"], entry["brought"]
    rows: list[tuple[str, str, str | None]] = [
        (t("时间", "Time"), moment(entry["at"]), None),
        (t("人员", "Person"), who, person_url(entry["by"], entry["at"]) if entry["by"] else None),
        (t("岗位", "Post"), w(entry["post_name"]), None),
        (t("身份", "Capacity"), label("capacity", entry["capacity"]), None),
        (t("代何人", "On behalf of"), entry["on_behalf_of_name"] or "", None),
        (t("途径", "Channel"), label("channel", entry["channel"]), None),
        (t("对象", "Object"), _object(entry), object_url(entry)),
        (t("稿与轮", "Revision"), draft, None),
        (t("理由", "Reason"), w(REASONS.get(entry["reason"] or "", entry["reason"])), None),
        (t("说明", "In words"), entry["text"] or "", None),
        *((w(NAMED.get(n, n)), _named(n, value), None) for n, value in entry["named"].items()),
        (t("由此带出", "Brought along by"), _number(within), _url(within)),
        (t("带出的行为自", "Brought along, from"), _number(brought), _url(brought)),
    ]
    return [{"label": a, "value": b, "url": url} for a, b, url in rows if b]


def _number(index: int | None) -> str:
    return "" if index is None else t(f"第 {index} 条", f"entry {index}")


def _object(entry: Values) -> str:
    """A target by its title; of the county's things which one it is."""
    table, name = entry["table"], entry["object_name"]
    if table in (None, entry["object"]["kind"]):
        return about(entry)
    number_ = entry["object"]["id"]
    said = w(name) or (f"#{number_}" if number_ is not None else "")
    return " ".join(filter(None, [w(table_name(table)), said]))


def _named(name: str, value: Any) -> str:
    codes = {"reads": READS, "exports": EXPORTS}.get(name, {})
    if isinstance(value, list):
        return t("、", ", ").join(map(str, value))
    return w(codes.get(value, value))


def write(one: Values) -> Values:
    """A row that was written: a new one as facts, without what it leaves open; a changed one with
    each field before and after."""
    heading = w(one["name"]) + f" #{one['id']}" + aside(t("新增", "new") if one["new"] else "")
    rows: list[Values] = [
        {"label": w(f["label"]), "before": _value(f["before"]), "after": _value(f["after"])}
        for f in one["fields"]
    ]
    if one["new"]:
        rows = [
            {**row, "value": row["after"], "whole": len(row["after"]) > WIDE}
            for row in rows
            if row["after"]
        ]
    return {"heading": heading[:1].upper() + heading[1:], "changed": not one["new"], "rows": rows}


def _value(value: Any) -> str:
    """A value in the reader's language: moments and days as the county writes them."""
    text = w(value)
    if len(text) == 27 and text[10] == "T" and text.endswith("Z"):
        return moment(text)
    if len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdecimal():
        return day(text)
    return text


def proof(entry: Values) -> list[Values]:
    """What a stranger needs to find this entry again."""
    rows = (
        (t("叶哈希", "Leaf hash"), entry["leaf"]),
        (t("内容摘要", "Digest"), entry["digest"]),
        (t("方案摘要", "Scheme"), entry["scheme"]),
        (t("生命周期表", "Lifecycle"), entry["lifecycle"]),
        (t("请求号", "Request"), entry["request"]),
        (t("正文字符数", "Characters"), number(len(entry["body"]))),
    )
    return [{"label": title, "value": value, "whole": True} for title, value in rows if value]
