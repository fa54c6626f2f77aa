"""manage.py releases, rollback and publish: what they print and what they refuse."""

import getpass
import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from courses.models import Course, Outcome, Question, Release, ReleaseEntry, Term
from courses.publishing import By, NoSuchRelease, roll_back
from courses.queries import published_courses
from tests.bakery import FILES, write_course

OVEN = "lessons/02-oven"

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "media", tmp_path / "var"
    settings.CONTENT_DIR = tmp_path / "content"
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 25))
    monkeypatch.setenv("LOGNAME", "ira")
    return write_course(settings.CONTENT_DIR)


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, no_color=True)
    return out.getvalue()


def publish(root: Path, *words: str) -> str:
    return run("publish", str(root.parent), *words)


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new))


def two_releases(root: Path) -> None:
    publish(root, "--message", "First bread", "--commit", "abc123")
    change(root, f"{OVEN}/which-heat.md", "> It is not.", "> It never is.")
    change(root, "glossary.yaml", "term: Crust", "term: Rind")
    change(root, "outcomes.yaml", "a loaf", "every loaf")
    change(root, "course.md", "title: Bread in a Night", "title: Bread at Dawn")
    publish(root, "--message", "Better words")


# publish


def test_publish_says_what_it_did(root: Path) -> None:
    assert publish(root) == "bakery: 16 new, 0 changed, 0 retired, 0 unchanged (release 1)\n"
    assert publish(root) == "bakery: 0 new, 16 unchanged (release 1)\n"

    change(root, f"{OVEN}/which-heat.md", "> It is not.", "> It never is.")

    assert publish(root) == "bakery: 0 new, 1 changed, 0 retired, 15 unchanged (release 2)\n"
    assert Release.objects.get(number=2).by == getpass.getuser() == "ira"


def test_publish_says_how_many_pages_it_rendered_anew(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(root)
    monkeypatch.setattr("courses.rendering.RENDERER", 10**6)
    monkeypatch.setattr("courses.filecache.RENDERER", 10**6)

    assert publish(root) == "bakery: 0 new, 16 unchanged, 11 pages rendered (release 1)\n"


def test_publish_takes_one_course_or_the_folder_of_all(root: Path) -> None:
    assert run("publish", str(root)).startswith("bakery: 16 new")
    assert run("publish").startswith("bakery: 0 new")


def test_publish_takes_every_course(root: Path) -> None:
    other = {path: text.replace("id: bakery", "id: pastry") for path, text in FILES.items()}
    write_course(root.parent / "tmp", other).rename(root.parent / "pastry")
    (root.parent / "tmp").rmdir()

    assert [line.split(":")[0] for line in publish(root).splitlines()] == ["bakery", "pastry"]
    assert [course.key for course in published_courses()] == ["bakery", "pastry"]


def test_publish_refuses_a_course_and_takes_the_others(root: Path) -> None:
    other = {path: text.replace("id: bakery", "id: pastry") for path, text in FILES.items()}
    write_course(root.parent / "tmp", other).rename(root.parent / "pastry")
    (root.parent / "tmp").rmdir()
    change(root, "course.md", "level: introductory", "level: easy")

    with pytest.raises(CommandError, match=r"^1 error, 5 warnings; not published: bakery$"):
        publish(root)

    assert [course.key for course in Course.objects.all()] == ["pastry"]


@pytest.mark.parametrize(
    ("folder", "message"), [("nowhere", "is not a folder"), ("empty", "there is no course in")]
)
def test_publish_refuses_a_folder_without_courses(
    tmp_path: Path, folder: str, message: str
) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(CommandError, match=message):
        run("publish", str(tmp_path / folder))


def test_check_counts_and_writes_nothing(root: Path) -> None:
    said = publish(root, "--check").splitlines()

    assert said[-1] == "bakery: 2 lessons, 7 questions, 2 quizzes; 0 errors, 5 warnings"
    assert len(said) == 6
    assert not Course.objects.exists()


def test_check_fails_where_there_is_an_error(root: Path) -> None:
    change(root, "course.md", "level: introductory", "level: easy")

    with pytest.raises(CommandError, match=r"^1 error, 5 warnings$"):
        publish(root, "--check")


def test_strict_fails_where_there_is_a_warning(root: Path) -> None:
    with pytest.raises(CommandError, match=r"^0 errors, 5 warnings$"):
        publish(root, "--check", "--strict")
    with pytest.raises(CommandError, match=r"^0 errors, 5 warnings; not published: bakery$"):
        publish(root, "--strict")

    assert not Course.objects.exists()


def test_json_is_a_list_of_all_problems(root: Path) -> None:
    rows = json.loads(publish(root, "--check", "--json"))

    assert len(rows) == 5
    assert rows[0] == {
        "path": str(root / "lessons/01-dough/count-yeast.md"),
        "line": 9,
        "column": 1,
        "code": "Q023",
        "severity": "warning",
        "message": "computed answer without tolerance",
    }
    assert json.loads(publish(root, "--json")) == []


def test_a_path_is_shown_from_where_one_stands(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent)

    assert publish(root, "--check").startswith("bakery/lessons/01-dough/count-yeast.md:9:1: Q023 ")


def test_somebody_without_a_name_may_publish(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise KeyError("getpwuid(): uid not found: 12345")

    monkeypatch.setattr(getpass, "getuser", nobody)
    publish(root)

    assert Release.objects.get().by.startswith("user ")


# publish --release


def test_release_writes_what_was_released(root: Path) -> None:
    said = publish(root, "--release")

    assert said.splitlines()[-1] == (
        "bakery: 16 new, 0 changed, 0 retired, 0 unchanged (release 1); wrote .released.json for "
        "release 1"
    )
    kept = json.loads((root / ".released.json").read_text())
    assert (kept["release"], len(kept["questions"])) == (1, 7)
    assert b"\r" not in (root / ".released.json").read_bytes()


def test_release_writes_only_what_is_new(root: Path) -> None:
    publish(root, "--release")
    before = (root / ".released.json").read_text()

    said = publish(root, "--release")

    assert said.splitlines()[-1] == "bakery: 0 new, 16 unchanged (release 1)"
    assert (root / ".released.json").read_text() == before


def test_release_is_no_reason_for_a_release(root: Path) -> None:
    publish(root)
    publish(root, "--release")

    publish(root)

    assert Release.objects.count() == 1


def test_release_may_write_without_publishing(root: Path) -> None:
    publish(root, "--check", "--release")

    assert (root / ".released.json").exists()
    assert not Course.objects.exists()


def test_release_writes_nothing_where_there_is_an_error(root: Path) -> None:
    change(root, "course.md", "level: introductory", "level: easy")

    with pytest.raises(CommandError):
        publish(root, "--release")

    assert not (root / ".released.json").exists()


def test_what_was_released_is_kept(root: Path) -> None:
    publish(root, "--release")
    change(root, "quizzes/warm-up.md", "fixed: [can-count]", "fixed: [count-yeast]")
    (root / "prerequisites/can-count.md").unlink()

    with pytest.raises(CommandError, match="1 error"):
        publish(root)

    assert "can-count" in set(
        ReleaseEntry.objects.values_list("question_version__question__key", flat=True)
    )


# releases


def test_releases_lists_the_newest_first(root: Path) -> None:
    two_releases(root)

    lines = run("releases").splitlines()

    when = Release.objects.get(number=1).at.strftime("%Y-%m-%d")
    assert len(lines) == 2
    assert lines[0].startswith(f"* bakery    2  {when} ")
    assert lines[0].endswith("  ira  (5 changed) Better words")
    assert lines[1].startswith(f"  bakery    1  {when} ")
    assert lines[1].endswith("  ira  (16 added) First bread")


def test_releases_lists_one_course(root: Path) -> None:
    two_releases(root)

    assert len(run("releases", "bakery").splitlines()) == 2
    assert run("releases", "pastry") == ""


# rollback


def test_rollback_puts_an_old_release_before_learners_again(root: Path) -> None:
    two_releases(root)

    said = run("rollback", "1")

    assert said == "bakery: release 3, Back to release 1\n"
    course = Course.objects.select_related("current").get()
    assert course.current is not None
    assert (course.current.number, course.current.changes) == (3, {"rolled_back_to": 1})
    first, third = (Release.objects.get(number=number) for number in (1, 3))
    assert [entry_of(row) for row in third.entries.all()] == [
        entry_of(row) for row in first.entries.all()
    ]
    assert (third.digest, third.outline, third.files) == (first.digest, first.outline, first.files)
    assert course.title == "Bread in a Night"


def test_the_course_has_the_clocks_of_the_release_before_learners(root: Path) -> None:
    def zone() -> str:
        return Course.objects.get().time_zone

    publish(root)
    assert zone() == "UTC"
    change(root, "course.md", "level: introductory", "level: introductory\ntime_zone: Asia/Tokyo")
    publish(root)
    assert zone() == "Asia/Tokyo"

    Release.objects.filter(number=1).update(outline=outline_without_zone())
    run("rollback", "1")
    assert zone() == "UTC"
    run("rollback", "2")
    assert zone() == "Asia/Tokyo"


def outline_without_zone() -> dict[str, object]:
    """Return the outline as releases had it that knew of no time zone."""
    outline: dict[str, object] = Release.objects.get(number=1).outline
    del outline["time_zone"]
    return outline


def entry_of(entry: ReleaseEntry) -> tuple[object, ...]:
    versions = (entry.lesson_version_id, entry.question_version_id, entry.quiz_version_id)
    return (entry.position, *versions, entry.live, entry.rests_from)


def test_rollback_brings_terms_and_outcomes_back(root: Path) -> None:
    two_releases(root)
    assert Term.objects.get(key="crust").term == "Rind"

    run("rollback", "1")

    assert Term.objects.get(key="crust").term == "Crust"
    assert Outcome.objects.get(key="bake-bread").can == "choose heat and time for a loaf"


def test_rollback_brings_the_links_to_outcomes_back(root: Path) -> None:
    publish(root)
    change(
        root,
        f"{OVEN}/which-heat.md",
        "outcomes: [bake-bread]",
        "outcomes: [bake-bread, knead-dough]",
    )
    publish(root)
    question = Question.objects.get(key="which-heat")
    assert question.outcomes.count() == 2

    run("rollback", "1")

    assert [outcome.key for outcome in question.outcomes.all()] == ["bake-bread"]


def test_rollback_deletes_nothing_and_can_be_undone(root: Path) -> None:
    two_releases(root)
    run("rollback", "1")

    run("rollback", "2", "--message", "It was right")

    assert [release.number for release in Release.objects.order_by("number")] == [1, 2, 3, 4]
    assert Release.objects.get(number=4).message == "It was right"
    assert Term.objects.get(key="crust").term == "Rind"
    assert run("releases").splitlines()[0].endswith("(back to 2) It was right")


def test_rollback_refuses_a_number_that_there_is_not(root: Path) -> None:
    two_releases(root)

    with pytest.raises(CommandError, match=r"^bakery has no release 7; see manage.py releases$"):
        run("rollback", "7")

    assert Release.objects.count() == 2


def test_rollback_asks_for_the_course_where_there_are_several(root: Path) -> None:
    two_releases(root)
    other = {path: text.replace("id: bakery", "id: pastry") for path, text in FILES.items()}
    write_course(root.parent / "tmp", other).rename(root.parent / "pastry")
    (root.parent / "tmp").rmdir()
    run("publish", str(root.parent / "pastry"))

    with pytest.raises(
        CommandError, match="name one course with --course; there are: bakery, pastry"
    ):
        run("rollback", "1")
    assert run("rollback", "1", "--course", "bakery").startswith("bakery: release 3")
    with pytest.raises(CommandError, match="name one course"):
        run("rollback", "1", "--course", "cakes")


def test_rollback_says_where_there_is_no_course() -> None:
    with pytest.raises(CommandError, match="there are: none"):
        run("rollback", "1")


def test_files_that_cannot_be_read_any_more_leave_the_rows_alone(root: Path) -> None:
    two_releases(root)
    old = Release.objects.get(number=1)
    old.files["bakery/glossary.yaml"] = "format: 0\n"
    old.save()

    run("rollback", "1")

    assert Term.objects.get(key="crust").term == "Rind"
    assert Course.objects.select_related("current").get().current.number == 3  # type: ignore[union-attr]


def test_a_release_of_another_course_is_none_of_this_one(root: Path) -> None:
    two_releases(root)
    other = Course.objects.create(key="pastry", title="Pastry")

    with pytest.raises(NoSuchRelease):
        roll_back(other, 1, by=By("ira", timezone.now()))
