"""Final is final: a correction is opened by the county head, and leaves a revision of its own."""

import pytest

from tests.builders import codes
from tests.workflow.own_year import signed_off
from tests.workflow.result_years import Ended, decided, find, paid, reader
from workflow.audit.verify import verify
from workflow.errors import RulesRefused
from workflow.queries import results


def found_anew(w, made: Ended, unit, category, value) -> None:
    """The office has a scored target inspected again, and it is found and scored otherwise."""
    target = made.targets[unit, category]
    w.act("office", "reinspect", target, reason_code="other", text="据更正决定")
    find(w, target, value)
    w.year("office", "score", made.year)


def corrected(w) -> Ended:
    """XQ shared the first place with 38; after all it had seven and a half of its ten kilometres
    less, so SM is first alone and XQ third."""
    made = decided(w)
    paid(w, made, "XQ")
    w.year("head", "correct", made.year, document="云政常纪9号", text="统计数据更正")
    found_anew(w, made, "XQ", "routine", "7.5")
    w.year("office", "revise", made.year, document="云考公告3号")
    signed_off(w, made.year)
    w.year("head", "decide", made.year, document="云政常纪10号")
    return made


def awards(w, made, no=None):
    shown = results.results(reader(w, "sm.drafter"), made.year, no)
    return {
        (unit["unit"], a["code"]): a["state"]
        for front in shown["fronts"]
        for unit in front["units"]
        for a in unit["awards"]
    }


def test_after_the_decision_nothing_moves_until_a_correction_is_opened(world):
    made = decided(world)
    target = made.targets["XQ", "routine"]
    with pytest.raises(RulesRefused) as error:
        world.act("office", "reinspect", target, reason_code="other")
    assert "results_are_not_decided" in codes(error.value)
    world.year("head", "correct", made.year, document="云政常纪9号", text="统计数据更正")
    world.act("office", "reinspect", target, reason_code="other")
    assert world.state(target) == "due"


def test_correction_is_a_revision_of_its_own_and_the_earlier_one_stays(world):
    made = corrected(world)
    known = reader(world, "sm.drafter")
    first, last = results.results(known, made.year, 1), results.results(known, made.year)
    totals = [
        next(u["total"] for f in shown["fronts"] for u in f["units"] if u["unit"] == "XQ")
        for shown in (first, last)
    ]
    assert totals == ["38", "35"]
    assert [shown["decided"]["document"] for shown in (first, last)] == [
        "云政常纪2号", "云政常纪10号",
    ]  # fmt: skip
    assert last["corrected"]["document"] == "云政常纪9号"
    assert (first["corrected"], last["correcting"]) == (None, None)
    assert first["checkpoint"]["entry"] < last["checkpoint"]["entry"]


def test_what_is_no_longer_due_is_revoked_and_what_is_due_now_is_granted(world):
    made = corrected(world)
    assert awards(world, made, 1) == {
        ("XQ", "place_1"): "revoked", ("SM", "place_1"): "granted", ("JT", "place_3"): "revoked",
        ("ZS", "place_1"): "withheld", ("ZS", "talk"): "granted",
    }  # fmt: skip
    assert awards(world, made) == {
        ("SM", "place_1"): "granted", ("JT", "place_2"): "granted", ("XQ", "place_3"): "granted",
        ("ZS", "place_1"): "withheld", ("ZS", "talk"): "granted",
    }  # fmt: skip
    sql = "SELECT e.document FROM award_end e JOIN award a ON a.id = e.award_id WHERE a.year_id = ?"
    rows = world.rows(sql, made.year)
    assert rows == [{"document": "云政常纪10号"}] * 2
    kept = world.rows("SELECT state FROM award WHERE year_id = ? ORDER BY id", made.year)
    assert [row["state"] for row in kept].count("done") == 1, "the payment stays on the record"


def test_what_was_revoked_is_not_carried_out_any_more(world):
    made = corrected(world)
    sql = "SELECT id FROM award WHERE year_id = ? AND code = 'place_3' ORDER BY id"
    number = world.row(sql, made.year)["id"]
    day = world.clock().date().isoformat()
    with pytest.raises(RulesRefused) as error:
        world.year("office", "pay_award", made.year, award=number, document="云财9号", done_on=day)
    assert codes(error.value) == ["this_award_waits"]


def test_an_announced_year_is_put_up_again_decided_and_announced_anew(world):
    made = decided(world)
    world.year("office", "close", made.year, document="云政发5号")
    world.year("head", "correct", made.year, document="云政常纪9号", text="统计数据更正")
    shown = results.results(reader(world, "sm.drafter"), made.year)
    assert (shown["state"], shown["announced"]) == ("published", None)
    assert shown["correcting"]["document"] == "云政常纪9号"
    found_anew(world, made, "XQ", "routine", "7.5")
    world.year("office", "revise", made.year, document="云考公告3号")
    with pytest.raises(RulesRefused) as error:
        world.year("office", "close", made.year, document="云政发6号")
    assert codes(error.value) == ["results_are_decided"]
    signed_off(world, made.year)
    world.year("head", "decide", made.year, document="云政常纪10号")
    world.year("office", "close", made.year, document="云政发6号")
    shown = results.results(reader(world, "sm.drafter"), made.year)
    assert shown["announced"]["document"] == "云政发6号"


def test_the_log_of_a_corrected_year_verifies(fresh):
    corrected(fresh)
    assert verify(fresh.database).ok
