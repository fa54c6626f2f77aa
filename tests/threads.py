"""Several things at the same moment."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Do several things at the same moment; what one raises is its result."""
    barrier = Barrier(len(calls))
    results: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[place] = call()
        except Exception as fault:
            results[place] = fault
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def in_turn(*calls: Callable[[], Any]) -> list[Any]:
    """Do several things one after the other."""
    return [call() for call in calls]
