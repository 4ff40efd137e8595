"""The text of a checkpoint has one spelling and is read strictly."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit.checkpoint import Checkpoint
from workflow.audit.note import BadNote

ROOT = bytes(range(32))
ENCODED = base64.b64encode(ROOT).decode()
ORIGIN = "shangxia/0123456789abcdef/1"
SIZES = st.integers(0, 2**63 - 1)


def test_a_checkpoint_is_three_lines():
    assert Checkpoint(ORIGIN, 7, ROOT).text == f"{ORIGIN}\n7\n{ENCODED}\n"


@given(SIZES, st.binary(min_size=32, max_size=32), st.lists(st.sampled_from(["x", "é 1"])))
def test_a_checkpoint_survives_being_written_and_read(size, root, more):
    written = Checkpoint(ORIGIN, size, root, tuple(more))
    assert Checkpoint.of(written.text) == written
    assert len(written.text.split("\n")) == 4 + len(more)


def test_the_published_example_is_read():
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    read = Checkpoint.of(text)
    assert (read.origin, read.size, len(read.root)) == ("example.com/behind-the-sofa", 20852163, 32)
    assert read.text == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "newline"),
        ("\n", "three lines"),
        (f"{ORIGIN}\n7\n", "three lines"),
        (f"{ORIGIN}\n7\n{ENCODED}", "newline"),
        (f"\n7\n{ENCODED}\n", "not empty"),
        (f"{ORIGIN}\n07\n{ENCODED}\n", "leading zero"),
        (f"{ORIGIN}\n00\n{ENCODED}\n", "leading zero"),
        (f"{ORIGIN}\n+7\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n-7\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n 7\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n7 \n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n７\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n7_0\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n9223372036854775808\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n{'9' * 5000}\n{ENCODED}\n", "plain digits"),
        (f"{ORIGIN}\n7\n\n", "32 bytes"),
        (f"{ORIGIN}\n7\n{base64.b64encode(ROOT[1:]).decode()}\n", "32 bytes, not 31"),
        (f"{ORIGIN}\n7\n{base64.b64encode(ROOT + b'x').decode()}\n", "32 bytes, not 33"),
        (f"{ORIGIN}\n7\n{ENCODED.rstrip('=')}\n", "base64"),
        (f"{ORIGIN}\n7\n{ENCODED.replace('8=', '9=')}\n", "one spelling"),
        (f"{ORIGIN}\n7\n{ROOT.hex()}\n", "32 bytes"),
        (f"{ORIGIN}\n7\n{ENCODED}\n\n", "not empty"),
        (f"{ORIGIN}\n7\n{ENCODED}\n\nx\n", "not empty"),
        (f"{ORIGIN}\r\n7\n{ENCODED}\n", "not empty"),
    ],
)
def test_what_is_not_a_checkpoint_is_refused_with_its_reason(text, why):
    with pytest.raises(BadNote, match=why):
        Checkpoint.of(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 7, ROOT), ("a\nb", 7, ROOT), (ORIGIN, -1, ROOT), (ORIGIN, 2**63, ROOT), (ORIGIN, 7, b"")],
)
def test_a_checkpoint_that_cannot_be_is_not_made(origin, size, root):
    with pytest.raises(BadNote, match=r"\w"):
        Checkpoint(origin, size, root)
