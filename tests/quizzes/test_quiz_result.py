"""GET /sittings/KEY/result/."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes.models import Sitting
from tests.published import make_sitting
from tests.quizzes.browser import forms_in, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
ANSWERS: dict[int, tuple[dict[str, list[str]], str]] = {
    1: ({"choice": ["peered"]}, "4"),
    2: ({"choice": ["zones"]}, "2"),
    3: ({"answer": ["9450"]}, ""),
    4: ({"answer": ["data locality"]}, "4"),
    6: ({"step": ["draw", "boundary", "multiply", "move"], "place": ["1", "2", "3", "4"]}, "1"),
}


@pytest.fixture
def exam(ada: Client) -> Sitting:
    """Sit an exam with a question of every kind, one of them left without an answer."""
    sitting = make_sitting(learner_in(ada), "last-exam")
    for position, (given, sure) in ANSWERS.items():
        tab = open_tab(ada, sitting.attempts.get(position=position))
        assert tab.send(given, confidence=sure).status_code == 200
    return sitting


@pytest.fixture
def html(ada: Client, exam: Sitting) -> str:
    response = ada.post(f"/sittings/{exam.key}/finish/", follow=True)
    return text_of(response)


def rows(html: str) -> list[str]:
    return re.findall(r'<li id="r-\d+">.*?</details></li>', html, re.DOTALL)


def test_it_says_the_score_and_that_it_does_not_pass(html: str) -> None:
    words = words_in(html)

    assert "2.5 out of 6 points, 42%." in words
    assert "Not passed. 70% is needed." in words
    assert "Last exam Sitting 1" in words
    assert "1 min" in words


def test_it_says_that_a_score_passes(ada: Client, exam: Sitting) -> None:
    Sitting.objects.update(rules={**exam.rules, "passing": 0.4})

    words = words_in(text_of(ada.post(f"/sittings/{exam.key}/finish/", follow=True)))

    assert "Passed. 40% was needed." in words


def test_it_says_nothing_of_passing_where_nobody_does(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "warm-up")

    words = words_in(text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True)))

    assert "0 out of 0 points." in words
    assert "assed" not in words
    assert "By outcome" not in words
    assert "Confidence check" not in words


def test_it_says_how_long_it_took(ada: Client, exam: Sitting) -> None:
    Sitting.objects.update(started_at=exam.started_at - timedelta(minutes=11))

    words = words_in(text_of(ada.post(f"/sittings/{exam.key}/finish/", follow=True)))

    assert "12 min" in words


def test_it_splits_the_points_by_outcome(html: str) -> None:
    table = words_in(html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0])

    assert "Estimate what a transfer of market data costs in a month 2 / 4" in table
    assert "name the boundary 0.5 / 2" in table


def test_it_says_what_the_sitting_has_changed(html: str) -> None:
    table = words_in(html.split("<tbody>")[1].split("</tbody>", maxsplit=1)[0])

    assert "2 / 4 Familiar from Not started" in table
    assert "0.5 / 2 Learning from Not started" in table
    assert "Estimate what a transfer of market data costs in a month: " in words_in(rows(html)[0])
    assert "based on" in words_in(rows(html)[3])
    assert "based on" not in words_in(rows(html)[4])


def test_it_says_where_nothing_has_changed(
    ada: Client, exam: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quizzes.after.after_judged", [])

    html = text_of(ada.post(f"/sittings/{exam.key}/finish/", follow=True))

    assert "2 / 4 no change" in words_in(html.split("<tbody>")[1].split("</tbody>")[0])


def test_it_compares_confidence_with_results(ada: Client, exam: Sitting) -> None:
    Sitting.objects.update(rules={**exam.rules, "confidence": True})
    for attempt in exam.attempts.all():
        attempt.events.all().delete()
    for position, (given, sure) in ANSWERS.items():
        open_tab(ada, exam.attempts.get(position=position)).send(given, confidence=sure)

    words = words_in(text_of(ada.post(f"/sittings/{exam.key}/finish/", follow=True)))

    assert "You were certain on 2 and right on 1." in words
    assert "You were unsure on 1 and right on 0." in words
    assert "You were guessing on 1 and right on 1." in words
    assert "Look first at what you were certain of and got wrong." in words


def test_every_question_is_there_with_its_points(html: str) -> None:
    heads = [words_in(row.split("</summary>")[0]) for row in rows(html)]

    assert heads == [
        "Which line of the bill grows 0 / 1",
        "What a peering link charges 0.5 / 1",
        "A join across two Regions 0 / 1",
        "Name the principle 1 / 1",
        "Which boundary is crossed 0 / 1",
        "From estimate to redesign 1 / 1",
    ]
    labels = [re.findall(r'aria-label="([^"]*)"', row)[0] for row in rows(html)]
    assert labels == [
        "Wrong",
        "Partly correct",
        "Wrong",
        "Correct",
        "Not answered",
        "Correct",
    ]
    assert "Review 4 misses" in html


def test_every_choice_has_its_reason(html: str) -> None:
    words = words_in(rows(html)[0])

    assert "Nothing, as long as the two VPCs are peered Your answer" in words
    assert "per gigabyte Correct answer" in words
    for reason in (
        "Every byte that crosses the boundary",
        "The bytes never leave",
        "Peering changes the route.",
        "Storage is billed for lying there.",
    ):
        assert reason in words
    assert "Three boundaries, three prices." in words
    assert "Reread: Three prices" in words


def test_a_typed_answer_stands_beside_the_right_one(html: str) -> None:
    row = rows(html)[2]

    assert 'value="9450"' in row
    assert "Answer 2,100 USD" in words_in(row)
    assert "That is the internet price." in row
    assert 'href="/courses/moving-data/data-transfer/#h-locality"' in row


def test_a_question_without_an_answer_tells_its_key(html: str) -> None:
    row = rows(html)[4]

    words = words_in(row)
    assert "You gave no answer." in words
    assert "zone to zone" in words
    assert "The standby stands in another zone of the Region." in words
    assert "Choose a match" not in words


def test_no_answer_can_be_sent_from_it(html: str) -> None:
    main = html.split("<main")[1].split("</main>", maxsplit=1)[0]

    assert [form.action.split("/")[-2] for form in forms_in(main)] == ["practise"]
    assert "Try again" not in main
    assert "Show the answer" not in main


def test_ids_are_there_once(html: str) -> None:
    ids = re.findall(r' id="([^"]+)"', html)

    assert len(ids) == len(set(ids))


def test_all_right_leaves_nothing_to_review(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")
    sitting.attempts.filter(position__gt=1).delete()
    open_tab(ada, sitting.attempts.get(position=1)).send({"choice": ["regions"]})

    html = text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True))

    assert "1 out of 1 point, 100%." in words_in(html)
    assert "Review" not in html
    assert 'class="btn lg primary" href="/courses/moving-data/"' in html


def test_it_is_not_there_before_the_end(ada: Client, exam: Sitting) -> None:
    response = ada.get(f"/sittings/{exam.key}/result/")

    assert response["Location"] == f"/sittings/{exam.key}/"


def test_the_second_sitting_says_that_it_is_the_second(ada: Client) -> None:
    for _ in range(2):
        sitting = make_sitting(learner_in(ada), "warm-up")
        html = text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True))

    assert "Warm-up Sitting 2" in words_in(html)


def test_it_costs_a_few_queries_however_many_questions_there_are(
    ada: Client, exam: Sitting
) -> None:
    ada.post(f"/sittings/{exam.key}/finish/")
    counts = []
    for last in (6, 2):
        exam.attempts.filter(position__gt=last).delete()
        with CaptureQueriesContext(connection) as asked:
            ada.get(f"/sittings/{exam.key}/result/")
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 7
