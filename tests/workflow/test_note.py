"""Signed notes: the published ones, our own, and everything that only looks like one."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit import note
from workflow.audit.note import (
    ED25519,
    BadNote,
    SignatureLine,
    SigningKey,
    Verifier,
    opened,
    signed,
)

TEXT = "shangxia/0123456789abcdef/1\n7\n" + "A" * 43 + "=\n"
# Test names hold them, and must be the same in every process.
KEY = SigningKey("shangxia/0123456789abcdef/1", ED25519, b"k" * 32)
OTHER = SigningKey("shangxia/0123456789abcdef/1", ED25519, b"o" * 32)
STRANGER = SigningKey("somebody.example/else", ED25519, b"s" * 32)
LINES = st.lists(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"])), min_size=1)


def judged(case: dict) -> bool:
    """Whether our reader takes a published note with the keys it is published with."""
    raw = case["note"].encode("utf-8", "surrogateescape")
    try:
        opened(raw, [Verifier.of(text) for text in case["vkeys"]])
    except BadNote:
        return False
    return True


def test_published_notes_are_judged_as_published(shared_dir):
    cases = json.loads((shared_dir / "vectors/signed_note.json").read_text("utf-8"))
    wrong = [case["why"] for case in cases if judged(case) is not case["ok"]]
    assert (len(cases), sum(case["ok"] for case in cases), wrong) == (17, 3, [])


def test_published_keys_are_written_as_they_were_read(shared_dir):
    cases = json.loads((shared_dir / "vectors/signed_note.json").read_text("utf-8"))
    texts = {text for case in cases if case["ok"] for text in case["vkeys"]}
    assert texts
    assert {Verifier.of(text).text for text in texts} == texts


def test_of_two_published_signers_the_known_one_counts_and_both_lines_are_kept(shared_dir):
    cases = json.loads((shared_dir / "vectors/signed_note.json").read_text("utf-8"))
    case = next(case for case in cases if case["why"] == "one verified, one unknown")
    peter = Verifier.of(case["vkeys"][0])
    read = opened(case["note"], [peter])
    assert read.good == (peter,)
    assert [line.name for line in read.lines] == ["PeterNeumann", "EnochRoot"]
    assert read.text.startswith("If you think")
    assert read.text.endswith("problem is.\n")


@given(LINES)
def test_what_is_signed_opens_to_the_same_text_and_signer(lines):
    text = "".join(f"{line}\n" for line in lines)
    read = opened(signed(text, KEY), [KEY.verifier, STRANGER.verifier])
    assert (read.text, read.good) == (text, (KEY.verifier,))


def test_a_text_with_blank_lines_ends_at_the_last_of_them():
    text = "one\n\n— not a signature\n\n"
    assert opened(signed(text, KEY), [KEY.verifier]).text == text


def test_keys_survive_being_written_and_read():
    assert SigningKey.of(KEY.text) == KEY
    assert Verifier.of(KEY.verifier.text) == KEY.verifier
    read = SigningKey.of(KEY.text)
    assert opened(signed(TEXT, read), [KEY.verifier]).text == TEXT


def test_a_signing_key_is_not_shown_by_accident():
    secret = KEY.text.rpartition("+")[2]
    assert secret not in repr(KEY)
    assert repr(KEY.seed)[2:-1] not in repr(KEY)
    with pytest.raises(BadNote) as refused:
        SigningKey.of(KEY.text.replace("PRIVATE+KEY+", "PRIVATE+KEY+x"))
    assert secret not in str(refused.value)


def test_a_note_that_only_strangers_signed_is_refused():
    with pytest.raises(BadNote, match="no known key"):
        opened(signed(TEXT, STRANGER), [KEY.verifier])
    # The same name, but another key: a stranger, too.
    with pytest.raises(BadNote, match="no known key"):
        opened(signed(TEXT, OTHER), [KEY.verifier])


def test_a_bad_signature_of_a_known_key_spoils_the_note_beside_a_good_one():
    good, other = KEY.sign(TEXT), STRANGER.sign(TEXT.replace("7", "8"))
    whole = note.with_lines(f"{TEXT}\n", good, other)
    assert opened(whole, [KEY.verifier]).good == (KEY.verifier,)
    with pytest.raises(BadNote, match="does not fit"):
        opened(whole, [KEY.verifier, STRANGER.verifier])


def test_a_second_bad_signature_of_the_same_key_is_seen_behind_its_good_one():
    whole = note.with_lines(f"{TEXT}\n", KEY.sign(TEXT), KEY.sign("other\n"))
    with pytest.raises(BadNote, match="does not fit"):
        opened(whole, [KEY.verifier])


@pytest.mark.parametrize("place", range(0, len(TEXT) - 1, 5))
def test_a_text_changed_anywhere_is_refused(place):
    letter = "x" if TEXT[place] != "x" else "y"
    bent = signed(TEXT, KEY).replace(TEXT, TEXT[:place] + letter + TEXT[place + 1 :])
    with pytest.raises(BadNote, match=r"\w"):
        opened(bent, [KEY.verifier])


def test_one_bit_of_a_signature_changed_is_refused():
    line = SignatureLine.of(KEY.sign(TEXT))
    for byte in range(0, 64, 7):
        raw = bytearray(line.signature)
        raw[byte] ^= 1
        bent = SignatureLine(line.name, line.key_id, bytes(raw)).text
        with pytest.raises(BadNote, match="does not fit"):
            opened(note.with_lines(f"{TEXT}\n", bent), [KEY.verifier])


GOOD = signed(TEXT, KEY)
SIGNATURE = KEY.sign(TEXT)


@pytest.mark.parametrize(
    ("bent", "why"),
    [
        (GOOD + SIGNATURE + "\n", "twice"),
        (GOOD.removesuffix("\n"), "newline"),
        (GOOD + "\n", "newline"),
        (GOOD.replace("\n\n", "\n"), "blank line"),
        (GOOD.replace("\n", "\r\n"), "control"),
        (GOOD.replace("7", "7\x00"), "control"),
        (GOOD.replace("7", "7\t"), "control"),
        (GOOD.replace("— ", "- "), "em dash"),
        (GOOD.replace("— ", "—  "), "not empty"),
        (GOOD.replace("— ", "—"), "em dash"),
        (GOOD.replace("=\n", "\n"), "base64"),
        (GOOD.replace("=\n", "= \n"), "base64"),
        (GOOD + "a line more\n", "em dash"),
        (f"{TEXT}\n— {KEY.name} {base64.b64encode(b'1234').decode()}\n", "no signature"),
        (f"{TEXT}\n— a+b {SIGNATURE.rpartition(' ')[2]}\n", "plus"),
        (f"{TEXT}\n— a\u2003b {SIGNATURE.rpartition(' ')[2]}\n", "spaces"),
        (f"{TEXT}\n— {SIGNATURE.rpartition(' ')[2]}\n", "em dash"),
        (GOOD.replace("7", "\ud800"), "UTF-8"),
        (GOOD.encode() + b"\xff\n", "UTF-8"),
        ("\n" + "x" * note.MAX_SIZE + GOOD, "at most"),
        ("", "blank line"),
        ("\n\n", "newline"),
    ],
)
def test_what_is_not_spelled_as_a_note_is_refused_with_its_reason(bent, why):
    with pytest.raises(BadNote, match=why):
        opened(bent, [KEY.verifier])


def test_stray_bits_in_the_last_letter_of_a_signature_are_refused():
    encoded = base64.b64encode(b"12345678").decode()
    assert encoded.endswith("g=")
    assert base64.b64decode(encoded.replace("g=", "h=")) == b"12345678"
    with pytest.raises(BadNote, match="one spelling"):
        SignatureLine.of(f"— a {encoded.replace('g=', 'h=')}")


def test_a_hundred_signatures_are_read_and_one_more_is_not():
    lines = [SignatureLine("x", number, b"x").text for number in range(100)]
    whole = note.with_lines(f"{TEXT}\n", SIGNATURE, *lines[1:])
    assert opened(whole, [KEY.verifier]).good == (KEY.verifier,)
    with pytest.raises(BadNote, match="at most 100"):
        opened(note.with_lines(whole, lines[0]), [KEY.verifier])


def test_a_key_given_twice_is_refused():
    with pytest.raises(BadNote, match="given twice"):
        opened(GOOD, [KEY.verifier, STRANGER.verifier, Verifier.of(KEY.verifier.text)])


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u00a0b", "a\tb", "a\nb", "\ud800"])
def test_a_name_that_no_line_could_carry_is_refused(name):
    with pytest.raises(BadNote, match=r"name|control|UTF-8|spaces"):
        SigningKey.new(name)


VKEY = KEY.verifier.text
NAME, ID, PUBLIC = VKEY.split("+", 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        NAME,
        f"{NAME}+{ID}",
        f"+{ID}+{PUBLIC}",
        f"{NAME}+{int(ID, 16) ^ 1:08x}+{PUBLIC}",
        f"{NAME}+{ID[1:]}+{PUBLIC}",
        f"{NAME}+{ID}+{PUBLIC}\n",
        f"{NAME}+{ID}+{PUBLIC}=",
        f"{NAME}+{ID}+",
        f"other+{ID}+{PUBLIC}",
        KEY.text,
    ],
)
def test_what_is_no_verifier_key_is_refused(text):
    with pytest.raises(BadNote, match=r"\w"):
        Verifier.of(text)


def test_a_key_id_in_capitals_is_another_spelling_and_refused():
    vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert Verifier.of(vkey).text == vkey
    with pytest.raises(BadNote, match="lowercase"):
        Verifier.of(vkey.replace("c74f20a3", "C74F20A3"))


@pytest.mark.parametrize("text", ["", VKEY, f"PRIVATE+KEY+{NAME}+{ID}+", f"PRIVATE+KEY+{VKEY}"])
def test_what_is_no_signing_key_is_refused(text):
    with pytest.raises(BadNote, match=r"\w"):
        SigningKey.of(text)


@pytest.mark.parametrize("text", ["", "no newline", "a\rb\n", "\ud800\n"])
def test_what_cannot_stand_in_a_note_is_not_signed(text):
    with pytest.raises(BadNote, match=r"\w"):
        signed(text, KEY)


def test_nothing_is_signed_by_nobody():
    with pytest.raises(BadNote, match="by somebody"):
        signed(TEXT)
