"""``manage.py doctor``: find damage in the database, and repair what can be worked out again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from learners.doctor import examine, repair


class Command(BaseCommand):
    """Examine the database."""

    help = "Look for damaged rows, a line for each with what to do; exit 1 if there are any."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to repair."""
        parser.add_argument(
            "--repair", action="store_true", help="work out again what follows from the answers"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair if asked to, then report what is left."""
        now = timezone.now()
        if options["repair"]:
            repair(now=now)
        count = 0
        for count, finding in enumerate(examine(now=now), start=1):  # noqa: B007 - used below
            self.stdout.write(str(finding))
        if count:
            raise CommandError(f"{count} findings.")
        self.stdout.write("All is well.")
