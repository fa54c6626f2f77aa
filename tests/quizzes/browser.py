"""A learner's browser, without the browser: it reads the forms of pages and sends them back."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Protocol

from django.test import Client

from courses.queries import question_of
from domain.attempts import Rules
from domain.cards import Arrangement, arrangement
from domain.questions.base import Question, Reveal
from quizzes.models import Attempt
from quizzes.queries import fresh_seed
from tests.published import version_of

HTMX = {"HX-Request": "true"}
OPTIONS = ("match", "fill")
"""Fields whose values are options; other ids are those of rows."""


@dataclass
class Form:
    """A form as it stands on a page."""

    action: str
    htmx: str
    draft: str = ""
    """Where what stands in it is kept before it is sent."""
    fields: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of everything that would be sent now, without its buttons."""
    names: set[str] = field(default_factory=set)
    """Of every control that is no button and not hidden."""
    buttons: set[str] = field(default_factory=set)
    """Names of its submit buttons; '' for one without."""

    def values(self, name: str) -> list[str]:
        return [value for given, value in self.fields if given == name]


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select: tuple[str, list[tuple[str, bool]]] | None = None
        self._option: tuple[str | None, bool] | None = None
        self._area: str | None = None
        self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name") or "", given.get("type") or "text"
        if tag == "form":
            action, htmx, draft = (
                given.get(one) or "" for one in ("action", "hx-post", "data-draft")
            )
            self.forms.append(Form(action, htmx, draft))
        elif not self.forms:
            return
        elif tag == "button" and kind == "submit":
            self.forms[-1].buttons.add(name)
        elif tag == "input" and name:
            self._input(name, kind, given)
        elif tag == "select":
            self.forms[-1].names.add(name)
            self._select = (name, [])
        elif tag == "textarea":
            self.forms[-1].names.add(name)
            self._area, self._text = name, ""
        elif tag == "option" and self._select:
            self._option, self._text = (given.get("value"), "selected" in given), ""

    def _input(self, name: str, kind: str, given: Mapping[str, str | None]) -> None:
        form = self.forms[-1]
        if kind != "hidden":
            form.names.add(name)
        if kind not in ("radio", "checkbox") or "checked" in given:
            form.fields.append((name, given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "option" and self._option and self._select:
            value, selected = self._option
            self._select[1].append((self._text if value is None else value, selected))
            self._option = None
        elif tag == "textarea" and self._area:
            self.forms[-1].fields.append((self._area, self._text.removeprefix("\n")))
            self._area = None
        elif tag == "select" and self._select:
            name, options = self._select
            picked = [value for value, selected in options if selected]
            picked = picked or [value for value, _ in options[:1]]
            self.forms[-1].fields += [(name, value) for value in picked]
            self._select = None


def forms_in(html: str) -> list[Form]:
    return Forms(html).forms


def text_of(response: Any) -> str:
    content: bytes = response.content
    return content.decode()


def words_in(html: str) -> str:
    """Return what a page says: without tags, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class Sender(Protocol):
    """Whatever sends a form: Django's client, or one that speaks HTTP."""

    def post(
        self, path: str, data: Mapping[str, Sequence[str]], *, headers: Mapping[str, str]
    ) -> Any: ...


@dataclass
class Tab:
    """A page that holds one question, as one tab has it: it may grow old."""

    client: Sender
    form: Form
    question: Question
    arranged: Arrangement
    htmx: bool = True

    def send(
        self,
        given: Mapping[str, Iterable[str]] | None = None,
        *,
        press: str = "",
        confidence: str = "",
        **changed: str,
    ) -> Any:
        """Fill the form with an answer by the author's ids, or leave it, and press a button."""
        fields = self.filled(given, press=press, confidence=confidence, **changed)
        return self.post(self.form.htmx if self.htmx else self.form.action, fields)

    def type(
        self,
        given: Mapping[str, Iterable[str]],
        *,
        confidence: str = "",
        **changed: str,
    ) -> Any:
        """Fill the form with an answer and press nothing: what a page then keeps by itself."""
        fields = self.filled(given, confidence=confidence, **changed)
        return self.post(self.form.draft, fields)

    def filled(
        self,
        given: Mapping[str, Iterable[str]] | None = None,
        *,
        press: str = "",
        confidence: str = "",
        **changed: str,
    ) -> list[tuple[str, str]]:
        """Return what the form then sends."""
        fields = list(self.form.fields)
        if given is not None:
            fields = [(name, value) for name, value in fields if name not in self.question.fields]
            sent = self.tokens(given).items()
            fields += [(name, value) for name, values in sent for value in values]
        if confidence:
            fields = [pair for pair in fields if pair[0] != "confidence"]
            fields.append(("confidence", confidence))
        if press:
            fields.append((press, "1"))
        return [pair for pair in fields if pair[0] not in changed] + list(changed.items())

    def post(self, url: str, fields: Sequence[tuple[str, str]] = ()) -> Any:
        data: dict[str, list[str]] = {}
        for name, value in fields:
            data.setdefault(name, []).append(value)
        return self.client.post(url, data, headers=HTMX if self.htmx else {})

    def tokens(self, given: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        """Write an answer as this page names things."""
        rows = {row.id for row in self.question.rows(None, Reveal.NOTHING)}
        options = {option.id for option in self.question.options}
        return {
            name: [
                self.arranged.option(value)
                if name in OPTIONS and value in options
                else self.arranged.row(value)
                if name not in OPTIONS and value in rows
                else value
                for value in values
            ]
            for name, values in given.items()
        }


def open_tab(client: Client, attempt: Attempt, *, htmx: bool = True, query: str = "") -> Tab:
    """Open the page of an attempt and find the form of its question."""
    attempt = Attempt.objects.select_related("sitting", "version").get(pk=attempt.pk)
    url = f"/attempts/{attempt.key}/"
    if attempt.sitting.paged:
        url = f"/sittings/{attempt.sitting.key}/{attempt.position}/"
    return tab_of(client, text_of(client.get(f"{url}{query}")), attempt, htmx=htmx)


def tab_of(client: Client, html: str, attempt: Attempt, *, htmx: bool = True) -> Tab:
    """Take the form of a question from a page or from a fragment."""
    arranged = arrangement(Rules(**attempt.sitting.rules), attempt.seed)
    form = next(form for form in forms_in(html) if form.action.endswith("/answer/"))
    return Tab(client, form, question_of(attempt.version), arranged, htmx)


def fresh_tab(client: Client, key: str, *, htmx: bool = True) -> Tab:
    """Open the page of a question that its reader has not begun."""
    version = version_of(key)
    html = text_of(client.get(f"/questions/moving-data/{key}/"))
    form = next(form for form in forms_in(html) if form.action.endswith("/answer/"))
    return Tab(client, form, question_of(version), Arrangement(fresh_seed(version)), htmx)
