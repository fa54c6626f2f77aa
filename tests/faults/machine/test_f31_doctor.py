"""F31: damaged rows are found and named, and what follows from the answers is worked out again."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F

from courses.models import LessonVersion
from learners.models import Evidence, LearnerOutcome, LearnerQuestion
from quizzes.models import Attempt, AttemptEvent, Sitting
from tests.learners.histories import give, history, make_varied_course
from tests.makers import make_learner

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = 999_999


def examined(*, repair: bool = False) -> list[str]:
    out = StringIO()
    try:
        call_command("doctor", repair=repair, stdout=out)
    except CommandError:
        return out.getvalue().splitlines()
    assert out.getvalue() == "All is well.\n"
    return []


@pytest.fixture(autouse=True)
def lived() -> None:
    """Three learners gave a few answers."""
    made = make_varied_course(3)
    for given in history(made, [make_learner() for _ in range(3)], 12, seed=3):
        give(made, given)
    assert examined() == []


def unguarded(sql: str, *values: int) -> None:
    """Write what the database itself would refuse, were it whole."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys = ON")
        else:
            cursor.execute("SET session_replication_role = DEFAULT")


def event_of_nowhere() -> None:
    pk = AttemptEvent.objects.latest("pk").pk
    unguarded("UPDATE quizzes_attemptevent SET attempt_id = %s WHERE id = %s", ELSEWHERE, pk)


def gap() -> None:
    attempt = AttemptEvent.objects.filter(sequence=1)[0].attempt_id
    unguarded("DELETE FROM quizzes_attemptevent WHERE attempt_id = %s AND sequence = 0", attempt)


def attempt_without_version() -> None:
    pk = Attempt.objects.latest("pk").pk
    unguarded("UPDATE quizzes_attempt SET version_id = %s WHERE id = %s", ELSEWHERE, pk)


def wrong_score() -> None:
    unguarded("UPDATE learners_evidence SET score = .77 WHERE number = %s", newest().number)


def wrong_end() -> None:
    Sitting.objects.filter(pk=Sitting.objects.latest("pk").pk).update(
        finished_at=F("started_at") - timedelta(days=1)
    )


def missing_evidence() -> None:
    newest().delete()


def missing_revision() -> None:
    unguarded("UPDATE learners_evidence SET revision = 1 WHERE number = %s", newest().number)


def wrong_outcome() -> None:
    LearnerOutcome.objects.filter(pk=LearnerOutcome.objects.latest("pk").pk).update(theta=9.9)


def review_before_itself() -> None:
    row = LearnerQuestion.objects.latest("pk")
    row.last_review, row.due = newest().at, newest().at - timedelta(days=2)
    row.save()


def missing_figure() -> None:
    version = LessonVersion.objects.filter(entries__isnull=False).latest("pk")
    LessonVersion.objects.filter(pk=version.pk).update(html={"body": '<img src="/figures/x.png">'})


def newest() -> Evidence:
    return Evidence.objects.latest("number")


DERIVED = {
    "wrong cached score": (wrong_score, "D-008"),
    "evidence missing for a judged attempt": (missing_evidence, "D-008"),
    "evidence revision without predecessor": (missing_revision, "D-005"),
    "wrong LearnerOutcome": (wrong_outcome, "D-008"),
}
STORED = {
    "orphan event": (event_of_nowhere, "D-001"),
    "event gap in sequence": (gap, "D-002"),
    "attempt without version": (attempt_without_version, "D-001"),
    "wrong finished_at": (wrong_end, "D-004"),
    "review due in the past of its own last review": (review_before_itself, "D-006"),
    "file referenced but absent in media": (missing_figure, "D-007"),
}


def named(cases: dict[str, tuple[Callable[[], None], str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(("damage", "code"), cases.values(), ids=cases.keys())


@named(DERIVED)
def test_f31_what_follows_from_answers_is_repaired(damage: Callable[[], None], code: str) -> None:
    damage()
    assert code in {line.split()[0] for line in examined()}

    assert examined(repair=True) == []
    assert examined() == []


@named(STORED)
def test_f31_what_is_stored_is_reported_and_left_alone(
    damage: Callable[[], None], code: str
) -> None:
    damage()
    before = list(AttemptEvent.objects.order_by("pk").values())

    found = examined(repair=True)

    assert code in {line.split()[0] for line in found}
    assert all("Fix: " in line for line in found)
    assert list(AttemptEvent.objects.order_by("pk").values()) == before


def test_f31_a_key_that_two_events_have_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """No whole database takes it, so the constraint is dropped for a while."""
    every = AttemptEvent._meta.constraints
    (once,) = (one for one in every if one.name.endswith("per_key"))
    monkeypatch.setattr(AttemptEvent._meta, "constraints", [one for one in every if one != once])
    with connection.schema_editor() as editor:
        editor.remove_constraint(AttemptEvent, once)
    first = AttemptEvent.objects.earliest("pk")
    count = first.attempt.events.count()
    twice = AttemptEvent(**{**values_of(first), "id": None, "sequence": count})
    AttemptEvent.objects.bulk_create([twice])

    found = examined()

    AttemptEvent.objects.filter(attempt=first.attempt, sequence=count).delete()
    monkeypatch.undo()
    with connection.schema_editor() as editor:
        editor.add_constraint(AttemptEvent, once)
    assert f"D-003 attempt {first.attempt_id}: 2 events with key {first.key}" in " ".join(found)


def values_of(event: AttemptEvent) -> dict[str, Any]:
    return {**AttemptEvent.objects.values().get(pk=event.pk)}
