"""Rules made of parts and periods, adjustments over them, and random ones of both."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.workflow.scoring_cases import ENTRIES, HONOURS, PETITIONS, decimals, make_finding
from workflow.scoring.formulas import Finding
from workflow.scoring.parts import PartValue

MONTHS = [str(n) for n in range(1, 13)]


def part(code: str, **over: Any) -> dict[str, Any]:
    return {"code": code, "zh": f"分项{code}", "en": f"Part {code}", "kind": "proportional", **over}


def of_parts(*parts: dict[str, Any], **over: Any) -> dict[str, Any]:
    return {"code": "composed", "kind": "parts", "parts": list(parts), **over}


def finances(missing: str = "refuse", **over: Any) -> dict[str, Any]:
    """The year 40 %, the mean of twelve months 60 %, and what is added or taken off."""
    return of_parts(
        part("year", zh="全年收入", en="Income of the year", share="0.4", unit_of_measure="万元"),
        part(
            "months",
            zh="各月收入",
            en="Income by month",
            share="0.6",
            target_value="10",
            unit_of_measure="万元",
            periods=12,
            missing=missing,
        ),
        **over,
    )


def three_parts() -> dict[str, Any]:
    """An item of 11 points: 2 for an office, 6 for a share done, 3 by steps."""
    steps = [{"at_least": "1", "points": "3"}, {"at_least": "0.8", "points": "1.5"}]
    return of_parts(
        part("office", points="2", kind="all_or_nothing", target_value="1"),
        part("signed", points="6", target_value="50"),
        part("reports", points="3", kind="ladder", steps=steps, target_value="20"),
    )


def found(months: dict[str, str] | None = None, **parts: str) -> tuple[PartValue, ...]:
    values = [PartValue(code, None, value) for code, value in parts.items()]
    return (*values, *(PartValue("months", n, value) for n, value in (months or {}).items()))


def finding_of(*values: PartValue, **over: Any) -> Finding:
    return make_finding(None, parts=values, **over)


# Random ones.

DIRECTED = st.sampled_from(["at_least", "at_most", None])
ADJUSTED = st.fixed_dictionaries(
    {"deductions": st.just(PETITIONS), "additions": st.just(HONOURS)},
    optional={
        "adjust_floor": st.sampled_from(["0", "-0.5", "-3"]),
        "adjust_cap": st.sampled_from(["0", "2", "50"]),
        "result_floor": st.sampled_from(["-2", "0"]),
        "result_cap": st.sampled_from(["2", "12.5", "200"]),
    },
)
KINDS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("proportional")}),
    st.fixed_dictionaries({"kind": st.just("all_or_nothing")}),
    st.fixed_dictionaries(
        {
            "kind": st.just("over_fulfilment"),
            "per_percent": st.just("10"),
            "points_each": st.just("1"),
        }
    ),
    st.fixed_dictionaries({"kind": st.just("distance"), "points_per_unit": st.just("0.3")}),
    st.fixed_dictionaries(
        {
            "kind": st.just("ladder"),
            "steps": st.just(
                [{"at_least": "1", "share": "1"}, {"at_least": "0.5", "share": "0.6"}]
            ),
        }
    ),
)


@st.composite
def composed(draw: st.DrawFn) -> dict[str, Any]:
    """Keyword arguments of `score` for a rule of parts, adjusted or not."""
    count = draw(st.integers(1, 4))
    parts, values = [], []
    for n in range(count):
        periods = draw(st.sampled_from([None, 2, 5]))
        missing = draw(st.sampled_from(["refuse", "zero", "left_out"])) if periods else "refuse"
        worth = draw(st.sampled_from(["0", "1", "2.5", "7"]))
        target = draw(decimals("0.5", "20"))
        parts.append(
            part(
                f"p{n}",
                **draw(KINDS),
                points=worth,
                target_value=target,
                direction=draw(DIRECTED),
                **({"periods": periods, "missing": missing} if periods else {}),
            )
        )
        asked = [None] if not periods else [str(m) for m in range(1, periods + 1)]
        least = {"refuse": len(asked), "zero": 0, "left_out": 1}[missing]
        there = draw(st.lists(st.sampled_from(asked), unique=True, min_size=least))
        values += [PartValue(f"p{n}", each, draw(decimals("-5", "30"))) for each in there]
    adjusted = draw(st.just({}) | ADJUSTED)
    points = str(sum(Decimal(each["points"]) for each in parts))
    finding = finding_of(
        *values,
        quality=draw(st.sampled_from(["ok", "poor"])),
        events=draw(ENTRIES) if adjusted else (),
    )
    rule = of_parts(*parts, **adjusted, quality_poor_factor="0.5")
    return {
        "rule": rule,
        "points": points,
        "target_value": None,
        "finding": finding,
        "direction": "at_least",
    }
