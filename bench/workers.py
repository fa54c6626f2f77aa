"""Processes that measure on command, so that two of them can be measured in turn.

A worker reads a line ``view number`` and writes a line of JSON: what ``number`` calls cost.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.calls import WARM_UP, Request, measure, statements

LAST = 3000  # characters of a log that tell why


def serve(
    application: Callable[..., Iterable[bytes]],
    requests: Callable[[str, int], Iterator[Request]],
    expect: Callable[[str], int] = lambda _view: 200,
) -> None:
    """Measure views as they are asked for on standard input, until it ends."""
    print("ready", flush=True)
    for line in sys.stdin:
        view, number = line.split()
        cost = measure(application, requests(view, int(number) + WARM_UP), expect=expect(view))
        one = next(requests(view, 1))
        cost = replace(cost, statements=statements(application, one))
        print(json.dumps(cost.plain()), flush=True)


class Worker:
    """A process that measures, and writes what it logs to a file."""

    def __init__(self, module: str, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("w") as errors:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                text=True,
            )
        if self._read() != "ready":
            raise RuntimeError(f"{module} did not start")

    def measure(self, view: str, number: int) -> dict[str, Any]:
        """Let it call a view that many times; return what that cost."""
        assert self.process.stdin is not None, "opened above"
        self.process.stdin.write(f"{view} {number}\n")
        self.process.stdin.flush()
        found: dict[str, Any] = json.loads(self._read())
        return found

    def stop(self) -> None:
        """Let it end."""
        self.process.communicate(timeout=30)

    def _read(self) -> str:
        assert self.process.stdout is not None, "opened above"
        line = self.process.stdout.readline().strip()
        if not line:
            raise RuntimeError(f"the worker ended:\n{self.log.read_text()[-LAST:]}")
        return line
