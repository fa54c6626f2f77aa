"""What a correction would change: worked out by replay, before anything is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import F

from courses.models import Question, QuestionVersion
from domain.attempts import EventKind
from domain.sittings import Score, score_of
from quizzes.models import AttemptEvent, Correction, Sitting
from quizzes.queries import Standing, correction_in, rules_of_sitting, standings_of_all

BATCH = 500  # sittings in memory at a time
EVENTS = UUID("0b7a7d0e-4b7c-4c0a-9d4a-2f1c8a6f5e11")
"""Name space of the keys of corrections."""


@dataclass(frozen=True)
class Key:
    """Versions of a question that are judged alike, and the version that is to judge them."""

    wrong: QuestionVersion
    """The newest of those with the wrong key."""
    right: QuestionVersion
    keep: bool
    """Whether the better result stays."""


@dataclass(frozen=True)
class Regraded:
    """What a correction makes of one attempt. Light: there may be a hundred thousand."""

    learner: UUID
    """Key of the learner."""
    sitting: UUID
    """Key of the sitting."""
    kind: str
    """Of the sitting."""
    event: AttemptEvent
    """It corrects the attempt, and is not stored yet."""
    was: Score
    """Of the sitting; in a lesson, which has no score of its own, of the question."""
    now: Score
    rejudged: bool
    """Whether the answer is another share right than before."""

    @property
    def way(self) -> str:
        """up, down or same: where the points go."""
        was, now = self.was.points, self.now.points
        return "up" if now > was else "down" if now < was else "same"

    @property
    def changed(self) -> bool:
        """Whether there is anything to tell: other points, or another verdict."""
        return self.way != "same" or self.rejudged


def wrong_version(right: QuestionVersion, number: int | None = None) -> QuestionVersion | None:
    """Return the version with the number; by default the newest that another key judges."""
    others = QuestionVersion.objects.filter(question=right.question_id).order_by("-number")
    if number is not None:
        return others.filter(number=number).first()
    earlier = others.filter(number__lt=right.number)
    return earlier.exclude(grading_digest=right.grading_digest).first()


def versions_alike(version: QuestionVersion) -> frozenset[int]:
    """Return the primary keys of the versions of a question with the same key as one of them."""
    same = {"question": version.question_id, "grading_digest": version.grading_digest}
    return frozenset(QuestionVersion.objects.filter(**same).values_list("pk", flat=True))


def regraded(key: Key, *, now: datetime) -> Iterator[Regraded]:
    """Judge attempts as a correction would. Nothing is written."""
    wrong, pks = versions_alike(key.wrong), sittings_with(key.wrong.question)
    for start in range(0, len(pks), BATCH):
        yield from regraded_in(pks[start : start + BATCH], key, wrong, now=now)


def regraded_in(
    pks: Sequence[int], key: Key, wrong: frozenset[int], *, now: datetime
) -> Iterator[Regraded]:
    """Judge the attempts in some sittings that one of the ``wrong`` versions judges.

    One that is running is passed over: its learner goes on with what is on the page.
    """
    rows = Sitting.objects.filter(pk__in=pks).select_related("learner").order_by("pk")
    for standings in standings_of_all(list(rows)).values():
        for place, standing in enumerate(standings):
            if is_closed(standing) and judging_version(standing) in wrong:
                yield _regraded(standings, place, correcting(standing, key, now=now))


def sittings_with(question: Question) -> list[int]:
    """Return the primary keys of the sittings that ask a question, ascending."""
    asking = Sitting.objects.filter(attempts__version__question=question).order_by("pk")
    return list(asking.distinct().values_list("pk", flat=True))


def corrections_due(sitting: Sitting) -> list[Correction]:
    """Return the corrections of what a sitting has asked, in the order in which they were made."""
    same = {
        "wrong__question__versions__attempts__sitting": sitting,
        "wrong__question__versions__grading_digest": F("wrong__grading_digest"),
    }
    found = Correction.objects.filter(**same).select_related("wrong", "right")
    return list(found.order_by("pk").distinct())


def is_closed(standing: Standing) -> bool:
    """Whether an attempt can be judged anew: its sitting is over, or its lesson has judged it."""
    sitting = standing.attempt.sitting
    if sitting.kind == Sitting.Kind.LESSON:
        return standing.state.answered or standing.state.finished
    return sitting.finished_at is not None


def judging_version(standing: Standing) -> int:
    """Return the primary key of the version that judges an attempt."""
    correction = correction_in(standing.rows)
    found: int = correction.data["version"] if correction else standing.attempt.version_id
    return found


def correcting(standing: Standing, key: Key, *, now: datetime) -> AttemptEvent:
    """Make the event that corrects an attempt; it has yet to name its correction."""
    attempt, place = standing.attempt, len(standing.rows)
    data = {"version": key.right.pk, "digest": key.right.digest, "keep": key.keep}
    return AttemptEvent(
        attempt_id=attempt.pk,
        sequence=place,
        key=uuid5(EVENTS, f"{attempt.key}/{place}"),
        kind=EventKind.CORRECTED,
        at=now,
        data=data,
    )


def _regraded(standings: list[Standing], place: int, event: AttemptEvent) -> Regraded:
    before = standings[place]
    after = replace(before, rows=(*before.rows, event))
    sitting, rules = before.attempt.sitting, rules_of_sitting(before.attempt.sitting)
    if sitting.kind == Sitting.Kind.LESSON:
        was, now = [before], [after]
    else:
        was, now = standings, [*standings[:place], after, *standings[place + 1 :]]
    grades = [one.state.grade for one in (before, after)]
    shares = {grade.fraction if grade else None for grade in grades}
    return Regraded(
        learner=sitting.learner.key,
        sitting=sitting.key,
        kind=sitting.kind,
        event=event,
        was=score_of([one.marked for one in was], rules),
        now=score_of([one.marked for one in now], rules),
        rejudged=len(shares) > 1,
    )
