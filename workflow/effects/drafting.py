"""What acts on a draft write: new targets and new candidates."""

from __future__ import annotations

import json
from typing import Any

from workflow.audit.canonical import canonical
from workflow.case import TargetCase
from workflow.effects.waiting import note_handed_up, pass_turn
from workflow.errors import InvalidInput
from workflow.hands import consent, proposal, separation
from workflow.hands.revision import MATERIAL, Revision, digest_of, material_of, template_digest
from workflow.terms import Capacity
from workflow.words import Words

NOT_CONTENT = frozenset({"version", "digest", "text", "reason_code", "year", "document"})


def _unknown(what: Words) -> list[Words]:
    return [Words("本县没有这个{what}。", "This county has no such {what}.").format(what=what)]


def check_codes(case: TargetCase, fields: dict[str, Any]) -> None:
    """Refuse codes that name nothing; whether they are the right ones is for rules."""
    organisation, scheme = case.organisation, case.scheme
    assert scheme is not None
    unit, post = Words("单位", "unit"), Words("岗位", "post")
    bad: dict[str, list[Words]] = {}
    if fields.get("lead_unit") and fields["lead_unit"] not in organisation.units:
        bad["lead_unit"] = _unknown(unit)
    for code in fields.get("supporting_units") or []:
        if code not in organisation.units or code == fields.get("lead_unit"):
            bad["supporting_units"] = _unknown(unit)
    for name in ("reviewing_post", "responsible_post"):
        if fields.get(name) and fields[name] not in organisation.posts:
            bad[name] = _unknown(post)
    if fields.get("category") and fields["category"] not in scheme.categories:
        bad["category"] = _unknown(Words("类别", "category"))
    if fields.get("scoring_rule") and fields["scoring_rule"] not in scheme.rules:
        bad["scoring_rule"] = _unknown(Words("计分办法", "scoring rule"))
    for code in fields.get("key_tasks") or []:
        if code not in case.key_tasks:
            bad["key_tasks"] = _unknown(Words("重点工作任务", "key task"))
    if bad:
        raise InvalidInput(bad)


def prepare_content(case: TargetCase) -> None:
    """Make of the input what the content would be, and note which fields it changes."""
    given = {name: value for name, value in case.data.items() if name not in NOT_CONTENT}
    before = dict(case.candidate.fields) if case.candidate else {}
    fields = {**before, **given}
    if case.candidate is None:
        _fill_defaults(case, fields)
    elif given.get("lead_unit", before["lead_unit"]) != before["lead_unit"]:
        raise InvalidInput(
            {
                "lead_unit": [
                    Words("换单位须走划转。", "Another unit takes a transfer, not an edit.")
                ]
            }
        )
    check_codes(case, fields)
    assert case.scheme is not None
    template = case.candidate.template if case.candidate else case.data.get("_template")
    case.proposed = material_of(fields, case.scheme.rule(fields.get("scoring_rule")), template)
    case.changed = differing(case)
    if "baseline" in given and (case.subject is None or given["baseline"] != case.get("baseline")):
        case.changed.add("baseline")


def differing(case: TargetCase) -> set[str]:
    """The material fields in which what the input makes of the content is another."""
    assert case.proposed is not None
    return {
        name
        for name in MATERIAL
        if case.candidate is None or case.proposed[name] != case.candidate.material[name]
    }


def _fill_defaults(case: TargetCase, fields: dict[str, Any]) -> None:
    assert case.unit is not None
    fields["lead_unit"] = case.unit.code
    fields.setdefault("direction", "at_least")
    known = case.organisation
    posts = known.reviewing_posts(case.unit, case.at)
    named = known.posts.get(fields.get("reviewing_post") or "")
    # The leader of a common item may head one of the units it is given to.
    own = (
        case.item is not None
        and named is not None
        and known.is_the_units_own(named, case.unit, case.at)
    )
    if posts and (own or not fields.get("reviewing_post")):
        fields["reviewing_post"] = posts[0].code
    past = case.known("past") if "past" in case.later else None
    if past is not None and case.data.get("baseline") is None:
        # Last year's result stands beside the target without anybody copying it (S18).
        case.data["baseline"] = past["result"]


def begin(case: TargetCase) -> None:
    """A new target with its first revision; nobody's hand is on it."""
    assert case.unit is not None
    assert case.proposed is not None
    assert case.year is not None
    if case.item is not None:
        origin = "common"
    else:
        origin = "bottom_up" if separation.side_of(case.capacity) == "unit" else "top_down"
    case.subject_new = case.stage.insert(
        "target",
        year_id=case.year["id"],
        unit_id=case.unit.id,
        item_id=case.item,
        origin=origin,
        state="new",
        turn="none",
        handed_up=0,
        round=1,
        version=1,
        imposed=0,
        candidate=0,
        digest="",
        prechecked=0,
        in_force=None,
        title="",
        category="",
        due_on=None,
        reviewing_post=None,
        supporting="",
        baseline=case.data.get("baseline"),
        created_at=case.at,
    )
    _adopt_proposed(case)
    if case.item is None:
        pass_turn(case, "unit")
    else:
        # A common item is handed over by its leader's one signature (design.md 2.8).
        case.set(turn="unit")


def edit(case: TargetCase) -> None:
    """New content: a new candidate without hands. A changed baseline alone keeps them."""
    adopt_content(case)
    if case.changed - {"baseline"}:
        note_handed_up(case, 0)
        pass_turn(case, turn_after_edit(case))


def adopt_content(case: TargetCase) -> None:
    """What the input changes: the reference figure, and a new candidate where content moved."""
    if "baseline" in case.changed:
        case.set(baseline=case.data["baseline"])
    if case.changed - {"baseline"}:
        _adopt_proposed(case)
        consent.end_outdated(case)


def turn_after_edit(case: TargetCase) -> str:
    """Whose work it is after a new content: the side's that wrote it, which will sign it."""
    if separation.side_of(case.capacity) == "unit":
        return "unit"
    if case.capacity == Capacity.LEADER:
        return "leader"
    # What the office proposes about a running target is the unit's to answer; a draft it works on.
    return "unit" if proposal.runs(case) else "office"


def _adopt_proposed(case: TargetCase) -> None:
    assert case.proposed is not None
    raise_content(case, case.proposed)


def raise_content(case: TargetCase, material: dict[str, Any]) -> None:
    """Write a content as the next revision, the candidate, and copy what lists need of it: where
    something else is in force, which lists go on to show, to the proposal, for inboxes."""
    revision = case.write_revision(material, digest_of(material))
    case.stage.insert(
        "revision",
        target_id=case.ref,
        no=revision.no,
        round=revision.round,
        digest=revision.digest,
        material=canonical(revision.material).decode(),
        template=revision.template,
        author_id=revision.author,
        capacity=revision.capacity,
        act=revision.act,
        at=revision.at,
    )
    for code in revision.material["key_tasks"]:
        case.stage.insert(
            "key_task_link",
            target_id=case.ref,
            revision=revision.no,
            key_task=case.key_tasks[code],
        )
    case.set(candidate=revision.no, digest=revision.digest)
    if proposal.runs(case):
        who = {name: copied(revision)[name] for name in ("reviewing_post", "supporting")}
        unit = case.organisation.units[material["lead_unit"]]
        case.move_proposal(unit_id=unit.id, **who)
    else:
        case.set(**copied(revision))


def copied(revision: Revision) -> dict[str, Any]:
    """What a target's row copies of a revision, for lists."""
    return {
        "title": revision.material["title"],
        "category": revision.material["category"],
        "due_on": revision.material["due_on"],
        "reviewing_post": revision.material["reviewing_post"],
        "supporting": listed_codes(revision.material["supporting_units"]),
    }


def listed_codes(codes: list[str]) -> str:
    """Codes as the text ",A,B,", in which LIKE finds each one whole; empty for none."""
    return f",{','.join(codes)}," if codes else ""


def codes_in(listed: str) -> list[str]:
    """The codes of such a text."""
    return [code for code in listed.split(",") if code]


def raise_round(case: TargetCase) -> None:
    """Begin the next round: hands of an earlier one never count (design.md 2.6)."""
    case.set(round=case.round + 1)


def counter(case: TargetCase) -> None:
    """The upper side's own draft, signed by it at once: only the unit's hand is missing."""
    raise_round(case)
    adopt_content(case)
    consent.sign(case, "down")
    note_handed_up(case, 0)
    pass_turn(case, "unit")


def discard(case: TargetCase) -> None:
    """End a draft; it stays readable, and no hand on it counts any more."""
    for hand in [h for h in case.hands if h.ended is None]:
        consent.end(case, hand, "outdated")
    note_handed_up(case, 0)
    pass_turn(case, "none")


def template_of(case: TargetCase, fields: dict[str, Any]) -> str:
    """The template digest of a common item with these fields."""
    assert case.scheme is not None
    return template_digest(material_of(fields, case.scheme.rule(fields.get("scoring_rule"))))


def stored(fields: dict[str, Any]) -> str:
    """Fields as the canonical text that is stored."""
    return canonical(json.loads(json.dumps(fields))).decode()
