"""``manage.py schemas``: write the JSON Schemas of the content files, for editors."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from courses.schemas import schemas


class Command(BaseCommand):
    """Write a schema for every sort of file."""

    help = "Write the JSON Schemas of the content files: editors complete and check with them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another folder than the project's own."""
        default = settings.BASE_DIR / "schemas"
        parser.add_argument("folder", nargs="?", type=Path, default=default, help="schemas/")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, whatever stood there before."""
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        found = schemas()
        for name, text in found.items():
            (folder / name).write_text(text)
        self.stdout.write(f"{folder}: {len(found)} schemas")
