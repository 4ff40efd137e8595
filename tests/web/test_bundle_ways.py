"""A bundle asked for at the command line and over the API: the same file, for auditors alone."""

import json

from config import Config
from models import statements
from tests.workflow.bundles import parts_of, verdict


def test_exported_and_verified_at_the_command_line(cli, tmp_path):
    out = tmp_path / "year.zip"
    export = ("audit", "export", "--out", str(out), "--year", "2012", "--as")
    told = json.loads(cli(*export, "auditor", "--json").out)
    assert told["scope"] == "year 2012"
    assert told["entries"] < told["size"] == told["entry"]
    again = cli(*export, "auditor")
    assert (again.code, "exists" in again.line) == (1, True)

    key = json.loads(parts_of(out)["keys.json"])["log"][-1]["vkey"]
    checked = ("audit", "verify", "--bundle", str(out))
    ran = cli(*checked, "--vkey", key)
    assert ran.code == 0
    assert ran.out.splitlines()[-1].startswith("✓ verdict\tAuthentic")
    kept = tmp_path / "checkpoint"
    kept.write_bytes(parts_of(out)["checkpoint"])
    data = json.loads(cli(*checked, "--checkpoint", str(kept), "--json").out)
    assert (data["ok"], data["verdict"][:15]) == (True, "Authentic up to")
    assert data["checks"][0]["name"] == "container"

    out.write_bytes(out.read_bytes()[:-1])
    assert cli(*checked, "--vkey", key).code == 1
    assert cli(*checked, "--vkey", "nonsense").code == 2


def test_who_is_no_auditor_gets_no_file(cli, tmp_path):
    out = tmp_path / "all.zip"
    ran = cli("audit", "export", "--out", str(out), "--as", "xq.head")
    assert (ran.code, out.exists()) == (1, False)
    ran = cli("audit", "export", "--out", str(out), "--year", "2012", "--target", "1")
    assert (ran.code, "--year or --target" in ran.line) == (2, True)
    ran = cli("audit", "export", "--out", str(tmp_path / "no" / "x.zip"), "--as", "auditor")
    assert (ran.code, "no folder" in ran.line) == (1, True)


def test_without_the_logs_key_nothing_is_exported(cli, demo_url, tmp_path):
    Config(database=demo_url).log_key_file.unlink()
    out = tmp_path / "all.zip"
    ran = cli("audit", "export", "--out", str(out), "--as", "auditor")
    assert (ran.code, list(tmp_path.glob("*.zip"))) == (1, [])


def test_over_the_api_a_zip_comes_and_the_log_says_so(api, tmp_path):
    before = api.entries()
    answer = api.get("auditor", "/audit/bundle?target=1")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="shangxia-target-1.zip"'
    out = tmp_path / "target.zip"
    out.write_bytes(answer.get_data())
    assert out.stat().st_size == answer.content_length
    assert verdict(out)[0]
    row = statements.row(api.database, "SELECT act, person_id FROM entry ORDER BY id DESC LIMIT 1")
    assert row == {"act": "export_bundle", "person_id": api.actor("auditor").person}
    assert api.entries() > before


def test_over_the_api_nobody_else_gets_one(api):
    assert api.get(None, "/audit/bundle").status_code == 401
    assert api.get("office", "/audit/bundle").status_code == 403
    assert api.get("auditor", "/audit/bundle?year=2099").status_code == 404
    assert api.get("auditor", "/audit/bundle?year=2012&target=1").status_code == 422
    assert api.get("auditor", "/audit/bundle?nonsense=1").status_code == 422


def test_no_form_and_no_route_lets_somebody_say_that_something_was_exported(api):
    told = {"scope": "whole", "size": 1, "root": "0" * 64, "manifest_hash": "0" * 64}
    assert api.post("auditor", "/county/actions/export_bundle", told).status_code == 404
