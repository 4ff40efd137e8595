"""奖惩台账: the register of awards and sanctions over the years, and the way to carry one out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from web.county import reader
from web.pages import published
from web.presentation import day, label, moment, t, w
from workflow.queries import award_register
from workflow.terms import AWARD_KINDS, AWARD_STATES

Values = dict[str, Any]
pages = Blueprint("award_register", __name__)
# Those in which one on the register can be; what is proposed or withheld never entered it.
STATES = ("granted", "done", "revoked")


@pages.get("/awards")
def show() -> str:
    """All of them, or what the filters in the address leave."""
    known, asked = reader(), _asked()
    rows = award_register.register(known, asked)
    payable = award_register.open_to_pay(known, rows)
    return render_template(
        "pages/award_register.html",
        heading=t("奖惩台账", "Awards and sanctions"),
        lead=t(f"共 {len(rows)} 项", f"{len(rows)} in all"),
        url=url_for("award_register.show"),
        filters=_filters(asked),
        columns=_columns(),
        rows=[_row(row, payable) for row in rows],
    )


def _asked() -> Values:
    """The filters of the address; one that names nothing leaves nothing."""
    given = {name: request.args.get(name, "").strip() for name in ("year", "kind", "unit", "state")}
    year = given["year"]
    digits = year.isascii() and year.isdecimal() and len(year) <= 4
    return {**given, "year": int(year) if digits else -1 if year else ""}


def _filters(asked: Values) -> list[Values]:
    known = reader()
    units = sorted(known.organisation.units.values(), key=lambda unit: unit.code)
    options = {
        "year": (t("年度", "Year"), [(str(y), str(y)) for y in award_register.years(known)]),
        "kind": (t("类别", "Kind"), [(code, w(words)) for code, words in AWARD_KINDS.items()]),
        "unit": (t("单位", "Unit"), [(unit.code, w(unit.name)) for unit in units]),
        "state": (t("状态", "State"), [(code, w(AWARD_STATES[code])) for code in STATES]),
    }
    return [
        {
            "name": name,
            "id": f"f-{name}",
            "label": title,
            "kind": "select",
            "value": str(asked[name]),
            "options": [{"value": code, "label": said} for code, said in listed],
        }
        for name, (title, listed) in options.items()
    ]


def _columns() -> list[Values]:
    titles = (
        t("年度", "Year"),
        t("单位", "Unit"),
        t("类别", "Kind"),
        t("事项", "What"),
        t("位次", "Place"),
        t("金额", "Amount"),
        t("状态", "State"),
        t("依据文号", "Document"),
    )
    return [{"label": title, "number": i in (0, 4, 5)} for i, title in enumerate(titles)]


def _row(row: Values, payable: frozenset[int]) -> Values:
    waits = row["state"] == "granted" and row["year"] in payable
    act = url_for("years.ask", year=row["year"], action="pay_award", award=row["id"])
    return {
        "year": row["year"],
        "results": url_for("results.show", year=row["year"]),
        "unit": w(row["unit_name"]),
        "kind": label("award_kind", row["kind"]),
        "name": w(row["name"]),
        "place": row["place"] or "",
        "amount": published.money(row),
        "state": label("award_state", row["state"]),
        "documents": _documents(row),
        "pay": act if waits else "",
    }


def _documents(row: Values) -> list[str]:
    """What it was carried out by, and what revoked it."""
    found = []
    if row["document"]:
        found.append(t("兑现：", "carried out: ") + f"{row['document']} · {day(row['done_on'])}")
    if row["revoked_document"]:
        when = moment(row["revoked_at"]).rsplit(" ", 1)[0]
        found.append(t("撤销：", "revoked: ") + f"{row['revoked_document']} · {when}")
    return found
