"""What the whole course tells of names: each is there once, and leads somewhere."""

# ruff: noqa: E501 - a table reads better with a message on one line

import pytest

from tests.bakery import Change, changed, faults, make_tree, problems_in

DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"


def test_it_finds_nothing_in_a_course_that_is_right() -> None:
    assert problems_in(make_tree()) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("course.md", "id: bakery", "id: bakehouse"),
            "course.md:3:5: C014 id 'bakehouse': the folder is named 'bakery'",
        ),
        (
            (f"{DOUGH}/lesson.md", "id: dough", "id: batter"),
            f"{DOUGH}/lesson.md:3:5: C014 id 'batter': the folder is named '01-dough', not NN-id",
        ),
        (
            (f"{DOUGH}/count-yeast.md", "id: count-yeast", "id: count-yeasts"),
            (
                f"{DOUGH}/count-yeast.md:3:5: C014 id 'count-yeasts': the file is named "
                "'count-yeast.md'"
            ),
        ),
        (
            ("quizzes/night.md", "id: night", "id: nights"),
            "quizzes/night.md:3:5: C014 id 'nights': the file is named 'night.md'",
        ),
        (
            ("prerequisites/can-count.md", "id: can-count", "id: can-counts"),
            (
                "prerequisites/can-count.md:3:5: C014 id 'can-counts': the file is named "
                "'can-count.md'"
            ),
        ),
    ],
)
def test_a_file_is_named_by_its_id_and_nobody_else_is_told(change: Change, problem: str) -> None:
    assert faults(change) == [problem]


def test_a_folder_of_a_lesson_has_a_number() -> None:
    files = changed()
    for path in [path for path in files if path.startswith(OVEN)]:
        files[path.replace("02-oven", "oven")] = files.pop(path)

    assert problems_in(make_tree(files)) == [
        "lessons/oven/lesson.md:3:5: C014 id 'oven': the folder is named 'oven', not NN-id"
    ]


@pytest.mark.parametrize(
    ("path", "entry", "problem"),
    [
        (
            "outcomes.yaml",
            "  - {id: bake-bread, can: explain a second time how bread is baked}\n",
            "outcomes.yaml:9:10: C015 id 'bake-bread' is also used in line 6",
        ),
        (
            "misconceptions.yaml",
            "  - {id: more-yeast, belief: b, correction: c, see: dough#yeast}\n",
            "misconceptions.yaml:11:10: C015 id 'more-yeast' is also used in line 3",
        ),
        (
            "facts.yaml",
            "  - {id: oven-heat, value: '1', source: s, verified: 2026-11-01, ttl_days: 99}\n",
            "facts.yaml:16:10: C015 id 'oven-heat' is also used in line 10",
        ),
        (
            "glossary.yaml",
            "  - {id: crust, term: Rind, definition: d, taught_in: oven#heat}\n",
            "glossary.yaml:11:10: C015 id 'crust' is also used in line 7",
        ),
    ],
)
def test_an_entry_is_listed_once(path: str, entry: str, problem: str) -> None:
    files = changed()
    files[path] += entry

    assert [line for line in problems_in(make_tree(files)) if " O" not in line] == [problem]


def test_a_question_and_a_quiz_never_share_an_id() -> None:
    files = changed()
    files["quizzes/count-yeast.md"] = files["quizzes/night.md"].replace(
        "id: night", "id: count-yeast"
    )

    assert problems_in(make_tree(files)) == [
        (
            "quizzes/count-yeast.md:3:5: C015 id 'count-yeast' is also used in "
            "lessons/01-dough/count-yeast.md"
        )
    ]


def test_two_lessons_never_share_an_id() -> None:
    files = changed()
    files["lessons/03-dough/lesson.md"] = "".join(files[f"{DOUGH}/lesson.md"].partition("/// ")[0])

    assert problems_in(make_tree(files)) == [
        "lessons/03-dough/lesson.md:3:5: C015 id 'dough' is also used in lessons/01-dough/lesson.md"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            (f"{DOUGH}/count-yeast.md", "[knead-dough]", "[knead-dough, bake-breads]"),
            (
                f"{DOUGH}/count-yeast.md:6:25: C016 no outcome 'bake-breads'; did you mean "
                "'bake-bread'?"
            ),
        ),
        (
            (f"{DOUGH}/lesson.md", "[knead-dough]", "[knead-dough, sell]"),
            f"{DOUGH}/lesson.md:6:25: C016 no outcome 'sell'",
        ),
        (
            (f"{OVEN}/lesson.md", "[dough]", "[doug]"),
            f"{OVEN}/lesson.md:7:12: C016 no lesson 'doug'; did you mean 'dough'?",
        ),
        (
            ("outcomes.yaml", "requires: [knead-dough]", "requires: [knead-doug]"),
            "outcomes.yaml:8:16: C016 no outcome 'knead-doug'; did you mean 'knead-dough'?",
        ),
        (
            (f"{OVEN}/name-outside.md", "facts: [oven-heat]", "facts: [oven-heats]"),
            f"{OVEN}/name-outside.md:8:9: C016 no fact 'oven-heats'; did you mean 'oven-heat'?",
        ),
        (
            (f"{DOUGH}/lesson.md", "fact:yeast-share", "fact:yeast-shares"),
            f"{DOUGH}/lesson.md:11:51: C016 no fact 'yeast-shares'; did you mean 'yeast-share'?",
        ),
        (
            (f"{DOUGH}/count-yeast.md", "{{ fact:yeast-share }}", "{{ fact:share }}"),
            f"{DOUGH}/count-yeast.md:16:12: C016 no fact 'share'; did you mean 'yeast-share'?",
        ),
        (
            (f"{OVEN}/which-heat.md", "misconception=heat-is-time", "misconception=heat-time"),
            (
                f"{OVEN}/which-heat.md:19:48: C016 no misconception 'heat-time'; did you mean "
                "'heat-is-time'?"
            ),
        ),
        (
            (f"{OVEN}/name-outside.md", "misconception: heat-is-time", "misconception: skin"),
            f"{OVEN}/name-outside.md:16:20: C016 no misconception 'skin'",
        ),
        (
            ("course.md", "lessons: [oven]", "lessons: [oven, ovens]"),
            "course.md:14:21: C016 no lesson 'ovens'; did you mean 'oven'?",
        ),
        (
            ("course.md", "readiness: warm-up", "readiness: warm-ups"),
            "course.md:15:12: C016 no quiz 'warm-ups'; did you mean 'warm-up'?",
        ),
        (
            ("course.md", "  - title: Sourdough", "  - title: Sourdough\n    lesson: ovens"),
            "course.md:20:13: C016 no lesson 'ovens'; did you mean 'oven'?",
        ),
        (
            ("course.md", "who rise early", "who [[rise]] at {{ fact:dawn }}"),
            "course.md:25:27: C016 no fact 'dawn'",
        ),
        (
            ("quizzes/night.md", "after: oven", "after: ovens"),
            "quizzes/night.md:6:8: C016 no lesson 'ovens'; did you mean 'oven'?",
        ),
        (
            ("quizzes/night.md", "outcome: knead-dough", "outcome: knead-doughs"),
            "quizzes/night.md:9:17: C016 no outcome 'knead-doughs'; did you mean 'knead-dough'?",
        ),
        (
            ("quizzes/night.md", "  draw:", "  exclude_quizzes: [warm-ups]\n  draw:"),
            "quizzes/night.md:8:21: C016 no quiz 'warm-ups'; did you mean 'warm-up'?",
        ),
        (
            ("quizzes/night.md", "Five questions.", "{{ fact:five }} questions."),
            "quizzes/night.md:14:1: C016 no fact 'five'",
        ),
        (
            ("glossary.yaml", "The hard outside", "The {{ fact:hard }} outside"),
            "glossary.yaml:9:17: C016 no fact 'hard'",
        ),
    ],
)
def test_whatever_is_named_exists(change: Change, problem: str) -> None:
    assert [line for line in faults(change) if "G001" not in line] == [problem]


def test_another_course_is_not_looked_into() -> None:
    entry = "  - title: Sourdough\n    course: sour\n    lesson: starter"

    assert faults(("course.md", "  - title: Sourdough", entry)) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("course.md", "lessons: [oven]", "lessons: [oven, dough]"),
            "course.md:14:21: C020 lesson 'dough' is listed twice",
        ),
        (
            ("course.md", "[dough]\n  - title: At the fire\n    lessons: [oven]", "[dough]"),
            f"{OVEN}/lesson.md:3:5: C020 lesson 'oven' is in no part of course.md",
        ),
        (
            ("course.md", "[dough]\n  - title: At the fire\n    lessons: [oven]", "[oven, dough]"),
            "course.md:12:21: C020 lesson 'dough' is listed after 'oven' but its folder is 01",
        ),
    ],
)
def test_folders_follow_the_parts(change: Change, problem: str) -> None:
    assert [line for line in faults(change) if " Q032 " not in line] == [problem]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            (f"{DOUGH}/lesson.md", "[knead-dough]", "[knead-dough]\nrequires: [oven]"),
            f"{DOUGH}/lesson.md:7:11: C022 cycle: dough > oven > dough",
        ),
        (
            (f"{OVEN}/lesson.md", "[dough]", "[oven]"),
            f"{OVEN}/lesson.md:7:11: C022 cycle: oven > oven",
        ),
    ],
)
def test_lessons_require_one_another_in_no_circle(change: Change, problem: str) -> None:
    assert faults(change) == [problem]


def test_an_outcome_does_not_name_the_course() -> None:
    change = ("outcomes.yaml", "choose heat and time", "choose as in Bread in a night the heat")

    assert faults(change) == ["outcomes.yaml:7:10: O003 names the course itself"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            (f"{OVEN}/name-outside.md", "The [[crust]].", "The [[crusts]]."),
            f"{OVEN}/name-outside.md:24:5: G001 no term 'crusts'; did you mean 'crust'?",
        ),
        (
            (f"{DOUGH}/lesson.md", "needs kneading", "needs [[kneading]]"),
            f"{DOUGH}/lesson.md:11:25: G001 no term 'kneading'",
        ),
        (
            ("course.md", "who rise early", "who [[rise]] early"),
            "course.md:25:15: G001 no term 'rise'",
        ),
        (
            ("glossary.yaml", "The hard outside", "The hard [[outside]]"),
            "glossary.yaml:9:17: G001 no term 'outside'",
        ),
    ],
)
def test_a_term_that_is_used_is_defined(change: Change, problem: str) -> None:
    assert faults(change) == [problem]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("ovens#heat", "no lesson 'ovens'; did you mean 'oven'?"),
        ("oven#heats", "lesson 'oven' has no anchor 'heats'; did you mean 'heat'?"),
        ("oven", "'oven' names no paragraph; write lesson-id#anchor"),
        ("oven#", "'oven#' names no paragraph; write lesson-id#anchor"),
        ("dough#yeast", "lesson 'dough' never uses [[crust]]"),
    ],
)
def test_a_term_is_taught_where_it_is_used(place: str, fault: str) -> None:
    change = ("glossary.yaml", "taught_in: oven#heat", f'taught_in: "{place}"')

    assert faults(change) == [f"glossary.yaml:10:16: G003 {fault}"]


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("ovens#heat", "no lesson 'ovens'; did you mean 'oven'?"),
        ("oven#heats", "lesson 'oven' has no anchor 'heats'; did you mean 'heat'?"),
        ("oven", "'oven' names no paragraph; write lesson-id#anchor"),
    ],
)
def test_a_belief_is_corrected_somewhere(place: str, fault: str) -> None:
    change = ("misconceptions.yaml", "see: oven#heat", f"see: {place}")

    assert faults(change) == [f"misconceptions.yaml:10:10: M001 {fault}"]


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("lesson:doug#yeast", "no lesson 'doug'; did you mean 'dough'?"),
        ("lesson:dough#east", "no anchor 'east' in lesson 'dough'; did you mean 'yeast'?"),
        ("lesson:#cold", "no anchor 'cold' in lesson 'oven'"),
    ],
)
def test_a_link_leads_to_a_heading(target: str, fault: str) -> None:
    change = (f"{OVEN}/lesson.md", "lesson:dough#yeast", target)

    assert faults(change) == [f"{OVEN}/lesson.md:12:48: L004 {fault}"]


@pytest.mark.parametrize("target", ["lesson:dough", "lesson:#heat", "https://example.org/"])
def test_a_link_may_lead_to_a_lesson_or_away(target: str) -> None:
    assert faults((f"{OVEN}/lesson.md", "lesson:dough#yeast", target)) == []


def test_a_figure_lies_beside_its_lesson() -> None:
    picture = '![A loaf in two halves.](loaf.svg "A loaf.")'

    assert faults((f"{OVEN}/lesson.md", "See [the yeast](lesson:dough#yeast).", picture)) == [
        f"{OVEN}/lesson.md:12:44: L008 there is no figure 'loaf.svg' beside the lesson"
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            (f"{DOUGH}/lesson.md", "check | count-yeast", "check | count-yeasts"),
            (
                f"{DOUGH}/lesson.md:17:13: L014 no question 'count-yeasts'; did you mean "
                "'count-yeast'?"
            ),
        ),
        (
            (f"{DOUGH}/lesson.md", "check | count-yeast", "check | which-heat"),
            (
                f"{DOUGH}/lesson.md:17:13: L014 question 'which-heat' lies in 02-oven, not beside the "
                "lesson"
            ),
        ),
        (
            (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: draft"),
            f"{DOUGH}/lesson.md:17:13: L014 question 'count-yeast' is draft, not live",
        ),
        (
            (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: retired"),
            f"{DOUGH}/lesson.md:17:13: L014 question 'count-yeast' is retired, not live",
        ),
    ],
)
def test_a_check_shows_a_live_question_of_its_folder(change: Change, problem: str) -> None:
    assert [line for line in faults(change) if " L014 " in line] == [problem]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", "1:1: Q030 key 'teaches' is missing: name lesson-id#anchor"),
        (
            "teaches: [dough#east]\n",
            "7:11: Q030 lesson 'dough' has no anchor 'east'; did you mean 'yeast'?",
        ),
        ("teaches: [doug#yeast]\n", "7:11: Q030 no lesson 'doug'; did you mean 'dough'?"),
        ("teaches: [dough]\n", "7:11: Q030 'dough' names no paragraph; write lesson-id#anchor"),
    ],
)
def test_a_question_says_which_paragraph_teaches_it(written: str, problem: str) -> None:
    change = (f"{DOUGH}/count-yeast.md", "teaches: [dough#yeast]\n", written)

    assert faults(change) == [f"{DOUGH}/count-yeast.md:{problem}"]


def test_an_interview_need_not_say_which_paragraph_teaches_it() -> None:
    files = changed((f"{DOUGH}/count-yeast.md", "teaches: [dough#yeast]\n", ""))
    files["interview/talk.md"] = files[f"{DOUGH}/count-yeast.md"].replace("count-yeast", "talk")
    files[f"{DOUGH}/count-yeast.md"] = changed()[f"{DOUGH}/count-yeast.md"]

    assert problems_in(make_tree(files)) == []


def test_the_taught_paragraph_speaks_of_what_is_asked() -> None:
    files = changed((f"{OVEN}/which-heat.md", "oven#heat", "oven#end"))
    files[f"{OVEN}/lesson.md"] += "\n## The end {#end}\n\nGood day.\n"

    assert problems_in(make_tree(files)) == [
        f"{OVEN}/which-heat.md:7:11: Q031 section 'end' never mentions 'patience'"
    ]


def test_a_term_is_asked_once_it_is_taught() -> None:
    change = (f"{DOUGH}/count-yeast.md", "Twenty", "[[crust|Twenty]]")

    assert faults(change) == [
        (
            f"{DOUGH}/count-yeast.md:16:1: Q032 'Crust' is taught in lesson 2, after this question's "
            "lesson 1"
        )
    ]


def test_the_lesson_teaches_the_main_outcome() -> None:
    change = (f"{DOUGH}/count-yeast.md", "[knead-dough]", "[bake-bread]")

    assert (
        f"{DOUGH}/count-yeast.md:6:12: Q033 lesson 'dough' does not list outcome 'bake-bread'"
        in (faults(change))
    )


def test_an_unknown_outcome_is_told_of_once() -> None:
    change = (f"{DOUGH}/count-yeast.md", "[knead-dough]", "[knead-doug]")

    found = [line for line in faults(change) if line.startswith(DOUGH)]

    assert found == [
        f"{DOUGH}/count-yeast.md:6:12: C016 no outcome 'knead-doug'; did you mean 'knead-dough'?"
    ]


def test_a_prerequisite_measures_and_teaches_nothing() -> None:
    more = "outcomes: [knead-dough]\nteaches: [dough#yeast]\nanswer:"

    assert faults(("prerequisites/can-count.md", "answer:", more)) == [
        (
            "prerequisites/can-count.md:6:1: C011 key 'outcomes' has no place in prerequisites/; "
            "remove it"
        ),
        (
            "prerequisites/can-count.md:7:1: C011 key 'teaches' has no place in prerequisites/; "
            "remove it"
        ),
    ]


def test_a_retired_question_is_let_alone() -> None:
    files = changed()
    files[f"{OVEN}/old.md"] = (
        files[f"{OVEN}/which-heat.md"]
        .replace("id: which-heat", "id: old")
        .replace("difficulty: easy", "status: retired")
        .replace("oven#heat", "oven#gone")
        .replace("[bake-bread]", "[gone]")
    )

    assert problems_in(make_tree(files)) == []


@pytest.mark.parametrize(
    "change",
    [
        ("outcomes.yaml", "format: 1", "format: [1"),
        ("misconceptions.yaml", "format: 1", "format: [1"),
        ("facts.yaml", "format: 1", "format: [1"),
        ("glossary.yaml", "format: 1", "format: [1"),
        ("outcomes.yaml", "outcomes:", "outcome:"),
        ("facts.yaml", "facts:", "facts: none\nfact:"),
        ("outcomes.yaml", "    can: choose heat and time for a loaf\n", ""),
        ("misconceptions.yaml", "    belief: Half the heat takes twice the time.\n", ""),
        ("facts.yaml", '    value: "2"\n', ""),
        ("facts.yaml", '"2"', '"two"'),
        ("glossary.yaml", "    term: Crust\n", ""),
        ("course.md", "title: Bread", "title: [Bread"),
        (f"{DOUGH}/lesson.md", "title: Dough", "title: [Dough"),
        (f"{OVEN}/lesson.md", "title: Oven", "title: [Oven"),
        (f"{DOUGH}/how-much-yeast.md", "title: A", "title: [A"),
        (f"{OVEN}/name-outside.md", "title: Name", "title: [Name"),
        ("prerequisites/can-count.md", "title: Two", "title: [Two"),
        ("quizzes/warm-up.md", "title: Are", "title: [Are"),
    ],
)
def test_nobody_is_told_twice_of_what_could_not_be_read(change: Change) -> None:
    found = [line for line in faults(change) if "Q021" not in line]

    assert found == []
