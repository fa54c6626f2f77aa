"""Visitors who answer over HTTP, each answer twice, and remember what was acknowledged."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from threading import Event, Lock
from typing import Any, Self
from uuid import UUID

from courses.queries import question_of
from domain.cards import Arrangement
from domain.questions.base import Question, Sample, Submitted
from quizzes.queries import fresh_seed
from tests.published import FOLDER, LESSON_QUESTIONS, version_of
from tests.quizzes.browser import Form, Tab, forms_in
from tests.served.visitor import Reply, Visitor
from tests.threads import at_once, in_turn

COURSE, LESSON = FOLDER.name, "data-transfer"
TRIES = 4  # of one request, for each time that the site is disturbed


class Storm:
    """What all guests share: a site that is disturbed whenever so many answers are acknowledged."""

    def __init__(self, disturb: Callable[[], None], *, meanwhile: bool = False) -> None:
        self._disturb, self._meanwhile = disturb, meanwhile
        """Whether visitors go on meanwhile; if not, they wait until all is well again."""
        self.disturb_at: Collection[int] = ()
        self.acknowledged = self.unheard = self.unavailable = 0
        self._lock, self._breaking, self._up = Lock(), Lock(), Event()
        self._up.set()

    def reach(self, ask: Callable[[], Reply]) -> Reply:
        """Ask, and ask the same again where there was no reply, or one that bids to wait."""
        for _ in range(TRIES * len(self.disturb_at)):
            self._up.wait()
            try:
                reply = ask()
            except (OSError, HTTPException):
                with self._lock:
                    self.unheard += 1
                continue
            if reply.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
                return reply
            with self._lock:
                self.unavailable += 1
            assert reply.retry_after, "it says when to come again"
        self._up.wait()
        return ask()

    def acknowledge(self) -> None:
        """Count an answer that its guest believes to be kept."""
        with self._lock:
            self.acknowledged += 1
            due = self.acknowledged in self.disturb_at
        if due:
            self._break()

    def _break(self) -> None:
        with self._breaking:
            if not self._meanwhile:
                self._up.clear()
            try:
                self._disturb()
            finally:
                self._up.set()


@dataclass(frozen=True)
class Asked:
    """A question, as everybody's page has it before the first answer."""

    question: Question
    arranged: Arrangement

    @classmethod
    def of(cls, key: str) -> Self:
        """Take the question as it is published now."""
        version = version_of(key)
        return cls(question_of(version), Arrangement(fresh_seed(version)))


@dataclass(frozen=True)
class Told:
    """An answer that was acknowledged, and what it earns."""

    question: Question
    sequence: int
    key: UUID
    sample: Sample

    @property
    def submitted(self) -> Submitted:
        """What is to be stored of it."""
        given = self.sample.submitted
        return {name: list(given.get(name, ())) for name in self.question.fields}


@dataclass
class Guest:
    """A visitor who answers some questions of the lesson, each until it is right."""

    storm: Storm
    number: int
    """From 0. What is answered, how and by which kind of post, follows from it."""
    asked: Sequence[Asked]
    visitor: Visitor
    told: list[Told] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)

    def read(self) -> None:
        """Open the lesson: its page stays open, with a form for each question."""
        html = self._page(f"/courses/{COURSE}/{LESSON}/")
        self.forms = {form.action: form for form in forms_in(html)}

    def begin(self) -> None:
        """Answer the first question, and once more when that has made the visitor a guest.

        Before there is a cookie nobody could tell one post that is sent twice from two visitors.
        """
        self._work_at(0, in_turn)

    def go_on(self) -> None:
        """Answer the others, pressing the button twice each time."""
        for place in range(1, len(self.asked)):
            self._work_at(place, at_once)

    def look(self) -> None:
        """Open the page of progress: it counts every question once."""
        count = f"<dt>Answers that count</dt><dd>{len(self.asked)}</dd>"
        assert count in self._page(f"/progress/{COURSE}/")

    def _work_at(self, place: int, twice: Callable[..., list[Any]]) -> None:
        asked, samples = self.asked[place], self.asked[place].question.samples()
        right = next(sample for sample in samples if sample.expected == 1)
        given = samples[self.number // len(LESSON_QUESTIONS) % len(samples)]
        htmx = (self.number // 2 + place) % 2 == 0
        form = self.forms[f"/questions/{COURSE}/{asked.question.id}/answer/"]
        page = self._send(self._tab(asked, form, htmx=htmx), given, twice)
        if given.expected != 1:
            form = self._form_again(asked, page)
            self._send(self._tab(asked, form, htmx=htmx), right, at_once)

    def _tab(self, asked: Asked, form: Form, *, htmx: bool) -> Tab:
        return Tab(self.visitor, form, asked.question, asked.arranged, htmx)

    def _send(self, tab: Tab, sample: Sample, twice: Callable[..., list[Any]]) -> str:
        """Send an answer twice; return the HTML that its guest then sees."""
        send = partial(self.storm.reach, partial(tab.send, sample.submitted))
        replies = twice(send, send)
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
            assert reply.status_code == (200 if tab.htmx else 302), reply
        (sequence,), (key,) = tab.form.values("sequence"), tab.form.values("key")
        self.told.append(Told(tab.question, int(sequence), UUID(key), sample))
        self.storm.acknowledge()
        html: str = replies[0].content.decode()
        return html if tab.htmx else self._page(replies[0].location)

    def _form_again(self, asked: Asked, html: str) -> Form:
        """Find the form for another try: it is there, or behind a link of its own."""
        article = html.partition(f'id="q-{asked.question.id}"')[2].partition("</article>")[0]
        again = re.search(r'href="(/attempts/[^"]+\?again=1)"', article)
        forms = forms_in(self._page(again[1]) if again else article)
        return next(form for form in forms if form.action.endswith("/answer/"))

    def _page(self, path: str) -> str:
        reply = self.storm.reach(partial(self.visitor.get, path))
        assert reply.status_code == 200, reply
        return reply.content.decode()
