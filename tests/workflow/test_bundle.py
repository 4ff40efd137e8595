"""A bundle of the log: a stranger's Python says whether a single byte of it was touched."""

import ast
import gzip
import hashlib
import json
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from models import statements
from tests.storage import opened
from tests.workflow.bending import forge, unguarded
from tests.workflow.bundles import Exporter, judged, parts_of, together, verdict
from workflow.audit.bundle.building import SHIPPED, MovedOn
from workflow.audit.bundle.scope import Scope
from workflow.audit.bundle.shipped import verify
from workflow.audit.canonical import canonical
from workflow.audit.keys import KeyFolder
from workflow.audit.note import SigningKey
from workflow.demo.county import make
from workflow.errors import NotFound, NotPermitted, Unavailable

CLOSED = Scope("year", 2012)
STDLIB = set(sys.stdlib_module_names)


def exporter(storage, folder):
    url = storage.new()
    with opened(url) as database:
        make(database, reduced=True)
        yield Exporter(database, KeyFolder(folder / "log-key"))
    storage.drop(url)


@pytest.fixture(scope="module")
def county(sqlite_storage, tmp_path_factory):
    """A demo county with a closed year, whose log is signed."""
    yield from exporter(sqlite_storage, tmp_path_factory.mktemp("key"))


@pytest.fixture(scope="module")
def year(county, tmp_path_factory) -> Path:
    """The bundle of its closed year."""
    out = tmp_path_factory.mktemp("bundles") / "year.zip"
    county.export(CLOSED, out)
    return out


@pytest.fixture(scope="module")
def target(county, tmp_path_factory) -> Path:
    """The bundle of one target that came a long way."""
    out = tmp_path_factory.mktemp("bundles") / "target.zip"
    county.export(Scope("target", arbitrated(county)), out)
    return out


def arbitrated(county) -> int:
    return statements.value(county.database, "SELECT target_id FROM arbitration")


def entries_of(bundle: Path) -> list[dict]:
    lines = gzip.decompress(parts_of(bundle)["entries.jsonl.gz"]).splitlines()
    return [json.loads(line) for line in lines]


# — a stranger, elsewhere —


def run_alone(folder: Path, bundle: Path, *options: str):
    """The verifier out of the bundle, in a bare Python, in a folder without the product."""
    folder.mkdir(exist_ok=True)
    script = folder / "verify.py"
    script.write_bytes(parts_of(bundle)["verify.py"])
    return subprocess.run(
        [sys.executable, "-I", "-S", script, bundle, *options],
        cwd=folder, env={}, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_a_closed_year_verifies_in_a_bare_python_without_the_product(county, year, tmp_path):
    ran = run_alone(tmp_path / "elsewhere", year, "--vkey", county.vkey)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert [line.split("\t")[1] for line in lines] == [
        "container", "manifest", "checkpoints", "log", "texts", "verdict",
    ]  # fmt: skip
    assert lines[-1].endswith("Authentic: all of it is what your key has signed")
    chinese = run_alone(tmp_path / "elsewhere", year, "--lang", "zh")
    assert "仅自洽" in chinese.stdout
    assert not any(line.startswith("✗") for line in chinese.stdout.splitlines())


def test_what_cannot_be_asked_is_wrong_usage(year, tmp_path):
    folder = tmp_path / "elsewhere"
    assert run_alone(folder, year, "--vkey", "no key at all").returncode == 2
    assert run_alone(folder, year, "--checkpoint", "nowhere").returncode == 2
    other = SigningKey.new("somebody").verifier.text
    ran = run_alone(folder, year, "--vkey", other)
    assert ran.returncode == 1
    assert "✗\tmanifest" in ran.stdout


def test_the_verifier_is_one_short_file_for_any_python_from_3_8_on():
    source = (SHIPPED / "verify.py").read_text("utf-8")
    assert source.count("\n") <= 300
    assert max(map(len, source.splitlines())) <= 100
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert imported <= STDLIB
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))


# — what is in it —


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_scope_of_a_county_verifies_on_both_databases(kind, request, tmp_path):
    for county in exporter(request.getfixturevalue(f"{kind}_storage"), tmp_path):
        sql = "SELECT MAX(id) AS id FROM target GROUP BY year_id, state, origin"
        targets = [Scope("target", row["id"]) for row in statements.rows(county.database, sql)]
        years = [Scope("year", number) for number in (2012, 2013, 2014)]
        for scope in (Scope(), *years, *targets):
            out = tmp_path / f"{scope.text}.zip"
            built = county.export(scope, out).built
            found = judged(out, county.vkey)
            assert all(ok for ok, _ in found.values()), (scope, found)
            assert found["log"][1].startswith(f"{built.entries} of {built.size} shown")
        assert len(targets) > 10


def test_a_year_holds_everything_about_it_and_only_hashes_of_the_rest(county, year):
    shown = {entry["index"]: entry for entry in entries_of(year)}
    sql = (
        "SELECT e.id FROM entry e LEFT JOIN target t ON t.id = e.object_id "
        "AND e.object_kind = 'target' WHERE t.year_id = ? OR e.object_kind = 'county'"
    )
    size = int(parts_of(year)["manifest"].split(b"\n")[2])
    wanted = {row["id"] for row in statements.rows(county.database, sql, (2012,))}
    assert {number for number in wanted if number < size} <= shown.keys()
    other = "SELECT id FROM entry WHERE object_kind = 'target' AND object_id IN (SELECT id FROM "
    other += "target WHERE year_id <> 2012)"
    assert not shown.keys() & {row["id"] for row in statements.rows(county.database, other)}
    kinds = {entry["object"]["kind"] for entry in shown.values()}
    assert kinds == {"county", "year", "item", "target"}
    tree = gzip.decompress(parts_of(year)["tree.gz"])
    assert len(tree) == 33 * size


def test_a_target_goes_alone_with_those_who_signed_it(county, target):
    number = arbitrated(county)
    shown = entries_of(target)
    mine = [e for e in shown if e["object"]["kind"] == "target"]
    assert {e["object"]["id"] for e in mine} == {number}
    sql = "SELECT COUNT(*) FROM entry WHERE object_kind = 'target' AND object_id = ?"
    assert len(mine) == statements.value(county.database, sql, (number,))
    written = [w for e in shown for w in e["writes"] if w["table"] == "person" and not w["before"]]
    told = {w["id"] for w in written}
    signers = {
        w["after"]["actor_id"] for e in mine for w in e["writes"] if w["table"] == "signature"
    }
    assert signers <= told
    everybody = statements.value(county.database, "SELECT COUNT(*) FROM person")
    assert len(told) < everybody / 3
    assert len(gzip.decompress(parts_of(target)["tree.gz"])) < 33 * 600


def test_the_same_log_gives_the_same_bundle_byte_for_byte(county, tmp_path):
    """But for the checkpoint, which grows by the export's own entry."""
    first = county.built(tmp_path / "1", Scope("target", 1))
    assert first.read_bytes() == county.built(tmp_path / "2", Scope("target", 1)).read_bytes()


def test_an_export_is_an_act_that_names_what_left(county, tmp_path):
    out = tmp_path / "out.zip"
    done = county.export(Scope("target", 1), out)
    row = statements.row(county.database, "SELECT body FROM entry WHERE id = ?", (done.entry,))
    entry = json.loads(row["body"])
    assert (entry["act"], entry["capacity"], entry["writes"]) == ("export_bundle", "auditor", [])
    note = parts_of(out)["manifest"]
    assert entry["named"] == {
        "scope": "target 1",
        "size": done.entry,
        "root": done.built.root,
        "manifest_hash": hashlib.sha256(note).hexdigest(),
    }


def test_nobody_but_an_auditor_exports_and_who_tried_is_noted(county, tmp_path):
    out = tmp_path / "out.zip"
    before = statements.value(county.database, "SELECT size FROM log_head")
    with pytest.raises(NotPermitted):
        county.export(Scope(), out, "xq.head")
    row = statements.row(county.database, "SELECT act, outcome FROM entry WHERE id = ?", (before,))
    assert row == {"act": "export_bundle", "outcome": "refused"}
    with pytest.raises(NotFound):
        county.export(Scope("year", 2099), out)
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_is_not_what_was_signed_is_not_exported(county, tmp_path):
    county.seal()
    with unguarded(county.database):
        statements.run(county.database, "UPDATE entry SET body = body || ' ' WHERE id = 40")
        with pytest.raises(Unavailable):
            county.export(Scope(), tmp_path / "out.zip")
    assert list(tmp_path.iterdir()) == []


def erase(number):
    """An order to erase a text, as the last entry of a log."""

    def change(log):
        row = {"id": 1, "text_id": number, "file_id": None, "document": "云法〔2013〕1号"}
        write = {"table": "erasure", "id": 1, "before": None, "after": row}
        log.append({**log[-1], "act": "erase", "writes": [write]})

    return change


def test_a_text_erased_by_law_leaves_the_bundle_whole_and_another_does_not(county, tmp_path):
    with unguarded(county.database):
        statements.run(county.database, "UPDATE text SET salt = '', body = '' WHERE id = 9")
        with pytest.raises(MovedOn):
            county.built(tmp_path / "without", Scope())
        forge(county.database, erase(9))
        whole = county.built(tmp_path / "with", Scope())
    assert judged(whole, county.vkey)["texts"] == (True, "as logged, 1 erased")
    parts = parts_of(whole)
    lines = gzip.decompress(parts["texts.jsonl.gz"]).splitlines()
    for bent in ({"salt": None, "body": None}, {"body": "别的"}):
        row = json.loads(lines[10]) | bent
        texts = b"\n".join((*lines[:10], canonical(row), *lines[11:], b""))
        other = together(tmp_path / "bent", {**parts, "texts.jsonl.gz": gzip.compress(texts)})
        said = f"text {row['id']} is not what its digest says"
        assert judged(other, county.vkey)["texts"] == (False, said)


def test_attached_files_go_along_only_where_asked(county, tmp_path):
    sql = "SELECT COUNT(*) FROM file"
    number = statements.value(county.database, sql)
    for files in (False, True):
        out = tmp_path / f"{files}.zip"
        county.export(Scope(), out, files=files)
        parts = parts_of(out)
        assert len(parts["attachments.jsonl"].splitlines()) == number
        assert sum(name.startswith("files/") for name in parts) == (number if files else 0)
        assert verdict(out, county.vkey)[0]


# — every single change of a bundle fails —


def test_whatever_bit_is_flipped_the_bundle_fails(county, year, tmp_path):
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    chance, whole, bent = random.Random(seed), year.read_bytes(), tmp_path / "bent.zip"
    for _ in range(300):
        data, bit = bytearray(whole), chance.randrange(len(whole) * 8)
        data[bit // 8] ^= 1 << bit % 8
        bent.write_bytes(data)
        assert not verdict(bent, county.vkey)[0], f"bit {bit} of seed {seed}"


@pytest.mark.parametrize("kept", [1, 100, -100, -22, -1])
def test_a_bundle_that_is_cut_or_longer_fails(county, year, tmp_path, kept):
    whole, bent = year.read_bytes(), tmp_path / "bent.zip"
    bent.write_bytes(whole[:kept])
    assert not verdict(bent, county.vkey)[0]
    for longer in (whole + b"\0", b"\0" + whole, whole + whole):
        bent.write_bytes(longer)
        assert not verdict(bent, county.vkey)[0]


def lines_swapped(data: bytes) -> bytes:
    first, second, *rest = data.splitlines(keepends=True)
    return b"".join((second, first, *rest))


def line_doubled(data: bytes) -> bytes:
    first, *rest = data.splitlines(keepends=True)
    return b"".join((first, first, *rest))


BENDING = {
    "a bit flipped": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "cut": lambda data: data[:-1],
    "longer": lambda data: data + b"\n",
    "emptied": lambda data: b"",
    "lines swapped": lines_swapped,
    "a line twice": line_doubled,
    "a line gone": lambda data: b"".join(data.splitlines(keepends=True)[1:]),
}


@pytest.mark.parametrize("how", BENDING)
def test_no_member_can_be_bent_in_a_container_made_anew(county, target, tmp_path, how):
    parts, bend = parts_of(target), BENDING[how]
    packed = {n: n.endswith(".gz") for n in parts}
    for name, data in parts.items():
        plain = gzip.decompress(data) if packed[name] else data
        try:
            bent = bend(plain)
        except (ValueError, IndexError):  # it has not that many bytes or lines
            continue
        if bent == plain:
            continue
        again = gzip.compress(bent, mtime=0) if packed[name] else bent
        bundle = together(tmp_path / name.replace("/", "-"), {**parts, name: again})
        assert not verdict(bundle, county.vkey)[0], name


def test_no_member_can_be_left_out_added_or_called_otherwise(county, target, tmp_path):
    parts = parts_of(target)
    for name in parts:
        less = {n: data for n, data in parts.items() if n != name}
        assert not verdict(together(tmp_path / f"less {name}", less), county.vkey)[0], name
        renamed = {**less, f"{name}x": parts[name]}
        assert not verdict(together(tmp_path / f"as {name}", renamed), county.vkey)[0], name
    more = {**parts, "also.txt": b"Believe me."}
    found = judged(together(tmp_path / "more", more), county.vkey)
    assert found["manifest"] == (False, "not what the manifest says: also.txt")
    swapped = {**parts, "README.txt": parts["verify.py"], "verify.py": parts["README.txt"]}
    assert not verdict(together(tmp_path / "swapped", swapped), county.vkey)[0]


def test_the_manifest_takes_no_further_signature(county, target, tmp_path):
    parts = parts_of(target)
    line = SigningKey.new("somebody").sign("x\n")
    more = {**parts, "manifest": parts["manifest"] + line.encode() + b"\n"}
    assert not verdict(together(tmp_path / "more", more), county.vkey)[0]


@pytest.mark.parametrize("forged", [{"entry": 7}, {"kind": "rotated"}])
def test_keys_are_those_of_the_log(year, tmp_path, forged):
    parts = parts_of(year)
    keys = json.loads(parts["keys.json"])
    keys["log"][0] |= forged
    bent = {**parts, "keys.json": canonical(keys)}
    found = judged(together(tmp_path / "bent", bent))
    assert found["log"][1].endswith("keys.json says otherwise")


def in_this_order(out: Path, members: list[tuple[str, bytes]]) -> Path:
    """A container without fault but for the order of its members."""
    whole, directory = b"", b""
    for name, data in members:
        head, line = verify.spelled(name, zlib.crc32(data), len(data), len(whole))
        whole, directory = whole + head + data, directory + line
    count, at = len(members), len(whole)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(directory), at, 0)
    out.write_bytes(whole + directory + end)
    return out


def test_members_stand_once_and_in_order(county, target, tmp_path):
    """Of a name that stands twice one reader takes the first, another the last."""
    members, out = sorted(parts_of(target).items()), tmp_path / "bundle.zip"
    assert in_this_order(out, members).read_bytes() == target.read_bytes()
    twice = [members[0], *members]
    swapped = [members[1], members[0], *members[2:]]
    for bent in (twice, swapped, members[::-1]):
        assert not judged(in_this_order(out, bent), county.vkey)["container"][0]


# — somebody with the database, or with the key —


def test_signed_anew_with_another_key_it_fails_by_the_key_kept_outside(county, tmp_path):
    forged = SigningKey.new(county.key.name)
    bundle = county.built(tmp_path / "bundle", Scope(), forged)
    found = judged(bundle, county.vkey)
    assert not found["manifest"][0]
    # Nor does the log itself know the other key.
    assert not judged(bundle)["checkpoints"][0]


def test_a_checkpoint_kept_outside_is_enough_to_see_another_past(county, year, tmp_path):
    kept = parts_of(year)["checkpoint"].decode()
    assert verdict(year, None, kept) == (
        True, "Authentic up to your checkpoint, else consistent only",
    )  # fmt: skip
    later = county.built(tmp_path / "later", Scope())
    assert verdict(later, county.vkey, kept)[0]
    size = kept.split("\n")[1]
    other = kept.replace(size, str(int(size) - 1))
    assert judged(later, county.vkey, other)["log"] == (
        False, f"the first {int(size) - 1} have another root",
    )  # fmt: skip
    beyond = kept.replace(size, str(10**6))
    assert not judged(year, county.vkey, beyond)["log"][0]


# — Ed25519 after RFC 8032 —

# RFC 8032 section 7.1: TEST 1, 2 and 3.
PUBLISHED = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("public", "message", "signature"), PUBLISHED)
def test_the_published_signatures_verify_and_no_bent_one(public, message, signature):
    key, said, sealed = map(bytes.fromhex, (public, message, signature))
    assert verify.signed(key, said, sealed)
    assert not verify.signed(key, said + b"\0", sealed)
    for at in (0, 31, 32, 63):
        bent = bytearray(sealed)
        bent[at] ^= 1
        assert not verify.signed(key, said, bytes(bent))
    # The same S once more, plus the order of the group: RFC 8032 5.1.7 has it refused.
    s = int.from_bytes(sealed[32:], "little") + verify.ORDER
    assert not verify.signed(key, said, sealed[:32] + s.to_bytes(32, "little"))


@given(
    seed=st.binary(min_size=32, max_size=32),
    message=st.binary(max_size=100),
    bit=st.integers(0, 511),
)
def test_it_agrees_with_the_library_that_signs(seed, message, bit):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, sealed = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify.signed(public, message, sealed)
    bent = bytearray(sealed)
    bent[bit // 8] ^= 1 << bit % 8
    assert not verify.signed(public, message, bytes(bent))


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '{"b":1,"a":1}',
        '{"a":1.5}',
        '{"a": 1}',
        "[01]",
        "[-0]",
        '["\\u0041"]',
        "[NaN]",
    ],
)
def test_json_in_any_other_spelling_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        verify.canonical(text)
