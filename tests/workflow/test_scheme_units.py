"""What a scheme file may say of a unit as a whole and of groups: read, checked, written again."""

import re

import pytest

from tests.workflow.scheme_cases import POSTS, SOUND, UNITS
from workflow.scheme.differences import differences
from workflow.scheme.scheme import body_of, canonical_text, check, scheme_of
from workflow.scheme.writing import toml_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MORE = """
[limits]
cap = "135"
floor = "0"

[normalise]
to = "100"

[[group]]
code = "bureaus"
zh = "县直部门"
en = "Bureaus"
fronts = ["economy"]

[[group]]
code = "asked"
zh = "接受测评单位"
en = "Units that are evaluated"
groups = ["bureaus"]
units = ["SM"]

[[veto]]
code = "safety"
zh = "安全生产一票否决"
en = "Safety veto"
authority = "县安委会"
set_to = "not_met"

[[evaluation]]
code = "public"
zh = "群众满意度"
en = "Public satisfaction"
points = "20"
answers = [
  { code = "good", zh = "满意", en = "Content", share = "1" },
  { code = "bad", zh = "不满意", en = "Not content", share = "0" },
]

[[evaluation]]
code = "half_year"
zh = "半年考核"
en = "Half-year check"
points = "10"
out_of = "50"
periods = ["h1"]
missing = "zero"

[[adjustment]]
code = "honours"
zh = "附加分"
en = "Bonus"
cap = "5"
applicable = true
"""
RANKING = '[ranking]\nties = "dense"'
WHOLE = (
    SOUND.replace('total = "100"', 'total = "130"')
    .replace(RANKING, f'{RANKING}\ntie_break = ["key", "load"]')
    .replace('at_least = "95"', 'at_least = "95"\ntop_percent = "30"\nneeds = ["petitions"]')
    .replace('en = "Routine"\n', 'en = "Routine"\ncap = "33"\nfloor = "0"\n')
    .replace("\n[ranking]", f"{MORE}\n[ranking]")
)
PETITIONS = 'acceptance = "据台账"'


def faults(text: str):
    return check(body_of(text), text=text, units=UNITS, posts=POSTS)


def edited(old: str, new: str) -> str:
    assert WHOLE.count(old) == 1, old
    return WHOLE.replace(old, new)


def test_a_scheme_that_says_all_of_it_is_sound_and_reads_as_it_stands():
    assert faults(WHOLE) == []
    scheme = scheme_of(canonical_text(body_of(WHOLE)))
    assert scheme.groups_of("SM", "townships") == {"asked"}
    assert scheme.groups_of("ZS", "economy") == {"bureaus", "asked"}
    assert scheme.groups_of("XQ", "townships") == set()
    assert scheme.evaluations[0].answers[0].share == "1"
    assert (scheme.evaluations[1].out_of, scheme.evaluations[1].missing) == ("50", "zero")
    assert (scheme.adjustments[0].cap, scheme.adjustments[0].floor) == ("5", "0")
    assert (scheme.limits.cap, scheme.normalise_to) == ("135", "100")
    assert scheme.categories["routine"].limits.cap == "33"
    assert scheme.grades[0].top_percent == "30"
    assert scheme.ranking.tie_break == ("key", "load")


def test_points_of_evaluations_are_part_of_the_total():
    found = faults(edited('points = "20"\nanswers', 'points = "21"\nanswers'))
    assert [(fault.field, fault.words.en) for fault in found] == [
        ("total", "the total must be 131, not 130"),
        ("variant.1.points", "the points of categories and evaluations add up to 131, not to 130"),
    ]


def test_it_comes_back_as_a_file_and_its_differences_are_told():
    body = body_of(WHOLE)
    assert body_of(toml_of(body)) == body
    told = differences(body, body_of(WHOLE.replace('share = "0"', 'share = "0.2"')))
    assert [(d.path.zh, d.before.zh, d.after.zh) for d in told] == [
        ("测评与阶段考核 › 群众满意度（public） › 答复 › 不满意（bad） › 得分比例", "0", "0.2")
    ]


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ('groups = ["bureaus"]', 'groups = ["bureau"]', "group.2.groups.1", "no group 'bureau'"),
        ('groups = ["bureaus"]', 'groups = ["asked"]', "group.2.groups", "asked → asked"),
        ('units = ["SM"]', 'units = ["SS"]', "group.2.units.1", "no unit 'SS'"),
        ('set_to = "not_met"\n\n[[eval', 'set_to = "none"\n\n[[eval', "veto.1.set_to", "no grade"),
        ('set_to = "not_met"\n\n[[eval', 'set_to = "exceeded"\n\n[[eval', "veto.1.set_to", "best"),
        ('share = "1" },\n  { code = "bad"', 'share = "0" },\n  { code = "bad"',
         "evaluation.1.answers", "no answer is worth"),
        ('code = "bad"', 'code = "good"', "evaluation.1.answers.2.code", "stands twice"),
        ('out_of = "50"', 'out_of = "0"', "evaluation.2.out_of", "above zero"),
        ('points = "20"\nanswers', 'points = "20"\nout_of = "5"\nanswers',
         "evaluation.1.out_of", "has no out_of"),
        ('missing = "zero"', 'missing = "none"', "evaluation.2.missing", "must be one of"),
        ('cap = "5"', 'cap = "0"', "adjustment.1", "neither adds nor takes"),
        ('cap = "5"', 'floor = "1"', "adjustment.1.floor", "above zero"),
        ('cap = "135"', 'cap = "0"', "limits.floor", "not below the cap"),
        ('cap = "33"', 'cap = "-1"', "category.2.floor", "not below the cap"),
        ('to = "100"', 'to = "0"', "normalise.to", "above zero"),
        ('"key", "load"', '"key", "loads"', "ranking.tie_break.2", "no category 'loads'"),
        ('"petitions"]', '"petition"]', "grade.1.needs.1", "no item or category"),
        ('top_percent = "30"', 'top_percent = "130"', "grade.1.top_percent", "above 100"),
        ('top_percent = "30"', 'top_percent = "30"\ntop = 3', "grade.1.top_percent", "not both"),
        ('at_least = "80"', 'at_least = "95"\ntop_percent = "20"\nneeds = ["petitions"]',
         "grade.2", "never reached"),
        ('en = "Not met"', 'en = "Not met"\ntop = 3', "grade.3.top", "asks for nothing"),
        (PETITIONS, f'{PETITIONS}\nfronts = []', "item.2.fronts", "for nobody"),
        (PETITIONS, f'{PETITIONS}\ngroups = ["none"]', "item.2.groups.1", "no group 'none'"),
        (PETITIONS, f'{PETITIONS}\nunits = ["QQ"]', "item.2.units.1", "no unit 'QQ'"),
    ],
)  # fmt: skip
def test_each_fault_is_told_by_its_field_in_both_languages(old, new, field, words):
    found = faults(edited(old, new))
    assert [fault.field for fault in found] == [field]
    assert words in found[0].words.en
    assert CHINESE.search(found[0].words.zh)


@pytest.mark.parametrize("better", ["top = 3", 'top_percent = "30"', 'needs = ["key"]'])
def test_grades_of_one_score_may_differ_in_what_else_they_ask_for(better):
    text = edited('top_percent = "30"\nneeds = ["petitions"]', better)
    assert faults(text.replace('at_least = "80"', 'at_least = "95"')) == []


# — items for some units only —

SPLIT = WHOLE.replace('points = "20"\nrule', 'points = "15"\nfronts = ["townships"]\nrule').replace(
    '[[item]]\ncode = "petitions"',
    """[[item]]
code = "first"
zh = "一"
en = "First"
category = "common"
measure = "件数"
unit_of_measure = "件"
target_value = "1"
points = "5"
rule = "share"
scoring_unit = "ZS"
evidence = "证"
acceptance = "验"

[[item]]
code = "second"
zh = "二"
en = "Second"
category = "common"
measure = "件数"
unit_of_measure = "件"
target_value = "1"
points = "15"
rule = "share"
scoring_unit = "ZS"
evidence = "证"
acceptance = "验"
groups = ["bureaus"]

[[item]]
code = "petitions\"""",
)


def test_items_for_some_units_add_up_for_each_kind_of_unit():
    # townships 15 + 5, bureaus 5 + 15.
    assert faults(SPLIT) == []


def test_a_kind_of_unit_that_has_too_few_points_is_named():
    found = faults(SPLIT.replace('points = "15"\nrule', 'points = "14"\nrule'))
    assert [fault.words.en for fault in found] == [
        "for 'economy' the items of 'common' add up to 19 points, not to 20"
    ]
    alone = SPLIT.replace('"验"\ngroups = ["bureaus"]', '"验"\nunits = ["JT"]')
    assert [fault.words.zh for fault in faults(alone)] == [
        "“economy”的“common”各项分值合计 5，应为 20"
    ]


@pytest.mark.parametrize(
    "table",
    [
        '[[rule]]\ncode = "maybe"\nkind = "proportional"\nmissing = "not_applicable"\n',
        '[[evaluation]]\ncode = "maybe"\nzh = "一"\nen = "One"\npoints = "0"\n'
        'missing = "not_applicable"\n',
    ],
)
def test_what_may_not_apply_goes_with_normalising_or_it_would_be_a_silent_zero(table):
    assert faults(WHOLE + table) == []
    (fault,) = faults(WHOLE.replace('[normalise]\nto = "100"\n', "") + table)
    assert fault.field.endswith(".missing")
    assert "worth zero" in fault.words.en
