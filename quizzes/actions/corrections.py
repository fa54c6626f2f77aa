"""Corrections of wrong keys: one event in each attempt that they concern."""

from datetime import datetime

from django.db.models import QuerySet

from quizzes.after import Corrected, tell_corrected
from quizzes.models import Attempt, AttemptEvent, Correction, Notice, Sitting
from quizzes.queries import rules_of_sitting
from quizzes.regrades import (
    BATCH,
    Key,
    Regraded,
    corrections_due,
    regraded_in,
    sittings_with,
    versions_alike,
)
from web.transactions import atomically


@atomically
def apply_correction(key: Key, *, reason: str, by: str, now: datetime) -> list[Regraded]:
    """Judge every finished attempt at a wrong key by the right one, and note whom to tell.

    Done again it finds nothing more to do, save for what was finished since; the first reason
    stays. Sittings are locked by primary key and their attempts after them, as answers do;
    ratings follow in the same transaction. Return what was judged anew.
    """
    said = {"reason": reason, "keep": key.keep, "by": by, "at": now}
    correction, _ = Correction.objects.get_or_create(
        wrong=key.wrong, right=key.right, defaults=said
    )
    wrong, pks = versions_alike(key.wrong), sittings_with(key.wrong.question)
    done = list[Regraded]()
    for start in range(0, len(pks), BATCH):
        some = pks[start : start + BATCH]
        _lock(some)
        found = list(regraded_in(some, key, wrong, now=now))
        _write(correction, found)
        done += found
    if done:
        tell_corrected(Corrected(key.wrong.question.course_id, None, now))
    return done


def correct_finished(sitting: Sitting, *, now: datetime) -> None:
    """Judge a sitting that ends by the keys that were corrected while it ran.

    Nobody is told: its result says so, and no other was shown.
    """
    changed = False
    for correction in corrections_due(sitting):
        key = Key(correction.wrong, correction.right, correction.keep)
        found = list(regraded_in([sitting.pk], key, versions_alike(key.wrong), now=now))
        _add(correction, found)
        changed = changed or bool(found)
    if changed and rules_of_sitting(sitting).feedback_at_once:
        tell_corrected(Corrected(sitting.course_id, sitting.learner_id, now))


def dismiss_notices(notices: QuerySet[Notice], *, now: datetime) -> None:
    """Note that a learner has read what was told of a correction."""
    notices.filter(dismissed_at=None).update(dismissed_at=now)


def _lock(pks: list[int]) -> None:
    for rows in (
        Sitting.objects.filter(pk__in=pks).order_by("pk"),
        Attempt.objects.filter(sitting__in=pks).order_by("pk"),
    ):
        list(rows.select_for_update(of=("self",), no_key=True).only("pk"))


def _write(correction: Correction, found: list[Regraded]) -> None:
    """Correct attempts, and note what to tell where that changed something."""
    _add(correction, found)
    notices = [
        Notice(
            correction=correction,
            attempt_id=one.event.attempt_id,
            before=one.was.points,
            after=one.now.points,
        )
        for one in found
        if one.changed
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)


def _add(correction: Correction, found: list[Regraded]) -> None:
    for one in found:
        one.event.data["correction"] = correction.pk
    AttemptEvent.objects.bulk_create((one.event for one in found), batch_size=BATCH)
