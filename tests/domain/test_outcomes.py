"""outcomes.yaml: what a learner can do afterwards, said so that it can be tested."""

# ruff: noqa: E501 - a table reads better with a message on one line

import pytest

from courses.reading import read_data
from domain.documents import Document
from domain.listings import Listing
from domain.outcomes import TESTABLE, Outcome, read_outcomes

GOOD = """\
format: 1
outcomes:
  - id: knead-dough
    can: >-
      explain how long
      a dough is kneaded
    why: Impatience tears it.
    importance: 3
    requires: []
  - id: bake-bread
    can: choose heat and time for a loaf
    requires: [knead-dough]
"""


def read(text: str) -> Listing[Outcome]:
    document = read_data("outcomes.yaml", text)
    assert isinstance(document, Document), document
    return read_outcomes(document)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def listed(*cans: str) -> str:
    entries = "".join(f"  - id: outcome-{n}\n    can: {can}\n" for n, can in enumerate(cans))
    return f"format: 1\noutcomes:\n{entries}"


def test_it_reads_every_entry_with_its_place() -> None:
    listing = read(GOOD)

    assert listing.problems == ()
    assert listing.rows == (
        Outcome(
            "knead-dough",
            "explain how long a dough is kneaded",
            "Impatience tears it.",
            3,
            (),
            ("outcomes", 0),
        ),
        Outcome(
            "bake-bread",
            "choose heat and time for a loaf",
            "",
            2,
            ("knead-dough",),
            ("outcomes", 1),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 3", "1:9: C013 format 3 is not known; this reader knows 1"),
        ("format: 1\n", "", "1:1: C010 key 'format' is missing"),
        ("    can: choose heat", "    cann: choose heat", "11:5: C011 unknown key 'cann'; did you mean 'can'?"),
        ("importance: 3", "importance: 4", "8:17: C012 'outcomes.0.importance' must be less than or equal to 3"),
        ("id: bake-bread", "id: Bake", "10:9: C014 id 'Bake': use lower case, digits and single hyphens"),
        ("requires: []", "requires: [Bread]", "9:16: C014 id 'Bread': use lower case, digits and single hyphens"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_an_entry(old: str, new: str, problem: str) -> None:
    assert GOOD.count(old) == 1

    assert f"outcomes.yaml:{problem}" in problems(GOOD.replace(old, new))


def test_a_faulty_entry_takes_no_other_with_it() -> None:
    listing = read(GOOD.replace("importance: 3", "importance: high"))

    assert [outcome.id for outcome in listing.rows] == ["bake-bread"]
    assert listing.broken == {"knead-dough"}
    assert listing.readable


@pytest.mark.parametrize("text", ["format: 1\n", "format: 1\noutcomes: none\n"])
def test_a_file_without_its_list_is_not_readable(text: str) -> None:
    listing = read(text)

    assert not listing.readable
    assert len(listing.problems) == 1


def test_it_takes_fourteen_outcomes_and_no_more() -> None:
    cans = [f"explain part number {n} of the night" for n in range(16)]

    assert problems(listed(*cans[:14])) == []
    assert problems(listed(*cans[:15])) == ["outcomes.yaml:31:5: O001 15 outcomes; at most 14"]
    assert problems(listed(*cans)) == ["outcomes.yaml:31:5: O001 16 outcomes; at most 14"]


def test_it_takes_one_outcome_at_least() -> None:
    assert problems("format: 1\noutcomes: []\n") == [
        "outcomes.yaml:2:11: O001 0 outcomes; at least 1"
    ]


def test_it_refuses_the_same_text_twice() -> None:
    same = listed("explain how bread is baked", "Explain how Bread is baked")

    assert problems(same) == ["outcomes.yaml:6:10: O001 same text as outcome 'outcome-0'"]


@pytest.mark.parametrize("verb", TESTABLE)
def test_it_takes_every_verb_that_can_be_tested(verb: str) -> None:
    can = f"{verb} {'out ' if verb == 'lay' else ''}the five parts of it"

    assert problems(listed(can, can.replace("five", "six").replace(verb, verb.capitalize()))) == []


@pytest.mark.parametrize(
    "verb",
    "appreciate articulate be calibrate familiarise know learn map master pinpoint realise "
    "recognise understand walk".split(),
)
def test_it_refuses_verbs_that_no_question_can_test(verb: str) -> None:
    assert problems(listed(f"{verb} the four parts of it")) == [
        f"outcomes.yaml:4:10: O002 '{verb}' cannot be tested; for example 'explain' or 'choose'"
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [(4, ["4 words; write 5 to 25"]), (5, []), (25, []), (26, ["26 words; write 5 to 25"])],
)
def test_it_counts_the_words(words: int, said: list[str]) -> None:
    can = " ".join(["explain", *["it"] * (words - 1)])

    assert problems(listed(can)) == [f"outcomes.yaml:4:10: O003 {one}" for one in said]


def test_it_names_a_circle_where_it_begins() -> None:
    circle = GOOD.replace("requires: []", "requires: [bake-bread]")

    assert problems(circle) == [
        "outcomes.yaml:9:15: O004 cycle: knead-dough > bake-bread > knead-dough"
    ]
