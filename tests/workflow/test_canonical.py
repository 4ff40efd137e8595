"""Canonical JSON, digests and the one spelling of decimals."""

import hashlib
import json
from decimal import Decimal
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from workflow.audit.canonical import (
    NotCanonical,
    canonical,
    decimal_text,
    digest,
    nfc,
)

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("aZ_é上𝄞\ufb33", max_size=2), inner),
    max_leaves=20,
)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=9, min_value=-(10**20))


def exact_json(text: bytes) -> object:
    """Read JSON as the vectors mean it: a number with a whole value is an integer."""

    def whole(number: str) -> object:
        value = Decimal(number)
        return int(value) if value == value.to_integral_value() else value

    return json.loads(text, parse_float=whole)


def test_published_pairs_come_out_byte_for_byte(shared_dir):
    pairs = json.loads((shared_dir / "vectors/jcs_pairs.json").read_text("utf-8"))
    made = {}
    for pair in pairs:
        value = exact_json(bytes.fromhex(pair["input_hex"]))
        if pair["name"] == "values":  # its numbers have no place here: see the next test
            assert value.pop("numbers")
        made[pair["name"]] = canonical(value).hex()
    wanted = {pair["name"]: pair["output_hex"] for pair in pairs}
    with_numbers = bytes.fromhex(wanted["values"])
    numbers = b'"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
    wanted["values"] = with_numbers.replace(numbers, b"").hex()
    assert len(made) == 6
    assert made == wanted


def test_the_pair_with_floats_is_refused_at_its_first_number(shared_dir):
    pairs = json.loads((shared_dir / "vectors/jcs_pairs.json").read_text("utf-8"))
    source = next(pair for pair in pairs if pair["name"] == "values")["input_hex"]
    with pytest.raises(NotCanonical, match=r"\$\.numbers\[0\] is a float"):
        canonical(json.loads(bytes.fromhex(source)))


def test_keys_are_sorted_by_their_utf16_units_not_by_code_point():
    # U+1D11E is written D834 DD1E in UTF-16 and so stands before U+FB33 (RFC 8785 3.2.3).
    assert canonical({"\ufb33": 1, "𝄞": 2}) == '{"𝄞":2,"\ufb33":1}'.encode()


def test_text_stands_as_it_is_unescaped_and_unnormalised():
    assert canonical("上下/é\u0301\x7f") == '"上下/é\u0301\x7f"'.encode()


def test_a_text_enum_is_written_by_its_value():
    class Side(StrEnum):
        UP = "up"

    assert canonical({"side": Side.UP}) == b'{"side":"up"}'


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"a": [1, {"b": 0.5}]}, r"\$\.a\[1\]\.b is a float"),
        ({"points": Decimal("40")}, r"\$\.points is a Decimal"),
        ((1, Decimal("40")), r"\$\[1\] is a Decimal"),
        (float("nan"), "is a float"),
        (2**53, "exceeds"),
        ([-(2**53)], "exceeds"),
        ({1: "a"}, "keys must be strings"),
        ("\ud800", "surrogates"),
        ({"\ud800": 1}, "surrogates"),
        ({"a": {1, 2}}, "unsupported type"),
        (b"bytes", "unsupported type"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_reason(value, words):
    with pytest.raises(NotCanonical, match=words):
        canonical(value)


def test_endless_nesting_is_refused():
    value: list[object] = []
    value.append(value)
    with pytest.raises(NotCanonical, match="nested too deeply"):
        canonical(value)


@given(VALUES)
def test_canonical_json_reads_back_and_is_stable(value):
    written = canonical(value)
    assert json.loads(written) == value
    assert canonical(json.loads(written)) == written


@given(VALUES)
def test_the_quick_way_and_the_library_write_the_same_bytes(value):
    assert canonical(value) == rfc8785.dumps(value)


def test_every_character_is_escaped_as_the_library_does():
    text = "".join(map(chr, [*range(0x100), 0x2028, 0x2029, 0xE000, 0xFEFF, 0xFFFF, 0x1D11E]))
    assert canonical({"text": text}) == rfc8785.dumps({"text": text})


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 9)), st.randoms())
def test_the_order_of_keys_does_not_matter(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical(dict(items)) == canonical(value)


def test_digest_is_sha256_over_domain_nul_and_canonical_json():
    wanted = hashlib.sha256(b'shangxia/revision/v1\x00{"a":"40","b":null}').hexdigest()
    assert digest("shangxia/revision/v1", {"b": None, "a": "40"}) == wanted


def test_one_value_has_different_digests_in_different_domains():
    assert digest("shangxia/revision/v1", {}) != digest("shangxia/rule/v1", {})


@pytest.mark.parametrize("domain", ["", "a\x00b"])
def test_a_domain_that_could_split_two_ways_is_refused(domain):
    with pytest.raises(NotCanonical, match="domain"):
        digest(domain, {})


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("40", "40"),
        ("007.50", "7.5"),
        ("+3", "3"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("-0.10", "-0.1"),
        ("100", "100"),
        ("0.0001", "0.0001"),
        (Decimal("1E+2"), "100"),
        (Decimal("-0E-5"), "0"),
        (Decimal("1.50"), "1.5"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("12345678901234567890123456789012345.5"), "12345678901234567890123456789012345.5"),
    ],
)
def test_a_decimal_has_one_spelling(number, text):
    assert decimal_text(number) == text


@pytest.mark.parametrize(
    "number",
    [
        *("", " 1", "1 ", "1e3", "1_000", "1.", ".5", "１２", "٣", "NaN", "Infinity", "1\n", "--1"),
        *("1,000", "0x10", "1" * 61),
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), Decimal("1E+999999")),
        *(Decimal("1E-999999"), 1.5, 1, True, None),
    ],
    ids=repr,
)
def test_what_is_not_a_plain_finite_decimal_is_refused(number):
    with pytest.raises(NotCanonical, match=r"\w"):
        decimal_text(number)


@given(DECIMALS)
def test_the_spelling_keeps_the_value_and_nothing_else(number):
    text = decimal_text(number)
    assert Decimal(text) == number
    assert decimal_text(text) == text
    assert "E" not in text
    assert text == "0" or not text.startswith("-0.") or number < 0
    assert "." not in text or text[-1] not in "0."


def test_nfc_joins_what_belongs_together():
    assert nfc("e\u0301") == "é"
    assert nfc("上下结合") == "上下结合"
