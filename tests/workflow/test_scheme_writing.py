"""A stored scheme written as a file again, and two schemes compared path by path."""

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.scheme.differences import differences
from workflow.scheme.scheme import SHIPPED, body_of, canonical_text, check, shipped
from workflow.scheme.writing import toml_of

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
KEYS = st.text(string.ascii_letters + "_-. 中\"'", min_size=1, max_size=8)
PLAIN = st.one_of(TEXTS, st.booleans(), st.integers(-(2**53), 2**53))
INNER = st.dictionaries(KEYS, st.one_of(PLAIN, st.lists(PLAIN, max_size=4)), max_size=4)
BODIES = st.dictionaries(
    KEYS, st.one_of(PLAIN, st.lists(PLAIN, max_size=30), INNER, st.lists(INNER, max_size=3))
)


def stored(code):
    """A shipped scheme as a county keeps it: sorted, without comments."""
    return json.loads(canonical_text(body_of(shipped(code))))


@pytest.mark.parametrize("code", SHIPPED)
def test_shipped_scheme_comes_back_whole_and_sound(code):
    text = toml_of(stored(code))
    assert body_of(text) == stored(code)
    assert check(body_of(text), text=text) == []
    assert max(map(len, text.splitlines())) < 200


@given(BODIES)
def test_whatever_a_file_can_hold_comes_back(body):
    assert body_of(toml_of(body)) == body


def changed(change):
    old, new = stored("county_2013"), stored("county_2013")
    change(new)
    return [(d.path.zh, d.before.zh, d.after.zh) for d in differences(old, new)]


def test_same_scheme_has_no_difference():
    assert changed(lambda body: None) == []


def test_value_is_told_by_its_path_in_words():
    def change(body):
        body["notice"]["days"] = 7
        body["rule"][2]["steps"][1]["share"] = "0.95"
        body["precheck"] = False

    assert changed(change) == [
        ("初审", "是", "否"),
        ("计分办法 › ladder › 档次 › 0.9 › 得分比例", "0.9", "0.95"),
        ("公示与异议 › 公示（工作日）", "5", "7"),
    ]


def test_entry_that_is_gone_or_new_is_told_whole_and_the_others_not_at_all():
    def change(body):
        del body["award"][0]
        body["sanction"] = [{"code": "talk", "zh": "谈话", "en": "Talk", "grade": "not_met"}]

    assert changed(change) == [
        ("奖励 › 第一名（1）", "英文名称：First place；名次：1；中文名称：第一名", ""),
        ("惩戒 › 谈话（talk）", "", "代码：talk；中文名称：谈话；英文名称：Talk；等次：not_met"),
    ]


def test_moved_entry_is_a_difference_only_where_the_order_counts():
    def change(body):
        body["rule"].reverse()
        body["grade_rule"].reverse()

    assert changed(change) == [
        ("等次规则 › 顺序", "S43、S44、S44_objective", "S44_objective、S44、S43")
    ]


def test_long_list_tells_only_what_goes_and_what_comes():
    old, new = stored("county_2013"), stored("county_2013")
    for body, last in ((old, "U38"), (new, "U39")):
        body["front"][0]["units"] = [*(f"U{n}" for n in range(10, 38)), last]
    found = [(d.path.zh, d.before.zh, d.after.zh) for d in differences(old, new)]
    assert found == [("战线 › 乡镇战线（townships） › 单位", "U38", "U39")]


def test_every_difference_is_said_in_english_too():
    found = differences(stored("county_2011"), stored("county_2013"))
    assert len(found) > 5
    for difference in found:
        assert difference.path.en.isascii() or "›" in difference.path.en
        assert not any("\u4e00" <= c <= "\u9fff" for c in difference.path.en)
