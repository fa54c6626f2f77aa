"""Captions, headers and rows."""

import pytest

from domain.documents import number_lines
from domain.passages import passages_of
from domain.tables import tables_of
from tests.lessons import faults

TABLE = "Table: Breads.\n\n| A | B | C |\n|---|:-:|--:|\n| d | e | f |\n"


def test_it_takes_a_table_with_caption_and_header() -> None:
    assert faults(TABLE) == []
    assert faults(TABLE.replace("| d |", "| `x|y` and {{ fact:a-b }} \\| z |")) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "Table: Breads.\n\n",
            "",
            "1:1: L009 table has no caption; write a paragraph 'Table: …' above it",
        ),
        (
            "Table: Breads.",
            "Breads.",
            "3:1: L009 table has no caption; write a paragraph 'Table: …' above it",
        ),
        ("Table: Breads.", "Table:", "3:1: L009 caption of the table is empty"),
        (
            "Breads.\n\n",
            "Breads.\n",
            "2:1: L009 leave a blank line between the caption and the table",
        ),
        (
            "|---|:-:|--:|\n",
            "",
            "3:1: L009 table has no header; put a row of dashes below its first row",
        ),
        ("| d |", "| d | x |", "5:1: L009 row has 4 cells, header has 3"),
        ("| d | e | f |", "| d |", "5:1: L009 row has 1 cell, header has 3"),
        ("|---|:-:|--:|", "|---|---|", "4:1: L009 row has 2 cells, header has 3"),
        ("f |\n", "f |\nMore text.", "6:1: L009 leave a blank line below the table"),
        ("| d |", "| {{ fact:a-b|bare }} |", "5:3: L013 {{…|…}} cannot stand in a table"),
        ("| d |", "| [[egress|out]] |", "5:3: L013 [[…|…]] cannot stand in a table"),
        ("| d |", "| [[egress\\|out]] |", "5:3: L013 [[…|…]] cannot stand in a table"),
    ],
)
def test_it_finds_a_fault(old: str, new: str, expected: str) -> None:
    assert faults(TABLE.replace(old, new)) == [expected]


def test_a_caption_stands_right_above_its_table() -> None:
    assert faults(TABLE.replace("Breads.\n", "Breads.\n\n```text\nrye\n```\n")) == [
        "7:1: L009 table has no caption; write a paragraph 'Table: …' above it"
    ]


def test_rows_begin_with_a_bar() -> None:
    assert faults("Table: Breads.\n\nA | B\n--- | ---\nc | d") == [
        "3:1: L009 start and end every row of a table with |"
    ]


def test_tables_are_told_apart() -> None:
    passages = passages_of(number_lines(f"{TABLE}\n| g |\n|---|\n".split("\n"), first=1))

    first, second = tables_of(passages)

    assert (first.first, first.last, first.caption) == (3, 5, "Breads.")
    assert (second.first, second.last, second.caption) == (7, 8, None)
