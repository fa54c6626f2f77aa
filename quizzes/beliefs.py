"""What a learner's answers have shown of the beliefs of a course: replayed, never stored."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import attrgetter

from courses.beliefs import questions_on, versions_on_beliefs
from courses.models import QuestionVersion, Release
from courses.queries import question_of
from domain.attempts import Rules
from domain.beliefs import Belief, Said, another, answers_in, ledger
from quizzes.models import AttemptEvent
from quizzes.queries import event_of

PRACTICE = 20
"""Most questions of a practice of open beliefs: about half an hour."""


def beliefs_held(learner_pk: int, release: Release) -> list[Belief]:
    """Return the beliefs that a learner's answers have shown, those still open first."""
    return ledger(_answers(learner_pk, release))


def questions_to_practise(
    learner_pk: int, release: Release, belief: str = ""
) -> list[QuestionVersion]:
    """Return a live question on each open belief, or on one: from another side, if there is one."""
    answers = list(_answers(learner_pk, release))
    seen = {said.question for said in answers}
    found = dict[str, QuestionVersion]()
    for held in ledger(answers):
        if not held.open or belief not in ("", held.key):
            continue
        on = questions_on(release, held.key)
        key = another([key for key in on if key not in found], but=held.against, seen=seen)
        if key:
            found[key] = on[key]
    return list(found.values())[:PRACTICE]


def _answers(learner_pk: int, release: Release) -> Iterator[Said]:
    """Replay the attempts at all questions that can give a belief away, in one statement."""
    versions: Mapping[int, QuestionVersion] = versions_on_beliefs(release)
    events = AttemptEvent.objects.filter(
        attempt__sitting__learner=learner_pk,
        attempt__sitting__course=release.course_id,
        attempt__version__in=versions,
    )
    rows = events.select_related("attempt__sitting").order_by("attempt", "sequence")
    for pk, same in groupby(rows.iterator(), key=attrgetter("attempt_id")):
        own = list(same)
        attempt = own[0].attempt
        yield from answers_in(
            question_of(versions[attempt.version_id]),
            [event_of(row) for row in own],
            Rules(**attempt.sitting.rules),
            attempt=pk,
            end=attempt.sitting.finished_at,
        )
