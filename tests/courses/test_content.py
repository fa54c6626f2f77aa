"""A course folder, read and checked, and what is remembered of it."""

# ruff: noqa: E501 - a table reads better with a message on one line

import os
import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from courses import filecache, filereads
from courses.content import Content, course_folders, read_content
from courses.filecache import Stamp, reader
from courses.released import read_released, write_released
from domain.documents import Document
from domain.released import Released, after_release
from tests.bakery import FILES, TODAY, Change, changed, write_course

DOUGH = "lessons/01-dough"
NOISE = ("L030", "L031", "Q023")
"""A course of a few lines has short lessons, and a number without tolerance."""


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


def read(root: Path, cache: Path | None = None, *, today: date = TODAY) -> Content:
    return read_content(root, today=today, cache=cache)


def problems(root: Path, cache: Path | None = None) -> list[str]:
    found = [problem for problem in read(root, cache).problems if problem.code not in NOISE]
    return [str(problem).removeprefix("bakery/") for problem in found]


def change(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new))


def test_it_reads_every_file_of_the_tree(root: Path) -> None:
    content = read(root)

    assert problems(root) == []
    assert not content.faulty
    assert (content.key, content.tree.key) == ("bakery", "bakery")
    assert {row.lesson.id for row in content.tree.lessons} == {"dough", "oven"}
    assert len(content.tree.questions) == 7
    assert {row.quiz.id for row in content.tree.quizzes} == {"warm-up", "night"}


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("course.md", "---\nformat", "format", "course.md:1:1: C002 front matter is missing; start the file with ---"),
        ("course.md", "---\n\nFor", "\nFor", "course.md:1:1: C002 front matter is not closed by ---"),
        ("facts.yaml", "    unit: per cent\n", "    unit: per cent\n    unit: x\n", "facts.yaml:6:5: C003 key 'unit' stands twice (first in line 5)"),
        ("outcomes.yaml", "requires: []", "requires: *x", "outcomes.yaml:5:15: C003 write the value out: no anchors, no aliases"),
        ("quizzes/night.md", "title: A night's work\n", "", "quizzes/night.md:1:1: C010 key 'title' is missing"),
        (f"{DOUGH}/lesson.md", "summary:", "sumary:", f"{DOUGH}/lesson.md:5:1: C011 unknown key 'sumary'; did you mean 'summary'?"),
        (f"{DOUGH}/lesson.md", "format: 1", "format: 2", f"{DOUGH}/lesson.md:2:9: C013 format 2 is not known; this reader knows 1"),
        (f"{DOUGH}/count-yeast.md", "kind: numeric", "kind: essay", f"{DOUGH}/count-yeast.md:4:7: Q001 kind 'essay' is not known; known: choice, choices, numeric, short, matching, ordering"),
        (f"{DOUGH}/how-much-yeast.md", "misconception=more-yeast", "misconception=less", f"{DOUGH}/how-much-yeast.md:19:48: C016 no misconception 'less'"),
        ("course.md", "who rise early", "who rise <b>early</b>", "course.md:25:20: L020 raw HTML <b>"),
    ],
)  # fmt: skip
def test_it_tells_what_is_wrong_with_a_file(
    root: Path, path: str, old: str, new: str, problem: str
) -> None:
    change(root, path, old, new)

    assert problem in problems(root)
    assert read(root).faulty


@pytest.mark.parametrize("name", [path for path in FILES if "/" not in path])
def test_a_course_has_all_its_data_files(root: Path, name: str) -> None:
    (root / name).unlink()

    assert problems(root) == [f"{name}:1:1: C004 the course has no file of this name"]


@pytest.mark.parametrize(
    "path",
    [
        "notes.txt",
        "extra.md",
        "lessons/lesson.md",
        "lessons/01-dough/notes.txt",
        "lessons/01-dough/more/question.md",
        "lessons/loaf.svg",
        "lessons/01-dough/more/loaf.svg",
        "quizzes/more/night.md",
        "quizzes/loaf.png",
        "labs/lab-oven.md",
        "Lessons/01-dough/lesson.md",
    ],
)
def test_other_files_do_not_belong_to_the_tree(root: Path, path: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("text\n")

    assert problems(root) == [f"{path}:1:1: C004 unexpected file; prefix it with _ to ignore it"]


@pytest.mark.parametrize(
    "path", ["_notes.txt", ".hidden", "_drafts/lesson.md", "lessons/_old/x.md"]
)
def test_a_file_may_be_set_aside(root: Path, path: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text("text\n")

    assert problems(root) == []


@pytest.mark.parametrize("path", [f"{DOUGH}/leak.md", "glossary.yaml", "quizzes"])
def test_a_symbolic_link_is_not_followed(root: Path, tmp_path: Path, path: str) -> None:
    target = tmp_path / "elsewhere"
    if (root / path).is_dir():
        (root / path).rename(target)
    else:
        target.write_text(FILES.get(path, "secret\n"))
        (root / path).unlink(missing_ok=True)
    (root / path).symlink_to(target)

    found = problems(root)

    assert f"{path}:1:1: C004 symbolic link; put the file itself here" in found
    assert "secret" not in str(read(root).sources)


def test_a_text_file_is_not_too_large(root: Path) -> None:
    change(root, f"{DOUGH}/count-yeast.md", "Twenty", "Twenty " * 40_000)

    assert problems(root) == [f"{DOUGH}/count-yeast.md:1:1: C005 274 KiB, limit 200 KiB"]


def test_a_figure_is_not_too_large(root: Path) -> None:
    (root / DOUGH / "loaf.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 500 * 1024)

    assert problems(root) == [f"{DOUGH}/loaf.png:1:1: C005 501 KiB, limit 500 KiB"]


def test_a_figure_is_safe(root: Path) -> None:
    (root / DOUGH / "loaf.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
    )

    assert problems(root) == [f"{DOUGH}/loaf.svg:1:41: L008 SVG holds <script>"]


@pytest.mark.parametrize(
    ("path", "spot"),
    [("facts.yaml", "1:7"), (f"{DOUGH}/lesson.md", "1:1"), (f"{DOUGH}/count-yeast.md", "1:1")],
)
def test_a_file_that_is_no_text_is_named_once(root: Path, path: str, spot: str) -> None:
    (root / path).write_bytes((root / path).read_bytes().replace(b"format", b"form\xff\xfft", 1))

    assert len(problems(root)) == 1
    assert problems(root)[0].startswith(f"{path}:1:1: C001 not UTF-8 (byte 0xFF at offset ")


@pytest.mark.parametrize(
    ("path", "old", "new", "problem"),
    [
        ("facts.yaml", 'value: "2"', 'value: "two"', "facts.yaml:4:12: F001 'two' is not a number"),
        ("facts.yaml", 'value: "2"', "value: 2", "facts.yaml:4:12: C012 'facts.0.value' must be a valid string"),
        ("facts.yaml", "format: 1\n", "format: [1\n", "facts.yaml:2:6: C003 did not find expected ',' or ']'"),
    ],
)  # fmt: skip
def test_a_formula_does_not_miss_a_fact_that_could_not_be_read(
    root: Path, path: str, old: str, new: str, problem: str
) -> None:
    change(root, path, old, new)

    assert problems(root) == [problem]


def test_a_formula_misses_a_fact_that_is_not_there(root: Path) -> None:
    change(root, f"{DOUGH}/count-yeast.md", "{yeast-share} /", "{salt-share} /")

    assert problems(root) == [
        (
            f"{DOUGH}/count-yeast.md:9:10: Q021 formula: no number under fact 'salt-share'; did you "
            "mean 'yeast-share'?"
        )
    ]


def test_a_data_file_may_set_a_rule_aside(root: Path) -> None:
    with (root / "misconceptions.yaml").open("a") as file:
        file.write("  - {id: salt, belief: b, correction: c, see: dough#yeast}\n")
    assert problems(root) == ["misconceptions.yaml:11:10: M002 'salt' is never used"]

    change(
        root, "misconceptions.yaml", "format: 1\n", "# check: ignore M002 next year\nformat: 1\n"
    )

    assert problems(root) == []


def test_a_file_may_set_aside_what_only_the_course_can_tell(root: Path) -> None:
    change(root, f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", "")
    assert problems(root) == [
        f"{DOUGH}/count-yeast.md:3:5: L033 no check in lesson.md shows this question"
    ]

    change(
        root, f"{DOUGH}/count-yeast.md", "kind:", "# check: ignore L033 asked in the final\nkind:"
    )

    assert problems(root) == []


def test_an_error_cannot_be_set_aside(root: Path) -> None:
    change(root, "facts.yaml", "format: 1\n", "# check: ignore F001 later\nformat: 1\n")

    assert problems(root) == ["facts.yaml:1:1: C036 F001 is an error and cannot be suppressed"]


def test_problems_stand_in_the_order_of_reading_each_once(root: Path) -> None:
    change(root, "outcomes.yaml", "explain how", "know how")
    change(root, "quizzes/night.md", "after: oven", "after: ovens")
    change(root, "facts.yaml", 'value: "2"', 'value: "two"')
    change(root, "facts.yaml", 'value: "230"', 'value: "hot"')

    assert problems(root) == [
        "facts.yaml:4:12: F001 'two' is not a number",
        "facts.yaml:11:12: F001 'hot' is not a number",
        "outcomes.yaml:4:10: O002 'know' cannot be tested; for example 'explain' or 'choose'",
        "quizzes/night.md:6:8: C016 no lesson 'ovens'; did you mean 'oven'?",
    ]


# The cache


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

    assert problems(root, cache) == []
    assert len(opened) == 11
    opened.clear()
    assert problems(root, cache) == []
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


def test_a_stamp_knows_the_files_of_the_release(root: Path, cache: Path) -> None:
    Stamp.of(root, today=TODAY, cache=cache).keep("digest-1", 15)

    again = Stamp.of(root, today=TODAY, cache=cache)

    assert (again.known, again.counted) == ("digest-1", 15)


@pytest.mark.parametrize(
    "path", ["facts.yaml", f"{DOUGH}/lesson.md", ".released.json", f"{DOUGH}/a.svg"]
)
def test_a_stamp_sees_every_change(root: Path, cache: Path, path: str) -> None:
    Stamp.of(root, today=TODAY, cache=cache).keep("digest-1", 15)
    with (root / path).open("a") as file:
        file.write("\n")

    assert Stamp.of(root, today=TODAY, cache=cache).known == ""


def test_a_stamp_holds_for_a_day(root: Path, cache: Path) -> None:
    Stamp.of(root, today=TODAY, cache=cache).keep("digest-1", 15)

    assert Stamp.of(root, today=date(2026, 11, 26), cache=cache).known == ""


@pytest.mark.parametrize("text", ["", "x", "a b", "a b c d", "\udcff"])
def test_a_broken_stamp_is_ignored(root: Path, cache: Path, text: str) -> None:
    Stamp.of(root, today=TODAY, cache=cache).keep("digest-1", 15)
    (cache / "bakery.stamp").write_bytes(text.encode("utf-8", "surrogateescape"))

    assert Stamp.of(root, today=TODAY, cache=cache).known == ""


def test_without_a_folder_nothing_is_kept(root: Path, cache: Path) -> None:
    Stamp.of(root, today=TODAY, cache=None).keep("digest-1", 15)
    read(root)

    assert not cache.exists()


# What was released


def test_what_was_released_is_compared(root: Path) -> None:
    content = read(root)
    assert write_released(root, after_release(content.tree, content.released))
    change(root, f"{DOUGH}/lesson.md", "/// check | count-yeast\n\n///\n\n", "")
    (root / DOUGH / "count-yeast.md").unlink()

    assert [line for line in problems(root) if " O00" not in line] == [
        ".released.json:9:3: R001 question 'count-yeast' is gone; keep it with status: retired"
    ]


def test_what_was_released_is_written_once(root: Path) -> None:
    content = read(root)
    released = after_release(content.tree, content.released)

    assert write_released(root, released)
    assert not write_released(root, after_release(read(root).tree, read(root).released))
    assert read(root).released == released


def test_nothing_was_released_where_there_is_no_file(root: Path) -> None:
    assert read_released(root) == []
    assert read(root).released == Released()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{\n<<<<<<< HEAD\n}\n", ".released.json:2:1: C011 unknown key '<<<<<<< HEAD'"),
        ('{"format": 1, "relase": 2}\n', ".released.json:1:15: C011 unknown key 'relase'; did you mean 'release'?"),
        ('{"format": 1}', ".released.json:1:14: C001 the last line does not end with LF"),
    ],
)  # fmt: skip
def test_a_damaged_list_of_what_was_released_stops_everything(
    root: Path, text: str, problem: str
) -> None:
    (root / ".released.json").write_text(text)

    assert problems(root) == [problem]
    assert read(root).faulty


# Folders


def test_courses_lie_below_a_folder(root: Path) -> None:
    for name in ("_aside", ".git", "zoo"):
        (root.parent / name).mkdir()
    (root.parent / "README.md").write_text("x")

    assert [path.name for path in course_folders(root.parent)] == ["bakery", "zoo"]
    assert list(course_folders(root)) == [root]
    assert list(course_folders(root.parent / "zoo")) == []


def test_many_files_are_read_at_once(tmp_path: Path) -> None:
    files = changed()
    for n in range(80):
        files[f"prerequisites/count-{n}.md"] = files["prerequisites/can-count.md"].replace(
            "id: can-count", f"id: count-{n}"
        )
    files["prerequisites/count-7.md"] = "no front matter\n"
    root = write_course(tmp_path, files)

    assert problems(root) == [
        "prerequisites/count-7.md:1:1: C002 front matter is missing; start the file with ---"
    ]
    assert len(read(root).tree.questions) == 86
