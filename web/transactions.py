"""Transactions that survive a deadlock."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

Params = ParamSpec("Params")
Result = TypeVar("Result")

TRIES = 5
DEADLOCK = "40P01"  # how PostgreSQL says that it ended a transaction so that another may go on


def atomically(action: Callable[Params, Result]) -> Callable[Params, Result]:
    """Run an action in a transaction of its own, and anew if a deadlock was broken at its cost.

    Everything that the action did is undone before it runs again. Inside the transaction of
    another the deadlock is left to that one.
    """

    @wraps(action)
    def run(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        for _ in range(TRIES - 1):
            try:
                return once(*args, **kwargs)
            except OperationalError as fault:
                if connection.in_atomic_block or not _is_deadlock(fault):
                    raise
        return once(*args, **kwargs)

    once = transaction.atomic(action)
    return run


def _is_deadlock(fault: OperationalError) -> bool:
    return getattr(fault.__cause__, "sqlstate", "") == DEADLOCK
