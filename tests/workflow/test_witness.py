"""A witness cosigns what goes on from all that it has seen, stores first, and keeps evidence."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.program import ROOT
from workflow.audit import cosign, tree
from workflow.audit.checkpoint import Checkpoint, vouched
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.note import COSIGNATURE, BadNote, SigningKey, signed, with_lines
from workflow.audit.witness import Answer, NotCosigned
from workflow.audit.witness import cosign as witness_cosign
from workflow.audit.witness_state import DamagedState, State
from workflow.clock import Manual

ORIGIN = "shangxia/0123456789abcdef/1"
LOG = SigningKey.new(ORIGIN)
BUREAU = SigningKey.new("audit.example/bureau", COSIGNATURE)
LEAVES = [tree.leaf_hash(str(n).encode()) for n in range(40)]
FORKED = [*LEAVES[:2], tree.leaf_hash(b"forked"), *LEAVES[3:]]
AT = datetime(2014, 3, 1, tzinfo=UTC)
CLOCK = Manual(AT)


def checkpoint(size, leaves=LEAVES, origin=ORIGIN):
    return Checkpoint(origin, size, tree.root(leaves[:size]))


def note(size, leaves=LEAVES):
    return signed(checkpoint(size, leaves).text, LOG)


def step(old, new, leaves=LEAVES):
    return ConsistencyFile(old, new, tuple(tree.consistency_proof(leaves[:new], old)))


def offer(state, text, proof=None, key=BUREAU, log=(LOG.verifier,)):
    return witness_cosign(state, key, log, text, proof, CLOCK)


def refused(state, text, proof=None):
    with pytest.raises(NotCosigned) as found:
        offer(state, text, proof)
    return found.value


@pytest.fixture
def state(tmp_path):
    return State(tmp_path / "seen")


def test_the_first_checkpoint_of_a_log_is_cosigned_and_remembered(state):
    done = offer(state, note(7))
    assert done.answer is Answer.FIRST
    found = vouched(done.note, [LOG.verifier, BUREAU.verifier])
    assert (found.checkpoint, found.witnesses) == (checkpoint(7), (BUREAU.verifier,))
    assert cosign.checked(done.line, checkpoint(7).text, BUREAU.verifier) == AT.timestamp()
    assert State(state.folder).latest(ORIGIN).note == note(7)


def test_a_log_that_grew_is_cosigned_by_its_proof(state):
    offer(state, note(3))
    assert offer(state, note(7), step(3, 7)).answer is Answer.EXTENDS
    assert offer(state, note(40), step(7, 40)).answer is Answer.EXTENDS
    assert state.latest(ORIGIN).checkpoint == checkpoint(40)


def test_the_same_checkpoint_is_answered_again(state):
    first = offer(state, note(7))
    again = offer(state, note(7))
    assert (again.answer, again.line) == (Answer.SAME, first.line)
    # What comes back with our line of this second below does not get it twice.
    assert offer(state, first.note).note == first.note


def test_a_longer_log_without_a_proof_is_asked_for_one(state):
    offer(state, note(3))
    no = refused(state, note(7))
    assert (no.answer, no.evidence) == (Answer.NO_PROOF, None)
    assert "old=3, new=7" in no.words
    assert state.latest(ORIGIN).checkpoint.size == 3


@pytest.mark.parametrize("sizes", [(2, 7), (3, 8), (3, 3), (7, 7)])
def test_a_proof_of_other_sizes_is_said_to_be_one(state, sizes):
    offer(state, note(3))
    no = refused(state, note(7), step(*sizes))
    assert (no.answer, no.evidence) == (Answer.WRONG_PROOF, None)
    assert "from 3 to 7" in no.words


def test_two_roots_for_one_size_are_a_fork_and_both_notes_are_kept(state):
    offer(state, note(7))
    no = refused(state, note(7, FORKED))
    assert no.answer is Answer.FORK
    kept = {path.name: path.read_text("utf-8") for path in no.evidence.iterdir()}
    assert kept == {"seen.note": note(7), "offered.note": note(7, FORKED)}
    # Each is signed by the log: together they prove to anybody that it lied.
    roots = {vouched(text, [LOG.verifier]).checkpoint.root for text in kept.values()}
    assert len(roots) == 2
    assert state.latest(ORIGIN).note == note(7)


def test_a_fork_is_seen_at_a_size_that_was_passed_long_ago(state):
    offer(state, note(5))
    offer(state, note(9), step(5, 9))
    no = refused(state, note(5, FORKED))
    assert no.answer is Answer.FORK
    assert (no.evidence / "seen.note").read_text("utf-8") == note(5)


def test_a_log_that_does_not_go_on_from_what_was_seen_is_refused_with_the_proof_it_gave(state):
    offer(state, note(7))
    proof = step(7, 9, FORKED)
    no = refused(state, note(9, FORKED), proof)
    assert no.answer is Answer.UNPROVED
    kept = {path.name: path.read_text("utf-8") for path in no.evidence.iterdir()}
    wanted = {"seen.note": note(7), "offered.note": note(9, FORKED), "proof.txt": proof.text}
    assert kept == wanted
    assert state.latest(ORIGIN).checkpoint == checkpoint(7)
    # The honest log is still taken afterwards.
    assert offer(state, note(9), step(7, 9)).answer is Answer.EXTENDS


def test_evidence_is_never_lost_to_later_evidence(state):
    offer(state, note(7))
    folders = {refused(state, note(7, [*LEAVES[:n], *FORKED[2:9]])).evidence for n in range(2)}
    again = refused(state, note(7, FORKED[2:9])).evidence
    assert len(folders) == 2
    assert again in folders


def test_a_shorter_log_than_was_seen_is_not_cosigned(state):
    offer(state, note(5))
    offer(state, note(9), step(5, 9))
    for size in (3, 5):
        no = refused(state, note(size))
        assert (no.answer, no.evidence) == (Answer.OLDER, None)
        assert "9 entries" in no.words


def test_from_a_log_without_entries_everything_goes_on(state):
    assert offer(state, note(0)).answer is Answer.FIRST
    assert offer(state, note(7)).answer is Answer.EXTENDS
    assert state.latest(ORIGIN).checkpoint.size == 7


def test_an_empty_log_has_one_root_only(state):
    bent = signed(Checkpoint(ORIGIN, 0, bytes(32)).text, LOG)
    assert refused(state, bent).answer is Answer.IMPOSSIBLE
    assert state.latest(ORIGIN) is None


def test_each_log_is_remembered_by_itself(state):
    other = SigningKey.new("shangxia/0123456789abcdef/2")
    offer(state, note(7))
    second = signed(checkpoint(3, FORKED, other.name).text, other)
    assert offer(state, second, log=[other.verifier]).answer is Answer.FIRST
    assert state.latest(ORIGIN).checkpoint.size == 7


def test_a_log_may_go_on_under_a_new_key(state):
    offer(state, note(3))
    rotated = SigningKey.new(ORIGIN)
    text = signed(checkpoint(7).text, rotated)
    with pytest.raises(BadNote, match="no known key"):
        offer(state, text, step(3, 7))
    keys = (LOG.verifier, rotated.verifier)
    assert offer(state, text, step(3, 7), log=keys).answer is Answer.EXTENDS


def test_what_the_log_did_not_sign_is_neither_cosigned_nor_remembered(state):
    bent = note(7).replace("\n7\n", "\n8\n")
    stranger = signed(checkpoint(7).text, SigningKey.new(ORIGIN))
    cosigned_only = with_lines(
        f"{checkpoint(7).text}\n", cosign.cosignature(BUREAU, checkpoint(7).text, 1)
    )
    for text in (bent, stranger, cosigned_only, "", "x\n\n"):
        with pytest.raises(BadNote, match=r"\w"):
            offer(state, text)
    assert state.latest(ORIGIN) is None


def test_only_a_witness_s_own_kind_of_key_cosigns(state):
    with pytest.raises(BadNote, match="kind 4"):
        offer(state, note(7), key=LOG)


# — what is stored —


def stored(state):
    return next(state.folder.glob("*/*.note"))


def test_a_witness_stopped_between_storing_and_answering_answers_the_next_time(state):
    def stopped():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        witness_cosign(state, BUREAU, [LOG.verifier], note(7), None, stopped)
    assert state.latest(ORIGIN).checkpoint == checkpoint(7)  # stored, and no answer given
    assert offer(state, note(7)).answer is Answer.SAME
    assert refused(state, note(7, FORKED)).answer is Answer.FORK


def test_nothing_is_answered_that_could_not_be_stored(state):
    offer(state, note(3))
    folder = stored(state).parent
    folder.rename(folder.with_name("away"))
    folder.write_text("in the way of what must be stored")
    with pytest.raises(OSError, match=folder.name):
        offer(state, note(7))


def test_a_draft_left_by_a_crash_is_no_checkpoint(state):
    offer(state, note(3))
    (stored(state).parent / f".{7:019d}.note.4711").write_text("half a no")
    assert state.latest(ORIGIN).checkpoint.size == 3
    assert offer(state, note(7), step(3, 7)).answer is Answer.EXTENDS


@pytest.mark.parametrize(
    "text", ["", "half a no", note(8), signed(checkpoint(7, origin="other").text, LOG), "\udcff"]
)
def test_a_damaged_folder_is_said_and_nothing_is_cosigned(state, text):
    offer(state, note(7))
    stored(state).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(DamagedState, match=stored(state).name):
        offer(state, note(7))


ROUNDS = 40
RIVAL = """
import json, sys, time
from pathlib import Path
from tests.workflow import test_witness as t
folder, history, begin = sys.argv[1:]
leaves, told = getattr(t, history), []
logs, bureau = json.loads(sys.stdin.readline())
log, bureau = [t.SigningKey.of(each) for each in logs], t.SigningKey.of(bureau)
for n in range(t.ROUNDS):
    text = t.signed(t.checkpoint(7, leaves, f"log/{n}").text, log[n])
    time.sleep(max(0, float(begin) + n / 50 - time.time()))
    try:
        done = t.offer(t.State(Path(folder)), text, key=bureau, log=[log[n].verifier])
        told.append(n)
    except t.NotCosigned as no:
        assert no.answer is t.Answer.FORK and no.evidence.is_dir()
print(json.dumps(told))
"""


def test_of_two_histories_offered_at_once_by_two_processes_only_one_is_ever_cosigned(state):
    logs = [SigningKey.new(f"log/{n}") for n in range(ROUNDS)]
    given = json.dumps([[log.text for log in logs], BUREAU.text])
    begin = str(time.time() + 2)  # so that both knock at once; the answer must not hang on it

    def run(history):
        rival = [sys.executable, "-c", RIVAL, str(state.folder), history, begin]
        return subprocess.run(
            rival, cwd=ROOT, input=given, capture_output=True, text=True, check=True, timeout=100
        )

    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(run, ("LEAVES", "FORKED")))
    honest, forked = (set(json.loads(each.stdout)) for each in ran)
    assert honest.isdisjoint(forked)
    assert honest | forked == set(range(ROUNDS))
    kept = {
        n
        for n in range(ROUNDS)
        if state.latest(f"log/{n}").checkpoint.root == tree.root(LEAVES[:7])
    }
    assert kept == honest
