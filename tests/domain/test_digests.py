"""Digests: which changes of a file make a new version, and which do not."""

import json
from hashlib import sha256

import pytest

from domain.digests import digest_of, file_digest, question_digest, tidy
from tests.sources import GOOD, NIGHTLY_JOIN

SOURCE = """\
---
format: 1
id: which-line
kind: choice
title: Which line
outcomes: [estimate-transfer]
teaches: [data-transfer#three-prices]
difficulty: easy
# check: ignore Q017 they differ by nature
answers:
  - match: ci
    title: not a key of the file
seconds: 90
---

title: a line of the body
seconds: another

## Explanation

Why.
"""
KEPT = """\
---
format: 1
id: which-line
kind: choice
outcomes: [estimate-transfer]
# check: ignore Q017 they differ by nature
answers:
  - match: ci
    title: not a key of the file
---

title: a line of the body
seconds: another

## Explanation

Why.
"""


def with_line(line: str) -> str:
    """Put a line, or several, into the front matter."""
    return SOURCE.replace("kind: choice\n", f"kind: choice\n{line}\n")


def test_it_is_the_sha_256_of_canonical_json() -> None:
    facts = {"xfer": ["0.02", "USD/GB"], "egress": ["0.09", "€/GB"]}
    canonical = json.dumps(
        {"facts": dict(sorted(facts.items())), "format": 1, "source": KEPT},
        ensure_ascii=False,
        separators=(",", ":"),
    )

    assert question_digest(SOURCE, facts) == sha256(canonical.encode("utf-8")).hexdigest()


def test_it_begins_with_twelve_digits_that_stay() -> None:
    assert question_digest(NIGHTLY_JOIN, {})[:12] == "11c66e5541d9"


@pytest.mark.parametrize(
    "line",
    [
        "status: draft",
        "status : retired",
        "notes: look again",
        "title: Another",
        "teaches: [vpc#tables]",
        "difficulty: hard",
        "seconds: 30",
        "tags: [a, b]",
        "notes: >-\n  two\n  lines",
        "notes: |\n  a text\n\n\n  after blank lines\n   and deeper",
        "notes: 'quoted\n  over lines'",
        "notes: first\n  second",
        "tags:\n  - a\n  - b",
        "tags:\n- a\n- b",
        "teaches:\n-\n  vpc#tables",
        "tags: [a,\n  b]",
    ],
)
def test_it_leaves_out_what_only_authors_see(line: str) -> None:
    assert question_digest(with_line(line), {}) == question_digest(SOURCE, {})


@pytest.mark.parametrize(
    "line",
    [
        "recall: false",
        "credit: exact",
        "facts: [egress]",
        "unit: USD",
        "status_: draft",
        "x-title: y",
        "notes: a\nunit: USD",
        "notes: |\n  a text\nunit: USD",
        "tags:\n- a\nunit: USD",
        'notes: a\n"unit": USD',
        "notes: a\n# a comment",
        "prompt: |\n  title: in a text",
    ],
)
def test_everything_else_makes_a_new_version(line: str) -> None:
    assert question_digest(with_line(line), {}) != question_digest(SOURCE, {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: a line of the body", "title: another line of the body"),
        ("    title: not a key of the file", "    title: other"),
        ("Why.", "Why?"),
        ("\n\nWhy.", "\n\n\nWhy."),
        ("- match", "-  match"),
    ],
)
def test_every_word_of_the_body_counts(old: str, new: str) -> None:
    assert question_digest(SOURCE.replace(old, new), {}) != question_digest(SOURCE, {})


@pytest.mark.parametrize(
    "same",
    [
        SOURCE.replace("\n", "\r\n"),
        SOURCE.replace("Why.\n", "Why.  \n"),
        SOURCE.replace("\n", " \t\n").replace("--- \t\n", "---\n"),
        SOURCE.replace("\n\n", "\n   \n"),
    ],
)
def test_line_ends_and_trailing_blanks_do_not_count(same: str) -> None:
    assert question_digest(same, {}) == question_digest(SOURCE, {})
    assert file_digest(same) == file_digest(SOURCE)


def test_the_facts_that_a_file_uses_count() -> None:
    digests = {
        question_digest(SOURCE, facts)
        for facts in (
            {},
            {"xfer": ["0.02", "USD/GB"]},
            {"xfer": ["0.02", "EUR/GB"]},
            {"xfer": ["0.03", "USD/GB"]},
            {"egress": ["0.02", "USD/GB"]},
        )
    }

    assert len(digests) == 5


def test_the_order_of_facts_does_not_count() -> None:
    a, b = ("a", ["1", ""]), ("b", ["2", ""])

    assert question_digest(SOURCE, dict([a, b])) == question_digest(SOURCE, dict([b, a]))


@pytest.mark.parametrize("kind", GOOD)
def test_a_key_can_stand_anywhere_in_the_front_matter(kind: str) -> None:
    first = GOOD[kind].replace("---\n", "---\nstatus: draft\n", 1)
    last = GOOD[kind].replace("\n---\n\n", "\nstatus: draft\n---\n\n", 1)

    assert (
        question_digest(first, {}) == question_digest(last, {}) == question_digest(GOOD[kind], {})
    )


def test_a_file_is_named_by_its_text_alone() -> None:
    canonical = json.dumps(
        {"format": 1, "source": "a: ü\n"}, ensure_ascii=False, separators=(",", ":")
    )

    assert file_digest("a: ü \r\n") == sha256(canonical.encode()).hexdigest()


def test_data_is_named_whatever_the_order_of_its_keys() -> None:
    assert digest_of({"b": [1], "a": None}) == digest_of({"a": None, "b": [1]})
    assert digest_of({"a": "1"}) != digest_of({"a": 1})


def test_a_text_is_tidied_of_blanks_and_tabs_alone() -> None:
    assert tidy("a \t\r\n\u00a0\n b\n") == "a\n\u00a0\n b\n"
