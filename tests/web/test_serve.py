"""`shangxia serve` as an operator meets it: starting, refusing to start, the clock, ending."""

import http.client
import json
import re
import socket
import sqlite3
import threading
import time
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest

from tests.program import (
    Cli,
    answers,
    as_anybody,
    free_port,
    served,
    shangxia,
    start,
    wait_for,
)
from tests.storage import opened
from web.scheduler import Scheduler
from web.serving import CannotListen, listen
from workflow.clock import Manual
from workflow.demo.county import TODAY
from workflow.door import Door

PASSWORD = "shangxia-demo"
EVERYWHERE = "0.0.0.0"  # noqa: S104  (what must be refused)


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def state_of(url: str, number: int) -> str:
    with sqlite3.connect(path_of(url)) as database:
        return database.execute("SELECT state FROM target WHERE id = ?", (number,)).fetchone()[0]


class Browser:
    """Just enough of one: cookies, forms, one connection each time."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None):
        connection = http.client.HTTPConnection(self.host, timeout=40)
        headers = {"Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({n: c.value for n, c in SimpleCookie(line).items()})
        connection.close()
        return answer.status, answer.headers.get("Location", ""), text

    def sign_in(self, username: str, password: str = PASSWORD):
        _, _, page = self.ask("GET", "/sign-in")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token, page[:500]
        form = {"csrf_token": token[1], "username": username, "password": password}
        return self.ask("POST", "/sign-in", form)


def ended(process) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=40)
    return process.returncode, out, err


# — starting —


def test_serve_says_where_and_how_to_sign_in_and_one_can(tmp_path):
    url = f"sqlite:///{tmp_path / 'new' / 'county.db'}"
    with served(url, "--demo") as (process, address):
        browser = Browser(address)
        assert browser.sign_in("office")[:2] == (303, "/inbox")
        assert browser.ask("GET", "/inbox")[0] == 200
        process.terminate()
        code, out, err = ended(process)
    assert code == 0
    for told in (address, str(path_of(url)), "SQLite", "office", PASSWORD, "Ctrl+C"):
        assert told in out
    lines = [json.loads(line) for line in err.splitlines() if line.startswith("{")]
    assert {"GET /inbox", "POST /sign-in", "stopped"} <= {line["text"] for line in lines}
    assert PASSWORD not in err
    assert browser.cookies["shangxia"] not in err
    assert "Traceback" not in err


def test_cookie_key_is_made_once_and_kept_to_ourselves(demo_url, tmp_path):
    with served(demo_url) as (_, address):
        browser = Browser(address)
        browser.sign_in("office")
    key = tmp_path / "secret-key"
    kept = key.read_text()
    assert (key.stat().st_mode & 0o777, len(kept)) == (0o600, 64)
    with served(demo_url) as (_, address):
        browser.host = urlsplit(address).netloc
        assert browser.ask("GET", "/inbox")[0] == 200
    assert key.read_text() == kept


def test_log_holds_no_query_and_no_secret(demo_url):
    with served(demo_url) as (process, address):
        browser = Browser(address)
        browser.ask("GET", "/targets?q=very-private-word")
        browser.sign_in("office", "a-wrong-password")
        process.terminate()
        _, _, err = ended(process)
    assert "GET /targets" in err
    assert not re.search("very-private-word|a-wrong-password|csrf", err)


@pytest.mark.slow
def test_several_processes_serve_one_county(demo_url):
    with served(demo_url, SHANGXIA_WORKERS="2") as (process, address):
        browser = Browser(address)
        assert browser.sign_in("xq.head")[0] == 303
        assert {browser.ask("GET", "/inbox")[0] for _ in range(12)} == {200}
        process.terminate()
        code, out, err = ended(process)
    assert (code, address in out) == (0, True)
    assert err.count("Booting worker") == 2
    assert "Traceback" not in err
    assert "Bad file descriptor" not in err
    assert Cli(demo_url)("audit", "verify").code == 0


# — refusing to start —


def test_busy_port_is_one_line_and_makes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path / 'new' / 'county.db'}"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = shangxia("serve", "--demo", url=url, SHANGXIA_PORT=port)
    assert (ran.code, port in ran.line) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("host", ["203.0.113.7", "no-such-host.invalid"])
def test_address_that_is_not_ours_is_one_line(host, demo_url):
    with pytest.raises(CannotListen, match=re.escape(host)):
        listen(host, free_port())


@pytest.mark.parametrize("more", [{}, {"SHANGXIA_DEMO": "1"}])
def test_demo_county_is_never_served_to_the_network(more, demo_url, tmp_path):
    ran = Cli(demo_url)("serve", SHANGXIA_HOST=EVERYWHERE, SHANGXIA_PORT=str(free_port()), **more)
    assert (ran.code, EVERYWHERE in ran.line) == (2, True)
    assert not (tmp_path / "secret-key").exists()


def test_flag_for_the_demo_is_refused_to_the_network(bare):
    ran = bare("serve", "--demo", SHANGXIA_HOST=EVERYWHERE)
    assert (ran.code, EVERYWHERE in ran.line) == (2, True)
    assert not path_of(bare.url).exists()


def test_real_county_is_never_served_in_demo_mode(bare):
    names = ("--name-zh", "真县", "--name-en", "True County", "--admin", "root")
    assert bare("init", *names, "--admin-name", "管理员").code == 0
    ran = bare("serve", SHANGXIA_DEMO="1", SHANGXIA_PORT=str(free_port()))
    assert (ran.code, "SHANGXIA_DEMO" in ran.line) == (2, True)


def test_nothing_to_serve_is_said(bare):
    ran = bare("serve", SHANGXIA_PORT=str(free_port()))
    assert (ran.code, "shangxia init" in ran.line) == (1, True)


@pytest.mark.parametrize("content", [b"short", b"\xff\xfe" * 40, b""])
def test_cookie_key_that_will_not_do_is_one_line_and_is_kept(content, demo_url, tmp_path):
    (tmp_path / "secret-key").write_bytes(content)
    ran = Cli(demo_url)("serve", SHANGXIA_PORT=str(free_port()))
    assert (ran.code, "secret-key" in ran.line) == (2, True)
    assert (tmp_path / "secret-key").read_bytes() == content


@pytest.mark.slow
def test_cookie_key_that_cannot_be_read_is_one_line(demo_url, tmp_path):
    key = tmp_path / "secret-key"
    key.write_text("k" * 64)
    key.chmod(0)
    ran = shangxia("serve", url=demo_url, before=as_anybody(), SHANGXIA_PORT=str(free_port()))
    assert (ran.code, "secret-key" in ran.line) == (2, True)


# — the clock —


def test_what_is_due_falls_due_while_it_serves(demo_url):
    running = Cli(demo_url)("target", "list", "--as", "office", "--state", "in_progress", "--json")
    number = json.loads(running.out)["items"][0]["id"]
    with served(demo_url, SHANGXIA_CLOCK="+120d") as (process, _):
        wait_for(lambda: state_of(demo_url, number) == "due")
        process.terminate()
        assert ended(process)[0] == 0
    assert Cli(demo_url)("audit", "verify").code == 0


def test_clock_goes_on_after_the_database_server_cut_its_connection(postgresql_storage, caplog):
    url = postgresql_storage.new()
    with opened(url) as database:
        clock = Scheduler(Door(database, Manual(TODAY)))
        database.close()
        clock.once()
        with psycopg.connect(url, autocommit=True) as other:
            cut = other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            ).fetchall()
        assert cut
        ticks = []
        for _ in range(4):
            before = len(caplog.records)
            clock.once()
            ticks.append(len(caplog.records) == before)
        assert ticks[-2:] == [True, True]
    postgresql_storage.drop(url)


def test_clock_survives_a_database_that_fails(tmp_path, demo_url, caplog):
    with opened(demo_url) as database:
        database.close()
        clock = Scheduler(Door(database, Manual(TODAY)), every=0.05)
        path_of(demo_url).rename(tmp_path / "away.db")
        path_of(demo_url).mkdir()
        clock.start()
        wait_for(lambda: len(caplog.records) >= 2)
        path_of(demo_url).rmdir()
        (tmp_path / "away.db").rename(path_of(demo_url))
        wait_for(lambda: quiet(caplog, 0.5))
        clock.stop()
        assert not clock.is_alive()


def quiet(caplog, seconds: float) -> bool:
    """Whether nothing was logged for so long."""
    return time.time() - caplog.records[-1].created > seconds


# — ending —


def test_request_in_hand_is_finished_before_it_ends(demo_url):
    with served(demo_url) as (process, address):
        browser = Browser(address)
        browser.ask("GET", "/sign-in")
        told: list[int] = []
        writer = sqlite3.connect(path_of(demo_url), isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")  # signing in must wait for us
        thread = threading.Thread(target=lambda: told.append(browser.sign_in("office")[0]))
        thread.start()
        time.sleep(1)
        assert not told
        process.terminate()
        wait_for(lambda: not answers(address))
        # Longer than waitress by itself would wait for its threads.
        time.sleep(6)
        assert process.poll() is None
        writer.execute("ROLLBACK")
        writer.close()
        thread.join(20)
        assert told == [303]
        code, _, err = ended(process)
    assert code == 0
    assert "requests in hand: 1" in err


def test_ctrl_c_is_an_end_without_a_word_too_many(demo_url):
    port = free_port()
    process = start("serve", url=demo_url, SHANGXIA_PORT=str(port))
    wait_for(lambda: answers(f"http://127.0.0.1:{port}"))
    process.send_signal(2)
    code, _, err = ended(process)
    assert (code, "Traceback" in err) == (0, False)


# — PostgreSQL —


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_all_of_it_on_postgresql(postgresql_storage):
    url = postgresql_storage.empty()
    cli = Cli(url)
    assert cli("demo", "--reduced").code == 0
    assert cli("person", "add", "somebody", "某人").code == 0
    assert cli("demo", "--reset", "--reduced").code == 0
    assert cli("person", "disable", "somebody").code == 2
    with served(url, SHANGXIA_WORKERS="2", SHANGXIA_CLOCK="+120d") as (process, address):
        browser = Browser(address)
        assert browser.sign_in("office")[0] == 303
        due = ("target", "list", "--as", "office", "--state", "in_progress", "--json")
        wait_for(lambda: not json.loads(cli(*due).out)["items"])
        process.terminate()
        code, out, err = ended(process)
    assert (code, "Traceback" in err) == (0, False)
    assert "postgresql://" in out
    assert cli("audit", "verify").code == 0
    postgresql_storage.drop(url)
