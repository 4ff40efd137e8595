"""A stage of a bench in a process of its own, so that its memory is its own and nobody else's."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

Counted = Callable[[int, int], None]
"""Told how many of how many are done."""


class StageFailed(Exception):
    """A stage ended without an answer; what it said stands above, on standard error."""


@dataclass(frozen=True)
class Stage:
    """What a stage came to, how long it took, and the most memory its process ever held."""

    answer: Any
    seconds: float
    computing: float
    peak: int
    """In bytes, the interpreter and all that was imported among them."""


def apart(what: Callable[..., Any], *about: Any, counted: Counted) -> Stage:
    """Run `what(*about, counted=…)` in a new process. Raises StageFailed."""
    # Made anew: a forked process would begin with its parent's memory.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_there, args=(there, what, about))
    child.start()
    there.close()
    try:
        while True:
            told = here.recv()
            if isinstance(told, Stage):
                return told
            counted(*told)
    except EOFError:
        raise StageFailed(getattr(what, "__name__", str(what))) from None
    finally:
        child.join()


def _there(pipe: Connection, what: Callable[..., Any], about: tuple[Any, ...]) -> None:
    begun, computed = perf_counter(), thread_time()
    answer = what(*about, counted=lambda done, total: pipe.send((done, total)))
    took = perf_counter() - begun, thread_time() - computed
    pipe.send(Stage(answer, *took, peak=peak_memory()))


def peak_memory() -> int:
    """The most memory this process has held so far, in bytes."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage tells of a new process may still be its parent's.
        (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
