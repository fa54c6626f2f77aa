"""Every rule that one lesson is checked against, each with its spot."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.lesson_rules import lesson_problems
from tests.lessons import FRONT, SECTIONS, faults, lesson_file, lesson_with, make_lesson
from tests.lessons import problems_of as all_problems

KNOWN = "known: check, mental-model, mistakes, note, tab, why"
PIECES = (
    *("\n", "\n\n", " ", "a", "B", "1", ".", ",", "|", "|---|", "#", "##", "`", "```", "```json"),
    *("///", "/// why", "/// check | q", "/// tab", "[", "[[", "]]", "](", ")", "![", "{{", "}}"),
    *("{#a}", " fact:a ", "<", "<b", ">", "*", "- ", "1. ", "    ", "Table:", "90 %", "$1", "eC2"),
    *("\ufffc", "\u2060", "é", "\\", "'", '"', "~~~", "[^1]", "---", "__pn0__", "https://"),
)
WORDS = "One two three four five six seven eight nine ten. " * 9


def test_it_finds_nothing_in_a_good_lesson() -> None:
    assert faults("/// why\n\nBread is heavy.\n\n///") == []


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        (
            "/// mistake\n\nA trap.\n\n///",
            f"1:1: L001 block 'mistake' is not known; {KNOWN}",
        ),
        ("/// why\n\nBread.", "1:1: L001 block 'why' is not closed"),
        ("/// why\n\nBread.\n\n/// note\n\nMore.\n\n///", "1:1: L001 block 'why' is not closed"),
        ("Bread.\n\n///", "3:1: L001 '///' closes no block"),
        (
            "/// why\nBread.\n\n///",
            "1:1: L001 leave a blank line after the beginning of block 'why'",
        ),
        (
            "/// why\n\nBread.\n///",
            "4:1: L001 leave a blank line before the end of block 'why'",
        ),
        (
            "/// mental model\n\nBread.",
            "1:1: L001 write '/// kind' or '/// kind | title'",
        ),
        (" /// why", "1:1: L001 block mark is indented; start it in column 1"),
        (
            "/// check | question-9\n\nText.\n\n///",
            "3:1: L001 nothing stands inside a check",
        ),
        ("/// tab | Python\n\nText.\n\n///", "1:1: L001 tab 'Python' holds no code"),
        ("/// tab\n\n```text\na\n```\n\n///", "1:1: L001 tab without a title"),
        ("/// note\n\n///", "1:1: L001 block 'note' is empty"),
        ("/// check\n\n///", "1:1: L014 check names no question"),
        ("## Bread", "1:1: L002 heading has no {#anchor}"),
        (
            "## Bread {#Rye_Bread}",
            "1:12: L002 anchor 'Rye_Bread': use lower case, digits and single hyphens",
        ),
        (
            f"## Bread {{#{'a' * 41}}}",
            f"1:12: L002 anchor '{'a' * 41}': use lower case, digits and single hyphens",
        ),
        (
            "## Bread {#rye--bread}",
            "1:12: L002 anchor 'rye--bread': use lower case, digits and single hyphens",
        ),
        (
            "## Bread {#rye}\n\n### More {#rye}",
            "3:12: L002 anchor 'rye' stands twice (first in line 9)",
        ),
        ("### Bread {#rye}", "1:1: L003 ### before any ##"),
        ("## Bread {#rye}\n\n#### More {#more}", "3:1: L003 #### after ##"),
        (
            "## A {#a}\n\n### B {#b}\n\n#### C {#c}",
            "5:1: L003 #### is too deep; use ## and ###",
        ),
        (
            "# Bread",
            "1:1: L003 # is for the title, which stands in the front matter; start at ##",
        ),
        ("##Bread", "1:1: L003 leave a blank after the marks of a heading"),
        ("  ## Bread {#rye}", "1:1: L003 heading is indented; start it in column 1"),
    ],
)
def test_it_finds_a_fault_of_form(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


def test_it_names_the_first_of_two_checks_of_a_question() -> None:
    fragment = "/// check | question-9\n\n///\n\n/// check | question-9\n\n///"

    assert faults(fragment) == [
        "5:13: L014 question 'question-9' is checked twice (first in line 9)"
    ]


def test_marks_inside_code_are_no_blocks_and_no_headings() -> None:
    assert faults("```text\n/// mistake\n# Bread\n```") == []


def test_it_asks_for_some_words_and_some_checks() -> None:
    assert all_problems(lesson_with("").replace(SECTIONS.rstrip("\n"), "Bread.")) == [
        "lesson.md:1:1: L030 1 words; at least 300",
        "lesson.md:1:1: L031 0 checks; aim for 4 to 7",
    ]


def test_it_asks_for_no_more_checks_than_seven() -> None:
    asked = "".join(f"\n\n/// check | more-{n}\n\n///" for n in range(4))

    assert all_problems(lesson_with(asked)) == ["lesson.md:1:1: L031 8 checks; aim for 4 to 7"]
    assert all_problems(lesson_with(asked.replace("/// check | more-3\n\n///", ""))) == []


def paragraphs(count: int) -> str:
    return "\n\n".join(f"{number} begins. {WORDS}" for number in range(count))


def test_it_asks_to_split_a_long_lesson() -> None:
    body = "".join(f"## S {{#s-{n}}}\n\n{paragraphs(4)}\n\n" for n in range(4))

    problems = all_problems(lesson_with(body))

    assert problems[0] == "lesson.md:1:1: L030 1,808 words; consider splitting"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        (f"## Long {{#long}}\n\n{paragraphs(4)}", []),
        (f"## Long {{#long}}\n\n{paragraphs(5)}", ["1:1: L032 section 'long' has no check"]),
        (paragraphs(5), ["-7:1: L032 text before the headings has no check"]),
        (
            f"## Long {{#long}}\n\n{paragraphs(3)}\n\n### More {{#more}}\n\n{paragraphs(3)}",
            ["1:1: L032 section 'long' has no check"],
        ),
        (
            f"## Long {{#long}}\n\n### More {{#more}}\n\n{paragraphs(5)}",
            ["1:1: L032 section 'long' has no check"],
        ),
        (
            f"## Long {{#long}}\n\n/// check | q-9\n\n///\n\n### More {{#more}}\n\n{paragraphs(5)}",
            ["7:1: L032 section 'more' has no check"],
        ),
    ],
)
def test_it_asks_for_a_check_after_400_words(fragment: str, expected: list[str]) -> None:
    found = [fault for fault in faults(fragment) if " C033 " not in fault]

    assert found == expected


def test_it_finds_damage_in_title_and_summary() -> None:
    front = FRONT.replace("A bakery", "A bak__pn0__ry").replace("who counts", "who who counts")

    assert all_problems(lesson_with("", front=front)) == [
        "lesson.md:4:13: C030 placeholder damage '__pn0__' in 'bak__pn0__ry'",
        "lesson.md:5:38: C031 'who who'",
    ]


def test_it_gives_all_problems_in_the_order_of_reading() -> None:
    found = faults("the the\n\n### Bread\n\n[here](http://bread.example/)")

    assert [fault.split(" ")[1] for fault in found] == ["C031", "L002", "L003", "L005", "L006"]


def test_it_leaves_out_what_the_file_gives_a_reason_for() -> None:
    front = FRONT.replace("outcomes", "# check: ignore C031 a quotation\noutcomes")

    assert all_problems(lesson_with("the the", front=front)) == []


def test_a_suppression_covers_one_code() -> None:
    front = FRONT.replace("outcomes", "# check: ignore C032 a name\noutcomes")

    assert all_problems(lesson_with("the the", front=front)) == ["lesson.md:10:1: C031 'the the'"]


def test_yaml_samples_pass_where_no_parser_is_given() -> None:
    text = lesson_with("```yaml\na: [\n```")
    document = lesson_file(text)

    assert lesson_problems(document, make_lesson(text)) == []
    assert len(all_problems(text)) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_it_can_be_given_any_text(fragment: str) -> None:
    text = f"{FRONT}\n{fragment}"
    lines = text.split("\n")

    for problem in lesson_problems(lesson_file(text), make_lesson(text)):
        assert 1 <= problem.spot.line <= len(lines)
        assert 1 <= problem.spot.column <= len(lines[problem.spot.line - 1]) + 1
