"""Programs that tests start beside themselves, to race with them and to be killed.

Each speaks line by line on its standard output: what is printed has happened before. Started as
`python -m tests.children NAME URL [JSON]` from the project's folder; waits for a line on its
standard input where it says "ready".
"""

import json
import random
import statistics
import sys
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from tests.builders import World
from tests.storage import opened
from web.checkpointing import Checkpointing
from workflow.audit.keys import KeyFolder
from workflow.clock import Manual, system_clock
from workflow.errors import StaleVersion, WorkflowError
from workflow.ticks import tick

ROOT = Path(__file__).resolve().parent.parent


class Child:
    """A program of this file, running."""

    def __init__(self, name: str, url: str, **options: Any) -> None:
        command = [sys.executable, "-m", "tests.children", name, url, json.dumps(options)]
        self.process = Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)

    def ready(self) -> None:
        """Wait until it has opened the county."""
        assert self.line() == "ready"

    def go(self) -> None:
        """Let it begin."""
        assert self.process.stdin is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def line(self) -> str:
        """Its next line; empty when it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().rstrip("\n")

    def rest(self) -> list[str]:
        """All that it still says until it ends; a last line that broke off is left out."""
        assert self.process.stdout is not None
        with self.process:
            text = self.process.stdout.read()
        return text[: text.rfind("\n") + 1].splitlines()

    def results(self) -> list[dict[str, Any]]:
        """What it found, one JSON value a line, to its good end."""
        lines = self.rest()
        assert self.process.returncode == 0
        return [json.loads(line) for line in lines]

    def kill(self) -> list[str]:
        """kill -9; what it had said before."""
        self.process.kill()
        return self.rest()


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def wait_for_go() -> None:
    say("ready")
    sys.stdin.readline()


def attempt(
    world: World, who: str, act: str, target: int, fields: dict[str, Any]
) -> dict[str, Any]:
    """One act at the door, with how long it took and what came of it."""
    begun = time.monotonic()
    result: dict[str, Any] = {"who": who, "act": act, "target": target}
    try:
        done = world.door.perform(act, "target", target, world.actor(who), fields)
        result |= {"outcome": "done", "entry": done.entry}
    except WorkflowError as error:
        current = getattr(error, "current", None)
        result |= {"outcome": type(error).__name__, "current": current}
    return result | {"began": begun, "ended": time.monotonic()}


def decide(world: World, jobs: list[list[Any]]) -> None:
    """Acts one after the other, as they were listed before the race began."""
    for who, *_ in jobs:
        world.actor(who)
    wait_for_go()
    results = [attempt(world, *job) for job in jobs]
    for result in results:
        say(json.dumps(result))


def writers(world: World, names: list[str], act: str, targets: list[int]) -> None:
    """A thread for each name; each tries the same act on every target at the version first seen."""
    for who in names:
        world.actor(who)
    results: dict[str, list[dict[str, Any]]] = {}

    def run(who: str) -> None:
        results[who] = [attempt(world, who, act, n, {"version": 1}) for n in targets]
        world.database.close()

    threads = [threading.Thread(target=run, args=(who,)) for who in names]
    wait_for_go()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result in (r for some in results.values() for r in some):
        say(json.dumps(result))


def signed_writers(world: World, names: list[str], targets: list[int], key: str) -> None:
    """A thread for each name that edits a target of its own, while this process signs the log."""
    for who in names:
        world.actor(who)
    signer = Checkpointing(world.door, KeyFolder(Path(key)), every=0.01)

    def run(who: str, target: int) -> None:
        for number in range(60):
            fields = {"version": world.target(target)["version"], "evidence": f"{who} {number}"}
            world.door.perform("edit", "target", target, world.actor(who), fields)
        world.database.close()

    pairs = zip(names, targets, strict=True)
    threads = [threading.Thread(target=run, args=pair) for pair in pairs]
    wait_for_go()
    for thread in (signer, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    signer.stop()
    say(json.dumps({"closed": world.door.closed}))


def edits(world: World, who: str, target: int, times: int) -> None:
    """Edits of one target that everybody edits, tried again with the newest version when stale."""
    wait_for_go()
    done = stale = 0
    while done < times:
        version = world.target(target)["version"]
        fields = {"version": version, "evidence": f"{who} {done}"}
        try:
            world.door.perform("edit", "target", target, world.actor(who), fields)
            done += 1
        except StaleVersion:
            stale += 1
    say(json.dumps({"who": who, "done": done, "stale": stale}))


def write_on(world: World, who: str, targets: list[int]) -> None:
    """Edits without end; each is said with its entry once it was acknowledged."""
    wait_for_go()
    number = 0
    while True:
        number += 1
        target = random.choice(targets)
        fields = {"version": world.target(target)["version"], "evidence": f"{who} {number}"}
        try:
            done = world.door.perform("edit", "target", target, world.actor(who), fields)
        except WorkflowError:
            continue
        say(f"{done.entry} {target} {who} {number}")


def schedule(world: World, seed: int, start: str, days: int) -> None:
    """A scheduler on a bad clock: it ticks while its clock walks, stepping up to 3 days back."""
    chance = random.Random(seed)
    day = datetime.fromisoformat(start)
    assert isinstance(world.clock, Manual)
    wait_for_go()
    walked = 0.0
    while walked < days:
        walked += chance.uniform(0, 1.5)
        world.clock.set(day + timedelta(days=walked + chance.uniform(-3, 3)))
        for number in tick(world.door).fell_due:
            say(f"{number} {world.clock().isoformat()}")
        # So long that the other scheduler, and whoever kills this one, has its turn too.
        time.sleep(0.01)
    say("end")


def main() -> None:
    name, url, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    with opened(url) as database:
        row = database.execute_sql("SELECT at FROM log_head").fetchone()
        world = World(database, Manual(max(system_clock(), datetime.fromisoformat(row[0]))))
        programs = (decide, writers, signed_writers, edits, write_on, schedule)
        next(p for p in programs if p.__name__ == name)(world, **options)


def waits(results: list[dict[str, Any]]) -> str:
    """The longest and the median wait, for whoever reads a test's output."""
    seconds = [r["ended"] - r["began"] for r in results]
    longest, median = max(seconds), statistics.median(seconds)
    return f"{len(seconds)} acts, median {median * 1000:.1f} ms, longest {longest * 1000:.0f} ms"


if __name__ == "__main__":
    main()
