"""Drafts, and what is retired or gone."""

from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from courses.models import (
    Fact,
    Misconception,
    Outcome,
    QuestionVersion,
    Release,
    Term,
)
from courses.queries import question_of
from quizzes.actions import start_check
from quizzes.models import Attempt
from tests.bakery import FILES, change, write_course
from tests.courses.published import NOW, OVEN, current_keys, put, question
from tests.makers import make_learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_course(tmp_path / "content")


# Drafts, retired questions, questions that are gone


def test_a_draft_is_published_and_not_live(root: Path) -> None:
    change(root, "quizzes/warm-up.md", "fixed: [can-count]", "fixed: [count-yeast]")
    change(root, "prerequisites/can-count.md", "answer:", "status: draft\nanswer:")

    put(root)

    assert "can-count" in current_keys()
    assert "can-count" not in current_keys(live=True)


def test_a_draft_that_goes_live_makes_a_release_and_no_version(root: Path) -> None:
    change(root, "quizzes/warm-up.md", "fixed: [can-count]", "fixed: [count-yeast]")
    change(root, "prerequisites/can-count.md", "answer:", "status: draft\nanswer:")
    put(root)
    change(root, "prerequisites/can-count.md", "status: draft\n", "")

    done = put(root)

    assert done.release == 2
    assert "can-count" in current_keys(live=True)
    assert QuestionVersion.objects.filter(question__key="can-count").count() == 1


def retire(root: Path) -> None:
    change(root, "quizzes/warm-up.md", "fixed: [can-count]", "fixed: [count-yeast]")
    change(root, "prerequisites/can-count.md", "answer:", "status: retired\nanswer:")


def delete(root: Path) -> None:
    change(root, "quizzes/warm-up.md", "fixed: [can-count]", "fixed: [count-yeast]")
    (root / "prerequisites/can-count.md").unlink()


@pytest.mark.parametrize("remove", [retire, delete])
def test_a_removed_question_leaves_the_release_and_its_attempts_stay(
    root: Path, remove: object
) -> None:
    put(root)
    release = Release.objects.get()
    version = question("can-count")
    start_check(make_learner(), version, release, key=uuid4(), now=NOW)
    assert callable(remove)
    remove(root)

    done = put(root)

    assert done.release == 2
    assert "can-count" not in current_keys()
    attempt = Attempt.objects.get()
    assert question_of(attempt.version).prompt == "What is two and two?"


def test_a_deleted_question_is_listed_as_retired(root: Path) -> None:
    put(root)
    delete(root)

    assert put(root).retired == ["bakery/prerequisites/can-count.md"]


def test_a_retired_question_costs_no_release_of_its_own(root: Path, tmp_path: Path) -> None:
    put(root)
    retire(root)
    put(root, cache=tmp_path / "cache")
    (tmp_path / "cache" / "bakery.stamp").unlink()

    assert not put(root, cache=tmp_path / "cache").anything


@pytest.mark.parametrize(
    ("path", "model", "key"),
    [
        ("outcomes.yaml", Outcome, "sell-bread"),
        ("misconceptions.yaml", Misconception, "sell-bread"),
        ("facts.yaml", Fact, "sell-bread"),
        ("glossary.yaml", Term, "sell-bread"),
    ],
)
def test_an_entry_that_is_gone_is_retired_and_may_return(
    root: Path, path: str, model: type[Outcome], key: str
) -> None:
    entries = {
        "outcomes.yaml": "  - {id: sell-bread, can: explain why bread is sold fresh}\n",
        "misconceptions.yaml": "  - {id: sell-bread, belief: b, correction: c, see: oven#heat}\n",
        "facts.yaml": (
            "  - {id: sell-bread, value: '3', source: s, verified: 2026-11-01, ttl_days: 90}\n"
        ),
        "glossary.yaml": "  - {id: sell-bread, term: Sale, definition: D., taught_in: oven#heat}\n",
    }
    if path == "outcomes.yaml":
        give_outcome(root, key)
    if path == "glossary.yaml":
        change(root, f"{OVEN}/lesson.md", "See ", "[[sell-bread]]. See ")
    with (root / path).open("a") as file:
        file.write(entries[path])
    put(root)
    assert not model.objects.get(key=key).retired

    without = {name: text for name, text in FILES.items() if name == path}
    kept = {name: (root / name).read_text() for name in (path, f"{OVEN}/lesson.md")}
    write_course(root.parent, {**without, f"{OVEN}/lesson.md": FILES[f"{OVEN}/lesson.md"]})
    for n in range(3):
        (root / OVEN / f"sell-{n}.md").unlink(missing_ok=True)
    put(root)
    assert model.objects.get(key=key).retired

    write_course(root.parent, kept)
    if path == "outcomes.yaml":
        write_sales(root)
    put(root)
    assert not model.objects.get(key=key).retired


def give_outcome(root: Path, key: str) -> None:
    """Teach and ask one outcome more."""
    change(root, f"{OVEN}/lesson.md", "[bake-bread]", f"[bake-bread, {key}]")
    with (root / OVEN / "lesson.md").open("a") as file:
        file.write("".join(f"\n/// check | sell-{n}\n\n///\n" for n in range(3)))
    write_sales(root)


def write_sales(root: Path) -> None:
    for n, old in enumerate(("which-heat", "name-outside", "when-done")):
        text = FILES[f"{OVEN}/{old}.md"].replace(f"id: {old}", f"id: sell-{n}")
        (root / OVEN / f"sell-{n}.md").write_text(text.replace("[bake-bread]", "[sell-bread]"))
