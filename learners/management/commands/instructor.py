"""``manage.py instructor EMAIL``: create an instructor, or make one of an account."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from learners.instructors import make_instructor


class Command(BaseCommand):
    """Create or promote an instructor."""

    help = "Make the account of an e-mail address an instructor's; create it if there is none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the use case and print its result."""
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as fault:
            raise CommandError(f"{email!r} is not an e-mail address") from fault
        password = make_instructor(email)
        self.stdout.write(f"{email} is an instructor.")
        if password:
            self.stdout.write(f"First password: {password} (change it after signing in)")
