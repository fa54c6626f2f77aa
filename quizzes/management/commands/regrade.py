"""``manage.py regrade``: judge old answers by a corrected key, after showing what would change."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.management.people import user_name
from courses.models import QuestionVersion
from courses.queries import question_entry
from quizzes.actions import apply_correction
from quizzes.regrades import Key, Regraded, regraded, wrong_version

LONGEST = 500  # characters of a reason


class Command(BaseCommand):
    """Show what a corrected key changes, and change it on request."""

    help = "Judge the answers to a question by its corrected key. Writes nothing without --apply."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the question, the two versions, and what to do."""
        parser.add_argument("question", help="as COURSE/QUESTION, by their keys")
        parser.add_argument(
            "--from", type=int, metavar="N", dest="wrong", help="version with the wrong key"
        )
        parser.add_argument(
            "--to", type=int, metavar="N", dest="right", help="version that is right; the current"
        )
        parser.add_argument(
            "--strict", action="store_true", help="take points away as well; else the better stays"
        )
        parser.add_argument("--reason", default="", help="what was wrong, for learners to read")
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the use case and print whose points change."""
        key, now = _key(options), timezone.now()
        if not options["apply"]:
            self._print(regraded(key, now=now), "would be judged anew")
            return
        reason = options["reason"].strip()
        if not reason or len(reason) > LONGEST:
            raise CommandError(f"say with --reason what was wrong, in {LONGEST} characters at most")
        done = apply_correction(key, reason=reason, by=user_name(), now=now)
        self._print(done, "judged anew")

    def _print(self, found: Iterable[Regraded], end: str) -> None:
        ways = Counter[str]()
        for one in found:
            ways[one.way] += 1
            if one.way == "same":
                continue
            self.stdout.write(
                f"{one.way:4}  learner {one.learner}  {one.kind} {one.sitting}"
                f"  {one.was.shown} -> {one.now.shown} of {one.now.of}"
            )
        counts = f"{ways['up']} up, {ways['down']} down, {ways['same']} the same"
        self.stdout.write(f"{ways.total()} attempts {end}: {counts}")


def _key(options: dict[str, Any]) -> Key:
    course, _, question = options["question"].partition("/")
    right = _right(course, question, options["right"])
    if right is None:
        raise CommandError(
            f"there is no published question {options['question']!r}; COURSE/QUESTION"
        )
    wrong = wrong_version(right, options["wrong"])
    if wrong is None:
        raise CommandError(f"no earlier version of {question!r} has another key; see --from")
    if wrong.grading_digest == right.grading_digest:
        raise CommandError(f"versions {wrong.number} and {right.number} have the same key")
    return Key(wrong, right, keep=not options["strict"])


def _right(course: str, question: str, number: int | None) -> QuestionVersion | None:
    if number is None:
        entry = question_entry(course, question)
        return entry.question_version if entry else None
    own = {"question__course__key": course, "question__key": question, "number": number}
    return QuestionVersion.objects.filter(**own).select_related("question").first()
