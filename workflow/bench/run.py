"""`shangxia bench`: builds a county in a temporary folder, measures, prints ratios.

Nothing outside that folder is read or written. A missed goal is printed, never an error.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from workflow.bench import acts, county, lists, log, log_cost, long_log, pymerkle, results, year
from workflow.bench.county import Bench
from workflow.bench.measure import Result, table
from workflow.bench.process import Counted
from workflow.words import say

Progress = Callable[[str], None]
# What is measured beside the county itself, such as its pages: with readings of each.
Also = Callable[[Bench, int], list[Result]]


def run(
    *,
    folder: Path,
    signed: int = 300,
    targets: int = 60_000,
    entries: int = 100_000,
    rounds: int = 60,
    python: str | None = None,
    progress: Progress = lambda _: None,
    also: Sequence[Also] = (),
) -> list[Result]:
    """Measure all that there is, in a new county in `folder`; what stands in `also`, in another.

    `signed` targets are signed three times each; `targets` fill the lists; each page is read
    `rounds` times; a log of `entries` is hashed anew, also by pymerkle where `python` has it.
    Raises acts.NotTheSame and its like where the two sides of a comparison do not agree.
    """
    progress("making a county of 100 units")
    bench = county.make(folder)
    try:
        progress(f"signing {signed} targets three times")
        found = acts.measure(bench, signed)
        assert found[0].ours is not None
        found.append(acts.measure_bulk(bench, found[0].ours))
        progress("verifying the log")
        found.append(log.measure(bench.door.database, 3))
        found.append(log_cost.measure_replay(bench.door.database, 3))
        found += log_cost.measure_cost(bench, found[0].ours)
        bodies = long_log.bodies_of(bench.door.database)
        progress(f"filling in {targets} targets")
        county.fill(bench, targets)
        progress("paging through lists")
        found += lists.measure(bench, rounds)
    finally:
        bench.door.database.close()
    progress(f"hashing a log of {entries} entries")
    found += _of_a_long_log(folder, bodies, entries, python)
    return found + (_in_a_whole_year(folder, rounds, progress, also) if also else [])


def _of_a_long_log(
    folder: Path, bodies: list[str], entries: int, python: str | None
) -> list[Result]:
    long = long_log.make(folder, bodies, entries)
    try:
        found = long_log.measure(long, 5)
    finally:
        long.database.close()
    return found + pymerkle.measure(python, long_log.texts(bodies, min(entries, 20_000)), 5)


def _in_a_whole_year(
    folder: Path, rounds: int, progress: Progress, also: Sequence[Also]
) -> list[Result]:
    """What is measured in a county of its own, whose every unit has a year's whole plan."""
    progress(f"making a year of {county.UNITS} units with {year.EACH} targets each")
    own = folder / "year"
    own.mkdir()
    bench = county.make(own)
    try:
        year.fill(bench)
        progress("reading pages")
        return [result for measure in also for result in measure(bench, rounds)]
    finally:
        bench.door.database.close()


def _options(options: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="shangxia bench", description=__doc__)
    parser.add_argument(
        "only",
        nargs="?",
        choices=("results",),
        help="only this, which nothing else measures: scores and ranks of units by the thousand",
    )
    parser.add_argument("--units", type=int, default=10_000, help="units that are ranked")
    parser.add_argument("--each", type=int, default=40, help="targets of each of these units")
    parser.add_argument("--signed", type=int, default=300, help="targets to sign three times")
    parser.add_argument("--targets", type=int, default=60_000, help="targets in the lists")
    parser.add_argument("--entries", type=int, default=100_000, help="entries of a long log")
    parser.add_argument("--pymerkle", metavar="PYTHON", help="a Python that has pymerkle (GPL)")
    parser.add_argument("--rounds", type=int, default=60, help="readings of each page")
    parser.add_argument("--language", choices=("zh-CN", "en"), default="en")
    parser.add_argument("--folder", type=Path, help="where to build (default: temporary files)")
    return parser.parse_args(options)


def _machine_is_busy() -> bool:
    """Whether more than this program wanted to run (the last minute's load, where it is known)."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return load > max(1.5, (os.cpu_count() or 1) * 0.75)


def _measured(
    chosen: argparse.Namespace, folder: Path, also: Sequence[Also], counted: Counted
) -> list[Result]:
    def progress(text: str) -> None:
        print(f"… {text}", flush=True)

    if chosen.only == "results":
        return results.measure(
            folder, chosen.units, chosen.each, progress=progress, counted=counted
        )
    return run(
        folder=folder,
        signed=chosen.signed,
        targets=chosen.targets,
        entries=chosen.entries,
        rounds=chosen.rounds,
        python=chosen.pymerkle,
        progress=progress,
        also=also,
    )


def main(
    options: Sequence[str] | None = None,
    also: Sequence[Also] = (),
    counted: Counted = lambda done, total: None,
) -> int:
    """Measure and print. Returns 0 also where a goal is missed: a bench judges nobody."""
    chosen = _options(options)
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix="shangxia-bench-") as name:
        found = _measured(chosen, Path(name), also, counted)
    print(table(found, chosen.language))
    if chosen.pymerkle is None and chosen.only is None:
        print(say(pymerkle.MISSING, chosen.language))
    if _machine_is_busy():
        print("Others kept this machine busy: what waits for the disk looks better than it is.")
    return 0
