"""What a score is reckoned from besides its rule: a finding; and why there may be no score."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from workflow.scoring.ledger import Event
from workflow.scoring.parts import PartValue
from workflow.words import Words, joined


class CannotScore(ValueError):
    """A rule, target or finding that gives no score; `faults` says why in both languages."""

    def __init__(self, faults: list[Words]) -> None:
        self.faults = faults
        super().__init__(joined(faults))


@dataclass(frozen=True, slots=True)
class Finding:
    """What acceptance found. Only what a rule uses enters its derivation."""

    found_value: Decimal | str | None
    quality: Literal["ok", "poor"]
    on_time: bool
    met: bool
    events: tuple[Event, ...] = ()
    parts: tuple[PartValue, ...] = ()
