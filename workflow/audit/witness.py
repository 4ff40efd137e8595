"""A witness: cosigns a log's checkpoint if it goes on from all that the witness has seen of it.

After c2sp.org/tlog-witness, with files carried by hand in place of requests. A cosignature says:
at this time this was the longest log I had seen, and it holds what I saw before. So a witness
stores what it has seen before it answers, and keeps what contradicts it as evidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from workflow.audit.checkpoint import Checkpoint, vouched
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.cosign import cosignature
from workflow.audit.note import SigningKey, Verifier, plain_text, with_lines
from workflow.audit.tree import Frontier
from workflow.audit.witness_state import Seen, State
from workflow.clock import Clock
from workflow.words import Words


class Answer(StrEnum):
    """How a checkpoint stands to what was seen: the first three are cosigned, the others not."""

    FIRST = "first"  # nothing was seen of this log
    SAME = "same"  # seen already, and still the longest
    EXTENDS = "extends"  # proved to go on from the longest
    FORK = "fork"  # signed with another root for a size that was seen
    UNPROVED = "unproved"  # longer, but the proof does not lead there
    NO_PROOF = "no_proof"
    WRONG_PROOF = "wrong_proof"  # the proof is of other sizes
    OLDER = "older"
    IMPOSSIBLE = "impossible"  # a log without entries has one root only


COSIGNED = frozenset({Answer.FIRST, Answer.SAME, Answer.EXTENDS})

REFUSED = {
    Answer.FORK: Words(
        "日志分叉：同为 {new} 条，签过两个不同的根。不予见证。",
        "The log forks: two roots are signed for {new} entries. Not cosigned.",
    ),
    Answer.UNPROVED: Words(
        "所附证明不能说明 {new} 条的日志延续了已见的 {old} 条。不予见证。",
        "The proof does not show the log of {new} entries to go on from the {old} seen before. "
        "Not cosigned.",
    ),
    Answer.NO_PROOF: Words(
        "已见过 {old} 条，现为 {new} 条：请附一致性证明（old={old}，new={new}）。",
        "{old} entries were seen before, now there are {new}: a consistency proof is needed "
        "(old={old}, new={new}).",
    ),
    Answer.WRONG_PROOF: Words(
        "证明的条数不符，应为从 {old} 到 {new}。",
        "The proof is of other sizes; it must lead from {old} to {new}.",
    ),
    Answer.OLDER: Words(
        "已见过更长的日志（{old} 条），不再见证 {new} 条的检查点。",
        "A longer log was seen ({old} entries); a checkpoint of {new} is not cosigned any more.",
    ),
    Answer.IMPOSSIBLE: Words(
        "日志为空，根却不是空日志的根。", "The log is empty, but its root is not that of nothing."
    ),
}


class NotCosigned(Exception):
    """The witness says no. `evidence` is where it put what contradicts, if anything does."""

    def __init__(self, answer: Answer, words: Words, evidence: Path | None) -> None:
        super().__init__(words)
        self.answer = answer
        self.words = words
        self.evidence = evidence


@dataclass(frozen=True, slots=True)
class Cosigned:
    """What a witness gives back: the note with its line below, and the line by itself."""

    answer: Answer
    checkpoint: Checkpoint
    note: str
    line: str


def judged(
    latest: Seen | None, then: Seen | None, offered: Checkpoint, proof: ConsistencyFile | None
) -> Answer:
    """Tell how `offered` stands to the longest log seen and to what was seen at its own size."""
    if offered.size == 0 and offered.root != Frontier.empty().root():
        return Answer.IMPOSSIBLE
    if then is not None and then.checkpoint.root != offered.root:
        return Answer.FORK
    if latest is None:
        return Answer.FIRST
    size = latest.checkpoint.size
    if offered.size <= size:
        return Answer.SAME if offered.size == size else Answer.OLDER
    if size == 0:  # every log goes on from nothing
        return Answer.EXTENDS
    return _by_proof(latest.checkpoint, offered, proof)


def _by_proof(latest: Checkpoint, offered: Checkpoint, proof: ConsistencyFile | None) -> Answer:
    if proof is None:
        return Answer.NO_PROOF
    if (proof.old, proof.new) != (latest.size, offered.size):
        return Answer.WRONG_PROOF
    return Answer.EXTENDS if proof.leads(latest, offered) else Answer.UNPROVED


def cosign(
    state: State,
    key: SigningKey,
    log: Iterable[Verifier],
    note: str | bytes,
    proof: ConsistencyFile | None,
    clock: Clock,
) -> Cosigned:
    """Cosign the checkpoint in a note as of now, or refuse.

    Raises BadNote where no key of the log signed the note, NotCosigned, and DamagedState.
    """
    offered = Seen(vouched(note, log).checkpoint, plain_text(note))
    with state.locked():
        answer = _remembered(state, offered, proof)
        # Still under the lock: at that time nothing longer was seen.
        line = cosignature(key, offered.checkpoint.text, int(clock().timestamp()))
    return Cosigned(answer, offered.checkpoint, _below(offered.note, line), line)


def _remembered(state: State, offered: Seen, proof: ConsistencyFile | None) -> Answer:
    """The answer, once what it rests on is stored. Raises NotCosigned."""
    checkpoint = offered.checkpoint
    latest = state.latest(checkpoint.origin)
    then = state.at(checkpoint.origin, checkpoint.size)
    answer = judged(latest, then, checkpoint, proof)
    if answer not in COSIGNED:
        seen = then if answer is Answer.FORK else latest
        raise _refusal(state, answer, seen, offered, proof)
    state.keep(offered)
    return answer


def _refusal(
    state: State, answer: Answer, seen: Seen | None, offered: Seen, proof: ConsistencyFile | None
) -> NotCosigned:
    evidence = None
    if seen is not None and answer in (Answer.FORK, Answer.UNPROVED):
        files = {"seen.note": seen.note, "offered.note": offered.note}
        if answer is Answer.UNPROVED and proof is not None:
            files["proof.txt"] = proof.text
        evidence = state.keep_evidence(offered.checkpoint.origin, files)
    old = seen.checkpoint.size if seen else 0
    words = REFUSED[answer].format(old=old, new=offered.checkpoint.size)
    return NotCosigned(answer, words, evidence)


def _below(note: str, line: str) -> str:
    """The note with the line below, once: within one second the same line is made again."""
    return note if f"\n{line}\n" in note else with_lines(note, line)
