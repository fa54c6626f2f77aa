"""Working ratings out again from the attempts."""

from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from learners.models import (
    CourseModel,
    Evidence,
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    OutcomeStat,
    QuestionStat,
)
from learners.rebuild import rebuild_learner, rebuild_mastery
from learners.replay import Ledger
from quizzes.models import AttemptEvent, Learner
from tests.learners.histories import OUTCOMES, give, history, make_varied_course
from tests.makers import NOW, Asked, Made, answer, days, make_course, make_learner, publish

pytestmark = pytest.mark.django_db
TABLES: tuple[Any, ...] = (
    LearnerLevel,
    LearnerOutcome,
    LearnerQuestion,
    QuestionStat,
    OutcomeStat,
    Evidence,
)


def snapshot() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}


def differences(made: Made) -> list[str]:
    return rebuild_mastery(made.course, now=NOW, check=True).differences


@pytest.fixture
def lived() -> Made:
    """Three learners gave a few answers."""
    made = make_varied_course(3)
    for given in history(made, [make_learner() for _ in range(3)], 11, seed=3):
        give(made, given)
    return made


def test_it_gets_every_column_to_the_bit() -> None:
    made = make_varied_course()
    learners = [make_learner() for _ in range(6)]
    for given in history(made, learners, 190, seed=1):
        give(made, given)
    publish(
        made,
        {
            "q1": Asked(digest="second-key", difficulty="hard"),
            "q2": Asked(outcomes=OUTCOMES),
            "q3": Asked(outcomes=("access",)),
            "new": Asked(outcomes=("storage",), difficulty="hard"),
        },
    )
    for given in history(made, learners, 170, seed=2):
        give(made, given)
    live = snapshot()
    assert len(live["Evidence"]) > 300

    report = rebuild_mastery(made.course, now=NOW)

    assert report.differences == []
    assert snapshot() == live
    for learner in learners:
        assert rebuild_learner(learner, made.course).differences == []
    assert snapshot() == live


def test_it_reads_page_by_page(lived: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learners.replay.BATCH", 7)

    assert differences(lived) == []


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (LearnerLevel, "g", 0.25),
        (LearnerLevel, "answers", 99),
        (LearnerOutcome, "theta", 0.25),
        (LearnerOutcome, "distinct", 99),
        (LearnerOutcome, "held_level", "mastered"),
        (LearnerOutcome, "at", NOW - days(400)),
        (LearnerQuestion, "ok", 99),
        (QuestionStat, "d", 0.25),
        (QuestionStat, "grading_digest", "other"),
        (OutcomeStat, "vb", 0.25),
    ],
)
def test_it_names_and_mends_what_is_wrong(
    lived: Made, model: Any, column: str, value: object
) -> None:
    whole = snapshot()
    row = model.objects.earliest("pk")
    model.objects.filter(pk=row.pk).update(**{column: value})
    broken = snapshot()

    found = differences(lived)

    assert len(found) == 1
    assert found[0].startswith(f"{model.__name__} ")
    assert f" {column}: {value!r} is stored" in found[0]
    assert snapshot() == broken
    rebuild_mastery(lived.course, now=NOW)
    assert snapshot() == whole


def test_it_makes_rows_that_are_gone_and_drops_those_that_no_answer_made(lived: Made) -> None:
    bystander = make_learner()
    outcome = lived.outcomes["storage"]
    LearnerOutcome.objects.filter(outcome=outcome).earliest("pk").delete()
    LearnerLevel.objects.create(learner=bystander, course=lived.course, g=1, vg=1, answers=1)

    found = differences(lived)

    assert len(found) == 2
    assert found[0].endswith("no answer made it")
    assert found[1].endswith("missing")
    rebuild_mastery(lived.course, now=NOW)
    assert differences(lived) == []
    assert not LearnerLevel.objects.filter(learner=bystander).exists()


def test_memory_of_a_question_outlives_its_answers(lived: Made) -> None:
    row = LearnerQuestion.objects.create(
        learner=make_learner(),
        question=lived.versions["q1"].question,
        ok=3,
        bad=1,
        stability=4.5,
    )

    rebuild_mastery(lived.course, now=NOW)

    row.refresh_from_db()
    assert (row.ok, row.bad, row.stability) == (0, 0, 4.5)


def test_it_revises_evidence_that_its_attempt_does_not_bear_out() -> None:
    made, ada = make_course(), make_learner()
    for key in ("q1", "q2", "q3"):
        answer(ada, made, key, sent="no idea")
    event = AttemptEvent.objects.earliest("pk")
    AttemptEvent.objects.filter(pk=event.pk).update(data={"submitted": {"answer": ["right"]}})

    report = rebuild_mastery(made.course, now=NOW)

    first, revision = Evidence.objects.filter(attempt=event.attempt_id).order_by("revision")
    assert (first.score, revision.score) == (0.0, 1.0)
    assert (revision.place, revision.revision, revision.cause) == (first.number, 1, "regrade")
    second = Evidence.objects.filter(attempt__events__pk=event.pk + 1).latest("revision")
    assert (second.revision, second.cause) == (1, "answer")
    assert report.count > 0
    after = snapshot()
    assert rebuild_mastery(made.course, now=NOW).count == 0
    assert snapshot() == after


def test_it_voids_evidence_whose_attempt_shows_nothing() -> None:
    made, ada = make_course(), make_learner()
    attempt = answer(ada, made)
    answer(ada, made, "q2")
    alone = answer(make_learner(), make_course(key="other"))
    AttemptEvent.objects.filter(attempt=attempt).delete()

    rebuild_mastery(made.course, now=NOW)

    voided = Evidence.objects.filter(attempt=attempt).latest("revision")
    assert (voided.weight, voided.moved, voided.cause) == (0.0, {}, "void")
    assert LearnerLevel.objects.get(learner=ada).answers == 1
    stat = QuestionStat.objects.get(question=made.versions["q1"].question)
    assert (stat.d, stat.vd, stat.answers) == (0.0, 0.9, 0)
    assert differences(made) == []
    assert Evidence.objects.filter(attempt=alone).count() == 1


def test_it_rates_what_was_forgotten(lived: Made) -> None:
    ada = make_learner()
    attempt = answer(ada, lived)
    Evidence.objects.filter(attempt=attempt).delete()

    assert f"Attempt {attempt.pk}: judged, but without evidence" in differences(lived)

    rebuild_mastery(lived.course, now=NOW)
    assert Evidence.objects.filter(attempt=attempt).count() == 1
    assert differences(lived) == []


def test_a_rebuilt_course_is_not_stale() -> None:
    made, ada = make_course(), make_learner()
    answer(ada, made)
    CourseModel.objects.update(stale_since=NOW, stale_cause="merge")

    rebuild_mastery(made.course, now=NOW + days(1))

    row = CourseModel.objects.get()
    assert (row.stale_since, row.stale_cause, row.rebuilt_at) == (None, "", NOW + days(1))


def test_a_ledger_knows_when_rows_have_slipped_in() -> None:
    made, ada = make_course(), make_learner()
    answer(ada, made)
    ledger = Ledger(made.course.pk)
    list(ledger.pages())
    assert not ledger.overtaken()

    answer(ada, made, "q2")
    assert not ledger.overtaken()
    assert [entry.row.version for page in ledger.pages() for entry in page] == [made.versions["q2"]]

    values = Evidence.objects.values().earliest("number")
    Evidence.objects.create(**(values | {"number": None, "revision": 1, "place": 1}))
    assert ledger.overtaken()


def test_answers_given_during_a_check_are_no_difference(
    lived: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = [make_learner()]
    pages = Ledger.pages

    def interrupted(ledger: Ledger) -> Any:
        yield from pages(ledger)
        if waiting:
            answer(waiting.pop(), lived)

    monkeypatch.setattr(Ledger, "pages", interrupted)

    assert differences(lived) == []


def test_a_check_starts_over_if_evidence_was_revised_meanwhile(
    lived: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = list(Evidence.objects.order_by("number").values())
    Evidence.objects.filter(pk=rows[0]["number"]).delete()
    late = [Evidence(**rows[0])]
    pages = Ledger.pages

    def interrupted(ledger: Ledger) -> Any:
        yield from pages(ledger)
        Evidence.objects.bulk_create(late)
        late.clear()

    monkeypatch.setattr(Ledger, "pages", interrupted)

    assert differences(lived) == []


def rebuild(*options: str) -> str:
    out = StringIO()
    call_command("rebuild", *options, stdout=out)
    return out.getvalue()


def test_the_command_lists_differences_and_fails(lived: Made) -> None:
    assert rebuild("--check") == "data-paths: 0 differ\n"
    LearnerLevel.objects.filter(pk=LearnerLevel.objects.earliest("pk").pk).update(g=9.0)

    out = StringIO()
    with pytest.raises(CommandError, match="1 stored values"):
        call_command("rebuild", "mastery", "--course", "data-paths", "--check", stdout=out)

    assert "g: 9.0 is stored" in out.getvalue()
    assert rebuild("--course", "data-paths").endswith("1 set right\n")
    assert rebuild("--check") == "data-paths: 0 differ\n"


def test_the_command_rebuilds_one_learner(lived: Made) -> None:
    learner = LearnerLevel.objects.earliest("pk").learner
    LearnerLevel.objects.update(g=9.0)

    assert rebuild("--learner", str(learner.key)).endswith("1 set right\n")

    assert LearnerLevel.objects.get(learner=learner).g != 9.0
    assert LearnerLevel.objects.filter(g=9.0).count() == 2


@pytest.mark.parametrize("options", [("--course", "none"), ("--learner", str(uuid4()))])
def test_the_command_knows_no_strangers(options: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="there is no"):
        rebuild(*options)


def test_the_command_names_no_more_than_a_thousand(
    lived: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learners.rebuild.SHOWN", 1)
    LearnerLevel.objects.update(g=9.0)

    assert "and 2 more" in rebuild()


def test_a_learner_never_seen_has_nothing_to_rebuild(lived: Made) -> None:
    assert rebuild_learner(Learner.objects.create(created_at=NOW), lived.course).count == 0
