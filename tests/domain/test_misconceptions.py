"""misconceptions.yaml: beliefs, and what is the case."""

import pytest

from courses.reading import read_data
from domain.documents import Document
from domain.listings import Listing
from domain.misconceptions import Misconception, read_misconceptions

GOOD = """\
format: 1
misconceptions:
  - id: more-yeast
    belief: More yeast makes better bread.
    correction: >-
      It makes it faster,
      and blander.
    see: dough#yeast
  - id: heat-is-time
    belief: Half the heat takes twice the time.
    correction: Below a certain heat no crust forms.
    see: oven#heat
"""


def read(text: str) -> Listing[Misconception]:
    document = read_data("misconceptions.yaml", text)
    assert isinstance(document, Document), document
    return read_misconceptions(document)


def test_it_reads_every_entry_with_its_place() -> None:
    listing = read(GOOD)

    assert listing.problems == ()
    assert listing.rows[0] == Misconception(
        "more-yeast",
        "More yeast makes better bread.",
        "It makes it faster, and blander.",
        "dough#yeast",
        ("misconceptions", 0),
    )
    assert listing.rows[1].at == ("misconceptions", 1)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 2", "1:9: C013 format 2 is not known; this reader knows 1"),
        ("    see: oven#heat\n", "", "9:5: C010 key 'misconceptions.1.see' is missing"),
        ("belief: Half", "belif: Half", "10:5: C011 unknown key 'belif'; did you mean 'belief'?"),
        (
            "id: heat-is-time",
            "id: heat--is",
            "9:9: C014 id 'heat--is': use lower case, digits and single hyphens",
        ),
        (
            "More yeast makes better bread.",
            "true",
            "4:13: C012 'misconceptions.0.belief' must be a valid string",
        ),
    ],
)
def test_it_says_what_is_wrong_with_an_entry(old: str, new: str, problem: str) -> None:
    assert GOOD.count(old) == 1

    problems = [str(one) for one in read(GOOD.replace(old, new)).problems]

    assert f"misconceptions.yaml:{problem}" in problems


def test_a_faulty_entry_takes_no_other_with_it() -> None:
    listing = read(GOOD.replace("    see: oven#heat\n", ""))

    assert [row.id for row in listing.rows] == ["more-yeast"]
    assert listing.broken == {"heat-is-time"}


def test_a_course_may_know_of_no_misconception() -> None:
    listing = read("format: 1\nmisconceptions: []\n")

    assert (listing.rows, listing.problems, listing.readable) == ((), (), True)
