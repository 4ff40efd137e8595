"""How a found value stands to its target: how far it fulfils it, by how much it misses it."""

from fractions import Fraction
from typing import Final

ZERO: Final = Fraction(0)
ONE: Final = Fraction(1)


def completion(
    direction: str, target: Fraction, band: Fraction, found: Fraction, cap: Fraction
) -> Fraction:
    """Return how far a found value fulfils its target, between 0 and `cap` (1 = just met)."""
    low = None if direction == "at_most" else target
    high = {"at_least": None, "between": target + band}.get(direction, target)
    parts = [] if low is None else [found / low if low else Fraction(found >= 0)]
    if high is not None:
        parts.append(_kept_below(high, found, cap))
    if len(parts) == 2:
        parts.append(ONE)
    return max(ZERO, min(*parts, cap))


def _kept_below(high: Fraction, found: Fraction, cap: Fraction) -> Fraction:
    """The mirrored share: allowed ÷ found, which grows without end as found goes to zero."""
    if high == 0:
        return Fraction(found <= 0)
    return high / found if found > 0 else cap


def distance(direction: str, target: Fraction, band: Fraction, found: Fraction) -> Fraction:
    """Return by how much a found value misses its target, in units of measure; 0 when kept."""
    below, above = target - found, found - target - band
    sides = {"at_least": [below], "at_most": [above]}.get(direction, [below, above])
    return max(ZERO, *sides)
