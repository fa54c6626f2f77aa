"""``manage.py extra_time EMAIL PERCENT``: give a learner more time in quizzes with a limit."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.models import Course
from quizzes.actions import OutOfRange, give_extra_time, learner_for


class Command(BaseCommand):
    """Give extra time, or take it away."""

    help = "Give a learner so many per cent more time from the next sitting on; 0 takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whom, how much and where."""
        parser.add_argument("email", help="of the learner's account")
        parser.add_argument("percent", type=int, help="25 makes 20 minutes 25; 300 at most")
        parser.add_argument("--course", metavar="KEY", help="one course instead of all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the use case and print its result."""
        user, course = _user(options["email"].strip()), _course(options["course"])
        learner = learner_for(user, now=timezone.now())
        try:
            given = give_extra_time(learner, course, percent=options["percent"])
        except OutOfRange as fault:
            raise CommandError(str(fault)) from fault
        where = f"the course {course.key}" if course else "all courses"
        self.stdout.write(f"{user.email}: {given.extra_percent}% extra time in {where}.")


def _user(email: str) -> User:
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise CommandError(f"there is no account {email!r}")
    return found


def _course(key: str | None) -> Course | None:
    if key is None:
        return None
    found = Course.objects.filter(key=key).first()
    if found is None:
        raise CommandError(f"there is no course {key!r}")
    return found
