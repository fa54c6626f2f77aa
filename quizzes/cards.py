"""Questions as pages show them: the card, the form around it, and where it leads."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from courses.models import QuestionVersion
from courses.queries import html_of, question_of, quiz_of
from domain.attempts import LESSON_RULES, Confidence, State, confidence_of
from domain.cards import Card, Occasion, Said, arrangement, card, said, submitted_ids
from domain.questions.base import Submitted
from quizzes.addresses import finish_url, position_url
from quizzes.beliefs import Again, again_in_sitting, again_outside
from quizzes.models import Attempt
from quizzes.notices import CorrectionNote, note_on
from quizzes.queries import Standing, fresh_seed, rules_of

FIRST_KEYS = UUID("6c1a2c1e-53a3-4f0e-9a5a-6a3b7f0a1f5d")
"""Name space of the keys of first answers: the same page always offers the same one."""
CONFIDENCE_LABELS = {
    Confidence.GUESS: "Guess",
    Confidence.UNSURE: "Unsure",
    Confidence.FAIRLY_SURE: "Fairly sure",
    Confidence.CERTAIN: "Certain",
}
CONFIDENCE_WORDS = {
    Confidence.GUESS: "guessing",
    Confidence.UNSURE: "unsure",
    Confidence.FAIRLY_SURE: "fairly sure",
    Confidence.CERTAIN: "certain",
}


@dataclass(frozen=True)
class Refusal:
    """Why something sent was not taken, beside what was sent and what counts instead."""

    notice: str
    status: int = 409
    sent: tuple[Said, ...] = ()
    stored: tuple[Said, ...] = ()


@dataclass(frozen=True)
class QuestionView:
    """One question on a page. ``attempt`` is None until its first answer."""

    name: str
    """It makes the element's id: the author's key in a lesson, the position in a quiz."""
    card: Card
    action: str
    fields: Mapping[str, str]
    """Hidden fields of the form."""
    about: Mapping[str, Any]
    attempt: Attempt | None = None
    late: bool = False
    """Whether an answer was taken after the deadline, within the grace."""
    label: str = "Check question"
    """'' where the question has a page to itself and that page says what it is."""
    note: str = ""
    retry_url: str = ""
    again_url: str = ""
    next_url: str = ""
    next_label: str = ""
    again: Again | None = None
    """What the next question comes back to, and why."""
    back: str = ""
    """'lesson' where a visit without JavaScript returns to the lesson after the answer."""
    submit_label: str = "Check answer"
    refusal: Refusal | None = None
    keep: str = ""
    """Names what the form is for, in the memory of a browser."""
    draft_url: str = ""
    drafted: bool = False
    """The form holds what was typed and not sent."""
    taken: str = ""
    """Key of the form that was taken last."""
    correction: CorrectionNote | None = None
    """What is said of a key that was wrong."""

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"quizzes/questions/{self.card.kind}.html"

    @property
    def report_url(self) -> str:
        """Where its reader says that something is wrong with it; '' before the first answer."""
        if self.attempt is None or (self.card.form and not self.card.saved):
            return ""
        return reverse("quizzes:report", args=[self.attempt.key])

    @property
    def confidences(self) -> list[tuple[int, str, bool]]:
        """What can be picked, and whether it is."""
        sure = self.card.confidence
        return [(level.value, label, level == sure) for level, label in CONFIDENCE_LABELS.items()]

    @property
    def confidence_text(self) -> str:
        """What the learner's own confidence was worth, in words."""
        verdict, sure = self.card.verdict, self.card.confidence
        if verdict is None or sure is None:
            return ""
        said_so = f"You were {CONFIDENCE_WORDS[sure]}."
        right = verdict.fraction == 1
        return f"{said_so} Well judged." if right == (sure >= Confidence.FAIRLY_SURE) else said_so

    @property
    def graded(self) -> bool:
        """Whether the card tells how good an answer was."""
        return self.card.verdict is not None


def fresh_view(
    course_key: str,
    version: QuestionVersion,
    *,
    today: date,
    sent: Submitted | None = None,
    notice: str = "",
) -> QuestionView:
    """Show a question that its reader has not begun. Nothing is stored for that."""
    question, seed = question_of(version), fresh_seed(version)
    key = str(uuid5(FIRST_KEYS, str(version.pk)))
    if sent is not None:
        sent = submitted_ids(question, sent, arrangement(LESSON_RULES, seed))
    occasion = Occasion(LESSON_RULES, seed, sent=sent)
    return QuestionView(
        name=question.id,
        card=card(question, html_of(version, today=today), State(), occasion),
        action=reverse("quizzes:begin", args=[course_key, question.id]),
        fields={
            "version": version_ticket(version),
            "sequence": "0",
            "key": key,
        },
        keep=key,
        about=version.about,
        note="Not graded",
        back="lesson",
        refusal=Refusal(notice, status=400) if notice else None,
    )


def attempt_view(standing: Standing, *, today: date, again: bool = False) -> QuestionView:
    """Show a question as its attempt stands.

    With ``again``, or if something was typed and not sent, that is its form for another try.
    """
    attempt, over = standing.attempt, standing.attempt.sitting.finished_at is not None
    draft = None if over else standing.draft
    typed = draft.data if draft else {}
    occasion = Occasion(
        rules_of(attempt),
        attempt.seed,
        over=over,
        again=again or draft is not None,
        sent=typed.get("submitted"),
        confidence=confidence_of(typed.get("confidence")),
    )
    return replace(_view(standing, occasion, today=today), drafted=draft is not None)


def refused_view(
    standing: Standing, refusal: Refusal, sent: Submitted, *, sure: str = "", today: date
) -> QuestionView:
    """Show an attempt as it stands, with what was sent in its form and beside what counts."""
    attempt, question = standing.attempt, standing.question
    rules = rules_of(attempt)
    occasion = Occasion(
        rules,
        attempt.seed,
        over=attempt.sitting.finished_at is not None,
        again=bool(sent),
        sent=submitted_ids(question, sent, arrangement(rules, attempt.seed)) if sent else None,
        confidence=confidence_of(sure),
    )
    html, state = html_of(standing.version, today=today), standing.state
    both = replace(
        refusal,
        sent=said(question, html, occasion.sent) if occasion.sent else (),
        stored=said(question, html, state.submitted) if state.submitted else (),
    )
    return replace(_view(standing, occasion, today=today), refusal=both)


def _view(standing: Standing, occasion: Occasion, *, today: date) -> QuestionView:
    attempt, state = standing.attempt, standing.state
    question = standing.question
    paged = attempt.sitting.paged
    view = QuestionView(
        name=str(attempt.position) if paged else question.id,
        card=card(question, html_of(standing.version, today=today), state, occasion),
        action=reverse("quizzes:answer", args=[attempt.key]),
        fields={"sequence": str(state.next_sequence), "key": str(uuid4())},
        about=standing.version.about,
        attempt=attempt,
        late=standing.late,
        keep=str(attempt.key),
        draft_url=reverse("quizzes:draft", args=[attempt.key]),
        taken=str(standing.rows[-1].key) if standing.rows else "",
        correction=note_on(standing),
    )
    return _in_sitting(view, standing) if paged else _in_lesson(view, standing)


def _in_lesson(view: QuestionView, standing: Standing) -> QuestionView:
    attempt, retry = standing.attempt, _may_retry(view.card)
    again = again_outside(standing) if view.card.verdict else None
    there = [attempt.sitting.course.key, again.key] if again else []
    return replace(
        view,
        note="Not graded",
        retry_url=reverse("quizzes:attempt", args=[attempt.key]) + "?again=1" if retry else "",
        again_url=reverse("quizzes:again", args=[attempt.key]) if _is_done(view.card) else "",
        again=again,
        next_url=reverse("quizzes:question", args=there) if again else "",
        next_label="A different question" if again else "",
    )


def _in_sitting(view: QuestionView, standing: Standing) -> QuestionView:
    attempt, shown = standing.attempt, view.card
    sitting, again = attempt.sitting, again_in_sitting(standing) if shown.verdict else None
    at_once = rules_of(attempt).feedback_at_once
    here, (next_url, next_label) = position_url(sitting, attempt.position), _way_on(attempt, again)
    return replace(
        view,
        label="",
        note=_tries_text(shown) if at_once else "Feedback comes at the end",
        retry_url=f"{here}?again=1" if _may_retry(shown) else "",
        again=again,
        next_url=next_url,
        next_label=next_label,
        submit_label="Check answer" if at_once else "Save answer",
    )


def _way_on(attempt: Attempt, again: Again | None) -> tuple[str, str]:
    """Return where a sitting goes on after a question, and what that is called."""
    sitting = attempt.sitting
    if sitting.finished_at:
        return reverse("quizzes:result", args=[sitting.key]), "See the result"
    if again:
        return position_url(sitting, again.position), "Next question"
    if not _is_last(attempt):
        return position_url(sitting, attempt.position + 1), "Next question"
    passed_over = _passed_over(attempt)
    if passed_over:
        return position_url(sitting, passed_over), "Next question"
    return finish_url(sitting), "To the end"


def _is_last(attempt: Attempt) -> bool:
    """Whether no question comes behind. A sitting has at least those that its quiz asks."""
    version = attempt.sitting.quiz_version
    if version and attempt.position < quiz_of(version).size:
        return False
    return not attempt.sitting.attempts.filter(position__gt=attempt.position).exists()


def _passed_over(attempt: Attempt) -> int | None:
    """Return the first place without an answer, behind a question that was not drawn with it."""
    version = attempt.sitting.quiz_version
    if version and attempt.position <= quiz_of(version).size:
        return None
    waiting = attempt.sitting.attempts.filter(events=None).exclude(pk=attempt.pk)
    return waiting.values_list("position", flat=True).first()


def _may_retry(shown: Card) -> bool:
    return shown.open and not shown.form


def _is_done(shown: Card) -> bool:
    return shown.final and not shown.marking


def _tries_text(shown: Card) -> str:
    if not shown.form or shown.tries_left is None:
        return ""
    return f"Try {shown.tries + 1} of {shown.tries + shown.tries_left}"


def version_ticket(version: QuestionVersion) -> str:
    """Sign which version a page shows, so that the first answer is judged by just that one."""
    return Signer(salt="quizzes.version").sign(str(version.pk))


def version_of(ticket: str, question_pk: int) -> QuestionVersion | None:
    """Return the version of a question that a page's ticket stands for, if the ticket is ours."""
    try:
        pk = int(Signer(salt="quizzes.version").unsign(ticket))
    except (BadSignature, ValueError):
        return None
    own = QuestionVersion.objects.filter(pk=pk, question=question_pk)
    return own.select_related("lesson").first()
