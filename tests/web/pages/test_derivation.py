"""Derivations in words: every step is told once, in both languages, and nothing of its JSON."""

import pytest
from flask import g
from hypothesis import HealthCheck, given, settings

from tests.workflow.results_cases import results
from tests.workflow.scoring_cases import items, make_finding, make_rule
from web.pages.derivation import steps
from web.pages.naming import Names
from workflow.scoring.derivation import LABELS
from workflow.scoring.formulas import Event, score
from workflow.scoring.outcome_node import LABELS as OUTCOME_LABELS

EVENTS = dict.fromkeys(
    ("to_beijing", "to_province", "honour", "initiative", "county", "city", "province"), "event"
)


def told(app, tree, language="zh-CN", names=None):
    """The steps of a tree as somebody with this language reads them."""
    with app.test_request_context():
        g.language = language
        return steps(tree, names or Names())


def flat(found):
    return [one for step in found for one in (step, *(f for p in step["parts"] for f in flat(p)))]


def count(node):
    return 1 + sum(map(count, node["children"]))


@given(item=items())
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_step_of_any_score_is_told_once_in_both_languages(app, item):
    tree = score(**item)
    for language in ("zh-CN", "en"):
        lines = flat(told(app, tree, language, Names(events=EVENTS)))
        assert len(lines) == count(tree)
        text = " ".join(f"{line['title']} {line['says']} {line['result']}" for line in lines)
        assert not any(mark in text for mark in ("{", "None", "_", "True", "False"))
        if language == "en":
            assert not any("\u4e00" <= c <= "\u9fff" for c in text.replace("信访函〔2013〕7号", ""))


def test_every_step_of_an_outcome_is_told_once_with_names_for_codes(app):
    made = results()
    names = Names(
        targets={202: "通村公路"},
        categories={"key": "重点"},
        grades={"met": "达标", "not_met": "未达标", "exceeded": "超标"},
        fronts={"towns": "乡镇战线"},
    )
    tree = next(unit.derivation for unit in made.units if unit.unit == "beta")
    lines = flat(told(app, tree, names=names))
    assert len(lines) == count(tree)
    by_title = {line["title"]: line for line in lines}
    rule = by_title["等次调整：规则S43"]
    assert rule["result"] == "未达标"
    assert rule["says"] == ("须有未完成的重点目标 1 项，本单位 1 项（通村公路）：适用，降 1 等")
    assert by_title["按得分确定的等次"]["result"] == "达标"
    assert by_title["最低等次，不予奖励：第3名"]["result"] == "不予"
    (withheld,) = by_title["奖励"]["parts"]
    assert [step["title"] for step in withheld] == ["最低等次，不予奖励：第3名"]
    assert "乡镇战线内按 90.5 分排列" in by_title["战线内位次"]["says"]


def test_steps_stand_in_the_order_of_the_reckoning(app):
    tree = score(make_rule("proportional"), "40", "10", make_finding("9"), direction="at_least")
    lines = [(s["title"], s["result"]) for s in told(app, tree)]
    assert lines == [
        ("完成率", "90%"),
        ("按完成率计分", "36"),
        ("质量", "36"),
        ("时限", "36"),
        ("得分（四舍五入）", "36"),
    ]


def test_events_of_a_ledger_stand_beneath_it_by_name_with_day_and_document(app):
    events = (Event("to_beijing", "2", "7", "2013-03-01", "信访函7号"),)
    tree = score(make_rule("ledger"), "40", None, make_finding(events=events), direction="at_least")
    ledger = told(app, tree, names=Names(events={"to_beijing": "进京上访"}))[0]
    first = ledger["parts"][0][0]
    assert first["title"] == "扣分：进京上访"
    assert first["says"] == "每次 5 分：2013年3月1日 2 次（信访函7号）"
    assert first["result"] == "10"


def test_a_fraction_is_told_as_about_how_much_and_exactly(app):
    tree = score(make_rule("proportional"), "20", "3", make_finding("2"), direction="at_least")
    lines = {s["title"]: s for s in told(app, tree)}
    assert lines["完成率"]["result"] == "约 66.67%"
    assert lines["按完成率计分"]["result"] == "约 13.3333（40/3）"
    assert lines["得分（四舍五入）"]["result"] == "13.33"


@pytest.mark.parametrize("rule", [*LABELS, *OUTCOME_LABELS])
def test_no_kind_of_step_is_without_words(rule):
    from web.pages.derivation import RESULTS, SAID, TITLES

    # A front's table is shown as the ranking itself, an outcome as the sheet.
    assert rule in {*SAID, *TITLES, *RESULTS, "front"}
