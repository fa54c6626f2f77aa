"""``manage.py publish``: put the files of content/ before learners."""

import getpass
import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.content import Content, course_folders, read_content
from courses.publishing import By, ContentError, Published, publish
from domain.problems import Problem

LOOK_EVERY = 0.3  # seconds between two looks at the files


class Command(BaseCommand):
    """Publish every course, or list every problem in it."""

    help = "Publish every course below a folder, or list every problem in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder than the one in the settings."""
        add = parser.add_argument
        add("path", nargs="?", type=Path, default=settings.CONTENT_DIR, help="a course, or several")
        add("--check", action="store_true", help="only list the problems")
        add("--strict", action="store_true", help="let warnings fail, too")
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
        found: list[Problem] = []
        failed = False
        for folder in course_folders(root):
            problems = self._course(folder, options)
            failed |= any(p.stops or options["strict"] for p in problems)
            found += problems
        if options["json"]:
            rows = [self._as_json(problem) for problem in found]
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        if failed:
            what = "nothing was checked in" if options["check"] else "nothing was published"
            errors = sum(problem.stops for problem in found)
            raise CommandError(f"{errors} errors, {len(found) - errors} warnings: {what}.")

    def _course(self, folder: Path, options: dict[str, Any]) -> list[Problem]:
        today, cache = timezone.localdate(), settings.VAR_DIR / "cache"
        if options["check"]:
            content = read_content(folder, today=today, cache=cache)
            self._list(folder, content.problems, options)
            if not options["json"]:
                self.stdout.write(f"{folder.name}: {self._count(content)}")
            return content.problems
        by = By(
            name=getpass.getuser(),
            at=timezone.now(),
            message=options["message"],
            commit=options["commit"],
        )
        try:
            done = publish(folder, by=by, today=today, cache=cache)
        except ContentError as fault:
            self._list(folder, fault.problems, options)
            return fault.problems
        if not options["json"]:
            self.stdout.write(f"{folder.name}: {self._said(done)}")
        return []

    def _list(self, folder: Path, problems: list[Problem], options: dict[str, Any]) -> None:
        if options["json"]:
            return
        for problem in problems:
            style = self.style.ERROR if problem.stops else self.style.WARNING
            self.stdout.write(style(f"{self._shown(folder, problem)}"))

    def _shown(self, folder: Path, problem: Problem) -> str:
        """Name the file so that an editor opens it from here."""
        path = folder.parent / problem.path
        near = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        return str(problem).replace(problem.path, str(near), 1)

    def _as_json(self, problem: Problem) -> dict[str, Any]:
        return {
            "path": problem.path,
            "line": problem.spot.line,
            "column": problem.spot.column,
            "code": problem.code,
            "severity": problem.severity,
            "message": problem.message,
        }

    def _count(self, content: Content) -> str:
        tree = content.tree
        errors = sum(problem.stops for problem in content.problems)
        return (
            f"{len(tree.lessons)} lessons, {len(tree.questions)} questions, "
            f"{len(tree.quizzes)} quizzes; {errors} errors, "
            f"{len(content.problems) - errors} warnings"
        )

    def _said(self, done: Published) -> str:
        if not done.anything:
            made = f", {done.rendered} pages rendered" if done.rendered else ""
            return f"0 new, {done.unchanged} unchanged{made} (release {done.release})"
        return (
            f"{len(done.added)} new, {len(done.changed)} changed, {len(done.retired)} retired, "
            f"{done.unchanged} unchanged (release {done.release})"
        )
