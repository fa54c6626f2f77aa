"""Make rows for tests: each maker has a default for everything the test does not speak about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.http import QueryDict

from courses.models import (
    Course,
    Lesson,
    LessonVersion,
    Outcome,
    Question,
    QuestionVersion,
    Release,
    ReleaseEntry,
)
from domain.attempts import LESSON_RULES
from domain.evidence import Difficulty, Evidence
from quizzes.actions import Ticket, show_hint, start_again, start_check, submit_answer
from quizzes.after import Judged
from quizzes.models import Attempt, Learner, Sitting
from quizzes.queries import Own

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
CHOICE = """\
---
format: 1
id: {key}
kind: choice
title: {title}
outcomes: [{outcomes}]
teaches: [{lesson}#start]
difficulty: {difficulty}
---

Which one is right?

## Choices

- [x] This one {{#right}}

    > It is.

- [ ] Not this one {{#wrong}}

    > It is not.

- [ ] Nor this one {{#wrong-too}}

    > It is not.

- [ ] This one least of all {{#least}}

    > It is not.

## Hints

1. It is the first.
2. It is the first of four.

## Explanation

The first one is right.
"""
SHORT = """\
---
format: 1
id: {key}
kind: short
title: {title}
outcomes: [{outcomes}]
teaches: [{lesson}#start]
difficulty: {difficulty}
answers:
  - match: ci
    text: right
  - match: ci
    text: half
    credit: "0.5"
    feedback: That is half of it.
---

What is right?

## Hints

1. It is a word of five letters.

## Explanation

The word is right.
"""
PASSWORD = "correct horse battery"  # noqa: S105 - of tests only


@dataclass(frozen=True)
class Asked:
    """What a test says of a question."""

    outcomes: Sequence[str] = ("storage",)
    difficulty: Difficulty = "medium"
    source: str = SHORT
    lesson: str = "first"
    digest: str = "first-key"


@dataclass
class Made:
    """A published course, and its parts by key."""

    course: Course
    release: Release
    outcomes: dict[str, Outcome]
    lessons: dict[str, Lesson]
    versions: dict[str, QuestionVersion] = field(default_factory=dict)


def make_user(name: str = "ada") -> User:
    return User.objects.create_user(name, email=f"{name}@example.org", password=PASSWORD)


def make_learner(user: User | None = None) -> Learner:
    return Learner.objects.create(user=user, created_at=NOW)


def make_course(
    asked: Mapping[str, Asked] | None = None,
    *,
    key: str = "data-paths",
    outcomes: Sequence[str] = ("storage", "transfer", "access"),
    lessons: Sequence[str] = ("first", "second", "third"),
) -> Made:
    course = Course.objects.create(key=key, title=key.replace("-", " ").capitalize())
    made = Made(
        course=course,
        release=Release(course=course),
        outcomes={
            name: Outcome.objects.create(
                course=course, key=name, can=f"judge {name}", why="", position=place
            )
            for place, name in enumerate(outcomes, start=1)
        },
        lessons={name: Lesson.objects.create(course=course, key=name) for name in lessons},
    )
    publish(made, asked if asked is not None else {f"q{n}": Asked() for n in range(1, 5)})
    return made


def publish(made: Made, asked: Mapping[str, Asked], *, drafts: Sequence[str] = ()) -> Release:
    """Put questions before learners, each in a new version, and the lessons they stand in."""
    number = made.course.releases.count() + 1
    made.versions |= {key: make_version(made, key, one, number) for key, one in asked.items()}
    lessons = [_lesson_version(made, key, asked, number) for key in made.lessons]
    made.release = Release.objects.create(
        course=made.course,
        number=number,
        at=NOW,
        by="ira",
        digest=f"release-{number}",
        outline=outline_of(made, asked),
    )
    entries = [ReleaseEntry(lesson_version=lesson) for lesson in lessons]
    entries += [
        ReleaseEntry(question_version=made.versions[key], live=key not in drafts) for key in asked
    ]
    for place, entry in enumerate(entries, start=1):
        entry.release, entry.position = made.release, place
    ReleaseEntry.objects.bulk_create(entries)
    made.course.current = made.release
    made.course.save()
    return made.release


def make_version(made: Made, key: str, asked: Asked, number: int = 1) -> QuestionVersion:
    question, _ = Question.objects.get_or_create(course=made.course, key=key, kind="short")
    question.outcomes.set([made.outcomes[name] for name in asked.outcomes])
    source = asked.source.format(
        key=key,
        title=f"Question {key}",
        outcomes=", ".join(asked.outcomes),
        difficulty=asked.difficulty,
        lesson=asked.lesson,
    )
    return QuestionVersion.objects.create(
        question=question,
        number=number,
        digest=f"{key}-{number}",
        path=f"{made.course.key}/lessons/{asked.lesson}/{key}.md",
        source=source,
        html=HTML,
        grading_digest=asked.digest,
        title=f"Question {key}",
        difficulty=asked.difficulty,
        seconds=60,
        outcomes=list(asked.outcomes),
        lesson=made.lessons[asked.lesson],
        about={"outcome": asked.outcomes[0], "teaches": []},
    )


HTML = {
    "prompt": "<p>What is right?</p>",
    "explanation": "<p>The first one.</p>",
    "hint-1": "<p>It is the first.</p>",
    "hint-2": "<p>It is the first of four.</p>",
    "near-1": "<p>That is half of it.</p>",
    "key": "right",
} | {
    f"{slot}-{key}": f"<p>{slot} {key}</p>"
    for slot in ("choice", "reason")
    for key in ("right", "wrong", "wrong-too", "least")
}


def outline_of(made: Made, asked: Mapping[str, Asked]) -> dict[str, Any]:
    lessons = [
        {
            "key": key,
            "title": f"The {key} lesson",
            "summary": f"What the {key} lesson is about.",
            "number": number,
            "minutes": 8,
            "practice_minutes": 11,
            "checks": sum(one.lesson == key for one in asked.values()),
            "asks": [name for name, one in asked.items() if one.lesson == key],
            "outcomes": list(dict.fromkeys(_outcomes_in(key, asked))),
        }
        for number, key in enumerate(made.lessons, start=1)
    ]
    return {
        "title": made.course.title,
        "summary": "How data moves, and what it costs.",
        "category": "networking",
        "level": "intermediate",
        "lessons": len(lessons),
        "minutes": 8 * len(lessons),
        "practice_minutes": 11 * len(lessons),
        "questions": len(asked),
        "graded": 1,
        "body": "",
        "readiness": "",
        "parts": [{"title": "Everything", "minutes": 11 * len(lessons), "lessons": lessons}],
        "outcomes": [
            {
                "key": key,
                "can": row.can,
                "why": "",
                "questions": sum(key in one.outcomes for one in asked.values()),
                "lessons": [
                    {"key": one["key"], "number": one["number"], "title": one["title"]}
                    for one in lessons
                    if key in _outcomes_in(str(one["key"]), asked)
                ],
            }
            for key, row in made.outcomes.items()
        ],
        "prerequisites": [],
        "further_study": [],
        "keep_reading": [],
        "quizzes": [],
    }


def make_attempt(learner: Learner, made: Made, key: str = "q1") -> Attempt:
    """Begin a question in a sitting of its own, without an answer."""
    sitting = Sitting.objects.create(
        key=uuid4(),
        learner=learner,
        course=made.course,
        release=made.release,
        kind=Sitting.Kind.QUIZ,
        rules=asdict(LESSON_RULES),
        seed=0,
        started_at=NOW,
    )
    return Attempt.objects.create(
        sitting=sitting, version=made.versions[key], position=1, seed=len(key)
    )


def make_judged(
    attempt: Attempt,
    *,
    score: float = 1.0,
    guess: float = 0.0,
    hints: int = 0,
    weight: float = 1.0,
    at: datetime = NOW,
) -> Judged:
    """Judge an attempt by hand, without any event."""
    version, sitting = attempt.version, attempt.sitting
    return Judged(
        attempt_id=attempt.pk,
        learner_id=sitting.learner_id,
        course_id=sitting.course_id,
        release_id=sitting.release_id,
        question_id=version.question_id,
        version_id=version.pk,
        grading_digest=version.grading_digest,
        at=at,
        evidence=Evidence(
            question=version.question.key,
            outcomes=tuple(version.outcomes),
            difficulty="medium",
            score=score,
            guess=guess,
            hints=hints,
            weight=weight,
        ),
    )


def answer(
    learner: Learner,
    made: Made,
    key: str = "q1",
    sent: str = "right",
    *,
    hints: int = 0,
    at: datetime = NOW,
) -> Attempt:
    """Answer a question of a lesson, as a learner would; once finished it is begun anew."""
    attempt = start_check(learner, made.versions[key], made.release, key=uuid4(), now=at)
    if attempt.events.exists():
        attempt = start_again(attempt, seed=7, now=at)
    for _ in range(hints):
        show_hint(own(attempt), form(""), ticket(attempt), now=at)
    submit(attempt, sent, at=at)
    return attempt


def submit(attempt: Attempt, sent: str, *, at: datetime = NOW, by: Ticket | None = None) -> None:
    """Send an answer, by the page as it is now or by one that was open before."""
    submit_answer(own(attempt), form(sent), by or ticket(attempt), now=at)


def own(attempt: Attempt) -> Own:
    """Name an attempt as its learner's request does."""
    return Own(attempt.sitting.learner_id, attempt.key)


def form(sent: str) -> QueryDict:
    """Fill the one field that the questions made here have."""
    data = QueryDict(mutable=True)
    data["choice"] = data["answer"] = sent
    return data


def ticket(attempt: Attempt) -> Ticket:
    return Ticket(uuid4(), attempt.events.count())


def days(number: float) -> timedelta:
    return timedelta(days=number)


def _outcomes_in(lesson: str, asked: Mapping[str, Asked]) -> list[str]:
    return [name for one in asked.values() if one.lesson == lesson for name in one.outcomes]


def _lesson_version(made: Made, key: str, asked: Mapping[str, Asked], number: int) -> LessonVersion:
    checks = [name for name, one in asked.items() if one.lesson == key]
    return LessonVersion.objects.create(
        lesson=made.lessons[key],
        number=number,
        digest=f"{key}-{number}",
        path=f"{made.course.key}/lessons/{key}/lesson.md",
        source="",
        html={
            "segments": [{"html": "<p>Words.</p>"}, *({"check": name} for name in checks)],
            "popovers": "",
            "toc": [
                {"anchor": "h-start", "title": "Start"},
                *({"check": name, "title": f"Question {name}"} for name in checks),
            ],
            "sources": [],
            "quiz": None,
        },
        title=f"The {key} lesson",
        summary=f"What the {key} lesson is about.",
        minutes=8,
        practice_minutes=11,
        outcomes=list(dict.fromkeys(_outcomes_in(key, asked))),
    )
