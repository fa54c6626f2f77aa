"""POST /attempts/KEY/answer/ with hint=1."""

import pytest
from django.test import Client

from domain.attempts import Rules
from quizzes.after import Judged
from quizzes.models import AttemptEvent
from tests.published import make_check
from tests.quizzes.browser import open_tab, tab_of, text_of
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Draw the two Regions", "Does the arrow touch the internet?"


def test_it_shows_one_hint_after_the_other(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    html = [text_of(open_tab(ada, attempt).send(press="hint")) for _ in range(2)]

    assert [FIRST in page for page in html] == [True, True]
    assert [SECOND in page for page in html] == [False, True]
    assert "Hint 1 of 2" in html[0]
    assert "Next hint" in html[0]
    assert "Hint 2 of 2" in html[1]
    assert 'name="hint"' not in html[1]


def test_it_keeps_what_was_chosen(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    tab = open_tab(ada, attempt)

    html = text_of(tab.send({"choice": ["storage"]}, press="hint", confidence="2"))

    again = tab_of(ada, html, attempt)
    assert again.form.values("choice") == tab.tokens({"choice": ["storage"]})["choice"]
    assert again.form.values("confidence") == ["2"]
    assert open_tab(ada, attempt).form.values("choice") == again.form.values("choice")


@pytest.mark.parametrize(
    ("key", "given"),
    [
        ("nightly-join", {"answer": ["about 2"], "unit": ["USD"]}),
        ("who-pays", {"answer": ["<b>20</b>"]}),
    ],
)
def test_it_keeps_what_was_typed(ada: Client, key: str, given: dict[str, list[str]]) -> None:
    attempt = make_check(learner_in(ada), key)

    html = text_of(open_tab(ada, attempt).send(given, press="hint"))

    assert tab_of(ada, html, attempt).form.values("answer") == given["answer"]


def test_it_costs_no_try_and_is_told_to_those_above(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])
    attempt = make_check(learner_in(ada), "which-line", Rules(tries=1))

    open_tab(ada, attempt).send(press="hint")
    html = text_of(open_tab(ada, attempt).send({"choice": ["regions"]}))

    assert "Correct" in html
    assert [one.evidence.hints for one in heard] == [1]


def test_a_hint_after_a_wrong_answer_keeps_the_form(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send({"choice": ["peered"]})
    tab = open_tab(ada, attempt, query="?again=1")

    html = text_of(tab.send({"choice": ["storage"]}, press="hint"))

    assert FIRST in html
    assert "Not this one" not in html
    again = tab_of(ada, html, attempt)
    assert again.form.values("choice") == tab.tokens({"choice": ["storage"]})["choice"]
    assert again.form.buttons == {"", "hint", "solution"}


def test_it_takes_the_same_form_once(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "which-line"))

    first, second = tab.send(press="hint"), tab.send(press="hint")

    assert (first.status_code, second.status_code) == (200, 200)
    assert AttemptEvent.objects.count() == 1
    assert SECOND not in text_of(second)


def test_the_key_of_a_hint_is_no_key_for_an_answer(ada: Client) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), "which-line"))
    tab.send({"choice": ["regions"]}, press="hint")

    response = tab.send({"choice": ["regions"]})

    assert response.status_code == 409
    assert AttemptEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("key", "rules"), [("tier-rules", Rules()), ("which-line", Rules(hints=False))]
)
def test_where_there_is_none_it_is_neither_offered_nor_given(
    ada: Client, key: str, rules: Rules
) -> None:
    tab = open_tab(ada, make_check(learner_in(ada), key, rules))
    assert "hint" not in tab.form.buttons

    response = tab.send(press="hint")

    assert response.status_code == 400
    assert "Nothing was recorded." in text_of(response)
    assert not AttemptEvent.objects.exists()


def test_it_works_without_javascript(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")

    response = open_tab(ada, attempt, htmx=False).send({"choice": ["storage"]}, press="hint")

    assert response.status_code == 302
    assert FIRST in text_of(ada.get(response["Location"]))
