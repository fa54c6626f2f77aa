"""The rules that prompts, reasons and explanations share with lessons."""

import pytest

from domain.documents import number_lines
from domain.text_rules import text_problems
from tests.documents import make_document


def problems_of_text(text: str) -> list[str]:
    document = make_document("---\nid: q\n---\n" + text, path="q.md")
    return [str(problem) for problem in text_problems(document, document.lines)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("serv__pn0__s", "4:5: C030 placeholder damage '__pn0__' in 'serv__pn0__s'"),
        ("- [ ] the the", "4:7: C031 'the the'"),
        ("- [x] eC2\n\n    > EC2", "4:7: C032 'eC2' looks damaged; 'EC2'?"),
        ("a\n*b", "5:1: C034 list item seems to be split here"),
        ("[a](#b)", "4:1: L004 '#b' leads nowhere here; write lesson:id#b"),
        ("[abc](http://a.example)", "4:1: L005 http: link; use https"),
        ("[here](lesson:vpc)", "4:1: L006 link text 'here'"),
        ("| [[a|b]] |\n|---|", "4:3: L013 [[…|…]] cannot stand in a table"),
        ("<b>", "4:1: L020 raw HTML <b>"),
    ],
)
def test_other_texts_keep_the_common_rules(text: str, expected: str) -> None:
    assert problems_of_text(text) == [f"q.md:{expected}"]


@pytest.mark.parametrize(
    "text",
    [
        "It costs 0.09 USD, or 90 % of it.",
        "A {{ blank:gap }} is filled.",
        "- [x] Yes {#yes misconception=a-b}\n\n    > Because.\n\n- [ ] Yes, no {#no}\n\n    > So.",
        "1. One\n\n    > Reason.\n\n2. Two {#two}\n\n    ```python\n    x = 1\n    ```",
        "## Anything\n\n```sh\nnothing is parsed",
    ],
)
def test_other_texts_need_no_facts_and_may_have_choices(text: str) -> None:
    assert problems_of_text(text) == []


def test_a_part_of_a_text_can_be_looked_at() -> None:
    document = make_document("---\nid: q\n---\nthe the\n\na a\n", path="q.md")

    found = text_problems(document, document.lines[2:])

    assert [str(problem) for problem in found] == ["q.md:6:1: C031 'a a'"]


def test_nothing_is_wrong_with_nothing() -> None:
    assert text_problems(make_document("---\nid: q\n---\n"), number_lines([], first=1)) == []
