"""A scheme's value from its stored text, checked before it was stored (checking.py)."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from workflow.audit.canonical import canonical, digest
from workflow.scheme.unit_rules import (
    Adjustment,
    Answer,
    Evaluation,
    For,
    Group,
    Limits,
    Veto,
)
from workflow.scheme.value import (
    Arbitration,
    Award,
    Category,
    Count,
    FrontPlan,
    Grade,
    GradeRule,
    ItemPlan,
    Office,
    Open,
    Period,
    Ranking,
    Sanction,
    Scheme,
    Variant,
)
from workflow.scoring.rule import rule_digest
from workflow.words import Words

DOMAIN = "shangxia/scheme/v1"
Body = dict[str, Any]


def canonical_text(body: Body) -> str:
    """The one spelling of a scheme, as it is stored."""
    return canonical(body).decode()


def digest_of(body: Body) -> str:
    """What the log calls this scheme."""
    return digest(DOMAIN, body)


@lru_cache(maxsize=64)
def scheme_of(text: str) -> Scheme:
    """The scheme of its stored text, which was checked before it was stored."""
    body = json.loads(text)
    rules = {rule["code"]: rule for rule in body["rule"]}
    return Scheme(
        code=body["code"],
        year=body["year"],
        digest=digest_of(body),
        categories={
            c["code"]: Category(c["code"], _name(c), c["points"], c.get("reserve", "0"), _limits(c))
            for c in body["category"]
        },
        rules=rules,
        rule_digests={code: rule_digest(rule) for code, rule in rules.items()},
        precheck=body.get("precheck", True),
        inspector_from_same_front=body.get("inspector_from_same_front", False),
        total=body.get("total", "100"),
        **_frame(body),
        **_results(body),
        **_dates(body),
        **_whole_units(body),
    )


def _name(entry: Body) -> Words:
    return Words(entry["zh"], entry["en"])


def _frame(body: Body) -> Body:
    """Title, groups of units, common items, and what is left open."""
    return {
        "name": Words(str(body.get("zh", body["code"])), str(body.get("en", body["code"]))),
        "variants": tuple(
            Variant(
                v["code"],
                _name(v),
                tuple(v.get("fronts", ())),
                tuple(v.get("units", ())),
                dict(v["points"]),
                tuple(v.get("groups", ())),
            )
            for v in body.get("variant", ())
        ),
        "fronts": tuple(
            FrontPlan(f["code"], _name(f), tuple(f["units"]) if "units" in f else None)
            for f in body.get("front", ())
        ),
        "items": tuple(_item(i) for i in body.get("item", ())),
        "open": tuple(Open(o["field"], _name(o)) for o in body.get("open", ())),
    }


def _item(entry: Body) -> ItemPlan:
    return ItemPlan(
        code=entry["code"],
        name=_name(entry),
        category=entry["category"],
        measure=entry["measure"],
        unit_of_measure=entry["unit_of_measure"],
        target_value=entry.get("target_value"),
        direction=entry.get("direction", "at_least"),
        points=entry.get("points"),
        rule=entry["rule"],
        scoring_unit=entry.get("scoring_unit"),
        reviewing_post=entry.get("reviewing_post"),
        due=entry.get("due", "12-31"),
        evidence=entry["evidence"],
        acceptance=entry["acceptance"],
        given_to=For(**_named(entry)),
    )


def _named(entry: Body) -> dict[str, tuple[str, ...]]:
    return {name: tuple(entry.get(name, ())) for name in ("units", "fronts", "groups")}


def _limits(entry: Body) -> Limits:
    return Limits(entry.get("cap"), entry.get("floor"))


def _whole_units(body: Body) -> Body:
    """What counts for a unit as a whole: groups, evaluations, adjustments, vetoes, limits."""
    return {
        "groups": tuple(Group(g["code"], _name(g), **_named(g)) for g in body.get("group", ())),
        "evaluations": tuple(_evaluation(e) for e in body.get("evaluation", ())),
        "adjustments": tuple(
            Adjustment(
                a["code"],
                _name(a),
                a.get("cap", "0"),
                a.get("floor", "0"),
                a.get("applicable", False),
            )
            for a in body.get("adjustment", ())
        ),
        "vetoes": tuple(
            Veto(v["code"], _name(v), v["authority"], v["set_to"]) for v in body.get("veto", ())
        ),
        "limits": _limits(body.get("limits", {})),
        "normalise_to": body.get("normalise", {}).get("to"),
    }


def _evaluation(entry: Body) -> Evaluation:
    return Evaluation(
        code=entry["code"],
        name=_name(entry),
        points=entry["points"],
        answers=tuple(Answer(a["code"], _name(a), a["share"]) for a in entry.get("answers", ())),
        out_of=entry.get("out_of", "100"),
        periods=tuple(entry.get("periods", ())),
        missing=entry.get("missing", "refuse"),
    )


def _results(body: Body) -> Body:
    """Grades, ranking, awards and sanctions."""
    ranking = body.get("ranking", {})
    return {
        "grades": tuple(
            Grade(
                g["code"],
                _name(g),
                g.get("at_least"),
                g.get("top"),
                g.get("top_percent"),
                tuple(g.get("needs", ())),
            )
            for g in body.get("grade", ())
        ),
        "grade_rules": tuple(_grade_rule(r) for r in body.get("grade_rule", ())),
        "ranking": Ranking(
            ranking.get("ties", "competition"),
            ranking.get("places", 2),
            ranking.get("mode", "half_up"),
            ranking.get("on", "rounded"),
            tuple(ranking.get("tie_break", ())),
        ),
        "awards": tuple(
            Award(a["place"], _name(a), a.get("amount")) for a in body.get("award", ())
        ),
        "sanctions": tuple(
            Sanction(s["code"], _name(s), s["grade"]) for s in body.get("sanction", ())
        ),
    }


def _grade_rule(entry: Body) -> GradeRule:
    counts = tuple(
        Count(c.get("category"), c.get("cause"), c.get("at_least", 0), c.get("at_most"))
        for c in entry["when"]
    )
    return GradeRule(
        entry["code"], _name(entry), counts, entry.get("lower_by"), entry.get("set_to")
    )


def _dates(body: Body) -> Body:
    """The dates and periods of the year: reports, change window, notice, and rounds; and who is the
    office for its own unit."""
    window, notice = body.get("change_window"), body.get("notice", {})
    arbitration, office = body.get("arbitration", {}), body.get("office")
    return {
        "periods": tuple(
            Period(p["code"], _name(p), p["until"], p["due"]) for p in body.get("period", ())
        ),
        "change_window": (window["from"], window["until"]) if window else None,
        "notice_days": notice.get("days", 5),
        "objection_days": notice.get("objection_days", 10),
        "answer_days": notice.get("answer_days", 10),
        "arbitration": Arbitration(
            arbitration.get("rounds", 3),
            arbitration.get("answer_days", 5),
            arbitration.get("deputy_post"),
        ),
        "office": Office(office["unit"], office["stands_in"]) if office else None,
    }
