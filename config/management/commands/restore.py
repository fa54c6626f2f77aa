"""``manage.py restore FILE``: put a backup into an empty database, and examine it."""

import tarfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.backups import read_backup
from config.moving import Refused
from quizzes.ledger import ledger_hash


class Command(BaseCommand):
    """Restore a backup."""

    help = "Fill an empty database from a backup, migrate it, and examine it with the doctor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, then say what the events come to; the backup's own number is beside it."""
        try:
            manifest = read_backup(options["file"])
        except (OSError, tarfile.TarError, Refused) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Ledger hash of the backup: {manifest['ledger']}")
        self.stdout.write(f"Ledger hash of the database: {ledger_hash()}")
        call_command("doctor", stdout=self.stdout)
