"""The scheme of a year as a value: what the rules of that year are (S3, design.md section 5).

Read from TOML, checked, kept as canonical JSON with its digest. Every entry of the log names the
digest of the scheme in force.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

from workflow.audit.canonical import canonical, digest
from workflow.scoring.rule import check_rule, rule_digest
from workflow.words import Words

DOMAIN = "shangxia/scheme/v1"
Body = dict[str, Any]


class BadScheme(ValueError):
    """The scheme cannot be used; `findings` says what is wrong, in both languages."""

    def __init__(self, findings: list[Words]) -> None:
        super().__init__("; ".join(f.en for f in findings))
        self.findings = findings


@dataclass(frozen=True)
class Category:
    """One of the kinds of work (S4) and its points (S10)."""

    code: str
    name: Words
    points: str


@dataclass(frozen=True)
class Variant:
    """Other category points for some units, declared: a group without a key task (S10)."""

    code: str
    name: Words
    fronts: tuple[str, ...]
    units: tuple[str, ...]
    points: dict[str, str]


@dataclass(frozen=True)
class FrontPlan:
    """A front (S41); `units` None: they are placed by acts, one by one."""

    code: str
    name: Words
    units: tuple[str, ...] | None


@dataclass(frozen=True)
class ItemPlan:
    """A common or stability item (S7-S9). What is None the scheme leaves open."""

    code: str
    name: Words
    category: str
    measure: str
    unit_of_measure: str
    target_value: str | None
    direction: str
    points: str | None
    rule: str
    scoring_unit: str | None
    reviewing_post: str | None
    # The last day in the year, as "12-31".
    due: str
    evidence: str
    acceptance: str


@dataclass(frozen=True)
class Grade:
    """A grade (S42), best first; the last has no `at_least`."""

    code: str
    name: Words
    at_least: str | None


@dataclass(frozen=True)
class Count:
    """How many unfinished targets a grade rule asks for: of a category and a cause, or of any."""

    category: str | None
    cause: str | None
    at_least: int
    at_most: int | None


@dataclass(frozen=True)
class GradeRule:
    """A step over the base grade (S43, S44): applies when every count holds, in the file's order.

    It lowers the grade by steps, never below the last one, or sets it.
    """

    code: str
    name: Words
    when: tuple[Count, ...]
    lower_by: int | None
    set_to: str | None


@dataclass(frozen=True)
class Ranking:
    """How units of a front are ranked: ties, and the rounding of the total."""

    ties: str
    places: int
    mode: str
    # "rounded": equal after rounding is equal; "exact": the unrounded totals are compared.
    on: str


@dataclass(frozen=True)
class Award:
    """An honour and money for a place in a front (S45, S46); `amount` None: not set."""

    place: int
    name: Words
    amount: str | None


@dataclass(frozen=True)
class Sanction:
    """What stands beside the rewards for a grade (S47)."""

    code: str
    name: Words
    grade: str


@dataclass(frozen=True)
class Period:
    """A report that every unit owes (S30): until which day of the year, and when it is due."""

    code: str
    name: Words
    until: str
    due: str


@dataclass(frozen=True)
class Open:
    """What the source leaves open: the field by its path, and what is not known of it."""

    field: str
    name: Words


@dataclass(frozen=True, eq=False)
class Scheme:
    """The rules of one year. Never changes, so answers about it may be kept beside it."""

    code: str
    year: int
    digest: str
    categories: dict[str, Category]
    rules: dict[str, dict[str, Any]]
    rule_digests: dict[str, str]
    precheck: bool
    inspector_from_same_front: bool
    name: Words = field(default_factory=lambda: Words("考核方案", "Scheme"))
    variants: tuple[Variant, ...] = ()
    fronts: tuple[FrontPlan, ...] = ()
    items: tuple[ItemPlan, ...] = ()
    grades: tuple[Grade, ...] = ()
    grade_rules: tuple[GradeRule, ...] = ()
    ranking: Ranking = Ranking("competition", 2, "half_up", "rounded")
    awards: tuple[Award, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    periods: tuple[Period, ...] = ()
    # First and last day ("07-01", "07-31") of mid-year changes; None: there are none.
    change_window: tuple[str, str] | None = None
    # Working days of public notice, for an objection, and for its answer (S34).
    notice_days: int = 5
    objection_days: int = 10
    answer_days: int = 10
    # Days off that fall on Monday to Friday, and Saturdays and Sundays that are worked (调休).
    holidays: frozenset[str] = frozenset()
    workdays: frozenset[str] = frozenset()
    open: tuple[Open, ...] = ()

    def rule(self, code: str | None) -> dict[str, str] | None:
        """A scoring rule as a revision holds it: its code and its own digest."""
        if code is None or code not in self.rule_digests:
            return None
        return {"code": code, "digest": self.rule_digests[code]}

    def rule_body(self, digest: str) -> dict[str, Any] | None:
        """The rule with this digest, or None when the scheme no longer holds it."""
        for code, own in self.rule_digests.items():
            if own == digest:
                return self.rules[code]
        return None

    def variant_of(self, unit: str, front: str | None) -> Variant | None:
        """The declared variant of a unit: by its own code first, else by its front's."""
        for variant in self.variants:
            if unit in variant.units:
                return variant
        return next((v for v in self.variants if front in v.fronts), None)

    def points_of(self, unit: str, front: str | None) -> dict[str, str]:
        """The points of each category for a unit (S10)."""
        variant = self.variant_of(unit, front)
        own = variant.points if variant else {}
        return {c.code: own.get(c.code, c.points) for c in self.categories.values()}


def body_of(toml: str) -> dict[str, Any]:
    """The scheme file as plain data. Raises BadScheme."""
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadScheme(
            [Words(f"考核方案不是有效的 TOML：{error}", f"the scheme is not valid TOML: {error}")]
        ) from error


def canonical_text(body: dict[str, Any]) -> str:
    """The one spelling of a scheme, as it is stored."""
    return canonical(body).decode()


def digest_of(body: dict[str, Any]) -> str:
    """What the log calls this scheme."""
    return digest(DOMAIN, body)


def check(body: dict[str, Any]) -> list[Words]:
    """What is wrong with a scheme; empty when it can be used."""
    findings: list[Words] = []
    for name in ("code", "year", "category", "rule"):
        if name not in body:
            findings.append(Words(f"考核方案缺少“{name}”", f"the scheme lacks {name!r}"))
    for rule in body.get("rule", []):
        findings += check_rule(rule)
    codes = [rule.get("code") for rule in body.get("rule", [])]
    for code in sorted({str(c) for c in codes if codes.count(c) > 1}):
        findings.append(Words(f"计分办法“{code}”重复", f"scoring rule {code!r} stands twice"))
    return findings


@lru_cache(maxsize=64)
def scheme_of(text: str) -> Scheme:
    """The scheme of its stored text, which was checked before it was stored."""
    body = json.loads(text)
    rules = {rule["code"]: rule for rule in body["rule"]}
    return Scheme(
        code=body["code"],
        year=body["year"],
        digest=digest_of(body),
        categories={c["code"]: Category(c["code"], _name(c), c["points"]) for c in body["category"]},
        rules=rules,
        rule_digests={code: rule_digest(rule) for code, rule in rules.items()},
        precheck=body.get("precheck", True),
        inspector_from_same_front=body.get("inspector_from_same_front", False),
        **_frame(body),
        **_results(body),
        **_dates(body),
    )


def _name(entry: Body) -> Words:
    return Words(entry["zh"], entry["en"])


def _frame(body: Body) -> Body:
    """Title, groups of units, common items, and what is left open."""
    return {
        "name": Words(body.get("zh", body["code"]), body.get("en", body["code"])),
        "variants": tuple(
            Variant(
                v["code"],
                _name(v),
                tuple(v.get("fronts", ())),
                tuple(v.get("units", ())),
                dict(v["points"]),
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
    )


def _results(body: Body) -> Body:
    """Grades, ranking, awards and sanctions."""
    ranking = body.get("ranking", {})
    return {
        "grades": tuple(
            Grade(g["code"], _name(g), g.get("at_least")) for g in body.get("grade", ())
        ),
        "grade_rules": tuple(_grade_rule(r) for r in body.get("grade_rule", ())),
        "ranking": Ranking(
            ranking.get("ties", "competition"),
            ranking.get("places", 2),
            ranking.get("mode", "half_up"),
            ranking.get("on", "rounded"),
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
    """The calendar of the year: reports, change window, notice, days off and days worked."""
    window, notice = body.get("change_window"), body.get("notice", {})
    calendar = body.get("calendar", {})
    return {
        "periods": tuple(
            Period(p["code"], _name(p), p["until"], p["due"]) for p in body.get("period", ())
        ),
        "change_window": (window["from"], window["until"]) if window else None,
        "notice_days": notice.get("days", 5),
        "objection_days": notice.get("objection_days", 10),
        "answer_days": notice.get("answer_days", 10),
        "holidays": frozenset(calendar.get("holidays", ())),
        "workdays": frozenset(calendar.get("workdays", ())),
    }


def shipped(code: str) -> str | None:
    """The TOML of a scheme that ships with the product, by its code; None when there is none."""
    if not code.replace("_", "").isalnum():
        return None
    path = files("workflow.scheme") / f"{code}.toml"
    return path.read_text("utf-8") if path.is_file() else None
