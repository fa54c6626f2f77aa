"""What a course has to know of a question's file, without its text."""

# ruff: noqa: E501 - a table reads better with a message on one line

import pytest

from domain.courses import Part, QuestionFile
from domain.problems import Spot
from domain.question_files import question_file
from tests.documents import changed, make_document, make_question
from tests.sources import (
    FILE_TO_ROW,
    NIGHTLY_JOIN,
    READ_THE_NAME,
    TIER_RULES,
    USAGE_TYPE,
    WHICH_LINE,
    WITH_EXTRA,
)


def read(text: str, **facts: int) -> QuestionFile:
    numbers = {name.replace("_", "-"): number for name, number in facts.items()}
    return question_file(make_document(text), make_question(text, numbers))  # type: ignore[arg-type]


def test_it_leaves_the_text_behind() -> None:
    row = read(WHICH_LINE)

    assert (row.head.lines, row.head.front) == ((), "")
    assert read(READ_THE_NAME).head.fenced == {}
    assert row.head.spots[("title",)] == Spot(5, 8)


def test_it_knows_where_answers_name_a_belief() -> None:
    assert read(WHICH_LINE).beliefs == {
        "all-transfer-is-internet-egress": Spot(20, 73),
        "peering-is-free": Spot(25, 74),
    }
    assert read(NIGHTLY_JOIN).beliefs == {"all-transfer-is-internet-egress": Spot(15, 20)}
    assert read(READ_THE_NAME).beliefs == {"any-g-is-graviton": Spot(36, 18)}
    assert read(TIER_RULES).beliefs == {"peering-is-free": Spot(22, 43)}
    assert read(WITH_EXTRA).beliefs == {"storage-is-transfer": Spot(29, 46)}


def test_it_takes_no_belief_from_words() -> None:
    prompt = "Ticks lie in `us-west-2`. misconception=a-word"

    assert "a-word" not in read(changed(WHICH_LINE, "Ticks lie in `us-west-2`.", prompt)).beliefs


def test_it_knows_where_formulas_name_a_fact() -> None:
    text = changed(NIGHTLY_JOIN, '"5000 * 21 * 0.02"', '"5000 * 21 * {xfer-price}"')
    text = changed(text, '"5000 * 0.02"', '"5000 * {xfer-price} + 0 * {nights}"')

    row = read(text, xfer_price=1, nights=2)

    assert row.formula_facts == {"xfer-price": Spot(8, 10), "nights": Spot(17, 14)}
    assert row.question.facts == ("xfer-price", "nights")


def test_it_tells_listed_facts_from_those_of_formulas() -> None:
    row = read(changed(WHICH_LINE, "difficulty: easy", "facts: [a-b, c-d]"))

    assert row.listed_facts == ["a-b", "c-d"]
    assert read(WHICH_LINE).listed_facts == []


def test_it_knows_what_the_text_uses() -> None:
    row = read(changed(WHICH_LINE, "Three boundaries", "[[egress]], {{ fact:price }}: three"))

    assert [(use.id, use.spot) for use in row.uses.terms] == [("egress", Spot(40, 1))]
    assert [use.id for use in row.uses.facts] == ["price"]


def test_its_key_words_are_those_of_title_prompt_and_choices() -> None:
    words = read(USAGE_TYPE).key_words.split()

    assert words == ["already", "computation", "data", "lies", "name", "principle", "two-word"]
    assert "storage" in read(WHICH_LINE).key_words.split()
    assert "metered" not in read(WHICH_LINE).key_words.split()  # of a reason


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            WHICH_LINE,
            {"regions": Spot(16, 1), "internet": Spot(20, 1), "peered": Spot(25, 1), "storage": Spot(29, 1)},
        ),
        (TIER_RULES, {"standby": Spot(16, 1), "copy": Spot(17, 1), "partner": Spot(18, 1), "free": Spot(22, 1)}),
        (FILE_TO_ROW, {"draw": Spot(15, 1), "boundary": Spot(19, 1), "multiply": Spot(21, 1), "move": Spot(25, 1)}),
        (NIGHTLY_JOIN, {}),
    ],
)  # fmt: skip
def test_it_knows_its_parts(text: str, parts: dict[str, Spot]) -> None:
    found = read(text).parts

    assert {key: part.spot for key, part in found.items()} == parts
    assert all(part.named for part in found.values())


def test_it_knows_which_part_got_its_id_by_position() -> None:
    text = changed(WHICH_LINE, " {#storage}", "")

    assert read(text).parts["d"] == Part("S3 storage in `us-west-2`", Spot(29, 1), named=False)


@pytest.mark.parametrize(
    ("status", "published", "live"), [("live", True, True), ("draft", True, False), ("retired", False, False)]
)  # fmt: skip
def test_it_knows_whether_it_is_published(status: str, published: bool, live: bool) -> None:
    row = read(changed(WHICH_LINE, "difficulty: easy", f"status: {status}"))

    assert (row.published, row.live) == (published, live)
