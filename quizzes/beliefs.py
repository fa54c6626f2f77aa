"""What a learner's answers have shown of the beliefs of a course: replayed, never stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from operator import attrgetter

from courses.beliefs import beliefs_of, questions_on, versions_on_beliefs
from courses.models import QuestionVersion, Release
from courses.queries import question_of
from domain.attempts import EventKind, Rules
from domain.beliefs import Belief, Said, another, answers_in, ledger, surely_held
from quizzes.models import Attempt, AttemptEvent
from quizzes.queries import Standing, event_of, question_judging, rules_of

PRACTICE = 20
"""Most questions of a practice of open beliefs: about half an hour."""


@dataclass(frozen=True)
class Again:
    """A belief that comes back, because its learner was sure of it."""

    belief: str
    """As the learner would say it."""
    key: str
    """Of the question that shows it from another side."""
    position: int = 0
    """Its place in the sitting; 0 outside one."""


def sure_belief(standing: Standing) -> str | None:
    """Return the key of the belief that a sure answer gave away, where that may be told."""
    if not rules_of(standing.attempt).feedback_at_once:
        return None
    steps = pairwise(standing.states)
    return next((held for before, after in steps if (held := surely_held(before, after))), None)


def again_outside(standing: Standing) -> Again | None:
    """Return the question of the course that comes next on a belief that was surely held."""
    own, found = standing.attempt.version.question.key, _words(standing)
    if found is None:
        return None
    release, belief, words = found
    keys = list(questions_on(release, belief))
    place = keys.index(own) if own in keys else -1
    following = [*keys[place + 1 :], *keys[: max(place, 0)]]
    return Again(words, following[0]) if following else None


def again_in_sitting(standing: Standing) -> Again | None:
    """Return the question of a practice that waits on a belief that was surely held."""
    found = _words(standing) if comes_back(standing.attempt) else None
    if found is None:
        return None
    release, belief, words = found
    on = versions_that_show(release, belief, but=standing.attempt.version.question_id)
    waiting = standing.attempt.sitting.attempts.filter(version__in=on, events=None)
    row = waiting.values_list("version__question__key", "position").first()
    return Again(words, *row) if row else None


def comes_back(attempt: Attempt) -> bool:
    """Whether a sitting asks on, where an answer was sure and wrong: practice page by page."""
    return attempt.sitting.paged and rules_of(attempt).mode == "practice"


def versions_that_show(release: Release, belief: str, *, but: int) -> list[int]:
    """Return every version on a belief, of other questions than one."""
    return [
        pk
        for pk, version in versions_on_beliefs(release).items()
        if belief in question_of(version).misconceptions and version.question_id != but
    ]


def _words(standing: Standing) -> tuple[Release, str, str] | None:
    """Return the release that is current, and the belief that was surely held, in words."""
    belief = sure_belief(standing)
    if belief is None:
        return None
    release = standing.attempt.sitting.course.current
    assert release is not None, "of a published course"
    known = beliefs_of(release).get(belief)
    return (release, belief, known.belief) if known else None


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
    """Replay the attempts at all questions that can give a belief away, in one statement.

    Where a key was corrected, the right one judges from the start: no wrong key shows a belief.
    """
    versions: Mapping[int, QuestionVersion] = versions_on_beliefs(release)
    events = AttemptEvent.objects.filter(
        attempt__sitting__learner=learner_pk,
        attempt__sitting__course=release.course_id,
        attempt__version__in=versions,
    )
    rows = events.select_related("attempt__sitting").order_by("attempt_id", "sequence")
    for pk, same in groupby(rows.iterator(), key=attrgetter("attempt_id")):
        own = list(same)
        attempt = own[0].attempt
        kept = [event_of(row) for row in own if row.kind != EventKind.CORRECTED]
        judging = question_of(versions[attempt.version_id])
        yield from answers_in(
            judging if len(kept) == len(own) else question_judging(attempt, own),
            [replace(event, sequence=number) for number, event in enumerate(kept)],
            Rules(**attempt.sitting.rules),
            attempt=pk,
            end=attempt.sitting.finished_at,
        )
