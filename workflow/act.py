"""The shape of a row of the lifecycle table, and of a rule. The rows stand in `acts/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import marshmallow as ma

from workflow.case import Case
from workflow.terms import Capacity
from workflow.words import Words, joined

KEEP = "="
MOST_NAMED = 12
Question = Callable[[Any], bool]
Effect = Callable[[Any], None]


@dataclass(frozen=True)
class Rule:
    """A claim that must hold for an act; its name is the code of the refusal."""

    holds: Question
    sentence: Words
    # Who could clear the refusal: capacities, for "who" in every "no".
    who: tuple[Capacity, ...]
    # Whether it can only be judged with the input in hand; such rules are not asked for offers.
    needs_input: bool
    # What exactly stands in the way, by name, where the sentence alone would leave one searching.
    names: Callable[[Any], list[Words]] | None = None

    def refusal(self, case: Case) -> Words:
        """The sentence, and what it is about by name."""
        named = self.names(case) if self.names else []
        if not named:
            return self.sentence
        shown = joined(named[:MOST_NAMED])
        more = (
            Words("，等{n}项", " and more, {n} in all")
            if len(named) > MOST_NAMED
            else Words("", "")
        )
        whole = Words("{sentence}：{shown}{more}", "{sentence}: {shown}{more}")
        return whole.format(sentence=self.sentence, shown=shown, more=more.format(n=len(named)))

    @property
    def code(self) -> str:
        """The stable code: the name of the question."""
        return self.holds.__name__


def rule(
    zh: str,
    en: str,
    *who: Capacity,
    needs_input: bool = False,
    names: Callable[[Any], list[Words]] | None = None,
) -> Callable[[Question], Rule]:
    """Make a question over a case into a rule with its sentence in both languages."""
    return lambda question: Rule(question, Words(zh, en), who, needs_input, names)


@dataclass(frozen=True)
class Move:
    """One way an act can lead from a state to another; `when` None means always."""

    sources: tuple[str, ...]
    dest: str
    when: Question | None = None


@dataclass(frozen=True)
class Act:
    """One row of the table: everything there is to know about an act."""

    name: str
    on: str
    label: Words
    moves: tuple[Move, ...]
    capacities: tuple[Capacity, ...]
    rules: tuple[Rule, ...]
    input: type[ma.Schema]
    effect: Effect
    # Which side of the target the actor stands on by doing this; None: on neither.
    stands: bool = True
    # Whether it only writes beside its object, as a note does: the object's version stays, so that
    # nobody's open page gets stale by it.
    aside: bool = False
    # The button: "{no}" is the candidate's number.
    button: Words | None = None
    # Whether the act binds the actor to the digest that was shown (it puts a hand).
    signs: bool = False
    # Whether the act brings its object into being, and so is offered on none that exists.
    creates: bool = False

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The states from which the act leads anywhere, in table order."""
        seen: dict[str, None] = {}
        for move in self.moves:
            seen.update(dict.fromkeys(move.sources))
        return tuple(seen)

    def refuses(self, case: Case) -> bool:
        """Whether any rule of this row does not hold (with input where there is one)."""
        return any(not r.holds(case) for r in self.rules)
