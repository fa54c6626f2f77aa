"""What files look like on pages: HTML and the outline, made when they are published."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from courses.content import Content
from courses.parallel import in_parallel
from domain.courses import LessonFile, QuestionFile, QuizFile
from domain.digests import digest_of
from domain.facts import Fact
from domain.lessons import Lesson
from domain.markup import Uses, plain
from web.facts import FactText, day
from web.lessons import popovers, render_lesson
from web.markdown import RENDERER, Figure, Setting, render, render_inline

IMAGE = '<svg role="img" '


class Renderer:
    """Renders the files of one course; looks up once what all of them refer to."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.tree = content.tree
        self.glossary_url = reverse("courses:glossary", args=[content.key])
        self.facts = {fact.id: fact_text(fact) for fact in self.tree.facts}
        self.terms = {term.id: term.term for term in self.tree.terms}
        self.outcomes = {outcome.id: outcome.can for outcome in self.tree.outcomes}
        self.titles = {row.lesson.id: row.lesson.title for row in self.tree.lessons}
        self.used_in = self._used_in()
        self.definitions: dict[str, SafeString] = {}
        self.lesson_pages: dict[str, Mapping[str, Any]] = {}

    def lesson_url(self, key: str, anchor: str = "") -> str:
        """Return where a lesson, or a paragraph of it, is read."""
        page = reverse("courses:lesson", args=[self.content.key, key])
        return f"{page}#h-{anchor}" if anchor else page

    def prepare(self) -> None:
        """Render the lessons that were read anew, all at once; the rest when they are asked for."""
        rows = [row for row in self.tree.lessons if row.head.path in self.content.fresh]
        for key in self.terms:
            self.definition(key)
        pages = in_parallel(self.lesson, rows)
        self.lesson_pages = {row.lesson.id: page for row, page in zip(rows, pages, strict=True)}

    def definition(self, key: str) -> SafeString:
        """Return what the popover of a term holds."""
        if key not in self.definitions:
            self.definitions[key] = self._definition(key)
        return self.definitions[key]

    def _definition(self, key: str) -> SafeString:
        term = self.tree.term_by_id[key]
        lessons = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((self.lesson_url(lesson), self.titles[lesson]) for lesson in self.used_in[key]),
        )
        return format_html(
            '<b>{}</b>{} <span class="term-more"><a href="{}#g-{}">Glossary</a>. In: {}</span>',
            term.term,
            render_inline(term.definition, self.setting()),
            self.glossary_url,
            key,
            lessons,
        )

    def setting(
        self, *, with_popovers: bool = False, figures: Mapping[str, Figure] | None = None
    ) -> Setting:
        """Return what texts of this course may refer to."""
        return Setting(
            course_url=reverse("courses:course", args=[self.content.key]),
            glossary_url=self.glossary_url,
            facts=self.facts,
            terms=self.terms,
            figures=figures or {},
            popovers=with_popovers,
        )

    def lesson_inputs(self, row: LessonFile) -> str:
        """Name everything besides its source that the page of a lesson is made from."""
        terms = {use.id for use in row.lesson.uses.terms}
        figures = {name: sha256(data).hexdigest() for name, data in self._figures(row).items()}
        return digest_of(
            {
                "renderer": RENDERER,
                "uses": self._used(row.lesson.uses),
                "terms": {key: self.term_words(key) for key in sorted(terms & set(self.terms))},
                "figures": figures,
                "checks": self._titles(row.lesson),
                "quiz": self._quiz_after(row.lesson.id),
            }
        )

    def lesson(self, row: LessonFile) -> Mapping[str, Any]:
        """Render a lesson: its segments, its popovers, and what stands beside it."""
        if row.lesson.id in self.lesson_pages:
            return self.lesson_pages[row.lesson.id]
        figures = {name: figure_of(name, data) for name, data in self._figures(row).items()}
        setting = self.setting(with_popovers=True, figures=figures)
        body = body_of(self.content.source(row.head.path))
        segments = render_lesson(body, setting)
        terms = {use.id for use in row.lesson.uses.terms} & set(self.terms)
        definitions = {key: self.definition(key) for key in terms}
        return {
            "segments": [
                {"check": part.check} if part.check else {"html": part.html} for part in segments
            ],
            "popovers": popovers(body, definitions, setting),
            "toc": self._toc(row.lesson),
            "sources": self._sources(row.lesson),
            "quiz": self._quiz_after(row.lesson.id),
        }

    def question_inputs(self, row: QuestionFile) -> str:
        """Name everything besides its source that the texts of a question are made from."""
        return digest_of(
            {
                "renderer": RENDERER,
                **self._text_inputs(row.uses),
                "about": self.about(row),
            }
        )

    def _text_inputs(self, uses: Uses) -> dict[str, Any]:
        """Return what a text without popovers shows of facts and terms."""
        terms = {key: self.terms[key] for key in uses.first_terms}
        return {"uses": self._used(uses), "terms": terms}

    def question(self, row: QuestionFile) -> Mapping[str, str]:
        """Render the texts of a question by slot."""
        setting = self.setting()
        return {
            slot: render_inline(text.markdown, setting)
            if text.inline
            else render(text.markdown, setting)
            for slot, text in row.question.texts().items()
        }

    def about(self, row: QuestionFile) -> dict[str, Any]:
        """Return the outcome of a question in words, and the paragraphs that teach it."""
        return {
            "outcome": self.outcomes.get(row.main_outcome, ""),
            "teaches": [self._paragraph(target) for target in row.question.teaches],
        }

    def quiz_inputs(self, row: QuizFile) -> str:
        """Name everything besides its source that the introduction of a quiz is made from."""
        return digest_of({"renderer": RENDERER, **self._text_inputs(row.uses)})

    def quiz(self, row: QuizFile) -> Mapping[str, str]:
        """Render the words that introduce a quiz."""
        return {"intro": render(row.quiz.intro, self.setting())}

    def term_words(self, key: str) -> list[Any]:
        """Return everything that the popover of a term says."""
        term = self.tree.term_by_id[key]
        lessons = [[lesson, self.titles[lesson]] for lesson in self.used_in[key]]
        return [term.term, term.definition, self._text_inputs(term.uses), lessons]

    def _used_in(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {term.id: [] for term in self.tree.terms}
        ordered = sorted(self.tree.lessons, key=lambda row: self.tree.order.get(row.lesson.id, 0))
        for row in ordered:
            for key in {use.id for use in row.lesson.uses.terms}:
                found.setdefault(key, []).append(row.lesson.id)
        return found

    def _used(self, uses: Uses) -> dict[str, Any]:
        keys = {use.id for use in uses.facts}
        return {key: _plain(self.facts[key]) for key in sorted(keys) if key in self.facts}

    def _figures(self, row: LessonFile) -> dict[str, bytes]:
        folder = row.head.path.rpartition("/")[0]
        names = {link.target for link in row.lesson.uses.links if link.image}
        paths = {name: f"{folder}/{name}" for name in sorted(names)}
        figures = self.content.figures
        return {name: figures[path] for name, path in paths.items() if path in figures}

    def _toc(self, lesson: Lesson) -> list[dict[str, str]]:
        titles, entries = self._titles(lesson), list[dict[str, str]]()
        for section in lesson.sections:
            if section.level == 2:
                entries.append({"anchor": f"h-{section.anchor}", "title": plain(section.title)})
            shown = [key for key in section.checks if key in titles]
            entries += ({"check": key, "title": titles[key]} for key in shown)
        return entries

    def _titles(self, lesson: Lesson) -> dict[str, str]:
        """Return the titles of the questions that a lesson asks, by key."""
        asked, keys = self.tree.question_by_id, [check.question for check in lesson.checks]
        return {key: asked[key].question.title for key in keys if key in asked}

    def _sources(self, lesson: Lesson) -> list[dict[str, str]]:
        found: dict[tuple[str, str], str] = {}
        for use in lesson.uses.facts:
            fact = self.tree.fact_by_id[use.id]
            when = f"checked {day(fact.verified)}" if fact.verified else "not yet checked"
            found.setdefault((fact.source, fact.url), when)
        return [{"title": title, "url": url, "when": w} for (title, url), w in found.items()]

    def _quiz_after(self, lesson_key: str) -> dict[str, str] | None:
        for row in self.tree.quizzes:
            if row.quiz.after == lesson_key:
                return {"key": row.quiz.id, "title": row.quiz.title}
        return None

    def _paragraph(self, target: str) -> dict[str, str]:
        key, _, anchor = target.partition("#")
        lesson = self.tree.lesson_by_id[key].lesson
        section = next(part for part in lesson.sections if part.anchor == anchor)
        return {"url": self.lesson_url(key, anchor), "title": plain(section.title)}


def fact_text(fact: Fact) -> FactText:
    """Return what of a fact is printed."""
    return FactText(
        value=fact.value,
        shown=fact.shown,
        note=fact.note,
        source=fact.source,
        url=fact.url,
        verified=fact.verified,
        due=fact.due,
    )


def figure_of(name: str, data: bytes) -> Figure:
    """Return how a picture is shown: an SVG in the page itself, anything else from its file."""
    if name.endswith(".svg"):
        text = data.decode()
        svg = text[text.index("<svg") :].strip()
        return Figure(svg=svg if 'role="img"' in svg else svg.replace("<svg ", IMAGE, 1))
    return Figure(url=reverse("courses:figure", args=[figure_name(name, data)]))


def figure_name(name: str, data: bytes) -> str:
    """Name the file of a picture by what it holds."""
    return f"{sha256(data).hexdigest()[:32]}.{name.rpartition('.')[2]}"


def body_of(source: str) -> str:
    """Return a file without its front matter."""
    return source.removeprefix("---\n").partition("\n---\n")[2]


def _plain(fact: FactText) -> list[str]:
    when = [str(fact.verified), str(fact.due)]
    return [fact.value, fact.shown, fact.note, fact.source, fact.url, *when]


def practice_minutes(lesson: Lesson, seconds: Mapping[str, int]) -> int:
    """Return the time to read a lesson and answer its checks, in minutes."""
    return lesson.practice_minutes(sum(seconds.get(check.question, 0) for check in lesson.checks))
