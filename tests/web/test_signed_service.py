"""The log's signatures as an operator and an auditor meet them: the running program, its files, and
the command line beside it."""

import json
import shutil
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.program import Cli, served, wait_for

FRONT = {"code": "NEW", "name_zh": "新战线", "name_en": "A new front"}


def ask(address, path, token=None, value=None):
    """Status and body of an answer."""
    headers = {"Content-Type": "application/json", "Accept-Language": "en"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if value is None else json.dumps(value).encode()
    request = urllib.request.Request(f"{address}{path}", data, headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def signed(url):
    """The size of the newest checkpoint that is stored, and of the log."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        size = database.execute("SELECT MAX(size) FROM checkpoint").fetchone()[0]
        return size, database.execute("SELECT COUNT(*) FROM entry").fetchone()[0]


def token_of(url, username):
    ran = Cli(url)("person", "token", username, "--label", "x", "--json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["token"]


def test_an_act_at_the_command_line_is_signed_when_the_command_ends(demo_url):
    given = [part for name, value in FRONT.items() for part in (f"--{name}", value)]
    ran = Cli(demo_url)(
        "county", "add_front", *[a.replace("_", "-") for a in given], "--as", "admin"
    )
    assert ran.code == 0, ran.err
    size, entries = signed(demo_url)
    assert size == entries


def test_an_act_that_cannot_be_signed_just_now_is_done_all_the_same(demo_url):
    """The act is on the disk; whoever can, signs it later."""
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as database:
        database.execute("ALTER TABLE subtree RENAME TO away")
    before = signed(demo_url)[1]
    token_of(demo_url, "admin")
    assert signed(demo_url)[1] == before + 1


def test_a_running_service_signs_each_act_by_itself(demo_url):
    token = token_of(demo_url, "admin")
    with served(demo_url) as (_, address):
        status, _ = ask(address, "/api/v1/county/actions/add_front", token, FRONT)
        assert status == 200
        # Nobody asks for a checkpoint: the program signs of its own accord.
        wait_for(lambda: len(set(signed(demo_url))) == 1)
    vkey = json.loads(Cli(demo_url)("audit", "checkpoint", "--json").out)["vkey"]
    ran = Cli(demo_url)("audit", "verify", "--vkey", vkey, "--json")
    assert json.loads(ran.out)["authentic"], ran.out


def test_an_older_file_put_in_place_is_read_only_until_a_person_opens_a_new_origin(
    demo_url, tmp_path
):
    file, backup = Path(demo_url.removeprefix("sqlite:///")), tmp_path / "backup.db"
    assert Cli(demo_url)("backup", str(backup)).code == 0
    token = token_of(demo_url, "admin")
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    shutil.copyfile(backup, file)
    # The token was granted after the backup: the restored county does not know it.
    cli = Cli(demo_url)
    refused = cli("person", "token", "admin", "--label", "x")
    assert refused.code == 1
    assert "read-only" in refused.err
    with served(demo_url) as (_, address):
        status, told = ask(address, "/readyz")
        assert (status, told["ready"]) == (503, False)
        assert "shorter" in told["checks"]["log"]
        assert ask(address, "/api/v1/me", token)[0] == 401

        ran = cli("audit", "reopen", "--reason", "恢复昨夜备份", "--document", "云政办〔2013〕9号")
        assert ran.code == 0, ran.err
        wait_for(lambda: ask(address, "/readyz")[0] == 200)
        token = token_of(demo_url, "admin")
        assert ask(address, "/api/v1/county/actions/add_front", token, FRONT)[0] == 200
    assert cli("audit", "verify").code == 0


def test_a_checkpoint_and_the_proof_that_the_log_grew_are_written_as_files(demo_url, tmp_path):
    cli, old = Cli(demo_url), tmp_path / "old.note"
    assert cli("audit", "checkpoint", "--out", str(old)).code == 0
    token_of(demo_url, "admin")
    seen = int(old.read_text("utf-8").split("\n")[1])
    new, proof = tmp_path / "new.note", tmp_path / "grew.proof"
    ran = cli("audit", "checkpoint", "--out", str(new), "--since", str(seen), "--proof", str(proof))
    assert ran.code == 0, ran.err
    assert proof.read_text("utf-8").startswith(f"shangxia/consistency/v1\nold {seen}\n")
    assert cli("audit", "verify", "--checkpoint", str(old)).code == 0
    again = cli("audit", "checkpoint", "--out", str(new))
    assert (again.code, "cannot be written" in again.err) == (1, True)
    for wrong in (["--since", "5"], ["--since", "999999", "--proof", str(tmp_path / "x")]):
        assert cli("audit", "checkpoint", *wrong).code == 2


def test_a_verification_is_kept_and_gone_on_from(demo_url, tmp_path):
    cli, kept = Cli(demo_url), tmp_path / "seen.json"
    assert cli("audit", "verify", "--keep", str(kept)).code == 0
    token_of(demo_url, "admin")
    ran = cli("audit", "verify", "--since", str(kept), "--keep", str(kept), "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["size"] == json.loads(kept.read_text("utf-8"))["size"]
    kept.write_text("{}", "utf-8")
    assert cli("audit", "verify", "--since", str(kept)).code == 2


def test_the_first_bad_row_is_named_for_people_and_for_programs(demo_url):
    with sqlite3.connect(demo_url.removeprefix("sqlite:///")) as database:
        database.execute("UPDATE unit SET name_zh = '别的镇' WHERE id = 2")
        database.execute("UPDATE unit SET name_en = 'Else' WHERE id = 3")
    cli = Cli(demo_url)
    ran = cli("audit", "verify", "--json")
    assert ran.code == 1
    bad = [check for check in json.loads(ran.out)["checks"] if not check["ok"]]
    assert [check["name"] for check in bad] == ["replay"]
    fault = bad[0]["fault"]
    assert (fault["table"], fault["id"], fault["field"]) == ("unit", 2, "name_zh")
    said = cli("audit", "verify").out
    assert "✗ Replaying the log gives the tables\tunit 2: field name_zh" in said
    assert str(fault["entry"]) in said


def test_a_rotated_key_goes_on_signing(demo_url):
    cli = Cli(demo_url)
    before = json.loads(cli("audit", "checkpoint", "--json").out)
    assert cli("audit", "rotate-key").code == 0
    after = json.loads(cli("audit", "checkpoint", "--json").out)
    assert after["vkey"] != before["vkey"]
    assert after["origin"] == before["origin"]
    assert cli("audit", "verify", "--vkey", before["vkey"]).code == 0


def test_a_key_that_others_can_read_is_said_and_nothing_is_signed(demo_url):
    key = Path(f"{demo_url.removeprefix('sqlite:///')}.log-key")
    key.chmod(0o644)
    with served(demo_url) as (_, address):
        status, told = ask(address, "/readyz")
        assert status == 503
        assert "chmod 600" in told["checks"]["log"]
        key.chmod(0o600)
        wait_for(lambda: ask(address, "/readyz")[0] == 200)


@pytest.mark.parametrize("missing", [".log-key", ".log-key.sealed"])
def test_a_service_whose_key_is_gone_says_so(demo_url, missing):
    Path(f"{demo_url.removeprefix('sqlite:///')}{missing}").unlink()
    with served(demo_url) as (_, address):
        status, told = ask(address, "/readyz")
        assert (status, told["checks"]["log"] != "ok") == (503, True)
