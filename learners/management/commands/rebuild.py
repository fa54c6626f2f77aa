"""``manage.py rebuild``: work derived rows out again, or prove that they are right."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Course
from learners.rebuild import Report, rebuild_learner, rebuild_mastery
from quizzes.models import Learner


class Command(BaseCommand):
    """Rebuild mastery from the attempts."""

    help = "Rate all answers again, course by course, or those of one learner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to rebuild, and for whom."""
        parser.add_argument("what", nargs="?", choices=["mastery"], default="mastery")
        parser.add_argument("--course", metavar="KEY", help="one course instead of all")
        parser.add_argument("--learner", metavar="KEY", type=UUID, help="one learner's rows only")
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 if anything differs"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the use case for each course and print its result."""
        learner, check = _learner(options["learner"]), options["check"]
        count = 0
        for course in _courses(options["course"]):
            if learner:
                report = rebuild_learner(learner, course, check=check)
            else:
                report = rebuild_mastery(course, now=timezone.now(), check=check)
            self._print(course, report, check=check)
            count += report.count
        if check and count:
            raise CommandError(f"{count} stored values are not what the answers lead to.")

    def _print(self, course: Course, report: Report, *, check: bool) -> None:
        for difference in report.differences:
            self.stdout.write(f"{course}: {difference}")
        if report.count > len(report.differences):
            self.stdout.write(f"{course}: and {report.count - len(report.differences)} more")
        end = "differ" if check else "set right"
        self.stdout.write(f"{course}: {report.count} {end}")


def _courses(key: str | None) -> list[Course]:
    found = Course.objects.order_by("key")
    if key is None:
        return list(found)
    one = found.filter(key=key).first()
    if one is None:
        raise CommandError(f"there is no course {key!r}")
    return [one]


def _learner(key: UUID | None) -> Learner | None:
    if key is None:
        return None
    found = Learner.objects.filter(key=key).first()
    if found is None:
        raise CommandError(f"there is no learner {key}")
    return found
