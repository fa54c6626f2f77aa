"""What a change makes: a version, a release, or nothing but other HTML."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from courses.models import (
    Fact,
    Lesson,
    LessonVersion,
    QuestionVersion,
    QuizVersion,
    Release,
    ReleaseEntry,
    Term,
)
from courses.queries import question_of
from tests.bakery import FILES, change, write_course
from tests.courses.published import DOUGH, OVEN, current_keys, lesson, page, put, question, rows
from web.markdown import RENDERER

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return write_course(tmp_path / "content")


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


def test_numbers_go_on_after_a_text_returned(root: Path) -> None:
    put(root)
    for old, new in (("It is not.", "Never."), ("Never.", "It is not."), ("It is not.", "No.")):
        change(root, f"{OVEN}/which-heat.md", f"> {old}", f"> {new}")
        put(root)

    newest = question("which-heat")

    assert newest.number == 3
    assert ReleaseEntry.objects.filter(release__number=4, question_version=newest).exists()


def test_a_new_question_joins_the_release(root: Path) -> None:
    put(root)
    text = FILES["prerequisites/can-count.md"].replace("id: can-count", "id: can-add")
    (root / "prerequisites/can-add.md").write_text(text)

    done = put(root)

    assert done.added == ["bakery/prerequisites/can-add.md"]
    assert "can-add" in current_keys()


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


def test_a_changed_definition_makes_a_version_of_the_lessons_that_show_it(root: Path) -> None:
    put(root)
    change(root, "glossary.yaml", "The hard outside", "The rough outside")

    done = put(root)

    assert set(done.changed) == {"bakery/glossary.yaml", f"bakery/{OVEN}/lesson.md"}
    assert "The rough outside" in lesson("oven").html["popovers"]


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
