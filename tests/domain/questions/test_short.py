"""A line of text: what matches, what a near miss earns, and every fault of its file."""

import pytest

from domain.questions.base import Grade, Mark, Reveal, Row, Text, Unreadable
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import USAGE_TYPE

ENTRIES = USAGE_TYPE[USAGE_TYPE.index("answers:") : USAGE_TYPE.index("---\n\nWhat")]
FEEDBACK = ENTRIES[ENTRIES.index("    feedback:") :]
PATTERN = 'text: "(run|move|bring) the (compute|job|code) to the data"'


def with_answers(entries: str) -> str:
    return changed(USAGE_TYPE, ENTRIES, f"answers:\n{entries}")


@pytest.mark.parametrize(
    ("given", "result"),
    [
        ("data locality", Grade(1.0)),
        ("  Data\n LOCALITY ", Grade(1.0)),
        ("ｄａｔａ locality", Grade(1.0)),  # full width
        ("Move the job to the data", Grade(1.0)),
        ("Move the job to the data.", Grade(0.0)),  # the whole text
        ("data gravity", Grade(0.5, "near-3")),
        ("data localities", Grade(0.0)),  # nothing is scored by likeness
        ("", Unreadable("Write your answer first.")),
        (" \n ", Unreadable("Write your answer first.")),
        ("x" * 1001, Unreadable("Write at most 1,000 characters.")),
        ("x" * 1000, Grade(0.0)),
    ],
)
def test_the_first_entry_that_matches_decides(given: str, result: Grade | Unreadable) -> None:
    assert make_question(USAGE_TYPE).grade({"answer": [given]}) == result


@pytest.mark.parametrize(
    ("match", "given", "fraction"),
    [
        ("exact", "Straße's  “End”", 1),
        ("exact", 'Straße’s "End"', 1),
        ("exact", "straße's “End”", 0),
        ("ci", "STRASSE'S “end”", 1),
    ],
)
def test_case_counts_in_an_exact_text_only(match: str, given: str, fraction: float) -> None:
    question = make_question(with_answers(f'  - match: {match}\n    text: Straße’s "End"\n'))

    assert question.grade({"answer": [given]}) == Grade(fraction)


def test_case_counts_in_a_pattern_unless_its_author_says_otherwise() -> None:
    question = make_question(changed(USAGE_TYPE, "    ci: true\n", ""))

    assert question.grade({"answer": ["Move the job to the data"]}) == Grade(0.0)
    assert question.grade({"answer": ["move the job to the data"]}) == Grade(1.0)


def test_a_right_answer_may_have_words_of_its_own() -> None:
    entries = "  - match: ci\n    text: data locality\n    feedback: In two words.\n"

    assert make_question(with_answers(entries)).grade({"answer": ["data locality"]}) == Grade(
        1.0, "near-1"
    )


def test_a_near_miss_may_name_a_misconception() -> None:
    named = "    text: data gravity\n    misconception: data-is-heavy"
    question = make_question(changed(USAGE_TYPE, "    text: data gravity", named))

    assert question.grade({"answer": ["data gravity"]}) == Grade(0.5, "near-3", "data-is-heavy")
    assert question.misconceptions == {"data-is-heavy"}


def test_it_knows_what_it_asks_for() -> None:
    question = make_question(USAGE_TYPE)

    assert (question.guess, question.seconds) == (0, 45)
    assert question.instruction == "Write one line."
    assert question.misconceptions == frozenset()


def test_its_texts_are_the_key_and_the_near_misses() -> None:
    texts = make_question(USAGE_TYPE).texts()

    assert texts["key"] == Text("data locality", inline=True)
    assert texts["near-3"] == Text(
        "Gravity names the problem. The principle that answers it has another name."
    )


def test_its_key_is_shown_as_it_is_typed() -> None:
    question = make_question(with_answers('  - match: exact\n    text: "s3:*_v1"\n'))

    assert question.texts()["key"].markdown == r"s3:\*\_v1"


def test_its_key_is_the_first_right_answer() -> None:
    near = '  - {match: ci, text: gravity, credit: "0.5", feedback: Near.}\n'
    right = '  - {match: ci, text: locality, credit: "1"}\n'

    assert make_question(with_answers(near + right)).texts()["key"].markdown == "locality"


def test_where_only_a_pattern_is_right_the_key_is_an_example() -> None:
    question = make_question(with_answers(f"  - match: regex\n    {PATTERN}\n"))

    assert question.texts()["key"].markdown == "run the compute to the data"


@pytest.mark.parametrize(
    ("given", "reveal", "row"),
    [
        ("x", Reveal.NOTHING, Row("answer", given="x")),
        ("data locality", Reveal.OWN, Row("answer", given="data locality", mark=Mark.RIGHT)),
        ("x", Reveal.OWN, Row("answer", given="x", mark=Mark.WRONG)),
        ("data gravity", Reveal.OWN, Row("answer", given="data gravity")),
        ("x", Reveal.ALL, Row("answer", given="x", mark=Mark.WRONG, wanted="key")),
        ("", Reveal.ALL, Row("answer", mark=Mark.MISSED, wanted="key")),
    ],
)
def test_it_shows_what_was_typed(given: str, reveal: Reveal, row: Row) -> None:
    assert make_question(USAGE_TYPE).rows({"answer": [given]}, reveal) == (row,)


def test_its_key_is_the_entries_and_what_they_earn() -> None:
    question = make_question(USAGE_TYPE)
    reworded = make_question(changed(USAGE_TYPE, "Gravity names", "Gravity is"))

    assert question.key() == {
        "entries": [
            ["data locality", False, True, "1"],
            ["(run|move|bring) the (compute|job|code) to the data", True, True, "1"],
            ["data gravity", False, True, "1/2"],
        ]
    }
    assert question.grading_digest == reworded.grading_digest


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "    text: data gravity",
            "    text: DATA  locality",
            "14:5: Q060 entry 3 is shadowed by entry 1",
        ),
        (
            "    text: data gravity",
            "    text: Move the job to the data",
            "14:5: Q060 entry 3 is shadowed by entry 2",
        ),
        (PATTERN, 'text: "(a+)+"', "13:11: Q061 nested repetition (a+)+"),
        (PATTERN, 'text: "(a"', "13:11: Q061 missing ) for the ( at 1"),
        (PATTERN, f'text: "{"a" * 201}"', "13:11: Q061 regex of 201 characters; at most 200"),
        (
            FEEDBACK,
            "",
            "14:5: Q062 near miss without feedback",
        ),
        (
            '    credit: "0.5"',
            "    credit: 0.5",
            "16:13: C012 'answers.2.credit' must be a decimal in quotes, such as \"0.02\"",
        ),
        (
            '    credit: "0.5"',
            '    credit: "-0.5"',
            '16:13: C012 \'answers.2.credit\' must lie between "0" and "1"',
        ),
        (
            "  - match: ci\n    text: data gravity",
            "  - match: like\n    text: data gravity",
            "14:12: C012 'answers.2.match' must be 'exact', 'ci' or 'regex'",
        ),
        ("    text: data gravity", '    text: " "', "15:11: C012 'text' must not be blank"),
        (
            "    text: data locality",
            "    text: data locality\n    misconception: data-is-heavy",
            "11:20: Q015 a right answer cannot name a misconception",
        ),
        (
            "    text: data locality",
            "    text: data locality\n    ci: true",
            "11:9: C012 'ci' must stand with match: regex only",
        ),
        (
            "## Explanation",
            "## Hints\n\n1. It is called Data Locality.\n\n## Explanation",
            "25:1: Q050 hint 1 contains the answer",
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    assert problems_of(changed(USAGE_TYPE, old, new)) == [f"q.md:{problem}"]


@pytest.mark.parametrize(
    ("entries", "problems"),
    [
        (
            '  - {match: ci, text: a, credit: "0", feedback: No.}\n',
            ["q.md:8:1: C012 'answers' must have an entry with credit \"1\""],
        ),
        (
            (
                "  - {match: ci, text: a}\n"
                '  - {match: ci, text: b, credit: "0", feedback: No.}\n'
                "  - {match: ci, text: c}\n"
            ),
            ["q.md:11:5: C010 key 'answers.2.credit' is missing"],
        ),
        (
            "  - {match: exact, text: a}\n  - {match: ci, text: a}\n  - {match: exact, text: A}\n",
            ["q.md:11:5: Q060 entry 3 is shadowed by entry 2"],
        ),
        (
            (
                '  - {match: regex, text: "a+"}\n'
                '  - {match: regex, text: "a+", ci: true}\n'
                '  - {match: regex, text: "a+"}\n'
            ),
            ["q.md:11:5: Q060 entry 3 is shadowed by entry 1"],
        ),
        (
            '  - {match: regex, text: "A+", ci: true}\n  - {match: ci, text: aa}\n',
            ["q.md:10:5: Q060 entry 2 is shadowed by entry 1"],
        ),
    ],
)
def test_it_sees_what_entries_do_to_each_other(entries: str, problems: list[str]) -> None:
    found = problems_of(with_answers(entries))

    assert [problem.replace("q.md:9:3:", "q.md:8:1:") for problem in found] == problems


def test_an_exact_text_leaves_other_cases_to_a_later_entry() -> None:
    make_question(with_answers("  - {match: exact, text: a}\n  - {match: ci, text: a}\n"))


def test_it_warns_of_a_title_that_says_the_answer() -> None:
    text = changed(USAGE_TYPE, "title: Name the principle", "title: Why locality of data matters")

    assert warnings_in(text) == ["q.md:5:8: Q004 title repeats 'locality'"]


def test_a_title_may_say_what_the_prompt_says_too() -> None:
    text = changed(USAGE_TYPE, "title: Name the principle", "title: Why data matters")

    assert warnings_in(text) == []
