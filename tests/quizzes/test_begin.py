"""The first answer: GET /questions/COURSE/QUESTION/ and POST …/answer/."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Course, QuestionVersion, ReleaseEntry
from quizzes.models import Attempt, AttemptEvent, Learner, Sitting
from tests.published import version_of
from tests.quizzes.browser import HTMX, fresh_tab, open_tab, tab_of, text_of, words_in
from web.sessions import SESSION_LEARNER

pytestmark = pytest.mark.django_db
ORIGIN = {"origin": "http://testserver"}
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}


@pytest.fixture
def visitor(course: Course) -> Client:
    return Client(enforce_csrf_checks=True, headers=ORIGIN)


def test_looking_at_a_question_stores_nothing_and_sets_no_cookie(visitor: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = visitor.get("/questions/moving-data/which-line/")

    assert response.status_code == 200
    assert not response.cookies
    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_a_visitor_who_answers_becomes_a_guest(visitor: Client) -> None:
    response = fresh_tab(visitor, "which-line").send(WRONG)

    learner = Learner.objects.get()
    assert "Not this one" in text_of(response)
    assert learner.user is None
    assert visitor.session[SESSION_LEARNER] == learner.pk
    assert Attempt.objects.get().sitting.learner == learner


def test_a_guest_goes_on_with_the_same_attempt(visitor: Client) -> None:
    fresh_tab(visitor, "which-line").send(WRONG)

    attempt = Attempt.objects.get()
    response = open_tab(visitor, attempt, query="?again=1").send(RIGHT)

    assert "Correct" in text_of(response)
    assert Learner.objects.count() == 1
    assert AttemptEvent.objects.count() == 2


def test_a_guest_answers_the_next_question_of_a_page_that_is_still_open(visitor: Client) -> None:
    first, second = fresh_tab(visitor, "which-line"), fresh_tab(visitor, "nightly-join")
    first.send(WRONG)

    response = second.send({"answer": ["2100"]})

    assert response.status_code == 200
    assert Sitting.objects.count() == 1
    assert sorted(Attempt.objects.values_list("position", flat=True)) == [1, 2]


def test_an_account_without_a_learner_gets_one(course: Course) -> None:
    client = Client()
    user = User.objects.create_user("ada", email="ada@example.org")
    client.force_login(user)

    fresh_tab(client, "which-line").send(WRONG)

    assert Learner.objects.get().user == user


def test_a_learner_of_an_account_is_found_without_the_session_knowing(course: Course) -> None:
    client = Client()
    user = User.objects.create_user("ada", email="ada@example.org")
    learner = Learner.objects.create(user=user, created_at=course.current.at)  # type: ignore[union-attr]
    client.force_login(user)

    fresh_tab(client, "which-line").send(WRONG)

    assert Learner.objects.get() == learner


@pytest.mark.parametrize("cookie", ["made-up", "x" * 32])
def test_a_session_that_is_gone_makes_a_new_guest(visitor: Client, cookie: str) -> None:
    visitor.cookies["sessionid"] = cookie

    response = fresh_tab(visitor, "which-line").send(WRONG)

    assert response.status_code == 200
    assert Learner.objects.count() == 1
    assert visitor.cookies["sessionid"].value != cookie


def test_a_session_of_a_learner_who_is_gone_makes_a_new_guest(visitor: Client) -> None:
    fresh_tab(visitor, "which-line").send(WRONG)
    gone = Learner.objects.get()
    gone.delete()

    response = fresh_tab(visitor, "which-line").send(WRONG)

    assert response.status_code == 200
    assert visitor.session[SESSION_LEARNER] == Learner.objects.get().pk != gone.pk


def test_a_forged_post_is_refused(visitor: Client) -> None:
    tab = fresh_tab(visitor, "which-line")
    tab.client = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example"})

    assert tab.send(RIGHT).status_code == 403
    assert not Learner.objects.exists()


def test_the_page_then_shows_the_attempt(ada: Client) -> None:
    fresh_tab(ada, "which-line").send(WRONG)

    html = text_of(ada.get("/questions/moving-data/which-line/"))

    assert "Not this one" in html
    assert f"/attempts/{Attempt.objects.get().key}/?again=1" in html


def test_a_hint_can_be_the_first_thing(ada: Client) -> None:
    html = text_of(fresh_tab(ada, "which-line").send({"choice": ["storage"]}, press="hint"))

    assert "Hint 1 of 2" in html
    assert AttemptEvent.objects.get().kind == "hint-shown"
    again = tab_of(ada, html, Attempt.objects.get())
    assert again.form.values("choice") == again.tokens({"choice": ["storage"]})["choice"]


def test_the_order_stays_when_the_attempt_begins(ada: Client) -> None:
    before = text_of(ada.get("/questions/moving-data/which-line/"))
    fresh_tab(ada, "which-line").send(press="hint")

    after = text_of(ada.get("/questions/moving-data/which-line/"))

    def places(html: str) -> list[int]:
        return sorted(range(4), key=[html.index(text) for text in TEXTS].__getitem__)

    assert places(before) == places(after)


TEXTS = ("between the two Regions, per", "at the first-tier price", "as long as", "S3 storage in")


def test_the_first_answer_from_two_tabs_makes_one_attempt(ada: Client) -> None:
    one, two = fresh_tab(ada, "which-line"), fresh_tab(ada, "which-line")
    one.send(WRONG)

    response = two.send(RIGHT)

    assert response.status_code == 409
    assert "You sent: Data transfer between the two Regions" in words_in(text_of(response))
    assert Attempt.objects.count() == 1
    assert AttemptEvent.objects.count() == 1


def test_the_first_answer_sent_twice_is_one_answer(ada: Client) -> None:
    tab = fresh_tab(ada, "which-line")

    first, second = tab.send(RIGHT), tab.send(RIGHT)

    assert words_in(text_of(first)) == words_in(text_of(second))
    assert AttemptEvent.objects.count() == 1


def test_a_lost_reply_is_found_although_the_question_was_begun_again(ada: Client) -> None:
    tab = fresh_tab(ada, "which-line")
    tab.send(RIGHT)
    first = Attempt.objects.get()
    ada.post(f"/attempts/{first.key}/again/")

    response = tab.send(RIGHT)

    assert response.status_code == 200
    assert "Correct" in text_of(response)
    assert AttemptEvent.objects.get().attempt == first


@pytest.mark.parametrize("kept", [True, False])
def test_an_old_page_is_not_judged_as_a_question_that_it_did_not_show(
    ada: Client, *, kept: bool
) -> None:
    tab = fresh_tab(ada, "nightly-join")
    begun = fresh_tab(ada, "nightly-join")
    begun.send({"answer": ["2100"]}, key=str(uuid4()))
    if kept:
        ada.post(f"/attempts/{Attempt.objects.get().key}/again/")

    response = tab.send({"answer": ["2100"]})

    assert response.status_code == 409
    assert AttemptEvent.objects.count() == 1


def test_it_is_judged_by_the_version_that_was_shown(ada: Client) -> None:
    tab, old = fresh_tab(ada, "nightly-join"), version_of("nightly-join")
    new = QuestionVersion.objects.get(pk=old.pk)
    new.pk, new.number, new.digest = None, 2, "new"
    new.source = new.source.replace("5000 * 21 * 0.02", "5000 * 21 * 0.03")
    new._state.adding = True
    new.save()
    ReleaseEntry.objects.filter(question_version=old).update(question_version=new)

    html = text_of(tab.send({"answer": ["2100"]}))

    assert "Correct" in html
    assert Attempt.objects.get().version == old


@pytest.mark.parametrize(
    "changed",
    [{"version": "1"}, {"version": "1:forged"}, {"version": ""}, {"sequence": "-1"}, {"key": "1"}],
    ids=str,
)
def test_a_form_that_is_not_ours_comes_back_filled(ada: Client, changed: dict[str, str]) -> None:
    tab = fresh_tab(ada, "which-line")

    response = tab.send({"choice": ["storage"]}, **changed)

    html = text_of(response)
    assert response.status_code == 400
    assert 'role="alert"' in html
    assert "<html" not in html
    assert not Attempt.objects.exists()
    assert f'value="{tab.tokens({"choice": ["storage"]})["choice"][0]}" checked' in html


def test_a_version_of_another_question_is_not_ours(ada: Client) -> None:
    other = fresh_tab(ada, "nightly-join").form.values("version")[0]

    assert fresh_tab(ada, "which-line").send(RIGHT, version=other).status_code == 400


def test_text_that_cannot_be_kept_comes_back(ada: Client) -> None:
    response = fresh_tab(ada, "usage-type").send({"answer": ["data\x00 locality"]})

    assert response.status_code == 400
    assert 'value="data locality"' in text_of(response)
    assert not AttemptEvent.objects.exists()


def test_it_returns_to_the_lesson_without_javascript(ada: Client) -> None:
    response = fresh_tab(ada, "which-line", htmx=False).send(WRONG)

    assert response["Location"] == "/courses/moving-data/data-transfer/#q-which-line"
    assert "Not this one" in text_of(ada.get("/courses/moving-data/data-transfer/"))


def test_it_takes_posts_only(ada: Client) -> None:
    assert ada.get("/questions/moving-data/which-line/answer/").status_code == 405
    assert ada.post("/questions/moving-data/which-line/").status_code == 405


@pytest.mark.parametrize(
    "path", ["moving-data/nothing", "nothing/which-line", "moving-data/half-written"]
)
def test_what_is_not_published_is_not_found(ada: Client, path: str) -> None:
    assert ada.get(f"/questions/{path}/").status_code == 404
    assert ada.post(f"/questions/{path}/answer/", headers=HTMX).status_code == 404


def test_questions_without_a_lesson_share_a_sitting(ada: Client) -> None:
    fresh_tab(ada, "ready-shell").send({"choice": ["fails"]})

    sitting: Any = Sitting.objects.get()
    assert (sitting.kind, sitting.lesson) == ("lesson", None)
    assert "Not this one" in text_of(ada.get("/questions/moving-data/ready-shell/"))
