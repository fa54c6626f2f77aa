"""``manage.py publish``: put the files of content/ before learners."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.content import Content, course_folders, read_content
from courses.management.people import user_name
from courses.programs import program_problems
from courses.publishing import By, ContentError, Published, publish
from courses.released import write_released
from domain.problems import Problem
from domain.released import RELEASED, after_release

LOOK_EVERY = 0.3  # seconds between two looks at the files
CACHE = "cache"


@dataclass(frozen=True)
class Result:
    """What became of one course."""

    key: str
    problems: Sequence[Problem]
    said: str = ""
    """In a line; '' if it was refused."""


class Command(BaseCommand):
    """Publish every course, or list every problem in it."""

    help = "Publish every course below a folder, or list every problem in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder than the one in the settings."""
        add = parser.add_argument
        add("path", nargs="?", type=Path, default=settings.CONTENT_DIR, help="a course, or several")
        add("--check", action="store_true", help="only list the problems")
        add("--run", action="store_true", help="run the programs of questions: trusted files only")
        add("--strict", action="store_true", help="let warnings fail, too")
        add("--release", action="store_true", help=f"write {RELEASED}, to be committed")
        add("--watch", action="store_true", help="do it again on every save")
        add("--json", action="store_true", help="print the problems as JSON")
        add("--message", default="", help="why, for the list of releases")
        add("--commit", default="", help="of the content's repository")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once, or until interrupted."""
        root = options["path"].resolve()
        if not root.is_dir():
            raise CommandError(f"{options['path']} is not a folder")
        if not options["watch"]:
            self._once(root, options)
            return
        seen: dict[Path, float] = {}
        while True:
            now = {path: path.stat().st_mtime for path in root.rglob("*") if path.is_file()}
            if now != seen:
                seen = now
                try:
                    self._once(root, options)
                except CommandError as fault:
                    self.stderr.write(str(fault))
            time.sleep(LOOK_EVERY)

    def _once(self, root: Path, options: dict[str, Any]) -> None:
        results = []
        for folder in course_folders(root):
            result = self._course(folder, options)
            found = [replace(p, path=_near(folder.parent / p.path)) for p in result.problems]
            results.append(replace(result, problems=found))
            if not options["json"]:
                self._print(results[-1])
        if not results:
            raise CommandError(f"there is no course in {root}")
        problems = [problem for result in results for problem in result.problems]
        if options["json"]:
            self.stdout.write(json.dumps([_as_json(p) for p in problems], ensure_ascii=False))
        refused = [result.key for result in results if not result.said]
        if refused:
            outcome = "" if options["check"] else f"; not published: {', '.join(refused)}"
            raise CommandError(f"{_counts(problems)}{outcome}")

    def _course(self, folder: Path, options: dict[str, Any]) -> Result:
        """Check a course, or publish it."""
        today, cache = timezone.localdate(), settings.VAR_DIR / CACHE
        content, problems, said = None, list[Problem](), ""
        if any(options[name] for name in ("check", "run", "strict", "release")):
            content = read_content(folder, today=today, cache=cache)
            content.found += program_problems(content.tree.questions) if options["run"] else ()
            problems, said = content.problems, _checked(content)
            if content.faulty or (problems and options["strict"]):
                return Result(folder.name, problems)
        if not options["check"]:
            message, commit = options["message"], options["commit"]
            by = By(user_name(), timezone.now(), message=message, commit=commit)
            try:
                said = _published(publish(folder, by=by, today=today, cache=cache))
            except ContentError as fault:
                return Result(folder.name, fault.problems)
        if content and options["release"]:
            released = after_release(content.tree, content.released)
            if write_released(folder, released):
                said += f"; wrote {RELEASED} for release {released.release}"
        return Result(folder.name, problems, said)

    def _print(self, result: Result) -> None:
        for problem in result.problems:
            style = self.style.ERROR if problem.stops else self.style.WARNING
            self.stdout.write(style(str(problem)))
        if result.said:
            self.stdout.write(f"{result.key}: {result.said}")


def _near(path: Path) -> str:
    """Name a file so that an editor opens it from here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "path": problem.path,
        "line": problem.spot.line,
        "column": problem.spot.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
    }


def _checked(content: Content) -> str:
    tree = content.tree
    return (
        f"{_counted(len(tree.lessons), 'lesson')}, {_counted(len(tree.questions), 'question')}, "
        f"{len(tree.quizzes)} quiz{'' if len(tree.quizzes) == 1 else 'zes'}; "
        f"{_counts(content.problems)}"
    )


def _published(done: Published) -> str:
    if not done.anything:
        made = f", {done.rendered} pages rendered" if done.rendered else ""
        return f"0 new, {done.unchanged} unchanged{made} (release {done.release})"
    return (
        f"{len(done.added)} new, {len(done.changed)} changed, {len(done.retired)} retired, "
        f"{done.unchanged} unchanged (release {done.release})"
    )


def _counts(problems: Sequence[Problem]) -> str:
    errors = sum(problem.stops for problem in problems)
    return f"{_counted(errors, 'error')}, {_counted(len(problems) - errors, 'warning')}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
