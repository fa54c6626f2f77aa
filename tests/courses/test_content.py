"""A course folder, read and checked, and what is remembered of it."""

# ruff: noqa: E501 - a table reads better with a message on one line

from pathlib import Path
from shutil import copytree

import pytest

from courses.content import Content, course_folders, read_content
from courses.released import read_released, write_released
from domain.questions import KINDS
from domain.released import Released, after_release
from tests.bakery import FILES, TODAY, change, changed, write_course
from tests.published import FOLDER

DOUGH = "lessons/01-dough"
NOISE = ("L030", "L031", "Q023")
"""A course of a few lines has short lessons, and a number without tolerance."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_course(tmp_path / "content")


def read(root: Path) -> Content:
    return read_content(root, today=TODAY)


def problems(root: Path) -> list[str]:
    found = [problem for problem in read(root).problems if problem.code not in NOISE]
    return [str(problem).removeprefix("bakery/") for problem in found]


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
        (f"{DOUGH}/count-yeast.md", "kind: numeric", "kind: essay", f"{DOUGH}/count-yeast.md:4:7: Q001 kind 'essay' is not known; known: {', '.join(KINDS)}"),
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


def test_no_graded_quiz_asks_what_learners_mark_themselves(tmp_path: Path) -> None:
    root = tmp_path / FOLDER.name
    copytree(FOLDER, root)
    change(root, "quizzes/rehearsal.md", "mode: practice", "mode: graded")

    [found] = [one for one in read_content(root, today=TODAY).problems if one.code == "Z002"]

    assert found.message == "'peering-aloud' is open, which its learner marks; graded cannot ask it"
