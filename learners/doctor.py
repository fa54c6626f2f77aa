"""Finds damage in the stored rows, names it, and repairs what can be worked out again.

Each invariant has a code of its own. What learners did is reported and never altered; what was
worked out from it is worked out anew.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Exists, F, ForeignKey, Max, Min, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from courses.models import Course, LessonVersion
from domain.sittings import GRACE
from learners.models import Evidence, LearnerQuestion
from learners.rebuild import rebuild_mastery
from quizzes.models import AttemptEvent, Sitting

BACKUP = "compare with a backup: what learners did is not made up"
REBUILD = "manage.py doctor --repair"
PUBLISH = "manage.py publish"
OURS = ("courses", "quizzes", "learners")
FIGURE = re.compile(r"/figures/([\w.-]+)")
BROKEN = {"D-001", "D-002", "D-003"}
"""What keeps answers from being replayed."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong."""

    code: str
    what: str
    fix: str

    def __str__(self) -> str:
        return f"{self.code} {self.what}. Fix: {self.fix}"


def examine(*, now: datetime) -> Iterator[Finding]:
    """Give everything that is wrong. Nothing is written.

    Ratings are compared last, and only where every attempt can be replayed.
    """
    whole = True
    for check in CHECKS:
        for finding in check():
            whole = whole and finding.code not in BROKEN
            yield finding
    if whole:
        yield from _ratings(now=now)


def repair(*, now: datetime) -> None:
    """Work out again what can be: evidence whose first row is gone, and all ratings."""
    if any(finding for check in REPLAYED for finding in check()):
        return
    with transaction.atomic():
        _widowed().delete()
        for course in Course.objects.all():
            rebuild_mastery(course, now=now)


def _dangling() -> Iterator[Finding]:
    """Rows that point at a row which does not exist: orphan events, attempts without version."""
    for model in (model for label in OURS for model in apps.get_app_config(label).get_models()):
        for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented interface
            if isinstance(field, ForeignKey):
                for pk, missing in _pointing_at_nothing(model, field):
                    what = f"{model.__name__} {pk}: its {field.name} {missing} does not exist"
                    yield Finding("D-001", what, BACKUP)


def _pointing_at_nothing(model: type[Model], field: "ForeignKey[Any, Any]") -> QuerySet[Any, Any]:
    target: Any = field.remote_field.model
    there = target._base_manager.filter(pk=OuterRef(field.attname))  # noqa: SLF001 - documented
    rows = model._base_manager.filter(~Exists(there))  # noqa: SLF001 - documented
    return rows.exclude(**{field.attname: None}).values_list("pk", field.attname)


def _gaps() -> Iterator[Finding]:
    counted = _by_attempt().annotate(first=Min("sequence"), last=Max("sequence"), count=Count("pk"))
    for row in counted.filter(~Q(first=0) | Q(last__gte=F("count"))):
        what = f"attempt {row['attempt']}: {row['count']} events, numbered up to {row['last']}"
        yield Finding("D-002", what, BACKUP)


def _duplicates() -> Iterator[Finding]:
    for column in ("key", "sequence"):
        for row in _by_attempt(column).annotate(count=Count("pk")).filter(count__gt=1):
            what = f"attempt {row['attempt']}: {row['count']} events with {column} {row[column]}"
            yield Finding("D-003", what, BACKUP)


def _by_attempt(*more: str) -> Any:
    return AttemptEvent.objects.order_by("attempt_id").values("attempt", *more)


def _ends() -> Iterator[Finding]:
    """Sittings that ended before they began, after their deadline, or before their last event."""
    ended = Sitting.objects.filter(finished_at__isnull=False)
    ended = ended.annotate(last=Coalesce(Max("attempts__events__at"), "started_at"))
    wrong = ended.filter(
        Q(finished_at__lt=F("started_at"))
        | Q(finished_at__gt=F("deadline"))
        | Q(finished_at__lt=F("last") - GRACE)
    )
    for sitting in wrong.order_by("pk"):
        what = f"sitting {sitting.pk}: its end, {sitting.finished_at}, does not fit what it holds"
        yield Finding("D-004", what, BACKUP)


def _widows() -> Iterator[Finding]:
    for row in _widowed().order_by("number"):
        what = f"evidence {row.number}: revision {row.revision} has none before it"
        yield Finding("D-005", what, REBUILD)


def _widowed() -> QuerySet[Evidence]:
    """Find revisions of evidence that miss any before them."""
    before = Evidence.objects.filter(attempt=OuterRef("attempt"), revision__lt=OuterRef("revision"))
    count = before.order_by().values("attempt").annotate(count=Count("pk")).values("count")
    return Evidence.objects.filter(revision__gt=0).exclude(revision=Coalesce(count, 0))


def _reviews() -> Iterator[Finding]:
    for row in LearnerQuestion.objects.filter(due__lt=F("last_review")).order_by("pk"):
        what = f"LearnerQuestion {row.pk}: due before its last review"
        yield Finding("D-006", what, BACKUP)


def _figures() -> Iterator[Finding]:
    shown = LessonVersion.objects.filter(entries__release=F("lesson__course__current"))
    for version in shown.order_by("pk").iterator():
        for name in sorted(set(FIGURE.findall(json.dumps(version.html)))):
            if not default_storage.exists(f"figures/{name}"):
                yield Finding("D-007", f"{version.path}: the figure {name} is not there", PUBLISH)


def _ratings(*, now: datetime) -> Iterator[Finding]:
    for course in Course.objects.order_by("key"):
        for difference in rebuild_mastery(course, now=now, check=True).differences:
            yield Finding("D-008", f"{course}: {difference}", REBUILD)


Check = Callable[[], Iterator[Finding]]
REPLAYED: tuple[Check, ...] = (_dangling, _gaps, _duplicates)
CHECKS: tuple[Check, ...] = (*REPLAYED, _ends, _widows, _reviews, _figures)
