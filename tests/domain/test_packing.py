"""What is unpacked when somebody asks for it."""

import pickle
from dataclasses import dataclass, field, replace

import pytest

from domain.packing import packing


@packing("rows", "notes")
@dataclass(frozen=True)
class Page:
    """Two fields are seldom asked for, one of them with a default."""

    title: str
    rows: tuple[int, ...]
    notes: dict[str, int] = field(default_factory=dict)


PAGE = Page("One", (1, 2), {"a": 1})


def again(page: Page) -> Page:
    copied: Page = pickle.loads(pickle.dumps(page))  # noqa: S301 - of this test
    return copied


def test_a_packed_page_is_the_same_page() -> None:
    assert again(PAGE) == PAGE
    assert again(again(PAGE)) == PAGE
    assert replace(again(PAGE), title="Two") == Page("Two", (1, 2), {"a": 1})


def test_only_what_is_asked_for_is_unpacked() -> None:
    page = again(PAGE)
    assert "rows" not in vars(page)

    assert page.rows == (1, 2)

    assert "rows" in vars(page)
    assert "notes" not in vars(page)
    assert page.rows is page.rows


def test_what_was_unpacked_is_packed_again() -> None:
    page = again(PAGE)
    page.notes["b"] = 2

    assert again(page).notes == {"a": 1, "b": 2}


def test_a_default_stays_a_default() -> None:
    assert Page("One", ()).notes == {}
    with pytest.raises(TypeError, match="rows"):
        Page("One")  # type: ignore[call-arg]
