"""A paragraph: what it waits for, what its marks earn, and every fault of its points."""

# ruff: noqa: E501 - a table reads better with a message on one line

import pytest

from domain.questions.base import Awaiting, Grade, Mark, Reveal, Row, Text, Unreadable
from domain.questions.key_points import pattern_fault
from tests.documents import changed, make_document, make_question, problems_of, warnings_in
from tests.sources import PEERING_ALOUD

SAID = {"answer": ["By an endpoint."]}
POINTS = ("endpoint", "pair", "priced")
MODEL = PEERING_ALOUD[
    PEERING_ALOUD.index("The feed handler writes") : PEERING_ALOUD.index("\n\n## Probes")
]
PRICED = PEERING_ALOUD[
    PEERING_ALOUD.index("### Transfer is") : PEERING_ALOUD.index("\n\n## Misconceptions")
]


@pytest.mark.parametrize(
    ("submitted", "result"),
    [
        ({}, Unreadable("Write your answer first.")),
        ({"answer": [" \n"]}, Unreadable("Write your answer first.")),
        ({"answer": ["a", "b"]}, Unreadable("Write your answer first.")),
        ({"answer": ["x" * 6001]}, Unreadable("Write at most 6,000 characters.")),
        ({"answer": ["x" * 6000]}, Awaiting(POINTS)),
        (SAID, Awaiting(POINTS)),
        ({**SAID, "point": []}, Grade(0.0, headline="0 of 3 key points")),
        ({**SAID, "point": ["pair"]}, Grade(0.2, headline="1 of 3 key points")),
        ({**SAID, "point": ["pair", "priced"]}, Grade(0.6, headline="2 of 3 key points")),
        ({**SAID, "point": [*POINTS, "no such"]}, Grade(1.0, headline="All 3 key points")),
        ({**SAID, "point": ["pair", "pair"]}, Grade(0.2, headline="1 of 3 key points")),
        ({"point": [*POINTS]}, Unreadable("Write your answer first.")),
    ],
)
def test_it_waits_for_marks_and_gives_the_share_of_the_points(
    submitted: dict[str, list[str]], result: Grade | Unreadable | Awaiting
) -> None:
    assert make_question(PEERING_ALOUD).grade(submitted) == result


def test_it_knows_what_it_asks_for() -> None:
    question = make_question(PEERING_ALOUD)

    assert (question.guess, question.seconds, question.recall) == (0, 150, False)
    assert question.instruction == (
        "Write about 120 words. You judge them yourself, point by point."
    )
    assert question.misconceptions == {"services-live-in-my-vpc"}
    assert question.explanation == MODEL


def test_it_may_return_for_review_if_its_author_says_so() -> None:
    assert make_question(changed(PEERING_ALOUD, "recall: false", "recall: true")).recall
    assert not make_question(changed(PEERING_ALOUD, "recall: false\n", "")).recall


def test_its_texts_are_points_nuances_and_the_model_answer() -> None:
    texts = make_question(PEERING_ALOUD).texts()

    assert texts["explanation"] == Text(MODEL)
    assert texts["point-pair"] == Text(
        "Peering joins exactly two VPCs and is not transitive", inline=True
    )
    assert texts["twice-priced"] == Text(
        "Transfer is priced by the boundary, peering or not (counts twice)", inline=True
    )
    assert "twice-pair" not in texts
    assert texts["nuance-endpoint"] == Text(
        "Peering alone never reaches a service that is not in the other VPC."
    )
    assert "nuance-pair" not in texts
    assert not any("phrasing" in slot or "probe" in slot for slot in texts)


WHOLE = Row("-", given="By an endpoint.")
UNTOLD = (Row("endpoint"), Row("pair"), Row("priced"))


@pytest.mark.parametrize(
    ("submitted", "reveal", "rows"),
    [
        (SAID, Reveal.NOTHING, (WHOLE, *UNTOLD)),
        ({**SAID, "point": ["pair"]}, Reveal.OWN, (WHOLE, *UNTOLD)),
        (
            SAID,
            Reveal.ALL,
            (
                WHOLE,
                Row("endpoint", text="twice-endpoint"),
                Row("pair", text="point-pair"),
                Row("priced", text="twice-priced"),
            ),
        ),
        (
            {**SAID, "point": ["pair"]},
            Reveal.ALL,
            (
                WHOLE,
                Row(
                    "endpoint",
                    text="twice-endpoint",
                    mark=Mark.MISSED,
                    reason="nuance-endpoint",
                ),
                Row("pair", text="point-pair", given="on", mark=Mark.RIGHT),
                Row("priced", text="twice-priced", mark=Mark.MISSED),
            ),
        ),
    ],
)
def test_its_points_are_told_with_everything_and_their_nuances_once_marked(
    submitted: dict[str, list[str]], reveal: Reveal, rows: tuple[Row, ...]
) -> None:
    assert make_question(PEERING_ALOUD).rows(submitted, reveal) == rows


def test_its_key_is_the_weights_alone() -> None:
    question = make_question(PEERING_ALOUD)
    reworded = make_question(changed(PEERING_ALOUD, "exactly two VPCs", "just two VPCs"))

    assert question.key() == {"endpoint": 2, "pair": 1, "priced": 2}
    assert question.grading_digest == reworded.grading_digest


def test_a_point_counts_once_unless_said_otherwise() -> None:
    question = make_question(changed(PEERING_ALOUD, "{#pair weight=1}", "{#pair}"))

    assert question.grading_digest == make_question(PEERING_ALOUD).grading_digest


def test_points_without_ids_are_lettered() -> None:
    source = changed(PEERING_ALOUD, " {#pair weight=1}", "")

    assert make_question(source).key() == {"endpoint": 2, "b": 1, "priced": 2}


def test_phrasings_may_run_on() -> None:
    old = "- Peering does not avoid data-transfer charges."

    make_question(changed(PEERING_ALOUD, old, "- Peering does not avoid\n  data-transfer charges."))


POINT = "### Peering joins exactly two VPCs and is not transitive {#pair weight=1}"


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        (PRICED, "", ["17:1: Q090 2 points; at least 3"]),
        (
            "weight=1}",
            "weight=3}",
            ["31:65: Q090 weight of point 'pair' must be 1 or 2"],
        ),
        (
            "- Peering does not avoid data-transfer charges.\n",
            "",
            ["42:1: Q090 point 'priced' has 1 phrasing; give at least 2"],
        ),
        (
            "outcome=estimate-transfer}",
            "outcome=estimate-transfers}",
            ["42:74: C016 outcome 'estimate-transfers' is none of the question's"],
        ),
        (
            POINT,
            "### Kinesis is reached through an interface endpoint {#pair}",
            ["31:1: Q014 same text as point 'endpoint'"],
        ),
        ("{#pair weight=1}", "{#endpoint}", ["31:59: C015 id 'endpoint' is also used in line 19"]),
        (
            "{#pair weight=1}",
            "{#Pair}",
            ["31:59: C014 id 'Pair': use lower case, digits and single hyphens"],
        ),
        (POINT, "###  {#pair}", ["31:1: Q090 write the point as a sentence behind ###"]),
        (
            "> Peering alone never",
            "Peering alone never",
            ["24:1: Q090 write phrasings as '- ', a nuance as '> ', patterns in a fence"],
        ),
        (
            "## Key points\n",
            "## Key points\n\nThey are:\n",
            ["19:1: Q090 line belongs to nothing; begin with ### under ## Key points"],
        ),
        ("free & same zone|", "free & |", ["48:1: Q093 empty alternative beside '|'"]),
        (
            "overlap* & cidr",
            "over*lap & cidr",
            ["39:1: Q093 '*' stands elsewhere than at the end of a word"],
        ),
        (
            "```patterns\npeering|peered",
            "```text\npeering|peered",
            ["36:1: Q093 begin the patterns with ```patterns"],
        ),
        (
            "```\n\n### Transfer",
            "```\n\n```patterns\na & b\n```\n\n### Transfer",
            ["42:1: Q093 a point has one fence of patterns"],
        ),
        (
            '{points="endpoint"}',
            '{points="endpoint pairs"}',
            ["55:30: C016 no point 'pairs'"],
        ),
        (
            ' {points="endpoint"}',
            "",
            [
                "55:1: Q090 misconception 'services-live-in-my-vpc' names no point; write {points=\"id\"}"
            ],
        ),
        (
            "\n```patterns\nkinesis & inside|in & my|our|the vpc\n```\n",
            "",
            ["55:1: Q093 misconception 'services-live-in-my-vpc' has no patterns"],
        ),
        (
            "### services-live-in-my-vpc",
            "### Services",
            ["55:1: C014 id 'Services': use lower case, digits and single hyphens"],
        ),
        (f"{MODEL}\n", "", ["61:1: Q003 model answer is empty"]),
        (
            "target_words: 120",
            "target_words: 5",
            ["10:15: C012 'target_words' must be greater than or equal to 20"],
        ),
        (
            "1. Where does Kinesis stand: in a VPC or beside it?",
            "1. Peering joins exactly two VPCs and is not transitive.",
            ["78:1: Q050 hint 1 contains a key point"],
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problems: list[str]) -> None:
    assert problems_of(changed(PEERING_ALOUD, old, new)) == [f"q.md:{one}" for one in problems]


def test_without_a_model_answer_it_is_none() -> None:
    source = PEERING_ALOUD.replace("## Model answer", "## Explanation")

    assert problems_of(source) == [
        "q.md:1:1: Q002 section 'Model answer' is missing",
        "q.md:61:1: Q002 section 'Explanation' is not known for kind open",
    ]


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("kinesis & interface endpoint*|privatelink", ""),
        ("~ not transitive|non-transitive", ""),
        ("", "pattern is empty"),
        ("~ ", "pattern is empty"),
        ("& a", "empty slot before '&'"),
        ("a &", "empty slot after '&'"),
        ("a & & b", "empty slot after '&'"),
        ("a|", "empty alternative beside '|'"),
        ("|a & b", "empty alternative beside '|'"),
        ("a* & b*|c*", ""),
        ("a*b", "'*' stands elsewhere than at the end of a word"),
        ("a & *", "'*' stands elsewhere than at the end of a word"),
    ],
)
def test_a_pattern_has_slots_and_alternatives(pattern: str, fault: str) -> None:
    assert pattern_fault(pattern) == fault


def test_it_warns_of_a_model_answer_that_is_too_short() -> None:
    assert warnings_in(changed(PEERING_ALOUD, MODEL, "By an endpoint in its own subnet.")) == [
        "q.md:61:1: Q094 model answer has 7 words; write 60 to 180"
    ]
    assert warnings_in(PEERING_ALOUD) == []


def test_it_warns_of_a_title_that_says_a_point() -> None:
    text = changed(
        PEERING_ALOUD,
        "title: Private paths for a market-data stream",
        "title: Through an interface endpoint",
    )

    assert warnings_in(text) == ["q.md:5:8: Q004 title repeats 'Through an interface endpoint'"]


def test_its_model_answer_is_what_is_told_of_every_answer() -> None:
    assert make_document(PEERING_ALOUD).sections()["Model answer"].text == MODEL
