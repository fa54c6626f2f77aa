"""F16: a key is corrected after many have answered, while others go on answering."""

import shutil
from collections import Counter
from functools import partial
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.http import QueryDict

from courses.models import QuestionVersion
from courses.publishing import By, publish
from domain.attempts import EventKind
from learners.models import Evidence, LearnerLevel, LearnerOutcome, OutcomeStat, QuestionStat
from learners.rebuild import rebuild_mastery
from quizzes.actions import Ticket, apply_correction, mark_answer, submit_answer
from quizzes.models import Attempt, AttemptEvent, Learner, Notice
from quizzes.queries import standing_of
from quizzes.regrades import Key, regraded, wrong_version
from tests.corrections import (
    EXAM,
    FALSE,
    LATER,
    NEITHER,
    REASON,
    TRUE,
    correct,
    key_of,
    make_wrong_course,
    put_right,
    sit,
)
from tests.makers import NOW, Made, answer, days, make_learner, own, submit, ticket
from tests.published import FOLDER, TODAY, make_check, publish_course
from tests.threads import at_once

LEDGER = (AttemptEvent, Evidence, Notice)
STATE = (LearnerLevel, LearnerOutcome, QuestionStat, OutcomeStat)
SENT = (TRUE, FALSE, NEITHER, TRUE)


def digest(*models: type) -> str:
    """Hash every row of some tables."""
    rows = [list(model._default_manager.order_by("pk").values_list()) for model in models]  # type: ignore[attr-defined]
    return sha256(repr(rows).encode()).hexdigest()


def answer_all(made: Made, attempts: int) -> None:
    """Let so many attempts be made: in lessons, in quizzes and in exams, one learner each."""
    for number in range(attempts):
        learner, at = make_learner(), NOW + days(number / attempts / 10)
        sent = SENT[number % 4]
        if number % 3 == 0:
            answer(learner, made, sent=sent, at=at)
        elif number % 3 == 1:
            sit(learner, made, [sent, FALSE], at=at)
        else:
            sit(learner, made, [sent, NEITHER], EXAM, at=at)


def newest(key: str) -> QuestionVersion:
    return QuestionVersion.objects.select_related("question").filter(question__key=key).latest("pk")


def marked_by(learner: Learner, *points: str) -> Attempt:
    """Let a learner answer in a paragraph, and mark it."""
    attempt = make_check(learner, "peering-aloud")
    said, marks = QueryDict(mutable=True), QueryDict(mutable=True)
    said["answer"] = "By peering."
    marks.setlist("point", list(points))
    submit_answer(own(attempt), said, Ticket(uuid4(), 0), now=NOW)
    mark_answer(own(attempt), marks, Ticket(uuid4(), 1), now=NOW)
    return attempt


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempts", [36, pytest.param(1_000, marks=pytest.mark.fault)])
def test_f16_a_corrected_key_is_previewed_then_applied_once(attempts: int) -> None:
    made = make_wrong_course()
    answer_all(made, attempts)
    waiting = [answer(make_learner(), made, sent=NEITHER) for _ in range(4)]
    pages = [ticket(attempt) for attempt in waiting]
    running = sit(make_learner(), made, [TRUE, FALSE], EXAM, finish=False)
    put_right(made)
    before = digest(*LEDGER, *STATE)

    previewed = Counter(one.way for one in regraded(key_of(made), now=LATER))

    assert previewed == {"up": attempts // 2, "same": attempts // 2 + 4}
    assert digest(*LEDGER, *STATE) == before

    sends = [
        partial(submit, attempt, TRUE, at=LATER, by=page)
        for attempt, page in zip(waiting, pages, strict=True)
    ]
    *sent, applied = at_once(*sends, partial(correct, made))

    assert sent == [None] * 4
    assert len(applied) == attempts + 4
    for attempt in waiting:
        kinds = Counter(attempt.events.values_list("kind", flat=True))
        assert kinds == {EventKind.ANSWERED: 2, EventKind.CORRECTED: 1}
        found = own(attempt).get()
        assert found is not None
        assert standing_of(found).state.credit == 1.0
    assert not AttemptEvent.objects.filter(
        attempt__sitting=running, kind=EventKind.CORRECTED
    ).exists()
    changed = [one.event.attempt_id for one in applied if one.changed]
    assert sorted(Notice.objects.values_list("attempt", flat=True)) == sorted(changed)
    assert rebuild_mastery(made.course, now=LATER, check=True).differences == []
    after = digest(*LEDGER, *STATE)

    assert correct(made) == []

    assert digest(*LEDGER, *STATE) == after


@pytest.mark.django_db(transaction=True)
def test_f16_two_corrections_at_once_are_one() -> None:
    made = make_wrong_course()
    answer_all(made, 12)
    put_right(made)

    results = at_once(*[partial(correct, made)] * 2)

    assert sorted(len(done) for done in results) == [0, 12]
    assert AttemptEvent.objects.filter(kind=EventKind.CORRECTED).count() == 12
    assert rebuild_mastery(made.course, now=LATER, check=True).differences == []


@pytest.mark.django_db
def test_f16_what_a_person_has_marked_is_kept(tmp_path: Path) -> None:
    publish_course()
    learner = make_learner()
    marked = marked_by(learner, "pair")
    root = tmp_path / FOLDER.name
    shutil.copytree(FOLDER, root)
    file = root / "lessons/01-data-transfer/peering-aloud.md"
    file.write_text(file.read_text().replace("{#pair}", "{#pair weight=2}"))
    publish(root, by=By("ira", LATER), today=TODAY)
    right = newest("peering-aloud")
    wrong = wrong_version(right)
    assert wrong is not None

    [done] = apply_correction(Key(wrong, right, keep=False), reason=REASON, by="ira", now=LATER)

    assert (done.way, done.changed) == ("same", False)
    assert marked.events.filter(kind=EventKind.MARKED).count() == 1
    found = own(marked).get()
    assert found is not None
    assert standing_of(found).state.credit == 0.25
    assert not Notice.objects.exists()
    assert rebuild_mastery(right.question.course, now=LATER, check=True).differences == []
