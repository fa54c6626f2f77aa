"""A text with blanks: shares of the credit, reasons blank by blank, and every fault of a file."""

# ruff: noqa: E501 - a table reads better with a message on one line

import pytest

from domain.questions.base import Grade, Mark, Option, Reveal, Row, Sample, Text, Unreadable
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import READ_THE_NAME

BLANKS = ["family", "gpu"]
FENCE = READ_THE_NAME[READ_THE_NAME.index("```answers") : READ_THE_NAME.index("## Explanation")]
SHORT = """\
```answers
- match: ci
  text: graphics
- match: ci
  text: accelerator
  credit: "0.5"
  feedback: Of which kind?
```

"""
PARTIAL = changed(READ_THE_NAME, FENCE, SHORT)
INCOMPLETE = Unreadable("Fill in every blank.")


def fill(*values: str, blanks: list[str] = BLANKS) -> dict[str, list[str]]:
    return {"blank": blanks, "fill": list(values)}


def rows(text: str, reveal: Reveal, *values: str) -> tuple[Row, ...]:
    return make_question(text).rows(fill(*values), reveal)


@pytest.mark.parametrize(
    ("values", "result"),
    [
        (("a", "graphics"), Grade(1.0)),
        (("a", " The  GPU family "), Grade(1.0)),
        (("a", "disk"), Grade(0.5, headline="1 of 2 blanks right")),
        (("b", "GPU"), Grade(0.5, headline="1 of 2 blanks right")),
        (("b", "disk"), Grade(0.0, headline="None of 2 blanks right")),
        (
            ("a", "Graviton"),
            Grade(0.5, misconception="any-g-is-graviton", headline="1 of 2 blanks right"),
        ),
        (("", "graphics"), INCOMPLETE),
        (("a", ""), INCOMPLETE),
        (("a", " \n"), INCOMPLETE),
        (("c", "graphics"), INCOMPLETE),  # no choice of that blank
        (("a", "x" * 1001), Unreadable("Write at most 1,000 characters.")),
        (("a", "x" * 1000), Grade(0.5, headline="1 of 2 blanks right")),
        (("a",), INCOMPLETE),
        (("a", "graphics", "more"), INCOMPLETE),
    ],
)
def test_each_blank_has_an_equal_share(values: tuple[str, ...], result: Grade | Unreadable) -> None:
    assert make_question(READ_THE_NAME).grade(fill(*values)) == result


def test_blanks_are_told_apart_by_their_names() -> None:
    question = make_question(READ_THE_NAME)

    assert question.grade(fill("graphics", "a", blanks=["gpu", "family"])) == Grade(1.0)
    assert question.grade(fill("a", "a", blanks=["family", "family"])) == INCOMPLETE
    assert question.grade({}) == INCOMPLETE


@pytest.mark.parametrize(
    ("values", "fraction", "headline"),
    [
        (("a", "accelerator"), 0.75, "1 of 2 blanks right"),
        (("b", "accelerator"), 0.25, ""),  # partly right says it better than none
    ],
)
def test_a_near_miss_earns_a_part_of_its_share(
    values: tuple[str, ...], fraction: float, headline: str
) -> None:
    assert make_question(PARTIAL).grade(fill(*values)) == Grade(fraction, headline=headline)


def test_a_lone_blank_is_not_counted() -> None:
    text = changed(READ_THE_NAME, " In `g6.xlarge` the\nletter `g` names {{ blank:gpu }}.", "")
    question = make_question(changed(text, f"### gpu\n\n{FENCE}", ""))

    assert question.grade({"blank": ["family"], "fill": ["b"]}) == Grade(0.0)


def test_an_id_that_its_author_gave_stands_in_answers() -> None:
    text = changed(READ_THE_NAME, "- [x] compute optimised", "- [x] compute optimised {#compute}")

    assert make_question(text).grade(fill("compute", "gpu")) == Grade(1.0)


def test_choices_of_two_lists_have_different_ids() -> None:
    lists = "- [x] graphics\n\n    > Yes.\n\n- [ ] Graviton\n\n    > No.\n\n"
    question = make_question(changed(READ_THE_NAME, FENCE, lists))

    assert question.options == (
        Option("a", "choice-a", "family"),
        Option("b", "choice-b", "family"),
        Option("c", "choice-c", "gpu"),
        Option("d", "choice-d", "gpu"),
    )
    assert question.guess == 0.5


def test_it_knows_what_it_asks_for() -> None:
    question = make_question(READ_THE_NAME)

    assert (question.guess, question.seconds) == (0.25, 75)  # a half, and nothing that is typed
    assert question.instruction == "Fill in every blank."
    assert question.misconceptions == {"any-g-is-graviton"}


def test_its_texts_are_those_of_its_blanks() -> None:
    texts = make_question(READ_THE_NAME).texts()

    assert texts["choice-a"] == Text("compute optimised", inline=True)
    assert texts["reason-a"] == Text("More processor per gigabyte of memory.")
    assert texts["key-gpu"] == Text("gpu", inline=True)
    assert texts["near-gpu-2"].markdown.startswith("After the digit a g")
    assert "{{ blank:family }}" in texts["prompt"].markdown


@pytest.mark.parametrize(
    ("reveal", "values", "expected"),
    [
        (Reveal.NOTHING, ("a", "gpu"), (Row("family", given="a"), Row("gpu", given="gpu"))),
        (Reveal.NOTHING, ("z", "gpu"), (Row("family"), Row("gpu", given="gpu"))),
        (
            Reveal.OWN,
            ("a", "disk"),
            (
                Row("family", given="a", mark=Mark.RIGHT, reason="reason-a"),
                Row("gpu", given="disk", mark=Mark.WRONG),
            ),
        ),
        (
            Reveal.OWN,
            ("b", "graviton"),
            (
                Row("family", given="b", mark=Mark.WRONG, reason="reason-b"),
                Row("gpu", given="graviton", mark=Mark.WRONG, reason="near-gpu-2"),
            ),
        ),
        (
            Reveal.ALL,
            ("a", "gpu"),
            (
                Row("family", given="a", mark=Mark.RIGHT, wanted="choice-a", reason="reason-a"),
                Row("gpu", given="gpu", mark=Mark.RIGHT, wanted="key-gpu"),
            ),
        ),
        (
            Reveal.ALL,
            ("b", ""),
            (
                Row("family", "", "b", Mark.WRONG, "choice-a", "reason-b", "reason-a"),
                Row("gpu", mark=Mark.MISSED, wanted="key-gpu"),
            ),
        ),
    ],
)
def test_its_rows_are_its_blanks_in_the_order_of_the_prompt(
    reveal: Reveal, values: tuple[str, ...], expected: tuple[Row, ...]
) -> None:
    assert rows(READ_THE_NAME, reveal, *values) == expected


def test_blanks_are_explained_in_any_order() -> None:
    first = READ_THE_NAME[READ_THE_NAME.index("### family") : READ_THE_NAME.index("### gpu")]
    text = changed(changed(READ_THE_NAME, first, ""), "## Explanation", f"{first}## Explanation")

    assert [row.id for row in make_question(text).rows(None, Reveal.NOTHING)] == BLANKS


def test_what_is_partly_right_is_neither_right_nor_wrong() -> None:
    row = rows(PARTIAL, Reveal.OWN, "a", "accelerator")[1]

    assert row == Row("gpu", given="accelerator", reason="near-gpu-2")


def test_a_right_entry_may_have_words_of_its_own() -> None:
    text = changed(PARTIAL, "  text: graphics\n", "  text: graphics\n  feedback: With memory.\n")

    assert rows(text, Reveal.ALL, "a", "accelerator")[1] == Row(
        "gpu",
        given="accelerator",
        wanted="key-gpu",
        reason="near-gpu-2",
        wanted_reason="near-gpu-1",
    )


def test_its_samples_fill_each_blank_with_all_that_is_known() -> None:
    assert make_question(PARTIAL).samples() == [
        Sample(fill("a", "graphics"), 1.0),
        Sample(fill("b", "?"), 0.0),
        Sample(fill("b", "graphics"), 0.5),
        Sample(fill("a", "accelerator"), 0.75),
        Sample(fill("a", "?"), 0.5),
        Sample(fill("a", ""), Unreadable),
        Sample({}, Unreadable),
    ]


def test_its_key_is_what_each_blank_is_compared_with() -> None:
    question = make_question(PARTIAL)
    reworded = make_question(changed(PARTIAL, "Of which kind?", "Which kind?"))

    assert question.key() == {
        "family": {"a": True, "b": False},
        "gpu": [["graphics", False, True, "1"], ["accelerator", False, True, "1/2"]],
    }
    assert question.grading_digest == reworded.grading_digest


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("{{ blank:gpu }}", "{{ blank:gpus }}", [
            "11:18: Q042 blank 'gpus' has no ### below ## Blanks",
            "25:1: Q042 blank 'gpu' is not in the prompt",
        ]),
        ("{{ blank:gpu }}", "{{blank:family}}", [
            "11:18: Q042 blank 'family' stands twice in the prompt (first in line 10)",
            "25:1: Q042 blank 'gpu' is not in the prompt",
        ]),
        ("{{ blank:gpu }}", "`{{ blank:gpu }}`", [
            "11:19: Q042 a blank stands in the prompt, outside code and links",
            "25:1: Q042 blank 'gpu' is not in the prompt",
        ]),
        ("{{ blank:gpu }}", "[{{ blank:gpu }}](https://a.example)", [
            "11:19: Q042 a blank stands in the prompt, outside code and links",
            "25:1: Q042 blank 'gpu' is not in the prompt",
        ]),
        ("Read family,", "Read {{ blank:gpu }},", [
            "41:6: Q042 a blank stands in the prompt, outside code and links",
        ]),
        ("### gpu", "### family", [
            "11:18: Q042 blank 'gpu' has no ### below ## Blanks",
            "25:1: Q042 blank 'family' is explained twice (first in line 15)",
        ]),
        ("### gpu", "### GPU", [
            "11:18: Q042 blank 'gpu' has no ### below ## Blanks",
            "25:1: Q042 blank 'GPU' is not in the prompt",
            "25:5: C014 id 'GPU': use lower case, digits and single hyphens",
        ]),
        ("### family", "Stray.\n\n### family", ["15:1: Q042 begin with ### and the name of a blank"]),
        (FENCE, "", ["25:1: Q042 blank 'gpu' needs a choice list or an answers fence"]),
        ("```answers", "Stray.\n\n```answers", [
            "27:1: Q042 blank 'gpu' needs one answers fence, closed, and nothing else",
        ]),
        ("## Explanation", "```answers\n- {match: ci, text: a}\n```\n\n## Explanation", [
            "39:1: Q042 blank 'gpu' needs one answers fence, closed, and nothing else",
        ]),
        ("- [ ] cost", "- [x] cost", ["15:1: Q011 2 choices are marked right; kind cloze has exactly 1"]),
        ("- [x] compute", "- [ ] compute", ["15:1: Q011 no choice is marked right; kind cloze has exactly 1"]),
        (
            "- [ ] cost optimised\n\n    > There is no such family; the price follows from the rest of the name.\n\n",
            "",
            ["15:1: Q013 1 choice; at least 2"],
        ),
        ("- [ ] cost optimised", "- [ ] Compute optimised.", ["21:1: Q014 same text as choice 'a'"]),
        ("    > More processor per gigabyte of memory.\n\n", "", [
            "17:1: Q012 choice 'a' has no reason; add a block quote below it",
        ]),
        ('  credit: "0"\n', "  credit: 0\n", [
            "34:11: C012 'answers.1.credit' must be a decimal in quotes, such as \"0.02\"",
        ]),
        ('  credit: "0"\n', "", ["35:18: Q015 a right answer cannot name a misconception"]),
        ("  feedback: After the digit a g names the processor. Before it, g is a family.\n", "", [
            "31:3: Q062 near miss without feedback",
        ]),
        ('"(aws )?graviton( processor)?|arm(64)?( processor)?"', '"(a+)+"', ["33:9: Q061 nested repetition (a+)+"]),
        ("  misconception: any", "  misconceptoin: any", [
            "36:3: C011 unknown key 'misconceptoin'; did you mean 'misconception'?",
        ]),
        ("## Explanation", "## Hints\n\n1. It is Compute Optimised.\n\n## Explanation", [
            "41:1: Q050 hint 1 contains the answer",
        ]),
    ],
)  # fmt: skip
def test_it_names_the_spot_of_a_fault(old: str, new: str, problems: list[str]) -> None:
    found = problems_of(changed(READ_THE_NAME, old, new))

    assert found == [f"q.md:{problem}" for problem in problems]


def test_an_empty_fence_is_named_where_it_begins() -> None:
    assert problems_of(changed(READ_THE_NAME, FENCE, "```answers\n```\n\n")) == [
        "q.md:28:1: C012 'answers' must have at least 1 item"
    ]


@pytest.mark.parametrize(("count", "problem"), [(6, None), (7, "12:1: Q013 7 blanks; at most 6")])
def test_a_text_has_at_most_six_blanks(count: int, problem: str | None) -> None:
    head, body = READ_THE_NAME[: READ_THE_NAME.index("In `c7g")], "## Explanation\n\nRead.\n"
    marks = " ".join(f"{{{{ blank:b{n} }}}}" for n in range(count))
    parts = "".join(
        f"### b{n}\n\n```answers\n- {{match: ci, text: w{n}}}\n```\n\n" for n in range(count)
    )
    text = f"{head}Fill {marks}.\n\n## Blanks\n\n{parts}{body}"

    if problem:
        assert problems_of(text) == [f"q.md:{problem}"]
    else:
        make_question(text)


def test_a_text_has_at_least_one_blank() -> None:
    head = READ_THE_NAME[: READ_THE_NAME.index("In `c7g")]

    assert problems_of(f"{head}Nothing.\n\n## Blanks\n\n## Explanation\n\nRead.\n") == [
        "q.md:12:1: Q013 0 blanks; at least 1"
    ]


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        (
            "title: Read an instance name",
            "title: The compute name, optimised",
            "5:8: Q004 title repeats 'compute'",
        ),
        (
            "title: Read an instance name",
            "title: Why the GPU family",
            "5:8: Q004 title repeats 'GPU'",
        ),
        (
            "  misconception: any-g-is-graviton\n",
            "",
            "13:1: Q016 no choice names a misconception",
        ),
        (
            "- [x] compute optimised",
            "- [x] optimised for work that computes",
            "17:1: Q017 the right choice is the longest by far",
        ),
        ("- [ ] cost optimised", "- [ ] all of the above", "21:1: Q018 avoid 'all of the above'"),
    ],
)
def test_it_warns_of_what_gives_a_blank_away(old: str, new: str, warning: str) -> None:
    found = warnings_in(changed(READ_THE_NAME, old, new))

    assert [one for one in found if " Q017 " not in one or " Q017 " in warning] == [
        f"q.md:{warning}"
    ]


def test_where_everything_is_typed_no_choice_has_to_name_a_misconception() -> None:
    text = READ_THE_NAME[: READ_THE_NAME.index("In `c7g")]
    text += "Name {{ blank:it }}.\n\n## Blanks\n\n### it\n\n"

    assert warnings_in(f"{text}{SHORT}## Explanation\n\nRead.\n") == []
