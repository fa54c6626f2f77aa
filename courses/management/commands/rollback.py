"""``manage.py rollback``: put an earlier release before learners again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.management.people import user_name
from courses.models import Course
from courses.publishing import By, NoSuchRelease, roll_back


class Command(BaseCommand):
    """Roll a course back, by a new release with the entries of an old one."""

    help = "Put an earlier release before learners again. Nothing is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a number, and a course where there are several."""
        parser.add_argument("number", type=int, help="of the release to go back to")
        parser.add_argument("--course", help="key of the course; needed where there are several")
        parser.add_argument("--message", default="", help="why, for the list of releases")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the use case and print its result."""
        courses = Course.objects.all()
        if options["course"]:
            courses = courses.filter(key=options["course"])
        if courses.count() != 1:
            known = ", ".join(Course.objects.values_list("key", flat=True)) or "none"
            raise CommandError(f"name one course with --course; there are: {known}")
        by = By(user_name(), timezone.now(), options["message"])
        try:
            release = roll_back(courses.get(), options["number"], by=by)
        except NoSuchRelease as fault:
            raise CommandError(f"{fault}; see manage.py releases") from fault
        self.stdout.write(f"{release.course}: release {release.number}, {release.message}")
