"""templates/quizzes/questions/: one per kind, and the fragments around them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string

from domain.attempts import LESSON_RULES, Event, EventKind, Rules, State, replay
from domain.cards import Occasion, card
from domain.markup import BLANK
from domain.questions.base import Question, Submitted, Unreadable
from quizzes.cards import QuestionView
from tests.documents import make_question
from tests.quizzes.browser import forms_in, words_in
from tests.sources import FILE_TO_ROW, GOOD, GROUPED, NIGHTLY_JOIN, WITH_EXTRA

AT = datetime(2026, 11, 24, tzinfo=UTC)
COMMAND = "aws ec2 authorize-security-group-ingress --group-id sg-0123456789abcdef0 --protocol tcp"
"""The start of an answer to the command question."""
QUESTIONS = [make_question(text) for text in GOOD.values()]


def html_of(
    question: Question,
    *answers: Submitted,
    rules: Rules = LESSON_RULES,
    over: bool = False,
    again: bool = False,
) -> str:
    """Print a question after some answers, inside a form."""
    events = [
        Event(n, EventKind.ANSWERED, AT, {"submitted": given}) for n, given in enumerate(answers)
    ]
    html = {slot: f"[{slot}]" for slot in question.texts()}
    html["prompt"] += "".join(found[0] for found in BLANK.finditer(question.prompt))
    state = replay(question, events, rules) if events else State()
    shown = card(question, html, state, Occasion(rules, 3, over=over, again=again))
    template = f"quizzes/questions/{question.kind}.html"
    inner = render_to_string(template, {"card": shown, "id": "x"})
    return f'<form action="/">{inner}</form>'


def sample(question: Question, expected: float | type[Unreadable]) -> Submitted:
    return next(one.submitted for one in question.samples() if one.expected == expected)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_it_sends_the_fields_that_the_question_reads(question: Question) -> None:
    form = forms_in(html_of(question))[0]

    names = form.names | {name for name, _ in form.fields}
    assert names == set(question.fields)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_its_samples_use_only_those_fields(question: Question) -> None:
    used = {name for one in question.samples() for name in one.submitted}

    assert used <= {*question.fields, *question.marks}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_every_control_has_a_name_that_is_read_out(question: Question) -> None:
    html = html_of(question)

    ids = set(re.findall(r' id="([^"]+)"', html))
    for control in re.findall(r"<(?:input|select|textarea)[^>]*>", html):
        if 'type="hidden"' in control:
            continue
        labelled = re.findall(r'aria-labelledby="([^"]+)"', control)
        own = re.findall(r' id="([^"]+)"', control)
        assert (
            (labelled and set(labelled) <= ids)
            or "aria-label=" in control
            or (own and f'for="{own[0]}"' in html)
            or f'<label class="choice">{control}' in html
        ), control


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_a_fault_is_tied_to_its_control(question: Question) -> None:
    html = html_of(question, sample(question, Unreadable))

    assert 'aria-invalid="true"' in html
    assert "e-x" in re.findall(r'aria-describedby="([^"]+)"', html)[0].split()
    assert 'aria-invalid="true"' not in html_of(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_a_judged_answer_has_no_inputs(question: Question) -> None:
    html = html_of(question, sample(question, 1.0))

    for control in re.findall(r"<(?:input|select|textarea)[^>]*>", html):
        assert "readonly" in control


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_the_form_again_holds_what_was_sent(question: Question) -> None:
    given = sample(question, 0.0)

    form = forms_in(html_of(question, given, again=True))[0]

    values = [value for name, value in form.fields if name in given]
    assert len(values) == sum(len(sent) for sent in given.values())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.kind)
def test_the_instruction_stands_beside_the_inputs_alone(question: Question) -> None:
    assert question.instruction in words_in(html_of(question)).replace("&#x27;", "'")
    assert question.instruction not in words_in(html_of(question, sample(question, 1.0)))


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("choice", {"choice": ["regions"]}, ["[choice-regions] Your answer, correct"]),
        ("choice", {"choice": ["peered"]}, ["[choice-peered] Your answer [reason-peered]"]),
        ("choices", {"choice": ["zones", "none"]}, ["[choice-zones] Your answer, correct"]),
        ("numeric", {"answer": ["2100"]}, ["Answer [key]"]),
        ("short", {"answer": ["data locality"]}, ["Answer [key]"]),
        (
            "matching",
            {"row": ["standby", "copy", "partner"], "match": ["standby", "copy", "partner"]},
            ["[row-copy] [option-copy] [reason-copy]"],
        ),
        (
            "ordering",
            {"step": ["draw", "boundary", "multiply", "move"], "place": ["1", "2", "3", "4"]},
            ["1 [step-draw] [reason-draw] In place", "4 [step-move] In place"],
        ),
        (
            "cloze",
            {"blank": ["family", "gpu"], "fill": ["a", "disk"]},
            ["[prompt] [choice-a] disk [choice-a] [reason-a]"],
        ),
        ("predict", {"answer": ["0.00\n4.50"]}, ["[program] Your answer 0.00 4.50"]),
        ("command", {"answer": [f"{COMMAND} --cidr x"]}, ["--protocol tcp Right", "--cidr x Not"]),
        ("command", {"answer": [f"{COMMAND} --dry-run"]}, ["--dry-run Not needed here"]),
        (
            "open",
            {"answer": ["<Words.>"], "point": ["endpoint", "pair", "priced"]},
            [
                "Your answer &lt;Words.&gt; [twice-endpoint] [nuance-endpoint] Covered",
                "[point-pair] Covered",
            ],
        ),
    ],
)
def test_an_answer_is_marked_in_words(kind: str, given: Submitted, words: list[str]) -> None:
    said = words_in(html_of(make_question(GOOD[kind]), given))

    for part in words:
        assert part in said


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("choice", {"choice": ["peered"]}, "[choice-regions] Correct answer [reason-regions]"),
        ("choices", {"choice": ["none"]}, "[choice-zones] Missed [reason-zones]"),
        (
            "matching",
            {"row": ["standby", "copy", "partner"], "match": ["free", "copy", "partner"]},
            "[row-standby] [option-free] → should be [option-standby] [reason-standby]",
        ),
        (
            "ordering",
            {"step": ["draw", "boundary", "multiply", "move"], "place": ["2", "1", "3", "4"]},
            "1 [step-boundary] Belongs at 2",
        ),
        (
            "cloze",
            {"blank": ["family", "gpu"], "fill": ["b", "graviton"]},
            "[choice-b] → should be [choice-a] graviton → should be [key-gpu]",
        ),
        (
            "command",
            {"answer": [f"{COMMAND} --port 3306"]},
            "--port 3306 → should be [part-3] Not right [part-4] Missing",
        ),
        ("open", {"answer": ["x"], "point": []}, "[twice-endpoint] [nuance-endpoint] Missed"),
    ],
)
def test_the_end_tells_what_would_have_been_right(kind: str, given: Submitted, words: str) -> None:
    assert words in words_in(html_of(make_question(GOOD[kind]), given, over=True))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("choice", "[choice-regions] Correct answer"),
        ("choices", "[choice-regions] Missed"),
        ("numeric", "Answer [key]"),
        ("short", "Answer [key]"),
        ("matching", "[row-copy] → should be [option-copy]"),
        ("ordering", "[step-move] Belongs at 4"),
        ("cloze", "[prompt] [choice-a] [key-gpu] [choice-a] [reason-a]"),
        ("predict", "It prints [key]"),
        ("command", "A right command [key]"),
        ("open", "[twice-endpoint] [point-pair] [twice-priced]"),
    ],
)
def test_the_end_tells_the_key_of_what_was_not_answered(kind: str, words: str) -> None:
    said = words_in(html_of(make_question(GOOD[kind]), over=True))

    assert words in said
    assert "Your answer" not in said


def test_a_wrong_match_before_the_end_does_not_tell_the_right_one() -> None:
    question = make_question(GOOD["matching"])
    given = {"row": ["standby", "copy", "partner"], "match": ["copy", "copy", "partner"]}

    said = words_in(html_of(question, given))

    assert "[row-standby] [option-copy]" in said
    assert "should be" not in said
    assert "[reason-standby]" not in said


@pytest.mark.parametrize(
    ("source", "places", "words"),
    [
        (
            WITH_EXTRA,
            ["1", "2", "3", "4", "out"],
            "out [step-disk] [reason-disk] Left out, rightly",
        ),
        (WITH_EXTRA, ["2", "3", "4", "5", "1"], "1 [step-disk] [reason-disk] Does not belong"),
        (GROUPED, ["2", "1", "3", "4"], "Belongs at 2 to 3"),
        (FILE_TO_ROW, ["2", "1", "3", "4"], "In place"),
    ],
)
def test_an_ordering_says_where_steps_belong(source: str, places: list[str], words: str) -> None:
    question = make_question(source)
    steps = ["draw", "boundary", "multiply", "move", "disk"][: len(places)]

    said = words_in(html_of(question, {"step": steps, "place": places}, over=True))

    assert words in said


def test_a_wrong_order_before_the_end_says_only_where_it_is_wrong() -> None:
    question = make_question(FILE_TO_ROW)
    given = {"step": ["draw", "boundary", "multiply", "move"], "place": ["2", "1", "3", "4"]}

    said = words_in(html_of(question, given))

    assert "Not here" in said
    assert "Belongs" not in said
    assert "[reason" not in said


def test_steps_may_be_left_out_where_some_do_not_belong() -> None:
    assert ">leave out</option>" in html_of(make_question(WITH_EXTRA))
    assert "leave out" not in html_of(make_question(FILE_TO_ROW))


def test_a_step_that_was_left_out_is_left_out_in_the_form_again() -> None:
    steps = ["draw", "boundary", "multiply", "move", "disk"]
    given = {"step": steps, "place": ["2", "1", "3", "4", "out"]}

    html = html_of(make_question(WITH_EXTRA), given, again=True)

    assert forms_in(html)[0].values("place") == ["1", "2", "3", "4", "out"]


@pytest.mark.parametrize(
    ("old", "new", "present", "absent"),
    [
        ("", "", "<option>kUSD</option>", "Choose a unit"),
        ('units: {kUSD: "1000"}\n', "", "<span>USD</span>", "<select"),
        ('unit: USD\nunits: {kUSD: "1000"}\n', "", 'name="answer"', "<span>USD"),
        ("unit: USD", "unit: USD\nunit_required: true", "Choose a unit", "<span>USD"),
    ],
    ids=["several", "one", "none", "required"],
)
def test_a_number_offers_its_units(old: str, new: str, present: str, absent: str) -> None:
    html = html_of(make_question(NIGHTLY_JOIN.replace(old, new) if old else NIGHTLY_JOIN))

    assert present in html
    assert absent not in html


def test_typed_text_is_escaped() -> None:
    html = html_of(make_question(GOOD["short"]), {"answer": ['"><script>x</script>']})

    assert "<script>" not in html
    assert "&#34;&gt;&lt;script&gt;" in html


def test_a_blank_has_the_reasons_of_what_was_given_and_of_what_was_wanted() -> None:
    given = {"blank": ["family", "gpu"], "fill": ["b", "graviton"]}

    said = words_in(html_of(make_question(GOOD["cloze"]), given, over=True))

    assert said.endswith("[choice-b] [reason-b] [choice-a] [reason-a] graviton [near-gpu-2]")


def test_a_wrong_blank_before_the_end_does_not_tell_what_is_right() -> None:
    given = {"blank": ["family", "gpu"], "fill": ["b", "graviton"]}

    html = html_of(make_question(GOOD["cloze"]), given)

    said = words_in(html)
    assert "[choice-b] graviton [choice-b] [reason-b] graviton [near-gpu-2]" in said
    assert html.count('aria-label="Wrong"') == 2
    assert "should be" not in said
    assert "[choice-a]" not in said
    assert "[key" not in said


def test_a_blank_that_is_partly_right_says_so() -> None:
    source = GOOD["cloze"].replace('credit: "0"', 'credit: "0.5"')
    given = {"blank": ["family", "gpu"], "fill": ["a", "graviton"]}

    html = html_of(make_question(source), given)

    assert re.findall(r'aria-label="(\w.*?)"', html) == ["Correct", "Partly right"]


def test_what_is_typed_into_a_blank_is_escaped() -> None:
    given = {"blank": ["family", "gpu"], "fill": ["a", "<script>{{ blank:x }}"]}

    for again in (True, False):
        html = html_of(make_question(GOOD["cloze"]), given, again=again)
        assert "&lt;script&gt;{{ blank:x }}" in html
        assert "<script>" not in html


def test_a_program_says_what_it_prints_where_that_was_not_given() -> None:
    question = make_question(GOOD["predict"])

    assert "[key]" not in html_of(question, {"answer": ["0.00\n4.50"]}, over=True)
    assert "It prints [key]" in words_in(html_of(question, {"answer": ["1"]}, over=True))


@pytest.mark.parametrize(
    ("kind", "typed"), [("predict", "\n  0.00 \n\n"), ("command", "\naws \\\n  ec2 'open")]
)
def test_typed_lines_stay_as_they_were_typed(kind: str, typed: str) -> None:
    form = forms_in(html_of(make_question(GOOD[kind]), {"answer": [typed]}, again=True))[0]

    assert form.values("answer") == [typed]


def test_the_name_of_an_exception_is_a_field_of_one_line() -> None:
    source = GOOD["predict"].replace("kind: predict", "kind: predict\nanswer_form: exception")
    source = source.replace("0.00\n4.50\n", "KeyError\n")
    start, end = source.index("## Near misses"), source.index("## Explanation")
    question = make_question(source[:start] + source[end:])

    assert "<textarea" not in html_of(question)
    assert forms_in(html_of(question, {"answer": ["not a name"]}))[0].values("answer") == [
        "not a name"
    ]
    assert "It ends with [key]" in words_in(html_of(question, over=True))


def test_the_parts_of_a_command_that_were_not_given_are_told_at_the_end_only() -> None:
    said = words_in(html_of(make_question(GOOD["command"]), {"answer": [COMMAND]}))

    assert "--protocol tcp Right" in said
    assert "[part" not in said
    assert "Missing" not in said


def test_a_right_command_is_not_taken_apart() -> None:
    question = make_question(GOOD["command"])

    assert "Arguments" not in html_of(question, sample(question, 1.0))


def view(**changed: Any) -> QuestionView:
    question = make_question(GOOD["choice"])
    html: Mapping[str, str] = {slot: f"[{slot}]" for slot in question.texts()}
    defaults: dict[str, Any] = {
        "name": "x",
        "card": card(question, html, State(), Occasion(LESSON_RULES, 3)),
        "action": "/attempts/x/answer/",
        "fields": {"key": "k"},
        "about": {"outcome": "estimate it", "teaches": []},
    }
    return QuestionView(**(defaults | changed))


def fragment(**changed: Any) -> str:
    return render_to_string("quizzes/_question.html", {"q": view(**changed), "csrf_input": ""})


def test_before_an_answer_there_is_no_word_about_one() -> None:
    assert 'class="feedback' not in fragment()


def test_a_question_in_a_lesson_says_what_it_is_and_measures() -> None:
    html = fragment()

    assert "Check question" in html
    assert "Estimate it" in html
    assert 'class="q"' in html


def test_a_question_without_an_outcome_names_none() -> None:
    html = fragment(about={"outcome": "", "teaches": []})

    assert html.count("<span>Check question</span></div>") == 1


def test_a_question_with_a_page_to_itself_has_no_label() -> None:
    html = fragment(label="")

    assert "q-meta" not in html
    assert 'class="q plain"' in html


def test_it_remembers_where_it_came_from() -> None:
    assert 'name="back" value="lesson"' in fragment(back="lesson")
    assert 'name="back"' not in fragment()


def test_it_has_a_note_or_none() -> None:
    assert '<span class="help push">Not graded</span>' in fragment(note="Not graded")
    assert "help push" not in fragment()


def test_action_and_htmx_lead_to_the_same_place() -> None:
    form = forms_in(fragment())[0]

    assert form.action == form.htmx == "/attempts/x/answer/"


def test_practising_again_is_a_form_of_its_own() -> None:
    forms = forms_in(fragment(again_url="/attempts/x/again/", back="lesson"))

    assert [form.action for form in forms] == ["/attempts/x/answer/", "/attempts/x/again/"]
    assert forms[1].values("back") == ["lesson"]
    assert len(forms_in(fragment())) == 1
