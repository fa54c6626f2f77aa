"""``manage.py ledger_hash``: one number for all events, to compare two databases by."""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.ledger import ledger_hash


class Command(BaseCommand):
    """Print the hash."""

    help = "Print SHA-256 over all events. A copy of the database has the same; nothing is changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work it out and print it."""
        self.stdout.write(ledger_hash())
