"""What a person is towards an object, and what a person may see. Plain functions, no SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from workflow.case import Standing, TargetCase
from workflow.organisation import Organisation, Post, Unit
from workflow.scheme.value import Office
from workflow.terms import UNIT_SIDE, Capacity

Values = dict[str, Any]

EVERYWHERE = frozenset({Capacity.OFFICE, Capacity.COUNTY_HEAD, Capacity.AUDITOR})

# Whose posts have units: a leader's those in his charge, a secretary's those whose papers he
# prepares for whoever is above them.
OVER_UNITS = frozenset({Capacity.LEADER, Capacity.SECRETARY})
# Whatever a draft names as its reviewing post, nobody else gets an upper hand by it.
REVIEWERS = frozenset({Capacity.LEADER, Capacity.COUNTY_HEAD})

# What the people of a supporting unit are towards the target.
SUPPORTING = {
    Capacity.UNIT_HEAD: Capacity.SUPPORTER,
    Capacity.DRAFTER: Capacity.SUPPORT_DRAFTER,
}


def towards_target(
    posts: list[Post],
    unit: Unit,
    reviewing_post: str | None,
    supporting: list[str],
    deputy_post: str | None = None,
    office: Office | None = None,
    proposed: Values | None = None,
) -> tuple[Standing, ...]:
    """The standings of a holder of these posts towards a target of this unit.

    `proposed`: the proposal that stands, whose unit and reviewing post have a say in it too.
    """
    units = {unit.id, proposed["unit_id"]} if proposed else {unit.id}
    reviewing = {reviewing_post, proposed["reviewing_post"]} if proposed else {reviewing_post}
    standings: list[Standing] = []
    for post in posts:
        if post.capacity in UNIT_SIDE:
            if post.unit is not None and post.unit.id in units:
                standings.append(Standing(post.capacity, post))
            elif post.unit is not None and post.unit.code in supporting:
                standings.append(Standing(SUPPORTING[post.capacity], post))
            continue
        if post.code in reviewing and post.capacity in REVIEWERS:
            # The county head stands here too where no other reviewing post exists.
            standings.append(Standing(Capacity.LEADER, post))
        if is_deputy(post, deputy_post):
            standings.append(Standing(Capacity.DEPUTY, post))
        if is_the_office(post, unit, office):
            standings.append(Standing(Capacity.OFFICE, post))
        elif post.capacity == Capacity.SECRETARY and unit.id not in post.in_charge_of:
            continue  # serves those above other units
        elif post.capacity not in (Capacity.LEADER, Capacity.OFFICE):
            standings.append(Standing(post.capacity, post))
    return tuple(standings)


def is_the_office(post: Post, unit: Unit, office: Office | None) -> bool:
    """Whether this post is the target office towards a unit: the office's own, or, towards the unit
    that the office itself is of, the leader's that the year's scheme names in its stead."""
    if office is not None and unit.code == office.unit:
        return post.code == office.stands_in
    return post.capacity == Capacity.OFFICE


def is_deputy(post: Post, named: str | None) -> bool:
    """Whether this is the leader's post that the year's scheme names to arbitrate as deputy."""
    return post.capacity == Capacity.LEADER and post.code == named


def towards_unit(
    posts: list[Post], unit: Unit, office: Office | None = None
) -> tuple[Standing, ...]:
    """The standings towards a target of this unit that does not exist yet."""
    standings = []
    for post in posts:
        if is_the_office(post, unit, office):
            standings.append(Standing(Capacity.OFFICE, post))
        if post.capacity == Capacity.OFFICE:
            continue
        own = post.unit is not None and post.unit.id == unit.id
        in_charge = post.capacity == Capacity.LEADER and unit.id in post.in_charge_of
        elsewhere = post.capacity not in UNIT_SIDE and post.capacity != Capacity.LEADER
        if (post.capacity in UNIT_SIDE and own) or in_charge or elsewhere:
            standings.append(Standing(post.capacity, post))
    return tuple(standings)


def by_posts(posts: Iterable[Post]) -> tuple[Standing, ...]:
    """The standings towards things of the whole county."""
    return tuple(Standing(post.capacity, post) for post in posts)


def with_lent(
    organisation: Organisation,
    person: int | None,
    at: str,
    by: Callable[[list[Post]], tuple[Standing, ...]],
    unit: Unit | None = None,
) -> tuple[Standing, ...]:
    """A person's standings by own posts, then by those that were lent for this unit's targets, or,
    without a unit, for everything."""
    found = list(by(organisation.posts_of(person, at)))
    for given in organisation.delegated_to(person, at):
        if given.units is None if unit is None else given.reaches(unit.id):
            found += [replace(standing, delegation=given) for standing in by([given.post])]
    return tuple(found)


def sees_target(
    organisation: Organisation,
    posts: list[Post],
    target: dict[str, Any],
    deputy_post: str | None = None,
) -> bool:
    """Whether a holder of these posts may see a target (design.md 3, visibility).

    What was issued everybody signed in may see; a draft its own unit, its leaders, the office, the
    county head and auditors, and the deputy who may have to decide over it (by the scheme of its
    year). Reader.visible says the same in SQL, and a test holds them equal.
    """
    return target["in_force"] is not None or sees_draft(posts, target, deputy_post)


def sees_draft(posts: list[Post], target: dict[str, Any], deputy_post: str | None = None) -> bool:
    """Whether a holder of these posts works on this target and so sees it before it is in force."""
    return any(
        post.reaches(target["unit_id"])
        and (
            post.capacity in EVERYWHERE
            or is_deputy(post, deputy_post)
            or (post.capacity in REVIEWERS and post.code == target["reviewing_post"])
            or (post.capacity in OVER_UNITS and target["unit_id"] in post.in_charge_of)
            or (
                post.capacity in UNIT_SIDE
                and post.unit is not None
                and (
                    post.unit.id == target["unit_id"]
                    or f",{post.unit.code}," in target["supporting"]
                )
            )
        )
        for post in posts
    )


def sees_thread(posts: Iterable[Post], case: TargetCase) -> bool:
    """Whether the coordination thread of a target is for a holder of these posts (S23).

    Those are the people of its units, lead and supporting, the leaders in charge of any of them,
    the reviewing leader, the office, the county head and auditors; also once it is in force and
    everybody sees the target.
    """
    units, reviewing = units_of_target(case), case.get("reviewing_post")
    return any(
        post.capacity in EVERYWHERE
        or (post.capacity in REVIEWERS and post.code == reviewing)
        or (post.capacity == Capacity.LEADER and bool(units & post.in_charge_of))
        or (post.capacity in UNIT_SIDE and post.unit is not None and post.unit.id in units)
        for post in posts
    )


def units_of_target(case: TargetCase) -> set[int]:
    """The ids of a target's units: the lead and those that support it, also those that would by
    what is proposed about it."""
    assert case.subject is not None
    assert case.candidate is not None
    named = [code for code in case.subject["supporting"].split(",") if code]
    material = case.candidate.material
    codes = {*named, material["lead_unit"], *material["supporting_units"]}
    return {case.subject["unit_id"], *(case.organisation.units[code].id for code in codes)}


def stands_by(posts: Iterable[Post], unit: int) -> bool:
    """Whether a holder of these posts is of this unit or has it in charge."""
    return any(
        (post.capacity in UNIT_SIDE and post.unit is not None and post.unit.id == unit)
        or (post.capacity == Capacity.LEADER and unit in post.in_charge_of)
        for post in posts
        if post.reaches(unit)
    )


def works_on_unit(posts: Iterable[Post], unit: int) -> bool:
    """Whether what is this unit's own is for a holder of these posts: its reports, the scan of its
    letter, and its scores together before they are published (S30, S33).

    Those are its own people, the leaders in charge of it, the office, the county head and auditors.
    """
    held = list(posts)
    everywhere = any(post.capacity in EVERYWHERE and post.reaches(unit) for post in held)
    return everywhere or stands_by(held, unit)


def target_standings(case: TargetCase) -> tuple[Standing, ...]:
    """The actor's standings towards the case's target."""
    if case.person is None:
        return (Standing(Capacity.SYSTEM, None),)
    assert case.unit is not None
    office = case.scheme.office if case.scheme else None

    def towards(posts: list[Post]) -> tuple[Standing, ...]:
        assert case.unit is not None
        if case.subject is None:
            return towards_unit(posts, case.unit, office)
        assert case.candidate is not None
        return towards_target(
            posts,
            case.unit,
            case.subject["reviewing_post"],
            case.candidate.material["supporting_units"],
            case.scheme.arbitration.deputy_post if case.scheme else None,
            office,
            case.proposal,
        )

    return with_lent(case.organisation, case.person, case.at, towards, case.unit)
