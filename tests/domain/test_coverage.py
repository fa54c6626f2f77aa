"""What the whole course tells of amounts: enough is asked, and nothing is there for nothing."""

# ruff: noqa: E501 - a table reads better with a message on one line

from dataclasses import replace
from datetime import date

import pytest

from tests.bakery import Change, changed, faults, make_tree, problems_in

DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"


def test_a_part_has_at_most_six_lessons() -> None:
    files = changed(("course.md", "lessons: [oven]", "lessons: [oven, l1, l2, l3, l4, l5, l6]"))

    found = problems_in(make_tree(files))

    assert [line for line in found if " C021 " in line] == [
        "course.md:13:5: C021 part 'At the fire' has 7 lessons; split it"
    ]


def test_a_course_has_at_most_twenty_lessons() -> None:
    parts = "".join(
        f"  - title: Part {n}\n    lessons: [{', '.join(f'l{n}{m}' for m in range(5))}]\n"
        for n in range(4)
    )
    files = changed(("course.md", "readiness:", f"{parts}readiness:"))

    found = problems_in(make_tree(files))

    assert [line for line in found if " C021 " in line] == [
        "course.md:11:3: C021 the course has 22 lessons; split it"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: draft"),
            "O005 'knead-dough' has 2 questions of 1 kind (choice); needs 3 of 2",
        ),
        (
            (f"{DOUGH}/count-yeast.md", "[knead-dough]", "[bake-bread, knead-dough]"),
            "O005 'knead-dough' has 2 questions of 1 kind (choice); needs 3 of 2",
        ),
        (
            (
                "outcomes.yaml",
                "  - id: knead-dough",
                "  - {id: sell, can: sell}\n  - id: knead-dough",
            ),
            "O005 'sell' has 0 questions of 0 kinds; needs 3 of 2",
        ),
    ],
)
def test_an_outcome_is_asked_often_enough(change: Change, problem: str) -> None:
    assert [line.split(": ", 1)[1] for line in faults(change) if " O005 " in line] == [problem]


def test_an_outcome_with_one_question_says_so_in_good_english() -> None:
    draft = ("difficulty: easy", "status: draft"), ("difficulty: hard", "status: draft")
    names = (f"{DOUGH}/how-much-yeast.md", f"{DOUGH}/what-kneading-does.md")

    found = faults(*((path, *change) for path, change in zip(names, draft, strict=True)))

    assert (
        "outcomes.yaml:3:9: O005 'knead-dough' has 1 question of 1 kind (numeric); needs 3 of 2"
        in (found)
    )


def test_an_interview_does_not_count_for_its_outcome() -> None:
    files = changed((f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", ""))
    files["interview/count-yeast.md"] = files.pop(f"{DOUGH}/count-yeast.md")

    assert [line for line in problems_in(make_tree(files)) if " O005 " in line] == [
        "outcomes.yaml:3:9: O005 'knead-dough' has 2 questions of 1 kind (choice); needs 3 of 2"
    ]


def test_some_lesson_teaches_each_outcome() -> None:
    change = (f"{OVEN}/lesson.md", "[bake-bread]", "[knead-dough]")

    assert "outcomes.yaml:6:9: O006 no lesson teaches 'bake-bread'" in faults(change)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ([("how-much-yeast", "easy", "hard")], "none of its 3 questions is easy"),
        ([("what-kneading-does", "hard", "medium")], "none of its 3 questions is hard"),
        (
            [("how-much-yeast", "easy", "medium"), ("what-kneading-does", "hard", "medium")],
            "all 3 questions are medium",
        ),
    ],
)
def test_an_outcome_is_asked_at_every_level(
    changes: list[tuple[str, str, str]], problem: str
) -> None:
    found = faults(
        *(
            (f"{DOUGH}/{key}.md", f"difficulty: {old}", f"difficulty: {new}")
            for key, old, new in changes
        )
    )

    assert found == [f"outcomes.yaml:3:9: O007 {problem}"]


def test_a_fact_is_used() -> None:
    files = changed()
    files["facts.yaml"] += (
        "  - {id: salt, value: '2', source: s, verified: 2026-11-01, ttl_days: 90}\n"
    )

    assert problems_in(make_tree(files)) == ["facts.yaml:16:10: F006 'salt' is not used"]


@pytest.mark.parametrize(
    "change",
    [
        ("course.md", "rise early", "rise {{ fact:salt }}"),
        ("glossary.yaml", "The hard outside", "The {{ fact:salt }} outside"),
        ("quizzes/night.md", "Five questions.", "{{ fact:salt }} questions."),
        (f"{OVEN}/lesson.md", "forms at", "forms {{ fact:salt }} at"),
        (f"{OVEN}/which-heat.md", "Patience.\n", "{{ fact:salt }}.\n"),
        (f"{DOUGH}/count-yeast.md", "/ 100", "/ {salt}"),
        (f"{OVEN}/name-outside.md", "facts: [oven-heat]", "facts: [oven-heat, salt]"),
    ],
)
def test_a_fact_is_used_wherever_it_is_named(change: Change) -> None:
    files = changed(change)
    files["facts.yaml"] += (
        "  - {id: salt, value: '2', source: s, verified: 2026-11-01, ttl_days: 90}\n"
    )

    assert problems_in(make_tree(files)) == []


def test_what_a_retired_question_names_is_not_used() -> None:
    files = changed()
    files["facts.yaml"] += (
        "  - {id: salt, value: '2', source: s, verified: 2026-11-01, ttl_days: 90}\n"
    )
    files[f"{DOUGH}/old.md"] = (
        files[f"{DOUGH}/count-yeast.md"]
        .replace("id: count-yeast", "id: old")
        .replace("difficulty: medium", "status: retired")
        .replace("yeast-share", "salt")
    )

    assert problems_in(make_tree(files)) == ["facts.yaml:16:10: F006 'salt' is not used"]


def test_a_term_is_used_in_a_lesson() -> None:
    files = changed()
    files["glossary.yaml"] += (
        "  - {id: crumb, term: Crumb, definition: The inside., taught_in: oven#heat}\n"
    )

    assert [line for line in problems_in(make_tree(files)) if " G003 " not in line] == [
        "glossary.yaml:11:10: G002 'crumb' is never used in a lesson"
    ]


def test_a_belief_is_named_by_a_question() -> None:
    files = changed()
    files["misconceptions.yaml"] += (
        "  - {id: bread-is-cake, belief: Bread is cake., correction: No., see: oven#heat}\n"
    )

    assert problems_in(make_tree(files)) == [
        "misconceptions.yaml:11:10: M002 'bread-is-cake' is never used"
    ]


@pytest.mark.parametrize(
    "change",
    [
        (f"{DOUGH}/how-much-yeast.md", " misconception=more-yeast", ""),
        (f"{DOUGH}/how-much-yeast.md", "difficulty: easy", "difficulty: easy\nstatus: draft"),
    ],
)
def test_a_belief_is_named_by_a_second_live_question(change: Change) -> None:
    assert "misconceptions.yaml:3:9: M003 only 'what-kneading-does' uses it" in faults(change)


def test_a_question_rests_while_its_fact_is_not_verified() -> None:
    verified = (
        'value: "230"\n    unit: degrees\n    source: The baker\'s book, page 40\n    verified: '
    )

    found = faults(("facts.yaml", f"{verified}2026-11-01", f"{verified}null"))

    assert found == [f"{OVEN}/name-outside.md:8:9: F004 rests: fact 'oven-heat' is unverified"]


def test_a_question_rests_once_its_fact_is_due() -> None:
    last, first = date(2027, 11, 1), date(2027, 11, 2)

    assert problems_in(make_tree(today=last)) == []
    assert problems_in(make_tree(today=first)) == [
        f"{DOUGH}/count-yeast.md:9:10: F004 rests: fact 'yeast-share' is due",
        f"{OVEN}/name-outside.md:8:9: F004 rests: fact 'oven-heat' is due",
        "quizzes/night.md:11:7: F005 draw for any outcome needs 1, 0 are available (2 rest)",
    ]


def test_a_draft_does_not_rest() -> None:
    files = changed(("facts.yaml", '"2"', '"3"'))
    files[f"{OVEN}/old.md"] = (
        files[f"{OVEN}/name-outside.md"]
        .replace("id: name-outside", "id: old")
        .replace("difficulty: medium", "status: draft")
    )

    found = problems_in(make_tree(files, today=date(2027, 11, 2)))

    assert not [line for line in found if "old.md" in line]


def test_a_check_shows_every_question_of_the_folder() -> None:
    change = (f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", "")

    assert faults(change) == [
        f"{DOUGH}/count-yeast.md:3:5: L033 no check in lesson.md shows this question"
    ]


def test_a_check_of_another_lesson_does_not_count() -> None:
    files = changed((f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", ""))
    files[f"{OVEN}/lesson.md"] += "\n/// check | count-yeast\n\n///\n"

    assert [line for line in problems_in(make_tree(files)) if " L033 " in line] == [
        f"{DOUGH}/count-yeast.md:3:5: L033 no check in lesson.md shows this question"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("quizzes/warm-up.md", "fixed: [can-count]", "fixed: [can-counts]"),
            "quizzes/warm-up.md:7:11: Z001 no question 'can-counts'; did you mean 'can-count'?",
        ),
        (
            ("prerequisites/can-count.md", "answer:", "status: draft\nanswer:"),
            "quizzes/warm-up.md:7:11: Z001 question 'can-count' is draft, not live",
        ),
        (
            ("quizzes/night.md", "knead-dough, count: 2", "knead-dough, count: 4"),
            "quizzes/night.md:9:7: Z001 draw needs 4 of 'knead-dough', 3 are available",
        ),
        (
            ("quizzes/night.md", "kinds: [choice, short]}", "kinds: [short], difficulty: medium}"),
            (
                "quizzes/night.md:10:7: Z001 draw needs 2 of 'bake-bread' of kind short that are medium,"
                " 1 is available"
            ),
        ),
        (
            ("quizzes/night.md", "{any: 1}", "{any: 3}"),
            "quizzes/night.md:11:7: Z001 draw needs 3 of any outcome, 2 are available",
        ),
        (
            ("quizzes/night.md", "  draw:", "  max_per_kind: {choice: 1}\n  draw:"),
            (
                "quizzes/night.md:11:7: Z001 draw needs 2 of 'bake-bread' of kind choice, short, 1 is "
                "available"
            ),
        ),
    ],
)
def test_a_quiz_finds_its_questions(change: Change, problem: str) -> None:
    assert faults(change) == [problem]


def test_a_quiz_leaves_out_what_others_fix() -> None:
    files = changed(
        ("quizzes/warm-up.md", "fixed: [can-count]", "fixed: [can-count, count-yeast]"),
        ("quizzes/night.md", "  draw:", "  exclude_quizzes: [warm-up]\n  draw:"),
        ("quizzes/night.md", "knead-dough, count: 2", "knead-dough, count: 3"),
    )

    assert problems_in(make_tree(files)) == [
        "quizzes/night.md:10:7: Z001 draw needs 3 of 'knead-dough', 2 are available"
    ]


UNVERIFIED = (
    "facts.yaml",
    "page 40\n    verified: 2026-11-01",
    "page 40\n    verified: null",
)


def test_a_graded_quiz_is_filled_by_what_does_not_rest() -> None:
    medium = ("quizzes/night.md", "kinds: [choice, short]}", "kinds: [short]}")
    count = ("quizzes/night.md", "bake-bread, count: 2", "bake-bread, count: 1")

    assert faults(UNVERIFIED, medium, count) == [
        f"{OVEN}/name-outside.md:8:9: F004 rests: fact 'oven-heat' is unverified",
        (
            "quizzes/night.md:10:7: F005 draw for 'bake-bread' of kind short needs 1, 0 are available "
            "(1 rest)"
        ),
    ]


def test_practice_asks_what_rests() -> None:
    practice = ("quizzes/night.md", "mode: graded", "mode: practice")
    medium = ("quizzes/night.md", "kinds: [choice, short]}", "kinds: [short]}")
    count = ("quizzes/night.md", "bake-bread, count: 2", "bake-bread, count: 1")

    assert faults(UNVERIFIED, practice, medium, count) == [
        f"{OVEN}/name-outside.md:8:9: F004 rests: fact 'oven-heat' is unverified"
    ]


def test_more_questions_of_a_kind_are_fixed_than_may_be() -> None:
    fixed = "fixed: [can-count, count-yeast]\n  max_per_kind: {numeric: 1}"

    assert faults(("quizzes/warm-up.md", "fixed: [can-count]", fixed)) == [
        "quizzes/warm-up.md:8:27: Z002 2 fixed questions are numeric; at most 1"
    ]


def test_an_interview_asks_what_is_said_aloud() -> None:
    changes = (
        ("quizzes/warm-up.md", "mode: practice", "mode: interview"),
        ("quizzes/warm-up.md", "fixed: [can-count]", "fixed: [can-count, which-heat]"),
    )

    assert faults(*changes) == [
        "quizzes/warm-up.md:7:22: Z002 an interview asks open or numeric; 'which-heat' is choice"
    ]


@pytest.mark.parametrize(
    ("minutes", "problems"),
    [
        (3, []),  # 3 min and a minute for each of 5 questions: 480 s for 480 s
        (2, ["quizzes/night.md:12:23: Z003 2 min for questions of 8 min"]),
    ],
)
def test_a_time_limit_is_long_enough(minutes: int, problems: list[str]) -> None:
    slow = [
        (f"{OVEN}/{key}.md", "difficulty:", "seconds: 120\ndifficulty:")
        for key in ("which-heat", "when-done", "name-outside")
    ]
    draws = (
        "quizzes/night.md",
        (
            "    - {outcome: knead-dough, count: 2}\n    - {outcome: bake-bread, count: 2, kinds: "
            "[choice, short]}\n    - {any: 1}\n"
        ),
        "    - {outcome: bake-bread, count: 3}\n    - {outcome: knead-dough, count: 2}\n",
    )
    limit = (
        "quizzes/night.md",
        "\n---\n\nFive",
        f"\nrules:\n  time_limit_minutes: {minutes}\n---\n\nFive",
    )
    kneading = [
        (f"{DOUGH}/{key}.md", "difficulty:", "seconds: 60\ndifficulty:")
        for key in ("how-much-yeast", "count-yeast", "what-kneading-does")
    ]

    assert faults(*slow, *kneading, draws, limit) == problems


NEW_YORK = ("course.md", "level: introductory", "level: introductory\ntime_zone: America/New_York")


def window_faults(opens: str, closes: str) -> list[str]:
    """Give the problems of a quiz that opens and closes in New York."""
    times = f"after: oven\nopens: {opens}\ncloses: {closes}"
    return faults(NEW_YORK, ("quizzes/night.md", "after: oven", times))


def test_a_quiz_opens_before_it_closes() -> None:
    shut = "quizzes/night.md:8:9: Z005 it closes before it opens"

    assert window_faults("2026-12-01 09:00", "2026-12-01 09:01") == []
    assert window_faults("2026-12-01 09:00", "2026-12-01 09:00") == [shut]
    assert window_faults("2026-12-01 09:00", "2026-11-30 09:00") == [shut]


def test_times_that_the_clocks_leave_out_or_show_twice_are_pointed_at() -> None:
    assert window_faults("2024-11-03 01:30", "2024-11-03 01:59") == [
        "quizzes/night.md:7:8: Z006 clocks in America/New_York show 01:30 twice; the first is meant",
        "quizzes/night.md:8:9: Z006 clocks in America/New_York show 01:59 twice; the second is meant",
    ]
    assert window_faults("2024-03-10 02:30", "2024-03-10 03:15") == [
        "quizzes/night.md:7:8: Z006 clocks in America/New_York leave 02:30 out; it is taken for 03:30",
        "quizzes/night.md:8:9: Z005 it closes before it opens",
    ]


def test_without_its_course_a_quiz_has_no_clocks() -> None:
    tree = make_tree(changed(("quizzes/night.md", "after: oven", "closes: 2024-03-10 02:30")))

    assert not [one for one in problems_in(replace(tree, course=None)) if "Z006" in one]


def test_a_graded_quiz_is_more_than_the_checks_once_more() -> None:
    draws = (
        "  draw:\n    - {outcome: knead-dough, count: 2}\n"
        "    - {outcome: bake-bread, count: 2, kinds: [choice, short]}\n    - {any: 1}"
    )
    fixed = "  fixed: [count-yeast, which-heat]\n  draw:\n    - {any: 1}"
    half = "  fixed: [count-yeast, which-heat]\n  draw:\n    - {any: 2}"

    assert faults(("quizzes/night.md", draws, half)) == []
    assert faults(("quizzes/night.md", draws, fixed)) == [
        "quizzes/night.md:8:3: Z004 2 of 3 questions are lesson checks"
    ]
    assert (
        faults(
            ("quizzes/night.md", draws, fixed),
            ("quizzes/night.md", "mode: graded", "mode: practice"),
        )
        == []
    )


def test_amounts_say_nothing_while_a_file_is_unread() -> None:
    unread = (f"{DOUGH}/count-yeast.md", "title: How", "title: [How")

    assert faults(unread) == []
    assert faults(unread, (f"{OVEN}/lesson.md", "[bake-bread]", "[knead-dough]")) == [
        f"{OVEN}/name-outside.md:6:12: Q033 lesson 'oven' does not list outcome 'bake-bread'",
        f"{OVEN}/when-done.md:6:12: Q033 lesson 'oven' does not list outcome 'bake-bread'",
        f"{OVEN}/which-heat.md:6:12: Q033 lesson 'oven' does not list outcome 'bake-bread'",
        "outcomes.yaml:6:9: O006 no lesson teaches 'bake-bread'",
    ]
