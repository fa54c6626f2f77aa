"""A content file taken apart: values with their spots, lines and sections."""

# ruff: noqa: E501 - a table reads better with a message on one line

from typing import Annotated, Literal

import pytest
from pydantic import Field

from courses.reading import read_document
from domain.documents import Document, FrontMatter, number_lines
from domain.problems import START, Problem, Spot
from tests.documents import make_document

TEXT = """\
---
name: loaf
size: 2
parts:
  - title: Crust
    hard: true
---

The lead.

## First {#first}

```text
## Not a heading
```

## Second
"""


class PartMeta(FrontMatter):
    """A nested mapping."""

    title: str
    hard: bool = False


class Meta(FrontMatter):
    """Front matter of a test."""

    name: Literal["loaf", "roll"]
    size: Annotated[int, Field(ge=1, le=3)]
    parts: Annotated[list[PartMeta], Field(max_length=2)] = []
    best: Annotated[PartMeta | None, Field(alias="class")] = None


def problems(old: str, new: str) -> list[str]:
    assert TEXT.count(old) == 1
    found = make_document(TEXT.replace(old, new)).read_meta(Meta)
    assert isinstance(found, list), found
    return [str(problem) for problem in found]


def test_it_reads_front_matter_of_the_right_types() -> None:
    meta = make_document(TEXT).read_meta(Meta)

    assert meta == Meta(name="loaf", size=2, parts=[PartMeta(title="Crust", hard=True)])


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("size: 2\n", "", "q.md:1:1: C010 key 'size' is missing"),
        ("  - title: Crust\n    hard", "  - hard", "q.md:5:5: C010 key 'parts.0.title' is missing"),
        ("size: 2", "size: 2\nsizes: 3", "q.md:4:1: C011 unknown key 'sizes'; did you mean 'size'?"),
        ("size: 2", "size: 2\nzoo: 3", "q.md:4:1: C011 unknown key 'zoo'"),
        ("size: 2", "size: 2\nclas: 3", "q.md:4:1: C011 unknown key 'clas'; did you mean 'class'?"),
        ("hard: true", "hart: true", "q.md:6:5: C011 unknown key 'hart'; did you mean 'hard'?"),
        ("hard: true", "nam: true", "q.md:6:5: C011 unknown key 'nam'"),
        ("size: 2", "size: 2\nclass: {tile: a}", "q.md:4:9: C011 unknown key 'tile'; did you mean 'title'?"),
        ("size: 2", "size: two", "q.md:3:7: C012 'size' must be a valid integer"),
        ("size: 2", "size: 4", "q.md:3:7: C012 'size' must be less than or equal to 3"),
        ("name: loaf", "name: cake", "q.md:2:7: C012 'name' must be 'loaf' or 'roll'"),
        ("hard: true", "hard: yes", "q.md:6:11: C012 'parts.0.hard' must be a valid boolean"),
        ("    hard: true", "  - title: b\n  - title: c", "q.md:5:3: C012 'parts' must have at most 2 items"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_a_value(old: str, new: str, problem: str) -> None:
    assert problem in problems(old, new)


def test_it_says_everything_at_once() -> None:
    assert problems("name: loaf\nsize: 2", "name: cake\nsize: 9\nweight: 3") == [
        "q.md:2:7: C012 'name' must be 'loaf' or 'roll'",
        "q.md:3:7: C012 'size' must be less than or equal to 3",
        "q.md:4:1: C011 unknown key 'weight'",
    ]


def test_it_knows_where_every_value_stands() -> None:
    document = make_document(TEXT)

    assert document.spots["parts", 0, "title"] == Spot(5, 12)
    assert document.names["parts", 0, "title"] == Spot(5, 5)
    assert document.spots[("parts",)] == Spot(5, 3)


@pytest.mark.parametrize(
    ("at", "spot"),
    [
        (Spot(9, 4), Spot(9, 4)),
        (("size",), Spot(3, 7)),
        (("parts", 0, "soft"), Spot(5, 5)),  # the entry, as the value is missing
        (("parts", 7), Spot(5, 3)),
        (("none",), START),
        ((), START),
    ],
)
def test_a_problem_stands_at_its_value_or_the_nearest_above(
    at: Spot | tuple[str | int, ...], spot: Spot
) -> None:
    assert make_document(TEXT).problem("C012", "x", at) == Problem("q.md", spot, "C012", "x")


def test_it_splits_the_body_at_its_headings() -> None:
    sections = make_document(TEXT).sections()

    assert list(sections) == ["", "First {#first}", "Second"]
    assert sections[""].text == "The lead."
    assert sections["First {#first}"].spot == Spot(11, 1)
    assert sections["First {#first}"].text == "```text\n## Not a heading\n```"
    assert sections["Second"].text == ""


def test_lines_count_from_the_start_of_the_file() -> None:
    first, lead = make_document(TEXT).lines[:2]

    assert (first.number, first.text) == (8, "")
    assert (lead.number, lead.text) == (9, "The lead.")


def test_lines_inside_a_fence_are_marked() -> None:
    lines = number_lines(["a", "```", "b", "~~~", "````", "c", "~~~", "```", "~~~", "d"], first=1)

    assert [line.text for line in lines if line.fenced] == [
        "```", "b", "~~~", "````", "~~~", "```", "~~~",
    ]  # fmt: skip


def test_without_its_body_it_keeps_the_spots() -> None:
    document = make_document(TEXT)

    small = document.without_body()

    assert (small.lines, small.front) == ((), "")
    assert small.spots == document.spots
    assert small.read_meta(Meta) == document.read_meta(Meta)


def test_problems_stand_in_the_order_of_reading() -> None:
    a = Problem("a.md", Spot(2, 1), "L002", "x")
    b = Problem("a.md", Spot(10, 1), "C012", "x")

    assert sorted([Problem("b.md", START, "C001", "x"), b, a])[:2] == [a, b]
    assert str(b) == "a.md:10:1: C012 x"
    assert (a.stops, Problem("a.md", START, "L006", "x").stops) == (True, False)


def test_a_file_without_front_matter_is_no_document() -> None:
    assert not isinstance(read_document("q.md", "Just text.\n"), Document)


def test_a_section_has_parts_below_its_headings() -> None:
    body = "## One\n\nLead.\n\n### a\n\n```\n### code\n```\n\n### b {x=y}\n\nLast.\n\n## Two"
    document = read_document("q.md", f"---\nid: q\n---\n{body}\n")
    assert isinstance(document, Document)

    parts = document.sections()["One"].parts()

    assert [(part.title, part.spot, part.text) for part in parts] == [
        ("", Spot(1, 1), "Lead."),
        ("a", Spot(8, 1), "```\n### code\n```"),
        ("b {x=y}", Spot(14, 1), "Last."),
    ]
