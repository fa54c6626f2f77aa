"""Comparing texts by their words."""

import markdown
import pytest

from domain.questions.wording import (
    asked,
    given_away,
    holds,
    literal,
    negative_word,
    of_the_above,
    plain,
    sameness,
    tidy,
)


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  a \n b ", "a b"),
        ("ｆｉｌｅ", "file"),
        ("‘a’ “b” „c“", '\'a\' "b" "c"'),
        ("a\u00a0b", "a b"),
    ],
)
def test_it_makes_look_alikes_the_same(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@pytest.mark.parametrize(
    ("markdown_text", "seen"),
    [
        ("**not** `x`", "not x"),
        ("the [S3 guide](https://a.b) here", "the S3 guide here"),
        ("a [b] c", "a [b] c"),
    ],
)
def test_it_gives_what_a_reader_sees(markdown_text: str, seen: str) -> None:
    assert plain(markdown_text) == seen


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A  b.", "a b", True),
        ("**A** b", "a b", True),
        ("`S3`", "`s3`", False),  # case counts in code
        ("`S3` Bucket", "`S3` bucket", True),
        ("a b", "a c", False),
    ],
)
def test_it_tells_texts_apart_as_a_reader_would(one: str, other: str, *, same: bool) -> None:
    assert (sameness(one) == sameness(other)) is same


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("It is Data locality, of course.", "data locality", True),
        ("It is data's locality.", "data locality", False),
        ("The metadata locality.", "data locality", False),
        ("Look at S3.", "S3", True),
        ("No traffic leaves.", "No", False),  # a common word tells nothing
        ("Is it both of them?", "both of them", False),
        ("", "data", False),
    ],
)
def test_it_finds_a_phrase_word_for_word(text: str, phrase: str, *, held: bool) -> None:
    assert holds(text, phrase) is held


@pytest.mark.parametrize(
    ("title", "answer", "others", "repeated"),
    [
        (
            "Cost between the two Regions",
            "Transfer between the two Regions",
            [],
            "between the two Regions",
        ),
        ("Cost of transfer", "Transfer between the two Regions", [], ""),  # one rare word of many
        ("Lambda and its limits", "Lambda", [], "Lambda"),
        ("Lambda and its limits", "Lambda", ["Is it Lambda or not?"], ""),
        ("Regions, and transfer", "transfer between Regions", [], "Regions"),
        ("What it is", "it is", [], ""),
    ],
)
def test_it_sees_what_a_title_gives_away(
    title: str, answer: str, others: list[str], repeated: str
) -> None:
    assert given_away(title, answer, others) == repeated


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("Which is not free?", (0, 9, "not")),
        ("A story.\nWhich of them\nis NOT free?", (2, 3, "NOT")),
        ("All except one?", (0, 4, "except")),
        ("Which is **not** free?", None),
        ("Which is `not` free?", None),
        ("```\nnot\n```\nWhich is free?", None),
        ("It is not free. Which is?", None),
        ("Which is? It is not free.", None),
        ("Pick one. Do not pick two.", (0, 13, "not")),  # the last sentence where none asks
        ("Which notes are free?", None),
        ("Is version 1.5 not out?", (0, 15, "not")),
        ("", None),
    ],
)
def test_it_finds_a_negative_question(prompt: str, found: tuple[int, int, str] | None) -> None:
    assert negative_word(prompt) == found


def test_it_gives_the_sentences_that_ask() -> None:
    assert asked("A story. What is it? And why? Tell.") == " What is it? And why?"
    assert asked("A story. Tell.") == " Tell."


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("All of the above", "all of the above"),
        ("**None** of the above.", "none of the above"),
        ("All of the abovementioned", ""),
        ("None of them", ""),
    ],
)
def test_it_finds_what_speaks_of_all_the_others(text: str, phrase: str) -> None:
    assert of_the_above(text) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "2,100 USD",
        "-5",
        "- 5",
        "+ x",
        "1. x",
        "1) x",
        "# x",
        "*a* _b_",
        "`x`",
        "[a](b)",
        "<b> & c",
        "s3:Get*",
        r"a\b",
        "{x}",
        "a > b",
        "> b",
        "---",
    ],
)
def test_a_literal_text_is_shown_as_it_is(text: str) -> None:
    html = markdown.markdown(literal(text))

    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert html == f"<p>{shown}</p>"
