"""A question with what its course has to know of its file: what it uses, and where that stands."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from domain.courses import Part, QuestionFile
from domain.documents import Document, Where
from domain.markup import uses_of, words_in
from domain.problems import START, Spot
from domain.questions.base import Question
from domain.questions.formula import fact_ids
from domain.questions.wording import COMMON

SHORT_WORD = 3  # letters; shorter words say nothing about a subject
BELIEF = re.compile(r"(?:\bmisconception=|^### (?=\S+ \{points=))([^\s}]+)")
"""A misconception: a choice names it, or it stands above its patterns."""
NAMED = re.compile(r"\{[^{}]*#([a-z0-9-]+)[^{}]*\}")
PARTS = ("choice-", "row-", "step-", "option-", "point-")
"""How the slots of choices, rows, steps, options and key points begin."""


def question_file(document: Document, question: Question) -> QuestionFile:
    """Join a question with its file. The text itself is left behind."""
    return QuestionFile(
        head=document.without_body(),
        question=question,
        uses=uses_of(document.lines),
        key_words=" ".join(sorted(_key_words(question))),
        published=question.status != "retired",
        beliefs=_beliefs(document, question),
        formula_facts=_formula_facts(document),
        parts=_parts(document, question),
    )


def _key_words(question: Question) -> set[str]:
    texts = [question.title, question.prompt]
    texts += [text.markdown for slot, text in question.texts().items() if slot.startswith(PARTS)]
    lines = (line for text in texts for line in text.split("\n"))
    words = {word.lower() for line in lines for word in words_in(line)}
    return {word for word in words if len(word) > SHORT_WORD} - COMMON


def _formula_facts(document: Document) -> dict[str, Spot]:
    first: dict[str, Spot] = {}
    for where, formula in _values(document, "formula"):
        for key in fact_ids(formula):
            first.setdefault(key, document.spots[where])
    return first


def _beliefs(document: Document, question: Question) -> dict[str, Spot]:
    found = [
        (slug, one.spots[where])
        for one in (document, *document.fenced.values())
        for where, slug in _values(one, "misconception")
    ]
    for line in document.lines:
        if not line.fenced and ("misconception=" in line.text or "points=" in line.text):
            found += [
                (match[1], Spot(line.number, match.start(1) + 1))
                for match in BELIEF.finditer(line.text)
            ]
    first: dict[str, Spot] = {}
    for slug, spot in found:
        if slug in question.misconceptions:
            first.setdefault(slug, spot)
    return first


def _parts(document: Document, question: Question) -> dict[str, Part]:
    lines = [line for line in document.lines if not line.fenced]
    named = {key for line in lines if "#" in line.text for key in NAMED.findall(line.text)}
    parts: dict[str, Part] = {}
    for slot, text in question.texts().items():
        kind = next((kind for kind in PARTS if slot.startswith(kind)), "")
        key = slot.removeprefix(kind)
        if kind and key not in parts:
            begins = text.markdown.partition("\n")[0]
            number = next((line.number for line in lines if begins in line.text), START.line)
            parts[key] = Part(text.markdown, Spot(number, 1), key in named)
    return parts


def _values(document: Document, name: str) -> Iterator[tuple[Where, str]]:
    """Give the texts of the front matter under a name, wherever it stands."""
    for where in document.spots:
        if where and where[-1] == name:
            value = _value_at(document.meta, where)
            if isinstance(value, str):
                yield where, value


def _value_at(meta: Mapping[str, Any], where: Where) -> Any:
    value: Any = meta
    for step in where:
        value = value[step]
    return value
