"""The derivation of a score: a tree of plain JSON that a stranger can recompute (design.md, 5).

    {"rule": "proportional", "label_zh": "…", "label_en": "…", "inputs": {"points": "40"},
     "result": "36", "children": [{"rule": "completion", …}], "digest": "…"}

`result` follows from the inputs and the children's results alone. Numbers are text (exact.py).
`digest` is SHA-256("shangxia/derivation-node/v1" ‖ 0x00 ‖ canonical JSON of the node without it,
children with theirs). Arithmetic alone cannot show an input bent without effect, as a found value
far above a cap; the digest does. The operations, with what each result is:

round            the child, rounded to `places` by `mode`; the root, and the only rounding
late, quality    the child × late_factor when not on_time, × poor_factor when quality is poor;
                 a result below zero is left alone, or lateness would help
proportional     points × completion
completion       at_least: found ÷ target; at_most: target ÷ found; exactly and between: below the
                 interval found ÷ its low end, above it its high end ÷ found, inside 1.
                 Never below 0 nor above `cap`; the two-sided ones never above 1. With a target of
                 0 it is 1 when kept, else 0. at_most with nothing found (≤ 0) reaches the cap
over_fulfilment  sum of proportional and bonus
bonus            points_each × whole multiples of per_percent in the surplus, at most `cap`
surplus          (found − target) ÷ target; at_most: (target − found) ÷ target; not below 0
all_or_nothing   points when met, or with a distance below when that is 0; else 0
ladder           the first step whose at_least the completion reaches: points, or share × points
per_event        points − sum of the children, not below `floor`
ledger           points − deductions + additions among the children, not below `floor` nor above
                 `cap`
addition         points_each × sum of the counts, at most `at_most`
deduction        points_each × sum of the counts, at most `at_most`
addition_once,   of the entries that name one matter only the one that `counts`, which is worth
deduction_once   most: points_each × count; the sum by event at most its `at_most`
points_lost      points − distance × points_per_unit, not below `floor`
distance         how far the found value misses target value or interval; 0 when it is kept
parts            sum of the children
part, period     the child
mean             sum of the children ÷ their number, or ÷ the number of `periods` where `missing` is
                 zero: those `without_value` earned nothing then
adjusted         the first child − deductions + additions; these together not below `adjust_floor`
                 nor above `adjust_cap`, the result not below `result_floor` nor above `result_cap`.
                 Where those are null: not below 0 nor above `points`, but for what the first child
                 itself has beyond
linear           on the line between `from` and `to` where the child stands, flat outside them;
                 not below `floor` nor above `cap`
value            the found value itself
relative_to_best points × share of the best, not below `floor`
share_of_best    found ÷ best, at_most: best ÷ found; 0 where the best is no more than 0; at_most
                 with nothing found (≤ 0) is 1. `group` is the digest of all values (group.py)
by_rank          points − (place − 1) × step, in a group smaller than `small_group` × `small_step`;
                 not below `floor`
place            one more than those of the group that are `better`
missing          0: no value was found, and the rule says what that means (`meaning`)
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final, TypeAlias

from workflow.audit.canonical import canonical, digest, digest_of_bytes
from workflow.scoring.exact import exact_text
from workflow.words import Words

Derivation: TypeAlias = dict[str, Any]
"""One node, and so the whole tree."""

DOMAIN: Final = "shangxia/derivation-node/v1"

LABELS: Final = {
    "round": Words("得分(四舍五入)", "Score, rounded"),
    "late": Words("时限", "Timeliness"),
    "quality": Words("质量", "Quality"),
    "proportional": Words("按完成率计分", "In proportion to completion"),
    "completion": Words("完成率", "Completion"),
    "over_fulfilment": Words("完成分与超额加分", "Completion and bonus"),
    "bonus": Words("超额加分", "Bonus for over-fulfilment"),
    "surplus": Words("超额幅度", "Share above the target"),
    "all_or_nothing": Words("完成得满分,未完成不得分", "All or nothing"),
    "ladder": Words("分档计分", "Step by completion"),
    "per_event": Words("按次扣分,扣完为止", "Deduction per event"),
    "ledger": Words("台账加减分", "Ledger of deductions and additions"),
    "deduction": Words("扣分", "Deducted"),
    "addition": Words("加分", "Added"),
    "deduction_once": Words("扣分(同一事项只计一次)", "Deducted, the same matter once"),
    "addition_once": Words("加分(同一事项只计一次)", "Added, the same matter once"),
    "points_lost": Words("按差距扣分,扣完为止", "Deduction by distance"),
    "distance": Words("与目标的差距", "Distance from the target"),
    "parts": Words("分项得分合计", "Sum of the parts"),
    "part": Words("分项", "Part"),
    "mean": Words("各时段得分平均", "Mean of the periods"),
    "period": Words("时段", "Period"),
    "adjusted": Words("加减分后", "After adjustments"),
    "linear": Words("两点之间按直线计分", "On the line between two points"),
    "value": Words("核定值", "Value found"),
    "relative_to_best": Words("与最优值相比计分", "By the best of the group"),
    "share_of_best": Words("与最优值之比", "Share of the best"),
    "by_rank": Words("按位次计分", "By place in the group"),
    "place": Words("组内位次", "Place in the group"),
    "missing": Words("没有数值", "No value found"),
}


def rule_name(rule: Mapping[str, Any]) -> Words:
    """Return what a scoring rule is called: by its own label, else by what it does."""
    kind = rule["kind"]
    # A node of this name is the distance alone, not the points it costs.
    known = LABELS["points_lost" if kind == "distance" else kind]
    return Words(rule.get("label_zh") or known.zh, rule.get("label_en") or known.en)


class Node(dict[str, Any]):
    """A node that knows its own canonical JSON, so that none above it has to write it again.

    Without that a tree is written as often as it has levels, which costs more than all arithmetic.
    Whoever changes a node makes it anew by `sealed`, which believes no text.
    """

    __slots__ = ("text",)

    text: bytes

    def with_inputs(self, same: dict[str, Any]) -> "Node":
        """This node for another tree, without children, its inputs a copy of the same."""
        other = Node(self, inputs=same, children=[])
        other.text = self.text
        return other


def node(
    rule: str, inputs: dict[str, Any], result: Fraction, children: list[Derivation] | None = None
) -> Node:
    """Return a sealed node for one operation; its children were made by this and not changed."""
    label, number = LABELS[rule], exact_text(result)
    made = Node(
        rule=rule,
        label_zh=label.zh,
        label_en=label.en,
        inputs=inputs,
        result=number,
        children=children or [],
    )
    # The order of keys that RFC 8785 asks for; the digest covers all of them but itself.
    below = b",".join(map(written, made["children"]))
    rest = b'"inputs":%b,%b,"result":"%b",' % (canonical(inputs), _labels(rule), number.encode())
    end = rest + b'"rule":"%b"}' % rule.encode()
    made["digest"] = digest_of_bytes(DOMAIN, b'{"children":[%b],%b' % (below, end))
    made.text = b'{"children":[%b],"digest":"%b",%b' % (below, made["digest"].encode(), end)
    return made


def written(derivation: Derivation) -> bytes:
    """Return the canonical JSON of a node as it was made, as a score keeps it."""
    return derivation.text if isinstance(derivation, Node) else canonical(derivation)


@cache
def _labels(rule: str) -> bytes:
    label = LABELS[rule]
    return canonical({"label_en": label.en, "label_zh": label.zh})[1:-1]


def sealed(derivation: Derivation) -> Derivation:
    """Return the node with the digest of its content; the children are taken as they are."""
    content = {name: value for name, value in derivation.items() if name != "digest"}
    return {**content, "digest": digest(DOMAIN, content)}


def digest_in(text: str) -> str:
    """Return the digest of a derivation from its canonical JSON, without reading all of it.

    The root's digest comes after its children. What follows it reads as the rest of one object, or
    else it was the digest of something in there.
    """
    try:
        found = json.loads("{" + text[text.rindex('"digest":"') :])
    except ValueError:
        found = json.loads(text)
    digest: str = found["digest"]
    return digest


def score_of(derivation: Derivation) -> Decimal:
    """Return the score a derivation states. It is taken at its word: see recompute.py."""
    return Decimal(derivation["result"])
