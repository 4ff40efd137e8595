"""The API while it runs: probes, counters, faults of the database, the docs page offline."""

import hashlib
import re
import threading
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from models.base import SAFE_WAL
from tests.storage import opened
from tests.web.api_client import Api
from web.api import probes
from workflow.county import door_of

VENDOR = Path(__file__).resolve().parents[2] / "web" / "static" / "vendor" / "swagger-ui"


# — probes —


def test_it_is_healthy_and_ready(api):
    assert api.client.get("/healthz").get_json() == {"status": "ok"}
    ready = api.client.get("/readyz")
    assert ready.status_code == 200
    assert set(ready.get_json()["checks"].values()) == {"ok"}
    assert api.client.get("/api/v1/readyz").get_json() == ready.get_json()


def test_it_is_not_ready_without_a_migration_a_county_or_a_database(api, monkeypatch):
    monkeypatch.setattr(probes, "missing", lambda _: ["0002_more"])
    answer = api.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["migrations"] == "1 missing: run shangxia migrate"
    monkeypatch.undo()
    api.database.execute_sql("ALTER TABLE county RENAME TO away")
    answer = api.client.get("/readyz")
    assert (answer.status_code, answer.get_json()["ready"]) == (503, False)
    assert answer.get_json()["checks"] == {"database": "cannot be read"}
    assert api.client.get("/healthz").status_code == 200


def test_it_is_not_ready_before_the_county_is_founded(sqlite_storage):
    with opened(sqlite_storage.new()) as database:
        answer = Api(door_of(database)).client.get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["county"] == "not founded yet"


def test_an_sqlite_that_can_corrupt_a_wal_database_is_not_ready(api, monkeypatch):
    monkeypatch.setattr(probes, "sqlite_version", lambda: (3, 40, 1))
    journal = api.database.execute_sql("PRAGMA journal_mode").fetchone()[0]
    answer = api.client.get("/readyz")
    assert answer.status_code == (503 if journal == "wal" else 200)
    monkeypatch.setattr(probes, "sqlite_version", lambda: SAFE_WAL)
    assert api.client.get("/readyz").status_code == 200


# — counters —


def read(api) -> dict[str, float]:
    """The counters as Prometheus reads them."""
    answer = api.client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    lines = [x for x in answer.get_data(as_text=True).splitlines() if not x.startswith("#")]
    pairs = [re.fullmatch(r"([a-z_]+(?:\{[^{}]*\})?) ([0-9.]+)", line) for line in lines]
    assert all(pairs)
    return {pair[1]: float(pair[2]) for pair in pairs}


def test_requests_acts_and_the_log_are_counted(api):
    api.headers("xq.drafter")
    before = read(api)
    new = {"title": "新修水渠", "category": "routine", "year": 2014}
    assert api.post("xq.drafter", "/targets", new).status_code == 201
    assert api.post("xq.drafter", "/years", {"year": 2015}).status_code == 403
    after = read(api)
    assert after["shangxia_log_entries"] == before["shangxia_log_entries"] + 2
    assert after['shangxia_acts_total{act="create",outcome="done"}'] == 1
    assert after['shangxia_acts_total{act="open_year",outcome="refused"}'] == 1
    route = 'shangxia_requests_total{method="POST",route="/api/v1/targets",status="201"}'
    assert after[route] == 1


def test_counters_name_routes_and_never_an_object(api):
    for path in ("/targets/1", "/targets/2", "/targets/x", "/nowhere"):
        api.get("office", path)
    text = api.client.get("/metrics").get_data(as_text=True)
    assert "/targets/1" not in text
    assert "nowhere" not in text
    assert 'route="none",status="404"' in text


# — faults —


def test_what_nobody_foresaw_is_500_with_a_number_and_nothing_inside(api, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("SELECT secret FROM /var/county.db")

    api.headers("office")
    monkeypatch.setattr(api.door, "perform", broken)
    api.app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = api.post("office", "/years", {"year": 2015})
    assert (answer.status_code, answer.get_json()["code"]) == (500, "internal")
    assert "secret" not in answer.get_data(as_text=True)
    assert answer.get_json()["request_id"] in caplog.text


def test_a_county_that_cannot_be_written_or_read_is_503(api):
    api.headers("office")
    api.database.execute_sql("PRAGMA query_only = 1")
    answer = api.post("office", "/years", {"year": 2015})
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert api.get("office", "/targets").status_code == 200
    api.database.execute_sql("PRAGMA query_only = 0")
    api.database.execute_sql("ALTER TABLE target RENAME TO away")
    answer = api.get("office", "/targets")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "unavailable")


# — the docs page —


def test_the_vendored_files_are_what_was_fetched():
    lines = (VENDOR / "SHA256SUMS").read_text("ascii").splitlines()
    named = dict(reversed(line.split()) for line in lines)
    assert {"swagger-ui-bundle.js", "swagger-ui.css", "LICENSE", "NOTICE"} == set(named)
    for name, digest in named.items():
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_the_docs_page_names_no_other_host_and_holds_no_script(api):
    page = api.client.get("/api/docs")
    html = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "//" not in html.replace("</", "")
    assert all(inner.strip() == "" for inner in re.findall(r"<script[^>]*>(.*?)</script>", html))
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', html):
        with api.client.get(address) as file:
            assert (file.status_code, len(file.data) > 100) == (200, True)


@pytest.mark.browser
def test_the_docs_page_works_without_the_network(api, browser):
    server = make_server("127.0.0.1", 0, api.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{server.port}"
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    try:
        page.goto(f"{host}/api/docs")
        page.wait_for_selector(".opblock-tag")
        page.wait_for_load_state("networkidle")
        assert page.locator(".opblock-tag").count() >= 8
    finally:
        page.close()
        server.shutdown()
    assert not [url for url in asked if not url.startswith((host, "data:", "blob:"))]
    assert not [text for text in said if "Content Security Policy" in text]
