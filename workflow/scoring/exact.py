"""Exact numbers and how they are written: fractions inside, text outside, never a float.

A number in a derivation is a plain decimal ("87.4") or, where no short decimal is exact, a
fraction in lowest terms ("2500/5567"). So a stranger recomputes with integers alone.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from workflow.audit.canonical import decimal_text

MAX_DECIMALS: Final = 12
"""Decimals a number may show before it is written as a fraction instead."""

MODES: Final = ("half_up", "half_even", "down")

_FRACTION: Final = re.compile(r"-?[0-9]+/[1-9][0-9]*")


def exact(text: Decimal | str) -> Fraction:
    """Read a decimal or "n/d"; ValueError for anything else, floats and exponents included."""
    return _read(text) if isinstance(text, str) else Fraction(decimal_text(text))


# A year's numbers are few and come again and again: points, limits, counts, round targets.
@lru_cache(1 << 14)
def _read(text: str) -> Fraction:
    return Fraction(text if _FRACTION.fullmatch(text) else decimal_text(text))


def exact_text(number: Fraction) -> str:
    """Write a number without loss: a decimal where a short one is exact, else "n/d"."""
    if number.denominator == 1:
        return str(number.numerator)
    scaled, rest = divmod(number.numerator * 10**MAX_DECIMALS, number.denominator)
    if rest:
        return f"{number.numerator}/{number.denominator}"
    digits = str(abs(scaled)).rjust(MAX_DECIMALS + 1, "0")
    sign = "-" if number < 0 else ""
    unsigned = f"{digits[:-MAX_DECIMALS]}.{digits[-MAX_DECIMALS:]}".rstrip("0").rstrip(".")
    return sign + unsigned


def rounded(number: Fraction, places: int, mode: str) -> Fraction:
    """Round to `places` decimals.

    half_up takes a half away from zero (四舍五入; for a negative score −0.005 → −0.01),
    half_even to the even neighbour, down cuts off towards zero.
    """
    if mode not in MODES:
        raise ValueError(f"no rounding mode {mode!r}")
    scale, parts = 10**places, number.denominator
    whole, rest = divmod(abs(number.numerator) * scale, parts)
    is_half = 2 * rest == parts
    if mode != "down" and (2 * rest > parts or (is_half and (mode == "half_up" or whole % 2))):
        whole += 1
    return Fraction(-whole if number < 0 else whole, scale)
