"""The file of an ordering: every fault, with its spot, and what is worth a second look."""

import pytest

from tests.documents import changed, problems_of, warnings_in
from tests.sources import FILE_TO_ROW, GROUPED, WITH_EXTRA

STEPS = ["draw", "boundary", "multiply", "move"]
ONLY_REASONS = (
    "\n    > The arrows are the lines of the bill.\n",
    "\n    > The price depends on the boundary, so this cannot come first.\n",
)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "2. Name",
            "2) Name",
            "19:1: Q010 begin a step with its number, a point and one space at column 1",
        ),
        (
            "2. Name",
            "- Name",
            "19:1: Q010 line belongs to no step: one is a paragraph, one fence, a reason",
        ),
        ("3. Multiply", "4. Multiply", "21:1: Q010 step is numbered 4; number it 3"),
        ("{#move}", "{#draw}", "25:48: C015 id 'draw' is also used in line 15"),
        ("{#move}", "{#Move}", "25:48: C014 id 'Move': use lower case, digits and single hyphens"),
        (
            "{#move}",
            "{#move group=B}",
            "25:54: C014 id 'B': use lower case, digits and single hyphens",
        ),
        (
            "{#move}",
            "{#move place=4}",
            "25:54: Q010 attribute 'place=4' is not known; known: #id, group=",
        ),
        (
            "Move the compute beside the largest volume",
            "name the boundary  each arrow crosses",
            "25:1: Q014 same text as step 'boundary'",
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    found = problems_of(changed(FILE_TO_ROW, old, new))

    assert f"q.md:{problem}" in found
    assert {line.split()[1] for line in found} == {problem.split()[1]}


def test_one_step_at_least_has_a_reason() -> None:
    text = FILE_TO_ROW
    for reason in ONLY_REASONS:
        text = changed(text, reason, "")

    assert problems_of(text) == [
        "q.md:13:1: Q041 no step has a reason; add a block quote below one"
    ]


def test_a_group_stands_together() -> None:
    text = changed(GROUPED, "{#draw}", "{#draw group=a}")
    text = changed(text, "{#move}", "{#move group=a}")

    assert problems_of(text) == ["q.md:19:1: Q041 group 'a' is split by step 'boundary'"]


def test_a_group_of_all_steps_leaves_nothing_to_order() -> None:
    text = FILE_TO_ROW
    for step in STEPS:
        text = changed(text, f"{{#{step}}}", f"{{#{step} group=a}}")

    assert problems_of(text) == [
        "q.md:13:1: Q041 every step is in group 'a'; no order is left to find"
    ]


@pytest.mark.parametrize(
    ("count", "problem"),
    [(2, "13:1: Q013 2 steps; at least 3"), (9, "13:1: Q013 9 steps; at most 8")],
)
def test_it_has_three_to_eight_steps(count: int, problem: str) -> None:
    start, end = FILE_TO_ROW.index("1. Draw"), FILE_TO_ROW.index("## Explanation")
    steps = "".join(f"{n}. step {n}\n\n    > Why {n}.\n\n" for n in range(1, count + 1))

    assert problems_of(FILE_TO_ROW[:start] + steps + FILE_TO_ROW[end:]) == [f"q.md:{problem}"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "- [ ] Buy",
            "- [x] Buy",
            "29:1: Q011 choice 'disk' of Extra is marked right; write - [ ]",
        ),
        (
            "Buy a bigger disk",
            "Draw every arrow that moves data",
            "29:1: Q014 same text as step 'draw'",
        ),
        ("{#disk ", "{#draw ", "29:26: C015 id 'draw' is also used in line 15"),
    ],
)
def test_it_names_the_faults_of_extras(old: str, new: str, problem: str) -> None:
    text = changed(WITH_EXTRA, " misconception=storage-is-transfer", " ")

    assert problems_of(changed(text, old, new)) == [f"q.md:{problem}"]


def test_it_warns_of_an_extra_that_speaks_of_the_others() -> None:
    assert warnings_in(changed(WITH_EXTRA, "Buy a bigger disk", "All of the above")) == [
        "q.md:29:1: Q018 avoid 'all of the above'"
    ]
