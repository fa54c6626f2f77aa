"""A lesson as it is read."""

import pickle

import pytest

from domain.lessons import BlockSpan, Lesson, blocks_of, read_lesson
from domain.problems import Spot
from tests.lessons import FRONT, lesson_file, make_lesson, problems_of

TRANSFER = """\
---
format: 1
id: data-transfer
title: What leaves costs
summary: Three boundaries, three prices, and why the compute moves to the data.
outcomes: [estimate-transfer, connect-privately]
requires: [private-paths]
source_lines: "126, 137, 143, 153, 175"
---

/// mental-model

The cloud is a building with turnstiles. Walking inside a room is free; every
turnstile on the way to the street has its own price.

///

/// why

Tick data is the heaviest thing a trading firm owns. A join across two Regions
pays for it again on every run.

///

## Three boundaries, three prices {#three-prices}

[[egress]] is metered where data crosses a boundary: to the internet, to another
Region, or to another [[availability-zone|zone]]. A [[vpc-peering]] link does not
change that.

Table: What one gigabyte costs at each boundary.

| Boundary | Price | Remark |
|---|---|---|
| to the internet | {{ fact:egress-internet-1 }} | first tier; falls with volume |
| Region to Region | {{ fact:xfer-inter-region }} | charged where the data leaves |
| inside one zone | {{ fact:peering-same-zone }} | over private addresses |

/// check | which-line

///

## Move the compute, not the data {#locality}

[[data-locality]] is the cheapest fix: start the job beside the data and move
only the result.

![Two Regions. Compute in the east reads ticks from the west; a curved arrow shows five thousand gigabytes crossing each night.](two-regions.svg "One join, paid every night.")

/// tab | Python

```python
def monthly_bill(gb_per_night, nights, price_per_gb):
    return gb_per_night * nights * price_per_gb
```

///

/// tab | AWS CLI

```bash
aws ce get-cost-and-usage \\
    --time-period Start=2026-10-01,End=2026-11-01 \\
    --granularity MONTHLY --metrics UnblendedCost \\
    --group-by Type=DIMENSION,Key=USAGE_TYPE
```

///

/// check | nightly-join

///

/// mistakes

- Keeping ticks in one Region and compute in another.
- Sending S3 traffic through a NAT gateway.

///
"""  # noqa: E501


def test_it_finds_the_example_short_and_nothing_else() -> None:
    assert problems_of(TRANSFER) == [
        "lesson.md:1:1: L030 142 words; at least 300",
        "lesson.md:1:1: L031 2 checks; aim for 4 to 7",
    ]


def test_it_reads_the_front_matter() -> None:
    lesson = make_lesson(TRANSFER)

    assert (lesson.id, lesson.title) == ("data-transfer", "What leaves costs")
    assert lesson.summary.startswith("Three boundaries")
    assert lesson.outcomes == ("estimate-transfer", "connect-privately")
    assert lesson.requires == ("private-paths",)
    assert lesson.source_lines == "126, 137, 143, 153, 175"


def test_it_takes_the_text_apart_at_its_headings() -> None:
    lead, prices, locality = make_lesson(TRANSFER).sections

    assert (lead.anchor, lead.level, lead.words, lead.checks) == ("", 0, 47, ())
    assert (prices.anchor, prices.title) == ("three-prices", "Three boundaries, three prices")
    assert (prices.level, prices.spot, prices.checks) == (2, Spot(25, 1), ("which-line",))
    assert (locality.spot, locality.words, locality.checks) == (Spot(43, 1), 33, ("nightly-join",))
    assert {"boundaries", "egress", "zone", "volume"} <= prices.vocabulary
    assert "monthly_bill" not in locality.vocabulary
    assert make_lesson(TRANSFER).anchors == {"three-prices", "locality"}


def test_it_knows_where_each_check_stands() -> None:
    first, second = make_lesson(TRANSFER).checks

    assert (first.question, first.spot) == ("which-line", Spot(39, 13))
    assert (second.question, second.spot) == ("nightly-join", Spot(70, 13))


def test_it_knows_what_the_text_refers_to() -> None:
    uses = make_lesson(TRANSFER).uses

    assert [use.id for use in uses.terms] == [
        "egress",
        "availability-zone",
        "vpc-peering",
        "data-locality",
    ]
    assert next((use.id, use.in_table) for use in uses.facts) == ("egress-internet-1", True)
    (figure,) = uses.links
    assert (figure.target, figure.title) == ("two-regions.svg", "One join, paid every night.")


def test_minutes_are_words_figures_and_tables() -> None:
    lesson = make_lesson(TRANSFER)

    assert (lesson.words, lesson.pictures) == (142, 2)
    assert lesson.minutes == 1  # 142 / 238 min + 2 x 12 s = 60 s
    assert lesson.practice_minutes(180) == 4  # 240 s


def test_the_author_may_know_better_how_long_it_takes() -> None:
    lesson = make_lesson(TRANSFER.replace("requires:", "minutes: 9\nrequires:"))

    assert lesson.minutes == 9
    assert lesson.practice_minutes(180) == 12


def test_a_lesson_can_be_kept_in_a_cache() -> None:
    lesson = make_lesson(TRANSFER)

    assert pickle.loads(pickle.dumps(lesson)) == lesson  # noqa: S301


def test_blocks_are_what_is_opened_and_closed() -> None:
    text = f"{FRONT}\n/// note | In Europe\n\nText.\n\n///\n\n```text\n/// why\n```\n\n/// why\n"

    assert list(blocks_of(lesson_file(text).lines)) == [BlockSpan("note", "In Europe", 9, 13)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("summary", "sumary", "5:1: C011 unknown key 'sumary'; did you mean 'summary'?"),
        ("[bake-bread]", "[]", "6:11: C012 "),
        ("format: 1", "format: one", "2:9: C012 "),
        ("format: 1", "format: 3", "2:9: C013 format 3 is not known; this reader knows 1"),
        ("id: bakery", "id: rye--bread", "3:5: C014 id 'rye--bread': use lower case"),
        ("id: bakery", f"id: {'a' * 41}", "3:5: C012 "),
        ("id: bakery", "id: b", "3:5: C012 "),
    ],
)
def test_it_says_what_is_wrong_with_the_front_matter(old: str, new: str, expected: str) -> None:
    document = lesson_file(FRONT.replace(old, new) + "\nText.\n")

    problems = read_lesson(document)

    assert not isinstance(problems, Lesson)
    assert any(str(problem).startswith(f"lesson.md:{expected}") for problem in problems)
