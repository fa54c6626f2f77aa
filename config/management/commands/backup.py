"""``manage.py backup FILE``: one file that holds the site and proves itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.backups import write_backup
from config.moving import Refused


class Command(BaseCommand):
    """Back the running site up."""

    help = "Write database and pictures to one file, as of one moment. An existing file is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, or none."""
        try:
            manifest = write_backup(options["file"], now=timezone.now())
        except (OSError, Refused) as fault:
            raise CommandError(str(fault)) from fault
        rows = sum(manifest["rows"].values())
        self.stdout.write(f"{rows} rows, {len(manifest['parts'])} files in {options['file']}")
        self.stdout.write(f"Ledger hash: {manifest['ledger']}")
