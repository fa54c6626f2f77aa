"""Writes the rows of the data files: outcomes, beliefs, facts and terms."""

from typing import Any

from courses.models import Course, Fact, Misconception, Outcome, Term
from courses.publishing.identities import BATCH, differs
from courses.rendering import Renderer
from domain.courses import Tree
from web.markdown import render_inline


def write_rows(course: Course, tree: Tree, made: Renderer) -> None:
    """Bring the rows of the data files up to date; what is gone from a file is retired."""
    _upsert(Outcome, course, _outcomes(course, tree))
    _upsert(Misconception, course, _beliefs(course, tree))
    _upsert(Fact, course, _facts(course, tree))
    _upsert(Term, course, _terms(course, tree, made))


def _outcomes(course: Course, tree: Tree) -> list[Outcome]:
    return [
        Outcome(
            course=course,
            key=row.id,
            can=row.can,
            why=row.why,
            importance=row.importance,
            requires=list(row.requires),
            position=place,
        )
        for place, row in enumerate(tree.outcomes, start=1)
    ]


def _beliefs(course: Course, tree: Tree) -> list[Misconception]:
    return [
        Misconception(
            course=course, key=row.id, belief=row.belief, correction=row.correction, see=row.see
        )
        for row in tree.misconceptions
    ]


def _facts(course: Course, tree: Tree) -> list[Fact]:
    return [
        Fact(
            course=course,
            key=row.id,
            value=row.value,
            unit=row.unit,
            note=row.note,
            source=row.source,
            url=row.url,
            verified=row.verified,
            due=row.due,
            jurisdiction=row.jurisdiction,
        )
        for row in tree.facts
    ]


def _terms(course: Course, tree: Tree, made: Renderer) -> list[Term]:
    setting = made.setting()
    return [
        Term(
            course=course,
            key=row.id,
            term=row.term,
            also=list(row.also),
            definition=render_inline(row.definition, setting),
            taught_in=row.taught_in,
            card=row.card,
            used_in=made.used_in[row.id],
        )
        for row in tree.terms
    ]


def _upsert(model: Any, course: Course, rows: list[Any]) -> None:
    """Write rows by their key, if any of them differs, and retire the rest."""
    fields = [
        field.name
        for field in model._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
        if not field.primary_key and field.name not in ("course", "key")
    ]
    have = {row.key: row for row in model.objects.filter(course=course)}
    changed = [
        row
        for row in rows
        if row.key not in have
        or differs(row, {name: getattr(have[row.key], name) for name in fields})
    ]
    if changed:
        model.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["course", "key"],
            update_fields=fields,
            batch_size=BATCH,
        )
    gone = have.keys() - {row.key for row in rows}
    model.objects.filter(course=course, key__in=gone).update(retired=True)
