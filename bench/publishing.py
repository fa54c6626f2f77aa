"""What publishing costs: a thousand lessons, one changed, none, against the raw renderer."""

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# Models need the settings above.
from django.core.management import call_command
from django.utils import timezone
from markdown import Markdown

from courses.publishing import By, publish
from courses.rendering import body_of

LESSONS = 1_000
QUESTIONS = 42  # lessons that carry questions: three of two kinds for each outcome
OUTCOMES = 14


def make_course(root: Path, lesson: str) -> None:
    """Write a course of many lessons, each with the text of a real one and three questions."""
    root.mkdir(parents=True)
    keys = [f"lesson-{n:04d}" for n in range(LESSONS)]
    parts = "\n".join(
        f"  - title: Part {n}\n    lessons: [{', '.join(keys[n : n + 6])}]"
        for n in range(0, LESSONS, 6)
    )
    (root / "course.md").write_text(
        "---\nformat: 1\nid: thousand\ntitle: A thousand lessons\nsummary: For measuring.\n"
        "category: measuring\nlevel: introductory\nlanguage: en-GB\njurisdiction: global\n"
        f"parts:\n{parts}\n---\n\nFor measuring.\n"
    )
    outcomes = "".join(
        f"  - id: outcome-{n}\n    can: explain thing number {n} in a sentence\n"
        for n in range(OUTCOMES)
    )
    (root / "outcomes.yaml").write_text(f"format: 1\noutcomes:\n{outcomes}")
    (root / "misconceptions.yaml").write_text("format: 1\nmisconceptions: []\n")
    (root / "facts.yaml").write_text("format: 1\nfacts: []\n")
    (root / "glossary.yaml").write_text("format: 1\nterms: []\n")
    for n, key in enumerate(keys):
        write_lesson(root, n, key, lesson)


def write_lesson(root: Path, n: int, key: str, lesson: str) -> None:
    """Write one lesson; the first ones carry two questions of two kinds."""
    folder = root / "lessons" / f"{n}-{key}"
    folder.mkdir(parents=True)
    outcome = f"outcome-{n % OUTCOMES}"
    checks = f"/// check | pick-{n}\n\n///\n\n/// check | count-{n}\n\n///\n\n"
    (folder / "lesson.md").write_text(
        f"---\nformat: 1\nid: {key}\ntitle: Lesson {n}\nsummary: Lesson number {n}.\n"
        f"outcomes: [{outcome}]\n---\n\n## Start {{#start}}\n\nNumber {n}.\n\n"
        f"{checks if n < QUESTIONS else ''}{lesson}"
    )
    if n >= QUESTIONS:
        return
    head = f"outcomes: [{outcome}]\nteaches: [{key}#start]\n"
    (folder / f"pick-{n}.md").write_text(
        f"---\nformat: 1\nid: pick-{n}\nkind: choice\ntitle: Pick\n{head}---\n\nWhich number?\n\n"
        f"## Choices\n\n- [x] Number {n} {{#this}}\n\n    > It is the lesson's number.\n\n"
        "- [ ] Another number {#other}\n\n    > That is another lesson.\n\n"
        "## Explanation\n\nEvery lesson has its number.\n"
    )
    (folder / f"count-{n}.md").write_text(
        f'---\nformat: 1\nid: count-{n}\nkind: numeric\ntitle: Count\n{head}answer: "{n + 7}"\n'
        f"---\n\nWhat is {n} + 7?\n\n## Explanation\n\nNumber {n} + 7 = {n + 7}.\n"
    )


def raw(lessons: list[str]) -> float:
    """Return the seconds that the bare renderer takes for the same texts."""
    engine = Markdown(extensions=["tables", "pymdownx.highlight", "pymdownx.superfences"])
    begun = time.perf_counter()
    for lesson in lessons:
        engine.reset().convert(lesson)
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print a line of JSON."""
    scratch, sample = Path(sys.argv[1]), Path(sys.argv[2])
    course = scratch / "thousand"
    make_course(course, plain_lesson(body_of(sample.read_text())))
    call_command("migrate", verbosity=0)
    files = sorted(course.glob("lessons/*/lesson.md"))
    found: dict[str, Any] = {"raw": raw([body_of(path.read_text()) for path in files])}
    found["all"] = _publish(course)
    found["none"] = min(_publish(course) for _ in range(3))
    ones = []
    for path in files[:5]:
        path.write_text(path.read_text().replace("Number", "The number"))
        ones.append(_publish(course))
    found["one"] = min(ones)
    print(json.dumps(found))


def plain_lesson(text: str) -> str:
    """Return a lesson's text without what refers to other files."""
    text = re.sub(r"^///.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[\[([^\]|]*)(\|[^\]]*)?\]\]", r"\1", text)
    text = re.sub(r"\{\{ *fact:[^}]*\}\}", "7 USD", text)
    text = re.sub(r"!\[.*\n", "", text)
    return re.sub(r"\]\(lesson:[^)]*\)", "](https://example.org/)", text)


def _publish(course: Path) -> float:
    begun = time.perf_counter()
    by = By(name="bench", at=timezone.now())
    publish(course, by=by, today=timezone.localdate(), cache=course.parent / "cache")
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
