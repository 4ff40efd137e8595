"""Append and root beside pymerkle, a library under the GPL and so never a part of this program.

It runs in a process of its own, by whatever Python has it (`shangxia bench --pymerkle PYTHON`;
`python3 -m venv DIR && DIR/bin/pip install pymerkle` makes one), and is told by lines on its
standard input what to hash. Where there is no such Python nothing is compared, and it is said.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from workflow.audit.tree import Frontier, leaf_hashes
from workflow.bench.measure import Result, Times, quicker, undisturbed
from workflow.words import Words

# Reads leaves from a file, one to a line; for each line that comes in, hashes them and answers
# with the seconds it took and the root.
THEIRS = """
import sys, time
from pymerkle import InmemoryTree
leaves = open(sys.argv[1], "rb").read().splitlines()
for line in sys.stdin:
    begun = time.perf_counter()
    tree = InmemoryTree(algorithm="sha256")
    tree.append_entries(leaves)
    root = (tree.get_root if hasattr(tree, "get_root") else tree.get_state)()
    print(time.perf_counter() - begun, root.hex(), flush=True)
"""
ABOUT = Words("追加并求根，对 pymerkle", "append and root : pymerkle")
MISSING = Words(
    "未与 pymerkle 比较：用 --pymerkle 指明装有它的 Python（GPL，只用于测速）。",
    "not compared with pymerkle: name a Python that has it by --pymerkle (GPL, for benches only).",
)


class Unlike(Exception):
    """The other library comes to another root, or to none: the times say nothing."""


def measure(python: str | None, bodies: Sequence[str], rounds: int) -> list[Result]:
    """Both hash the same leaves in turn, each in its quickest way. Raises Unlike."""
    if python is None:
        return []
    leaves = [body.encode() for body in bodies]
    ours, theirs = Times(), Times()
    with tempfile.TemporaryDirectory(prefix="shangxia-bench-") as name, undisturbed():
        file = Path(name) / "leaves"
        file.write_bytes(b"\n".join(leaves))
        with subprocess.Popen(  # noqa: S603  (the Python that was asked for)
            [python, "-W", "ignore", "-c", THEIRS, str(file)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # whatever it never reads is not waiting to be written when it is closed
        ) as other:
            root = Frontier.of(leaf_hashes(leaves)).root()
            for _ in range(rounds + 1):
                ours.run(lambda: Frontier.of(leaf_hashes(leaves)).root())
                theirs.seconds.append(_asked(other, root))
            assert other.stdin is not None
            other.stdin.close()
    return [quicker(ABOUT, ours.without_first(1), theirs.without_first(1), 5)]


def _asked(other: subprocess.Popen[bytes], root: bytes) -> float:
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        other.stdin.write(b"again\n")
        seconds, _, found = other.stdout.readline().decode().strip().partition(" ")
    except BrokenPipeError:
        found = ""
    if found != root.hex():
        raise Unlike("pymerkle gives another root" if found else "there is no pymerkle")
    return float(seconds)
