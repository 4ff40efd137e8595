"""The form of an act on a year: what may be chosen in it by name, and what it would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from web import forms
from web.county import reader
from web.pages import unit_entries
from web.pages.asking import Asked
from web.pages.year_frame import heading
from web.presentation import aside, day, number, short, t, w
from workflow.act import Act
from workflow.effects.plan import checked_scheme
from workflow.effects.results import waits
from workflow.queries import letters, reports, target_list, year_facts, years
from workflow.queries.unit_entries_view import listed
from workflow.scheme.differences import differences
from workflow.scheme.scheme import body_of, digest_of
from workflow.scheme.writing import toml_of
from workflow.terms import STATES, YEAR_STATES, Capacity

Values = dict[str, Any]
Pairs = list[tuple[str, str]]
MOST_OPEN = 10_000


@dataclass
class AskedForScheme(Asked):
    """Another scheme: its check page tells what is different, not the whole file."""

    def examine(self, data: Values) -> None:
        assert self.object_id is not None  # noqa: S101  (an act on a year has one)
        checked_scheme(reader().desk().year_case(self.object_id), data["toml"], self.object_id)

    def answers(self, data: Values) -> list[Values]:
        body = body_of(data["toml"])
        rows = (
            (t("方案", "Scheme"), t(str(body.get("zh", "")), str(body.get("en", "")))),
            (t("代码", "Code"), body["code"]),
            (t("摘要", "Digest"), short(digest_of(body))),
        )
        return [{"label": label, "value": value} for label, value in rows]

    def changes(self, data: Values) -> Values | None:
        assert self.object_id is not None  # noqa: S101  (an act on a year has one)
        found = differences(years.scheme_body(reader(), self.object_id), body_of(data["toml"]))
        rows = [{"label": w(d.path), "before": w(d.before), "after": w(d.after)} for d in found]
        if not rows:
            rows = [
                {"label": t("全部内容", "Everything"), "before": "", "after": t("未变", "the same")}
            ]
        return {
            "caption": t("与现行方案的差别", "Differences to the present scheme"),
            "rows": rows,
            "before": t("现行方案", "Present scheme"),
            "after": t("更换后", "After"),
        }


def asked_of(act: Act, shown: Values) -> Asked:
    """An act on a year as somebody opened it; `shown` is years.year()."""
    year = shown["year"]
    kind = AskedForScheme if act.name == "change_scheme" else Asked
    choices = CHOICES[act.name](shown) if act.name in CHOICES else {}
    return kind(
        act=act,
        object_id=year,
        button=t(f"{w(act.label)}（{year} 年度）", f"{w(act.label)}: {year}"),
        lead=f"{heading(year)} · {w(YEAR_STATES[shown['state']])}",
        back=url_for(BACK.get(act.name, "years.show"), year=year),
        back_label=_back_label(act.name, year),
        seen={"version": shown["version"]},
        choices=choices,
        values=_first_values(act, shown, choices),
        # Who heads one unit speaks for that one.
        skipped=frozenset({"unit"} if len(choices.get("own_units", ())) == 1 else ()),
        about=_about(act, shown),
    )


# Where an act of its own page leads back to.
BACK = {
    "adjust_unit": "unit_entries.show",
    "veto_unit": "unit_entries.show",
    "end_entry": "unit_entries.show",
    "sign_letter": "letters.list_all",
    "report_period": "reports.list_all",
    "self_assess": "reports.list_all",
    "change_scheme": "schemes.show",
}


def _back_label(action: str, year: int) -> str:
    labels = {
        "letters.list_all": t("责任书", ": letters"),
        "unit_entries.show": t("单位登记", ": entries about units"),
        "reports.list_all": t("信息反馈", ": reports"),
        "schemes.show": t("考核方案", ": scheme"),
    }
    return heading(year) + labels.get(BACK.get(action, ""), "")


def _first_values(act: Act, shown: Values, choices: forms.Choices) -> Values:
    """What the form begins with: what the link named, as far as it can be chosen."""
    if act.name == "change_scheme":
        return {"toml": toml_of(years.scheme_body(reader(), shown["year"]))}
    first = {"signed_on": "", "done_on": ""}
    values = {name: reader().today.isoformat() for name in first if name in act.input().fields}
    for name, field in forms.visible(act.input):
        listed = {code for code, _ in choices.get(str(field.metadata.get("choices")), ())}
        if request.args.get(name) in listed:
            values[name] = request.args[name]
    return values


def _about(act: Act, shown: Values) -> list[Values]:
    """What an act without questions is about, above its form or check page."""
    if act.name != "give_items":
        return []
    given = {item["code"] for item in years.item_rows(reader(), shown["year"])}
    scheme = years.scheme_of(reader(), shown["year"])
    names = [
        w(item.name) + (f" {number(item.points)}" if item.points else "")
        for item in scheme.items
        if item.code not in given
    ]
    value = t("、", ", ").join(names)
    return [{"label": t("将下达的事项", "Items to be given"), "value": value, "whole": True}]


def _unapproved(shown: Values) -> dict[str, Pairs]:
    """The targets that are not approved, each to be named if the plan goes without it (C0)."""
    listed = []
    for state in ("drafted", "reviewed"):
        filters = {"year": str(shown["year"]), "state": state}
        rows, _ = target_list.page(reader(), filters, limit=MOST_OPEN)
        listed += rows
    return {
        "ids": [
            (
                str(row["id"]),
                row["title"] + aside(f"{w(row['unit_name'])} {w(STATES[row['state']])}"),
            )
            for row in listed
        ]
    }


def _without_letter(shown: Values) -> dict[str, Pairs]:
    signed = {letter["unit"] for letter in shown["letters"]}
    owing = letters.units(reader(), shown)
    return {"units": [(u.code, w(u.name)) for u in owing if u.code not in signed]}


def _own_units(shown: Values) -> dict[str, Pairs]:
    heads = [p.unit for p in reader().posts if p.capacity == Capacity.UNIT_HEAD and p.unit]
    return {"own_units": [(unit.code, w(unit.name)) for unit in heads]}


def _periods(shown: Values) -> dict[str, Pairs]:
    """The periods that a unit of one's own has not reported on, with their last days."""
    own = _own_units(shown)
    sent = {(row["unit"], row["period"]) for row in shown["reports"]}
    scheme = years.scheme_of(reader(), shown["year"])
    listed = [
        (one.code, w(one.name) + aside(t(f"{day(one.due)}前报", f"due {day(one.due)}")))
        for one in reports.owed(scheme)
        if one.due and any((code, one.code) not in sent for code, _ in own["own_units"])
    ]
    return {**own, "periods": listed}


def _awards(shown: Values) -> dict[str, Pairs]:
    """The awards and sanctions that wait, by unit and name."""
    known, scheme = reader(), years.scheme_of(reader(), shown["year"])
    names = {f"place_{award.place}": award.name for award in scheme.awards}
    names |= {sanction.code: sanction.name for sanction in scheme.sanctions}
    waiting = year_facts.awards(known.database, shown["year"]).values()
    return {
        "awards": [
            (str(row["id"]), _award(row, w(names.get(row["code"], row["code"]))))
            for row in waiting
            if waits(row)
        ]
    }


def _award(row: Values, name: str) -> str:
    unit = w(reader().organisation.unit_by_id[row["unit_id"]].name)
    yuan = t(f"{number(row['amount'])} 元", f"{number(row['amount'])} yuan")
    unset = t("金额未定", "amount not set")
    amount = yuan if row["amount"] else unset if row["kind"] == "award" else ""
    return " · ".join(part for part in (unit, name, amount) if part)


def _units_and(shown: Values) -> dict[str, Pairs]:
    """The units of the year, and what may be entered about one of them."""
    scheme = years.scheme_of(reader(), shown["year"])
    return {
        "placed_units": unit_entries.placed_units(shown["year"]),
        "adjustments": [(one.code, w(one.name)) for one in scheme.adjustments],
        "vetoes": [(one.code, w(one.name) + aside(one.authority)) for one in scheme.vetoes],
    }


def _entries(shown: Values) -> dict[str, Pairs]:
    """The entries about units that stand."""
    scheme = years.scheme_of(reader(), shown["year"])
    rows = [row for row in listed(reader(), shown["year"]) if not row["ended_at"]]
    return {
        "unit_entries": [
            (
                str(row["id"]),
                " · ".join(
                    (w(row["unit_name"]), unit_entries.entry_name(scheme, row), row["document"])
                ),
            )
            for row in rows
        ]
    }


CHOICES = {
    "adjust_unit": _units_and,
    "veto_unit": _units_and,
    "end_entry": _entries,
    "issue": _unapproved,
    "sign_letter": _without_letter,
    "report_period": _periods,
    "self_assess": _own_units,
    "pay_award": _awards,
}
