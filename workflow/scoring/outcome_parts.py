"""Finding one's way in the derivation of an outcome: its steps by name, and what they counted.

The tree itself is described in outcome_node.py. Nothing is reckoned here: whoever shows a result
shows what was stored with it.
"""

from dataclasses import dataclass
from typing import Any

from workflow.scoring.derivation import Derivation

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parts:
    """The steps of one outcome."""

    grade: Derivation
    rules: tuple[Derivation, ...]
    """Every veto and grade rule of the scheme, in its order, whether it applied or not."""
    base_grade: Derivation
    total: Derivation
    rank: Derivation
    awards: Derivation
    sanctions: Derivation

    @property
    def categories(self) -> list[Derivation]:
        """The categories that the total is the sum of, in the scheme's order."""
        return categories_below(self.total)

    def entries(self) -> list[Entry]:
        """Every target that was counted."""
        return [entry for part in self.categories for entry in part["inputs"]["targets"]]


def parts(outcome: Derivation) -> Parts:
    """Return the steps of an outcome."""
    final, rank, awards, sanctions = outcome["children"]
    chain = [final]
    while chain[-1]["rule"] != "total":
        chain.append(chain[-1]["children"][0])
    return Parts(final, tuple(chain[-3:0:-1]), chain[-2], chain[-1], rank, awards, sanctions)


def sum_below(total: Derivation) -> Derivation:
    """Return the node in which everything a unit earned is added up, below that of its total."""
    node = total
    while node["rule"] != "sum":
        node = node["children"][0]
    return node


def categories_below(total: Derivation) -> list[Derivation]:
    """Return the nodes of the categories below the node of a total."""
    return [part for part in sum_below(total)["children"] if part["rule"] == "category"]


def extras_below(total: Derivation) -> list[Derivation]:
    """Return the nodes of what a unit earned as a whole: evaluations and adjustments."""
    return [part for part in sum_below(total)["children"] if part["rule"] != "category"]
