"""What goes wrong, and what has to hold then: the site, its users, and a browser, as elsewhere.

A test is named after the row of the fault table that it proves: ``-k f07`` finds it.
"""

from tests.browser.conftest import (
    arrive,
    base_url,
    browser_type_launch_args,
    folder,
    letters,
    records,
    said,
    site,
)
from tests.quizzes.conftest import ada, bob, course, signed_in

__all__ = [
    "ada",
    "arrive",
    "base_url",
    "bob",
    "browser_type_launch_args",
    "course",
    "folder",
    "letters",
    "records",
    "said",
    "signed_in",
    "site",
]
