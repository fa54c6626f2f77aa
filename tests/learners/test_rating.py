"""Rating an answer through the database."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from learners.actions import prepare_course, rate_answer
from learners.difficulties import difficulties_of
from learners.models import (
    Evidence,
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    OutcomeStat,
    QuestionStat,
)
from quizzes.after import Judged
from quizzes.models import AttemptEvent
from tests.domain.test_mastery_golden import GOLDEN
from tests.makers import (
    NOW,
    Asked,
    answer,
    make_attempt,
    make_course,
    make_judged,
    make_learner,
    publish,
)

pytestmark = pytest.mark.django_db
GOLDEN_QUESTIONS = {
    "q1": Asked(difficulty="easy"),
    "q2": Asked(),
    "q3": Asked(),
    "q4": Asked(difficulty="hard"),
}


def rate(judged: Judged) -> None:
    with transaction.atomic():
        rate_answer(judged)


def test_it_follows_the_golden_trace() -> None:
    made, ada = make_course(GOLDEN_QUESTIONS), make_learner()
    prepare_course(made.course.pk)
    outcome = str(made.outcomes["storage"].pk)

    for row in GOLDEN:
        attempt = make_attempt(ada, made, row.evidence.question)
        told = row.evidence
        rate(
            make_judged(
                attempt,
                score=told.score,
                guess=told.guess,
                hints=told.hints,
                weight=told.weight,
                at=NOW + timedelta(days=row.day),
            )
        )

        evidence = Evidence.objects.get(attempt=attempt)
        moved = evidence.moved[outcome]
        assert evidence.expected == pytest.approx(row.expected, abs=1e-6)
        assert moved["after"] == pytest.approx(row.percent, abs=1e-6)
        assert moved["level"] == row.level
        held = LearnerOutcome.objects.get(learner=ada)
        assert held.n == pytest.approx(row.n, abs=1e-6)
        assert held.held_level == row.level

    first = Evidence.objects.order_by("number")[0].moved[outcome]
    assert first["before"] == pytest.approx(0.654514, abs=1e-6)
    assert (held.answers, held.distinct) == (7, 4)


def count(judged: Judged) -> int:
    with transaction.atomic(), CaptureQueriesContext(connection) as found:
        rate_answer(judged)
    return len(found)


def test_it_takes_ten_statements_whatever_the_size() -> None:
    everything = [f"outcome-{n}" for n in range(100)]
    small = make_course({"q1": Asked(outcomes=("storage", "transfer"))})
    asked = {f"q{n}": Asked(outcomes=everything[n : n + 3]) for n in range(90)}
    large = make_course(asked, key="large", outcomes=everything)
    ada = make_learner()
    for made in (small, large):
        rate(make_judged(make_attempt(ada, made)))
    for _ in range(30):
        rate(make_judged(make_attempt(ada, large)))

    counts = {count(make_judged(make_attempt(ada, made))) for made in (small, large)}

    assert counts == {10}


def test_it_makes_what_publication_has_not_prepared() -> None:
    made, ada = make_course(), make_learner()

    rate(make_judged(make_attempt(ada, made)))

    assert OutcomeStat.objects.count() == 3
    labels = {row.question.key: row.answers for row in QuestionStat.objects.all()}
    assert labels == {"q1": 1, "q2": 0, "q3": 0, "q4": 0}
    prepare_course(made.course.pk)
    assert QuestionStat.objects.count() == 4


def test_it_prepares_a_question_that_was_published_later() -> None:
    made, ada = make_course(), make_learner()
    rate(make_judged(make_attempt(ada, made)))
    publish(made, {"q1": Asked(), "q9": Asked(difficulty="hard")})

    rate(make_judged(make_attempt(ada, made)))

    newest = Evidence.objects.latest("number").used
    stats = QuestionStat.objects.filter(question__key__in=["q1", "q9"]).order_by("pk")
    assert stats[1].d == 0.5
    mean = newest["outcomes"][str(made.outcomes["storage"].pk)]
    assert mean["of"] == 2
    assert mean["mean"] == pytest.approx((newest["d"] + 0.5) / 2)


def test_the_questions_of_a_release_are_told_by_its_number_and_time() -> None:
    made = make_course({"q1": Asked(), "q2": Asked(), "q3": Asked(outcomes=("transfer",))})
    prepare_course(made.course.pk)
    release, stats = made.release, QuestionStat.objects.order_by("question")
    numbers = [stat.question_id for stat in stats]
    before = difficulties_of(release.pk, release.at, ["storage"])
    release.entries.filter(question_version__question=numbers[1]).delete()
    release.at += timedelta(days=1)
    release.save()
    stats.update(d=0.25)

    after = difficulties_of(release.pk, release.at, ["storage", "transfer", "access"])

    assert before == {"storage": {numbers[0]: 0.0, numbers[1]: 0.0}}
    assert after == {"storage": {numbers[0]: 0.25}, "transfer": {numbers[2]: 0.25}, "access": {}}


def test_it_leaves_everything_alone_at_weight_zero() -> None:
    made, ada = make_course(), make_learner()

    rate(make_judged(make_attempt(ada, made), weight=0.0))

    assert not Evidence.objects.exists()
    assert not LearnerLevel.objects.exists()


def test_it_writes_down_what_the_answer_was_rated_by() -> None:
    made, ada = make_course({"q1": Asked(outcomes=("transfer", "storage"))}), make_learner()

    rate(make_judged(make_attempt(ada, made), score=0.5, guess=0.25, hints=2))

    evidence = Evidence.objects.get()
    pks = sorted([made.outcomes["storage"].pk, made.outcomes["transfer"].pk])
    assert evidence.outcomes == pks
    assert (evidence.score, evidence.guess, evidence.hints) == (0.5, 0.25, 2)
    assert (evidence.place, evidence.revision, evidence.cause) == (None, 0, "answer")
    assert evidence.judge == "machine"
    assert evidence.used["d"] == 0.0
    assert evidence.used["vd"] == 0.9
    assert set(evidence.moved) == {str(pk) for pk in pks}
    moved = evidence.moved[str(pks[0])]
    assert (moved["was"], moved["level"], moved["answers"]) == ("not started", "learning", 1)
    own = LearnerQuestion.objects.get()
    assert (own.ok, own.bad) == (1, 0)


def test_a_new_key_makes_a_question_uncertain_again() -> None:
    made, ada = make_course(), make_learner()
    old = make_attempt(ada, made)
    for _ in range(3):
        rate(make_judged(make_attempt(ada, made)))
    before = QuestionStat.objects.get(question__key="q1")
    publish(made, {"q1": Asked(digest="second-key")})

    rate(make_judged(make_attempt(ada, made)))

    used = Evidence.objects.latest("number").used
    assert (used["d"], used["vd"]) == (before.d, 0.9)
    assert before.vd < 0.9
    stat = QuestionStat.objects.get(question__key="q1")
    assert stat.grading_digest == "second-key"
    rate(make_judged(old))
    assert Evidence.objects.latest("number").used["vd"] == stat.vd
    stat.refresh_from_db()
    assert stat.grading_digest == "second-key"


def test_a_draft_does_not_count_among_the_questions_of_an_outcome() -> None:
    made, ada = make_course(), make_learner()
    publish(made, {"q1": Asked(), "q2": Asked(difficulty="hard")}, drafts=["q2"])

    rate(make_judged(make_attempt(ada, made)))

    scale = Evidence.objects.get().used["outcomes"][str(made.outcomes["storage"].pk)]
    assert (scale["mean"], scale["of"]) == (0.0, 1)


def test_a_question_that_is_gone_does_not_move_the_mean_of_those_that_stayed() -> None:
    made, ada = make_course(), make_learner()
    publish(made, {"q2": Asked(), "q3": Asked(difficulty="easy")})

    rate(make_judged(make_attempt(ada, made, "q1")))

    evidence, key = Evidence.objects.get(), str(made.outcomes["storage"].pk)
    scale = evidence.used["outcomes"][key]
    assert (scale["mean"], scale["of"]) == (-0.2, 0)
    rate(make_judged(make_attempt(ada, made, "q1")))
    assert Evidence.objects.latest("number").moved[key]["before"] == pytest.approx(
        evidence.moved[key]["after"], abs=1e-12
    )


def test_an_outcome_without_questions_is_measured_by_the_answered_one() -> None:
    made, ada = make_course({"q1": Asked(difficulty="hard"), "q2": Asked()}), make_learner()
    publish(made, {"q9": Asked(outcomes=("transfer",))})

    rate(make_judged(make_attempt(ada, made, "q1")))

    scale = Evidence.objects.get().used["outcomes"][str(made.outcomes["storage"].pk)]
    assert (scale["mean"], scale["of"]) == (0.5, 0)


def test_an_answer_is_undone_if_its_rating_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    made, ada = make_course(), make_learner()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no space left")

    monkeypatch.setattr("learners.actions._store", fail)
    with pytest.raises(RuntimeError, match="no space left"):
        answer(ada, made)

    assert not AttemptEvent.objects.exists()
    assert not Evidence.objects.exists()
    assert not LearnerLevel.objects.exists()


def test_an_answer_is_rated_when_it_is_given() -> None:
    made, ada = make_course(), make_learner()

    attempt = answer(ada, made, sent="half")

    assert Evidence.objects.get(attempt=attempt).score == 0.5
    assert LearnerLevel.objects.get(learner=ada).answers == 1


def test_two_answers_of_a_learner_move_both_outcomes_once() -> None:
    made = make_course({"q1": Asked(outcomes=("storage", "transfer")), "q2": Asked()})
    ada, bob = make_learner(), make_learner()

    answer(ada, made)
    answer(ada, made, "q2", sent="no idea")
    answer(bob, made)

    held = {
        (row.learner_id, row.outcome.key): (row.answers, row.distinct)
        for row in LearnerOutcome.objects.select_related("outcome")
    }
    assert held == {
        (ada.pk, "storage"): (2, 2),
        (ada.pk, "transfer"): (1, 1),
        (bob.pk, "storage"): (1, 1),
        (bob.pk, "transfer"): (1, 1),
    }
