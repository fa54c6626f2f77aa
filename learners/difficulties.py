"""How difficult questions are: those of an outcome together, and each before its first answer."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from courses.models import QuestionVersion, ReleaseEntry

Difficulties = dict[int, float | None]
"""By primary key of the question; None for one that has no scale yet."""


def difficulties_of(release_id: int, outcomes: Iterable[str]) -> dict[str, Difficulties]:
    """Return the difficulties of all live questions of a release, by key of the outcome.

    A release lists versions, and a version names its outcomes for ever, so that an answer is
    measured by the same questions whenever it is rated again.
    """
    wanted = frozenset(outcomes)
    named = Q()
    for key in wanted:
        named |= Q(names__contains=f'"{key}"')
    rows = (
        ReleaseEntry.objects.filter(release=release_id, live=True, question_version__isnull=False)
        .annotate(names=Cast("question_version__outcomes", TextField()))
        .filter(named)
        .order_by()
        .values_list(
            "question_version__question_id",
            "question_version__outcomes",
            "question_version__question__stat__d",
        )
    )
    found: dict[str, Difficulties] = defaultdict(dict)
    for question, keys, difficulty in rows:
        for key in wanted.intersection(keys):
            found[key][question] = difficulty
    return found


def labels_of(course_id: int) -> dict[int, tuple[str, str]]:
    """Return label and grading digest of the newest version of every question without a scale."""
    newest = QuestionVersion.objects.filter(
        question__course=course_id, question__stat=None
    ).order_by("question_id", "number")
    rows = newest.values_list("question_id", "difficulty", "grading_digest")
    return {question: (label, digest) for question, label, digest in rows}
