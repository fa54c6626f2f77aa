"""What holds for every kind of question, present and future."""

import pkgutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import domain.questions
from domain.questions import KINDS, warnings_of
from domain.questions.base import Awaiting, Grade, Mark, Reveal, Unreadable
from tests.documents import make_document, make_question
from tests.sources import GOOD

SHARED = {
    "answers",
    "attributes",
    "base",
    "blanks",
    "choice_list",
    "command_file",
    "command_judging",
    "command_line",
    "entries",
    "formula",
    "items",
    "key_points",
    "matchers",
    "numbers",
    "pair_table",
    "pattern_syntax",
    "patterns",
    "programs",
    "quantities",
    "reading",
    "shell_words",
    "step_list",
    "wording",
}
"""Modules that kinds are made of."""
QUESTIONS = {kind: make_question(source) for kind, source in GOOD.items()}
RESULTS = (Grade, Unreadable, Awaiting)


def test_every_module_is_a_kind_or_shared() -> None:
    modules = {module.name for module in pkgutil.iter_modules(domain.questions.__path__)}

    assert modules - SHARED == set(KINDS)
    assert set(GOOD) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_its_own_samples_grade_as_foretold(kind: str) -> None:
    question = QUESTIONS[kind]
    samples = question.samples()
    assert {1.0, 0.0, Unreadable} <= {sample.expected for sample in samples}

    for sample in samples:
        result = question.grade(sample.submitted)
        got = result.fraction if isinstance(result, Grade) else type(result)
        assert got == sample.expected, sample


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_file_gives_no_warning(kind: str) -> None:
    assert warnings_of(QUESTIONS[kind], make_document(GOOD[kind])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_it_shows_only_texts_that_it_has(kind: str) -> None:
    question = QUESTIONS[kind]
    texts = question.texts()

    for sample in question.samples():
        result = question.grade(sample.submitted)
        if isinstance(result, Grade) and result.feedback:
            assert texts[result.feedback].markdown
        for row in question.rows(sample.submitted, Reveal.ALL):
            assert {row.text, row.reason, row.wanted_reason} - {""} <= texts.keys()
            assert kind == "ordering" or {row.wanted} - {""} <= texts.keys()
    assert {option.text for option in question.options} <= texts.keys()
    assert {"prompt", "explanation"} <= texts.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_before_the_verdict_its_rows_tell_nothing(kind: str) -> None:
    question = QUESTIONS[kind]

    for sample in question.samples():
        for row in question.rows(sample.submitted, Reveal.NOTHING):
            assert (row.mark, row.wanted, row.reason) == (Mark.NONE, "", "")
            assert row.wanted_reason == ""


@pytest.mark.parametrize("kind", KINDS)
def test_while_tries_are_left_its_rows_tell_nothing_of_what_was_not_given(kind: str) -> None:
    question = QUESTIONS[kind]

    for sample in question.samples():
        for row in question.rows(sample.submitted, Reveal.OWN):
            assert (row.wanted, row.wanted_reason) == ("", "")
            assert row.mark is not Mark.MISSED
            if not row.given or sample.expected is Unreadable:
                assert (row.mark, row.reason) == (Mark.NONE, "")


@pytest.mark.parametrize("kind", KINDS)
def test_its_samples_use_its_fields_only(kind: str) -> None:
    question = QUESTIONS[kind]

    for sample in question.samples():
        assert set(sample.submitted) <= {*question.fields, *question.marks}


@pytest.mark.parametrize("kind", KINDS)
def test_its_digest_is_the_same_each_time_it_is_read(kind: str) -> None:
    assert make_question(GOOD[kind]).grading_digest == QUESTIONS[kind].grading_digest
    assert make_question(GOOD[kind]) == QUESTIONS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_a_guess_is_a_share(kind: str) -> None:
    assert 0 <= QUESTIONS[kind].guess < 1


VALUES = ["", "1", "2", "4", "5", "out", "on", "2100", "data locality", "draw", "boundary", "copy"]
VALUES += ["multiply", "move", "standby", "partner", "free", "regions", "zones", "USD", "\x00", "é"]


@settings(max_examples=15, deadline=None)
@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_whatever_is_sent_it_gives_one_result_and_never_raises(
    kind: str, data: st.DataObject
) -> None:
    question = QUESTIONS[kind]
    values = st.lists(st.sampled_from(VALUES), max_size=5)
    submitted = data.draw(st.dictionaries(st.sampled_from([*question.fields, "odd"]), values))

    result = question.grade(submitted)

    assert isinstance(result, RESULTS)
    assert question.grade(submitted) == result
    for reveal in Reveal:
        assert len(question.rows(submitted, reveal)) == len(question.rows(None, reveal))
