"""POST /attempts/KEY/answer/ with marks=1: its learner marks what no machine judges."""

import pytest
from django.test import Client

from domain.attempts import Rules
from quizzes.after import Judged
from quizzes.models import Attempt, AttemptEvent
from quizzes.queries import Standing
from tests.published import make_check, make_sitting
from tests.quizzes.browser import forms_in, fresh_tab, open_tab, text_of, words_in
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
KEY = "peering-aloud"
SAID = {"answer": ["Through an endpoint."]}
POINT, MODEL = "The stream is reached through an endpoint", "The feed writes to the stream"
NUANCE = "A route alone never reaches"


@pytest.fixture
def attempt(ada: Client) -> Attempt:
    return make_check(learner_in(ada), KEY)


def state_of(attempt: Attempt) -> object:
    return Standing(attempt, tuple(attempt.events.all())).state


def test_before_the_answer_nothing_of_the_points_is_there(ada: Client, attempt: Attempt) -> None:
    page = text_of(ada.get(f"/attempts/{attempt.key}/"))

    assert "Write about 60 words. You judge them yourself" in page
    assert POINT not in page
    assert MODEL not in page
    assert 'name="point"' not in page
    assert "marks" not in forms_in(page)[0].buttons


def test_after_it_the_points_are_told_but_not_the_model_answer(
    ada: Client, attempt: Attempt
) -> None:
    page = text_of(open_tab(ada, attempt).send(SAID))

    said = words_in(page)
    assert "Your answer Through an endpoint." in said
    assert f"{POINT} (counts twice)" in said
    assert said.index("Judge your answer") < said.index(POINT)
    assert MODEL not in page
    assert NUANCE not in said
    form = forms_in(page)[0]
    assert (form.names, form.buttons) == ({"point"}, {"marks"})
    assert form.values("point") == []  # none is ticked yet
    assert "Practise this again" not in said
    assert "Not this one" not in said


def test_marks_give_the_share_of_the_points_and_end_it(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(SAID)

    page = words_in(text_of(open_tab(ada, attempt).send({"point": ["endpoint"]}, press="marks")))

    assert "1 of 3 key points 0.5 / 1" in page
    assert f"{POINT} (counts twice) {NUANCE}" in page
    assert page.index("Covered") < page.index("Missed")
    assert "Model answer The feed writes" in page
    assert "Practise this again" in page
    [sent, marked] = AttemptEvent.objects.order_by("sequence")
    assert sent.data == {"submitted": SAID}
    assert marked.data == {"by": "learner", "marked": {"point": ["endpoint"]}}


def test_no_point_may_be_ticked(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(SAID)

    page = words_in(text_of(open_tab(ada, attempt).send({}, press="marks")))

    assert "0 of 3 key points 0 / 1" in page


def test_it_works_without_script_and_back_in_the_lesson(ada: Client) -> None:
    sent = fresh_tab(ada, KEY, htmx=False).send(SAID)
    attempt = Attempt.objects.get()
    page = ada.get(sent.url)
    assert POINT in text_of(page)

    response = open_tab(ada, attempt, htmx=False).send(
        {"point": ["pair"]}, press="marks", back="lesson"
    )

    assert response.url == f"/courses/moving-data/data-transfer/#q-{KEY}"
    assert "1 of 3 key points" in text_of(ada.get(response.url))


def test_a_double_click_marks_once(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(SAID)
    tab = open_tab(ada, attempt)

    pages = [tab.send({"point": ["pair"]}, press="marks") for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert AttemptEvent.objects.count() == 2


def test_other_marks_from_a_stale_page_are_not_taken(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(SAID)
    tabs = [open_tab(ada, attempt) for _ in range(2)]
    tabs[0].send({"point": ["pair"]}, press="marks")

    response = tabs[1].send({"point": ["pair", "endpoint"]}, press="marks")

    assert response.status_code == 409
    assert "1 of 3 key points" in words_in(text_of(response))


def test_marks_without_an_answer_are_not_offered(ada: Client, attempt: Attempt) -> None:
    response = open_tab(ada, attempt).send({"point": ["pair"]}, press="marks")

    assert response.status_code == 400
    assert not AttemptEvent.objects.exists()


def test_what_a_machine_judges_is_marked_by_nobody(ada: Client) -> None:
    attempt = make_check(learner_in(ada), "which-line")
    open_tab(ada, attempt).send({"choice": ["peered"]})

    assert open_tab(ada, attempt).send(press="marks").status_code == 400


@pytest.mark.parametrize("press", ["", "hint", "solution"])
def test_once_it_is_told_nothing_else_is_taken(ada: Client, attempt: Attempt, press: str) -> None:
    open_tab(ada, attempt).send(SAID)

    response = open_tab(ada, attempt).send({"answer": ["As the model says."]}, press=press)

    assert response.status_code == 400
    assert AttemptEvent.objects.count() == 1
    assert 'name="marks"' in text_of(response)


def test_marks_sent_with_the_answer_are_not_looked_at(ada: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send({**SAID, "point": ["endpoint", "pair", "priced"]})

    assert AttemptEvent.objects.get().data == {"submitted": SAID}


def test_nobody_marks_another_learners_answer(ada: Client, bob: Client, attempt: Attempt) -> None:
    open_tab(ada, attempt).send(SAID)
    tab = open_tab(ada, attempt)
    tab.client = bob

    assert tab.send({"point": ["pair"]}, press="marks").status_code == 404


def test_it_is_told_to_those_above_when_it_is_marked(
    ada: Client, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Judged] = []
    monkeypatch.setattr("quizzes.after.after_judged", [heard.append])

    open_tab(ada, attempt).send(SAID, confidence="3")
    assert heard == []
    open_tab(ada, attempt).send({"point": ["endpoint"]}, press="marks")

    assert [(one.evidence.score, one.evidence.weight) for one in heard] == [(0.5, 0.5)]
    assert heard[0].evidence.judge == "learner"


def test_in_practice_a_quiz_goes_on_beside_the_marks(ada: Client) -> None:
    attempt = make_check(learner_in(ada), KEY, Rules(tries=3, penalty=0.33))
    page = text_of(open_tab(ada, attempt).send(SAID))
    assert "Try 1 of 3" not in page

    page = text_of(open_tab(ada, attempt).send({"point": ["pair"]}, press="marks"))

    assert "Try again" not in page
    assert "0.25 / 1" in words_in(page)


def test_while_feedback_waits_it_is_saved_and_may_change(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "rehearsal")
    attempt = sitting.attempts.get(version__question__key=KEY)

    page = text_of(open_tab(ada, attempt).send(SAID))

    assert "Saved. You can change it until you finish." in page
    assert POINT not in page
    step = f'<li class="saved" id="step-{attempt.position}"'
    assert step in text_of(ada.get(f"/sittings/{sitting.key}/1/"))
    assert open_tab(ada, attempt).send({"point": []}, press="marks").status_code == 400
    assert open_tab(ada, attempt).send({"answer": ["By peering."]}).status_code == 200


def test_after_the_end_it_is_shown_unmarked_and_counts_for_nothing(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "rehearsal")
    open_tab(ada, sitting.attempts.get(version__question__key=KEY)).send(SAID)

    page = words_in(text_of(ada.post(f"/sittings/{sitting.key}/finish/", follow=True)))

    assert "0 out of 0 points" in page
    assert "Nobody has marked this answer." in page
    assert f"{POINT} (counts twice)" in page
    assert MODEL in page
    assert page.count("You gave no answer.") == sitting.attempts.count() - 1


def test_a_step_to_be_marked_is_still_to_do(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "rehearsal")
    sitting.rules["feedback_at_once"] = True
    sitting.save()
    attempt = sitting.attempts.get(version__question__key=KEY)
    open_tab(ada, attempt).send(SAID)
    steps = text_of(ada.get(f"/sittings/{sitting.key}/1/"))
    assert f'<li class="" id="step-{attempt.position}"' in steps

    open_tab(ada, attempt).send({"point": ["pair"]}, press="marks")

    assert f'<li class="part" id="step-{attempt.position}"' in text_of(
        ada.get(f"/sittings/{sitting.key}/1/")
    )
