"""Practice of questions that were put together for one learner: begun by a form, once."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid5

from courses.models import QuestionVersion, Release
from domain.attempts import LESSON_RULES
from quizzes.actions.asking import ask
from quizzes.models import Learner, Sitting
from web.transactions import atomically


class NothingToPractise(Exception):
    """None of the questions is put before learners any more."""


@atomically
def start_practice(
    learner: Learner,
    release: Release,
    versions: Sequence[QuestionVersion],
    *,
    key: UUID,
    seed: int,
    now: datetime,
) -> Sitting:
    """Begin a sitting with an attempt at each of these questions, in this order, and return it.

    It goes by the rules of a lesson's own checks. ``key`` comes from the form: sent twice, it
    starts one sitting. Raise NothingToPractise if there is no question.
    """
    Learner.objects.select_for_update(no_key=True).get(pk=learner.pk)
    own_key = uuid5(key, str(learner.key))
    begun = Sitting.objects.filter(key=own_key).first()
    if begun:
        return begun
    if not versions:
        raise NothingToPractise
    sitting = Sitting.objects.create(
        key=own_key,
        learner=learner,
        course_id=release.course_id,
        release=release,
        kind=Sitting.Kind.REVIEW,
        rules=asdict(LESSON_RULES),
        seed=seed,
        started_at=now,
    )
    ask(sitting, versions)
    return sitting
