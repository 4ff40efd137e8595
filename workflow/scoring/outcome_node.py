"""The derivation of a unit's outcome: a tree like a score's, up to grade, rank and awards.

    outcome                     the unit's grade
    ├ grade                     that of the last grade rule, or the base grade
    │ └ grade_rule …            each over the one before it; `when` names the targets it counted
    │   └ veto …                each over the one before it; it applies where it has `entries`
    │     └ base_grade          the first grade all of whose conditions hold: the ranked value
    │       │                   reaches `at_least`, the rank is within `places` of the front's `of`
    │       │                   (`top_percent` of them, cut down), no target is `unfinished` of the
    │       │                   items and categories that it `needs`
    │       └ total             the value below, rounded to `places` by `mode`
    │         └ normalised      below ÷ `applicable` × `to`, where the scheme says so: the points
    │           │               of categories (less those of targets with `applicable` false), of
    │           │               evaluations that counted, and adjustments above 0 that say so
    │           └ limited       below, within `cap` and `floor`, where the scheme says so
    │             └ sum         of what follows, exact
    │               ├ category … sum of `targets`, each with the digest of its score's derivation,
    │               │ │         within `cap` and `floor` where there are any
    │               │ └ reserve where the scheme keeps one, what of it this unit did not use:
    │               │           `points` less those `given` to its targets, at most the `reserve`
    │               ├ evaluation … points × mean of the shares below that are `counted`
    │               │ └ asked …    sum of count × share over the count of all answers
    │               │   checked …  `value` ÷ `out_of`
    │               │   absent …   nothing was entered, which counts as zero
    │               │   left_out … nothing was entered, which does not count
    │               └ adjustment … sum of the entries' points, within `floor` and `cap`
    ├ rank                      the place of `value` in the front's table, named by its digest
    ├ awards                    how many: those whose place is the rank
    │ └ award, award_withheld …
    └ sanctions                 how many: those of the grade
      └ sanction …

    front                       the table of a front, kept once: units, values, ranks

The ranked value is the total where the scheme ranks rounded values (`on` = "rounded"), else the
sum; the base grade is judged on the same one. `lower_by` never goes below the last grade, `set_to`
never makes a grade better. Awards stand at places: units that share one get that award each, and
with ties "competition" the places after them are skipped.

Declared default: a unit with the last grade gets no award (award_withheld). S45 promises money to
the first three, S44 calls a unit "not met"; the source does not say which goes first.

A node has the keys of a score's node. `digest` is SHA-256("shangxia/result-node/v1" ‖ 0x00 ‖
canonical JSON of the node without it, each child replaced by its digest), so that a node on top of
a large tree costs no more than one at its bottom.
"""

from typing import Any, Final

from workflow.audit.canonical import digest
from workflow.scoring.derivation import Derivation
from workflow.words import Words

DOMAIN: Final = "shangxia/result-node/v1"

LABELS: Final = {
    "outcome": Words("考核结果", "Result"),
    "grade": Words("等次", "Grade"),
    "grade_rule": Words("等次调整", "Grade rule"),
    "veto": Words("一票否决", "Veto"),
    "base_grade": Words("按得分确定的等次", "Grade by total"),
    "total": Words("总分(按规定取舍)", "Total, rounded"),
    "normalised": Words("按适用分值折算", "By applicable points"),
    "limited": Words("总分限额", "Within the limits of the total"),
    "sum": Words("各类得分合计", "Sum of the categories"),
    "evaluation": Words("测评与阶段考核", "Evaluation"),
    "asked": Words("测评结果", "Answers"),
    "checked": Words("考核得分", "Score of a check"),
    "absent": Words("未开展，按零分计", "Not entered: counts as zero"),
    "left_out": Words("未开展，不计入", "Not entered: does not count"),
    "adjustment": Words("加减分", "Added or deducted"),
    "category": Words("本类得分", "Points in a category"),
    "reserve": Words("未动用机动分", "Reserve not used"),
    "rank": Words("战线内位次", "Rank in the front"),
    "front": Words("战线排名表", "Table of the front"),
    "awards": Words("奖励", "Awards"),
    "award": Words("给予奖励", "Award"),
    "award_withheld": Words("最低等次，不予奖励", "Award withheld: the grade is the last one"),
    "sanctions": Words("惩戒", "Sanctions"),
    "sanction": Words("给予惩戒", "Sanction"),
}


def result_node(
    rule: str, inputs: dict[str, Any], result: str, children: list[Derivation] | None = None
) -> Derivation:
    """Return a sealed node; `result` is a decimal, a whole number or a code, always text."""
    label = LABELS[rule]
    return sealed_result(
        {
            "rule": rule,
            "label_zh": label.zh,
            "label_en": label.en,
            "inputs": inputs,
            "result": result,
            "children": children or [],
        }
    )


def sealed_result(node: Derivation) -> Derivation:
    """Return the node with its digest; the children's digests are taken as they stand."""
    content = {name: value for name, value in node.items() if name != "digest"}
    below = [child["digest"] for child in node["children"]]
    return {**content, "digest": digest(DOMAIN, {**content, "children": below})}
