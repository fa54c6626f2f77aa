"""Work on many files at once, where there are enough of them to be worth it."""

import multiprocessing
import os
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")
PARALLEL_FROM = 64  # items; starting processes costs more than working on fewer
CHUNK = 16  # items that a process takes at a time

_work: Callable[[Any], Any] | None = None


def in_parallel(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return what ``work`` makes of each item, in order.

    ``work`` reads what it needs and changes nothing: it may run in a copy of this process.
    """
    processes = os.cpu_count() or 1
    if len(items) < PARALLEL_FROM or processes == 1 or not _can_fork():
        return [work(item) for item in items]
    global _work  # noqa: PLW0603 - the copies inherit it, so that it need not be pickled
    _work = work
    try:
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            return pool.map(_call, items, chunksize=CHUNK)
    finally:
        _work = None


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()


def _call(item: Any) -> Any:
    assert _work is not None, "set before the copies were made"
    return _work(item)
