"""Why a percentage is what it is: every step to it, from what was stored when it was taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from courses.models import Outcome
from learners.models import Evidence
from learners.queries import Today
from quizzes.models import Learner
from quizzes.notices import reasons_of

POINT = 0.01  # a smaller change of what nobody did is not told
CAUSES = {
    Evidence.Cause.REGRADE: "the key was wrong; your answer was judged anew",
    Evidence.Cause.REJUDGED: "judged anew",
    Evidence.Cause.VOID: "does not count",
    Evidence.Cause.MERGE: "answered before you signed in",
    Evidence.Cause.PARAMS: "worked out anew with other settings",
}
"""What is said of evidence that is not as it was first written."""


@dataclass(frozen=True)
class Line:
    """One step. Changes and chances are fractions, 0 to 1."""

    kind: str
    """start, answer, ageing, elsewhere or void."""
    change: float
    after: float
    """The percentage that it led to; 0 where there is none."""
    at: datetime
    days: int = 0
    """Whole days without practice."""
    evidence: Evidence | None = None
    """Of an answer."""
    cause: str = ""

    @property
    def shown(self) -> bool:
        """Whether the step is worth a line of its own."""
        return self.kind not in ("ageing", "elsewhere") or abs(self.change) >= POINT

    @property
    def verdict(self) -> str:
        """How good the answer was, in words."""
        score = self.evidence.score if self.evidence else 0.0
        return "right" if score == 1 else "partly right" if score > 0 else "wrong"


@dataclass(frozen=True)
class _Reading:
    """A percentage before and after an answer, or today: then nothing comes after."""

    at: datetime
    rested: float
    before: float
    after: float


def why(learner: Learner, outcome: Outcome, today: Today, *, now: datetime) -> list[Line]:
    """Return every step from the first percentage of a learner to today's, newest last.

    All changes together are exactly the way between the two: none is missing.
    """
    lines, last = list[Line](), None
    rows = _evidence(learner, outcome)
    anew = [row.attempt_id for row in rows if row.cause == Evidence.Cause.REGRADE]
    reasons = reasons_of(anew, learner.pk)
    for row in rows:
        moved = row.moved.get(str(outcome.pk))
        if moved is None:
            lines.append(Line("void", 0.0, 0.0, row.at, evidence=row, cause=_cause(row, reasons)))
            continue
        this = _Reading(row.at, moved["rested"], moved["before"], moved["after"])
        lines += _before(last, this)
        change = this.after - this.before
        lines.append(
            Line("answer", change, this.after, row.at, evidence=row, cause=_cause(row, reasons))
        )
        last = this
    return [*lines, *_before(last, _Reading(now, today.rested, today.percent, today.percent))]


def _evidence(learner: Learner, outcome: Outcome) -> list[Evidence]:
    """Return the newest revision of all evidence on an outcome, in the order of places."""
    rows = Evidence.objects.filter(
        learner=learner, course=outcome.course_id, used__outcomes__has_key=str(outcome.pk)
    )
    titled = rows.select_related("version").defer("version__source", "version__html")
    newest = {row.attempt_id: row for row in titled.order_by("revision")}
    return sorted(newest.values(), key=lambda row: row.place or row.number)


def _before(last: _Reading | None, this: _Reading) -> list[Line]:
    """Return what leads up to a reading: where it starts, or what went on since the last one."""
    if last is None:
        return [Line("start", 0.0, this.before, this.at)]
    days = (this.at - last.at) // timedelta(days=1)
    return [
        Line("elsewhere", this.rested - last.after, this.rested, this.at),
        Line("ageing", this.before - this.rested, this.before, this.at, days),
    ]


def _cause(row: Evidence, reasons: Mapping[int, str]) -> str:
    """Say why evidence is not as it was first written, and of a correction what was wrong."""
    said = CAUSES.get(Evidence.Cause(row.cause), "")
    reason = reasons.get(row.attempt_id)
    return f"{said}: {reason}" if reason else said
