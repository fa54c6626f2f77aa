"""``manage.py prepare``: bring the database, the static files and the content up to date."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courses.queries import current_courses
from learners.instructors import instructors_exist


class Command(BaseCommand):
    """Do what a start needs, and only what has changed."""

    help = "Migrate the database, collect the static files and publish the content."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what each step does before it does it."""
        self._migrate()
        if not settings.DEBUG:
            self._say("Collecting static files")
            call_command("collectstatic", interactive=False, verbosity=0)
        self._publish()
        if not instructors_exist():
            self._say("To become an instructor: .venv/bin/python manage.py instructor EMAIL")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Bringing the database up to date")
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)

    def _publish(self) -> None:
        """Publish the content; where it is faulty, start with what was published before.

        What was sound once can become faulty by itself: a fact comes due, and a quiz that rests
        on it cannot be filled.
        """
        self._say(f"Publishing {settings.CONTENT_DIR.name}/")
        try:
            call_command("publish", stdout=self.stdout)
        except CommandError as fault:
            if not current_courses().exists():
                raise
            self.stderr.write(self.style.ERROR(f"{fault}. Learners see what was there before."))

    def _say(self, text: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING("==> ") + text)
