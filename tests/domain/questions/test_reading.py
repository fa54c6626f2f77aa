"""What every kind reads alike: front matter, sections and hints."""

import pytest

from domain.questions import KINDS, read_question
from domain.questions.base import Question, is_key
from tests.documents import changed, make_document, make_question, problems_of
from tests.sources import GOOD, WHICH_LINE

OUTCOMES = "outcomes: [estimate-transfer]"
HINTS = WHICH_LINE[WHICH_LINE.index("## Hints") : WHICH_LINE.index("## Explanation")]
EXPLANATION = WHICH_LINE[WHICH_LINE.index("## Explanation") :]
PROMPT = WHICH_LINE[WHICH_LINE.index("Ticks lie") : WHICH_LINE.index("## Choices")]


def test_it_reads_what_every_kind_has() -> None:
    question = make_question(WHICH_LINE)

    assert question.id == "which-line"
    assert question.title == "Which line of the bill grows"
    assert question.outcomes == ("estimate-transfer",)
    assert question.teaches == ("data-transfer#three-prices",)
    assert question.facts == ()
    assert question.difficulty == "easy"
    assert question.status == "live"
    assert question.recall
    assert question.tags == ()
    assert question.prompt.startswith("Ticks lie in `us-west-2`.")
    assert question.hints == (
        "Draw the two Regions and the arrow between them.",
        "Does the arrow touch the internet?",
    )
    assert question.explanation.endswith("so the cheap design moves the compute.")


def test_it_reads_what_an_author_may_add() -> None:
    more = "status: draft\nrecall: false\nseconds: 45\ntags: [billing]\nfacts: [a-b]\nnotes: x"
    question = make_question(changed(WHICH_LINE, "difficulty: easy", more))

    assert (question.status, question.recall, question.seconds) == ("draft", False, 45)
    assert (question.tags, question.facts, question.difficulty) == (
        ("billing",),
        ("a-b",),
        "medium",
    )


def test_a_hint_may_run_over_lines_and_hold_code() -> None:
    hints = "## Hints\n\n1. First\n   line.\n\n2. Look:\n\n    ```\n    x\n    ```\n\n"

    assert make_question(changed(WHICH_LINE, HINTS, hints)).hints == (
        "First\nline.",
        "Look:\n\n```\nx\n```",
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "kind: choice",
            "kind: essay",
            f"4:7: Q001 kind 'essay' is not known; known: {', '.join(KINDS)}",
        ),
        ("kind: choice\n", "", "1:1: C010 key 'kind' is missing"),
        ("kind: choice", "kind: 5", "4:7: C012 'kind' must be a valid string"),
        (f"{OUTCOMES}\n", "", "1:1: C010 key 'outcomes' is missing"),
        (
            OUTCOMES,
            "outcomes: []",
            "6:11: C010 key 'outcomes' is missing",
        ),
        (
            OUTCOMES,
            "outcomes: [aa, bb, cc, dd]",
            "6:11: C012 'outcomes' must have at most 3 items",
        ),
        (
            "difficulty",
            "dificulty",
            "8:1: C011 unknown key 'dificulty'; did you mean 'difficulty'?",
        ),
        ("difficulty: easy", "weight: 2", "8:1: C011 unknown key 'weight'"),
        (
            "difficulty: easy",
            "difficulty: low",
            "8:13: C012 'difficulty' must be 'easy', 'medium' or 'hard'",
        ),
        ("format: 1", "format: 3", "2:9: C013 format 3 is not known; this reader knows 1"),
        ("format: 1", 'format: "1"', "2:9: C012 'format' must be 1"),
        (
            "id: which-line",
            "id: Which_Line",
            "3:5: C014 id 'Which_Line': use lower case, digits and single hyphens",
        ),
        ("id: which-line", f"id: {'a' * 61}", "3:5: C012 'id' must have at most 60 characters"),
        (
            "title: Which line of the bill grows",
            f"title: {'a' * 81}",
            "5:8: C012 'title' must have at most 80 characters",
        ),
        ("## Choices", "## Answers", "14:1: Q002 section 'Answers' is not known for kind choice"),
        (EXPLANATION, "", "1:1: Q002 section 'Explanation' is missing"),
        (
            "## Hints",
            "## Choices\n\n## Hints",
            "33:1: Q002 section 'Choices' stands twice (first in line 14)",
        ),
        (
            HINTS + EXPLANATION,
            EXPLANATION + "\n" + HINTS,
            "38:1: Q002 section 'Hints' belongs before 'Explanation'",
        ),
        (PROMPT, "", "10:1: Q003 prompt is empty"),
        (EXPLANATION, "## Explanation\n\n", "38:1: Q003 explanation is empty"),
        (HINTS, "## Hints\n\n", "33:1: Q050 no hints; write 1 to 3 or leave the section out"),
        (HINTS, "## Hints\n\n- Think.\n\n", "35:1: Q050 write hints as a numbered list"),
        (HINTS, "## Hints\n\n1. a\n2. b\n3. c\n4. d\n\n", "33:1: Q050 4 hints; at most 3"),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    found = problems_of(changed(WHICH_LINE, old, new))

    assert f"q.md:{problem}" in found
    # A section under a wrong name is also missing under its right one.
    assert [line for line in found if "section 'Choices' is missing" not in line] == [
        f"q.md:{problem}"
    ]


def test_it_names_all_faults_at_once_in_the_order_of_reading() -> None:
    text = changed(WHICH_LINE, f"{OUTCOMES}\n", "")
    text = changed(text, "difficulty: easy", "difficulty: low")
    text = changed(text, "- [x]", "- [ ]")
    text = changed(text, "## Explanation", "## Reasons")

    assert problems_of(text) == [
        "q.md:1:1: C010 key 'outcomes' is missing",
        "q.md:1:1: Q002 section 'Explanation' is missing",
        "q.md:7:13: C012 'difficulty' must be 'easy', 'medium' or 'hard'",
        "q.md:13:1: Q011 no choice is marked right; kind choice has exactly 1",
        "q.md:37:1: Q002 section 'Reasons' is not known for kind choice",
    ]


def test_a_question_of_the_prerequisites_measures_no_outcome() -> None:
    text = changed(WHICH_LINE, f"{OUTCOMES}\n", "")

    question = read_question(make_document(text, "prerequisites/which-line.md"), {})

    assert isinstance(question, Question)
    assert question.outcomes == ()


def test_of_an_unknown_kind_it_checks_what_all_kinds_have() -> None:
    text = changed(WHICH_LINE, "kind: choice", "kind: essay\npoints: 3")
    text = changed(text, "difficulty: easy", "difficulty: low")

    assert [line.split()[1] for line in problems_of(text)] == ["Q001", "C012"]


def test_a_heading_in_code_is_no_section() -> None:
    fence = "```text\n## Choices\n```\n\n"
    question = make_question(changed(WHICH_LINE, "## Choices\n", f"{fence}## Choices\n"))

    assert question.prompt.endswith("```text\n## Choices\n```")


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("length", [0, 1, 5])
def test_an_empty_body_is_no_reason_to_fail(kind: str, length: int) -> None:
    text = GOOD[kind]
    head = text[: text.index("---\n", 4) + 4]

    found = read_question(make_document(head + "x\n" * length), {})

    assert not isinstance(found, Question)
    assert {"Q002", "Q003"} >= {problem.code for problem in found}


@pytest.mark.parametrize("text", ["a", "ab", "a1", "a-b", "a-1-b"])
def test_a_key_is_lower_case_words_and_digits(text: str) -> None:
    assert is_key(text)


@pytest.mark.parametrize("text", ["", "A", "1a", "-a", "a-", "a--b", "a_b", "a b", "ä", "a\n"])
def test_nothing_else_is_a_key(text: str) -> None:
    assert not is_key(text)
