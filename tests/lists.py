"""Lists as they stand in question files, and reading them alone, for tests."""

from domain.documents import Section, number_lines
from domain.problems import START, Spot
from domain.questions.choice_list import FORM
from domain.questions.items import Item, ListForm, read_items

GOOD_LIST = """\
- [x] One {#one}

    > Why one.

- [ ] Two {#two misconception=m}

    > Why two.
"""
WITH_CODE = """\
- [x] One, in *two*
    lines {#one}

    ```python
    if x:

        y()
    ```

    > Why
    > one.
    >
    > More.

- [ ] Two

    > Why two.
"""


def read_list(text: str, form: ListForm = FORM) -> tuple[tuple[Item, ...], list[str]]:
    """Read a list that begins in line 1, and give its items and its problems."""
    problems: list[str] = []

    def complain(code: str, message: str, spot: Spot) -> None:
        problems.append(f"{spot.line}:{spot.column}: {code} {message}")

    section = Section("Choices", START, number_lines(text.split("\n"), first=1))
    return read_items(section, form, complain), problems
