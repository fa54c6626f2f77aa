"""What is remembered of files that were read, and of those that were published."""

import os
import pickle
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from courses import filecache, filereads
from courses.content import Content, read_content
from courses.datafiles import NAMES
from courses.filecache import Stamp, reader, stats_of
from domain.documents import Document
from tests.bakery import FILES, TODAY, Change, change, write_course

DOUGH = "lessons/01-dough"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_course(tmp_path / "content")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the lessons, questions and quizzes that are read anew."""
    paths: list[str] = []

    def listen(name: str) -> None:
        read = getattr(filereads, name)

        def reading(document: Document, *rest: object) -> object:
            paths.append(document.path.removeprefix("bakery/"))
            return read(document, *rest)

        monkeypatch.setattr(filereads, name, reading)

    for name in ("_read_lesson", "_read_question", "_read_quiz"):
        listen(name)
    return paths


def read(root: Path, cache: Path | None = None) -> Content:
    return read_content(root, today=TODAY, cache=cache)


def problems(root: Path, cache: Path | None = None) -> list[str]:
    return [str(problem) for problem in read(root, cache).problems]


def test_what_has_not_changed_is_not_read_again(root: Path, cache: Path, opened: list[str]) -> None:
    first = read(root, cache)
    assert len(opened) == 11
    opened.clear()

    second = read(root, cache)

    assert opened == []
    assert second.fresh == frozenset()
    assert second.problems == first.problems
    assert second.tree.questions == first.tree.questions
    assert second.digests == first.digests


def test_what_has_changed_is_read_again(root: Path, cache: Path, opened: list[str]) -> None:
    read(root, cache)
    opened.clear()
    change(root, f"{DOUGH}/how-much-yeast.md", "Patience.\n", "Patience, again.\n")

    content = read(root, cache)

    assert opened == [f"{DOUGH}/how-much-yeast.md"]
    assert content.fresh == {f"bakery/{DOUGH}/how-much-yeast.md"}
    assert content.tree.question_by_id["how-much-yeast"].question.explanation == "Patience, again."


@pytest.mark.parametrize(
    ("edit", "again"),
    [
        # formulas hold facts, lessons the names of terms; nothing is read twice for a quiz
        (("facts.yaml", 'value: "2"', 'value: "3"'), 9),
        (("glossary.yaml", "term: Crust", "term: Rind"), 2),
        (("course.md", "readiness: warm-up\n", ""), 2),
        (("outcomes.yaml", "for a loaf", "for every loaf"), 0),
        (("misconceptions.yaml", "More yeast makes", "Much yeast makes"), 0),
    ],
)
def test_what_others_say_is_read_again_where_it_counts(
    root: Path, cache: Path, opened: list[str], edit: Change, again: int
) -> None:
    read(root, cache)
    opened.clear()
    change(root, *edit)

    cached, fresh = read(root, cache), len(opened)

    assert fresh == again
    assert cached.problems == read(root).problems
    assert cached.tree == read(root).tree


def test_problems_are_remembered_with_their_file(root: Path, cache: Path) -> None:
    change(root, f"{DOUGH}/count-yeast.md", "kind: numeric", "kind: essay")

    assert problems(root, cache) == problems(root, cache) == problems(root)


FOUND_ELSEWHERE: Mapping[str, tuple[Change, str]] = {
    "an anchor": (
        (f"{DOUGH}/lesson.md", "{#yeast}", "{#leaven}"),
        "lessons/02-oven/lesson.md:12:48: L004 no anchor 'yeast' in lesson 'dough'",
    ),
    "a lesson": (
        (f"{DOUGH}/lesson.md", "id: dough", "id: batter"),
        "lessons/01-dough/lesson.md:3:5: C014 id 'batter': the folder is named '01-dough', not",
    ),
    "a question": (
        (f"{DOUGH}/count-yeast.md", "id: count-yeast", "id: which-heat"),
        "lessons/01-dough/count-yeast.md:3:5: C014 id 'which-heat': the file is named",
    ),
    "an outcome": (
        ("outcomes.yaml", "- id: knead-dough", "- id: knead"),
        "lessons/01-dough/lesson.md:6:12: C016 no outcome 'knead-dough'",
    ),
    "a belief": (
        ("misconceptions.yaml", "id: heat-is-time", "id: hotter"),
        "lessons/02-oven/which-heat.md:19:48: C016 no misconception 'heat-is-time'",
    ),
    "a fact": (
        ("facts.yaml", "id: oven-heat", "id: fire"),
        "lessons/02-oven/lesson.md:12:22: C016 no fact 'oven-heat'",
    ),
    "a term": (
        ("glossary.yaml", "id: crust", "id: rind"),
        "lessons/02-oven/lesson.md:12:3: G001 no term 'crust'",
    ),
    "the order": (
        ("course.md", "lessons: [dough]", "lessons: [doug]"),
        "lessons/01-dough/lesson.md:3:5: C020 lesson 'dough' is in no part of course.md",
    ),
}
"""A change in one file, and what it does to another."""


@pytest.mark.parametrize("what", FOUND_ELSEWHERE)
def test_what_one_file_does_to_others_is_found(root: Path, cache: Path, what: str) -> None:
    edit, told = FOUND_ELSEWHERE[what]
    read(root, cache)
    change(root, *edit)

    found = problems(root, cache)

    assert found == problems(root)
    assert any(line.startswith(f"bakery/{told}") for line in found)
    assert read(root, cache).faulty


def test_a_lesson_that_is_gone_is_missed_where_it_was_linked(root: Path, cache: Path) -> None:
    read(root, cache)
    shutil.rmtree(root / DOUGH)

    found = problems(root, cache)

    assert found == problems(root)
    assert "bakery/lessons/02-oven/lesson.md:7:12: C016 no lesson 'dough'" in found
    assert "bakery/lessons/02-oven/lesson.md:12:48: L004 no lesson 'dough'" in found


@pytest.mark.parametrize("name", NAMES)
def test_a_data_file_that_is_gone_is_missed(root: Path, cache: Path, name: str) -> None:
    read(root, cache)
    (root / name).unlink()

    found = problems(root, cache)

    assert found == problems(root, cache) == problems(root)
    assert f"bakery/{name}:1:1: C004 the course has no file of this name" in found


def test_a_fact_is_due_in_time(root: Path, cache: Path) -> None:
    read(root, cache)
    later = date(2027, 11, 25)

    found = read_content(root, today=later, cache=cache).problems

    assert found == read_content(root, today=later).problems
    assert [problem.code for problem in found].count("F003") == 2


def test_a_deleted_file_is_forgotten(root: Path, cache: Path) -> None:
    read(root, cache)
    (root / DOUGH / "count-yeast.md").unlink()

    assert any("no question 'count-yeast'" in line for line in problems(root, cache))


def test_the_text_of_a_remembered_file_is_at_hand(root: Path, cache: Path) -> None:
    read(root, cache)

    content = read(root, cache)

    assert f"bakery/{DOUGH}/lesson.md" not in content.sources
    assert content.source(f"bakery/{DOUGH}/lesson.md") == FILES[f"{DOUGH}/lesson.md"]


def test_loose_files_are_the_same_with_and_without_a_cache(root: Path, cache: Path) -> None:
    change(root, f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", "")
    change(root, f"{DOUGH}/count-yeast.md", "difficulty: medium", "status: retired")
    first = read(root, cache).loose_files()

    assert read(root, cache).loose_files() == first
    assert f"bakery/{DOUGH}/count-yeast.md" in first
    assert "bakery/facts.yaml" in first
    assert len(first) == 6


def truncated(data: bytes) -> bytes:
    return data[: len(data) // 2]


def of_other_code(data: bytes) -> bytes:
    _, known = pickle.loads(data)  # noqa: S301 - of this test
    return pickle.dumps(("other code", known))


def of_another_shape(data: bytes) -> bytes:
    return pickle.dumps({"a": 1})


@pytest.mark.parametrize(
    "damage",
    [
        truncated,
        of_other_code,
        of_another_shape,
        lambda _data: b"",
        lambda _data: b"no pickle at all\n",
        lambda _data: b"\x80\x04K\x01.",
        lambda _data: os.urandom(100),
        lambda _data: b"cno.such.module\nThing\n.",
    ],
)
def test_a_broken_cache_is_ignored_and_made_anew(
    root: Path, cache: Path, opened: list[str], damage: Callable[[bytes], bytes]
) -> None:
    read(root, cache)
    file = cache / "bakery.pickle"
    file.write_bytes(damage(file.read_bytes()))
    opened.clear()

    assert len(read(root, cache).tree.questions) == 7
    assert len(opened) == 11
    opened.clear()
    assert len(read(root, cache).tree.questions) == 7
    assert opened == []


def test_an_unchanged_cache_is_not_written(root: Path, cache: Path) -> None:
    read(root, cache)
    before = (cache / "bakery.pickle").stat().st_mtime_ns

    read(root, cache)

    assert (cache / "bakery.pickle").stat().st_mtime_ns == before
    assert [path.name for path in cache.iterdir()] == ["bakery.pickle"]


def test_other_code_reads_everything_again(
    root: Path, cache: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(root, cache)
    opened.clear()
    monkeypatch.setattr(filecache, "reader", lambda: "other code")

    read(root, cache)

    assert len(opened) == 11
    assert len(reader()) == 64


# The stamp


def stamp(root: Path, cache: Path | None, *, today: date = TODAY) -> Stamp:
    return Stamp.of(root, stats_of(root), today=today, cache=cache)


def test_a_stamp_knows_the_files_of_the_release(root: Path, cache: Path) -> None:
    stamp(root, cache).keep("digest-1", 15)

    again = stamp(root, cache)

    assert (again.known, again.counted) == ("digest-1", 15)


@pytest.mark.parametrize(
    "path", ["facts.yaml", f"{DOUGH}/lesson.md", ".released.json", f"{DOUGH}/a.svg"]
)
def test_a_stamp_sees_every_change(root: Path, cache: Path, path: str) -> None:
    stamp(root, cache).keep("digest-1", 15)
    with (root / path).open("a") as file:
        file.write("\n")

    assert stamp(root, cache).known == ""


def test_a_stamp_holds_for_a_day(root: Path, cache: Path) -> None:
    stamp(root, cache).keep("digest-1", 15)

    assert stamp(root, cache, today=date(2026, 11, 26)).known == ""


@pytest.mark.parametrize("text", ["", "x", "a b", "a b c d", "\udcff"])
def test_a_broken_stamp_is_ignored(root: Path, cache: Path, text: str) -> None:
    stamp(root, cache).keep("digest-1", 15)
    (cache / "bakery.stamp").write_bytes(text.encode("utf-8", "surrogateescape"))

    assert stamp(root, cache).known == ""


def test_without_a_folder_nothing_is_kept(root: Path, cache: Path) -> None:
    stamp(root, None).keep("digest-1", 15)
    read(root)

    assert not cache.exists()
