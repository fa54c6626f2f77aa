"""The files of a course, put together."""

# ruff: noqa: E501 - a table reads better with a message on one line

from datetime import date
from time import perf_counter

import pytest

from domain.courses import Tree, candidate_of, rests_from, stem_of
from domain.coverage import coverage_problems
from domain.references import reference_problems
from tests.bakery import FILES, TODAY, changed, make_tree

DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"


def test_it_finds_what_it_holds_by_id() -> None:
    tree = make_tree()

    assert list(tree.order) == ["dough", "oven"]
    assert tree.lesson_by_id["oven"].folder == "02-oven"
    assert tree.lesson_by_folder["01-dough"].lesson.id == "dough"
    assert tree.question_by_id["count-yeast"].place == "01-dough"
    assert tree.fact_by_id["oven-heat"].shown == "230 degrees"
    assert tree.term_by_id["crust"].term == "Crust"
    assert tree.outcome_ids == {"knead-dough", "bake-bread"}
    assert tree.requires == {"dough": (), "oven": ("dough",)}


def test_of_two_with_the_same_id_it_keeps_the_first() -> None:
    files = changed()
    files[f"{OVEN}/count-yeast.md"] = files[f"{DOUGH}/count-yeast.md"]

    assert make_tree(files).question_by_id["count-yeast"].place == "01-dough"


def test_a_question_knows_its_lesson() -> None:
    tree = make_tree()

    own = tree.lesson_of(tree.question_by_id["name-outside"])

    assert own is not None
    assert own.lesson.id == "oven"
    assert tree.lesson_of(tree.question_by_id["can-count"]) is None


@pytest.mark.parametrize(
    ("folder", "number", "misplaced"),
    [("02-oven", 2, False), ("2-oven", 2, False), ("oven", -1, True), ("02-ofen", 2, True)],
)
def test_a_folder_has_a_number_and_an_id(folder: str, number: int, misplaced: bool) -> None:
    files = {path.replace("02-oven", folder): text for path, text in FILES.items()}

    row = make_tree(files).lesson_by_id["oven"]

    assert (row.number, row.misplaced) == (number, misplaced)


def test_only_live_questions_are_met() -> None:
    files = changed(
        (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: draft"),
        (f"{DOUGH}/how-much-yeast.md", "difficulty: easy", "status: retired"),
    )
    tree = make_tree(files)
    draft, retired = (tree.question_by_id[key] for key in ("count-yeast", "how-much-yeast"))

    assert (draft.live, draft.published) == (False, True)
    assert (retired.live, retired.published) == (False, False)
    assert {row.question.id for row in tree.live_questions()} == {
        "what-kneading-does", "which-heat", "name-outside", "when-done", "can-count",
    }  # fmt: skip


def test_a_graded_draw_takes_what_does_not_rest() -> None:
    first_due = date(2027, 11, 2)

    before = {candidate.id for candidate in make_tree(today=date(2027, 11, 1)).candidates()}
    after = {candidate.id for candidate in make_tree(today=first_due).candidates()}

    assert before - after == {"count-yeast", "name-outside"}


def test_a_question_rests_from_the_first_day_on_which_one_of_its_facts_is_due() -> None:
    tree = make_tree()
    facts, question = tree.fact_by_id, tree.question_by_id["name-outside"].question

    assert rests_from(question, facts) == date(2027, 11, 2)
    assert rests_from(tree.question_by_id["which-heat"].question, facts) is None
    unverified = make_tree(
        changed(("facts.yaml", "page 40\n    verified: 2026-11-01", "page 40\n    verified: null"))
    )
    assert rests_from(question, unverified.fact_by_id) == date.min


def test_a_draw_sees_the_main_outcome_alone() -> None:
    candidate = candidate_of(make_tree().question_by_id["name-outside"].question)

    assert vars(candidate) == {
        "id": "name-outside",
        "kind": "short",
        "outcome": "bake-bread",
        "difficulty": "medium",
    }
    assert candidate_of(make_tree().question_by_id["can-count"].question).outcome == ""


def test_it_excuses_what_could_not_be_read_or_has_another_id() -> None:
    tree = make_tree(
        changed(
            (f"{OVEN}/lesson.md", "title: Oven", "title: [Oven"),
            (f"{DOUGH}/count-yeast.md", "id: count-yeast", "id: count-yeasts"),
            ("glossary.yaml", "    term: Crust\n", ""),
        )
    )

    assert all(tree.excuses(key) for key in ("oven", "count-yeast", "crust"))
    assert not any(tree.excuses(key) for key in ("gluten-free", "yeast"))


def test_it_looks_for_whole_ids_in_what_could_not_be_read() -> None:
    tree = Tree(key="bakery", today=TODAY, unread_text="outcomes: [bake-bread-well], fact:salt.")

    assert [
        key for key in ("bake-bread", "bake-bread-well", "salt", "alt") if tree.may_use(key)
    ] == [
        "bake-bread-well",
        "salt",
    ]


def test_a_file_promises_an_id_by_its_name() -> None:
    row = make_tree().question_by_id["count-yeast"]

    assert stem_of(row.head) == "count-yeast"


def test_a_thousand_lessons_are_checked_against_one_another_in_little_time() -> None:
    files = {path: text for path, text in FILES.items() if not path.startswith("lessons")}
    keys = [f"lesson-{n}" for n in range(1000)]
    files["course.md"] = files["course.md"].replace(
        "lessons: [dough]\n  - title: At the fire\n    lessons: [oven]",
        f"lessons: [{', '.join(keys)}]",
    )
    for n, key in enumerate(keys):
        after = f"requires: [{keys[n - 1]}]\n" if n else ""
        files[f"lessons/{n}-{key}/lesson.md"] = (
            f"---\nformat: 1\nid: {key}\ntitle: T\nsummary: S\noutcomes: [knead-dough]\n{after}---\n\n"
            f"## Start {{#start}}\n\nSee [the start](lesson:{key}#start), {{{{ fact:oven-heat }}}}.\n"
        )
    tree = make_tree(files)

    times = []
    for _ in range(3):
        start = perf_counter()
        found = [*reference_problems(tree), *coverage_problems(tree)]
        times.append(perf_counter() - start)

    assert not [problem for problem in found if problem.code in ("C020", "C022", "L004")]
    assert min(times) < 0.25  # seconds; 0.03 on the machine that this was written on
