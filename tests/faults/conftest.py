"""What goes wrong, and what has to hold then: the course with its learners, and a clock.

A test is named after the row of the fault table that it proves: ``-k f07`` finds it.
"""

from collections.abc import Iterator

import pytest

from tests.clocks import Clock, set_clock
from tests.quizzes.conftest import ada, bob, course, signed_in

__all__ = [
    "ada",
    "bob",
    "clock",
    "course",
    "signed_in",
]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Let the server go by a clock of the test, from noon on."""
    with set_clock() as clock:
        yield clock
