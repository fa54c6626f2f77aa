"""What goes wrong, and what has to hold then: the site, its users, and a browser, as elsewhere.

A test is named after the row of the fault table that it proves: ``-k f07`` finds it.
"""

from collections.abc import Iterator

import pytest

from tests.browser.conftest import (
    arrive,
    base_url,
    browser_type_launch_args,
    content,
    folder,
    letters,
    records,
    said,
    site,
)
from tests.clocks import Clock, set_clock
from tests.quizzes.conftest import ada, bob, course, signed_in

__all__ = [
    "ada",
    "arrive",
    "base_url",
    "bob",
    "browser_type_launch_args",
    "clock",
    "content",
    "course",
    "folder",
    "letters",
    "records",
    "said",
    "signed_in",
    "site",
]


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Let the server go by a clock of the test, from noon on."""
    with set_clock() as clock:
        yield clock
