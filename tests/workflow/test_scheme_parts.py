"""What a scheme's check says of rules made of parts: by line and field, and nothing is mended."""

import pytest

from tests.workflow.scheme_cases import MARK, SOUND, faults_of, line_of_mark
from workflow.scheme.scheme import body_of, canonical_text, scheme_of
from workflow.scoring.rule import rule_digest

KIND = 'kind = "proportional"\n'
PARTS = """\
kind = "parts"
additions = [{ event = "honour", points = "1" }]
result_cap = "22"

[[rule.parts]]
code = "year"
zh = "全年"
en = "Year"
kind = "proportional" # of the year
points = "8"

[[rule.parts]]
code = "months"
zh = "各月"
en = "Months"
kind = "proportional"
points = "12"
target_value = "8"
periods = 12
"""
COMPOSED = SOUND.replace(KIND, PARTS, 1)


def spoilt(old: str, new: str, text: str = COMPOSED) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_a_sound_rule_of_parts_passes_and_is_named_by_its_digest():
    assert faults_of(COMPOSED) == []
    known = scheme_of(canonical_text(body_of(COMPOSED)))
    assert known.rule_digests["share"] == rule_digest(known.rules["share"])


PER_EVENT = 'kind = "per_event" #!\ndeductions = [{ event = "x", points = "1" }]'
OF_YEAR = 'kind = "proportional" # of the year'


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ('points = "8"', 'points = "7" #!', "item.1.rule", "parts add up to 19, the item is worth"),
        ('code = "months"', 'code = "year" #!', "rule.1", "part year stands twice"),
        ("periods = 12", 'missing = "zero" #!', "rule.1.parts.2", "goes with periods only"),
        ("periods = 12", "periods = 1 #!", "rule.1.parts.2.periods", "from 2 to 60"),
        ("periods = 12", 'periods = "12" #!', "rule.1.parts.2.periods", "from 2 to 60"),
        ("periods = 12", 'kinds = "x" #!', "rule.1.parts.2", "months: unknown parameter kinds"),
        ('points = "8"\n', "", "rule.1.parts.1", "exactly one of these must be given"),
        ('points = "8"', 'points = "8"\nshare = "1"', "rule.1.parts.1", "exactly one of these"),
        ('points = "8"', "points = 8 #!", "rule.1.parts.1.points", "written as text"),
        (OF_YEAR, 'kind = "parts" #!', "rule.1.parts.1", "of a known kind but parts"),
        (OF_YEAR, PER_EVENT, "rule.1.parts.1", "year: per_event is not scored from a value"),
        ('result_cap = "22"', 'result_cap = "-1" #!', "rule.1.result_cap", "not negative"),
        ("additions", 'result_floor = "23"\nadditions', "rule.1", "the cap 22 lies below the"),
        ("additions", "merits", "rule.1.merits", "there is no such key"),
    ],
)
def test_a_fault_of_a_part_is_told_once_by_line_and_field(old, new, field, words):
    text = spoilt(old, new)
    found = [fault for fault in faults_of(text) if words in fault.words]
    assert [fault.field for fault in found] == [field]
    assert found[0].words.zh != found[0].words.en
    if MARK in text and field.count(".") == 4:
        assert found[0].line == line_of_mark(text)


def test_parts_are_not_held_against_points_that_are_still_open():
    opened = '\n[[open]]\nfield = "item.investment.points"\nzh = "分值"\nen = "points"\n'
    assert faults_of(spoilt('points = "20"\nrule', "rule") + opened) == []


def test_an_item_may_go_without_a_target_where_every_part_has_its_own():
    without = spoilt('target_value = "100"\n', "")
    (fault,) = faults_of(without)
    assert fault.field == "item.1.target_value"
    assert faults_of(spoilt('points = "8"', 'points = "8"\ntarget_value = "9"', without)) == []
