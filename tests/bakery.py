"""A small course in which nothing is wrong, and ways to put one fault into it.

It is read in memory: a file that a test does not change is read once for all tests.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from courses.filereads import Shared, reader_for
from courses.reading import read_data, read_document
from domain.course_files import CourseFile, read_course
from domain.courses import LessonFile, QuestionFile, QuizFile, Tree
from domain.coverage import coverage_problems
from domain.documents import Document
from domain.facts import read_facts
from domain.glossary import read_glossary
from domain.listings import Listing
from domain.misconceptions import read_misconceptions
from domain.outcomes import read_outcomes
from domain.references import reference_problems
from domain.released import Released, released_problems

TODAY = date(2026, 11, 25)
KEY = "bakery"
Row = TypeVar("Row")

COURSE = """\
---
format: 1
id: bakery
title: Bread in a Night
summary: From flour to the counter.
category: crafts
level: introductory
language: en-GB
jurisdiction: global
parts:
  - title: At the table
    lessons: [dough]
  - title: At the fire
    lessons: [oven]
readiness: warm-up
prerequisites:
  - text: Counting
further_study:
  - title: Sourdough
keep_reading:
  - title: Cakes
    category: crafts
---

For those who rise early.
"""
OUTCOMES = """\
format: 1
outcomes:
  - id: knead-dough
    can: explain how long a dough is kneaded
    requires: []
  - id: bake-bread
    can: choose heat and time for a loaf
    requires: [knead-dough]
"""
MISCONCEPTIONS = """\
format: 1
misconceptions:
  - id: more-yeast
    belief: More yeast makes better bread.
    correction: It makes it faster, and blander.
    see: dough#yeast
  - id: heat-is-time
    belief: Half the heat takes twice the time.
    correction: Below a certain heat no crust forms.
    see: oven#heat
"""
FACTS = """\
format: 1
facts:
  - id: yeast-share
    value: "2"
    unit: per cent
    source: The baker's book, page 12
    url: https://example.org/book
    verified: 2026-11-01
    ttl_days: 365
  - id: oven-heat
    value: "230"
    unit: degrees
    source: The baker's book, page 40
    verified: 2026-11-01
    ttl_days: 365
"""
GLOSSARY = """\
format: 1
terms:
  - id: gluten
    term: Gluten
    definition: What holds a dough together.
    taught_in: dough#yeast
  - id: crust
    term: Crust
    definition: The hard outside of a loaf.
    taught_in: oven#heat
"""
DOUGH = """\
---
format: 1
id: dough
title: Dough
summary: Flour, water and time.
outcomes: [knead-dough]
---

## Yeast and time {#yeast}

[[gluten|Gluten]] needs kneading, and yeast needs {{ fact:yeast-share }}.

/// check | how-much-yeast

///

/// check | count-yeast

///

/// check | what-kneading-does

///
"""
OVEN = """\
---
format: 1
id: oven
title: Oven
summary: Heat and patience.
outcomes: [bake-bread]
requires: [dough]
---

## Heat {#heat}

A [[crust]] forms at {{ fact:oven-heat }}. See [the yeast](lesson:dough#yeast).

/// check | which-heat

///

/// check | name-outside

///

/// check | when-done

///
"""


def choice(key: str, outcome: str, teaches: str, belief: str, difficulty: str) -> str:
    """Write a question of two choices."""
    return f"""\
---
format: 1
id: {key}
kind: choice
title: A question of the night
outcomes: [{outcome}]
teaches: [{teaches}]
difficulty: {difficulty}
---

What does the baker say of yeast and heat?

## Choices

- [x] That both want patience {{#patience}}

    > So it is.

- [ ] That more is better {{#more misconception={belief}}}

    > It is not.

## Explanation

Patience.
"""


COUNT_YEAST = """\
---
format: 1
id: count-yeast
kind: numeric
title: How many grams
outcomes: [knead-dough]
teaches: [dough#yeast]
difficulty: medium
formula: "1000 * {yeast-share} / 100"
---

How much yeast goes into a kilogram of flour, in grams?

## Explanation

Twenty, at {{ fact:yeast-share }}.
"""
NAME_OUTSIDE = """\
---
format: 1
id: name-outside
kind: short
title: Name the outside
outcomes: [bake-bread]
teaches: [oven#heat]
facts: [oven-heat]
difficulty: medium
answers:
  - match: ci
    text: crust
  - match: ci
    text: skin
    credit: "0"
    misconception: heat-is-time
    feedback: Bread has no skin.
---

What is the outside of a [[gluten]] bread called after the heat?

## Explanation

The [[crust]].
"""
CAN_COUNT = """\
---
format: 1
id: can-count
kind: numeric
title: Two and two
answer: "4"
---

What is two and two?

## Explanation

Four.
"""
WARM_UP = """\
---
format: 1
id: warm-up
title: Are you awake
mode: practice
questions:
  fixed: [can-count]
---

One question before you start.
"""
NIGHT = """\
---
format: 1
id: night
title: A night's work
mode: graded
after: oven
questions:
  draw:
    - {outcome: knead-dough, count: 2}
    - {outcome: bake-bread, count: 2, kinds: [choice, short]}
    - {any: 1}
---

Five questions.
"""
FILES: Mapping[str, str] = {
    "course.md": COURSE,
    "outcomes.yaml": OUTCOMES,
    "misconceptions.yaml": MISCONCEPTIONS,
    "facts.yaml": FACTS,
    "glossary.yaml": GLOSSARY,
    "lessons/01-dough/lesson.md": DOUGH,
    "lessons/01-dough/how-much-yeast.md": choice(
        "how-much-yeast", "knead-dough", "dough#yeast", "more-yeast", "easy"
    ),
    "lessons/01-dough/count-yeast.md": COUNT_YEAST,
    "lessons/01-dough/what-kneading-does.md": choice(
        "what-kneading-does", "knead-dough", "dough#yeast", "more-yeast", "hard"
    ),
    "lessons/02-oven/lesson.md": OVEN,
    "lessons/02-oven/which-heat.md": choice(
        "which-heat", "bake-bread", "oven#heat", "heat-is-time", "easy"
    ),
    "lessons/02-oven/name-outside.md": NAME_OUTSIDE,
    "lessons/02-oven/when-done.md": choice(
        "when-done", "bake-bread", "oven#heat", "heat-is-time", "hard"
    ),
    "prerequisites/can-count.md": CAN_COUNT,
    "quizzes/warm-up.md": WARM_UP,
    "quizzes/night.md": NIGHT,
}
Change = tuple[str, str, str]
"""Path, what stands there once, and what is to stand there."""


def changed(*changes: Change) -> dict[str, str]:
    """Put something else in places of the course; '' for a path's whole text takes the file out."""
    files = dict(FILES)
    for path, old, new in changes:
        assert files[path].count(old) == 1, f"{old!r} is there {files[path].count(old)} times"
        files[path] = files[path].replace(old, new)
    return files


def write_course(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Write the course below a folder, and return where it is."""
    root = folder / KEY
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def change(root: Path, path: str, old: str, new: str) -> None:
    """Put something else in one place of a file of the written course."""
    text = (root / path).read_text()
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    (root / path).write_text(text.replace(old, new))


def make_tree(files: Mapping[str, str] = FILES, *, today: date = TODAY) -> Tree:
    """Read a course in memory, as ``courses.content`` reads one from its folder."""
    tree = _with_data(files, today)
    numbers = tuple((fact.id, fact.number) for fact in tree.facts if fact.number is not None)
    lessons, questions, quizzes = list[LessonFile](), list[QuestionFile](), list[QuizFile]()
    unread, texts = set(tree.unread), list[str]()
    for path in sorted(files.keys() - _data_paths()):
        part = _part(path, files[path], numbers)
        if isinstance(part, LessonFile):
            lessons.append(part)
        elif isinstance(part, QuestionFile):
            questions.append(part)
        elif isinstance(part, QuizFile):
            quizzes.append(part)
        else:
            folder, name = path.split("/")[-2:]
            unread.add(folder[3:] if name == "lesson.md" else name.removesuffix(".md"))
            texts.append(files[path])
    return replace(
        tree,
        lessons=tuple(lessons),
        questions=tuple(questions),
        quizzes=tuple(quizzes),
        unread=frozenset(unread),
        unread_text="\n".join(texts),
    )


def problems_in(tree: Tree) -> list[str]:
    """Give what only the whole course can tell, as an author sees it, in the order of reading."""
    found = {*reference_problems(tree), *coverage_problems(tree)}
    return [str(problem).removeprefix(f"{KEY}/") for problem in sorted(found)]


def faults(*changes: Change) -> list[str]:
    """Give the problems of the course with something changed in it."""
    return problems_in(make_tree(changed(*changes)))


def released_faults(tree: Tree, released: Released) -> list[str]:
    """Compare a course with what it has released."""
    document = read_data(f"{KEY}/.released.json", released.text)
    assert isinstance(document, Document), document
    found = sorted(released_problems(tree, document, released))
    return [str(problem).removeprefix(f"{KEY}/") for problem in found]


def _data_paths() -> set[str]:
    return {path for path in FILES if "/" not in path}


@cache
def _part(path: str, text: str, numbers: tuple[tuple[str, Any], ...]) -> object:
    document, reader = read_document(f"{KEY}/{path}", text), reader_for(tuple(path.split("/")))
    assert reader is not None, path
    if isinstance(document, list):
        return None
    return reader(document, text, Shared(dict(numbers), dict)).part


def _with_data(files: Mapping[str, str], today: date) -> Tree:
    outcomes, outcomes_file = _listing(files, "outcomes.yaml", read_outcomes)
    beliefs, beliefs_file = _listing(files, "misconceptions.yaml", read_misconceptions)
    facts, facts_file = _listing(files, "facts.yaml", lambda text: read_facts(text, today=today))
    terms, terms_file = _listing(files, "glossary.yaml", read_glossary)
    document = read_document(f"{KEY}/course.md", files["course.md"])
    course = read_course(document) if isinstance(document, Document) else []
    return Tree(
        key=KEY,
        today=today,
        course=None
        if isinstance(course, list) or isinstance(document, list)
        else (document, course),
        outcomes=outcomes.rows,
        outcomes_file=outcomes_file,
        misconceptions=beliefs.rows,
        misconceptions_file=beliefs_file,
        facts=facts.rows,
        facts_file=facts_file,
        terms=terms.rows,
        glossary_file=terms_file,
        unread=outcomes.broken | beliefs.broken | facts.broken | terms.broken,
    )


def _course(text: str) -> tuple[Document, CourseFile] | None:
    document = read_document(f"{KEY}/course.md", text)
    if isinstance(document, list):
        return None
    course = read_course(document)
    return None if isinstance(course, list) else (document, course)


def _listing(
    files: Mapping[str, str], name: str, reader: Callable[[Document], Listing[Row]]
) -> tuple[Listing[Row], Document | None]:
    document = read_data(f"{KEY}/{name}", files[name])
    if isinstance(document, list):
        return Listing(), None
    listing = reader(document)
    return listing, document if listing.readable else None
