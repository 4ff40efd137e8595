"""One story in which every table of the log is written to. `tests/fixtures/log-*.jsonl.gz` are logs
of it as the program of their day wrote them; none is ever written anew, a later one stands beside.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from models import statements
from tests.builders import NOBODY, World
from tests.workflow import own_year, result_years
from tests.workflow.test_correction import corrected
from tests.workflow.test_once import HONOURS, entry, ledgered
from tests.workflow.test_rules import PASSES, knock
from workflow import passwords
from workflow.audit.entry import root_of
from workflow.audit.note import COSIGNATURE, SigningKey
from workflow.audit.tree import leaf_hash
from workflow.case import Actor, Shown
from workflow.clock import stamp
from workflow.queries import checkpoints

FIXTURES = Path(__file__).parent.parent / "fixtures"


def tell(world: World) -> None:
    """Every act of the table that has rules, a year to its awards, and the rest."""
    _county(world)
    for row in PASSES:
        assert knock(world, PASSES[row](world)) is None, row
    _signed_on_a_page(world, world.draft(category="key", key_tasks=["K1"], target_value="5"))
    made = result_years.revised(world)
    own_year.signed_off(world, made.year)
    world.clock.forward(days=20)
    world.year("head", "decide", made.year, document="云政常纪2号")
    result_years.paid(world, made, "XQ")
    corrected(world)
    own_year.ruled(world, HONOURS)
    honoured = ledgered(world, "in_progress", rule="honours")
    about = entry(world, honoured, event="county", matter_code="植树")
    world.act("assessor", "enter_ledger", honoured, **about)


def _county(world: World) -> None:
    """What has no rules: reference data, access, who proves the log."""
    world.county("office", "set_calendar", year=2014, document="国办发明电〔2013〕28号",
                 workdays=["2014-01-26"], holidays=["2014-01-01"])  # fmt: skip
    world.county("office", "record_past_result", year=2012, unit="XQ", measure="建成里程",
                 unit_of_measure="公里", result="7", status="estimated")  # fmt: skip
    link, token = passwords.token_hash("l" * 43), passwords.token_hash("t" * 43)
    world.county("admin", "grant_link", username="office", link_hash=link, purpose="first")
    fields = {"username": "office", "token_hash": token, "label": "报表"}
    world.door.perform("grant_token", "county", None, Actor(None, "operator", "cli"), fields)
    key = SigningKey.new(checkpoints.origin(world.database, 1) or "")
    world.door.perform("set_log_key", "county", None, NOBODY, {"vkey": key.verifier.text})
    witness = SigningKey.new("audit.example", COSIGNATURE)
    world.county("admin", "add_witness", vkey=witness.verifier.text)


def _signed_on_a_page(world: World, number: int) -> None:
    """A signature on what was shown a minute before, with a reason for no growth."""
    digest = world.target(number)["digest"]
    shown = Shown(stamp(world.clock()), frozenset({("target", number, digest)}))
    world.clock.forward(minutes=1)
    actor = replace(world.actor("xq.head"), shown=shown)
    fields = {"digest": digest, "growth_reason": "受灾减产"}
    world.door.perform("submit", "target", number, actor, fields)


def empty_tables(world: World, tables: list[str]) -> set[str]:
    """Those of these tables that the story did not reach."""
    sql = 'SELECT COUNT(*) FROM "{}"'
    return {t for t in tables if not statements.value(world.database, sql.format(t))}


def keep(world: World, name: str, told: dict[str, str]) -> None:
    """Write the log of a county down as a fixture, with its root and the digests of its tables."""
    bodies = [row["body"] for row in world.rows("SELECT body FROM entry ORDER BY id")]
    size, root = root_of(world.database)
    FIXTURES.mkdir(exist_ok=True)
    # Without a time in its head the file is the same whenever it is written.
    packed = gzip.compress("".join(f"{body}\n" for body in bodies).encode(), 9, mtime=0)
    (FIXTURES / f"{name}.jsonl.gz").write_bytes(packed)
    about = {"size": size, "root": root, "tables": told}
    (FIXTURES / f"{name}.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def kept(name: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The entries of a fixture, and what is known of them."""
    packed = (FIXTURES / f"{name}.jsonl.gz").read_bytes()
    bodies = gzip.decompress(packed).decode().splitlines()
    about = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))
    return [_row(body) for body in bodies], about


def _row(body: str) -> dict[str, Any]:
    entry = json.loads(body)
    names = {"object_kind": entry["object"]["kind"], "object_id": entry["object"]["id"]}
    same = {name: entry[name] for name in ("at", "act", "outcome")}
    leaf = leaf_hash(body.encode()).hex()
    about = {"id": entry["index"], "person_id": entry["person"], "body": body, "leaf": leaf}
    return {**about, **names, **same}
