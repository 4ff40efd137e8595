"""The coverage gate through the door: refused by name, waived with a reason, sealed by a digest.

The worked case of the plan: the county asks for 100, its units promise 40 and 55.
"""

import hashlib
import json
from collections import Counter

import pytest

from models import statements
from tests.builders import DECISION, World, codes
from tests.workflow.coverage_cases import WORDS, done, new_task, of_key, of_task, own_year
from workflow.audit.verify import verify
from workflow.bench.acts import recording
from workflow.coverage.digest import plan_content
from workflow.errors import InvalidInput, NotFound, NotPermitted, RulesRefused, StaleVersion
from workflow.queries.coverage_view import coverage_of
from workflow.queries.reader import Reader, reader_of


def reader(world: World, username: str = "office") -> Reader:
    return reader_of(world.database, world.door.clock, world.actor(username))


def worked_case(w: World, *values: str) -> tuple[int, list[int]]:
    """A key task of 100 kilometres, shared out to two units with these values."""
    year = own_year(w)
    done(w, of_task(w, "change_key_task", year, kind="shared_out", target_value="100"))
    return year, [of_key(w, year, target_value=value) for value in values]


def refusal(w: World, year: int, **fields: object) -> RulesRefused:
    with pytest.raises(RulesRefused) as caught:
        w.year("office", "issue", year, **{"document": "云政发〔2014〕8号", **fields})
    return caught.value


def gap(w: World, year: int) -> dict:
    (found,) = [f for f in shown(w, year)["failures"] if f["check"] == "C2"]
    return found


def shown(w: World, year: int, who: str = "office", view: str = "issue") -> dict:
    return coverage_of(reader(w, who), year, view)


def waive_gap(w: World, year: int) -> str:
    digest: str = gap(w, year)["digest"]
    w.year("head", "waive", year, failures=[digest], **WORDS)
    return digest


def test_units_sum_below_the_county_is_refused_with_the_gap(world):
    year, _ = worked_case(world, "40", "55")
    world.waive(year, but=("C2",))
    (refused,) = refusal(world, year).refusals
    assert refused.code == "sums_reach_the_county"
    assert "县定值 100公里，各单位合计 95公里，差 5" in refused.text.zh
    assert "county's value is 100 公里, the units' together 95 公里: gap 5" in refused.text.en
    assert gap(world, year)["figures"]["gap"] == "5"
    assert {"unit_head", "leader", "office"} <= set(refused.who)


def test_a_waived_gap_passes_and_is_printed_in_the_plan(world):
    year, targets = worked_case(world, "40", "55")
    world.waive(year, but=("C2",))
    excused = waive_gap(world, year)
    world.year("office", "issue", year, document="云政发〔2014〕8号")
    assert [world.state(t) for t in targets] == ["in_progress", "in_progress"]
    plan = shown(world, year)
    (printed,) = [row for row in plan["waivers"] if row["check"] == "C2"]
    assert "差 5" in printed["text"].zh
    assert (printed["state"], printed["reason"]) == ("live", WORDS["text"])
    assert (printed["by"], printed["document"]) == ("head", WORDS["document"])
    assert excused in plan["plan"]["waivers"]


def test_every_failure_is_told_at_once_and_each_by_its_own_code(world):
    year, _ = worked_case(world, "40", "55")
    assert codes(refusal(world, year)) == [
        "every_key_task_is_carried", "sums_reach_the_county", "every_unit_has_its_points",
    ]  # fmt: skip


def test_enough_passes_without_any_waiver_of_the_sum(world):
    year, _ = worked_case(world, "45", "55")
    assert {failure.code for failure in world.lacks(year)} == {"C1", "C4"}
    world.issue(year)
    assert world.year_case(year).state == "issued"


def reworked(w: World, target: int, value: str) -> None:
    """The unit changes the value of an approved target, and both hands are put on it again."""
    w.act("xq.drafter", "edit", target, target_value=value)
    for who, act in (("xq.head", "submit"), ("leader1", "review"), ("head", "approve")):
        w.act(who, act, target)


def test_a_waiver_lapses_by_itself_when_a_target_changes(world):
    year, (first, _) = worked_case(world, "40", "55")
    world.waive(year, but=("C2",))
    waive_gap(world, year)
    reworked(world, first, "41")
    assert gap(world, year)["figures"]["gap"] == "4"
    assert gap(world, year)["blocks_issue"]
    assert {row["state"] for row in shown(world, year)["waivers"] if row["check"] == "C2"} == {
        "lapsed"
    }
    assert "sums_reach_the_county" in codes(refusal(world, year))


def test_going_back_to_the_same_value_revives_no_waiver(world):
    year, (first, _) = worked_case(world, "40", "55")
    waive_gap(world, year)
    for value in ("41", "40"):
        reworked(world, first, value)
    assert gap(world, year)["figures"]["gap"] == "5"
    assert gap(world, year)["waiver"] is None


def test_a_waiver_lapses_when_the_key_task_is_worded_anew(world):
    year, _ = worked_case(world, "40", "55")
    waive_gap(world, year)
    done(world, of_task(world, "change_key_task", year, target_value="100.5"))
    assert (gap(world, year)["figures"]["gap"], gap(world, year)["waiver"]) == ("5.5", None)
    done(world, of_task(world, "change_key_task", year, target_value="100"))
    assert gap(world, year)["waiver"] is None


def test_a_waiver_taken_back_stands_in_the_way_again(world):
    year, _ = worked_case(world, "40", "55")
    world.waive(year, but=("C2",))
    waive_gap(world, year)
    world.year("head", "end_waiver", year, waiver=gap(world, year)["waiver"], text="情况有变")
    assert codes(refusal(world, year)) == ["sums_reach_the_county"]
    assert [row["state"] for row in shown(world, year)["waivers"] if row["check"] == "C2"] == [
        "ended"
    ]


@pytest.mark.parametrize("who", ["office", "leader1", "xq.head", "secretary", "admin"])
def test_only_the_county_head_waives(world, who):
    year, _ = worked_case(world, "40", "55")
    named = [gap(world, year)["digest"]]
    with pytest.raises(Exception, match="is for: county head"):
        world.year(who, "waive", year, failures=named, **WORDS)


def test_a_waiver_needs_reason_and_document(world):
    year, _ = worked_case(world, "40", "55")
    with pytest.raises(InvalidInput) as caught:
        world.year("head", "waive", year, failures=[gap(world, year)["digest"]])
    assert set(caught.value.fields) == {"text", "document"}


def test_what_is_not_approved_is_named_and_never_waived(world):
    year, _ = worked_case(world, "45", "55")
    left = world.submitted(year=year)
    world.waive(year)
    found = [f for f in shown(world, year)["failures"] if f["check"] == "C0"]
    assert [(f["targets"], f["waivable"], f["waiver"]) for f in found] == [([left], False, None)]
    with pytest.raises(RulesRefused):
        world.year("head", "waive", year, failures=[found[0]["digest"]], **WORDS)
    assert codes(refusal(world, year)) == ["every_target_is_approved_or_named"]
    world.year("office", "issue", year, document="8号", leave_open=[left])
    # Named, it counts for nothing in the plan, and is remembered as a notice.
    after = [f for f in shown(world, year)["failures"] if f["check"] == "C0"]
    assert [f["severity"] for f in after] == ["warning"]


def test_drafts_count_while_drafting_and_not_when_issued(world):
    year, _ = worked_case(world, "45")
    world.draft(year=year, category="key", key_tasks=["K1"], target_value="55")
    checks = {f["check"] for f in shown(world, year, view="candidates")["failures"]}
    assert "C2" not in checks
    assert gap(world, year)["figures"]["gap"] == "55"


def test_only_a_value_written_from_above_counts_as_set_there(world):
    year = own_year(world)
    target = world.assigned(year=year)
    world.act("xq.drafter", "edit", target, target_value="9")
    # The office mends a word; the unit's lower value is no more the office's by that.
    world.act("office", "edit", target, evidence="验收单、影像")
    found = [f for f in shown(world, year, view="candidates")["failures"] if f["check"] == "C6"]
    assert [f["figures"] for f in found] == [{"set_above": "10", "value": "9"}]
    world.act("office", "edit", target, target_value="8")
    assert not [f for f in shown(world, year, view="candidates")["failures"] if f["check"] == "C6"]


@pytest.mark.parametrize("ended", ["withdrawn", "returned"])
def test_a_supporters_hand_that_no_longer_counts_confirms_nothing(world, ended):
    year = own_year(world)
    target = world.submitted(year=year, supporting_units=["ZS"])
    world.act("zs.head", "confirm_support", target)

    def unconfirmed() -> list[dict]:
        found = shown(world, year, view="candidates")["failures"]
        return [f["figures"] for f in found if f["check"] == "C9"]

    assert unconfirmed() == []
    if ended == "withdrawn":
        world.act("zs.head", "withdraw", target)
    else:
        world.act("leader1", "return", target, reason_code="other")
    assert unconfirmed() == [{"units": ["ZS"]}]


# — the digest of the plan —


def chain(w: World, year: int) -> list[dict]:
    return w.rows("SELECT * FROM plan_digest WHERE year_id = ? ORDER BY no", year)


def by_a_stranger(w: World, year: int, waivers: list[str]) -> str:
    """The digest of a plan from its targets in force alone."""
    rows = w.rows(
        "SELECT t.id, r.digest FROM target t JOIN revision r ON r.target_id = t.id "
        "AND r.no = t.in_force WHERE t.year_id = ? AND t.state <> 'cancelled'", year,
    )  # fmt: skip
    scheme = w.row(
        "SELECT s.digest FROM year y JOIN scheme s ON s.id = y.scheme_id WHERE y.id = ?", year
    )["digest"]
    content = plan_content(year, scheme, {r["id"]: r["digest"] for r in rows}, waivers)
    plain = json.dumps(content, sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(b"shangxia/plan/v1\x00" + plain).hexdigest()


def test_every_change_of_what_is_in_force_links_a_new_digest(world):
    year, _ = worked_case(world, "45", "55")
    late, other = world.submitted(year=year), world.submitted(year=year)
    assert chain(world, year) == []
    world.issue(year)
    for target in (late, other):
        world.act("leader1", "review", target)
        world.act("head", "approve", target)
    found = chain(world, year)
    assert [row["act"] for row in found] == ["issue", "approve", "approve"]
    assert [row["no"] for row in found] == [1, 2, 3]
    assert [row["previous"] for row in found] == [None, found[0]["digest"], found[1]["digest"]]
    assert len({row["digest"] for row in found}) == 3
    assert found[-1]["digest"] == by_a_stranger(world, year, json.loads(found[-1]["waivers"]))


def test_what_takes_effect_by_one_decision_has_one_digest(world):
    year, _ = worked_case(world, "45", "55")
    late = [world.submitted(year=year) for _ in range(3)]
    world.issue(year)
    for target in late:
        world.act("leader1", "review", target)
    seen = [{"id": t, "digest": world.target(t)["digest"]} for t in late]
    world.year("head", "approve", year, document="纪要", targets=seen)
    found = chain(world, year)
    assert [row["act"] for row in found] == ["issue", "approve"]
    assert found[-1]["digest"] == by_a_stranger(world, year, json.loads(found[-1]["waivers"]))


def test_an_act_that_moves_nothing_in_force_does_not_make_the_plan_anew(world):
    """Letters and reports come by the hundred; each read the whole plan once more."""
    year, _ = worked_case(world, "45", "55")
    world.issue(year)
    with recording(world.database) as recorder:
        day = world.clock().date().isoformat()
        world.year("office", "sign_letter", year, unit="XQ", signed_on=day)
        world.year("office", "check_half_year", year, document="云考发6号")
    assert not any("COALESCE(t.in_force, t.candidate)" in sql for sql, _ in recorder.statements)
    assert [row["act"] for row in chain(world, year)] == ["issue"]


def test_what_the_county_head_imposes_after_issue_is_in_the_next_digest(world):
    year, _ = worked_case(world, "45", "55")
    late = world.quarrelled(year=year)
    world.issue(year)
    world.act("head", "arbitrate", late, target_value="11", **DECISION)
    found = chain(world, year)
    assert [row["act"] for row in found] == ["issue", "arbitrate"]
    assert found[-1]["digest"] == by_a_stranger(world, year, json.loads(found[-1]["waivers"]))
    (unit,) = [unit for unit in shown(world, year)["units"] if unit["unit"] == "XQ"]
    assert (unit["imposed"], unit["most_rounds"]) == (1, 3)


def test_reports_and_findings_leave_the_digest_alone(world):
    year, (target, _) = worked_case(world, "45", "55")
    world.issue(year)
    before = chain(world, year)
    day = world.clock().date().isoformat()
    world.act("xq.drafter", "report_progress", target, value="1", as_of=day)
    world.fall_due(target)
    assert chain(world, year) == before


def test_a_waiver_after_issue_gives_the_plan_another_digest(world):
    year, _ = worked_case(world, "40", "55")
    world.issue(year)
    first = gap(world, year)["waiver"]
    world.year("head", "end_waiver", year, waiver=first, text="缺口须补足")
    excused = waive_gap(world, year)
    found = chain(world, year)
    assert [row["act"] for row in found] == ["issue", "end_waiver", "waive"]
    assert [excused in json.loads(row["waivers"]) for row in found] == [True, False, True]
    # The same plan, excused alike, has the same name.
    assert found[0]["digest"] == found[2]["digest"] != found[1]["digest"]


def test_a_unit_whose_points_change_after_issue_leaves_its_waiver_behind(world):
    year, _ = worked_case(world, "45", "55")
    late = world.submitted(year=year)
    world.issue(year)
    (before,) = [r for r in shown(world, year)["waivers"] if r["about"] == "unit:XQ"]
    world.act("leader1", "review", late)
    world.act("head", "approve", late)
    plan = shown(world, year)
    (after,) = [row for row in plan["waivers"] if row["about"] == "unit:XQ"]
    assert (before["state"], after["state"]) == ("live", "lapsed")
    assert after["digest"] not in plan["plan"]["waivers"]


def test_waivers_digests_and_key_tasks_are_replayed_and_lawful(fresh):
    year, (first, _) = worked_case(fresh, "40", "55")
    done(fresh, new_task(fresh, year, code="K9", supporting_units=["JT"]))
    done(fresh, of_task(fresh, "end_key_task", year, "K9", text="并入"))
    waive_gap(fresh, year)
    fresh.year("head", "end_waiver", year, waiver=gap(fresh, year)["waiver"], text="再议")
    fresh.issue(year)
    report = verify(fresh.database)
    assert report.ok, [check.detail.en for check in report.checks if not check.ok]
    assert first


# — key tasks —


def test_a_key_task_keeps_every_wording_with_its_document(world):
    year = own_year(world)
    done(
        world, new_task(world, year, code="K9", supporting_units=["XQ", "JT"], target_value="7.50")
    )
    done(
        world,
        of_task(world, "change_key_task", year, "K9", target_value="8", supporting_units=["JT"]),
    )
    rows = world.rows(
        "SELECT v.* FROM key_task_revision v JOIN key_task k ON k.id = v.key_task_id "
        "WHERE k.year_id = ? AND k.code = 'K9' ORDER BY v.no", year,
    )  # fmt: skip
    worded = [json.loads(row["material"]) for row in rows]
    assert [(m["target_value"], m["supporting_units"]) for m in worded] == [
        ("7.5", ["JT", "XQ"]), ("8", ["JT"]),
    ]  # fmt: skip
    assert [m["lead_unit"] for m in worded] == ["ZS", "ZS"], "what is left out stays"
    assert [row["document"] for row in rows] == ["云政发〔2014〕1号", "云政发〔2014〕2号"]


def test_a_key_task_that_changed_meanwhile_is_not_overwritten(world):
    year = own_year(world)
    asked = of_task(world, "change_key_task", year, target_value="61")
    done(world, of_task(world, "change_key_task", year, target_value="62"))
    with pytest.raises(StaleVersion):
        done(world, asked)
    assert world.row(
        "SELECT target_value FROM key_task WHERE year_id = ? AND code = 'K1'", year
    ) == {"target_value": "62"}


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"supporting_units": ["ZS"]}, "supporting_units"),
        ({"supporting_units": ["NOBODY"]}, "supporting_units"),
        ({"lead_unit": "NOBODY"}, "lead_unit"),
        ({"code": "K1"}, "code"),
        ({"year": 2999}, "year"),
        ({"kind": "alone"}, "kind"),
        ({"document": ""}, "document"),
    ],
    ids=lambda value: str(value),
)
def test_a_key_task_names_what_exists(world, fields, wrong):
    year = fields.get("year") or own_year(world)
    asked = new_task(world, year, **{n: v for n, v in fields.items() if n != "year"})
    with pytest.raises(InvalidInput) as caught:
        done(world, asked)
    assert wrong in caught.value.fields


def test_an_ended_key_task_is_named_by_nobody_any_more(world):
    year = own_year(world)
    target = of_key(world, year)
    done(world, of_task(world, "end_key_task", year, text="不再实施"))
    assert [f.about for f in world.lacks(year, "C3")] == [f"target:{target}"]
    with pytest.raises(InvalidInput) as caught:
        world.draft(year=year, category="key", key_tasks=["K1"])
    assert "key_tasks" in caught.value.fields
    for act in ("change_key_task", "end_key_task"):
        with pytest.raises(InvalidInput):
            done(world, of_task(world, act, year, text="再"))
    with pytest.raises(InvalidInput):
        done(world, new_task(world, year, code="K1"))


# — who sees what, and at what cost —


@pytest.mark.parametrize("who", ["xq.head", "inspector1", "secretary", "admin", "assessor"])
def test_the_plan_as_a_whole_is_for_those_who_look_after_it(world, who):
    year, _ = worked_case(world, "40", "55")
    with pytest.raises(NotPermitted) as caught:
        shown(world, year, who)
    assert set(caught.value.refusals[0].who) == {"office", "county_head", "leader", "auditor"}


def test_a_leader_sees_the_sums_and_only_the_drafts_of_own_units(world):
    year, _ = worked_case(world, "40", "55")
    world.draft(year=year, category="key", key_tasks=[])
    seen = shown(world, year, "leader2", "candidates")
    (task,) = [t for t in seen["key_tasks"] if t["code"] == "K1"]
    assert (task["sum"], task["gap"], task["targets"]) == ("95", "5", 2)
    assert [cell for cell in task["cells"] if cell["targets"]] == []
    assert {unit["unit"] for unit in seen["units"]} == {"ZS", "JT"}
    assert {f["check"] for f in seen["failures"]} & {"C0", "C3"} == set()
    own = shown(world, year, "leader1", "candidates")
    assert {"C0", "C3"} <= {f["check"] for f in own["failures"]}
    assert [c["unit"] for c in own["key_tasks"][0]["cells"] if c["targets"]] == ["XQ"]


def test_there_is_no_coverage_of_a_year_that_is_not_there(world):
    with pytest.raises(NotFound):
        shown(world, 1999)


def test_share_of_key_work_and_rounds_are_shown_per_unit(world):
    year, _ = worked_case(world, "40", "55")
    world.approved(year=year, points="15")
    target = world.submitted(year=year, points="5")
    world.act("leader1", "return", target, reason_code="value_too_low")
    (unit,) = [u for u in shown(world, year, view="candidates")["units"] if u["unit"] == "XQ"]
    assert (unit["targets"], unit["points"], unit["key_points"]) == (4, "60", "40")
    assert (unit["key_targets"], unit["key_share"]) == (2, "66.7")
    assert (unit["most_rounds"], unit["beyond_first_round"]) == (2, 1)


def test_reading_costs_the_same_for_few_targets_and_many(world, monkeypatch):
    asked: Counter[str] = Counter()
    run = statements.run

    def counted(database, sql, values=()):
        asked["statements"] += 1
        return run(database, sql, values)

    monkeypatch.setattr(statements, "run", counted)

    def cost(year: int) -> int:
        known = reader(world)
        asked.clear()
        coverage_of(known, year, "candidates")
        return asked["statements"]

    year, _ = worked_case(world, "10")
    few = cost(year)
    for number in range(12):
        world.draft(year=year, category="key", key_tasks=["K1"], supporting_units=["ZS"])
        done(world, new_task(world, year, code=f"N{number}"))
    assert cost(year) == few < 20
