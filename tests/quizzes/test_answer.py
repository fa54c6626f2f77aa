"""POST /attempts/KEY/answer/."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domain.attempts import Rules
from quizzes.after import Judged, after_judged
from quizzes.models import Attempt, AttemptEvent
from tests.published import make_check
from tests.quizzes.browser import HTMX, Tab, open_tab, tab_of, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
RIGHT, WRONG = {"choice": ["regions"]}, {"choice": ["peered"]}


@pytest.fixture
def attempt(ada: Client) -> Attempt:
    return make_check(learner_in(ada), "which-line")


@pytest.fixture
def tab(ada: Client, attempt: Attempt) -> Tab:
    return open_tab(ada, attempt)


def test_it_records_the_answer_by_the_authors_ids(tab: Tab) -> None:
    tab.send(WRONG)

    event = AttemptEvent.objects.get()
    assert event.data == {"submitted": {"choice": ["peered"]}}
    assert (event.kind, event.sequence) == ("answered", 0)


def test_it_keeps_a_typed_answer_byte_for_byte(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "usage-type"))
    text = " e\u0301\u202eabc\u200d \u05d0 "

    tab.send({"answer": [text]})

    assert AttemptEvent.objects.get().data == {"submitted": {"answer": [text]}}


def test_it_takes_only_what_the_question_reads(tab: Tab) -> None:
    tab.send(RIGHT, grade="1", fraction="1", place="1")

    assert AttemptEvent.objects.get().data == {"submitted": {"choice": ["regions"]}}


def test_it_says_that_a_right_answer_is_right(tab: Tab) -> None:
    html = text_of(tab.send(RIGHT))

    assert "Correct" in html
    assert "1 / 1" in html
    assert 'class="feedback right" role="status"' in html
    assert "Three boundaries, three prices." in html


def test_it_tells_after_a_wrong_answer_only_why_that_one_is_wrong(tab: Tab) -> None:
    html = text_of(tab.send(WRONG))

    assert "Not this one" in html
    assert "Across Regions the transfer is charged as usual." in html
    assert "Every byte that crosses the boundary" not in html
    assert "Three boundaries, three prices." not in html
    assert "Correct answer" not in html
    assert "Try again" in html
    assert "Show the answer" in html


def test_it_says_partly_of_partial_credit(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "peering-bill"))

    html = text_of(tab.send({"choice": ["zones"]}))

    assert "One of two" in html
    assert 'class="feedback partial"' in html
    assert "0.5 / 1" in html


def test_a_near_miss_gets_the_words_that_speak_to_it(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "nightly-join"))

    html = text_of(tab.send({"answer": ["9450"]}))

    assert "That is the internet price." in html
    assert "2,100 USD" not in html


def test_it_returns_only_the_changed_part_to_htmx(tab: Tab) -> None:
    response = tab.send(RIGHT)

    assert text_of(response).lstrip().startswith('<article class="q graded" id="q-which-line"')
    assert "<html" not in text_of(response)
    assert "HX-Request" in response["Vary"]
    assert response["Cache-Control"] == "private, no-store"


def test_it_works_without_javascript(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt, htmx=False)

    response = tab.send(RIGHT)

    assert (response.status_code, response["Location"]) == (302, f"/attempts/{attempt.key}/")
    page = text_of(ada.get(response["Location"]))
    assert "Correct" in page
    assert "</html>" in page


def test_it_leads_back_to_the_lesson_that_sent_it(ada: Client, attempt: Attempt) -> None:
    response = open_tab(ada, attempt, htmx=False).send(RIGHT, back="lesson")

    assert response["Location"] == "/courses/moving-data/data-transfer/#q-which-line"


def test_it_takes_the_same_form_once(tab: Tab) -> None:
    first, second = tab.send(WRONG), tab.send(WRONG)

    assert AttemptEvent.objects.count() == 1
    assert (first.status_code, second.status_code) == (200, 200)
    assert words_in(text_of(first)) == words_in(text_of(second))


def test_a_lost_reply_is_given_again_although_the_attempt_is_over(tab: Tab) -> None:
    first, second = tab.send(RIGHT), tab.send(RIGHT)

    assert AttemptEvent.objects.count() == 1
    assert second.status_code == 200
    assert words_in(text_of(first)) == words_in(text_of(second))


def test_a_lost_reply_is_given_again_with_the_confidence_that_was_sent(tab: Tab) -> None:
    tab.send(WRONG, confidence="4")
    second = tab.send(WRONG, confidence="4")

    assert second.status_code == 200
    assert AttemptEvent.objects.get().data["confidence"] == 4


def test_it_does_not_drop_another_answer_from_the_same_page_in_silence(tab: Tab) -> None:
    tab.send(WRONG)

    response = tab.send({"choice": ["internet"]})

    html = words_in(text_of(response))
    assert response.status_code == 409
    assert AttemptEvent.objects.count() == 1
    assert "has moved on" in html
    assert "You sent: Internet egress, at the first-tier price" in html
    assert "What counts: Nothing, as long as the two VPCs are peered" in html


def test_a_stale_page_shows_what_was_sent_in_the_form_again(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "nightly-join")
    old, new = open_tab(ada, attempt), open_tab(ada, attempt)
    new.send({"answer": ["7"]})

    response = old.send({"answer": ["21 <b>"]})

    assert response.status_code == 409
    again = tab_of(ada, text_of(response), attempt)
    assert again.form.values("answer") == ["21 <b>"]
    assert again.form.values("sequence") == ["1"]
    assert again.send({"answer": ["2100"]}).status_code == 200
    assert AttemptEvent.objects.count() == 2


def test_a_stale_page_without_javascript_is_a_whole_page(ada: Client, attempt: Attempt) -> None:
    tab = open_tab(ada, attempt, htmx=False)
    tab.send(WRONG)

    response = tab.send({"choice": ["internet"]})

    assert response.status_code == 409
    assert "</html>" in text_of(response)
    assert "has moved on" in text_of(response)


@pytest.mark.parametrize("sequence", ["0", "2"])
def test_it_takes_nothing_from_a_page_behind_or_ahead(tab: Tab, sequence: str) -> None:
    tab.send(WRONG)

    response = tab.send(RIGHT, sequence=sequence, key=str(uuid4()))

    assert response.status_code == 409
    assert AttemptEvent.objects.count() == 1


def test_it_takes_no_answer_after_a_right_one(tab: Tab) -> None:
    tab.send(RIGHT)

    response = tab.send(WRONG, sequence="1", key=str(uuid4()))

    assert response.status_code == 409
    assert AttemptEvent.objects.count() == 1
    assert "Correct" in text_of(response)


def test_it_offers_the_form_again_with_what_was_picked(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(WRONG)

    again = open_tab(ada, attempt, query="?again=1")

    assert again.form.values("choice") == again.tokens(WRONG)["choice"]
    assert again.form.values("sequence") == ["1"]
    assert "" in again.form.buttons
    assert AttemptEvent.objects.count() == 1


def test_the_form_again_says_nothing_of_the_last_answer(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(WRONG)

    html = text_of(ada.get(f"/attempts/{attempt.key}/?again=1", headers=HTMX))

    assert "<html" not in html
    assert "Not this one" not in html
    assert "Across Regions the transfer" not in html
    assert "Saved" not in html


def test_it_counts_tries_and_says_how_many_are_left(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line", Rules(tries=3, penalty=0.33))

    html = [
        words_in(text_of(open_tab(ada, attempt, query="?again=1").send({"choice": [key]})))
        for key in ("peered", "internet", "storage")
    ]

    assert "2 tries left." in html[0]
    assert "1 try left." in html[1]
    assert "left." not in html[2]
    assert "Correct answer" in html[2]
    assert "Three boundaries, three prices." in html[2]


def test_an_answer_that_cannot_be_read_costs_no_try_and_stays(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "nightly-join", Rules(tries=1))

    html = text_of(open_tab(ada, attempt).send({"answer": ["about two thousand"]}))

    assert "This did not count as a try." in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="h-nightly-join e-nightly-join"' in html
    again = tab_of(ada, html, attempt)
    assert again.form.values("answer") == ["about two thousand"]
    assert "Correct" in text_of(again.send({"answer": ["2100"]}))


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("which-line", {}),
        ("which-line", {"choice": ["no such token"]}),
        ("peering-bill", {}),
        ("nightly-join", {"answer": [""]}),
        ("usage-type", {"answer": ["  "]}),
        ("tier-rules", {"row": ["standby", "copy", "partner"], "match": ["standby", "", ""]}),
        ("file-to-row", {"step": ["draw", "boundary", "multiply", "move"], "place": ["1"] * 4}),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    ada: Client, key: str, given: dict[str, list[str]]
) -> None:
    html = text_of(open_tab(ada, make_check(learner_in(ada), key)).send(given))

    assert f'id="e-{key}" role="alert"' in html
    assert f"e-{key}" in html.split("aria-describedby=")[1]
    assert 'aria-invalid="true"' in html


def test_a_verdict_speaks_of_the_answer_that_was_judged(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "nightly-join")
    open_tab(ada, attempt).send({"answer": ["9450"]})
    tab = open_tab(ada, attempt, query="?again=1")
    tab.send({"answer": ["dunno"]})

    html = text_of(open_tab(ada, attempt).send(press="solution"))

    assert 'value="9450"' in html
    assert "dunno" not in html
    assert "2,100 USD" in html


def test_text_that_no_database_can_keep_is_refused_and_not_lost(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "usage-type")

    response = open_tab(ada, attempt).send({"answer": ["21\x0000"]})

    assert response.status_code == 400
    assert not AttemptEvent.objects.exists()
    again = tab_of(ada, text_of(response), attempt)
    assert again.form.values("answer") == ["2100"]
    assert 'role="alert"' in text_of(response)


@pytest.mark.parametrize("lost", ["sequence", "key"])
def test_a_form_without_its_ticket_comes_back_filled(
    ada: Client, tab: Tab, attempt: Attempt, lost: str
) -> None:
    response = tab.send(WRONG, **{lost: "x"})

    assert response.status_code == 400
    assert not AttemptEvent.objects.exists()
    again = tab_of(ada, text_of(response), attempt)
    assert again.form.values("choice") == again.tokens(WRONG)["choice"]
    assert again.send(WRONG).status_code == 200


def test_confidence_is_recorded_before_the_first_answer(tab: Tab) -> None:
    html = text_of(tab.send(WRONG, confidence="4"))

    assert AttemptEvent.objects.get().data["confidence"] == 4
    assert "You were certain." in html


@pytest.mark.parametrize("value", ["0", "5", "-1", "certain", "4 ", "\u0664", ""])
def test_only_the_four_levels_are_confidence(tab: Tab, value: str) -> None:
    tab.send(WRONG, confidence=value)

    assert "confidence" not in AttemptEvent.objects.get().data


def test_confidence_is_not_taken_once_something_was_judged(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(WRONG, confidence="1")
    tab = open_tab(ada, attempt, query="?again=1")
    assert "confidence" not in tab.form.names

    html = text_of(tab.send(RIGHT, confidence="4"))

    assert "confidence" not in AttemptEvent.objects.get(sequence=1).data
    assert "You were guessing." in html


def test_confidence_stays_after_an_answer_that_could_not_be_read(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "nightly-join")

    html = text_of(open_tab(ada, attempt).send({"answer": ["many"]}, confidence="3"))

    again = tab_of(ada, html, attempt)
    assert again.form.values("confidence") == ["3"]
    assert "You were fairly sure. Well judged." in text_of(again.send({"answer": ["2100"]}))


def test_rules_without_confidence_neither_ask_nor_take_it(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "which-line", Rules(confidence=False)))
    assert "confidence" not in tab.form.names

    tab.send(RIGHT, confidence="4")

    assert "confidence" not in AttemptEvent.objects.get().data


@pytest.mark.parametrize(
    ("given", "level", "said"),
    [
        (RIGHT, "4", "You were certain. Well judged."),
        (RIGHT, "2", "You were unsure."),
        (WRONG, "1", "You were guessing. Well judged."),
        (WRONG, "3", "You were fairly sure."),
    ],
)
def test_it_compares_confidence_with_the_result(
    tab: Tab, given: dict[str, list[str]], level: str, said: str
) -> None:
    words = words_in(text_of(tab.send(given, confidence=level)))

    assert said in words
    assert ("Well judged" in words) == ("Well judged" in said)


def test_what_follows_hears_of_the_first_judged_answer_alone(
    ada: Client, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])

    open_tab(ada, attempt).send(WRONG)
    open_tab(ada, attempt, query="?again=1").send(RIGHT)

    assert [one.evidence.score for one in heard] == [0.0]
    assert heard[0].attempt_id == attempt.pk


def test_nothing_is_kept_if_what_follows_fails(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(judged: Judged) -> None:
        raise RuntimeError

    monkeypatch.setattr("quizzes.after.after_judged", [*after_judged, fail])
    with pytest.raises(RuntimeError):
        tab.send(RIGHT)

    assert not AttemptEvent.objects.exists()


def test_it_works_if_nobody_listens(tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quizzes.after.after_judged", [])

    assert tab.send(RIGHT).status_code == 200
    assert AttemptEvent.objects.count() == 1


def test_it_hides_attempts_of_others(tab: Tab, bob: Client, attempt: Attempt) -> None:
    tab.client = bob

    assert tab.send(RIGHT).status_code == 404
    assert tab.send(RIGHT, sequence="x").status_code == 404
    assert tab.post(f"/attempts/{attempt.key}/again/").status_code == 404
    assert bob.get(f"/attempts/{attempt.key}/").status_code == 404
    assert not AttemptEvent.objects.exists()


def test_a_visitor_finds_nobodys_attempt(tab: Tab, attempt: Attempt) -> None:
    tab.client = Client(headers={"origin": "http://testserver"})

    sign_in = f"/accounts/login/?next=/attempts/{attempt.key}/"
    assert tab.client.get(f"/attempts/{attempt.key}/")["Location"] == sign_in
    for response in (tab.post(f"/attempts/{attempt.key}/again/"), tab.send(RIGHT)):
        assert response.status_code == 401
        assert sign_in in text_of(response)
    assert not AttemptEvent.objects.exists()


def test_an_answer_outlives_a_session_that_has_ended(
    ada: Client, tab: Tab, attempt: Attempt
) -> None:
    user = attempt.sitting.learner.user
    assert user is not None
    ada.session.flush()

    lost = tab.send(RIGHT)
    ada.force_login(user)
    saved = tab.send(RIGHT)

    assert lost.status_code == 401
    assert "<html" not in text_of(lost)
    assert "Correct" in text_of(saved)
    assert AttemptEvent.objects.count() == 1


def test_a_session_from_before_a_new_password_answers_nothing(tab: Tab, attempt: Attempt) -> None:
    user = attempt.sitting.learner.user
    assert user is not None
    user.set_unusable_password()
    user.save()

    assert tab.send(RIGHT).status_code == 401
    assert not AttemptEvent.objects.exists()


def test_it_takes_posts_only(ada: Client, attempt: Attempt) -> None:
    for path in ("answer", "again"):
        assert ada.get(f"/attempts/{attempt.key}/{path}/").status_code == 405
    assert ada.post(f"/attempts/{attempt.key}/").status_code == 405


def test_looking_writes_nothing(ada: Client, attempt: Attempt) -> None:
    with CaptureQueriesContext(connection) as asked:
        ada.get(f"/attempts/{attempt.key}/")
        ada.get(f"/attempts/{attempt.key}/?again=1")

    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_events_cannot_be_rewritten(tab: Tab) -> None:
    tab.send(WRONG)

    with pytest.raises(TypeError, match="append-only"):
        AttemptEvent.objects.get().save()
