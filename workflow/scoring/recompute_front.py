"""A second opinion on the table of a front: order, ranks, ties (recompute.py says why)."""

from fractions import Fraction

from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact

Key = tuple[Fraction, ...]


def front(node: Derivation) -> str:
    """A rank is one more than the units (competition) or the values (dense) that are better."""
    rows, ties = node["inputs"]["rows"], node["inputs"]["ties"]
    by = len(node["inputs"].get("tie_break", []))
    keys: list[Key] = []
    for row in rows:
        if len(row.get("tie_break", [])) != by:
            raise ValueError(f"{row['unit']} lacks what breaks ties")
        keys.append(tuple(exact(text) for text in (row["value"], *row.get("tie_break", []))))
    better: dict[Key, int] = {}
    for place, key in enumerate(keys):
        if place and key > keys[place - 1]:
            raise ValueError("the rows do not stand from best to least")
        counted = {"competition": place, "dense": len(better)}[ties]
        better.setdefault(key, counted)
    for row, key in zip(rows, keys, strict=True):
        if row["rank"] != better[key] + 1:
            raise ValueError(f"{row['unit']} has the wrong rank")
    if len({row["unit"] for row in rows}) != len(rows):
        raise ValueError("a unit stands twice")
    return str(len(rows))


def tie_break_of(total: Derivation, by: list[str]) -> list[str]:
    """What the parts of a total say that breaks a tie: points of categories, or the load."""
    node = total
    while node["rule"] != "sum":
        node = node["children"][0]
    parts = [part for part in node["children"] if part["rule"] == "category"]
    known = {part["inputs"]["category"]: part["result"] for part in parts}
    known["load"] = str(sum(len(part["inputs"]["targets"]) for part in parts))
    return [known[name] for name in by]
