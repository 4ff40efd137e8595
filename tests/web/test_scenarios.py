"""The ten scenarios of both hands (上下结合): by the API and in the browser, in both languages."""

from collections.abc import Iterator

import pytest

from tests.builders import DECISION, World, at, copy_of, golden
from tests.storage import opened
from tests.web.visitor import MORNING
from tests.web.ways import ByApi, ByBrowser, way_in
from tests.workflow import result_years
from tests.workflow.delegation_cases import registered
from tests.workflow.proposal_cases import day, issued
from workflow.clock import Manual
from workflow.ticks import tick
from workflow.words import Words

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
Way = ByApi | ByBrowser
YEAR = 2013
TASK = {
    "year": YEAR,
    "code": "K9",
    "title": "农村公路",
    "kind": "shared_out",
    "measure": "里程",
    "unit_of_measure": "公里",
    "target_value": "100",
    "additive": True,
    "lead_unit": "JT",
    "due_on": f"{YEAR}-12-31",
    "document": "云政发〔2013〕1号",
}


@pytest.fixture(scope="module")
def made(sqlite_storage) -> str:
    return golden(sqlite_storage)


@pytest.fixture(
    params=[(kind, language) for kind in ("api", "browser") for language in ("zh-CN", "en")],
    ids="-".join,
)
def way(request, made, sqlite_storage) -> Iterator[Way]:
    kind, language = request.param
    url = copy_of(sqlite_storage, made)
    with opened(url) as database:
        world = World(database, Manual(MORNING))
        with way_in(kind, world, language, lambda: request.getfixturevalue("browser")) as found:
            yield found
    sqlite_storage.drop(url)


def draft(way: Way, **changes: object) -> int:
    """A draft of XQ, due on 30 June; made where it does not matter how."""
    return way.world.draft(milestones=[], **changes)


def test_1_a_leaders_edit_outdates_the_units_hand_until_both_sign_the_same(way):
    target = draft(way)
    way.act("xq.head", "submit", target)
    way.act("leader1", "edit", target, due_on=f"{YEAR}-05-31")
    way.sees(
        "xq.head",
        target,
        Words("完成时限 2013年6月30日 2013年5月31日", "Deadline 30 Jun 2013 31 May 2013"),
        lambda shown: [
            (d["field"], d["old"], d["new"]) for d in shown["since_signed"]["diff"]
        ] == [("due_on", "2013-06-30", "2013-05-31")],
    )  # fmt: skip
    way.sees(
        "xq.head",
        target,
        Words("已失效：某leader1", "No longer valid: Edit, 某leader1"),
        lambda shown: shown["signatures"][0]["outdated_by"]["by"] == "leader1",
    )
    way.act("leader1", "review", target)
    assert way.state(target) == "drafted", "the leader's hand on r2 alone does not agree"
    assert target in way.inbox("xq.head")
    way.act("xq.head", "submit", target)
    assert way.state(target) == "reviewed"


def test_2_editing_back_to_the_same_bytes_revives_no_hand(way):
    target = draft(way)
    way.act("xq.head", "submit", target)
    way.act("leader1", "review", target)
    way.act("leader1", "edit", target, target_value="12")
    way.act("xq.head", "edit", target, target_value="10")
    digests = [r["digest"] for r in way.world.rows("SELECT digest FROM revision ORDER BY no")]
    assert digests[0] == digests[2]
    assert way.state(target) == "drafted"
    for who in ("xq.head", "leader1"):
        assert way.state(target) == "drafted"
        way.sees(
            who,
            target,
            Words("未变", "unchanged"),
            lambda shown: (
                (shown["since_signed"]["revision"], shown["since_signed"]["diff"]) == (1, [])
            ),
        )
        way.again(who, target)
    assert way.state(target) == "reviewed"


def test_3_a_unit_accepts_with_less_and_the_leader_sees_the_gap_before_signing_again(way):
    world = way.world
    world.county("office", "add_key_task", **TASK)
    ours = {"key_tasks": ["K9"], "category": "key", "milestones": []}
    other = world.assigned("leader1", lead_unit="SM", responsible_post="SM-KY", **ours)
    world.act("office", "edit", other, target_value="40")
    target = world.assigned("leader1", target_value="60", **ours)
    way.act("leader1", "review", target)
    way.act("xq.drafter", "edit", target, target_value="50")
    way.act("xq.head", "submit", target)
    assert way.world.standing_hands(target) == {"up"}, "the leader's hand is outdated"
    way.sees(
        "leader1",
        target,
        Words("差 10 公里", "gap 10 公里"),
        lambda shown: (
            [(s["county"], s["units"], s["gap"]) for s in shown["sums"]] == [("100", "90", "10")]
        ),
    )
    way.reads_before_signing("leader1", "review", target, Words("差 10 公里", "gap 10 公里"))
    way.act("leader1", "review", target)
    assert way.state(target) == "reviewed"


def test_4_silence_over_a_working_saturday_is_reported_once_and_binds_nobody(way):
    world = way.world
    # Friday; the Saturday is worked, so the fifth working day is the Thursday after.
    world.county(
        "office", "set_calendar", year=YEAR, workdays=["2013-01-26"], holidays=[],
        document="国办发明电〔2012〕33号",
    )  # fmt: skip
    world.clock.set(at("2013-01-25T10:00"))
    content = {**world.fields(), "milestones": []}
    target = way.begin("leader1", "assign", **content)
    way.act("leader1", "review", target)
    world.clock.set(at("2013-01-31T23:59"))
    assert tick(world.door).escalated == ()
    world.clock.set(at("2013-02-01T00:01"))
    assert tick(world.door).escalated == (target,)
    assert tick(world.door).escalated == ()
    way.sees(
        "leader1",
        target,
        Words("逾期未答复，2013年2月1日 上报审定领导", "Unanswered; reported to"),
        lambda shown: [e["kind"] for e in shown["escalations"]] == ["unanswered"],
    )
    assert way.state(target) == "drafted"


def test_5_after_the_rounds_only_a_yes_or_a_decision_and_the_ranking_shows_it(way):
    def quarrelled(world: World, unit: str, category: str) -> int:
        if (unit, category) != ("XQ", "routine"):
            return result_years.approved(world, unit, category)
        target = result_years.drafted(world, unit, category)
        _decided_after_three_rounds(way, target)
        return target

    made = result_years.published(way.world, make=quarrelled)
    way.sees(
        "sm.head",
        made.targets["XQ", "routine"],
        Words("县长审定下达", "imposed by the county head"),
        lambda shown: shown["imposed"],
    )
    ranked = way.ranking("sm.head", made.year, Words("县长审定下达", "Imposed"), "imposed")
    assert {row["unit"]: row["imposed"] for row in ranked} == {"XQ": 1, "SM": 0, "JT": 0, "ZS": 0}


def _decided_after_three_rounds(way: Way, target: int) -> None:
    for number in (1, 2, 3):
        way.act("xq.head", "submit", target)
        if number < 3:
            way.act("leader1", "return", target, reason_code="value_too_low")
    way.no("leader1", "return", target, "a_round_is_left", reason_code="value_too_low")
    way.no("leader1", "edit", target, "edit_opens_no_further_round", target_value="20")
    way.act("leader1", "ask_arbitration", target, text="目标值相差较大。")
    assert target in way.inbox("head")
    way.act("head", "arbitrate", target, **DECISION)
    assert way.state(target) == "approved"


def test_6_who_signs_an_older_revision_is_told_what_changed_and_signs_nothing(way):
    target = draft(way)
    opened = way.open("xq.head", "submit", target)
    way.world.act("xq.drafter", "edit", target, target_value="11")
    way.send("xq.head", "submit", target, opened, Words("目标值 10 11", "Target value 10 11"))
    assert way.world.standing_hands(target) == set()
    assert way.world.rows("SELECT id FROM signature WHERE target_id = ?", target) == []


def test_7_a_bulk_edit_takes_one_hand_proposes_one_change_and_touches_nothing_else(way):
    world = way.world
    late = f"{YEAR}-12-31"
    running = world.approved(title="在执行的", due_on=late, target_value="10")
    half = world.submitted(title="签了一半的", due_on=late)
    others = world.many(
        "xq.drafter", "create", [(None, world.fields(title=f"事项{n}")) for n in range(97)]
    )
    others.append(world.reviewed(title="双方已签的"))
    world.issue(YEAR)
    world.clock.set(at(f"{YEAR}-07-02T10:00"))
    before = untouched(world, {running, half})
    way.edit_many("office", [running, half], data_source="统计局", text="统一口径。")
    assert len(others) == 98
    assert untouched(world, {running, half}) == before
    assert world.standing_hands(half) == set(), "the first has lost its signature"
    way.sees(
        "xq.head",
        running,
        Words("签齐以前第1稿照常有效", "until it is signed revision 1 binds as before"),
        lambda shown: (
            (
                shown["state"],
                shown["in_force"]["data_source"],
                shown["candidate"]["data_source"],
                shown["proposal"]["kind"],
            )
            == ("in_progress", None, "统计局", "change")
        ),
    )
    assert not world.standing_hands(running), "nobody's hand is on the proposal"


def untouched(world: World, but: set[int]) -> list[object]:
    """All that is stored of the other targets."""
    rows = [world.rows("SELECT * FROM target ORDER BY id")]
    rows += [world.rows(f"SELECT * FROM {t} ORDER BY id") for t in ("revision", "signature")]  # noqa: S608
    return [row for some in rows for row in some if row.get("target_id", row["id"]) not in but]


def test_8_a_leader_who_heads_the_bureau_signs_nothing_of_it_from_above_nor_by_a_delegate(way):
    """leader1 heads XQ; leader3 has it in charge too, and gets what is XQ's."""
    world = way.world
    target = draft(way)
    assert world.target(target)["reviewing_post"] == "FXZ-1"
    world.relieve("leader1b", "FXZ-1")
    world.relieve("xq.head", "XQ-YBS")
    world.appoint("leader1", "XQ-YBS")
    _, stand_in = registered(world, post="FXZ-1", principal="leader1")
    way.act("xq.drafter", "hand_up", target)
    for who in ("leader1", stand_in):
        way.no(who, "review", target, "actor_stands_on_no_other_side")
    way.act("office", "edit", target, reviewing_post="FXZ-3")
    way.act("leader1", "submit", target)
    way.act("office", "precheck", target)
    assert target in way.inbox("leader3")
    assert target not in way.inbox(stand_in)
    way.act("leader3", "review", target)
    assert way.state(target) == "reviewed"
    asked = draft(way)
    assert world.target(asked)["reviewing_post"] == "FXZ-3", "it is the other leader's by itself"


def test_9_only_the_supporters_changed_so_all_are_asked_and_who_is_not_concerned_clicks_once(way):
    target = draft(way, supporting_units=["ZS", "JT"])
    for who, act in (
        ("xq.head", "submit"), ("zs.head", "confirm_support"), ("jt.head", "confirm_support"),
        ("leader1", "review"),
    ):  # fmt: skip
        way.act(who, act, target)
    assert way.state(target) == "reviewed"
    way.act("xq.drafter", "edit", target, supporting_units=["ZS", "SM"])
    assert (way.state(target), way.world.standing_hands(target)) == ("drafted", set())
    for who in ("xq.head", "zs.head", "leader1"):
        way.sees(
            who,
            target,
            Words("仅配合单位有变动", "only the supporting units changed"),
            lambda shown: (
                [d["field"] for d in shown["since_signed"]["diff"]] == ["supporting_units"]
            ),
        )
        way.again(who, target)
    assert way.state(target) == "drafted", "the unit that joined has not signed"
    way.act("sm.head", "confirm_support", target)
    assert way.state(target) == "reviewed"


def test_10_a_change_half_signed_on_the_due_date_leaves_the_old_revision_to_count(way):
    world = way.world
    target = issued(world, due_on=f"{world.drafting_year()}-07-31", milestones=[])
    way.act("xq.head", "change", target, target_value="8", text="汛期影响施工。")
    way.act("xq.head", "submit", target)
    way.sees(
        "leader1",
        target,
        Words("签齐以前第1稿照常有效", "until it is signed revision 1 binds as before"),
        lambda shown: (shown["proposal"]["kind"], shown["in_force"]["no"]) == ("change", 1),
    )
    world.clock.set(at(day(world, "08-01T00:01")))
    assert tick(world.door).fell_due == (target,)
    way.sees(
        "xq.head",
        target,
        Words("不低于 10 公里", "at least 10 公里"),
        lambda shown: (shown["proposal"], shown["candidate"]["target_value"]) == (None, "10"),
    )
    assert way.state(target) == "due"
