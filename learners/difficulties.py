"""How difficult questions are: those of an outcome together, and each before its first answer."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, Q, QuerySet, TextField
from django.db.models.functions import Cast, StrIndex
from django.db.models.lookups import GreaterThan

from courses.models import QuestionVersion, ReleaseEntry
from web.prepared import Given, Prepared

Difficulties = dict[int, float | None]
"""By primary key of the question; None for one that has no scale yet."""


def difficulties_of(release_id: int, outcomes: Iterable[str]) -> dict[str, Difficulties]:
    """Return the difficulties of all live questions of a release, by key of the outcome.

    A release lists versions, and a version names its outcomes for ever, so that an answer is
    measured by the same questions whenever it is rated again.
    """
    wanted = sorted(set(outcomes))
    found: dict[str, Difficulties] = defaultdict(dict)
    named = {name: f'"{key}"' for name, key in zip(_names(len(wanted)), wanted, strict=True)}
    for row in _live_questions(len(wanted))(release=release_id, **named) if wanted else ():
        for key in set(wanted).intersection(row.outcomes):
            found[key][row.question] = row.difficulty
    return found


class LiveQuestion(NamedTuple):
    """A question of a release, the outcomes it counts for, and how difficult it is."""

    question: int
    outcomes: list[str]
    difficulty: float | None


@cache
def _live_questions(count: int) -> Prepared[LiveQuestion]:
    """Prepare the query for so many outcomes."""

    def live(release: Given, **names: Given) -> QuerySet[Any, Any]:
        text = Cast("question_version__outcomes", TextField())
        named = Q()
        for name in names.values():
            named |= Q(GreaterThan(StrIndex(text, name), 0))
        found = ReleaseEntry.objects.filter(
            named, release=release, live=True, question_version__isnull=False
        )
        return found.order_by().values_list(
            "question_version__question_id",
            "question_version__outcomes",
            "question_version__question__stat__d",
        )

    texts = dict.fromkeys(_names(count), CharField())
    return Prepared(LiveQuestion, live, release=BigIntegerField(), **texts)


def _names(count: int) -> list[str]:
    return [f"outcome_{number}" for number in range(count)]


def labels_of(course_id: int) -> dict[int, tuple[str, str]]:
    """Return label and grading digest of the newest version of every question without a scale."""
    newest = QuestionVersion.objects.filter(
        question__course=course_id, question__stat=None
    ).order_by("question_id", "number")
    rows = newest.values_list("question_id", "difficulty", "grading_digest")
    return {question: (label, digest) for question, label, digest in rows}
