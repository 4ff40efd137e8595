"""A second opinion on totals: each node from the sum up to the rounding, by the node alone.

Written apart from totals.py and whole_unit.py and sharing none of their arithmetic. Each function
returns what the node's result must be; ValueError and the like: it cannot be redone.
"""

from fractions import Fraction
from typing import Any

from workflow.scoring.derivation import Derivation
from workflow.scoring.exact import exact, exact_text
from workflow.scoring.recompute import rounded_anew


def total(node: Derivation) -> str:
    return exact_text(rounded_anew(node["inputs"], [exact(node["children"][0]["result"])]))


def added(node: Derivation) -> str:
    return exact_text(sum((exact(each["result"]) for each in node["children"]), Fraction(0)))


def category(node: Derivation) -> str:
    entries, below = node["inputs"]["targets"], node["children"]
    given = sum((exact(entry["points"]) for entry in entries), Fraction(0))
    stated = [(one["inputs"]["points"], exact(one["inputs"]["given"])) for one in below]
    if stated not in ([], [(node["inputs"]["points"], given)]):
        raise ValueError("its reserve is that of other targets")
    earned = [exact(entry["score"]) for entry in entries]
    whole = sum(earned, Fraction(0)) + sum(exact(one["result"]) for one in below)
    return exact_text(_limited(whole, node["inputs"]))


def reserve(node: Derivation) -> str:
    points, given, kept = (exact(node["inputs"][n]) for n in ("points", "given", "reserve"))
    return exact_text(Fraction(0) if given > points else min(points - given, kept))


def limited(node: Derivation) -> str:
    """What is below, no more than the cap and no less than the floor."""
    return exact_text(_limited(exact(node["children"][0]["result"]), node["inputs"]))


def normalised(node: Derivation) -> str:
    """Earned by applicable points; these counted anew from the parts of the sum."""
    below = node["children"][0]
    parts = (below if below["rule"] == "sum" else below["children"][0])["children"]
    could = sum((_could(part) for part in parts), Fraction(0))
    if exact(node["inputs"]["applicable"]) != could:
        raise ValueError(f"the applicable points are {exact_text(could)}")
    share = exact(below["result"]) / could if could else Fraction(0)
    return exact_text(share * exact(node["inputs"]["to"]))


def evaluation(node: Derivation) -> str:
    """The points times the mean of the shares that count."""
    shares = [exact(one["result"]) for one in node["children"] if one["rule"] != "left_out"]
    if node["inputs"]["counted"] != len(shares):
        raise ValueError("it counts wrongly what was entered")
    mean = sum(shares, Fraction(0)) / len(shares) if shares else Fraction(0)
    return exact_text(mean * exact(node["inputs"]["points"]))


def asked(node: Derivation) -> str:
    """The mean of the answers' shares, each as often as it was given."""
    worth, people = Fraction(0), 0
    for answer in node["inputs"]["answers"]:
        worth += answer["count"] * exact(answer["share"])
        people += answer["count"]
    return exact_text(worth / people if people else worth)


def checked(node: Derivation) -> str:
    """A score by what it is out of."""
    return exact_text(exact(node["inputs"]["value"]) / exact(node["inputs"]["out_of"]))


def absent(node: Derivation) -> str:
    """Nothing was entered: what that means is declared."""
    meaning = {"absent": "zero", "left_out": "not_applicable"}[node["rule"]]
    if node["inputs"]["missing"] not in (meaning, "refuse"):
        raise ValueError("the scheme says otherwise of what is missing")
    return "0"


def adjustment(node: Derivation) -> str:
    """All entries together, within their bounds."""
    points = [exact(entry["points"]) for entry in node["inputs"]["entries"]]
    return exact_text(_limited(sum(points, Fraction(0)), node["inputs"]))


def _limited(value: Fraction, inputs: dict[str, Any]) -> Fraction:
    if "floor" in inputs and value < exact(inputs["floor"]):
        value = exact(inputs["floor"])
    if "cap" in inputs and value > exact(inputs["cap"]):
        return exact(inputs["cap"])
    return value


def _could(part: Derivation) -> Fraction:
    inputs = part["inputs"]
    if part["rule"] == "category":
        points = exact(inputs["points"])
        for entry in inputs["targets"]:
            if entry.get("applicable") is False:
                points -= exact(entry["points"])
        return points
    if part["rule"] == "evaluation":
        return exact(inputs["points"]) if inputs["counted"] > 0 else Fraction(0)
    earned = exact(part["result"])
    return earned if inputs["applicable"] and earned > 0 else Fraction(0)
