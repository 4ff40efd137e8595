"""Legality: whether each move in the log was one that the lifecycle allowed, by one who could.

The log alone is judged here, entry by entry, as an outsider would: which capacity, from which post,
from which state to which, and with whose hands (design.md section 4).
"""

from __future__ import annotations

from typing import Any

from workflow.act import KEEP, Act
from workflow.audit import beside
from workflow.audit.drafts import Drafts, Posts, digest_of_text
from workflow.audit.lent import Lent
from workflow.audit.owned import is_own
from workflow.audit.replay import Replay
from workflow.audit.report import Finder
from workflow.case import TargetCase
from workflow.hands import consent, proposal
from workflow.lifecycle import ACTS, BY_KIND
from workflow.lifecycle_digest import LIFECYCLE_DIGEST
from workflow.scheme.scheme import scheme_of
from workflow.takeover import LIST_DOMAIN
from workflow.terms import Capacity, State

Values = dict[str, Any]

# Acts that another act does to many objects at once: one knock at the door, an entry for each.
BROUGHT = {
    ("year", "issue"): "issue",
    ("year", "score"): "score",
    ("year", "approve"): "approve",
    ("year", "give_items"): "assign",
    ("county", "define_item"): "assign",
    ("item", "sign_item"): "review",
}
# What all entries of one knock share.
KNOCK = ("at", "person", "capacity", "post", "on_behalf_of", "channel", "request")
# Capacities towards one target that another post can give (workflow/standing.py).
RELATIONS = {
    Capacity.SUPPORTER: Capacity.UNIT_HEAD,
    Capacity.SUPPORT_DRAFTER: Capacity.DRAFTER,
    Capacity.LEADER: Capacity.COUNTY_HEAD,
    Capacity.DEPUTY: Capacity.LEADER,
    # Towards the office's own unit the leader whom the scheme names is the office.
    Capacity.OFFICE: Capacity.LEADER,
}
APPROVING = ("approve", "arbitrate")
# In which a target may still ask for hands: something may be proposed about what is running.
OPEN = (State.DRAFTED, State.REVIEWED, State.APPROVED, State.IN_PROGRESS)
_TAKEOVER = LIST_DOMAIN.encode() + b"\x00"


def _ways(act: Act) -> frozenset[tuple[str, str]]:
    return frozenset(
        (str(source), str(source if move.dest == KEEP else move.dest))
        for move in act.moves
        for source in move.sources
    )


WAYS = {(act.on, act.name): _ways(act) for act in ACTS}


class Legality:
    """Judges entries in order: `before` an entry is replayed and `after` it."""

    def __init__(self, replay: Replay) -> None:
        self.moves = Finder("moves", "每一步都合乎生命周期表", "Each act was lawful")
        self.hands = Finder("hands", "签署与批准齐备", "Each approval had its hands")
        # Entries under another lifecycle table than ours: their moves cannot be judged here.
        self.unjudged = 0
        self.approvals = 0
        self._replay = replay
        self._drafts = Drafts()
        self._posts: dict[str, int] = {}
        self._held: dict[tuple[int, int], set[int]] = {}
        self._lent = Lent(replay, self._held)
        # How many rounds the schemes give, by digest: what an arbitration may rest on.
        self._rounds: dict[str, int] = {}
        # The last digest of each year's plan, with its number.
        self._plans: dict[int, tuple[int, str]] = {}
        self._knock: Values | None = None
        self._from: str | None = None
        # The revision of a target that was in force before the entry.
        self._bound: int | None = None

    def before(self, index: int, entry: Values) -> None:
        """Who, in what capacity, from which state."""
        kind, number = entry["object"]["kind"], entry["object"]["id"]
        self._from = self._state(kind, number)
        self._bound = self._replay.value("target", number, "in_force") if kind == "target" else None
        if entry["outcome"] != "done":
            if entry["writes"] or not entry["refusals"]:
                self._fail(
                    index, entry, "被拒绝却有写入或无理由", "refused, yet wrote or no reason"
                )
        elif entry["lifecycle"] != LIFECYCLE_DIGEST:
            self.unjudged += 1
        else:
            self._judge_actor(index, entry, kind)

    def after(self, index: int, entry: Values) -> None:
        """What it wrote, to which state it led, and whether the hands were there."""
        kind, number = entry["object"]["kind"], entry["object"]["id"]
        for write in entry["writes"]:
            self._note(index, entry, write)
            if kind == "target":
                self._drafts.note(number, write)
        if entry["outcome"] != "done":
            return
        if entry["lifecycle"] == LIFECYCLE_DIGEST and kind in ("target", "year"):
            self._judge_way(index, entry, kind, number)
        case = self._drafts.get(number) if kind == "target" else None
        if case is not None:
            if entry["lifecycle"] == LIFECYCLE_DIGEST:
                self._judge_stands(index, entry, case)
            self._judge_draft(index, entry, number, case)

    def _fail(self, index: int, entry: Values, zh: str, en: str, **values: Any) -> None:
        subject = entry["object"]
        self.moves.fail(
            f"第 {{entry}} 条记录（{{act}}，{{kind}} {{id}}）：{zh}。",
            f"Entry {{entry}} ({{act}}, {{kind}} {{id}}): {en}.",
            entry=index,
            table=subject["kind"],
            id=subject["id"],
            act=entry["act"],
            kind=subject["kind"],
            **values,
        )

    # — who —

    def _judge_actor(self, index: int, entry: Values, kind: str) -> None:
        act = BY_KIND.get(kind, {}).get(entry["act"])
        if act is None:
            self._fail(index, entry, "生命周期表中没有此行为", "the lifecycle knows no such act")
            return
        if entry["capacity"] not in act.capacities:
            self._fail(index, entry, "该身份无权办理", "this capacity is not among the act's")
        if entry["person"] is None:
            if entry["capacity"] != Capacity.SYSTEM:
                self._fail(index, entry, "没有经办人", "nobody is named as its actor")
        elif not self._holds(entry):
            self._fail(index, entry, "此人当时不任该岗位", "the person did not hold that post then")
        if not self._well_brought(index, entry, kind):
            zh, en = "没有带出它的行为", "the act that should have brought it along did not"
            self._fail(index, entry, zh, en)

    def _well_brought(self, index: int, entry: Values, kind: str) -> bool:
        """Whether the entry stands alone, or right behind an act on the whole that brings it."""
        if entry["within"] is None:
            self._knock = entry
            return (kind, entry["act"]) != ("target", "issue")
        knock = self._knock
        if knock is None or entry["within"] != knock["index"] or kind != "target":
            return False
        brings = BROUGHT.get((knock["object"]["kind"], knock["act"]))
        return brings == entry["act"] and all(entry[name] == knock[name] for name in KNOCK)

    def _holds(self, entry: Values) -> bool:
        """Whether the person held the named post at that time, and it gives that capacity."""
        person, post = entry["person"], self._posts.get(entry["post"])
        value = self._replay.value
        if post is None or value("person", person, "active") != 1:
            return False
        gives, at = value("post", post, "capacity"), entry["at"]
        if entry["capacity"] != gives and RELATIONS.get(entry["capacity"]) != gives:
            return False
        if entry["capacity"] == Capacity.OFFICE and not self._lent.is_the_office(entry, gives):
            return False
        if entry["on_behalf_of"] is None and self._lent.holds(person, post, at):
            return True
        first = self._knock if entry["within"] is not None else entry
        return first is not None and self._lent.allows(entry, post, first["act"])

    # — what —

    def _note(self, index: int, entry: Values, write: Values) -> None:
        table, after, number = write["table"], write["after"], write["id"]
        subject = entry["object"]
        named = number if table == "target" else after.get("target_id")
        if named is not None and (subject["kind"], subject["id"]) != ("target", named):
            self._fail(index, entry, "写入了另一目标", "it writes to another target than its own")
        if table in Posts.TABLES and write["before"] is None:
            self._drafts.organise(write)
        if table == "post":
            self._posts[after["code"]] = number
        elif table == "holding" and write["before"] is None:
            self._held.setdefault((after["person_id"], after["post_id"]), set()).add(number)
        elif table == "delegation" and write["before"] is None:
            self._lent.note(number, after)
        elif table == "scheme":
            scheme = scheme_of(after["body"])
            self._rounds[after["digest"]] = scheme.arbitration.rounds
            self._lent.name(after["digest"], scheme.office)
        elif table == "arbitration" and not self._is_grounded(entry, after):
            zh, en = "轮数未用完，也没有持续的不答复", "rounds were left, and nobody stayed silent"
            self._fail(index, entry, zh, en)
        elif table == "revision" and after["digest"] != digest_of_text(after["material"]):
            zh, en = "摘要不是其内容的摘要", "its digest is not that of its content"
            self._hand_fails(index, table, number, "digest", zh, en)
        elif table == "signature" and not is_own(entry, write, self._lent):
            zh, en = (
                "签署人不是经办人，或该行为不得签署",
                "it is not its actor's, or not by such an act",
            )
            self._hand_fails(index, table, number, "actor_id", zh, en)
        elif table in ("waiver", "coordination") and after["person_id"] != entry["person"]:
            zh, en = "署名人不是经办人", "it is not its actor's"
            self._hand_fails(index, table, number, "person_id", zh, en)
        elif (wrong := beside.fault(index, entry, table, after)) is not None:
            self._hand_fails(index, table, number, *wrong)
        elif table == "takeover":
            self._judge_takeover(index, number, entry, after)
        elif table == "plan_digest":
            self._link(index, number, after)

    def _judge_takeover(self, index: int, number: int, entry: Values, after: Values) -> None:
        """A hand on a hand-over list is its actor's, on that very list."""
        if after["digest"] != digest_of_text(after["listed"], _TAKEOVER):
            zh, en = "摘要不是所签清单的摘要", "its digest is not that of the list signed"
            self._hand_fails(index, "takeover", number, "digest", zh, en)
        if after["person_id"] != entry["person"]:
            zh, en = "署名人不是经办人", "it is not its actor's"
            self._hand_fails(index, "takeover", number, "person_id", zh, en)

    def _link(self, index: int, number: int, after: Values) -> None:
        """Each digest of a plan names the one before it, and none is left out."""
        last = self._plans.get(after["year_id"])
        if (after["no"] - 1, after["previous"]) != (last or (0, None)):
            zh, en = "没有接上前一计划摘要", "it is not linked to the plan's digest before it"
            self._hand_fails(index, "plan_digest", number, "previous", zh, en)
        self._plans[after["year_id"]] = (after["no"], after["digest"])

    def _is_grounded(self, entry: Values, arbitration: Values) -> bool:
        """Whether the rounds were used, or a silence that was reported stood until then."""
        silence = arbitration["escalation_id"]
        if silence is None:
            case = self._drafts.get(arbitration["target_id"])
            first = proposal.first_round(case) if case is not None else 1
            return bool(entry["round"] - first + 1 >= self._rounds[entry["scheme"]])
        told = [
            self._replay.value("escalation", silence, name)
            for name in ("target_id", "kind", "ended_act", "ended_at")
        ]
        return told == [arbitration["target_id"], "unanswered", "arbitrate", entry["at"]]

    def _hand_fails(
        self, index: int, table: str, number: int, field: str, zh: str, en: str
    ) -> None:
        self.hands.fail(
            f"{{table}} {{id}}（第 {{entry}} 条记录）：{zh}。",
            f"{{table}} {{id}} (entry {{entry}}): {en}.",
            entry=index,
            table=table,
            id=number,
            field=field,
        )

    # — whither —

    def _state(self, kind: str, number: int | None) -> str | None:
        """The state as replayed so far; None for what does not exist or has no state."""
        if kind not in ("target", "year"):
            return None
        state: str | None = self._replay.value(kind, number, "state")
        return state

    def _judge_way(self, index: int, entry: Values, kind: str, number: int) -> None:
        old, new = self._from or State.NEW.value, self._state(kind, number)
        if (old, new) not in WAYS.get((kind, entry["act"]), frozenset()):
            zh, en = "不得从 {old} 到 {new}", "it may not lead from {old} to {new}"
            self._fail(index, entry, zh, en, old=old, new=new)

    def _judge_stands(self, index: int, entry: Values, case: TargetCase) -> None:
        """Whoever signed, and he for whom it was, stand on that side from then on."""
        for write in entry["writes"]:
            if write["table"] != "signature":
                continue
            hand = write["after"]
            side = consent.STANDS_ON[hand["side"]]
            people = {hand["actor_id"], hand["on_behalf_of_id"]} - {None}
            if any((person, side) not in case.stands for person in people):
                zh, en = "签署人没有记在该方名下", "its signer does not stand on that side"
                self._hand_fails(index, "signature", write["id"], "actor_id", zh, en)

    def _judge_draft(self, index: int, entry: Values, number: int, case: TargetCase) -> None:
        candidate, signed = case.candidate, (entry["revision"], entry["digest"])
        if signed != (case.get("candidate"), case.get("digest")):
            zh, en = "所记稿号与候选稿不符", "it names another revision than the candidate"
            self._fail(index, entry, zh, en)
        if entry["act"] in APPROVING or case.get("in_force") != self._bound:
            self.approvals += entry["act"] in APPROVING
            if candidate is None or not consent.binds(case):
                zh, en = (
                    "批准时双方签署不齐或不在同一稿上",
                    "approved without both hands on it",
                )
                self._hand_fails(index, "target", number, "state", zh, en)
        if candidate is None or consent.derived_state(case) != case.state:
            self._fail(index, entry, "状态与签署不符", "the state is not what the hands say")
        if case.state not in OPEN:
            self._drafts.close(number)
