"""From files to rows: all or nothing, and nothing twice."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from courses.content import ContentError
from courses.models import (
    Course,
    Lesson,
    LessonVersion,
    Outcome,
    Question,
    QuestionVersion,
    QuizVersion,
    Release,
    ReleaseEntry,
    Term,
)
from courses.publishing import By, Published
from courses.queries import question_of
from domain.digests import question_digest
from tests.bakery import FILES, KEY, change, write_course
from tests.courses.published import (
    DOUGH,
    NOW,
    OVEN,
    put,
    question,
    rows,
)
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_course(tmp_path / "content")


# A release


def test_the_first_publish_makes_everything(root: Path) -> None:
    done = put(root)

    assert (done.release, len(done.added), done.changed, done.retired) == (1, 16, [], [])
    course = Course.objects.get()
    assert (course.key, course.title) == (KEY, "Bread in a Night")
    assert course.current == Release.objects.get()
    assert Lesson.objects.count() == LessonVersion.objects.count() == 2
    assert Question.objects.count() == QuestionVersion.objects.count() == 7
    assert QuizVersion.objects.count() == 2
    assert [row.key for row in Outcome.objects.all()] == ["knead-dough", "bake-bread"]
    assert {row.key for row in Term.objects.all()} == {"gluten", "crust"}


def test_a_release_says_who_when_why_and_from_where(root: Path) -> None:
    put(root, by=By("ira", NOW, message="Bread for all", commit="abc123"))

    release = Release.objects.get()

    assert (release.number, release.by, release.at) == (1, "ira", NOW)
    assert (release.message, release.commit) == ("Bread for all", "abc123")
    assert release.changes["added"][0] == "bakery/course.md"
    assert len(release.changes["added"]) == 16
    assert release.files["bakery/facts.yaml"] == FILES["facts.yaml"]
    assert len(release.files) == 5


def test_a_release_lists_lessons_in_reading_order_then_the_rest(root: Path) -> None:
    put(root)

    entries = list(ReleaseEntry.objects.select_related("lesson_version", "quiz_version"))

    assert [entry.position for entry in entries] == list(range(1, 12))
    assert [entry.lesson_version.title for entry in entries[:2] if entry.lesson_version] == [
        "Dough",
        "Oven",
    ]
    assert all(entry.question_version for entry in entries[2:9])
    assert all(entry.quiz_version for entry in entries[9:])


def test_a_version_holds_what_was_published(root: Path) -> None:
    put(root)

    version = question("count-yeast")

    assert (version.number, version.title, version.difficulty) == (1, "How many grams", "medium")
    assert version.source == FILES[f"{DOUGH}/count-yeast.md"]
    assert version.facts == {"yeast-share": "2"}
    assert (version.outcomes, version.teaches) == (["knead-dough"], ["dough#yeast"])
    assert version.path == "bakery/lessons/01-dough/count-yeast.md"
    assert version.lesson == Lesson.objects.get(key="dough")
    assert question_of(version).grading_digest == version.grading_digest
    assert question("can-count").lesson is None


def test_a_question_is_named_by_source_and_facts(root: Path) -> None:
    put(root)

    for key, facts in (
        ("count-yeast", {"yeast-share": ["2", "per cent"]}),
        ("name-outside", {"oven-heat": ["230", "degrees"]}),
        ("which-heat", {}),
    ):
        version = question(key)

        assert version.digest == question_digest(version.source, facts)


def test_questions_count_for_the_outcomes_of_their_newest_version(root: Path) -> None:
    put(root)
    change(root, f"{DOUGH}/count-yeast.md", "[knead-dough]", "[knead-dough, bake-bread]")
    change(root, f"{OVEN}/name-outside.md", "[bake-bread]", "[bake-bread, knead-dough]")
    put(root)
    assert outcomes_of("count-yeast") == {"knead-dough", "bake-bread"}

    change(root, f"{DOUGH}/count-yeast.md", "[knead-dough, bake-bread]", "[knead-dough]")
    put(root)

    assert outcomes_of("count-yeast") == {"knead-dough"}
    assert outcomes_of("name-outside") == {"knead-dough", "bake-bread"}


def outcomes_of(key: str) -> set[str]:
    return set(Question.objects.get(key=key).outcomes.values_list("key", flat=True))


# Once more


@pytest.mark.parametrize("cached", [False, True])
def test_publishing_twice_changes_nothing(root: Path, tmp_path: Path, cached: bool) -> None:
    cache = tmp_path / "cache" if cached else None
    first = put(root, cache=cache)
    before = rows()

    second = put(root, cache=cache, by=By("bob", NOW, message="again"))

    assert rows() == before
    assert (second.release, second.anything, second.rendered) == (1, False, 0)
    assert second.unchanged == len(first.added) == 16
    assert second.digest == first.digest


def test_publishing_twice_opens_no_file(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, cache=tmp_path / "cache")
    monkeypatch.setattr("courses.publishing.read_content", None)

    assert not put(root, cache=tmp_path / "cache").anything


def test_a_cache_of_another_database_is_not_believed(root: Path, tmp_path: Path) -> None:
    put(root, cache=tmp_path / "cache")
    Course.objects.update(current=None)
    ReleaseEntry.objects.all().delete()
    Release.objects.all().delete()

    assert put(root, cache=tmp_path / "cache").release == 1


def test_publishing_twice_takes_as_many_statements_however_much_there_is(root: Path) -> None:
    put(root)
    with CaptureQueriesContext(connection) as few:
        put(root)
    for n in range(40):
        text = FILES["prerequisites/can-count.md"].replace("id: can-count", f"id: count-{n}")
        (root / f"prerequisites/count-{n}.md").write_text(text)
    put(root)
    with CaptureQueriesContext(connection) as many:
        put(root)

    assert len(many) == len(few)


# All or nothing


FAULTS: Mapping[str, tuple[str, str, str]] = {
    "a data file": ("facts.yaml", 'value: "230"', 'value: "hot"'),
    "a lesson": (f"{OVEN}/lesson.md", "## Heat", "# Heat"),
    "a question": (f"{OVEN}/which-heat.md", "- [x]", "- [ ]"),
    "a quiz": ("quizzes/night.md", "count: 2}", "count: 9}"),
    "a reference": (f"{OVEN}/lesson.md", "requires: [dough]", "requires: [doug]"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_tree_leaves_everything_as_it_was(root: Path, fault: str) -> None:
    put(root)
    before = rows()
    change(root, f"{DOUGH}/how-much-yeast.md", "Patience.\n", "Patience, again.\n")
    change(root, *FAULTS[fault])

    with pytest.raises(ContentError) as raised:
        put(root)

    assert rows() == before
    assert any(problem.stops for problem in raised.value.problems)
    assert str(raised.value).startswith("bakery/")


def test_a_failure_while_writing_leaves_everything_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root)
    before = rows()
    change(root, f"{DOUGH}/how-much-yeast.md", "Patience.\n", "Patience, again.\n")
    monkeypatch.setattr(ReleaseEntry.objects, "bulk_create", None)

    with pytest.raises(TypeError):
        put(root)

    assert rows() == before


def test_a_failed_publish_is_not_remembered_as_done(root: Path, tmp_path: Path) -> None:
    put(root, cache=tmp_path / "cache")
    change(root, *FAULTS["a question"])
    with pytest.raises(ContentError):
        put(root, cache=tmp_path / "cache")

    with pytest.raises(ContentError):
        put(root, cache=tmp_path / "cache")


def test_a_question_keeps_the_kind_that_it_was_published_with(root: Path) -> None:
    put(root)
    before = rows()
    change(root, "prerequisites/can-count.md", "kind: numeric", "kind: short")
    change(root, "prerequisites/can-count.md", 'answer: "4"', "answers: [{match: ci, text: four}]")

    with pytest.raises(ContentError) as raised:
        put(root)

    assert [str(problem) for problem in raised.value.problems] == [
        "bakery/prerequisites/can-count.md:4:7: R002 was numeric when it was published"
    ]
    assert rows() == before


# Side by side


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True])
def test_publishes_at_the_same_moment_queue(
    tmp_path: Path, settings: Settings, known: bool
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    folders = [write_course(tmp_path / str(n)) for n in range(4)]
    if known:
        put(folders[0])
    for n, folder in enumerate(folders):
        change(folder, f"{OVEN}/which-heat.md", "> It is not.", f"> It is not, {n} times.")

    results = at_once(*(partial(put, folder) for folder in folders))

    assert all(isinstance(result, Published) for result in results), results
    numbers = list(Release.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(folders) + 1 + known))
    assert sorted(result.release for result in results) == numbers[-4:]
    assert Course.objects.get().current == Release.objects.get(number=numbers[-1])
    versions = QuestionVersion.objects.filter(question__key="which-heat")
    assert sorted(row.number for row in versions) == numbers
    assert ReleaseEntry.objects.count() == 11 * len(numbers)


@pytest.mark.django_db(transaction=True)
def test_the_same_publish_twice_at_once_is_one(tmp_path: Path, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    root = write_course(tmp_path)

    results = at_once(*[partial(put, root, cache=tmp_path / "cache")] * 3)

    assert [result.release for result in results] == [1, 1, 1]
    assert sum(result.anything for result in results) == 1
    assert Release.objects.count() == 1
