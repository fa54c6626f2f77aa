"""``manage.py export FILE``: write the whole site as text, for any engine."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.moving import export_to


class Command(BaseCommand):
    """Export every row."""

    help = "Write every row as a line of JSON, as of one moment. An existing file is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or none."""
        path: Path = options["file"]
        try:
            with path.open("x", encoding="utf-8") as file:
                counts = export_to(file)
        except FileExistsError:
            raise CommandError(f"{path} exists: choose another name.") from None
        self.stdout.write(f"{counts.total()} rows in {path}")
