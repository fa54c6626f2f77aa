"""Rows and their matches: partial credit, what may be shown when, and every fault of a file."""

import pytest

from domain.questions.base import Grade, Mark, Option, Reveal, Row, Text, Unreadable
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import TIER_RULES

ROWS = ["standby", "copy", "partner"]
COPY = "| archive copy from west to east {#copy} |"
TOLD = "The archive copy from west to east is Region to Region."
EXTRA = TIER_RULES[TIER_RULES.index("## Extra") : TIER_RULES.index("## Explanation")]
SHARED = changed(TIER_RULES, "| Region to Region |", "| Zone to  zone |")
"""Two rows with one right value."""


def answer(*picks: str, rows: list[str] = ROWS) -> dict[str, list[str]]:
    return {"row": list(rows), "match": list(picks)}


@pytest.mark.parametrize(
    ("picks", "result"),
    [
        (("standby", "copy", "partner"), Grade(1.0)),
        (("standby", "copy", "copy"), Grade(2 / 3, headline="2 of 3 rows right")),
        (
            ("free", "copy", "standby"),
            Grade(1 / 3, misconception="peering-is-free", headline="1 of 3 rows right"),
        ),
        (("copy", "standby", "copy"), Grade(0.0, headline="None of 3 rows right")),
    ],
)
def test_each_right_row_counts(picks: tuple[str, ...], result: Grade) -> None:
    assert make_question(TIER_RULES).grade(answer(*picks)) == result


def test_its_author_may_want_all_or_nothing() -> None:
    question = make_question(changed(TIER_RULES, "teaches", "credit: exact\nteaches"))

    assert question.grade(answer("standby", "copy", "partner")) == Grade(1.0)
    assert question.grade(answer("standby", "copy", "copy")) == Grade(
        0.0, headline="2 of 3 rows right"
    )
    assert question.guess == 0.25**3


def test_rows_may_be_sent_in_any_order() -> None:
    rows = ["partner", "standby", "copy"]

    assert make_question(TIER_RULES).grade(answer(*rows, rows=rows)) == Grade(1.0)


def test_a_value_may_serve_several_rows_under_the_id_of_any() -> None:
    question = make_question(SHARED)

    assert question.options == (
        Option("standby", "option-standby"),
        Option("partner", "option-partner"),
        Option("free", "option-free"),
    )
    assert question.grade(answer("standby", "standby", "partner")) == Grade(1.0)
    assert question.grade(answer("copy", "copy", "partner")) == Grade(1.0)
    assert question.rows(answer("copy", "copy", "partner"), Reveal.NOTHING)[0].given == "standby"


@pytest.mark.parametrize(
    "submitted",
    [
        {},
        answer("standby", "", "partner"),
        answer("standby", "copy"),
        answer("standby", "copy", "no-such"),
        answer("standby", "copy", "partner", "partner"),
        answer("standby", "copy", "partner", "copy", rows=[*ROWS, "partner"]),
        answer("standby", "copy", rows=["standby", "copy"]),
        answer("standby", "copy", "copy", rows=["standby", "copy", "copy"]),
        answer("standby", "copy", "partner", rows=["standby", "copy", "no-such"]),
    ],
)
def test_a_row_without_a_match_is_unreadable(submitted: dict[str, list[str]]) -> None:
    result = make_question(TIER_RULES).grade(submitted)

    assert result == Unreadable("Choose a match for every row.")


def test_it_knows_what_it_asks_for() -> None:
    question = make_question(TIER_RULES)

    assert question.guess == 0.25  # three values and an extra
    assert question.seconds == 90
    assert question.instruction == "Choose a match for every row."
    assert question.misconceptions == {"peering-is-free"}


def test_its_texts_are_rows_options_and_reasons() -> None:
    texts = make_question(TIER_RULES).texts()

    assert texts["row-copy"] == Text("archive copy from west to east", inline=True)
    assert texts["option-copy"] == Text("Region to Region", inline=True)
    assert texts["option-free"] == Text("free of charge", inline=True)
    assert texts["reason-copy"] == Text("Each Region is its own boundary.")
    assert texts["reason-free"] == Text("None of these three stays inside one zone.")


def test_before_the_verdict_it_shows_the_picks_alone() -> None:
    rows = make_question(TIER_RULES).rows(answer("free", "", "odd"), Reveal.NOTHING)

    assert rows == (
        Row("standby", "row-standby", "free"),
        Row("copy", "row-copy"),
        Row("partner", "row-partner"),
    )


def test_while_tries_are_left_a_wrong_row_keeps_its_why() -> None:
    rows = make_question(TIER_RULES).rows(answer("free", "copy", "copy"), Reveal.OWN)

    assert rows == (
        # Why an extra fits nothing does not tell what fits here.
        Row("standby", "row-standby", "free", Mark.WRONG, reason="reason-free"),
        Row("copy", "row-copy", "copy", Mark.RIGHT, reason="reason-copy"),
        Row("partner", "row-partner", "copy", Mark.WRONG),
    )


def test_an_incomplete_answer_buys_no_marks() -> None:
    rows = make_question(TIER_RULES).rows(answer("standby", "copy", ""), Reveal.OWN)

    assert {row.mark for row in rows} == {Mark.NONE}
    assert {row.reason for row in rows} == {""}


def test_in_the_end_it_shows_what_fits_and_why() -> None:
    question = make_question(TIER_RULES)

    rows = question.rows(answer("free", "copy", "copy"), Reveal.ALL)

    assert [row.mark for row in rows] == [Mark.WRONG, Mark.RIGHT, Mark.WRONG]
    assert [row.wanted for row in rows] == ["option-standby", "option-copy", "option-partner"]
    assert [row.reason for row in rows] == ["reason-standby", "reason-copy", "reason-partner"]
    assert {row.mark for row in question.rows(None, Reveal.ALL)} == {Mark.MISSED}


def test_its_key_does_not_depend_on_the_order_of_the_rows() -> None:
    lines = SHARED.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if "{#standby}" in line)
    lines[first], lines[first + 1] = lines[first + 1], lines[first]

    question = make_question(SHARED)

    assert question.key() == {
        "rows": {
            "standby": ["copy", "standby"],
            "copy": ["copy", "standby"],
            "partner": ["partner"],
        },
        "extras": ["free"],
        "all_or_nothing": False,
    }
    assert make_question("".join(lines)).grading_digest == question.grading_digest


def test_ids_are_letters_by_the_place_in_the_file() -> None:
    text = TIER_RULES
    for attribute in (" {#standby}", " {#partner}", "#free "):
        text = changed(text, attribute, "")

    question = make_question(text)

    assert [row.id for row in question.rows(None, Reveal.NOTHING)] == ["a", "copy", "c"]
    assert [option.id for option in question.options] == ["a", "copy", "c", "d"]


def test_a_cell_may_hold_a_bar() -> None:
    text = changed(TIER_RULES, "| Region to Region |", r"| `a \| b` |")

    assert make_question(text).texts()["option-copy"].markdown == "`a | b`"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "| Left | Right | Why |",
            "| Left | Right |",
            "14:1: Q040 header must be | Left | Right | Why |",
        ),
        ("|---|---|---|", "|---|---|", "15:1: Q040 write |---|---|---| below the header"),
        ("|---|---|---|", "| a | b | c |", "15:1: Q040 write |---|---|---| below the header"),
        ("Each Region is its own boundary.", "", "17:1: Q040 row 'copy' has no why"),
        ("| Region to Region |", "| |", "17:1: Q040 row 'copy' has no right value"),
        ("archive copy from west to east ", "", "17:1: Q040 row 'copy' has no left text"),
        (
            "| Region to Region |",
            "| Region | Region |",
            "17:1: Q040 row has 4 cells; write | left | right | why |",
        ),
        ("boundary. |", "boundary.", "17:1: Q040 line is no row; write | left | right | why |"),
        (
            COPY,
            f"\n{COPY}",
            "18:1: Q040 leave no blank line inside the table, and write nothing below it",
        ),
        ("{#copy}", "{#standby}", "17:35: C015 id 'standby' is also used in line 16"),
        ("{#copy}", "{#Copy}", "17:35: C014 id 'Copy': use lower case, digits and single hyphens"),
        ("{#copy}", "{#copy group=a}", "17:41: Q010 attribute 'group=a' is not known; known: #id"),
        ("{#free ", "{#copy ", "22:23: C015 id 'copy' is also used in line 17"),
        (
            "archive copy from west to east",
            "Database  to its standby",
            "17:1: Q014 same text as row 'standby'",
        ),
        (
            "free of charge",
            "region to region",
            "22:1: Q014 same text as the right value of row 'copy'",
        ),
        (
            "- [ ] free of charge {#free misconception=peering-is-free}",
            "- [x] free of charge {#free}",
            "22:1: Q011 choice 'free' of Extra is marked right; write - [ ]",
        ),
        (
            "\n    > None of these three stays inside one zone.\n",
            "",
            "22:1: Q012 choice 'free' has no reason; add a block quote below it",
        ),
        (
            "## Explanation",
            f"## Hints\n\n1. {TOLD}\n\n## Explanation",
            "28:1: Q050 hint 1 contains the match of row 'copy'",
        ),
        ("teaches", "credit: rows\nteaches", "7:9: C012 'credit' must be 'exact'"),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    assert problems_of(changed(TIER_RULES, old, new)) == [f"q.md:{problem}"]


@pytest.mark.parametrize(
    ("count", "problem"),
    [(2, "12:1: Q013 2 pairs; at least 3"), (9, "12:1: Q013 9 pairs; at most 8")],
)
def test_it_has_three_to_eight_rows(count: int, problem: str) -> None:
    start, end = TIER_RULES.index("| database"), TIER_RULES.index("## Extra")
    rows = "".join(f"| left {n} | right {n} | Why {n}. |\n" for n in range(count))

    assert problems_of(f"{TIER_RULES[:start]}{rows}\n{TIER_RULES[end:]}") == [f"q.md:{problem}"]


def test_without_an_extra_there_are_two_right_values() -> None:
    text = changed(SHARED, EXTRA, "")
    text = changed(text, "| to the internet |", "| zone to zone |")

    assert problems_of(text) == ["q.md:12:1: Q013 1 right value; at least 2"]


def test_with_an_extra_one_right_value_is_enough() -> None:
    make_question(changed(SHARED, "| to the internet |", "| zone to zone |"))


def test_a_section_without_a_table_says_how_to_write_one() -> None:
    start, end = TIER_RULES.index("| Left"), TIER_RULES.index("## Extra")

    assert problems_of(TIER_RULES[:start] + TIER_RULES[end:]) == [
        "q.md:12:1: Q040 write the pairs as a table below | Left | Right | Why |"
    ]


def test_it_warns_of_an_extra_that_speaks_of_the_others() -> None:
    assert warnings_in(changed(TIER_RULES, "free of charge", "none of the above")) == [
        "q.md:22:1: Q018 avoid 'none of the above'"
    ]
