"""The mark of a paper: typed as people type, and every slip of a finger found."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit.paper_mark import (
    ALPHABET,
    Mistyped,
    asked,
    code,
    digest,
    letter,
    scanned,
    score_sheet,
)

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)
DIGEST = hashlib.sha256(b"paper").hexdigest()


@given(digests)
def test_twelve_characters_lead_back_to_their_digest(value):
    text = code(value)
    assert [len(group) for group in text.split("-")] == [4, 4, 4]
    found = asked(text)
    assert found.lowest <= value <= found.highest
    assert found.lowest[:13] == found.highest[:13] == value[:13]


@given(digests, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(value, place, other):
    typed = code(value).replace("-", "")
    if typed[place] != other:
        with pytest.raises(Mistyped):
            asked(typed[:place] + other + typed[place + 1 :])


@given(digests)
def test_case_spaces_dashes_and_look_alikes_are_forgiven(value):
    text = code(value)
    worse = text.lower().replace("-", " — ").replace("0", "o").replace("1", "l").replace("v", "u")
    assert asked(f"  {worse} ") == asked(text)
    assert asked(text.translate({ord(c): ord(c) + 0xFEE0 for c in ALPHABET})) == asked(text)


@pytest.mark.parametrize("text", ["", "123", "0000-0000-0000-0", "中文" * 6, "a" * 63])
def test_what_is_no_code_is_mistyped(text):
    with pytest.raises(Mistyped):
        asked(text)


def test_scan_is_one_line_with_the_whole_digest_and_the_log():
    root = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqo="
    text = scanned(DIGEST, "shangxia/0123456789abcdef/1", 812, root)
    assert "\n" not in text
    found = asked(text)
    assert (found.lowest, found.highest) == (DIGEST, DIGEST)
    assert found.checkpoint == ("shangxia/0123456789abcdef/1", 812, root)
    assert asked(DIGEST.upper()).lowest == DIGEST


def test_digest_is_of_all_that_the_paper_says_and_of_its_kind():
    one = letter("XQ", 2013, "8号", "ab", {2: "cd", 1: "ef"})
    assert digest(one) == digest(letter("XQ", 2013, "8号", "ab", {1: "ef", 2: "cd"}))
    others = (
        letter("SM", 2013, "8号", "ab", {1: "ef", 2: "cd"}),
        letter("XQ", 2014, "8号", "ab", {1: "ef", 2: "cd"}),
        letter("XQ", 2013, "9号", "ab", {1: "ef", 2: "cd"}),
        letter("XQ", 2013, "8号", "ac", {1: "ef", 2: "cd"}),
        letter("XQ", 2013, "8号", "ab", {1: "ef"}),
        letter("XQ", 2013, "8号", "ab", {1: "ef", 2: "ce"}),
        score_sheet("XQ", 2013, 1, "ab"),
        score_sheet("XQ", 2013, 2, "ab"),
    )
    assert len({digest(paper) for paper in (one, *others)}) == len(others) + 1
