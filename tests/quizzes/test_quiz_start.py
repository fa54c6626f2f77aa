"""GET /quizzes/COURSE/QUIZ/ and POST …/start/."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Course, Question, QuizVersion, ReleaseEntry
from courses.queries import quiz_entry
from domain.attempts import Rules
from quizzes.actions import finish_sitting, start_quiz
from quizzes.models import Attempt, Learner, Sitting
from tests.makers import make_learner
from tests.published import make_sitting
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
SEED_OF_PEERING = 1
"""With it the quiz on money draws the question on peering, unless it may not."""
MONEY, EXAM, WARM_UP = (f"/quizzes/moving-data/{key}/" for key in ("money", "last-exam", "warm-up"))


def keys_of(sitting: Sitting) -> list[str]:
    return list(sitting.attempts.values_list("version__question__key", flat=True))


def start(client: Client, page: str = MONEY, key: UUID | None = None) -> Any:
    return client.post(f"{page}start/", {"key": key or uuid4()})


def resting(key: str, *, on: date | None) -> None:
    ReleaseEntry.objects.filter(question_version__question__key=key).update(rests_from=on)


def test_it_says_what_is_ahead(ada: Client) -> None:
    words = words_in(text_of(ada.get(MONEY)))

    for said in (
        "Money and paths",
        "Four questions on boundaries and prices.",
        "Questions 4",
        "Time 20 min",
        "Answers can be changed until you finish",
        "Feedback at the end",
        "Hints no",
        "Pass mark 70%",
        "Sittings 2 of 2 left",
        "What counts your best sitting",
        "Start",
        "The time runs from here, also while you are away.",
    ):
        assert said in words
    assert "Your sittings" not in words
    assert "Resume" not in words


def test_it_says_of_practice_that_nothing_counts(ada: Client) -> None:
    words = words_in(text_of(ada.get(WARM_UP)))

    for said in (
        "Time no limit",
        "Tries a question 3",
        "Feedback after each answer",
        "Hints yes",
        "Sittings as many as you like",
        "What counts nothing: this is practice",
    ):
        assert said in words
    assert "Pass mark" not in words
    assert "The time runs" not in words


def test_it_says_if_the_latest_sitting_counts(ada: Client) -> None:
    version = QuizVersion.objects.get(quiz__key="money")
    source = version.source.replace("sittings: 2", "sittings: 2\n  best: latest")
    QuizVersion.objects.filter(pk=version.pk).update(source=source)

    assert "your latest sitting" in text_of(ada.get(MONEY))


def test_looking_writes_nothing(course: Course) -> None:
    visitor = Client()
    with CaptureQueriesContext(connection) as asked:
        response = visitor.get(MONEY)

    assert response.status_code == 200
    assert not response.cookies
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_the_page_makes_the_key(ada: Client) -> None:
    one, two = (forms_in(text_of(ada.get(MONEY)))[-1] for _ in range(2))

    assert one.action == f"{MONEY}start/"
    assert UUID(one.values("key")[0]) != UUID(two.values("key")[0])


def test_it_begins_a_sitting_with_all_its_attempts(ada: Client) -> None:
    before = timezone.now()
    response = start(ada)

    sitting = Sitting.objects.get()
    assert response["Location"] == f"/sittings/{sitting.key}/"
    assert (sitting.kind, sitting.learner) == ("quiz", learner_in(ada))
    assert sitting.release == sitting.course.current
    assert sitting.quiz_version == QuizVersion.objects.get(quiz__key="money")
    assert sitting.deadline == sitting.started_at + timedelta(minutes=20)
    assert before <= sitting.started_at <= timezone.now()
    assert Rules(**sitting.rules) == Rules(
        mode="graded", tries=1, feedback_at_once=False, hints=False, passing=0.7
    )
    assert [row.position for row in sitting.attempts.all()] == [1, 2, 3, 4]
    assert len({row.seed for row in sitting.attempts.all()}) == 4
    assert sitting.seed not in {row.seed for row in sitting.attempts.all()}


def test_without_a_limit_there_is_no_deadline(ada: Client) -> None:
    start(ada, WARM_UP)

    assert Sitting.objects.get().deadline is None


def test_it_asks_the_fixed_ones_and_draws_the_others(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "money")

    keys = keys_of(sitting)
    assert len(set(keys)) == 4
    assert set(keys) >= {"which-line", "nightly-join", "usage-type"}
    assert set(keys) & {"peering-bill", "who-pays"}


def test_it_asks_in_the_order_of_the_file_unless_shuffled(ada: Client) -> None:
    assert keys_of(make_sitting(learner_in(ada))) == [
        "which-line",
        "peering-bill",
        "nightly-join",
        "usage-type",
        "tier-rules",
        "file-to-row",
    ]


def test_another_seed_draws_otherwise(course: Course) -> None:
    draws = {tuple(keys_of(make_sitting(make_learner(), "money", seed=seed))) for seed in range(12)}

    assert len(draws) > 4


def test_a_drawn_question_is_neither_a_draft_nor_resting(course: Course) -> None:
    keys = {
        key
        for seed in range(30)
        for key in keys_of(make_sitting(make_learner(), "money", seed=seed))
    }

    assert not keys & {"half-written", "zone-hop", "ready-shell"}


def test_a_question_rests_from_its_day_on(course: Course) -> None:
    entry, now = quiz_entry("moving-data", "money"), datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert entry is not None
    resting("who-pays", on=date(2027, 3, 2))
    resting("peering-bill", on=date(2027, 3, 1))

    asked = {
        key
        for seed in range(20)
        for key in keys_of(start_quiz(make_learner(), entry, key=uuid4(), seed=seed, now=now))
    }

    assert "who-pays" in asked
    assert "peering-bill" not in asked


def test_practice_may_ask_what_rests(ada: Client) -> None:
    version = QuizVersion.objects.get(quiz__key="warm-up")
    source = version.source.replace(
        "fixed: [ready-shell, tier-rules, file-to-row]",
        "draw:\n    - {outcome: connect-privately, count: 8}",
    )
    QuizVersion.objects.filter(pk=version.pk).update(source=source)

    start(ada, WARM_UP)

    assert "zone-hop" in keys_of(Sitting.objects.get())


def test_it_never_asks_what_an_excluded_quiz_fixes(course: Course) -> None:
    for seed in range(20):
        assert not set(keys_of(make_sitting(make_learner(), "money", seed=seed))) & {
            "tier-rules",
            "file-to-row",
        }


def exclude(quiz: str) -> None:
    """Let the quiz on money ask nothing of another quiz."""
    version = QuizVersion.objects.get(quiz__key="money")
    source = version.source.replace("[warm-up]", f"[{quiz}]")
    QuizVersion.objects.filter(pk=version.pk).update(source=source)


def test_it_never_draws_what_this_learner_was_asked_in_an_excluded_quiz(
    ada: Client, bob: Client
) -> None:
    exclude("last-exam")
    version = QuizVersion.objects.get(quiz__key="last-exam")
    drawn = "draw:\n    - {outcome: connect-privately, count: 1, kinds: [choices]}"
    fixed = version.source.index("fixed:"), version.source.index("\nrules:")
    source = version.source[: fixed[0]] + drawn + version.source[fixed[1] :]
    QuizVersion.objects.filter(pk=version.pk).update(source=source)
    assert keys_of(make_sitting(learner_in(ada), "last-exam")) == ["peering-bill"]

    def asked_of(client: Client) -> set[str]:
        sitting = make_sitting(learner_in(client), "money", seed=SEED_OF_PEERING)
        return set(keys_of(sitting)) & {"peering-bill", "who-pays"}

    assert asked_of(bob) == {"peering-bill"}
    assert asked_of(ada) == {"who-pays"}


def test_a_quiz_that_cannot_be_filled_is_not_begun(ada: Client) -> None:
    resting("nightly-join", on=date(2020, 1, 1))

    response = start(ada)

    words = words_in(text_of(response))
    assert response.status_code == 409
    assert "There are not enough questions for this quiz" in words
    assert "No sitting was used up" in words
    assert "Sittings 2 of 2 left" in words
    assert not Sitting.objects.exists()


def test_a_quiz_whose_fixed_question_is_gone_is_not_begun(ada: Client) -> None:
    ReleaseEntry.objects.filter(question_version__question__key="which-line").delete()

    assert start(ada).status_code == 409
    assert not Sitting.objects.exists()


def test_a_fixed_question_is_asked_although_it_rests(ada: Client) -> None:
    resting("which-line", on=date(2020, 1, 1))

    assert "which-line" in keys_of(make_sitting(learner_in(ada), "money"))


def test_one_key_starts_one_sitting(ada: Client) -> None:
    key = uuid4()

    first, second = start(ada, key=key), start(ada, key=key)

    assert first["Location"] == second["Location"]
    assert Sitting.objects.count() == 1


def test_one_key_starts_one_sitting_even_if_it_is_over_by_then(ada: Client) -> None:
    key = uuid4()
    start(ada, key=key)
    finish_sitting(Sitting.objects.get(), now=timezone.now())

    response = start(ada, key=key)

    assert response["Location"] == f"/sittings/{Sitting.objects.get().key}/"


def test_the_key_of_somebody_else_starts_a_sitting_of_ones_own(ada: Client, bob: Client) -> None:
    key = uuid4()
    start(ada, key=key)

    start(bob, key=key)

    assert Sitting.objects.values("learner", "key").distinct().count() == 2


def test_a_running_sitting_is_offered_and_resumed(ada: Client) -> None:
    start(ada)
    sitting = Sitting.objects.get()

    words = words_in(text_of(ada.get(MONEY)))
    response = start(ada)

    assert "Resume Begun" in words
    assert "Sittings 1 of 2 left" in words
    assert "UTC" in words
    assert f"/sittings/{sitting.key}/" == response["Location"]
    assert Sitting.objects.count() == 1


def test_the_limit_of_sittings_counts_every_version_of_the_quiz(ada: Client) -> None:
    for _ in range(2):
        start(ada)
        finish_sitting(Sitting.objects.get(finished_at=None), now=timezone.now())
    old = QuizVersion.objects.get(quiz__key="money")
    new = QuizVersion.objects.get(pk=old.pk)
    new.pk, new.number, new.digest = None, 2, "new"
    new._state.adding = True
    new.save()
    ReleaseEntry.objects.filter(quiz_version=old).update(quiz_version=new)

    response = start(ada)

    assert response.status_code == 409
    assert "You have used all sittings of this quiz, so no further one" in text_of(response)
    assert Sitting.objects.count() == 2
    assert "You have used all sittings of this quiz." in text_of(ada.get(MONEY))
    assert not any(form.action.endswith("start/") for form in forms_in(text_of(ada.get(MONEY))))


def test_the_limit_is_each_learners_own(ada: Client, bob: Client) -> None:
    start(ada, EXAM)
    finish_sitting(Sitting.objects.get(), now=timezone.now())

    assert start(ada, EXAM).status_code == 409
    assert start(bob, EXAM).status_code == 302


def test_a_sitting_whose_time_is_up_does_not_stand_in_the_way(ada: Client) -> None:
    start(ada)
    Sitting.objects.update(deadline=timezone.now() - timedelta(hours=1))

    response = start(ada)

    assert Sitting.objects.filter(finished_at=None).get().key.hex in response["Location"].replace(
        "-", ""
    )
    assert Sitting.objects.count() == 2


def test_the_page_of_the_quiz_closes_a_sitting_whose_time_is_up(ada: Client) -> None:
    start(ada)
    Sitting.objects.update(deadline=timezone.now() - timedelta(hours=1))

    words = words_in(text_of(ada.get(MONEY)))

    assert "Resume" not in words
    assert "0 / 4 Not passed" in words
    assert Sitting.objects.get().finished_at is not None


def sit_through(client: Client, *picks: str) -> str:
    """Sit the quiz on money once for each pick at its one fixed question; return the list."""
    for pick in picks:
        start(client)
        sitting = Sitting.objects.get(finished_at=None)
        attempt = sitting.attempts.get(version__question__key="which-line")
        open_tab(client, attempt).send({"choice": [pick]})
        finish_sitting(sitting, now=timezone.now())
    return words_in(text_of(client.get(MONEY)).split("<tbody>")[1].split("</tbody>")[0])


def test_it_lists_earlier_sittings_and_the_best_counts(ada: Client) -> None:
    rows = sit_through(ada, "regions", "peered")

    assert rows.startswith("2 ")
    assert "0 / 4 Not passed 1 " in rows
    assert rows.endswith("1 / 4 Not passed counts")


def test_the_latest_counts_where_the_quiz_says_so(ada: Client) -> None:
    test_it_says_if_the_latest_sitting_counts(ada)

    rows = sit_through(ada, "regions", "peered")

    assert "0 / 4 Not passed counts 1 " in rows
    assert rows.endswith("1 / 4 Not passed")


def test_nobody_sees_the_sittings_of_others(ada: Client, bob: Client) -> None:
    start(ada)
    finish_sitting(Sitting.objects.get(), now=timezone.now())

    assert "Your sittings" not in text_of(bob.get(MONEY))
    assert "Your sittings" not in text_of(Client().get(MONEY))


def test_a_visitor_who_starts_becomes_a_guest(course: Course) -> None:
    visitor = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver"})

    response = visitor.post(f"{MONEY}start/", {"key": uuid4()}, follow=True)

    assert response.status_code == 200
    assert Sitting.objects.get().learner == Learner.objects.get(user=None)
    assert "Question 1 of 4" in text_of(response)


@pytest.mark.parametrize("sent", [{}, {"key": ""}, {"key": "1"}])
def test_a_form_without_a_key_starts_nothing(ada: Client, sent: dict[str, str]) -> None:
    response = ada.post(f"{MONEY}start/", sent)

    assert response.status_code == 400
    assert "nothing was started" in text_of(response)
    assert not Sitting.objects.exists()


def test_it_takes_posts_only(ada: Client) -> None:
    assert ada.get(f"{MONEY}start/").status_code == 405
    assert ada.post(MONEY).status_code == 405


@pytest.mark.parametrize("path", ["moving-data/nothing", "nothing/money"])
def test_what_is_not_published_is_not_found(ada: Client, path: str) -> None:
    assert ada.get(f"/quizzes/{path}/").status_code == 404
    assert ada.post(f"/quizzes/{path}/start/", {"key": uuid4()}).status_code == 404


def test_a_retired_quiz_is_not_begun(ada: Client) -> None:
    ReleaseEntry.objects.filter(quiz_version__quiz__key="money").delete()

    assert start(ada).status_code == 404


@pytest.mark.parametrize(("before", "after"), [(10, 40)])
def test_it_costs_as_much_after_many_sittings(ada: Client, before: int, after: int) -> None:
    counts = []
    for many in (before, after - before):
        for _ in range(many):
            finish_sitting(make_sitting(learner_in(ada), "warm-up"), now=timezone.now())
        with CaptureQueriesContext(connection) as asked:
            ada.get(WARM_UP)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 7
    assert Attempt.objects.count() == 3 * after
    assert Question.objects.exists()
