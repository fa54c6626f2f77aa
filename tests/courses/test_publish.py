"""From files to rows: all or nothing, and nothing twice."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from courses.content import ContentError
from courses.models import (
    Course,
    Fact,
    Lesson,
    LessonVersion,
    Misconception,
    Outcome,
    Question,
    QuestionVersion,
    QuizVersion,
    Release,
    ReleaseEntry,
    Term,
)
from courses.publishing import By, Published, publish
from courses.queries import question_of
from domain.digests import question_digest
from quizzes.actions import start_check
from quizzes.models import Attempt
from tests.bakery import FILES, KEY, TODAY, write_course
from tests.makers import make_learner
from tests.threads import at_once
from web.markdown import RENDERER

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
BY = By("ira", NOW)
DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_course(tmp_path / "content")


def put(root: Path, *, today: date = TODAY, cache: Path | None = None, by: By = BY) -> Published:
    """Publish the course."""
    return publish(root, by=by, today=today, cache=cache)


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new))


def rows() -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the app."""
    models = (
        Course, Release, ReleaseEntry, Lesson, LessonVersion, Question, QuestionVersion,
        QuizVersion, Outcome, Misconception, Fact, Term, Question.outcomes.through,
    )  # fmt: skip
    return {
        model.__name__: list(model._default_manager.order_by("pk").values_list())
        for model in models
    }


def question(key: str) -> QuestionVersion:
    return QuestionVersion.objects.filter(question__key=key).order_by("-number")[0]


def lesson(key: str) -> LessonVersion:
    return LessonVersion.objects.filter(lesson__key=key).order_by("-number")[0]


def page(key: str) -> str:
    return " ".join(part.get("html", "") for part in lesson(key).html["segments"])


def current_keys(**kept: object) -> set[str]:
    entries = ReleaseEntry.objects.filter(release=Course.objects.get().current, **kept)
    return set(entries.values_list("question_version__question__key", flat=True)) - {None}


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


# One change


def test_a_changed_question_makes_one_version_and_a_release_that_says_so(root: Path) -> None:
    put(root)
    change(root, f"{OVEN}/which-heat.md", "> It is not.", "> It never is.")

    done = put(root)

    path = f"bakery/{OVEN}/which-heat.md"
    assert (done.release, done.added, done.changed, done.retired) == (2, [], [path], [])
    assert (done.unchanged, done.rendered) == (15, 1)
    assert Release.objects.get(number=2).changes == {"added": [], "changed": [path], "retired": []}
    assert QuestionVersion.objects.count() == 8
    assert question("which-heat").number == 2
    assert ReleaseEntry.objects.filter(release__number=2).count() == 11


def test_a_changed_lesson_makes_one_version(root: Path) -> None:
    put(root)
    change(root, f"{OVEN}/lesson.md", "A [[crust]] forms", "A good [[crust]] forms")

    done = put(root)

    assert done.changed == [f"bakery/{OVEN}/lesson.md"]
    assert [row.number for row in LessonVersion.objects.filter(lesson__key="oven")] == [1, 2]
    assert "A good" in page("oven")


def test_a_changed_quiz_makes_one_version(root: Path) -> None:
    put(root)
    change(root, "quizzes/warm-up.md", "One question", "A question")

    done = put(root)

    assert done.changed == ["bakery/quizzes/warm-up.md"]
    newer = QuizVersion.objects.get(quiz__key="warm-up", number=2)
    assert newer.html["intro"] == "<p>A question before you start.</p>"


@pytest.mark.parametrize(
    ("old", "new", "column", "value"),
    [
        ("title: How many grams", "title: How much", "title", "How much"),
        ("difficulty: medium", "difficulty: hard", "difficulty", "hard"),
        ("difficulty: medium", "difficulty: medium\nseconds: 30", "seconds", 30),
        ("teaches: [dough#yeast]", "teaches: [oven#heat]", "teaches", ["oven#heat"]),
    ],
)
def test_what_only_authors_see_changes_in_place(
    root: Path, old: str, new: str, column: str, value: object
) -> None:
    put(root)
    before = question("count-yeast")
    change(root, f"{DOUGH}/count-yeast.md", old, new)

    put(root)

    after = question("count-yeast")
    assert (after.pk, after.number, after.digest) == (before.pk, 1, before.digest)
    assert getattr(after, column) == value


def test_a_question_moves_with_its_file(root: Path) -> None:
    put(root)
    before = question("count-yeast")
    change(root, f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", "")
    with (root / OVEN / "lesson.md").open("a") as file:
        file.write("\n/// check | count-yeast\n\n///\n")
    change(root, f"{OVEN}/lesson.md", "[bake-bread]", "[bake-bread, knead-dough]")
    (root / DOUGH / "count-yeast.md").rename(root / OVEN / "count-yeast.md")

    put(root)

    after = question("count-yeast")
    assert (after.pk, after.lesson) == (before.pk, Lesson.objects.get(key="oven"))
    assert after.path == f"bakery/{OVEN}/count-yeast.md"


def test_a_lesson_moves_with_its_folder(root: Path) -> None:
    put(root)
    (root / OVEN).rename(root / "lessons/03-oven")

    done = put(root)
    again = put(root)

    assert lesson("oven").path == "bakery/lessons/03-oven/lesson.md"
    assert (done.release, again.release, again.anything) == (2, 2, False)
    assert LessonVersion.objects.count() == 2


def test_a_returning_text_takes_up_its_version(root: Path) -> None:
    put(root)
    first = question("which-heat").pk
    change(root, f"{OVEN}/which-heat.md", "> It is not.", "> It never is.")
    put(root)
    change(root, f"{OVEN}/which-heat.md", "> It never is.", "> It is not.")

    done = put(root)

    assert (done.release, done.changed) == (3, [f"bakery/{OVEN}/which-heat.md"])
    assert QuestionVersion.objects.filter(question__key="which-heat").count() == 2
    assert ReleaseEntry.objects.filter(release__number=3, question_version=first).exists()


def test_a_new_question_joins_the_release(root: Path) -> None:
    put(root)
    text = FILES["prerequisites/can-count.md"].replace("id: can-count", "id: can-add")
    (root / "prerequisites/can-add.md").write_text(text)

    done = put(root)

    assert done.added == ["bakery/prerequisites/can-add.md"]
    assert "can-add" in current_keys()


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


# What is rendered


def test_pages_are_rendered_when_they_are_published(root: Path) -> None:
    put(root)

    assert '<h2 id="h-heat">' in page("oven")
    assert question("name-outside").html["prompt"] == (
        '<p>What is the outside of a <a class="term" href="/glossary/bakery/#g-gluten">gluten</a> '
        "bread called after the heat?</p>"
    )


def test_another_renderer_renders_everything_anew_and_makes_no_version(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root)
    before = rows()
    monkeypatch.setattr("courses.rendering.RENDERER", RENDERER + 1)

    done = put(root)

    assert (done.release, done.anything, done.rendered) == (1, False, 11)
    assert QuestionVersion.objects.count() == 7
    assert {len(rows()[name]) for name in before} == {len(before[name]) for name in before}
    assert all(version.rendered not in str(before) for version in QuestionVersion.objects.all())


def test_the_day_of_a_check_is_shown_without_a_new_version(root: Path) -> None:
    put(root)
    versions = lesson("oven").pk, question("count-yeast").pk
    change(
        root,
        "facts.yaml",
        "page 40\n    verified: 2026-11-01",
        "page 40\n    verified: 2026-11-20",
    )
    change(
        root,
        "facts.yaml",
        "https://example.org/book\n    verified: 2026-11-01",
        "https://example.org/book\n    verified: 2026-11-21",
    )

    done = put(root)

    assert (done.release, done.changed) == (2, ["bakery/facts.yaml"])
    assert (lesson("oven").pk, question("count-yeast").pk) == versions
    assert "20 Nov 2026" in page("oven")
    assert "21 Nov 2026" in question("count-yeast").html["explanation"]
    assert lesson("oven").facts_due == date(2027, 11, 21)


def test_a_terms_name_is_shown_by_questions_without_a_new_version(root: Path) -> None:
    put(root)
    before = question("name-outside").pk
    change(root, "glossary.yaml", "term: Crust", "term: Rind")

    done = put(root)

    assert question("name-outside").pk == before
    assert ">rind</a>" in question("name-outside").html["explanation"]
    assert f"bakery/{OVEN}/name-outside.md" not in done.changed
    assert f"bakery/{OVEN}/lesson.md" in done.changed  # it shows the definition


def test_a_term_says_which_lessons_use_it_without_a_new_version(root: Path) -> None:
    put(root)
    dough = lesson("dough").pk
    change(root, f"{OVEN}/lesson.md", "See ", "[[gluten]]. See ")

    done = put(root)

    assert lesson("dough").pk == dough
    assert ">Oven</a>" in lesson("dough").html["popovers"]
    assert done.changed == [f"bakery/{OVEN}/lesson.md"]
    assert Term.objects.get(key="gluten").used_in == ["dough", "oven"]


def test_a_title_is_shown_beside_its_check_without_a_new_version(root: Path) -> None:
    put(root)
    before = lesson("dough").pk
    change(root, f"{DOUGH}/count-yeast.md", "title: How many grams", "title: How much yeast")

    put(root)

    assert lesson("dough").pk == before
    assert {"check": "count-yeast", "title": "How much yeast"} in lesson("dough").html["toc"]


def test_a_changed_fact_changes_text_question_explanation_and_glossary_together(
    root: Path,
) -> None:
    change(
        root, "glossary.yaml", "The hard outside", "From {{ fact:oven-heat }} on, the hard outside"
    )
    change(root, "quizzes/night.md", "Five questions.", "Five at {{ fact:oven-heat }}.")
    put(root)
    before = question_of(question("count-yeast"))
    change(root, "facts.yaml", 'value: "2"', 'value: "3"')
    change(root, "facts.yaml", 'value: "230"', 'value: "240"')

    done = put(root)

    assert {path.removeprefix("bakery/") for path in done.changed} == {
        "facts.yaml",
        f"{DOUGH}/lesson.md",
        f"{DOUGH}/count-yeast.md",
        f"{OVEN}/lesson.md",
        f"{OVEN}/name-outside.md",
        "quizzes/night.md",
    }
    assert "240 degrees" in page("oven")
    assert "240 degrees" in lesson("oven").html["popovers"]
    assert "3 per cent" in question("count-yeast").html["explanation"]
    assert question_of(question("count-yeast")).key() != before.key()
    assert "240 degrees" in Term.objects.get(key="crust").definition
    assert "240 degrees" in QuizVersion.objects.get(quiz__key="night", number=2).html["intro"]
    assert Fact.objects.get(key="oven-heat").value == "240"


def test_a_resting_question_says_from_which_day(root: Path) -> None:
    put(root)

    rests = dict(
        ReleaseEntry.objects.filter(question_version__isnull=False).values_list(
            "question_version__question__key", "rests_from"
        )
    )

    assert rests["name-outside"] == date(2027, 11, 2)
    assert rests["count-yeast"] == date(2027, 11, 2)
    assert rests["which-heat"] is None


def test_a_picture_is_kept_under_what_it_holds(root: Path, settings: Settings) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + b"x" * 100
    (root / OVEN / "loaf.png").write_bytes(picture)
    change(
        root,
        f"{OVEN}/lesson.md",
        "See ",
        '\n\n![A loaf in two halves.](loaf.png "A loaf.")\n\nSee ',
    )

    put(root)
    put(root)

    kept = list((Path(settings.MEDIA_ROOT) / "figures").iterdir())
    assert [path.read_bytes() for path in kept] == [picture]
    assert f'src="/figures/{kept[0].name}"' in page("oven")


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
