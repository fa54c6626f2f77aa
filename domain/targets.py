"""Where texts of a course point: paragraphs, terms, facts and lessons, and whether these exist."""

from collections.abc import Iterator

from domain.courses import Tree
from domain.documents import Document
from domain.links import missing_files
from domain.markup import Uses
from domain.problems import Problem, meant


def paragraph_fault(tree: Tree, target: str) -> str | None:
    """Say why ``lesson#anchor`` names no paragraph, or None if it does."""
    key, mark, anchor = target.partition("#")
    if not mark or not anchor:
        return f"'{target}' names no paragraph; write lesson-id#anchor"
    lesson = tree.lesson_by_id.get(key)
    if lesson is None:
        return _lesson_fault(tree, key)
    if anchor not in lesson.lesson.anchors:
        hint = meant(anchor, lesson.lesson.anchors)
        return f"lesson '{key}' has no anchor '{anchor}'{hint}"
    return None


def use_problems(tree: Tree, head: Document, uses: Uses, *, lesson: str = "") -> Iterator[Problem]:
    """Check the terms, facts, links and figures of a text; ``lesson`` is whose own anchors are."""
    for term in uses.terms:
        unknown = tree.glossary_file and term.id not in tree.term_by_id
        if unknown and not tree.excuses(term.id):
            hint = meant(term.id, tree.term_by_id)
            yield head.problem("G001", f"no term '{term.id}'{hint}", term.spot)
    for fact in uses.facts:
        if tree.lacks_fact(fact.id):
            hint = meant(fact.id, tree.fact_by_id)
            yield head.problem("C016", f"no fact '{fact.id}'{hint}", fact.spot)
    yield from missing_files(head, uses.links, tree.figures)
    for link in uses.links:
        if link.target.startswith("lesson:"):
            fault = _link_fault(tree, link.target.removeprefix("lesson:"), lesson)
            if fault:
                yield head.problem("L004", fault, link.spot)


def _link_fault(tree: Tree, target: str, own: str) -> str | None:
    """Say why a link to a lesson, or to a heading of one, leads nowhere."""
    key, _, anchor = target.partition("#")
    key = key or own
    lesson = tree.lesson_by_id.get(key)
    if lesson is None:
        return _lesson_fault(tree, key)
    if anchor and anchor not in lesson.lesson.anchors:
        return f"no anchor '{anchor}' in lesson '{key}'{meant(anchor, lesson.lesson.anchors)}"
    return None


def _lesson_fault(tree: Tree, key: str) -> str | None:
    if tree.excuses(key):
        return None
    return f"no lesson '{key}'{meant(key, tree.lesson_by_id)}"
