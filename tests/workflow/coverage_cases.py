"""Knocks for the rules of the coverage gate, of waivers and of key tasks.

For each rule one that is turned down, for each row one that is let in; test_rules.py compares them
with the table.
"""

from collections.abc import Callable
from typing import Any

from tests.builders import World
from tests.workflow.own_year import Knock, of_year

Make = Callable[[World], int]
WORDS = {"text": "已经县长办公会研究", "document": "云政函〔2014〕3号"}


def of_task(w: World, act: str, year: int, code: str = "K1", **fields: Any) -> Knock:
    """A knock on a key task as it is worded now."""
    row = w.row(
        "SELECT COALESCE(MAX(v.no), 1) AS no FROM key_task k LEFT JOIN key_task_revision v "
        "ON v.key_task_id = k.id WHERE k.year_id = ? AND k.code = ?", year, code,
    )  # fmt: skip
    whole = {"year": year, "code": code, "version": row["no"], "document": "云政发〔2014〕2号"}
    return "office", "county", act, None, {**whole, **fields}


def new_task(w: World, year: int, **fields: Any) -> Knock:
    whole = {
        "year": year, "code": f"K{w.size()}", "title": "招商引资", "kind": "shared_out",
        "measure": "到位资金", "unit_of_measure": "万元", "lead_unit": "ZS",
        "due_on": f"{year}-12-31", "document": "云政发〔2014〕1号",
    }  # fmt: skip
    return "office", "county", "add_key_task", None, {**whole, **fields}


def done(w: World, knock: Knock) -> None:
    who, kind, act, number, fields = knock
    w.door.perform(act, kind, number, w.actor(who), fields)


def own_year(w: World) -> int:
    """A year of this case's own, open for drafting."""
    w.year_now = -1
    return w.drafting_year()


def drafted(w: World) -> int:
    year = own_year(w)
    w.approved(year=year)
    return year


def issued(w: World) -> int:
    year = drafted(w)
    w.issue(year)
    return year


def of_key(w: World, year: int, **changes: Any) -> int:
    """An approved key target of the year."""
    return w.approved(**{"year": year, "category": "key", "key_tasks": ["K1"], **changes})


def gap_in_the_sum(w: World) -> int:
    year = own_year(w)
    done(w, of_task(w, "change_key_task", year, kind="shared_out", target_value="20.5"))
    for _ in range(2):
        of_key(w, year)
    return year


def key_target_without_task(w: World) -> int:
    year = own_year(w)
    of_key(w, year, key_tasks=[])
    return year


def no_growth(w: World) -> int:
    """Better than the estimate when it was signed, and no better than the final figure."""
    year = own_year(w)
    of_key(w, year)
    w.county(
        "office", "record_past_result", year=year - 1, unit="XQ", measure="建成里程",
        unit_of_measure="公里", result="10", status="final",
    )  # fmt: skip
    return year


def below_what_was_set(w: World) -> int:
    year = own_year(w)
    target = w.assigned(year=year)
    w.act("xq.drafter", "edit", target, target_value="9.99")
    w.act("xq.head", "submit", target)
    w.act("leader1", "review", target)
    w.act("head", "approve", target)
    return year


def common_of_ones_own(w: World) -> int:
    year = own_year(w)
    w.approved(year=year, category="common")
    return year


def later_than_its_task(w: World) -> int:
    year = own_year(w)
    of_key(w, year)
    done(w, of_task(w, "change_key_task", year, due_on=f"{year}-06-29"))
    return year


def post_left(w: World) -> int:
    """Who answered for a target has left, and nobody came after."""
    year = own_year(w)
    unit = w.newcomers_unit()
    head, drafter = w.newcomer(f"{unit}-YBS"), w.newcomer(f"{unit}-KY")
    fields = w.fields(year=year, lead_unit=unit, responsible_post=f"{unit}-KY")
    target = w.new(drafter, "create", **fields)
    w.act(head, "submit", target)
    w.act("head", "review", target)
    w.act("head", "approve", target)
    w.relieve(drafter, f"{unit}-KY")
    return year


def imposed_on_a_supporter(w: World) -> int:
    """The county head decided for a unit that has not confirmed."""
    year = own_year(w)
    w.imposed(year=year, supporting_units=["ZS"])
    return year


def issue_but(code: str, make: Make) -> Callable[[World], Knock]:
    """A plan of which everything is waived but what fails one check."""

    def knock(w: World) -> Knock:
        year = make(w)
        w.waive(year, but=(code,))
        return of_year("office", "issue", year, document="云政发〔2014〕8号")

    return knock


def waive(make: Make, **changes: Any) -> Callable[[World], Knock]:
    def knock(w: World) -> Knock:
        year = make(w)
        named = [failure.digest for failure in w.lacks(year)]
        return of_year("head", "waive", year, **{"failures": named, **WORDS, **changes})

    return knock


def waived(w: World) -> int:
    year = drafted(w)
    w.waive(year)
    return year


def take_back(w: World, number: int | None = None) -> Knock:
    year = waived(w)
    last = w.row("SELECT MAX(id) AS id FROM waiver")["id"]
    return of_year("head", "end_waiver", year, waiver=number or last, text="情况有变")


PASSES = {
    ("county", "add_key_task"): lambda w: new_task(w, own_year(w)),
    ("county", "change_key_task"): lambda w: of_task(
        w, "change_key_task", own_year(w), target_value="61"
    ),
    ("county", "end_key_task"): lambda w: of_task(w, "end_key_task", own_year(w), text="并入K2"),
    ("year", "waive"): waive(drafted),
    ("year", "end_waiver"): take_back,
}
GATE = {
    "every_key_task_is_carried": ("C1", drafted),
    "sums_reach_the_county": ("C2", gap_in_the_sum),
    "every_key_target_serves_a_key_task": ("C3", key_target_without_task),
    "every_unit_has_its_points": ("C4", drafted),
    "key_targets_grow_or_say_why": ("C5", no_growth),
    "no_value_is_below_what_was_set": ("C6", below_what_was_set),
    "items_are_the_same_everywhere": ("C7", common_of_ones_own),
    "dates_keep_the_deadlines": ("C8", later_than_its_task),
    "every_supporter_has_confirmed": ("C9", imposed_on_a_supporter),
    "every_post_is_held": ("C10", post_left),
}
REFUSES: dict[tuple[str, str, str], Callable[[World], Knock]] = {
    ("county", "add_key_task", "plan_is_not_issued_yet"): lambda w: new_task(w, issued(w)),
    ("county", "change_key_task", "plan_is_not_issued_yet"): lambda w: of_task(
        w, "change_key_task", issued(w), target_value="61"
    ),
    ("county", "change_key_task", "task_is_worded_anew"): lambda w: of_task(
        w, "change_key_task", own_year(w), document="云政发〔2013〕1号", target_value="60"
    ),
    ("county", "end_key_task", "plan_is_not_issued_yet"): lambda w: of_task(
        w, "end_key_task", issued(w), text="并入K2"
    ),
    ("year", "waive", "something_can_be_waived"): waive(waived, failures=["0" * 64]),
    ("year", "waive", "failures_stand_as_shown"): waive(drafted, failures=["0" * 64]),
    ("year", "end_waiver", "a_waiver_stands"): lambda w: of_year(
        "head", "end_waiver", drafted(w), waiver=1, text="情况有变"
    ),
    ("year", "end_waiver", "this_waiver_stands"): lambda w: take_back(w, 999_999),
    **{("year", "issue", code): issue_but(check, make) for code, (check, make) in GATE.items()},
}
# Where one rule cannot say no without another beside it.
ALSO = {
    ("waive", "something_can_be_waived"): ["failures_stand_as_shown"],
    ("end_waiver", "a_waiver_stands"): ["this_waiver_stands"],
}
