"""A quiz before it is sat and a sitting after it: the two sheets of paper around the questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils.safestring import SafeString

from courses.models import Course, ReleaseEntry
from courses.queries import intro_of, quiz_of
from domain.attempts import Confidence
from domain.quizzes import Quiz
from domain.sittings import (
    Marked,
    Score,
    Sureness,
    deadline_of,
    score_of,
    scores_by_outcome,
    sureness_of,
)
from domain.times import Window, zone_of
from quizzes.cards import CONFIDENCE_WORDS, QuestionView, attempt_view
from quizzes.models import Sitting
from quizzes.queries import (
    Standing,
    extra_percent_of,
    number_of,
    rules_of_sitting,
    standings_of,
    standings_of_all,
)

SHOWN = 10  # earlier sittings on a quiz's page
MINUTE = 60  # seconds


@dataclass(frozen=True)
class Past:
    """A sitting in the list of those that were."""

    sitting: Sitting
    number: int
    """Counted from the learner's first, 1."""
    score: Score
    counts: bool
    """Whether it is the one that counts."""


@dataclass(frozen=True)
class QuizSheet:
    """A quiz before it is sat."""

    entry: ReleaseEntry
    quiz: Quiz
    sat: int
    """How often the learner has begun it."""
    running: Sitting | None
    past: tuple[Past, ...]
    now: datetime
    extra_percent: int
    """Extra time that the learner has."""

    @property
    def course(self) -> Course:
        """The course that it belongs to."""
        return self.entry.release.course

    @property
    def intro(self) -> SafeString:
        """What its author says of it."""
        assert self.entry.quiz_version is not None, "quiz_entry finds quizzes"
        return intro_of(self.entry.quiz_version)

    @property
    def sittings_left(self) -> int | None:
        """How often it may still be begun; None for no limit."""
        limit = self.quiz.rules.sittings
        return None if limit is None else max(0, limit - self.sat)

    @property
    def window(self) -> Window:
        """From when until when it may be begun."""
        return self.quiz.window(zone_of(self.course.time_zone))

    @property
    def closed(self) -> str:
        """Why it cannot be begun now, in words; '' if it can."""
        if self.window.is_before(self.now):
            return "This quiz is not open yet."
        if self.window.is_after(self.now):
            return "This quiz is closed."
        return "You have used all sittings of this quiz." if self.sittings_left == 0 else ""

    @property
    def minutes(self) -> int | None:
        """The whole minutes that the learner has, extra time included; None for no limit."""
        limit = self.quiz.rules.time_limit_minutes
        return None if limit is None else limit * (100 + self.extra_percent) // 100

    @property
    def cut_short(self) -> bool:
        """Whether the quiz closes before the time of a sitting is up that begins now."""
        limit, closes = self.quiz.rules.time_limit_minutes, self.window.closes
        ends = deadline_of(self.now, limit, extra_percent=self.extra_percent, closes=closes)
        return limit is not None and ends == closes

    @property
    def deferred(self) -> bool:
        """Whether feedback waits for the end."""
        return self.quiz.rules.feedback == "end"

    @property
    def passing(self) -> float | None:
        """Least share that passes, 0..1, if that is asked."""
        return self.quiz.attempt_rules.passing

    @property
    def advises(self) -> bool:
        """Whether it only says whether its learner is ready for the course."""
        return self.quiz.mode == "readiness"


@dataclass(frozen=True)
class OutcomeLine:
    """What a sitting came to for one outcome."""

    key: str
    can: str
    score: Score


@dataclass(frozen=True)
class Reviewed:
    """A question after the end."""

    view: QuestionView
    word: str
    """right, part, wrong, unmarked or blank."""
    points: str


@dataclass(frozen=True)
class ResultSheet:
    """A finished sitting."""

    sitting: Sitting
    number: int
    standings: tuple[Standing, ...]
    today: date

    @property
    def title(self) -> str:
        """What was sat."""
        return self.sitting.title

    @property
    def minutes(self) -> int:
        """How long it took, rounded up."""
        assert self.sitting.finished_at is not None, "finished"
        seconds = (self.sitting.finished_at - self.sitting.started_at).total_seconds()
        return max(1, -int(-seconds // MINUTE))

    @property
    def advises(self) -> bool:
        """Whether it only says whether its learner is ready for the course."""
        return rules_of_sitting(self.sitting).mode == "readiness"

    @cached_property
    def score(self) -> Score:
        """All points."""
        return _score(self.sitting, self.standings)

    @property
    def uncorrected(self) -> Score | None:
        """All points as they were before keys were corrected; None if none was."""
        before = [standing.uncorrected for standing in self.standings]
        if before == list(self.standings):
            return None
        return _score(self.sitting, before)

    @property
    def outcomes(self) -> list[OutcomeLine]:
        """Points by main outcome."""
        scores = scores_by_outcome(self._marked, rules_of_sitting(self.sitting))
        words = {
            standing.marked.outcome: standing.attempt.version.about["outcome"]
            for standing in self.standings
        }
        return [OutcomeLine(key, words[key], score) for key, score in scores.items()]

    @property
    def sureness(self) -> list[tuple[str, Sureness]]:
        """Confidence against result, in words."""
        return [(CONFIDENCE_WORDS[line.confidence], line) for line in sureness_of(self._marked)]

    @property
    def over_confident(self) -> bool:
        """Whether something was wrong of which the learner was certain."""
        return any(
            line.confidence is Confidence.CERTAIN and line.right < line.asked
            for _, line in self.sureness
        )

    @property
    def misses(self) -> int:
        """Number of questions that were not fully right."""
        return sum(row.word != "right" for row in self.reviewed)

    @cached_property
    def reviewed(self) -> list[Reviewed]:
        """Every question, with everything that there is to say of it."""
        return [
            Reviewed(
                attempt_view(standing, today=self.today),
                standing.marked.word,
                Score(standing.state.credit, 1).shown,
            )
            for standing in self.standings
        ]

    @property
    def _marked(self) -> list[Marked]:
        return [standing.marked for standing in self.standings]


def quiz_sheet(
    entry: ReleaseEntry, learner_pk: int | None, begun: list[Sitting], *, now: datetime
) -> QuizSheet:
    """Gather what the page of a quiz shows to somebody with these sittings, newest first."""
    assert entry.quiz_version is not None, "quiz_entry finds quizzes"
    quiz = quiz_of(entry.quiz_version)
    limited = learner_pk is not None and quiz.rules.time_limit_minutes is not None
    return QuizSheet(
        entry=entry,
        quiz=quiz,
        sat=len(begun),
        running=next((sitting for sitting in begun if sitting.finished_at is None), None),
        past=_past(quiz, begun),
        now=now,
        extra_percent=extra_percent_of(learner_pk, entry.release.course_id) if limited else 0,
    )


def result_sheet(sitting: Sitting, *, today: date) -> ResultSheet:
    """Gather what there is to say of a finished sitting."""
    return ResultSheet(sitting, number_of(sitting), tuple(standings_of(sitting)), today)


def _past(quiz: Quiz, begun: list[Sitting]) -> tuple[Past, ...]:
    """Return the finished sittings, newest first. In practice the last ones will do."""
    numbered = [(len(begun) - place, sitting) for place, sitting in enumerate(begun)]
    finished = [(number, sitting) for number, sitting in numbered if sitting.finished_at]
    shown = finished if quiz.graded else finished[:SHOWN]
    standings = standings_of_all([sitting for _, sitting in shown])
    scores = {pk: _score(sitting, standings[pk]) for pk, sitting in ((s.pk, s) for _, s in shown)}
    best = max(scores, key=lambda pk: scores[pk].share, default=None)
    counting = next(iter(scores), None) if quiz.rules.best == "latest" else best
    return tuple(
        Past(sitting, number, scores[sitting.pk], quiz.graded and sitting.pk == counting)
        for number, sitting in shown
    )


def _score(sitting: Sitting, standings: Sequence[Standing]) -> Score:
    return score_of([standing.marked for standing in standings], rules_of_sitting(sitting))
