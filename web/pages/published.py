"""What stands above every page of a year's results: which revision, its dates, and the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request, url_for

from web.county import reader
from web.pages.outcome_steps import amount
from web.presentation import aside, day, moment, number, short, t, w
from workflow.queries import publication
from workflow.terms import AWARD_STATES
from workflow.words import Words

Values = dict[str, Any]
Address = Callable[[int | None], str]

HIGHEST = 10_000
STEPS = {
    "publish": Words("公示", "Published"),
    "revise": Words("更正", "Revised"),
    "decide": Words("审定", "Decided"),
    "close": Words("通报", "Announced"),
    "correct": Words("决定更正", "Correction opened"),
}


def asked_for() -> int | None:
    """The revision that the address names; one that cannot be is none of ours."""
    text = request.args.get("no", "")
    if not text:
        return None
    return min(int(text[:6]), HIGHEST) if text.isascii() and text.isdecimal() else HIGHEST


def is_last(shown: Values) -> bool:
    """Whether these are the results as they stand, not an earlier revision of them."""
    return not shown["revisions"] or bool(shown["no"] == shown["revisions"][-1]["no"])


def no_of(shown: Values) -> int | None:
    """What an address needs to lead to the same revision: nothing for the last one."""
    return None if is_last(shown) else shown["no"]


def lead(shown: Values) -> str:
    """Which revision this is, on what document, and its digest to compare by eye."""
    row = shown["revisions"][shown["no"] - 1]
    parts = (
        t(f"第 {row['no']} 次公布", f"revision {row['no']}"),
        day(row["at"]),
        row["document"],
        t("摘要", "digest") + f" {short(row['digest'])}",
    )
    return " · ".join(part for part in parts if part)


def outdated(shown: Values) -> str:
    """That these are not the last results; nothing where they are."""
    if is_last(shown):
        return ""
    last = shown["revisions"][-1]["no"]
    return t(
        f"这是第 {shown['no']} 次公布的结果，已由第 {last} 次更正。",
        f"This is revision {shown['no']}; revision {last} has taken its place.",
    )


def corrected(shown: Values) -> str:
    """That these results correct final ones, or that final ones are being corrected."""
    if shown["correcting"]:
        when, document = day(shown["correcting"]["at"]), shown["correcting"]["document"]
        return t(
            f"县长已于 {when} 决定更正审定结果（{document}），更正后的结果尚待审定。",
            f"On {when} the county head opened a correction of the final results by document "
            f"{document}; what comes of it is not decided yet.",
        )
    if shown["corrected"]:
        when, document = day(shown["corrected"]["at"]), shown["corrected"]["document"]
        return t(
            f"本次结果系更正：{when} 依 {document} 更正此前审定的结果。",
            f"Corrected on {when} by document {document}: results that were final before.",
        )
    return ""


def checkpoint(found: Values | None) -> list[Values]:
    """Under which entry and checkpoint of the log results were decided."""
    if found is None:
        return []
    said = t(f"日志第 {found['entry']} 条", f"entry {found['entry']} of the log")
    signed = t("检查点待签", "no checkpoint covers it yet")
    if found["size"] is not None:
        signed = t(f"检查点 {found['size']} 条", f"checkpoint of {found['size']} entries")
        signed += f" · {short(found['root'])}"
    return [{"label": t("审定存证", "Decision in the log"), "value": f"{said} · {signed}"}]


def revisions(shown: Values, address: Address) -> list[Values]:
    """All revisions as tabs; none where there is only one."""
    rows = shown["revisions"] if len(shown["revisions"]) > 1 else []
    last = rows[-1]["no"] if rows else None
    return [
        {
            "label": t(f"第 {row['no']} 次", f"Revision {row['no']}") + aside(day(row["at"])),
            "url": address(None if row["no"] == last else row["no"]),
            "here": row["no"] == shown["no"],
        }
        for row in rows
    ]


def years(year: int | None) -> list[Values]:
    """The years whose results are or will be here, as tabs; none where there is only one."""
    listed = publication.years(reader())
    return [
        {
            "label": t(f"{row['year']} 年度", f"{row['year']}"),
            "url": url_for("results.show", year=row["year"]),
            "here": row["year"] == year,
        }
        for row in listed
        if len(listed) > 1
    ]


def dates(shown: Values) -> list[Values]:
    """When the results were published, revised, decided and announced, by whom, on what."""
    steps = [(row["act"], row) for row in shown["revisions"]]
    steps += [("decide", shown["decided"]), ("close", shown["announced"])]
    steps += [("correct", shown["correcting"])]
    rows = [{"label": w(STEPS[act]), "value": _done(row)} for act, row in steps if row]
    notice = shown["notice"]
    until = [
        {"label": t("公示期至", "Notice until"), "value": day(notice["until"])},
        {"label": t("复核申请截至", "Objections until"), "value": day(notice["objections_until"])},
    ]
    return [rows[0], *until, *rows[1:]]


def _done(row: Values) -> str:
    return " · ".join(p for p in (moment(row["at"]), row["by_name"], row["document"]) if p)


def place(unit: Values) -> str:
    """A unit's place in its front, and that others share it."""
    tied = aside(t("并列", "tied")) if unit["tied"] else ""
    return f"{unit['rank']}{tied}"


def grades(shown: Values) -> dict[str, str]:
    """The names of the scheme's grades."""
    return {grade["code"]: w(grade["name"]) for grade in shown["grades"]}


def grade(unit: Values, names: dict[str, str]) -> str:
    """The grade, and the one by total alone where a rule made another of it."""
    base, final = (names.get(unit[name], unit[name]) for name in ("base_grade", "grade"))
    return str(final) if base == final else f"{base} → {final}"


def money(row: Values) -> str:
    """The amount of an award, or that it is not set (S46); a sanction has none."""
    return amount(row["amount"]) if row["kind"] == "award" else ""


def award(row: Values) -> str:
    """An award or sanction in one line: what it is, its money, and how far it is."""
    parts = (w(row["name"]), money(row))
    return " ".join(part for part in parts if part) + aside(w(AWARD_STATES[row["state"]]))


def points(value: str | None) -> str:
    """Points scored, or that there are none yet."""
    return "—" if value is None else number(value)
