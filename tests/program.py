"""The program as its users start it: `shangxia …` in a process of its own, or its `run` in ours."""

import contextlib
import http.client
import io
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from web.cli import run

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "web.cli")
# Takes from root what lets it write where nobody may, so that a read-only folder is one.
AS_ANYBODY = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")


@dataclass(frozen=True)
class Ran:
    """What a run of the program said."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on stderr; fails where there is a traceback or more than a line."""
        lines = self.err.strip().splitlines()
        assert "Traceback" not in self.err, self.err
        assert len(lines) == 1, self.err
        return lines[0]


def environment(url: str = "", **more: str) -> dict[str, str]:
    """An environment without any setting but these."""
    bare = {n: v for n, v in os.environ.items() if not n.startswith("SHANGXIA_")}
    database = {"SHANGXIA_DATABASE": url} if url else {}
    return {**bare, "SHANGXIA_LANGUAGE": "en", "PYTHONUNBUFFERED": "1", **database, **more}


def start(*arguments: str | bytes, url: str = "", before: tuple[str, ...] = (), **more: str):
    """The program as a running process with pipes."""
    return subprocess.Popen(
        [*before, *COMMAND, *arguments],
        cwd=ROOT,
        env=environment(url, **more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def shangxia(
    *arguments: str | bytes,
    url: str = "",
    stdin: str = "",
    before: tuple[str, ...] = (),
    prepare: Callable[[], None] | None = None,
    **more: str,
) -> Ran:
    """Run the program to its end in a process of its own."""
    done = subprocess.run(
        [*before, *COMMAND, *arguments],
        cwd=ROOT,
        env=environment(url, **more),
        input=stdin,
        preexec_fn=prepare,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def as_anybody() -> tuple[str, ...]:
    """What to put before the command so that file permissions count, also for root."""
    return AS_ANYBODY if os.geteuid() == 0 else ()


class Cli:
    """`shangxia …` in this process: quick enough to ask many things. One database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *arguments: str, **more: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(arguments, environment(self.url, **more))
        return Ran(code, out.getvalue(), err.getvalue())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(url: str, *options: str, **more: str) -> Iterator[tuple[subprocess.Popen, str]]:
    """A running server and its address; stopped, and ended by force if it does not stop."""
    port = free_port()
    process = start("serve", *options, url=url, SHANGXIA_PORT=str(port), **more)
    address = f"http://127.0.0.1:{port}"
    try:
        # With --demo it makes the whole demo county first, which takes a busy machine its time.
        wait_for(lambda: process.poll() is not None or answers(address), 100)
        assert process.poll() is None, process.communicate()
        yield process, address
    finally:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except (subprocess.TimeoutExpired, ValueError):
            process.kill()
            process.wait()


def answers(address: str) -> bool:
    """Whether something there speaks HTTP."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def wait_for(question: Callable[[], bool], seconds: float = 40) -> None:
    """Until the answer is yes; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def copied(golden: str, folder: Path) -> str:
    """A copy of a closed SQLite county in this folder, with the key of its log; its address."""
    source, path = Path(golden.removeprefix("sqlite:///")), folder / "county.db"
    shutil.copyfile(source, path)
    for end in (".log-key", ".log-key.sealed"):
        if Path(f"{source}{end}").exists():
            shutil.copy(f"{source}{end}", f"{path}{end}")
    return f"sqlite:///{path}"
