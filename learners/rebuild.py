"""Works ratings out again from the attempts: to correct them, or to prove that they are right."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from courses.models import Course
from domain.attempts import EventKind
from domain.mastery import VERSION
from learners.actions import BATCH, content_of, prepare_course, rate_answer, traces_of
from learners.locks import lock_level
from learners.models import CourseModel, Evidence, LearnerLevel, OutcomeStat, QuestionStat
from learners.replay import Book, CourseBook, Entry, LearnerBook, Ledger
from learners.steps import Regime
from learners.stored import regime_of
from learners.tables import OF_EVERYBODY, OF_LEARNERS, Table
from quizzes.after import Corrected
from quizzes.models import Attempt, Learner
from quizzes.queries import judged_answers

SHOWN = 1000  # differences that are named; all are counted
JUDGED = (EventKind.ANSWERED, EventKind.SOLUTION_SHOWN)


@dataclass
class Report:
    """Where what is stored and what was worked out differ."""

    differences: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, difference: str) -> None:
        """Count a difference, and name it if not too many are named already."""
        self.count += 1
        if self.count <= SHOWN:
            self.differences.append(difference)


def rebuild_mastery(course: Course, *, now: datetime, check: bool = False) -> Report:
    """Rate all answers of a course again from nothing, and switch to the result at once.

    Answers wait meanwhile. With ``check`` nothing is written, and they wait for the last
    comparison only: evidence never changes, so most of it is replayed without a lock.
    """
    if check:
        return _check_course(course)
    with transaction.atomic():
        prepare_course(course.pk)
        _lock_course(course)
        work = _course_work(course, write=True)
        work.replay()
        work.compare()
        CourseModel.objects.filter(course=course).update(
            params=VERSION, stale_since=None, stale_cause="", rebuilt_at=now
        )
        work.rate_forgotten()
    return work.report


@transaction.atomic
def rebuild_learner(
    learner: Learner, course: Course, *, check: bool = False, merged: Collection[int] = ()
) -> Report:
    """Rate the answers of one learner again by the scales that each was rated by at its time.

    ``merged`` are attempts that have come from a guest: their evidence says so from here on.
    """
    lock_level(learner.pk, course.pk)
    book = LearnerBook(course.pk, _regime(course))
    ledger = Ledger(course.pk, learner.pk)
    work = _Work(ledger, book, OF_LEARNERS, write=not check, merged=frozenset(merged))
    work.replay()
    work.compare()
    work.rate_forgotten()
    return work.report


def rate_again(corrected: Corrected) -> None:
    """Let ratings follow from attempts that were judged anew, in the transaction that did so.

    After a correction for everybody that is the whole course. At the end of one learner's sitting
    it is the learner alone: the course waits for its next rebuild to learn from it.
    """
    course = Course.objects.get(pk=corrected.course_id)
    if corrected.learner_id is None:
        rebuild_mastery(course, now=corrected.at)
        return
    rebuild_learner(Learner.objects.get(pk=corrected.learner_id), course)
    CourseModel.objects.filter(course=course).update(
        stale_since=Coalesce("stale_since", corrected.at), stale_cause=Evidence.Cause.REGRADE
    )


def _check_course(course: Course) -> Report:
    work = _course_work(course)
    work.replay()
    with transaction.atomic():
        _lock_course(course)
        if work.ledger.overtaken():
            work = _course_work(course)
        work.replay()
        work.compare()
        work.rate_forgotten()
    return work.report


def _course_work(course: Course, *, write: bool = False) -> "_Work":
    regime = Regime(VERSION, _regime(course).line)
    book = CourseBook(course.pk, regime)
    return _Work(Ledger(course.pk), book, (*OF_LEARNERS, *OF_EVERYBODY), write=write)


def _regime(course: Course) -> Regime:
    return regime_of(CourseModel.objects.filter(course=course).first())


def _lock_course(course: Course) -> None:
    """Lock every row that an answer could move, in the order in which answers lock theirs."""
    for rows in (
        LearnerLevel.objects.filter(course=course).order_by("pk"),
        QuestionStat.objects.filter(question__course=course).order_by("pk"),
        OutcomeStat.objects.filter(outcome__course=course).order_by("outcome_id"),
    ):
        list(rows.select_for_update(of=("self",), no_key=True).only("pk"))


@dataclass
class _Work:
    """One rebuild under way."""

    ledger: Ledger
    book: Book
    tables: tuple[Table, ...]
    write: bool = False
    merged: frozenset[int] = frozenset()
    report: Report = field(default_factory=Report)

    def replay(self) -> None:
        """Rate every answer again; a revision is written where its evidence differs."""
        for page in self.ledger.pages():
            revisions = [row for entry in page for row in self._revised(entry)]
            if self.write:
                Evidence.objects.bulk_create(revisions, batch_size=BATCH)

    def compare(self) -> None:
        """Compare every row with what the replay has led to, and set it right."""
        for table in self.tables:
            rows = self._rows(table)
            want = dict(table.rows(self.book))
            wrong, gone = list[Any](), list[int]()
            for pk, *cells in rows.values_list("pk", *table.key, *table.columns).iterator():
                key, have = tuple(cells[: len(table.key)]), tuple(cells[len(table.key) :])
                wanted = want.pop(key, table.idle)
                if wanted is None:
                    gone.append(pk)
                    self.report.add(f"{table.name} {key}: no answer made it")
                elif have != wanted:
                    wrong.append((key, wanted))
                    self._report(table, key, have, wanted)
            for key, wanted in want.items():
                wrong.append((key, wanted))
                self.report.add(f"{table.name} {key}: missing")
            if self.write:
                rows.filter(pk__in=gone).delete()
                _upsert(table, wrong)

    def rate_forgotten(self) -> None:
        """Rate answers that were judged and left no evidence, as if they were given now."""
        scope = Q(sitting__course=self.ledger.course_id, evidence=None, events__kind__in=JUDGED)
        if self.ledger.learner_id:
            scope &= Q(sitting__learner=self.ledger.learner_id)
        forgotten = judged_answers(Attempt.objects.filter(scope).distinct())
        for judged in sorted(forgotten, key=lambda one: (one.at, one.attempt_id)):
            if judged.evidence.weight > 0:
                self.report.add(f"Attempt {judged.attempt_id}: judged, but without evidence")
                if self.write:
                    rate_answer(judged)

    def _rows(self, table: Table) -> QuerySet[Any]:
        rows: QuerySet[Any] = table.manager.filter(**{table.course: self.ledger.course_id})
        return rows.filter(learner=self.ledger.learner_id) if self.ledger.learner_id else rows

    def _report(self, table: Table, key: tuple[int, ...], have: Any, wanted: Any) -> None:
        for column, was, is_ in zip(table.columns, have, wanted, strict=True):
            if was != is_:
                name = f"{table.name} {key} {column}"
                self.report.add(f"{name}: {was!r} is stored, {is_!r} was worked out")

    def _revised(self, entry: Entry) -> Iterator[Evidence]:
        row, judged = entry.row, entry.judged
        if judged and judged.evidence.weight > 0:
            content = content_of(judged, self.book.outcomes_of(judged))
            found = self.book.rate(judged, row)
            traces = traces_of(found, self.book.regime.version)
        else:
            content, traces = {"weight": 0.0}, {"moved": {}}
        wrong = [name for name, value in (content | traces).items() if getattr(row, name) != value]
        for name in wrong:
            self.report.add(f"Evidence {row.number} {name}: its attempt shows otherwise")
        if wrong or (row.attempt_id in self.merged and row.cause != Evidence.Cause.MERGE):
            yield self._revision(row, content | traces, content.keys() & set(wrong))

    def _revision(self, row: Evidence, new: dict[str, Any], content: Collection[str]) -> Evidence:
        values = {
            field.attname: getattr(row, field.attname)
            for field in Evidence._meta.concrete_fields  # noqa: SLF001 - Django's documented interface
            if not field.primary_key
        } | new
        place = row.place or row.number
        changed = {
            "place": place,
            "revision": row.revision + 1,
            "cause": self._cause(row, new, content),
        }
        return Evidence(**(values | changed))

    def _cause(self, row: Evidence, new: dict[str, Any], content: Collection[str]) -> str:
        if new.get("weight") == 0:
            return Evidence.Cause.VOID
        if content:
            return Evidence.Cause.REGRADE
        if row.attempt_id in self.merged:
            return Evidence.Cause.MERGE
        if new["params"] != row.params:
            return Evidence.Cause.PARAMS
        return row.cause


def _upsert(table: Table, rows: list[tuple[tuple[int, ...], tuple[Any, ...]]]) -> None:
    names = (*table.key, *table.columns)
    table.manager.bulk_create(
        [
            table.manager.model(**dict(zip(names, (*key, *values), strict=True)))
            for key, values in rows
        ],
        update_conflicts=True,
        unique_fields=[name.removesuffix("_id") for name in table.key],
        update_fields=list(table.columns),
        batch_size=BATCH,
    )
