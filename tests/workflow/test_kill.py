"""kill -9 under load: what was acknowledged is there, the log is whole, and work goes on."""

import json
import random
import time

import pytest

from tests.builders import World
from tests.children import Child
from tests.storage import opened
from workflow.audit.entry import root_of
from workflow.audit.tree import Frontier, leaf_hash
from workflow.county import open_county

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
KILLS = 20


def check_log(database) -> int:
    """Recompute the log from its bodies; how many entries it has."""
    rows = database.execute_sql("SELECT id, body, leaf, at FROM entry ORDER BY id").fetchall()
    assert [row[0] for row in rows] == list(range(len(rows)))
    frontier, last = Frontier.empty(), ""
    for number, body, leaf, at in rows:
        assert leaf_hash(body.encode()).hex() == leaf
        assert json.loads(body)["index"] == number
        assert at >= last
        frontier, last = frontier.append(bytes.fromhex(leaf)), at
    assert root_of(database) == (len(rows), frontier.root().hex())
    return len(rows)


def check_acknowledged(world: World, lines: list[str]) -> None:
    """Every act that was said to be done is in the log, with what it wrote."""
    for line in lines:
        entry, target, who, number = line.split()
        row = world.row("SELECT * FROM entry WHERE id = ?", int(entry))
        assert row is not None, f"acknowledged and lost: {line}"
        body = json.loads(row["body"])
        assert (body["act"], body["outcome"], body["object"]["id"]) == ("edit", "done", int(target))
        assert body["person"] == world.actor(who).person
        written = next(w["after"] for w in body["writes"] if w["table"] == "revision")
        assert json.loads(written["material"])["evidence"] == f"{who} {number}"
        kept = world.row("SELECT material FROM revision WHERE id = ?", written["id"])
        assert kept["material"] == written["material"]


def check_targets(world: World, targets: list[int]) -> None:
    """No act is there by half: each version has its revision, its entry and its digest."""
    for target in targets:
        row = world.target(target)
        newest = world.row(
            "SELECT no, digest FROM revision WHERE target_id = ? ORDER BY no DESC LIMIT 1", target
        )
        assert (newest["no"], newest["digest"]) == (row["candidate"], row["digest"])
        entries = world.row(
            "SELECT COUNT(*) AS n FROM entry WHERE object_kind = 'target' "
            "AND outcome = 'done' AND object_id = ?",
            target,
        )
        assert entries["n"] == row["version"]


def test_twenty_kills_under_load_lose_nothing_acknowledged(county_url):
    with opened(county_url) as database:
        world = World(database)
        targets = [world.draft() for _ in range(5)]
    chance, slowest, acknowledged = random.Random(20), 0.0, 0
    for _ in range(KILLS):
        writers = [
            Child("write_on", county_url, who=who, targets=targets)
            for who in ("xq.drafter", "office")
        ]
        for child in writers:
            child.ready()
            child.go()
        said = [writers[0].line() for _ in range(chance.randrange(1, 25))]
        time.sleep(chance.uniform(0, 0.02))
        for child in writers:
            child.process.kill()
        said += [line for child in writers for line in child.rest()]

        begun = time.monotonic()
        county = open_county(county_url, make=True)
        county.close()
        getattr(county, "close_all", lambda: None)()
        with opened(county_url) as database:
            world = World(database)
            version = world.target(targets[0])["version"]
            world.act("xq.drafter", "edit", targets[0], title=f"重新打开 {version}")
            slowest = max(slowest, time.monotonic() - begun)
            check_acknowledged(world, said)
            check_targets(world, targets)
            acknowledged += len(said)
    with opened(county_url) as database:
        size = check_log(database)
    print(f"{acknowledged} acknowledged, {size} entries, ready again within {slowest:.2f} s")
    assert acknowledged > KILLS
    assert slowest < 3
