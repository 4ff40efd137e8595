"""Each check of the coverage gate passes once and fails once, with its figures (design.md 2)."""

from dataclasses import replace

import pytest

from tests.workflow.coverage_plans import (
    rest,
    scheme,
    target,
    task,
    unit,
    variant,
    whole,
    with_target,
)
from workflow.coverage.evaluation import EVALUATED, evaluate
from workflow.coverage.failure import CHECKS, IN_SHORT

JOINT = task(kind="joint", lead="XQ", supporters=("ZS",), value=None)


def joint(**changes):
    """The whole plan with one joint key task, served by XQ's target alone."""
    plan = with_target(1, **{"supporting_units": ["ZS"], "confirmed": frozenset({"ZS"}), **changes})
    others = tuple(t for t in plan.targets if t.id != 2)
    own = target(2, "ZS", key_tasks=["K2"]), target(3, "JT", key_tasks=["K2"])
    return replace(
        plan,
        tasks=(JOINT, task("K2")),
        targets=(*others, *own, *rest(30, "JT")),
        units=(*plan.units, unit("JT")),
    )


def said(plan, warning=False):
    """What is wrong with a plan: check, what it is about, and the sentence in English."""
    return [(f.code, f.about, f.sentence.en) for f in evaluate(plan) if f.warning == warning]


def test_a_whole_plan_lacks_nothing():
    assert said(whole()) == []
    assert said(whole(), warning=True) == []
    assert said(joint()) == []


# check → a plan that lacks just this, what the failure is about, what its sentence must say
FAILS = {
    "C0": (with_target(1, state="reviewed"), "target:1", "is not approved"),
    "C1 nobody": (
        whole(tasks=(task(), task("K9", value=None))), "key_task:K9", "is carried by nobody",
    ),
    "C1 shared by one": (
        whole(tasks=(task(value="50"), task("K2", value=None)), targets=(
            target(1), *rest(10, "XQ"), target(2, "ZS", key_tasks=["K2"]), *rest(20, "ZS"),
            target(3, "ZS", points="0", key_tasks=["K2"]),
        )),
        "key_task:K1", "only one target",
    ),
    "C1 joint by two": (
        replace(joint(), targets=tuple(
            replace(t, material={**t.material, "key_tasks": ["K1", "K2"]}) if t.id == 2 else t
            for t in joint().targets
        )),
        "key_task:K1", "there are 2",
    ),
    "C1 not at its lead": (
        replace(joint(), tasks=(replace(JOINT, lead="JT", supporters=()), task("K2"))),
        "key_task:K1", "at its lead unit, Unit JT",
    ),
    "C1 unconfirmed": (
        joint(supporting_units=[], confirmed=frozenset()), "key_task:K1", "confirmation of ZS",
    ),
    "C2": (with_target(1, target_value="44.5"), "key_task:K1", "together 94.5 公里: gap 5.5"),
    "C2 at most": (
        whole(tasks=(task(direction="at_most", value="99.9"),)), "key_task:K1", "gap 0.1",
    ),
    "C2 exactly": (
        whole(tasks=(task(direction="exactly", value="99.9"),)), "key_task:K1", "gap 0.1",
    ),
    "C2 measured otherwise": (
        with_target(1, unit_of_measure="里"), "key_task:K1", "gap 50 (1 measured otherwise",
    ),
    "C3": (
        replace(whole(), targets=(
            *whole().targets, target(3, points="0", key_tasks=[], target_value="1"),
        )),
        "target:3", "serves no key task",
    ),
    "C3 of an ended task": (
        replace(whole(), targets=(*whole().targets, target(3, points="0", key_tasks=["K8"]))),
        "target:3", "serves no key task",
    ),
    "C4": (with_target(10, points="29.5"), "unit:XQ", "Unit XQ, 99.5 points (routine 29.5/30)"),
    "C4 nothing": (
        whole(units=(*whole().units, unit("SM"))), "unit:SM", "0 points (key 0/40 routine 0/30",
    ),
    "C4 not the variant": (
        whole(scheme=scheme(variants=(variant(key="30", routine="40"),))), "unit:ZS",
        "100 points (key 40/30 routine 30/40)",
    ),
    "C4 unknown category": (with_target(10, category="odd"), "unit:XQ", "odd 30/0"),
    "C5": (with_target(1, last="50"), "target:1", "last year (50, now 50)"),
    "C5 at most": (
        replace(with_target(1, last="49.9", direction="at_most")), "target:1", "(49.9, now 50)",
    ),
    "C6": (with_target(1, set_above="50.01"), "target:1", "set at 50.01, now 50"),
    "C7": (with_target(11, template="u" * 64), "target:11", "differs from what all units"),
    "C7 no item": (with_target(11, item=None, template=None), "target:11", "no item given to all"),
    "C8 milestone": (
        with_target(1, milestones=[{"due_on": "2014-07-31", "quantity": None, "title": ""}]),
        "target:1", "milestone on 2014-07-31, after its deadline 2014-06-30",
    ),
    "C8 task": (
        whole(tasks=(task(due_on="2014-05-31"),)), "target:1/K1", "after its key task's 2014-05-31",
    ),
    "C9": (with_target(1, supporting_units=["JT"]), "target:1", "confirmation of Unit JT"),
    "C9 not named": (
        with_target(1, confirmed=frozenset({"JT"})), "target:1", "Unit JT, whom it does not name",
    ),
    "C10 head": (
        whole(units=(unit("XQ", headless="2013-12-01"), unit("ZS", "economy"))),
        "unit:XQ", "has nobody as its head",
    ),
    "C10 post": (
        whole(vacant={"XQ-KY": "2013-12-01", "SM-KY": ""}), "post:XQ-KY", "(4 targets)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", FAILS)
def test_a_check_fails_by_name_and_with_its_figures(case):
    plan, about, words = FAILS[case]
    found = [f for f in said(plan) if f[0] == case.split()[0]]
    assert about in [f[1] for f in found]
    assert words in next(f[2] for f in found if f[1] == about)
    # It alone: nothing else is wrong, but where the same gap is also another's.
    others = {f[0] for f in said(plan)} - {case.split()[0]}
    assert others <= {"C1", "C2"}, others


def test_every_check_has_its_words_and_a_case():
    assert {case.split()[0] for case in FAILS} == set(EVALUATED) == set(CHECKS) == set(IN_SHORT)


@pytest.mark.parametrize("case", FAILS)
def test_every_sentence_stands_in_both_languages(case):
    for failure in evaluate(FAILS[case][0]):
        assert failure.sentence.zh != failure.sentence.en
        assert "{" not in failure.sentence.zh + failure.sentence.en
        assert failure.who


PASSES = {
    "the county asks for no value": whole(tasks=(task(value=None),)),
    "rates are not added up": whole(tasks=(task(value="1000", additive=False),)),
    "more than asked": with_target(1, target_value="60"),
    "less than the most": whole(tasks=(task(direction="at_most", value="100"),)),
    "between has no one value": whole(tasks=(task(direction="between", value="7"),)),
    "a declared variant": whole(
        scheme=scheme(variants=(variant(key="0", routine="70"),)),
        tasks=(task(value="100"),),
        targets=(
            target(1, points="20"), target(3, points="20"), *rest(10, "XQ"),
            *rest(20, "ZS"), target(4, "ZS", category="routine", points="40", key_tasks=[]),
        ),
    ),
    "better than last year": with_target(1, last="49.99"),
    "lower is better": with_target(1, last="50.01", direction="at_most"),
    "no better, and the leader knew why": with_target(
        1, last="60", reason_accepted_at="2014-01-05"
    ),
    "the very value set from above": with_target(1, set_above="50"),
    "due on the task's last day": whole(tasks=(task(due_on="2014-06-30"),)),
    "open ones count for nothing": replace(
        whole(), targets=(*whole().targets, target(9, state="drafted", points="5"))
    ).if_issued_now(),
}  # fmt: skip


@pytest.mark.parametrize("case", PASSES)
def test_what_is_in_order_passes(case):
    assert [f for f in said(PASSES[case]) if f[0] != "C0"] == []


def test_sums_are_exact():
    """Ten tenths are one, and a third decimal is enough to miss."""
    tenths = tuple(target(n, target_value="0.1", points="4") for n in range(1, 11))
    plan = whole(tasks=(task(value="1"),), targets=(*tenths, *rest(20, "XQ")), units=(unit(),))
    assert said(plan) == []
    missed = replace(plan, tasks=(task(value="1.000001"),))
    assert [f.figures["gap"] for f in evaluate(missed)] == ["0.000001"]


@pytest.mark.parametrize(
    ("day", "off"),
    [
        ("2014-06-14", True),  # a Saturday
        ("2014-06-13", True),  # a holiday
        ("2014-05-10", False),  # a Saturday that is worked
        ("2014-05-31", False),  # a Saturday, and the end of a month
        ("2014-06-12", False),
    ],
)
def test_a_day_off_is_a_notice_and_the_end_of_a_period_never_is(day, off):
    plan = with_target(1, due_on=day)
    assert said(plan) == []
    assert [f[:2] for f in said(plan, warning=True)] == ([("C8", "target:1")] if off else [])


def test_a_reason_accepted_before_the_final_figure_is_a_notice():
    accepted = {"last": "60", "reason_accepted_at": "2014-01-05"}
    assert said(with_target(1, **accepted, final_at="2014-01-04"), warning=True) == []
    (notice,) = said(with_target(1, **accepted, final_at="2014-02-01"), warning=True)
    assert (notice[0], "look again" in notice[2]) == ("C5", True)


# — what a failure binds —


def failure(plan):
    return next(f for f in evaluate(plan) if f.code == "C2")


SHORT = whole(tasks=(task(value="105"),))


@pytest.mark.parametrize(
    "other",
    [
        with_target(1, digest="f" * 64),
        with_target(1, no=3),
        with_target(1, target_value="49"),
    ],
    ids=["digest", "revision", "figure"],
)
def test_a_failure_is_another_when_anything_of_it_changes(other):
    moved = replace(other, tasks=SHORT.tasks)
    assert failure(moved).digest != failure(SHORT).digest


@pytest.mark.parametrize("changes", [{"no": 2}, {"digest": "b" * 64}, {"value": "106"}])
def test_a_failure_is_another_when_its_key_task_is_worded_anew(changes):
    moved = replace(SHORT, tasks=(replace(SHORT.tasks[0], **changes),))
    assert failure(moved).digest != failure(SHORT).digest


def test_a_failure_stays_the_same_when_something_else_changes():
    moved = replace(with_target(10, digest="f" * 64, no=2), tasks=SHORT.tasks)
    assert failure(moved).digest == failure(SHORT).digest
    assert failure(replace(SHORT, targets=SHORT.targets[::-1])).digest == failure(SHORT).digest
