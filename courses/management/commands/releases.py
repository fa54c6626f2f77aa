"""``manage.py releases``: list what was published, when, by whom and why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from courses.models import Course, Release


class Command(BaseCommand):
    """List the releases of every course, newest first."""

    help = "List what was published: number, time, person, message and what changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take one course, or all."""
        parser.add_argument("course", nargs="?", help="key of a course; without it all are listed")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each release."""
        courses = Course.objects.order_by("key")
        if options["course"]:
            courses = courses.filter(key=options["course"])
        for course in courses:
            for release in course.releases.order_by("-number"):
                mark = "*" if release.pk == course.current_id else " "
                self.stdout.write(f"{mark} {course.key} {self._line(release)}")

    def _line(self, release: Release) -> str:
        changes = release.changes
        what = (
            f"back to {changes['rolled_back_to']}"
            if "rolled_back_to" in changes
            else ", ".join(f"{len(changes[name])} {name}" for name in changes if changes[name])
        )
        said = f" {release.message}" if release.message else ""
        return f"{release.number:>4}  {release.at:%Y-%m-%d %H:%M}  {release.by}  ({what}){said}"
