"""Where attempts and sittings are shown."""

from django.urls import reverse

from quizzes.models import Attempt, Sitting


def page_of(attempt: Attempt) -> str:
    """Return the page that an attempt is shown on: in a quiz that is over, its result."""
    sitting = attempt.sitting
    if sitting.kind != Sitting.Kind.QUIZ:
        return reverse("quizzes:attempt", args=[attempt.key])
    if sitting.finished_at:
        return reverse("quizzes:result", args=[sitting.key]) + f"#r-{attempt.position}"
    return position_url(sitting, attempt.position)


def position_url(sitting: Sitting, position: int) -> str:
    """Return where a question of a sitting is shown."""
    return reverse("quizzes:position", args=[sitting.key, position])


def finish_url(sitting: Sitting) -> str:
    """Return where a sitting is looked over and finished."""
    return reverse("quizzes:finish", args=[sitting.key])
