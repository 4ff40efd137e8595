"""The balance of the two directions (上下平衡): counted facts about how a plan came about.

They are facts, not a score: nothing is weighed, nobody is ranked, no rule reads them. Each has its
definition beside it, because a figure that everybody reads in their own way is worth nothing.
Plain values in, plain values out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from workflow.words import Words

Values = dict[str, Any]

# A hand put so soon after its content was opened counts as put within a minute.
MINUTE = 60
# Whose answers and hands are looked at: those from below (the unit), those from above (the leader).
BELOW, ABOVE = "below", "above"


@dataclass(frozen=True)
class Course:
    """How one target came about: from where, through what, and how long each side took."""

    id: int
    unit: int
    post: str | None
    origin: str
    round: int
    imposed: bool
    # Whether a side changed material fields before it bound, whoever began it.
    changed_above: bool
    changed_below: bool
    # By side: the working days that each answered hand-over took; how many wait now; and of each
    # hand the seconds from its content's opening, None where that is not known.
    answers: Mapping[str, tuple[int, ...]]
    waiting: Mapping[str, int]
    hands: Mapping[str, tuple[int | None, ...]]

    def quick(self, side: str) -> int:
        """How many of a side's hands were put within a minute of opening."""
        return sum(s is not None and s <= MINUTE for s in self.hands[side])

    def unknown(self, side: str) -> int:
        """Of how many of a side's hands it is not known when their content was opened."""
        return self.hands[side].count(None)


@dataclass(frozen=True)
class Fact:
    """One counted fact: its name, what exactly it counts, and how many of it a target has."""

    label: Words
    about: Words
    count: Callable[[Course, str], int]


def _changed(origin: str, by: str) -> Callable[[Course, str], int]:
    return lambda c, _: int(c.origin == origin and getattr(c, by))


FACTS: dict[str, Fact] = {
    "targets": Fact(
        Words("目标", "Targets"),
        Words(
            "本年度的目标；未生效即作废的草稿不计。生效之后提出的调整、撤销、划转，"
            "不计入以下各项（县长审定下达除外）。",
            "The targets of the year; drafts that were discarded before they bound are left out. "
            "What was proposed once they bound (change, cancellation, transfer) counts in none of "
            "the figures but the last.",
        ),
        lambda c, _: 1,
    ),
    "began_below": Fact(
        Words("自下而上", "Began below"),
        Words("由单位起草的目标。", "Targets that the unit drafted."),
        lambda c, _: int(c.origin == "bottom_up"),
    ),
    "changed_above": Fact(
        Words("经上级改动", "Changed from above"),
        Words(
            "单位起草、生效之前由领导、目标办或县长改动过实质内容的目标"
            "（修改、退回并附修改稿、县长审定下达）。",
            "Targets that the unit drafted and whose material fields the leader, the office or the "
            "county head changed before they bound (edit, return with a draft, arbitration).",
        ),
        _changed("bottom_up", "changed_above"),
    ),
    "began_above": Fact(
        Words("自上而下", "Began above"),
        Words(
            "由目标办或领导向单位下达的目标；统一下达的另列。",
            "Targets assigned to the unit by the office or a leader; common items stand apart.",
        ),
        lambda c, _: int(c.origin == "top_down"),
    ),
    "changed_below": Fact(
        Words("经单位改动", "Changed from below"),
        Words(
            "上级下达、生效之前由单位改动过实质内容的目标。",
            "Targets assigned from above whose material fields the unit changed before they bound.",
        ),
        _changed("top_down", "changed_below"),
    ),
    "common": Fact(
        Words("统一下达", "Common items"),
        Words(
            "通用与稳定工作，各单位内容相同，单位只填责任岗位，故不计改动。",
            "Common and stability items: the same in all units, which only name their post, so no "
            "change is counted.",
        ),
        lambda c, _: int(c.origin == "common"),
    ),
    "further_rounds": Fact(
        Words("超过一轮", "Beyond round one"),
        Words(
            "协商进入第二轮及以后的目标，旁注最多轮次。",
            "Targets that went into a second round or further; beside them the highest round.",
        ),
        lambda c, _: int(c.round > 1),
    ),
    "answers": Fact(
        Words("答复（工作日）", "Answers (working days)"),
        Words(
            "从送到本方至本方答复所用的工作日，按本县工作日历计，当日答复为 0：中位数、最长、次数。"
            "单位的答复是审签上报或申请调整，领导的答复是审定、退回或退回并附修改稿；"
            "由他人代为了结的不计，正在等候的另列。",
            "Working days by the county's calendar from the hand-over to this side until its "
            "answer, 0 on the same day: median, longest, how many. A unit answers by submitting or "
            "objecting, a leader by review, return or return with a draft; what somebody else "
            "ended is not counted, what waits now stands apart.",
        ),
        lambda c, side: len(c.answers[side]),
    ),
    "waiting": Fact(
        Words("正在等候", "Waiting now"),
        Words(
            "此刻已送到本方、尚未答复的目标。",
            "Targets that were handed over to this side and are not answered yet.",
        ),
        lambda c, side: c.waiting[side],
    ),
    "hands": Fact(
        Words("签署", "Hands put"),
        Words(
            "本方在这些目标上的同意签署，后来失效或撤回的也计；重签另计一次。",
            "This side's affirming signatures on these targets, also those that ended later; one "
            "that was put again counts again.",
        ),
        lambda c, side: len(c.hands[side]),
    ),
    "within_a_minute": Fact(
        Words("打开后一分钟内", "Within a minute"),
        Words(
            "其中，从打开签署核对页到确认不超过 60 秒的；多项一并签署的，自核对页打开时起算。"
            "此前是否在别处看过，系统不知道。",
            "Of these, put no more than 60 seconds after the page to check and sign was opened; "
            "for many signed together, that page. Whether it was read elsewhere before, nobody "
            "here knows.",
        ),
        lambda c, side: c.quick(side),
    ),
    "not_known": Fact(
        Words("打开时间不明", "Opening not known"),
        Words(
            "其中，不经页面签署（接口、命令行），或签署自己所拟内容的，没有打开时间。",
            "Of these, put without a page (API, command line) or on words of the signer's own: "
            "there is no moment of opening.",
        ),
        lambda c, side: c.unknown(side),
    ),
    "imposed": Fact(
        Words("县长审定下达", "Imposed"),
        Words(
            "协商未成、由县长（或代为裁定的领导）审定下达的目标。",
            "Targets on which no agreement was found and that the county head (or the deputy) "
            "decided.",
        ),
        lambda c, _: int(c.imposed),
    ),
}


def figures(courses: Sequence[Course], side: str) -> Values:
    """Every fact over these targets, as one side has them, and the sizes that go with them."""
    days = [day for course in courses for day in course.answers[side]]
    return {
        **{name: sum(fact.count(c, side) for c in courses) for name, fact in FACTS.items()},
        "most_rounds": max((c.round for c in courses), default=0),
        "median_days": f"{median(days):g}" if days else None,
        "longest_days": max(days, default=None),
    }


def behind(courses: Sequence[Course], side: str, fact: str) -> list[Course]:
    """The targets that a figure counts."""
    return [c for c in courses if FACTS[fact].count(c, side)]
