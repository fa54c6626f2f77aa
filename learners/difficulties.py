"""How difficult questions are: those of an outcome together, and each before its first answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, QuerySet

from courses.models import QuestionVersion, ReleaseEntry
from learners.models import QuestionStat
from web.prepared import Many, Prepared

Difficulties = dict[int, float | None]
"""By primary key of the question; None for one that has no scale yet."""
RELEASES = 64  # whose questions are kept in a process, some 100 KB for a thousand lessons


def difficulties_of(
    release_id: int, at: datetime, outcomes: Iterable[str]
) -> dict[str, Difficulties]:
    """Return the difficulties of all live questions of a release, by key of the outcome.

    A release lists versions, and a version names its outcomes for ever, so that an answer is
    measured by the same questions whenever it is rated again. ``at`` is when it was published.
    """
    asked = _asked_in(release_id, at)
    questions = {key: asked.get(key, ()) for key in outcomes}
    every = sorted({pk for row in questions.values() for pk in row})
    known = {row.question: row.d for row in _scales(questions=every)} if every else {}
    return {key: {pk: known.get(pk) for pk in row} for key, row in questions.items()}


@lru_cache(maxsize=RELEASES)
def _asked_in(release_id: int, at: datetime) -> Mapping[str, list[int]]:
    """Return the live questions of a release by key of the outcome: it never changes.

    Its time is part of the key: a database that was put back from a copy may number another
    release the same.
    """
    entries = ReleaseEntry.objects.filter(release=release_id, release__at=at, live=True)
    rows = entries.filter(question_version__isnull=False).order_by()
    found = defaultdict[str, list[int]](list)
    for question, keys in rows.values_list(
        "question_version__question_id", "question_version__outcomes"
    ):
        for key in keys:
            found[key].append(question)
    return found


class Scale(NamedTuple):
    """How difficult a question is."""

    question: int
    d: float


def _scales_of(questions: list[Any]) -> QuerySet[Any, Any]:
    return QuestionStat.objects.filter(question__id__in=questions).values_list("question", "d")


_scales = Prepared(Scale, _scales_of, questions=Many(BigIntegerField()))


def labels_of(course_id: int) -> dict[int, tuple[str, str]]:
    """Return label and grading digest of the newest version of every question without a scale."""
    newest = QuestionVersion.objects.filter(
        question__course=course_id, question__stat=None
    ).order_by("question_id", "number")
    rows = newest.values_list("question_id", "difficulty", "grading_digest")
    return {question: (label, digest) for question, label, digest in rows}
