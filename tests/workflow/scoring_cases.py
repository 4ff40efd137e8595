"""Rules, findings and random ones of both, for the tests of scoring."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from workflow.audit.canonical import decimal_text
from workflow.scoring.formulas import Event, Finding
from workflow.scoring.group import Group, Member

STEPS = [
    {"at_least": at, "points": points}
    for at, points in [("1.0", "40"), ("0.9", "36"), ("0.8", "32"), ("0.7", "28"), ("0.5", "20")]
]
PETITIONS = [
    {"event": "to_beijing", "points": "5"},
    {"event": "to_province", "points": "2", "at_most": "6"},
]
HONOURS = [
    {"event": "honour", "points": "1.5", "at_most": "3"},
    {"event": "initiative", "points": "1", "zh": "经验推广", "en": "Copied by others"},
]

WHOLE = {"share": "1", "kind": "proportional", "target_value": "50"}
LINE = {"from": {"at": "0.9", "points": "0"}, "to": {"at": "1", "points": "7"}}

LEVELS = [
    {"event": "county", "points": "1", "group": "honours", "at_most": "3"},
    {"event": "city", "points": "3", "group": "honours"},
    {"event": "province", "points": "5", "group": "honours"},
    {"event": "initiative", "points": "1"},
]


def make_rule(kind: str, **over: Any) -> dict[str, Any]:
    needed: dict[str, dict[str, Any]] = {
        "over_fulfilment": {"per_percent": "10", "points_each": "3", "bonus_cap": "9"},
        "ladder": {"steps": STEPS},
        "per_event": {"deductions": PETITIONS},
        "ledger": {"deductions": PETITIONS, "additions": HONOURS},
        "honours": {"kind": "ledger", "deductions": PETITIONS, "additions": LEVELS},
        "distance": {"points_per_unit": "0.5"},
        "parts": {"parts": [{"code": "all", "zh": "全部", "en": "All", **WHOLE}]},
        "linear": LINE,
        "by_rank": {"step": "0.5"},
    }
    return {"code": f"{kind}-1", "kind": kind, **needed.get(kind, {}), **over}


def make_finding(found_value: str | None = None, **over: Any) -> Finding:
    return Finding(
        **{"quality": "ok", "on_time": True, "met": True, **over, "found_value": found_value}
    )


# Random ones. Values keep to three decimals: boundaries and exact hits then come up by themselves.


def decimals(low: str, high: str) -> st.SearchStrategy[str]:
    return st.decimals(Decimal(low), Decimal(high), places=3).map(decimal_text)


FACTORS = st.sampled_from(["1", "0.9", "0.5", "0"])
POINTS = st.sampled_from(["0", "0.333", "3", "40", "100"])
EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(["to_beijing", "to_province"]),
        st.sampled_from(["0", "1", "2", "0.5"]),
        st.sampled_from(["", "a", "b"]),
    ),
    max_size=6,
).map(tuple)
ENTRIES = st.lists(
    st.builds(
        Event,
        st.sampled_from(["to_beijing", "to_province", "honour", "initiative"]),
        st.sampled_from(["0", "1", "2", "0.5"]),
        st.sampled_from(["", "7", "12"]),
        st.sampled_from([None, "2013-03-01", "2013-11-09"]),
        st.sampled_from([None, "信访函〔2013〕7号"]),
    ),
    max_size=8,
).map(tuple)
HONOURED = st.lists(
    st.builds(
        Event,
        st.sampled_from(["county", "city", "province", "initiative", "to_beijing"]),
        st.sampled_from(["1", "2", "3"]),
        st.sampled_from(["", "7", "12"]),
        st.sampled_from([None, "2013-03-01", "2013-11-09"]),
        matter=st.sampled_from([None, "A", "B"]),
    ),
    max_size=8,
).map(tuple)
FLOORS = st.sampled_from(["0", "-5", "-0.5"])


def group_of(*values: str | None, found: bool = True, **over: Any) -> Group:
    """The targets 1, 2 … of units u1, u2 … with these values, all of one front."""
    members = tuple(Member(n, f"u{n}", found, each) for n, each in enumerate(values, start=1))
    return Group(**{"within": "front", "of": "towns", "members": members, **over})


@st.composite
def ladders(draw: st.DrawFn) -> list[dict[str, str]]:
    bands = sorted({Decimal(b) for b in draw(st.lists(decimals("0", "2"), min_size=1))})
    shares = sorted(draw(decimals("0", "1").map(Decimal)) for _ in bands)
    pairs = reversed(list(zip(bands, shares, strict=True)))
    return [{"at_least": str(band), "share": str(share)} for band, share in pairs]


@st.composite
def lines(draw: st.DrawFn) -> dict[str, Any]:
    """Lines that rise or fall, over the completion or over the value, some of them cut."""
    on = draw(st.sampled_from(["completion", "value"]))
    start, end = sorted(draw(st.sets(decimals("0", "2").map(Decimal), min_size=2, max_size=2)))
    first, last = draw(st.permutations([draw(decimals("-3", "-1")), draw(decimals("0", "0.333"))]))
    return {
        "on": on,
        "from": {"at": str(start), "points": first},
        "to": {"at": str(end), "points": last},
        "floor": "-4",
        "cap": draw(st.sampled_from([None, "1"])),
    }


OWN = {
    "proportional": st.fixed_dictionaries({"cap_percent": st.sampled_from(["80", "100", "120"])}),
    "over_fulfilment": st.fixed_dictionaries(
        {"per_percent": st.sampled_from(["10", "2.5"]), "bonus_cap": st.sampled_from(["9", None])}
    ),
    "all_or_nothing": st.fixed_dictionaries({"decided_by": st.sampled_from(["met", "value"])}),
    "ladder": st.fixed_dictionaries({"steps": ladders()}),
    "per_event": st.fixed_dictionaries({"floor": FLOORS}),
    "ledger": st.fixed_dictionaries(
        {"floor": FLOORS, "cap": st.sampled_from([None, "0", "41.5", "200"])}
    ),
    "honours": st.fixed_dictionaries({"floor": FLOORS, "cap": st.sampled_from([None, "200"])}),
    "distance": st.fixed_dictionaries({"floor": FLOORS}),
    "linear": lines(),
    "relative_to_best": st.fixed_dictionaries({"floor": FLOORS}),
    "by_rank": st.fixed_dictionaries({"floor": FLOORS, "step": st.sampled_from(["0.5", "20"])})
    | st.just({"step": "1", "small_group": 4, "small_step": "3"}),
}
COMPARED = ("relative_to_best", "by_rank")
VALUED = ("proportional", "over_fulfilment", "all_or_nothing", "ladder", "distance", "linear")
COUNTED = {"per_event": EVENTS, "ledger": ENTRIES, "honours": HONOURED}


@st.composite
def items(draw: st.DrawFn, kinds: tuple[str, ...] = tuple(OWN)) -> dict[str, Any]:
    """Keyword arguments of `score` that fit together."""
    kind = draw(st.sampled_from(kinds))
    one_sided = kind in ("over_fulfilment", *COUNTED, *COMPARED)
    directions = ["at_least", "at_most", *([] if one_sided else ["exactly", "between"])]
    direction = draw(st.sampled_from(directions))
    rounding = {
        "places": draw(st.integers(0, 4)),
        "mode": draw(st.sampled_from(["half_up", "half_even", "down"])),
    }
    factors = {"quality_poor_factor": draw(FACTORS), "late_factor": draw(FACTORS)}
    own = draw(OWN[kind])
    has_band = direction == "between" and own.get("on") != "value"
    band = {"band": "4"} if has_band else {}
    rule = make_rule(kind, **own, **factors, **band, rounding=rounding)
    finding = make_finding(
        draw(decimals("-5", "30")),
        quality=draw(st.sampled_from(["ok", "poor"])),
        on_time=draw(st.booleans()),
        met=draw(st.booleans()),
        events=draw(COUNTED[kind]) if kind in COUNTED else (),
    )
    target = draw(decimals("0.001", "20") | st.just("10"))
    others = draw(st.lists(decimals("-5", "30") | st.just("4"), max_size=5)) * (kind in COMPARED)
    return {
        "group": group_of(finding.found_value, *others) if kind in COMPARED else None,
        "rule": rule,
        "points": draw(POINTS),
        "target_value": target,
        "finding": finding,
        "direction": direction,
    }
