"""One right choice: grading, what is shown, and every fault of its file."""

import pytest

from domain.questions.base import Grade, Mark, Reveal, Row, Text, Unreadable
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import WHICH_LINE

REGIONS = "- [x] Data transfer between the two Regions, per gigabyte {#regions}\n"
STORAGE = """\
- [ ] S3 storage in `us-west-2` {#storage}

    > Storage is billed for lying there. Reading it does not make it larger.
"""


def test_it_gives_full_credit_or_none() -> None:
    question = make_question(WHICH_LINE)

    assert question.grade({"choice": ["regions"]}) == Grade(1.0)
    assert question.grade({"choice": ["storage"]}) == Grade(0.0)


def test_it_names_the_misconception_of_the_pick() -> None:
    result = make_question(WHICH_LINE).grade({"choice": ["peered"]})

    assert result == Grade(0.0, misconception="peering-is-free")


@pytest.mark.parametrize("picked", [[], [""], ["regions", "regions"], ["no-such"]])
def test_it_takes_exactly_one_known_pick(picked: list[str]) -> None:
    result = make_question(WHICH_LINE).grade({"choice": picked})

    assert result == Unreadable("Choose one answer.")


def test_it_knows_what_it_asks_for() -> None:
    question = make_question(WHICH_LINE)

    assert question.guess == 0.25
    assert question.seconds == 60
    assert question.instruction == "Choose one answer."
    assert question.misconceptions == {"all-transfer-is-internet-egress", "peering-is-free"}
    assert question.options == ()
    assert question.details == {}


def test_its_texts_are_the_choices_and_their_reasons() -> None:
    texts = make_question(WHICH_LINE).texts()

    assert texts["choice-storage"] == Text("S3 storage in `us-west-2`", inline=True)
    assert texts["reason-peered"] == Text(
        "Peering changes the route. Across Regions the transfer is charged as usual."
    )
    assert texts["hint-2"] == Text("Does the arrow touch the internet?")


def test_before_the_verdict_it_shows_the_pick_alone() -> None:
    rows = make_question(WHICH_LINE).rows({"choice": ["peered"]}, Reveal.NOTHING)

    assert rows == (
        Row("regions", "choice-regions"),
        Row("internet", "choice-internet"),
        Row("peered", "choice-peered", given="on"),
        Row("storage", "choice-storage"),
    )


def test_while_tries_are_left_it_explains_the_pick_alone() -> None:
    rows = make_question(WHICH_LINE).rows({"choice": ["peered"]}, Reveal.OWN)

    assert rows == (
        Row("regions", "choice-regions"),
        Row("internet", "choice-internet"),
        Row("peered", "choice-peered", "on", Mark.WRONG, reason="reason-peered"),
        Row("storage", "choice-storage"),
    )


def test_in_the_end_it_explains_every_choice() -> None:
    rows = make_question(WHICH_LINE).rows({"choice": ["peered"]}, Reveal.ALL)

    assert rows == (
        Row("regions", "choice-regions", "", Mark.MISSED, reason="reason-regions"),
        Row("internet", "choice-internet", reason="reason-internet"),
        Row("peered", "choice-peered", "on", Mark.WRONG, reason="reason-peered"),
        Row("storage", "choice-storage", reason="reason-storage"),
    )


def test_a_right_pick_is_marked_right() -> None:
    rows = make_question(WHICH_LINE).rows({"choice": ["regions"]}, Reveal.OWN)

    assert rows[0] == Row("regions", "choice-regions", "on", Mark.RIGHT, reason="reason-regions")


def test_its_key_is_which_choice_is_right_and_no_wording() -> None:
    question = make_question(WHICH_LINE)
    reworded = make_question(changed(WHICH_LINE, "per gigabyte", "by the gigabyte"))

    assert question.key() == {
        "regions": True,
        "internet": False,
        "peered": False,
        "storage": False,
    }
    assert question.grading_digest == reworded.grading_digest


def test_a_choice_without_an_id_is_named_by_its_place() -> None:
    text = changed(WHICH_LINE, " {#regions}", "")
    text = changed(text, " {#storage}", "")

    key = make_question(text).key()

    assert list(key) == ["a", "internet", "peered", "d"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("- [x]", "- [ ]", "14:1: Q011 no choice is marked right; kind choice has exactly 1"),
        (
            "- [ ] S3",
            "- [x] S3",
            "14:1: Q011 2 choices are marked right; kind choice has exactly 1",
        ),
        (
            "\n    > Storage is billed for lying there. Reading it does not make it larger.\n",
            "",
            "29:1: Q012 choice 'storage' has no reason; add a block quote below it",
        ),
        (
            "S3 storage in `us-west-2`",
            "nothing, as  long as the **two** VPCs are peered.",
            "29:1: Q014 same text as choice 'peered'",
        ),
        (
            "{#regions}",
            "{misconception=peering-is-free}",
            "16:60: Q015 a right choice cannot name a misconception",
        ),
        (
            "misconception=peering-is-free",
            "misconception=Peering",
            "25:60: C014 id 'Peering': use lower case, digits and single hyphens",
        ),
        (
            "#storage",
            "#Storage",
            "29:34: C014 id 'Storage': use lower case, digits and single hyphens",
        ),
        ("#storage", "#" + "s" * 31, f"29:34: C014 id '{'s' * 31}': use at most 30 characters"),
        ("#storage", "#peered", "29:34: C015 id 'peered' is also used in line 25"),
        (" {#storage}", "", None),
        (
            "1. Draw the two Regions and the arrow",
            "1. Draw the data transfer between the two regions, per gigabyte,",
            "35:1: Q050 hint 1 contains the right choice",
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str | None) -> None:
    text = changed(WHICH_LINE, old, new)

    if problem is None:
        make_question(text)
    else:
        assert problems_of(text) == [f"q.md:{problem}"]


@pytest.mark.parametrize(
    ("count", "problem"),
    [
        (1, "q.md:14:1: Q013 1 choice; at least 2"),
        (7, "q.md:14:1: Q013 7 choices; at most 6"),
    ],
)
def test_it_has_two_to_six_choices(count: int, problem: str) -> None:
    start, end = WHICH_LINE.index("- [x]"), WHICH_LINE.index("## Hints")
    choices = "".join(
        f"- [{'x' if n == 0 else ' '}] choice {n}\n\n    > Why {n}.\n\n" for n in range(count)
    )

    assert problems_of(WHICH_LINE[:start] + choices + WHICH_LINE[end:]) == [problem]


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        (
            "Which line of the bill grows\n",
            "The cost between the two Regions\n",
            "5:8: Q004 title repeats 'between the two Regions'",
        ),
        (
            "Data transfer between the two Regions, per gigabyte",
            "Data transfer between the two Regions, per gigabyte, each evening",  # 65 of 64 signs
            "16:1: Q017 the right choice is the longest by far",
        ),
        ("S3 storage in `us-west-2`", "None of the above", "29:1: Q018 avoid 'none of the above'"),
        ("S3 storage in `us-west-2`", "All of the above", "29:1: Q018 avoid 'all of the above'"),
        (
            "line of the bill grows with",
            "line of the bill does not grow with",
            "12:35: Q019 'not' in the prompt; write **not**",
        ),
        (
            "them. Which",
            "them. Except\nwhich",
            "12:7: Q019 'Except' in the prompt; write **except**",
        ),
    ],
)
def test_it_warns_of_what_gives_the_choice_away(old: str, new: str, warning: str) -> None:
    assert warnings_in(changed(WHICH_LINE, old, new)) == [f"q.md:{warning}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("grows with every", "does **not** grow with every"),
        ("grows with every", "grows with `not` every"),
        ("reads all of", "does not read all of"),  # the scenario, not the question
        ("per gigabyte {#regions}", "per gigabyte, every night {#regions}"),  # 64 of 64 signs
        ("Which line of the bill grows\n", "Which transfer grows\n"),  # one rare word of many
    ],
)
def test_it_does_not_warn_of_what_is_well(old: str, new: str) -> None:
    assert warnings_in(changed(WHICH_LINE, old, new)) == []


def test_it_warns_where_no_choice_names_a_misconception() -> None:
    text = changed(WHICH_LINE, " misconception=all-transfer-is-internet-egress", "")
    text = changed(text, " misconception=peering-is-free", "")

    assert warnings_in(text) == ["q.md:14:1: Q016 no choice names a misconception"]
