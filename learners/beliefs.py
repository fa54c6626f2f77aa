"""The page of beliefs: what answers have shown, what is the case, and where to go on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from courses.beliefs import beliefs_of, questions_on
from courses.models import Course, Misconception
from courses.queries import html_of, question_of
from domain.beliefs import Belief
from domain.cards import Said, said
from quizzes.beliefs import beliefs_held
from quizzes.models import Attempt


@dataclass(frozen=True)
class BeliefRow:
    """One belief of a learner."""

    belief: Misconception
    held: Belief
    attempt: Attempt
    """At which it was shown last."""
    answer: tuple[Said, ...]
    """What was answered there."""
    reread: Mapping[str, str] | None
    """Address and title of the lesson that corrects it, where there is one."""
    asked: bool
    """Whether any live question is about it."""

    @property
    def told(self) -> bool:
        """Whether the correction may be read: it no longer helps the answer that showed it."""
        return self.held.shown.told or not self.held.open


@dataclass(frozen=True)
class BeliefsPage:
    """The beliefs of a learner in a course."""

    open: list[BeliefRow]
    """Those that the learner was sure of come first."""
    corrected: list[BeliefRow]


def beliefs_page(learner_pk: int | None, course: Course, *, today: date) -> BeliefsPage:
    """Gather the beliefs that a learner's answers have shown in a course."""
    assert course.current is not None, "of a published course"
    known = beliefs_of(course.current)
    found = beliefs_held(learner_pk, course.current) if learner_pk else []
    held = [row for row in found if row.key in known]
    attempts = _attempts(held)
    rows = [
        BeliefRow(
            belief=known[row.key],
            held=row,
            attempt=attempts[row.shown.attempt],
            answer=_answer(attempts[row.shown.attempt], row, today=today),
            reread=_reread(course, known[row.key]),
            asked=bool(questions_on(course.current, row.key)),
        )
        for row in held
    ]
    return BeliefsPage(
        [row for row in rows if row.held.open], [row for row in rows if not row.held.open]
    )


def _attempts(held: list[Belief]) -> dict[int, Attempt]:
    found = Attempt.objects.filter(pk__in={row.shown.attempt for row in held})
    return {row.pk: row for row in found.select_related("sitting", "version__question")}


def _answer(attempt: Attempt, held: Belief, *, today: date) -> tuple[Said, ...]:
    version = attempt.version
    return said(question_of(version), html_of(version, today=today), held.shown.submitted)


def _reread(course: Course, belief: Misconception) -> dict[str, str] | None:
    assert course.current is not None, "of a published course"
    key, _, anchor = belief.see.partition("#")
    outline: Mapping[str, Any] = course.current.outline
    lessons = (lesson for part in outline["parts"] for lesson in part["lessons"])
    title = next((lesson["title"] for lesson in lessons if lesson["key"] == key), None)
    if title is None:
        return None
    url = reverse("courses:lesson", args=[course.key, key])
    return {"url": f"{url}#h-{anchor}" if anchor else url, "title": title}
