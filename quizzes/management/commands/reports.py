"""``manage.py reports``: what learners say is wrong with questions."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.management.people import user_name
from courses.models import Course
from quizzes.actions import handle_reports
from quizzes.models import Report
from quizzes.queries import standing_of, waiting_reports


class Command(BaseCommand):
    """List reports, or mark some as handled."""

    help = "List the problems that learners report with questions, and mark them as handled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a course, and what was handled."""
        parser.add_argument("--course", metavar="KEY", help="one course instead of all")
        parser.add_argument(
            "--handled", metavar="N", type=int, nargs="+", default=[], help="numbers of reports"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the use case and print its result."""
        key, numbers = options["course"], options["handled"]
        if key and not Course.objects.filter(key=key).exists():
            raise CommandError(f"there is no course {key!r}")
        if numbers:
            done = handle_reports(numbers, by=user_name(), now=timezone.now())
            for number in numbers:
                self.stdout.write(f"{number}: {'handled' if number in done else 'not waiting'}")
            return
        rows = waiting_reports(key)
        for row in rows:
            self._print(row)
        self.stdout.write(f"{len(rows)} waiting")

    def _print(self, row: Report) -> None:
        version, learner = row.attempt.version, row.attempt.sitting.learner
        rows = standing_of(row.attempt).rows[: row.sequence]
        said = [event.data["submitted"] for event in rows if "submitted" in event.data]
        self.stdout.write(
            f"{row.pk}  {row.at:%Y-%m-%d %H:%M}  {version.path}  version {version.number}\n"
            f"    learner {learner.key}, attempt {row.attempt.key}\n"
            f"    answered {said[-1] if said else 'nothing'}\n"
            f"    {row.text!r}"
        )
