"""What a card says at each moment of an attempt, item by item."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from domain.attempts import LESSON_RULES, Confidence, Event, EventKind, Rules, State, replay
from domain.cards import Arrangement, Card, Occasion, card, offers_hint
from domain.questions.base import Grade, Question, Reveal, Unreadable
from tests.documents import make_question
from tests.domain.test_attempts import AT
from tests.sources import GOOD, READ_THE_NAME, WHICH_LINE

QUESTIONS = [make_question(text) for text in GOOD.values()]
CHOICE = make_question(WHICH_LINE)
DEFERRED = Rules(feedback_at_once=False)
WRONG = {"choice": ["peered"]}
TYPED = {"answer": ["By an endpoint."]}
kinds = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)


def html_of(question: Question) -> Mapping[str, str]:
    return {slot: f"[{slot}]" for slot in question.texts()}


def at(
    state: State, question: Question = CHOICE, rules: Rules = LESSON_RULES, **occasion: Any
) -> Card:
    return card(question, html_of(question), state, Occasion(rules, 1, **occasion))


def answered(question: Question, expected: float, rules: Rules = LESSON_RULES) -> State:
    given = next(s for s in question.samples() if s.expected == expected).submitted
    return replay(question, [Event(0, EventKind.ANSWERED, AT, {"submitted": given})], rules)


@kinds
def test_it_bears_what_the_question_says_of_itself(question: Question) -> None:
    found = at(State(), question)

    assert (found.kind, found.title, found.prompt) == (question.kind, question.title, "[prompt]")
    assert (found.instruction, found.details) == (question.instruction, question.details)
    named = "" if question.explained_in == "Explanation" else question.explained_in
    assert found.explained_in == named
    assert found.hints_total == len(question.hints)
    assert found.form


def test_an_explanation_that_has_a_name_goes_by_it() -> None:
    assert at(State(), make_question(GOOD["open"])).explained_in == "Model answer"


def test_it_shows_the_hints_that_were_asked_for_in_their_order() -> None:
    total = len(CHOICE.hints)
    shown = [at(State(hints=count)) for count in range(total + 1)]

    assert total > 0
    for count, found in enumerate(shown):
        assert found.hints == tuple(f"[hint-{n}]" for n in range(1, count + 1))
        assert found.offers_hint is (count < total)
        assert found.hints_total == total


def test_a_hint_is_offered_only_where_it_may_still_help() -> None:
    question = make_question(GOOD["open"])
    assert question.hints

    assert at(State(), question).offers_hint
    assert not at(State(), question, Rules(hints=False)).offers_hint
    assert not at(State(finished=True), question).offers_hint
    assert not at(State(), question, over=True).offers_hint
    waiting = replay(question, [Event(0, EventKind.ANSWERED, AT, {"submitted": TYPED})], Rules())
    assert not offers_hint(question, waiting, Rules())
    assert offers_hint(question, waiting, DEFERRED)


def test_the_answer_is_offered_after_a_try_where_feedback_comes_at_once() -> None:
    assert not at(State()).offers_solution
    assert at(State(tries=1)).offers_solution
    assert not at(State(tries=1), rules=DEFERRED).offers_solution
    assert not at(State(tries=1, finished=True)).offers_solution
    assert not at(State(tries=1), over=True).offers_solution


def test_it_says_how_sure_its_learner_was_and_asks_before_the_first_answer_alone() -> None:
    sure = State(confidence=Confidence.CERTAIN)

    assert at(sure).confidence is Confidence.CERTAIN
    assert at(sure, confidence=Confidence.GUESS).confidence is Confidence.GUESS
    assert at(State(), confidence=Confidence.GUESS).confidence is Confidence.GUESS
    assert at(sure).asks_confidence
    assert not at(sure, rules=Rules(confidence=False)).asks_confidence
    assert not at(State(first=Grade(1.0))).asks_confidence
    assert not at(State(), over=True).asks_confidence


@pytest.mark.parametrize(
    ("tries", "of", "left"), [(0, 3, 3), (1, 3, 2), (3, 3, 0), (4, 3, 0), (2, None, None)]
)
def test_it_counts_tries(tries: int, of: int | None, left: int | None) -> None:
    found = at(State(tries=tries), rules=Rules(tries=of))

    assert (found.tries, found.tries_left) == (tries, left)


def test_what_could_not_be_read_is_said_beside_what_was_sent_last() -> None:
    state = State(unreadable=Unreadable("Choose one."))

    assert at(State()).unreadable == ""
    assert at(state).unreadable == "Choose one."
    assert at(state, sent=WRONG).unreadable == ""
    assert at(state, over=True).unreadable == ""
    assert at(state, sent=WRONG, over=True).unreadable == ""


def test_a_verdict_says_what_the_grade_says() -> None:
    grade = Grade(0.5, headline="Half", feedback="choice-peered", misconception="peering-is-free")
    told = replace(answered(CHOICE, 0.0), grade=grade)

    verdict = at(told).verdict

    assert verdict
    assert (verdict.fraction, verdict.headline) == (0.5, "Half")
    assert (verdict.feedback, verdict.misconception) == ("[choice-peered]", "peering-is-free")
    plain = at(replace(told, grade=Grade(0.5))).verdict
    assert plain
    assert (plain.feedback, plain.headline, plain.misconception) == ("", "", None)


def test_a_form_is_printed_until_something_is_told_and_when_asked_for_again() -> None:
    told = answered(CHOICE, 0.0)

    assert at(State()).form
    assert not at(told).form
    assert at(told, again=True).form
    assert not at(told, again=True, over=True).form
    assert not at(replace(told, finished=True), again=True).form
    assert not at(State(finished=True), rules=DEFERRED).form
    assert not at(State(), rules=DEFERRED, over=True).form


@kinds
@pytest.mark.parametrize("expected", [0.0, 1.0])
def test_a_row_bears_the_texts_that_its_question_names(question: Question, expected: float) -> None:
    html, arranged = html_of(question), Arrangement(1)
    state = replace(answered(question, expected), finished=True)
    found = at(state, question)
    raw = {arranged.row(row.id): row for row in question.rows(state.judged, found.reveal)}

    assert found.reveal is Reveal.ALL
    assert {row.id for row in found.rows} == set(raw)
    for row in found.rows:
        said = raw[row.id]
        assert row.text == (html[said.text] if said.text else "")
        assert row.reason == (html[said.reason] if said.reason else "")
        assert row.wanted_reason == (html[said.wanted_reason] if said.wanted_reason else "")
        assert row.wanted == (html.get(said.wanted, said.wanted) if said.wanted else "")
        assert row.mark == said.mark


def test_the_form_holds_what_stood_in_it_when_a_hint_was_asked_for() -> None:
    state = State(submitted=WRONG, draft={"choice": ["storage"]})

    drafted = [row.text for row in at(state).rows if row.given]
    sent = [row.text for row in at(State(submitted=WRONG)).rows if row.given]

    assert (drafted, sent) == (["[choice-storage]"], ["[choice-peered]"])


def test_an_option_of_every_row_names_none() -> None:
    shared = at(State(), make_question(GOOD["matching"])).options
    own = at(State(), make_question(READ_THE_NAME)).options

    assert {option.row for option in shared} == {""}
    assert "" not in {option.row for option in own}
