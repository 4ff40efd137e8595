"""Scoring rules and their steps in words, kind by kind, as pages say them."""

from flask import g

from tests.workflow.scoring_cases import group_of, make_finding, make_rule
from web.pages.derivation import steps
from web.pages.naming import Names
from web.pages.rule_words import rule_lines
from workflow.scoring.formulas import Event, score

ACCIDENTS = {"from": {"at": "0", "points": "10"}, "to": {"at": "4", "points": "0"}}


def told(app, tree, language="zh-CN"):
    with app.test_request_context():
        g.language = language
        return {s["title"]: (s["says"], s["result"]) for s in steps(tree, Names())}


def said(app, rule, language="zh-CN"):
    with app.test_request_context():
        g.language = language
        return rule_lines(rule)


def test_a_line_is_told_as_a_rule_and_step_by_step(app):
    line = make_rule("linear")
    assert said(app, line)[:2] == [
        "完成率为 90% 得 0 分，为 100% 得 7 分，其间按直线计算，其外不再增减。",
        "最低 0 分，最高本项分值。",
    ]
    made = score(line, "7", "3", make_finding("2.9"), direction="at_least")
    assert told(app, made)["两点之间按直线计分"] == (
        "90% 得 0 分，100% 得 7 分，其间按直线计算；不低于 0，不高于 7",
        "约 4.6667（14/3）",
    )


def test_a_line_over_the_value_speaks_of_the_value(app):
    falling = make_rule("linear", on="value", **ACCIDENTS)
    assert said(app, falling, "en")[0] == (
        "Value found 0: 10 points, 4: 0; on the line between, flat outside."
    )
    made = score(falling, "10", None, make_finding("1"), direction="at_most")
    lines = told(app, made, "en")
    assert lines["Value found"] == ("found 1", "1")
    assert lines["On the line between two points"][1] == "7.5"


def test_what_a_missing_value_means_is_told_with_the_rule_and_in_the_score(app):
    for meaning, rule_says, score_says in (
        ("zero", "缺数值的：未提供，按零分计", "未提供：分值 40 不得分"),
        ("not_applicable", "缺数值的：不适用，不计入应得分", "不适用：分值 40 不计入应得分"),
    ):
        rule = make_rule("proportional", missing=meaning)
        assert rule_says in said(app, rule)
        made = score(rule, "40", "100", make_finding(None), direction="at_least")
        assert told(app, made)["没有数值"] == (score_says, "0")


def test_honours_by_level_are_told_with_the_matter_and_the_entry_that_counts(app):
    rule = make_rule("honours")
    assert "county、city、province：同一事项只计一次，取最高。" in said(app, rule)
    events = (Event("county", matter="植树"), Event("city", matter="植树"))
    made = score(rule, "10", None, make_finding(events=events), direction="at_least")
    with app.test_request_context():
        g.language = "zh-CN"
        (ledger,) = [one for one in steps(made, Names()) if one["parts"]]
    once = ledger["parts"][-1][0]
    assert once["title"] == "加分（同一事项只计一次）：honours"
    assert once["says"] == (
        "county 1 分（至多 3 分）、city 3 分、province 5 分："
        "city 1 次，事项 植树；county 1 次，事项 植树，另有更高一条，不计"
    )
    assert once["result"] == "3"


def test_comparisons_are_told_with_the_best_the_place_and_the_group(app):
    names = Names(units={"u2": "竹山乡"}, fronts={"towns": "乡镇战线"})
    group = group_of("90", "100", "90")

    def step(rule, title):
        made = score(rule, "10", None, make_finding("90"), direction="at_least", group=group)
        with app.test_request_context():
            g.language = "zh-CN"
            return {s["title"]: (s["says"], s["result"]) for s in steps(made, names)}[title]

    best = make_rule("relative_to_best")
    assert step(best, "与最优值之比") == (
        "乡镇战线 3 个单位，最优值 100（竹山乡），本单位 90",
        "90%",
    )
    assert step(best, "与最优值相比计分") == ("分值 10 × 90%，不低于 0", "9")
    rank = make_rule("by_rank", small_group=4, small_step="2")
    assert step(rank, "组内位次") == (
        "乡镇战线 3 个单位，本单位 90，优于本单位的 1 个，并列 1 个",
        "2",
    )
    assert step(rank, "按位次计分") == (
        "分值 10，每后一位少 2 分（不足 4 个单位），不低于 0",
        "8",
    )
    assert said(app, rank)[0].startswith("组内第一名得满分，每后一位少 0.5 分")
    assert "不足 4 个单位的组，每后一位少 2 分。" in said(app, rank)
    assert "All units of the county" in said(app, make_rule("by_rank", within="county"), "en")[2]
    assert said(app, best, "en")[0].startswith("Points × own value")
