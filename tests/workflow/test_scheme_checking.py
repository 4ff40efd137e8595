"""What is wrong with a scheme: each fault once, by its line and field, in both languages."""

import re

import pytest

from tests.workflow.scheme_cases import MARK, SOUND, faults_of, line_of_mark, spoilt
from workflow.scheme.scheme import BadScheme, body_of, check

CHINESE = re.compile(r"[\u4e00-\u9fff]")

KEY_40 = 'en = "Key"\npoints = "40"'
WHEN_S43 = 'when = [{ category = "key", at_least = 1, at_most = 1 }]'
WHEN_S44 = 'when = [{ category = "key", cause = "lack_of_effort", at_least = 2 }]'
S44 = f'{WHEN_S44}\nset_to = "not_met"\n'
FIRST_AWARD = 'place = 1\nzh = "第一名"'
SECOND_AWARD = 'place = 2\nzh = "第二名"'
SECOND_VARIANT = """\
[[variant]]
code = "second"
zh = "二"
en = "Second"
units = ["SM", "XQ"] #!
points = { key = "30", routine = "40" }
"""
OPEN = 'field = "award.2.amount"'


def rule_after(when: str, effect: str) -> str:
    return f'{S44}\n[[grade_rule]] #!\ncode = "late"\nzh = "后"\nen = "Later"\n{when}\n{effect}\n'


# edit: old → new, the field at fault, and words of the sentence
STRUCTURE = [
    # too much, with a hint where the name is nearly right
    ("year = 2013", "year = 2013\nquorum = 1 #!", "quorum", "no such key; known here: code year"),
    (KEY_40, f'{KEY_40}\npoint = "1" #!', "category.1.point", "did you mean 'points'?"),
    ("days = 5", "days = 5\nholidays = 3 #!", "notice.holidays", "no such key"),
    (
        '{ at_least = "1", share = "1" },',
        '{ at_least = "1", share = "1", at = "1" }, #!',
        "rule.2.steps.1.at",
        "no such key",
    ),
    (
        'kind = "proportional"',
        'kind = "proportional"\nsteps = [] #!',
        "rule.1.steps",
        "no such key",
    ),
    # missing
    ('[[sanction]]\ncode = "talk"', "[[sanction]] #!", "sanction.1.code", "this is missing"),
    ('[change_window]\nfrom = "07-01"', "[change_window] #!", "change_window.from", "missing"),
    (
        '{ event = "集体上访", points = "1" }',
        '{ event = "集体上访" } #!',
        "rule.3.deductions.2.points",
        "missing",
    ),
    # of the wrong kind: TOML's own numbers and dates where text is asked for
    (
        'points = "20"\nrule',
        "points = 20 #!\nrule",
        "item.1.points",
        "decimal that is not negative",
    ),
    ('points = "20"\nrule', "points = 2e1 #!\nrule", "item.1.points", "not 20.0"),
    ('points = "20"\nrule', 'points = "2e1" #!\nrule', "item.1.points", "must be a decimal"),
    ('points = "20"\nrule', 'points = "-1" #!\nrule', "item.1.points", "not negative"),
    ("year = 2013", "year = 2013.0 #!", "year", "a whole number from 2000 to 2999"),
    ("year = 2013", 'year = "2013" #!', "year", "a whole number from 2000 to 2999"),
    ("year = 2013", "year = 1999 #!", "year", "from 2000 to 2999"),
    ("year = 2013", "year = 3000 #!", "year", "from 2000 to 2999"),
    ("precheck = true", 'precheck = "true" #!', "precheck", "true or false"),
    ('from = "07-01"', "from = 2013-07-01 #!", "change_window.from", 'not "2013-07-01"'),
    ('from = "07-01"', 'from = "7-1" #!', "change_window.from", "MM-DD"),
    ("days = 5", "days = 0 #!", "notice.days", "from 1 to 250"),
    ("days = 5", "days = true #!", "notice.days", "from 1 to 250"),
    ("rounds = 4", "rounds = 0 #!", "arbitration.rounds", "a whole number of rounds from 1 to 20"),
    ("rounds = 4", "rounds = 21 #!", "arbitration.rounds", "from 1 to 20"),
    ("answer_days = 6", "answer_days = 0 #!", "arbitration.answer_days", "from 1 to 250"),
    ('"FXZ-2"', '"no good" #!', "arbitration.deputy_post", "letters, digits"),
    ('"MBB"', '"no good" #!', "office.unit", "letters, digits"),
    ('"MBB"', '"MB" #!', "office.unit", "there is no unit 'MB'"),
    ('"FXZ-3"', '"FXZ-7" #!', "office.stands_in", "there is no post 'FXZ-7'"),
    ('"FXZ-3"', '"no good" #!', "office.stands_in", "letters, digits"),
    # what is kept in another place, said so
    ("[arbitration]", "[calendar] #!\n[arbitration]", "calendar", "sets the county's calendar"),
    ("[notice]\ndays = 5", 'notice.days = "5" #!', "change_window.notice", "no such key"),
    # codes, names, choices
    ('code = "talk"', 'code = "no good" #!', "sanction.1.code", "letters, digits"),
    ('code = "talk"', 'code = "" #!', "sanction.1.code", "letters, digits"),
    ('code = "talk"', 'code = "talk\\n" #!', "sanction.1.code", "letters, digits"),
    ('zh = "约谈"', 'zh = " 约谈" #!', "sanction.1.zh", "on one line"),
    ('zh = "约谈"', 'zh = "约\\n谈" #!', "sanction.1.zh", "on one line"),
    ('zh = "约谈"', 'zh = "约\\u202e谈" #!', "sanction.1.zh", "on one line"),
    ('zh = "约谈"', f'zh = "{"谈" * 121}" #!', "sanction.1.zh", "1 to 120 characters"),
    ('ties = "dense"', 'ties = "loose" #!', "ranking.ties", "one of: competition dense; not"),
    ('kind = "ladder"', 'kind = "stairs" #!', "rule.2.kind", "one of: proportional"),
    ('cause = "lack_of_effort"', 'cause = "none"', "grade_rule.2.when.1.cause", "objective"),
    # exactly one, at least one
    (
        '{ at_least = "1", share = "1" },',
        '{ at_least = "1" }, #!',
        "rule.2.steps.1",
        "points share",
    ),
    ("lower_by = 1", 'set_to = "met"\nlower_by = 1', "grade_rule.1", "lower_by set_to"),
    (WHEN_S43, 'when = [{ category = "key" }] #!', "grade_rule.1.when.1", "at_least at_most"),
    (WHEN_S43, "when = [] #!", "grade_rule.1.when", "1 to 20 entries"),
    ('points = { key = "0", routine = "70" }', "points = {} #!", "variant.1.points", "by category"),
]
MEANING = [
    # points by category (S10)
    (KEY_40, 'en = "Key"\npoints = "41" #!', "category.1.points", "must have 40 points"),
    # variants
    (
        'points = { key = "0", routine = "70" }',
        'points = { key = "0" } #!',
        "variant.1.points",
        "add up to 60, not to 100",
    ),
    (
        'points = { key = "0", routine = "70" }',
        'points = { key = "0", rutine = "70", routine = "70" } #!',
        "variant.1.points.rutine",
        "there is no category 'rutine'",
    ),
    (
        'points = { key = "0", routine = "70" }',
        'points = { key = "50", common = "10" } #!',
        "variant.1.points.common",
        "share out 20 points",
    ),
    ('fronts = ["economy"]', 'fronts = ["econ"] #!', "variant.1.fronts.1", "there is no front"),
    ('units = ["XQ"]\np', 'units = ["XX"] #!\np', "variant.1.units.1", "there is no unit 'XX'"),
    ('fronts = ["economy"]\nunits = ["XQ"]\n', "", "variant.1", "name its fronts, groups or units"),
    (
        '[[front]]\ncode = "townships"',
        f'{SECOND_VARIANT}\n[[front]]\ncode = "townships"',
        "variant.2.units.2",
        "unit 'XQ' is in 'no_key_task' already",
    ),
    # fronts (S41)
    ('units = ["ZS", "JT"]', "units = [] #!", "front.2.units", "a front without units"),
    (
        'units = ["ZS", "JT"]',
        'units = ["ZS", "SM"] #!',
        "front.2.units.2",
        "in 'townships' already",
    ),
    ('units = ["ZS", "JT"]', 'units = ["ZS", "J"] #!', "front.2.units.2", "there is no unit 'J'"),
    # codes
    ('code = "townships"', 'code = "economy"', "front.2.code", "stands twice"),
    ('code = "met"', 'code = "exceeded" #!', "grade.2.code", "stands twice"),
    ('code = "steps"', 'code = "share" #!', "rule.2.code", "stands twice"),
    ('code = "S44"', 'code = "S43" #!', "grade_rule.2.code", "stands twice"),
    ('code = "petitions"', 'code = "investment" #!', "item.2.code", "stands twice"),
    ('code = "year"', 'code = "half" #!', "period.2.code", "stands twice"),
    # rules (S40)
    (
        '{ at_least = "0.8", share = "0.8" },',
        '{ at_least = "1.0", share = "0.8" }, #!',
        "rule.2.steps.2",
        "two steps overlap at 1",
    ),
    (
        '{ at_least = "0.8", share = "0.8" },',
        '{ at_least = "1.2", share = "0.8" }, #!',
        "rule.2.steps.2",
        "steps must fall",
    ),
    (
        '{ event = "集体上访", points = "1" }',
        '{ event = "越级上访", points = "1" } #!',
        "rule.3.deductions.2",
        "stands twice",
    ),
    (
        'kind = "proportional"',
        'kind = "proportional"\ncap_percent = "2000"',
        "rule.1",
        "cap_percent: must lie between",
    ),
    # items (S7-S9)
    ('category = "common"', 'category = "shared" #!', "item.1.category", "no category 'shared'"),
    ('rule = "share"', 'rule = "shares" #!', "item.1.rule", "there is no scoring rule 'shares'"),
    ('scoring_unit = "XF"', 'scoring_unit = "QQ" #!', "item.2.scoring_unit", "no unit 'QQ'"),
    ('reviewing_post = "FXZ-1"', 'reviewing_post = "X" #!', "item.1.reviewing_post", "no post 'X'"),
    ('points = "20"\nrule', 'points = "19" #!\nrule', "item.1.points", "add up to 19 points"),
    ('points = "20"\nrule', 'points = "21" #!\nrule', "item.1.points", "add up to 21 points"),
    ('target_value = "100"', 'target_value = "-1"', "item.1.rule", "a target above zero"),
    ('due = "12-20"', 'due = "02-29" #!', "item.1.due", "there is no day 2013-02-29"),
    # grades (S42)
    ('at_least = "80"', 'at_least = "95.0" #!', "grade.2.at_least", "95.0 is not below 95"),
    ('at_least = "80"', 'at_least = "96" #!', "grade.2.at_least", "grades overlap"),
    ('at_least = "80"\n', "", "grade.2.at_least", "only the last grade goes without"),
    ('en = "Not met"', 'en = "Not met"\nat_least = "0" #!', "grade.3.at_least", "no grade below 0"),
    # grade rules (S43, S44)
    ('set_to = "not_met"', 'set_to = "unmet" #!', "grade_rule.2.set_to", "no grade 'unmet'"),
    ("lower_by = 1", "lower_by = 3 #!", "grade_rule.1.lower_by", "with 3 grades"),
    (
        WHEN_S43,
        'when = [{ category = "main", at_least = 1 }] #!',
        "grade_rule.1.when.1.category",
        "there is no category 'main'",
    ),
    (
        WHEN_S43,
        "when = [{ at_least = 2, at_most = 1 }] #!",
        "grade_rule.1.when.1.at_least",
        "at least 2 and at most 1 can never hold",
    ),
    (
        WHEN_S43,
        'when = [{ category = "key", at_least = 2 }, { at_most = 1 }] #!',
        "grade_rule.1.when",
        "can never hold together",
    ),
    (S44, rule_after(WHEN_S44, "lower_by = 1"), "grade_rule.3", "'S44' has set the last grade"),
    (
        S44,
        rule_after(WHEN_S44.replace("2", "3"), 'set_to = "met"'),
        "grade_rule.3",
        "this is never reached",
    ),
    # awards and sanctions (S45-S47)
    ('grade = "not_met"', 'grade = "bad" #!', "sanction.1.grade", "there is no grade 'bad'"),
    # days (S30, S34)
    ('until = "12-31"', 'until = "06-30" #!', "period.2.until", "must come after 06-30"),
    ('due = "07-10"', 'due = "06-29" #!', "period.1.due", "due 06-29 is before until 06-30"),
    ('until = "06-30"', 'until = "06-31" #!', "period.1.until", "no day 2013-06-31"),
    ('until = "07-31"', 'until = "06-30" #!', "change_window.until", "is before from 07-01"),
    ('until = "07-31"', 'until = "09-31" #!', "change_window.until", "no day 2013-09-31"),
    # what is left open (S46)
    (OPEN, f'{OPEN}\nzh = "一"\nen = "1"\n[[open]]\n{OPEN} #!', "open.2.field", "stands twice"),
    ('scoring_unit = "XF"\n', "", "item.2.scoring_unit", "name item.petitions.scoring_unit in"),
    ('target_value = "100"\n', "", "item.1.target_value", "name item.investment.target_value"),
    ('points = "20"\nrule', "rule", "item.1.points", "name item.investment.points in"),
]


@pytest.mark.parametrize(("old", "new", "field", "words"), STRUCTURE + MEANING)
def test_each_fault_is_told_once_by_line_and_field(old, new, field, words):
    text = spoilt(old, new)
    faults = faults_of(text)
    assert [fault.field for fault in faults] == [field]
    (fault,) = faults
    assert words in fault.words
    if MARK in text:
        assert fault.line == line_of_mark(text)
    assert isinstance(fault.line, int)
    assert CHINESE.search(fault.words.zh)
    assert not CHINESE.search(re.sub(r"event \S+|\".*|'.*'", "", fault.words.en))
    assert fault.sentence == f"line {fault.line}, {field}: {fault.words}"
    assert fault.sentence.zh == f"第 {fault.line} 行，{field}：{fault.words.zh}"


def test_sound_scheme_has_no_fault():
    assert faults_of(SOUND) == []
    assert check(body_of(SOUND)) == []


def test_missing_part_of_the_whole_file_has_a_field_but_no_line():
    text = re.sub(r"\[\[grade\]\]\n.*?\n\n", "", SOUND, flags=re.DOTALL)
    assert [(f.line, f.field, f.words.en) for f in faults_of(text)] == [
        (None, "grade", "this is missing")
    ]


def test_several_missing_keys_of_one_table_are_each_told_once():
    text = spoilt('[[sanction]]\ncode = "talk"\nzh = "约谈"', "[[sanction]] #!")
    assert [(f.line, f.field) for f in faults_of(text)] == [
        (line_of_mark(text), "sanction.1.code"),
        (line_of_mark(text), "sanction.1.zh"),
    ]


def test_other_categories_than_the_source_s_must_only_add_up():
    renamed = SOUND.replace('"key"', '"main"').replace("{ key =", "{ main =")
    assert faults_of(renamed) == []
    more = renamed.replace('points = "40"', 'points = "50"')
    assert [(f.field, f.words.en) for f in faults_of(more)] == [
        ("category", "the categories' points add up to 110, not to 100")
    ]
    whole = more.replace('total = "100"', 'total = "110"').replace(
        'routine = "70"', 'routine = "80"'
    )
    assert faults_of(whole) == []


def test_source_s_own_points_cannot_be_spread_otherwise():
    text = SOUND.replace('points = "40"', 'points = "45"').replace('points = "30"', 'points = "25"')
    fields = [fault.field for fault in faults_of(text)]
    assert fields == ["category.1.points", "category.2.points"]


def test_source_s_own_points_are_100_in_all():
    faults = faults_of(spoilt('total = "100"', 'total = "110"'))
    assert [(f.line, f.field, f.words.en) for f in faults] == [
        (5, "total", "the total must be 100, not 110"),
        (39, "variant.1.points", "the categories' points add up to 100, not to 110"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        (1, 1, {"award.2.place": "place 1 stands twice"}),
        (1, 3, {"award.2.place": "the place before place 3 is missing"}),
        (2, 3, {"award.1.place": "the place before place 2 is missing"}),
        (2, 1, {}),
    ],
)
def test_places_have_neither_gap_nor_double(first, second, wrong):
    text = spoilt(FIRST_AWARD, f'place = {first}\nzh = "第一名"')
    text = text.replace(SECOND_AWARD, f'place = {second}\nzh = "第二名"')
    text = text.replace(OPEN, f'field = "award.{second}.amount"')
    assert {f.field: f.words.en for f in faults_of(text)} == wrong


def test_all_faults_are_told_together_in_the_order_of_the_file():
    text = spoilt('ties = "dense"', 'ties = "loose"')
    text = text.replace('points = "40"', 'points = "41"').replace("12-20", "12-32")
    text = text.replace('grade = "not_met"', 'grade = "bad"') + 'why = "?"\n'
    faults = faults_of(text)
    assert [f.field for f in faults] == [
        "category.1.points",
        "item.1.due",
        "ranking.ties",
        "sanction.1.grade",
        "open.1.why",
    ]
    assert [f.line for f in faults] == sorted(f.line for f in faults)


def test_what_is_open_must_be_named_and_what_is_named_must_be_open():
    faults = faults_of(spoilt(OPEN, 'field = "award.1.amount"'))
    assert {(f.field, f.words.en) for f in faults} == {
        ("award.2.amount", "this is not given: give it, or name award.2.amount in [[open]]"),
        ("open.1.field", "'award.1.amount' is not open"),
    }


@pytest.mark.parametrize(
    ("field", "is_named"),
    [
        ("award.*.amount", True),
        ("award.2.amount", True),
        ("award.amount", False),
        ("award.2", False),
        ("award.22.amount", False),
        # The star stands for something, and the same characters cannot be meant twice.
        ("award.2.*2.amount", False),
        ("xaward.2.amount", False),
        ("award.2.amounts", False),
    ],
)
def test_star_stands_for_any_code_or_place(field, is_named):
    assert (faults_of(spoilt(OPEN, f'field = "{field}"')) == []) is is_named


@pytest.mark.parametrize(
    "field", ["*.amount", "award.**", "award.*.*", "award.*", "award.2.amount\\n", ""]
)
def test_star_stands_once_and_not_alone(field):
    faults = faults_of(spoilt(OPEN, f'field = "{field}"'))
    assert [f.field for f in faults] == ["open.1.field"]


def test_open_points_leave_the_rest_to_be_shared_out_later():
    two = SOUND.replace('points = "20"\nrule', "rule").replace(OPEN, 'field = "award.2.amount"')
    named = two + '\n[[open]]\nfield = "item.*.points"\nzh = "分值"\nen = "Points"\n'
    assert faults_of(named) == []


def test_units_and_posts_are_asked_for_only_where_they_are_known():
    body = body_of(SOUND)
    assert check(body) == []
    faults = check(body, text=SOUND, units=set(), posts=set())
    assert {f.words.en for f in faults} == {
        *(f"there is no unit '{code}'" for code in ("XQ", "SM", "ZS", "JT", "XF")),
        "there is no post 'FXZ-1'",
        "there is no post 'FXZ-2'",
        "there is no unit 'MBB'",
        "there is no post 'FXZ-3'",
    }


def test_without_the_text_faults_have_fields_alone():
    faults = check({**body_of(SOUND), "year": 1})
    assert [(f.line, f.field) for f in faults] == [(None, "year")]
    assert faults[0].sentence.startswith("year: this must be")


@pytest.mark.parametrize(
    "body",
    [None, [], "x", 5, {}, {"rule": 5}, {"category": [5], "year": {}}, {"open": [[]]}, {"": 0}],
)
def test_anything_at_all_is_refused_without_a_crash(body):
    assert check(body)


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 300 + "]" * 300,
        "x = " + "{a = " * 300 + "1" + "}" * 300,
        f"{'a.' * 400}a = 1",
        f"{'a.' * 90_000}a = 1",
        f"[{'a . ' * 90_000}a]",
        "[[a]]\n" + "".join(f"[[a{'.b' * n}]]\n" for n in range(1, 100)),
    ],
    ids=["lists", "tables", "a dotted key", "a long one", "a header", "arrays of tables"],
)
def test_deep_nesting_is_refused_without_a_crash(text):
    try:
        (fault,) = check(body_of(text), text=text)
    except BadScheme as error:
        (fault,) = error.faults
    assert "nested too deeply" in fault.words


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("year = 1\ncode = ", 2),
        ("\n\na = 1\na = 2\n", 4),
        ("a = '\x00'", 1),
        ("x = " + "[" * 5000, None),
    ],
)
def test_text_that_is_no_toml_is_refused_with_its_line(text, line):
    with pytest.raises(BadScheme) as caught:
        body_of(text)
    (fault,) = caught.value.faults
    assert (fault.line, fault.field) == (line, "")
    assert CHINESE.search(caught.value.words.zh)
    assert str(caught.value) == fault.sentence
