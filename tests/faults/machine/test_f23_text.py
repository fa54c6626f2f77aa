"""F23: text is kept byte for byte, whatever its script; what no database keeps is refused."""

from html import escape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.models import AttemptEvent, Sitting
from tests.published import make_check
from tests.quizzes.browser import HTMX, Tab, open_tab, text_of
from tests.quizzes.conftest import learner_in

FORM = "application/x-www-form-urlencoded"
ODD = (
    "\u202eabc\u202c \u2066x\u2069",  # turned round, isolated
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # joined by ZWJ
    "caf\u00e9",  # composed
    "cafe\u0301",  # decomposed: another text
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd",  # right to left
    "\ufeff \u00a0\u2028\x7f",
)
TEXTS = st.text(
    st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=60
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(TEXTS)
@example(ODD[0])
@example(ODD[1])
@example(ODD[2])
@example(ODD[3])
@example(ODD[4])
@example(ODD[5])
def test_f23_any_text_is_kept_byte_for_byte(ada: Client, text: str) -> None:
    Sitting.objects.all().delete()
    tab = open_tab(ada, make_check(learner_in(ada), "usage-type"))

    response = posted(tab, urlencode({**ticket(tab), "answer": text}))

    assert response.status_code == 200
    (event,) = AttemptEvent.objects.all()
    assert event.data["submitted"]["answer"] == [text]


@pytest.mark.parametrize("text", ODD)
def test_f23_it_is_shown_apart_from_the_text_around_it(tab: Tab, ada: Client, text: str) -> None:
    shown = text_of(tab.send({"answer": [text]}, press="solution"))
    shown += text_of(ada.get(tab.form.action.removesuffix("answer/")))

    assert f"<bdi>{escape(text)}</bdi>" in shown or f'value="{escape(text)}"' in shown


@pytest.mark.parametrize("sent", ["%00", "a%00b", "%ED%A0%80", "x%ed%bf%bf", "%FF"], ids=str)
def test_f23_what_no_database_keeps_is_refused(tab: Tab, sent: str) -> None:
    response = posted(tab, f"{urlencode(ticket(tab))}&answer={sent}")

    assert response.status_code == 400
    assert 'role="alert"' in text_of(response)
    assert not AttemptEvent.objects.exists()


def ticket(tab: Tab) -> dict[str, str]:
    return {name: value for name, value in tab.form.fields if name != "answer"}


def posted(tab: Tab, body: str) -> Any:
    """Send a form as a browser does."""
    assert isinstance(tab.client, Client)
    return tab.client.post(tab.form.action, body, FORM, headers=HTMX)
