"""``manage.py rules``: the table of check codes in docs/content-format.md."""

from argparse import ArgumentParser
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from domain.rules import RULES, Rule

DOCUMENT = settings.BASE_DIR / "docs" / "content-format.md"
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"
SUBJECTS = {
    "C": "Course, files and references",
    "L": "Lessons",
    "Q": "Questions",
    "O": "Outcomes",
    "F": "Facts",
    "G": "Glossary",
    "M": "Misconceptions",
    "Z": "Quizzes",
    "R": "Released ids",
}
"""What the first letter of a code stands for."""


class Command(BaseCommand):
    """Print the table, or bring the document up to date."""

    help = "Print the table of check codes, or write it into docs/content-format.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to write."""
        parser.add_argument("--write", action="store_true", help="into docs/content-format.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one or the other."""
        if not options["write"]:
            self.stdout.write(rules_table())
            return
        DOCUMENT.write_text(with_table(DOCUMENT.read_text()))
        self.stdout.write(f"{DOCUMENT.name}: {len(RULES)} rules")


def rules_table() -> str:
    """Return the rules as Markdown: a table for each letter, in the order of domain.rules."""
    return "\n\n".join(
        f"### {SUBJECTS[letter]}\n\n| Code | Weight | What holds |\n|---|---|---|\n"
        + "\n".join(map(_row, rules))
        for letter, rules in groupby(RULES.values(), key=lambda rule: rule.code[0])
    )


def with_table(document: str) -> str:
    """Return a document with the current table between its markers."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{rules_table()}\n\n{END}{after}"


def _row(rule: Rule) -> str:
    return f"| {rule.code} | {rule.severity} | {rule.asks} |"
