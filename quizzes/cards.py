"""Questions as pages show them: the card, the form around it, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from courses.models import QuestionVersion
from courses.queries import html_of, question_of
from domain.attempts import LESSON_RULES, Confidence, State
from domain.cards import Card, Occasion, card
from quizzes.models import Attempt, AttemptEvent, Sitting
from quizzes.queries import fresh_seed, rules_of, states_of

FIRST_KEYS = UUID("6c1a2c1e-53a3-4f0e-9a5a-6a3b7f0a1f5d")
"""Name space of the keys of first answers: the same page always offers the same one."""
CONFIDENCE_WORDS = {
    Confidence.GUESS: "guessing",
    Confidence.UNSURE: "unsure",
    Confidence.FAIRLY_SURE: "fairly sure",
    Confidence.CERTAIN: "certain",
}


@dataclass(frozen=True)
class QuestionView:
    """One question on a page. ``attempt`` is None until its first answer."""

    name: str
    """The author's key: it makes the element's id."""
    card: Card
    action: str
    fields: Mapping[str, str]
    """Hidden fields of the form."""
    about: Mapping[str, Any]
    attempt: Attempt | None = None
    label: str = "Check question"
    note: str = ""
    retry_url: str = ""
    again_url: str = ""
    next_url: str = ""
    next_label: str = ""
    back: str = ""
    """'lesson' where a visit without JavaScript returns to the lesson after the answer."""
    submit_label: str = "Check answer"
    notice: str = ""
    sent: tuple[str, ...] = field(default=())
    """What a stale page wanted to say, shown beside what counts."""

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"quizzes/questions/{self.card.kind}.html"

    @property
    def confidence_text(self) -> str:
        """What the learner's own confidence was worth, in words."""
        verdict, sure = self.card.verdict, self.card.confidence
        if verdict is None or sure is None:
            return ""
        said = f"You were {CONFIDENCE_WORDS[sure]}."
        right = verdict.fraction == 1
        return f"{said} Well judged." if right == (sure >= Confidence.FAIRLY_SURE) else said

    @property
    def graded(self) -> bool:
        """Whether the card tells how good an answer was."""
        return self.card.verdict is not None


def fresh_view(course_key: str, version: QuestionVersion, *, today: date) -> QuestionView:
    """Show a question that its reader has not begun. Nothing is stored for that."""
    question = question_of(version)
    shown = card(
        question,
        html_of(version, today=today),
        State(),
        Occasion(LESSON_RULES, fresh_seed(version)),
    )
    return QuestionView(
        name=question.id,
        card=shown,
        action=reverse("quizzes:begin", args=[course_key, question.id]),
        fields={
            "version": version_ticket(version),
            "sequence": "0",
            "key": str(uuid5(FIRST_KEYS, str(version.pk))),
        },
        about=version.about,
        note="Not graded",
        back="lesson",
    )


def attempt_view(
    attempt: Attempt, rows: list[AttemptEvent], *, today: date, again: bool = False, **more: Any
) -> QuestionView:
    """Show a question as its attempt stands."""
    state = states_of(attempt, rows)[-1]
    question = question_of(attempt.version)
    shown = card(
        question,
        html_of(attempt.version, today=today),
        state,
        Occasion(
            rules_of(attempt),
            attempt.seed,
            over=attempt.sitting.finished_at is not None,
            again=again,
        ),
    )
    page = reverse("quizzes:attempt", args=[attempt.key])
    practice = attempt.sitting.kind == Sitting.Kind.LESSON
    return QuestionView(
        name=question.id,
        card=shown,
        action=reverse("quizzes:answer", args=[attempt.key]),
        fields={"sequence": str(state.next_sequence), "key": str(uuid4())},
        about=attempt.version.about,
        attempt=attempt,
        retry_url=f"{page}?again=1" if shown.open and not shown.form else "",
        again_url=reverse("quizzes:again", args=[attempt.key]) if practice and shown.final else "",
        **({"note": "Not graded" if practice else ""} | more),
    )


def version_ticket(version: QuestionVersion) -> str:
    """Sign which version a page shows, so that the first answer is judged by just that one."""
    return Signer(salt="quizzes.version").sign(str(version.pk))


def version_of(ticket: str) -> int | None:
    """Return the primary key that a page's ticket stands for, or None if it is not ours."""
    try:
        return int(Signer(salt="quizzes.version").unsign(ticket))
    except (BadSignature, ValueError):
        return None
