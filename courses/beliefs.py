"""Which of the published questions can give which beliefs away.

A release never changes, so that each is read once in a process.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from courses.models import Misconception, QuestionVersion, Release, ReleaseEntry
from courses.queries import RELEASES, question_of

NAMED = "misconception"
"""What stands in the source of every question that names a belief."""


def versions_on_beliefs(release: Release) -> Mapping[int, QuestionVersion]:
    """Return every version of a course's questions, up to a release, that names a belief."""
    return _versions(release.course_id, release.pk, release.at)


def questions_on(release: Release, belief: str) -> Mapping[str, QuestionVersion]:
    """Return the live questions of a release on a belief, by key, in reading order."""
    return _questions(release.course_id, release.pk, release.at).get(belief, {})


def beliefs_of(release: Release) -> Mapping[str, Misconception]:
    """Return the beliefs that the newest release of a course knows, by key."""
    return _beliefs(release.course_id, release.pk, release.at)


@lru_cache(maxsize=RELEASES)
def _versions(course_pk: int, release_pk: int, _at: datetime) -> Mapping[int, QuestionVersion]:
    found = QuestionVersion.objects.filter(question__course=course_pk, source__icontains=NAMED)
    rows = found.select_related("question").defer("html", "about")
    return {row.pk: row for row in rows if question_of(row).misconceptions}


@lru_cache(maxsize=RELEASES)
def _questions(
    course_pk: int, release_pk: int, at: datetime
) -> Mapping[str, Mapping[str, QuestionVersion]]:
    versions = _versions(course_pk, release_pk, at)
    live = ReleaseEntry.objects.filter(release=release_pk, live=True, question_version__in=versions)
    found = dict[str, dict[str, QuestionVersion]]()
    for pk in live.order_by("position").values_list("question_version", flat=True):
        version = versions[pk]
        for belief in sorted(question_of(version).misconceptions):
            found.setdefault(belief, {})[version.question.key] = version
    return found


@lru_cache(maxsize=RELEASES)
def _beliefs(course_pk: int, _release_pk: int, _at: datetime) -> Mapping[str, Misconception]:
    found = Misconception.objects.filter(course=course_pk, retired=False)
    return {row.key: row for row in found}
