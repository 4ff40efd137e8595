"""Writers in several processes at once: one outcome each, and everybody gets a turn."""

from collections import Counter, defaultdict

import pytest

from tests.builders import World
from tests.children import Child, waits
from workflow.audit import opening
from workflow.audit.keys import KeyFolder
from workflow.audit.verify import verify

pytestmark = pytest.mark.slow

# What the loser of a race may be told; never "locked", never a crash.
LOSER = {"StaleVersion", "WrongState", "RulesRefused"}


def raced(*children: Child) -> list[dict]:
    """Let all begin at once, each on its own side; everything they found."""
    for child in children:
        child.ready()
    for child in children:
        child.go()
    return [result for child in children for result in child.results()]


def jobs(world: World, who: str, act: str, targets: list[int], **fields) -> list[list]:
    """The same act on every target, by what each showed before the race."""
    found = []
    for target in targets:
        row = world.target(target)
        seen = {"version": row["version"]}
        if act in ("submit", "review", "approve"):
            seen["digest"] = row["digest"]
        found.append([who, act, target, {**seen, **fields}])
    return found


@pytest.mark.parametrize(
    ("make", "first", "second"),
    [
        ("reviewed", ("head", "approve", {}), ("head2", "approve", {})),
        ("submitted", ("leader1", "review", {}), ("leader1b", "return", {"reason_code": "other"})),
        ("submitted", ("leader1", "review", {}), ("xq.drafter", "edit", {"points": "9"})),
        ("reviewed", ("head", "approve", {}), ("xq.head", "withdraw", {})),
    ],
    ids=["approve-approve", "review-return", "review-edit", "approve-withdraw"],
)
def test_two_deciders_at_once_give_one_decision(fresh, county_url, make, first, second):
    targets = [getattr(fresh, make)() for _ in range(60)]
    size = fresh.size()
    sides = [
        Child("decide", county_url, jobs=jobs(fresh, who, act, targets, **fields))
        for who, act, fields in (first, second)
    ]
    results = raced(*sides)
    by_target = defaultdict(list)
    for result in results:
        by_target[result["target"]].append(result)
    for target in targets:
        outcomes = sorted(r["outcome"] for r in by_target[target])
        assert outcomes.count("done") == 1
        assert set(outcomes) - {"done"} <= LOSER
        (loser,) = [r for r in by_target[target] if r["outcome"] != "done"]
        now = fresh.target(target)
        assert loser["current"]["version"] == now["version"]
        assert loser["current"]["state"] == now["state"]
    # Each act its entry: those done, and those refused to people who may see the target.
    assert fresh.size() == size + 2 * len(targets)
    print("two deciders:", waits(results))


def test_four_writers_in_two_processes_on_300_targets(fresh, county_url):
    names = ["office", "office2", "xq.office", fresh.newcomer("MBB-1")]
    targets = [fresh.draft() for _ in range(300)]
    sides = [
        Child("writers", county_url, names=pair, act="precheck", targets=targets)
        for pair in (names[:2], names[2:])
    ]
    results = raced(*sides)
    assert len(results) == 4 * 300
    won = Counter(r["target"] for r in results if r["outcome"] == "done")
    assert won == Counter(targets), "each target is decided exactly once"
    assert {r["outcome"] for r in results} - {"done"} <= LOSER
    assert all(fresh.target(t)["version"] == 2 for t in targets)

    print("four writers:", waits(results))
    ended = defaultdict(list)
    for result in results:
        ended[result["who"]].append(result["ended"])
    first_ready = min(max(times) for times in ended.values())
    had_a_turn = {who: sum(t <= first_ready for t in times) for who, times in ended.items()}
    assert min(had_a_turn.values()) >= 150, f"somebody was starved: {had_a_turn}"
    longest = max(r["ended"] - r["began"] for r in results)
    assert longest < 5, "nobody waits for seconds where an act takes milliseconds"


def test_edits_of_one_target_by_many_are_all_kept(fresh, county_url):
    target = fresh.draft()
    people = ["xq.drafter", "xq.head", "office", "leader1"]
    results = raced(*(Child("edits", county_url, who=w, target=target, times=40) for w in people))
    assert sum(r["done"] for r in results) == 160
    row = fresh.target(target)
    assert (row["version"], row["candidate"]) == (161, 161)
    numbers = [r["no"] for r in fresh.rows("SELECT no FROM revision WHERE target_id = ?", target)]
    assert sorted(numbers) == list(range(1, 162))
    ids = [r["id"] for r in fresh.rows("SELECT id FROM entry ORDER BY id")]
    assert ids == list(range(len(ids)))


def test_eight_writers_in_two_processes_that_both_sign_leave_one_log(fresh, county_url, tmp_path):
    """No gap, no fork, and no two checkpoints of one size with different roots."""
    names = ["xq.drafter", "xq.head", "office", "leader1"]
    targets = [fresh.draft() for _ in range(8)]
    key = tmp_path / "log-key"
    opening.seal(fresh.door, KeyFolder(key))
    size = fresh.size()
    sides = [
        Child("signed_writers", county_url, names=names, targets=half, key=str(key))
        for half in (targets[:4], targets[4:])
    ]
    assert [result["closed"] for result in raced(*sides)] == [None, None]
    assert fresh.size() == size + 8 * 60
    report = verify(fresh.database, None, None, KeyFolder(key).key().verifier.text)
    assert report.ok, report.first
    assert report.signed == report.size == fresh.size()
    rows = fresh.rows("SELECT size, root FROM checkpoint ORDER BY id")
    sizes = [row["size"] for row in rows]
    assert sizes == sorted(set(sizes))
    print("signed while written:", len(rows), "checkpoints")
    assert len(rows) > 10
