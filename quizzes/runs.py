"""A running sitting as its pages show it: the steps, the time, and the ways on and back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.urls import reverse

from domain.sittings import seconds_left
from quizzes.addresses import finish_url, position_url
from quizzes.models import Attempt, Sitting
from quizzes.queries import Standing, rules_of_sitting
from web.templatetags.ui import local

WORDS = {"right": "correct", "part": "partly correct", "wrong": "wrong", "blank": "to do"}
SAVED = "saved"
"""All that is said of an answer while feedback waits for the end."""
MINUTE = 60  # seconds
DAY = timedelta(days=1)
UNITS = ((48 * 60, 24 * 60, "days"), (120, 60, "h"))
"""From how many minutes on the time is told in what, and how many minutes that is."""


@dataclass(frozen=True)
class Step:
    """One question in the row of steps."""

    number: int
    look: str
    """right, part, wrong, saved, or '' for one to do."""
    current: bool
    url: str = ""
    title: str = ""

    @property
    def word(self) -> str:
        """Its state in words."""
        word = WORDS.get(self.look, self.look) if self.look else WORDS["blank"]
        if not self.current:
            return word
        return f"{word}, current" if self.look else "current"


@dataclass(frozen=True)
class Run:
    """A sitting that is not finished, looked at from one of its questions or from its end."""

    sitting: Sitting
    standings: tuple[Standing, ...]
    now: datetime
    position: int = 0
    """Of the question that is shown; 0 at the end."""

    @property
    def title(self) -> str:
        """What is being sat."""
        return self.sitting.title

    @property
    def of(self) -> int:
        """Number of questions."""
        return len(self.standings)

    @cached_property
    def steps(self) -> list[Step]:
        """Every question with its state."""
        return [
            step_of(standing, current=standing.attempt.position == self.position)
            for standing in self.standings
        ]

    @property
    def blank(self) -> list[Step]:
        """The questions without an answer."""
        return [step for step in self.steps if not step.look]

    @property
    def unsent(self) -> list[Step]:
        """The questions at which something was typed and not sent."""
        return [
            step
            for step, standing in zip(self.steps, self.standings, strict=True)
            if standing.draft
        ]

    @property
    def first_blank_url(self) -> str:
        """Where to go on; the end, if everything is answered."""
        return self.blank[0].url if self.blank else self.finish_url

    @property
    def questions_url(self) -> str:
        """Back among the questions: to the first without an answer, or to the first."""
        return (self.blank or self.steps)[0].url

    @property
    def before_url(self) -> str:
        """The question before, or ''."""
        return position_url(self.sitting, self.position - 1) if self.position > 1 else ""

    @property
    def after_url(self) -> str:
        """The question after, or ''."""
        return position_url(self.sitting, self.position + 1) if self.position < self.of else ""

    @property
    def finish_url(self) -> str:
        """Where the sitting is looked over and finished."""
        return finish_url(self.sitting)

    @property
    def leave_url(self) -> str:
        """The quiz's own page, where the sitting can be resumed; of a practice the course's."""
        course, version = self.sitting.course.key, self.sitting.quiz_version
        if version is None:
            return reverse("courses:course", args=[course])
        return reverse("quizzes:quiz", args=[course, version.quiz.key])

    @property
    def older(self) -> bool:
        """Whether the course was published anew since the sitting began."""
        return self.sitting.release_id != self.sitting.course.current_id

    @property
    def deferred(self) -> bool:
        """Whether feedback waits for the end."""
        return not rules_of_sitting(self.sitting).feedback_at_once

    @property
    def seconds_left(self) -> int | None:
        """Until the time is up; None without a limit."""
        if self.sitting.deadline is None:
            return None
        return seconds_left(self.sitting.started_at, self.sitting.deadline, self.now)

    @property
    def seconds_in_all(self) -> int:
        """How long the sitting may take."""
        started, deadline = self.sitting.started_at, self.sitting.deadline
        assert deadline is not None, "asked of a sitting with a limit"
        return seconds_left(started, deadline, started)

    @property
    def time_left(self) -> str:
        """The same in words: 12 min left, less than a minute left; '' without a limit."""
        seconds = self.seconds_left
        return "" if seconds is None else time_in_words(seconds)

    @property
    def ends(self) -> str:
        """The time of day at which it ends, with the date if that is not within a day."""
        deadline, form = self.sitting.deadline, "time"
        assert deadline is not None, "asked of a sitting with a limit"
        if deadline - self.now < DAY:
            form = "clock"
        return local(deadline, self.sitting.course.time_zone, form)


def time_in_words(seconds: int) -> str:
    """Say how much time is left, rounded down. ``app.js`` says the same."""
    if seconds <= 0:
        return "Time is up: what is saved counts"
    minutes = seconds // MINUTE
    for least, size, unit in UNITS:
        if minutes >= least:
            return f"{minutes // size} {unit} left"
    return f"{minutes} min left" if minutes else "less than a minute left"


def step_of(standing: Standing, *, current: bool) -> Step:
    """Say how a question of a sitting stands, as far as its learner may know."""
    attempt, word = standing.attempt, standing.marked.word
    if _may_tell(attempt):
        look = "" if word in ("blank", "unmarked") else word
    else:
        look = "" if word == "blank" else SAVED
    return Step(
        number=attempt.position,
        look=look,
        current=current,
        url=position_url(attempt.sitting, attempt.position),
        title=attempt.version.title,
    )


def _may_tell(attempt: Attempt) -> bool:
    rules = rules_of_sitting(attempt.sitting)
    return rules.feedback_at_once or attempt.sitting.finished_at is not None
