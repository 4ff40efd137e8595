"""A scoring rule looked at once: what is wrong with it, how it is completed, its digest.

Checking, completing and digesting a rule cost several times what one score does, and a year has
thousands of targets under a dozen rules. What is kept is found by the rule's own text, so a rule
that is changed in place is another rule; and whoever asks for it whole gets a copy of his own.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from workflow.audit.canonical import canonical
from workflow.scoring.rule import Rule, check_rule, complete, rule_digest
from workflow.words import Words

MOST: Final = 512
"""Rules kept at once: a dozen a year, and what an editor has just tried."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A rule ready for any number of findings."""

    faults: tuple[Words, ...]
    """What is wrong with the rule itself; with any of it there is no `whole` and no `digest`."""
    digest: str = ""
    text: str = ""
    """The completed rule in canonical JSON."""

    @property
    def whole(self) -> Rule | None:
        """The completed rule, the caller's own to put into a derivation; None if it has faults."""
        return None if self.faults else json.loads(self.text)


def prepared(rule: Mapping[str, Any]) -> Prepared:
    """Return what is to be known of a rule before it scores anything."""
    try:
        return _kept(json.dumps(rule))
    except TypeError:
        # It holds what JSON has no word for; the check says what.
        return _looked_at(rule)


@lru_cache(MOST)
def _kept(text: str) -> Prepared:
    return _looked_at(json.loads(text))


def _looked_at(rule: Mapping[str, Any]) -> Prepared:
    faults = check_rule(rule)
    if faults:
        return Prepared(tuple(faults))
    return Prepared((), rule_digest(rule), canonical(complete(rule)).decode())
