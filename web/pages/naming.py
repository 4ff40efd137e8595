"""What the codes and numbers inside a derivation are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.presentation import number, t
from workflow.scoring.exact import exact, exact_text, rounded


@dataclass(frozen=True)
class Names:
    """Names in the reader's language; what has none here goes by its code or number."""

    targets: Mapping[int, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    fronts: Mapping[str, str] = field(default_factory=dict)

    def target(self, target: int) -> str:
        """A target by its title."""
        return self.targets.get(target, t(f"目标 {target}", f"target {target}"))


def figure(text: str) -> str:
    """An exact number; a fraction as about how much that is, and exactly."""
    if "/" not in text:
        return number(text)
    near = number(exact_text(rounded(exact(text), 4, "half_up")))
    return t(f"约 {near}（{text}）", f"about {near} ({text})")


def percent(text: str) -> str:
    """A share as a percentage; one that has no short decimal is given to two places and says so."""
    whole = exact(text) * 100
    two = rounded(whole, 2, "half_up")
    near = "" if two == whole else t("约 ", "about ")
    return f"{near}{number(exact_text(two))}%"
