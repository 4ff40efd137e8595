"""No float on the way of a number: the code holds none, and long decimals survive to the end."""

import ast
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.results_cases import make_scheme, make_target
from tests.workflow.scoring_cases import make_finding, make_rule
from workflow.audit.canonical import NotCanonical
from workflow.scoring.exact import exact
from workflow.scoring.formulas import score
from workflow.scoring.recompute import recompute
from workflow.scoring.results import UnitPlace
from workflow.scoring.totals import total_of

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path for room in ("scoring", "effects") for path in (ROOT / "workflow" / room).rglob("*.py")
)
# Modules whose functions answer in floats.
INEXACT = {"math", "cmath", "statistics", "numpy", "random"}


def inexact(tree: ast.AST) -> list[str]:
    """Every float that is written, made or asked for, by line."""
    found = []
    for part in ast.walk(tree):
        if isinstance(part, ast.Constant) and isinstance(part.value, float | complex):
            found.append(f"{part.lineno}: {part.value}")
        if isinstance(part, ast.Name | ast.Attribute):
            name = part.id if isinstance(part, ast.Name) else part.attr
            if name in ("float", "complex", "as_integer_ratio", "from_float"):
                found.append(f"{part.lineno}: {name}")
        if isinstance(part, ast.Import | ast.ImportFrom):
            names = [each.name for each in part.names] + [getattr(part, "module", None) or ""]
            found += [f"{part.lineno}: {n}" for n in names if n.split(".")[0] in INEXACT]
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_float_is_written_where_numbers_are_reckoned(path):
    assert inexact(ast.parse(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line", ["x = 0.5", "x = 1e3", "float(a)", "Fraction.from_float(a)", "from math import pi"]
)
def test_the_reader_of_code_knows_a_float_when_it_sees_one(line):
    assert inexact(ast.parse(line))


LONG = st.decimals(Decimal("0.1"), Decimal("99"), places=17, allow_nan=False).map(str)


def below_rounding(made):
    return exact(made["children"][0]["result"])


@given(points=LONG, target=LONG, found=LONG)
def test_long_decimals_survive_to_the_one_rounding_at_the_end(points, target, found):
    made = score(make_rule("proportional", cap_percent="1000"), points, target,
                 make_finding(found), direction="at_least")  # fmt: skip
    share = min(Fraction(found) / Fraction(target), Fraction(10))
    assert below_rounding(made) == Fraction(points) * share
    assert recompute(made) == Decimal(made["result"])


@given(at=LONG)
def test_a_line_over_long_decimals_is_exact(at):
    ends = {"from": {"at": "0.1", "points": "0"}, "to": {"at": "99", "points": "33"}}
    rule = make_rule("linear", on="value", **ends)
    made = score(rule, "33", None, make_finding(at), direction="at_least")
    wanted = (Fraction(at) - Fraction(1, 10)) / (99 - Fraction(1, 10)) * 33
    assert below_rounding(made) == wanted


def test_a_hundred_tenths_make_ten_where_a_float_would_not():
    assert sum([0.1] * 10) != 1
    targets = [make_target(n, score="0.1", points="1") for n in range(1, 101)]
    total = total_of(make_scheme(), UnitPlace("a", "towns"), targets)
    assert total["children"][0]["result"] == "10"


@pytest.mark.parametrize("where", ["points", "target", "found"])
def test_a_float_that_is_given_is_refused(where):
    given_ = {"points": "40", "target": "100", "found": "90", where: 90.5}
    with pytest.raises(NotCanonical):
        score(make_rule("proportional"), given_["points"], given_["target"],
              make_finding(given_["found"]), direction="at_least")  # fmt: skip
