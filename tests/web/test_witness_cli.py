"""`shangxia witness` as the audit bureau uses it: no county, a folder, a key, carried files."""

import json
import shutil
import stat

import pytest

from tests.program import Cli, shangxia
from workflow.audit import tree
from workflow.audit.checkpoint import Checkpoint, vouched
from workflow.audit.consistency_file import ConsistencyFile
from workflow.audit.note import ED25519, SigningKey, Verifier, signed

ORIGIN = "shangxia/0123456789abcdef/1"
# A test name holds it, and must be the same in every process.
LOG = SigningKey(ORIGIN, ED25519, b"l" * 32)
LEAVES = [tree.leaf_hash(str(n).encode()) for n in range(9)]
FORKED = [tree.leaf_hash(b"forked"), *LEAVES[1:]]


class Bureau:
    """A desk in the audit bureau: its folder, and the program with nothing set up."""

    def __init__(self, folder):
        self.folder = folder
        self.cli = Cli(f"sqlite:///{folder / 'none' / 'county.db'}")
        self.vkey = self.cli("witness", "key", "--name", "bureau", "--out", self.at("key")).out

    def at(self, name):
        return str(self.folder / name)

    def checkpoint(self, size, leaves=LEAVES):
        """A checkpoint file that somebody brought."""
        text = Checkpoint(ORIGIN, size, tree.root(leaves[:size])).text
        (self.folder / "checkpoint").write_text(signed(text, LOG), "utf-8")
        return self.at("checkpoint")

    def proof(self, old, new):
        """The consistency proof that somebody brought with it."""
        nodes = tuple(tree.consistency_proof(LEAVES[:new], old))
        (self.folder / "proof").write_text(ConsistencyFile(old, new, nodes).text, "utf-8")
        return ["--proof", self.at("proof")]

    def given(self):
        return ["--state", self.at("seen"), "--key", self.at("key"), "--vkey", LOG.verifier.text]

    def cosign(self, file, *more, **env):
        return self.cli("witness", "cosign", file, *self.given(), *more, **env)

    def verifiers(self):
        return [LOG.verifier, Verifier.of(self.vkey.strip())]


@pytest.fixture
def bureau(tmp_path):
    return Bureau(tmp_path)


def test_a_witness_s_key_is_for_its_own_eyes_and_never_written_over(bureau):
    path = bureau.folder / "key"
    before = path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert SigningKey.of(before.decode().strip()).verifier.text == bureau.vkey.strip()
    assert before.decode().strip() not in bureau.vkey
    ran = bureau.cli("witness", "key", "--name", "bureau", "--out", str(path))
    assert (ran.code, ran.out, "not overwritten" in ran.line) == (1, "", True)
    assert path.read_bytes() == before


def test_a_name_with_a_space_makes_no_key(bureau):
    ran = bureau.cli("witness", "key", "--name", "audit bureau", "--out", bureau.at("other"))
    assert (ran.code, "cannot be a name" in ran.line) == (2, True)
    assert not (bureau.folder / "other").exists()


def test_a_carried_checkpoint_comes_back_cosigned_without_any_county(bureau):
    ran = bureau.cosign(bureau.checkpoint(5))
    assert ran.code == 0, ran.err
    found = vouched(ran.out, bureau.verifiers())
    assert (found.checkpoint.size, len(found.witnesses)) == (5, 1)
    assert not (bureau.folder / "none").exists()


def test_a_grown_log_needs_its_proof_and_the_result_goes_to_a_new_file(bureau):
    bureau.cosign(bureau.checkpoint(5))
    grown = bureau.checkpoint(9)
    ran = bureau.cosign(grown)
    assert (ran.code, "old=5, new=9" in ran.line) == (1, True)
    ran = bureau.cosign(grown, *bureau.proof(5, 9), "--out", bureau.at("back"))
    assert ran.code == 0, ran.err
    assert "goes on from" in ran.out
    back = (bureau.folder / "back").read_text("utf-8")
    assert len(vouched(back, bureau.verifiers()).witnesses) == 1
    ran = bureau.cosign(grown, "--out", bureau.at("back"))
    assert (ran.code, "not overwritten" in ran.line) == (1, True)


def test_a_fork_is_refused_and_the_evidence_convinces_anybody(bureau):
    first = bureau.checkpoint(5)
    shutil.copyfile(first, bureau.at("first"))
    bureau.cosign(first)
    ran = bureau.cosign(bureau.checkpoint(5, FORKED))
    assert (ran.code, ran.out) == (1, "")
    assert "forks" in ran.line
    evidence = bureau.folder / ran.line.rpartition("The evidence is in ")[2]
    seen, offered = (evidence / name for name in ("seen.note", "offered.note"))
    assert seen.read_bytes() == (bureau.folder / "first").read_bytes()
    assert offered.read_bytes() == (bureau.folder / "checkpoint").read_bytes()
    said = bureau.cosign(bureau.at("checkpoint"), SHANGXIA_LANGUAGE="zh-CN").line
    assert "日志分叉" in said
    assert str(evidence) in said


def test_an_answer_that_could_not_be_delivered_is_given_the_next_time(bureau):
    file = bureau.checkpoint(5)
    ran = bureau.cosign(file, "--out", bureau.at("no folder/back"))
    assert (ran.code, "no folder" in ran.line) == (1, True)
    ran = bureau.cosign(file, "--out", bureau.at("back"))
    assert (ran.code, "same as was seen" in ran.out) == (0, True)


def test_json_tells_all_of_it(bureau):
    told = json.loads(bureau.cosign(bureau.checkpoint(5), "--json").out)
    assert (told["answer"], told["size"], told["origin"]) == ("first", 5, ORIGIN)
    assert told["root"] == tree.root(LEAVES[:5]).hex()
    assert told["note"].endswith(f"{told['line']}\n")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("checkpoint", "x\n", "blank line"),
        ("checkpoint", "x" * 1_100_000, "at most"),
        ("key", "x\n", "no key file"),
        ("key", LOG.text, "another kind of key"),
        ("proof", "x\n", "begins with"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(bureau, name, text, why):
    bureau.checkpoint(5)
    bureau.proof(3, 5)
    (bureau.folder / name).write_text(text, "utf-8")
    ran = bureau.cosign(bureau.at("checkpoint"), "--proof", bureau.at("proof"))
    assert (ran.code, ran.out) == (1, "")
    assert why in ran.line
    assert bureau.at(name) in ran.line
    assert not list(bureau.folder.glob("seen/*/*.note"))


def test_a_key_that_others_may_read_is_not_used(bureau):
    (bureau.folder / "key").chmod(0o640)
    ran = bureau.cosign(bureau.checkpoint(5))
    assert (ran.code, "chmod 600" in ran.line) == (1, True)


@pytest.mark.parametrize("kind", ["nonsense", "witness"])
def test_a_key_that_is_not_the_log_s_is_a_wrong_option(bureau, kind):
    vkey = bureau.vkey.strip() if kind == "witness" else kind
    ran = bureau.cosign(bureau.checkpoint(5), "--vkey", vkey)
    assert (ran.code, "--vkey" in ran.line) == (2, True)


def test_the_program_itself_cosigns_in_a_folder_that_holds_nothing_else(tmp_path):
    ran = shangxia("witness", "key", "--name", "bureau", "--out", str(tmp_path / "key"))
    assert (ran.code, ran.out.count("\n"), ran.err) == (0, 1, "")
    text = signed(Checkpoint(ORIGIN, 5, tree.root(LEAVES[:5])).text, LOG)
    (tmp_path / "checkpoint").write_text(text, "utf-8")
    given = ["--state", str(tmp_path / "seen"), "--key", str(tmp_path / "key")]
    given += ["--vkey", LOG.verifier.text]
    ran = shangxia("witness", "cosign", str(tmp_path / "checkpoint"), *given)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(text)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint", "key", "seen"]
