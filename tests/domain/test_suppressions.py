"""Rules that a file gives a reason for not keeping."""

import pytest

from courses.reading import read_data
from domain.documents import Document
from domain.suppressions import suppressed_by, suppression_problems, unsuppressed
from tests.documents import make_document


def front_with(comment: str) -> Document:
    return make_document(f"---\nid: q\n{comment}\nkind: choice\n---\nText.\n", path="q.md")


@pytest.mark.parametrize("code", ["Q017", "C035", "L011", "F004"])
def test_warnings_and_two_errors_can_be_suppressed(code: str) -> None:
    document = front_with(f"# check: ignore {code} measured with learners")

    assert list(suppression_problems(document)) == []
    assert suppressed_by(document) == {code}


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# check: ignore Q017", "3:1: C036 suppression of Q017 without a reason"),
        ("  # check: ignore Q017  ", "3:3: C036 suppression of Q017 without a reason"),
        (
            "# check: ignore Q012 it is so",
            "3:1: C036 Q012 is an error and cannot be suppressed",
        ),
        (
            "# check: ignore C036 it is so",
            "3:1: C036 C036 is an error and cannot be suppressed",
        ),
        ("# check: ignore Q999 it is so", "3:1: C036 there is no rule 'Q999'"),
        ("# check: ignored Q017 so", "3:1: C036 write '# check: ignore CODE reason'"),
        ("# check:", "3:1: C036 write '# check: ignore CODE reason'"),
    ],
)
def test_it_says_why_a_suppression_does_not_count(comment: str, expected: str) -> None:
    document = front_with(comment)

    assert [str(problem) for problem in suppression_problems(document)] == [f"q.md:{expected}"]
    assert suppressed_by(document) == set()


@pytest.mark.parametrize("comment", ["# check the price", "notes: 'a # check: ignore Q017 b'"])
def test_other_comments_and_values_are_none(comment: str) -> None:
    document = front_with(comment)

    assert list(suppression_problems(document)) == []
    assert suppressed_by(document) == set()


def test_the_text_below_is_no_front_matter() -> None:
    document = make_document("---\nid: q\n---\n# check: ignore Q017 so\n")

    assert suppressed_by(document) == set()


def test_a_data_file_begins_with_its_first_line() -> None:
    document = read_data("facts.yaml", "# check: ignore F002\nformat: 1\n")

    assert isinstance(document, Document)
    assert [str(problem) for problem in suppression_problems(document)] == [
        "facts.yaml:1:1: C036 suppression of F002 without a reason"
    ]


def test_it_leaves_out_one_rule_of_one_file() -> None:
    document = front_with("# check: ignore Q017 measured with learners")
    kept, left = document.problem("Q016", "a"), document.problem("Q017", "b")

    assert unsuppressed(document, [kept, left]) == [kept]
