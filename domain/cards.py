"""A question as one learner may see it: shuffled, its ids hidden, and nothing told too early.

Templates get a ``Card`` and never the question: what is not in the card cannot leak.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from domain.attempts import Confidence, Rules, State, marks_due, revealed
from domain.questions.base import PICKED, Option, Question, Reveal, Row, Submitted

TOKEN_LENGTH = 12  # hex digits: 48 bits, so that two ids of a question never share one


@dataclass(frozen=True)
class Arrangement:
    """The order and the names that ids have in the pages of one attempt."""

    seed: int
    shuffle: bool = True

    def row(self, key: str) -> str:
        """Name a row so that the name tells nothing of it."""
        return self._token("row", key)

    def option(self, key: str) -> str:
        """Name an option. A row and the option that is right for it may share an id."""
        return self._token("option", key)

    def order(self, keys: Iterable[str]) -> list[str]:
        """Put rows in the order of this attempt, or leave them in that of the file."""
        return self.mixed(keys) if self.shuffle else list(keys)

    def mixed(self, keys: Iterable[str]) -> list[str]:
        """Put rows in an order that tells nothing of that of the file."""
        return sorted(keys, key=lambda key: self._token("place", key))

    def mixed_options(self, keys: Iterable[str]) -> list[str]:
        """Put options in an order that tells nothing of that of the rows, nor of the file.

        In the file each stands beside the row that it fits.
        """
        return sorted(keys, key=lambda key: self._token("place of option", key))

    def _token(self, space: str, key: str) -> str:
        return sha256(f"{self.seed}/{space}/{key}".encode()).hexdigest()[:TOKEN_LENGTH]


@dataclass(frozen=True)
class Verdict:
    """What the learner is told about the whole answer."""

    fraction: float
    headline: str
    feedback: str
    """HTML that speaks to this answer, or ''."""
    misconception: str | None

    @property
    def score(self) -> str:
        """The credit as people write it: 1, 0.5, 0.33."""
        return f"{self.fraction:.2g}"

    @property
    def word(self) -> str:
        """right, partial or wrong: also the name of its look."""
        if self.fraction == 1:
            return "right"
        return "partial" if self.fraction > 0 else "wrong"


@dataclass(frozen=True)
class Card:
    """Everything that may be printed about a question at this moment. All text is HTML."""

    kind: str
    title: str
    prompt: str
    instruction: str
    rows: tuple[Row, ...]
    options: tuple[Option, ...]
    details: Mapping[str, Any]
    hints: tuple[str, ...]
    """Those asked for so far."""
    offers_hint: bool
    hints_total: int
    confidence: Confidence | None
    asks_confidence: bool
    tries: int
    tries_left: int | None
    saved: bool
    """There is a readable answer, and nothing more is said of it before the end."""
    awaiting: bool
    """There is an answer that nobody has marked yet."""
    marking: bool
    """Its learner may mark it now, and reads the explanation after that."""
    unreadable: str
    verdict: Verdict | None
    explanation: str
    explained_in: str
    """What the explanation is called, where that is not its name: a model answer."""
    reveal: Reveal
    open: bool
    """Another answer may be sent."""
    offers_solution: bool
    """The learner may give up and read the answer: after a try, where feedback comes at once."""
    form: bool
    """Inputs are printed now; otherwise what was answered, and what there is to say of it."""

    @property
    def final(self) -> bool:
        """Whether everything has been told."""
        return self.reveal is Reveal.ALL


@dataclass(frozen=True)
class Occasion:
    """In which circumstances a question is shown."""

    rules: Rules
    seed: int
    """Of the attempt."""
    over: bool = False
    """The sitting is finished."""
    again: bool = False
    """The learner asks for the form once more, without what was said of the last answer."""
    sent: Submitted | None = None
    """What was typed, or sent and not taken: it stands in the form again."""
    confidence: Confidence | None = None
    """How sure the learner was of that."""


@dataclass(frozen=True)
class Said:
    """One thing that an answer said: of what, and what. Either may be empty; text is HTML."""

    of: str
    value: str


def arrangement(rules: Rules, seed: int) -> Arrangement:
    """Say how the pages of an attempt name and order things."""
    return Arrangement(seed, rules.shuffle_choices)


def offers_hint(question: Question, state: State, rules: Rules) -> bool:
    """Say whether another hint may be asked for."""
    return rules.hints and state.hints < len(question.hints) and not marks_due(state, rules)


def offers_solution(state: State, rules: Rules) -> bool:
    """Say whether the learner may be told the answer before finding it."""
    return rules.feedback_at_once and state.tries > 0


def submitted_ids(question: Question, sent: Submitted, arranged: Arrangement) -> Submitted:
    """Turn the tokens of a page back into the author's ids; anything else stays as sent."""
    known = {arranged.row(row.id): row.id for row in question.rows(None, Reveal.NOTHING)}
    known |= {arranged.option(option.id): option.id for option in question.options}
    return {name: [known.get(value, value) for value in values] for name, values in sent.items()}


def said(question: Question, html: Mapping[str, str], given: Submitted) -> tuple[Said, ...]:
    """Put an answer in words, whether or not it was taken: nothing is said of its worth."""
    found = []
    for row in question.rows(given, Reveal.NOTHING):
        if not row.given:
            continue
        texts = {option.id: html[option.text] for option in _open_to(row, question.options)}
        text = html[row.text] if row.text else ""
        if row.given in texts or question.orders:
            found.append(Said(text, texts.get(row.given, row.given)))
        else:
            found.append(Said("", text if row.given is PICKED else row.given))
    return tuple(found)


def card(question: Question, html: Mapping[str, str], state: State, occasion: Occasion) -> Card:
    """Lay a question out for its learner. ``html`` holds its rendered texts by slot."""
    rules, over = occasion.rules, occasion.over
    marking = marks_due(state, rules) and not over
    open_ = not over and not state.finished and not marking
    unreadable = state.unreadable if occasion.sent is None and not over else None
    reveal = revealed(state, rules, over=over)
    if occasion.again and open_:
        reveal = Reveal.NOTHING
    awaiting = state.awaiting is not None
    arranged = arrangement(rules, occasion.seed)
    hints = tuple(html[f"hint-{n}"] for n in range(1, state.hints + 1))
    return Card(
        kind=question.kind,
        title=question.title,
        prompt=html["prompt"],
        instruction=question.instruction,
        rows=_rows(question, html, _given(state, occasion, reveal), reveal, arranged),
        options=_options(question, html, arranged),
        details=question.details,
        hints=hints,
        offers_hint=open_ and offers_hint(question, state, rules),
        hints_total=len(question.hints),
        confidence=occasion.confidence or state.confidence,
        asks_confidence=rules.confidence and open_ and state.first is None,
        tries=state.tries,
        tries_left=None if rules.tries is None else max(0, rules.tries - state.tries),
        saved=(state.answered or awaiting) and not (rules.feedback_at_once or over),
        awaiting=awaiting,
        marking=marking,
        unreadable=unreadable.hint if unreadable else "",
        verdict=_verdict(html, state, reveal),
        explanation=html["explanation"] if reveal is Reveal.ALL and not marking else "",
        explained_in="" if question.explained_in == "Explanation" else question.explained_in,
        reveal=reveal,
        open=open_,
        offers_solution=open_ and offers_solution(state, rules),
        form=open_ and reveal is Reveal.NOTHING,
    )


def _verdict(html: Mapping[str, str], state: State, reveal: Reveal) -> Verdict | None:
    if reveal is Reveal.NOTHING or state.grade is None:
        return None
    grade = state.grade
    feedback = html[grade.feedback] if grade.feedback else ""
    return Verdict(grade.fraction, grade.headline, feedback, grade.misconception)


def _options(
    question: Question, html: Mapping[str, str], arranged: Arrangement
) -> tuple[Option, ...]:
    by_id = {option.id: option for option in question.options}
    found = (by_id[key] for key in arranged.mixed_options(by_id))
    return tuple(
        Option(
            arranged.option(option.id),
            html[option.text],
            arranged.row(option.row) if option.row else "",
        )
        for option in found
    )


def _open_to(row: Row, options: Iterable[Option]) -> Iterable[Option]:
    """Give the options that a row may choose from."""
    return (option for option in options if option.row in ("", row.id))


def _given(state: State, occasion: Occasion, reveal: Reveal) -> Submitted | None:
    """Return the answer to lay out: beside a verdict it is the one that was judged."""
    if reveal is not Reveal.NOTHING:
        return state.judged
    if occasion.sent is not None:
        return occasion.sent
    return state.submitted if state.draft is None else state.draft


def _rows(
    question: Question,
    html: Mapping[str, str],
    given: Submitted | None,
    reveal: Reveal,
    arranged: Arrangement,
) -> tuple[Row, ...]:
    rows = {row.id: row for row in question.rows(given, reveal)}
    order = list(rows)
    if question.orders and given is None:
        order = _away_from_the_key(question, arranged.mixed(rows))
    elif question.shuffled and not question.orders:
        order = arranged.order(rows)
    return tuple(_row(rows[key], html, arranged, question.options) for key in order)


def _away_from_the_key(question: Question, order: list[str]) -> list[str]:
    """Turn an order that happens to be a right answer until it is none."""
    for _ in order:
        if not question.in_right_order(order):
            break
        order = [*order[1:], order[0]]
    return order


def _row(
    row: Row, html: Mapping[str, str], arranged: Arrangement, options: Iterable[Option]
) -> Row:
    chosen = row.given in {option.id for option in _open_to(row, options)}
    given = arranged.option(row.given) if chosen else row.given
    return replace(
        row,
        id=arranged.row(row.id),
        text=html[row.text] if row.text else "",
        given=given,
        wanted=html.get(row.wanted, row.wanted) if row.wanted else "",
        reason=html[row.reason] if row.reason else "",
        wanted_reason=html[row.wanted_reason] if row.wanted_reason else "",
    )
