"""``manage.py import FILE``: fill an empty database with an export."""  # noqa: N999 - as one types it

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.moving import Refused, import_from


class Command(BaseCommand):
    """Import every row."""

    help = "Fill an empty, migrated database with what manage.py export wrote: all of it or nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file."""
        try:
            with options["file"].open(encoding="utf-8") as file:
                found = import_from(file)
        except (OSError, Refused) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Imported. Ledger hash: {found}")
