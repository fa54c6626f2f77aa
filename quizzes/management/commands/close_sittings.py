"""``manage.py close_sittings``: finish every sitting whose time is up."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from quizzes.actions import close_overdue
from quizzes.queries import overdue_sittings


class Command(BaseCommand):
    """Close what nobody looks at any more, as a look would."""

    help = "Finish every sitting whose time is up, with what it has. Safe to run at any moment."

    def handle(self, *args: Any, **options: Any) -> None:
        """Close one after the other; one that fails stays open and stops no other."""
        now, closed, failed = timezone.now(), 0, 0
        for sitting in overdue_sittings(now=now):
            assert sitting.quiz_version is not None, "only quizzes end by themselves"
            name = f"{sitting.course.key}/{sitting.quiz_version.quiz.key}: {sitting.key}"
            try:
                ended = close_overdue(sitting, now=now).finished_at
            except Exception as fault:
                self.stderr.write(f"{name} stays open: {fault!r}")
                failed += 1
            else:
                self.stdout.write(f"{name} ended {ended:%Y-%m-%d %H:%M:%S} UTC")
                closed += 1
        self.stdout.write(f"{closed} closed")
        if failed:
            raise CommandError(f"{failed} could not be closed")
