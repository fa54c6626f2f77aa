"""Ids are for ever: what was released is compared with what is there now."""

# ruff: noqa: E501 - a table reads better with a message on one line

import json

import pytest

from courses.reading import read_data
from domain.courses import Tree
from domain.documents import Document
from domain.released import Released, after_release
from tests.bakery import Change, changed, make_tree, released_faults

DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"
UNNAMED = (f"{OVEN}/which-heat.md", " {#patience}", ""), (f"{OVEN}/which-heat.md", "#more ", "")


def released(*changes: Change) -> Released:
    """Release the course, with something changed in it, for the first time."""
    return after_release(make_tree(changed(*changes)), Released())


def faults(*changes: Change, since: Released | None = None) -> list[str]:
    return released_faults(make_tree(changed(*changes)), since or released())


def without(tree: Tree, key: str) -> Tree:
    return make_tree(
        {path: text for path, text in changed().items() if not path.endswith(f"/{key}.md")}
    )


def test_it_remembers_every_live_question() -> None:
    first = released()

    assert first.release == 1
    assert sorted(first.questions) == [
        "can-count", "count-yeast", "how-much-yeast", "name-outside", "what-kneading-does",
        "when-done", "which-heat",
    ]  # fmt: skip
    kept = first.questions["count-yeast"]
    question = make_tree().question_by_id["count-yeast"].question
    assert (kept.kind, kept.release, kept.retired, kept.unnamed) == ("numeric", 1, False, {})
    assert kept.digest == question.grading_digest


def test_it_remembers_the_texts_of_parts_without_ids() -> None:
    assert released(*UNNAMED).questions["which-heat"].unnamed == {
        "a": "That both want patience",
        "b": "That more is better",
    }


def test_it_does_not_remember_a_draft() -> None:
    draft = (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: draft")

    assert "count-yeast" not in released(draft).questions


def test_a_released_question_stays_remembered_while_it_is_a_draft() -> None:
    draft = (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: draft")

    assert after_release(make_tree(changed(draft)), released()) == released()


def test_it_remembers_a_retired_question_for_ever() -> None:
    retired = (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: retired")

    second = after_release(make_tree(changed(retired)), released())
    third = after_release(without(make_tree(), "count-yeast"), second)

    assert (second.release, second.questions["count-yeast"].release) == (2, 2)
    assert second.questions["count-yeast"].retired
    assert third == second


def test_the_number_rises_only_when_something_has_changed() -> None:
    first = released()
    reworded = (f"{DOUGH}/count-yeast.md", "How much yeast", "What weight of yeast")
    other_key = (f"{DOUGH}/count-yeast.md", "1000 *", "2000 *")

    assert after_release(make_tree(), first) is first
    assert after_release(make_tree(changed(reworded)), first) is first
    second = after_release(make_tree(changed(other_key)), first)
    assert second.release == 2
    assert [key for key, kept in second.questions.items() if kept.release == 2] == ["count-yeast"]


def test_the_file_is_sorted_and_reads_back() -> None:
    first = released(*UNNAMED)

    lines = first.text.split("\n")
    document = read_data(".released.json", first.text)

    assert isinstance(document, Document), document
    assert document.read_meta(Released) == first
    assert list(json.loads(first.text)) == ["format", "questions", "release"]
    assert lines[:6] == [
        "{",
        ' "format": 1,',
        ' "questions": {',
        '  "can-count": {',
        f'   "digest": "{first.questions["can-count"].digest}",',
        '   "kind": "numeric",',
    ]
    assert first.text.endswith("}\n")


def test_it_finds_nothing_where_nothing_was_lost() -> None:
    assert faults() == []
    assert faults(since=Released()) == []


def test_a_released_question_does_not_vanish() -> None:
    tree = without(make_tree(), "count-yeast")

    assert released_faults(tree, released()) == [
        ".released.json:9:3: R001 question 'count-yeast' is gone; keep it with status: retired"
    ]


def test_a_question_that_cannot_be_read_has_not_vanished() -> None:
    assert faults((f"{DOUGH}/count-yeast.md", "title: How", "title: [How")) == []


def test_a_question_with_a_slip_in_its_id_has_not_vanished() -> None:
    assert faults((f"{DOUGH}/count-yeast.md", "id: count-yeast", "id: count-yeasts")) == []


def test_a_question_keeps_its_kind() -> None:
    files = changed()
    files[f"{DOUGH}/count-yeast.md"] = files[f"{DOUGH}/how-much-yeast.md"].replace(
        "id: how-much-yeast", "id: count-yeast"
    )

    assert released_faults(make_tree(files), released()) == [
        f"{DOUGH}/count-yeast.md:4:7: R002 was numeric in release 1"
    ]


def test_a_quiz_does_not_take_the_id_of_a_question() -> None:
    files = {path: text for path, text in changed().items() if "count-yeast.md" not in path}
    files["quizzes/count-yeast.md"] = files["quizzes/night.md"].replace(
        "id: night", "id: count-yeast"
    )

    assert released_faults(make_tree(files), released()) == [
        "quizzes/count-yeast.md:3:5: R002 was numeric in release 1; choose a new id"
    ]


@pytest.mark.parametrize(
    "change",
    [
        (f"{DOUGH}/count-yeast.md", "1000 *", "2000 *"),
        ("facts.yaml", '"2"', '"3"'),
    ],
)
def test_a_changed_key_offers_a_regrade(change: Change) -> None:
    assert faults(change) == [
        (
            f"{DOUGH}/count-yeast.md:3:5: R003 the key changed since release 1; a regrade will be "
            "offered"
        )
    ]


@pytest.mark.parametrize(
    "change",
    [
        (f"{DOUGH}/count-yeast.md", "How much yeast", "What weight of yeast"),
        (f"{DOUGH}/count-yeast.md", "Twenty", "It is twenty"),
        (f"{DOUGH}/count-yeast.md", "difficulty: medium", "difficulty: hard"),
        (f"{OVEN}/which-heat.md", "So it is", "That is so"),
    ],
)
def test_other_words_offer_none(change: Change) -> None:
    assert faults(change) == []


def test_choices_without_ids_do_not_change_places() -> None:
    since = released(*UNNAMED)
    files = changed(*UNNAMED)
    path = f"{OVEN}/which-heat.md"
    right = "- [x] That both want patience\n\n    > So it is.\n\n"
    wrong = "- [ ] That more is better {misconception=heat-is-time}\n\n    > It is not.\n\n"
    assert right + wrong in files[path]
    files[path] = files[path].replace(right + wrong, wrong + right)

    assert released_faults(make_tree(files), since) == [
        f"{path}:15:1: R004 choice 'a' had another text in release 1; give ids",
        f"{path}:19:1: R004 choice 'b' had another text in release 1; give ids",
    ]


def test_choices_with_ids_may_change_places() -> None:
    files, path = changed(), f"{OVEN}/which-heat.md"
    right = "- [x] That both want patience {#patience}\n\n    > So it is.\n\n"
    wrong = "- [ ] That more is better {#more misconception=heat-is-time}\n\n    > It is not.\n\n"
    files[path] = files[path].replace(right + wrong, wrong + right)

    assert released_faults(make_tree(files), released()) == []


def test_a_choice_without_id_may_be_reworded() -> None:
    reworded = (f"{OVEN}/which-heat.md", "That more is better", "That more is always better")

    assert faults(*UNNAMED, reworded, since=released(*UNNAMED)) == []


@pytest.mark.parametrize("status", ["live", "draft"])
def test_a_retired_id_is_not_used_again(status: str) -> None:
    retired = (f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: retired")
    again = (f"{DOUGH}/count-yeast.md", "difficulty: medium", f"status: {status}")

    assert faults(again, since=released(retired)) == [
        f"{DOUGH}/count-yeast.md:3:5: R005 'count-yeast' was retired in release 1"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{", "2:1: C003 did not find expected node content"),
        ('{"format": 1, "release": 1}\n', ""),
        ('{"format": 2}\n', "1:12: C013 format 2 is not known; this reader knows 1"),
        ('{"questions": {"a-b": {"kind": "choice", "release": 1}}}\n', "1:23: C010 key 'questions.a-b.digest' is missing"),
        ('{"format": 1, "format": 1}\n', "1:15: C003 key 'format' stands twice (first in line 1)"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_the_file(text: str, problem: str) -> None:
    document = read_data(".released.json", text)
    found = document.read_meta(Released) if isinstance(document, Document) else document

    said = [str(one) for one in found] if isinstance(found, list) else [""]
    assert said[0].removeprefix(".released.json:") == problem
