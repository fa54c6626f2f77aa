"""The product as a process that measures on command: see bench.workers.

Views: ``lesson`` (several readers in turn, signed in, with half of its questions answered),
``question`` (a page of its own),
``answer`` (by htmx: graded, logged, evidence and mastery updated, in one transaction) and
``unchanged`` (a reader without a session whose copy of the lesson is still good).
"""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import cycle
from urllib.parse import urlencode
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

# Models need the settings above.
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import transaction
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone

from bench.calls import Request, call, environ
from bench.workers import serve
from courses.models import ReleaseEntry
from courses.queries import lesson_entry, lesson_questions, question_of
from domain.attempts import LESSON_RULES
from quizzes.models import Attempt, Learner, Sitting
from web.sessions import SESSION_LEARNER

COURSE = "aws-finance"
LESSON = "data-transfer"
PAGE = f"/courses/{COURSE}/{LESSON}/"
LEARNERS = 50
READERS = 5
TIMES = 4  # that a learner is to answer each question of the lesson
TOKEN = _get_new_csrf_string()


@dataclass(frozen=True)
class Signed:
    """A learner with a session, and attempts at the questions of the lesson."""

    cookies: str
    attempts: list[Attempt]


def prepare() -> list[Signed]:
    """Publish the course, and make learners with questions to answer."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("publish", stdout=nowhere)
    entry = lesson_entry(COURSE, LESSON)
    assert entry is not None, "published above"
    with transaction.atomic():
        return [_learner(entry, number) for number in range(LEARNERS)]


def answers(learners: list[Signed]) -> Iterator[Request]:
    """Answer every question of every learner, the learners taking turns."""
    for turn in zip(*(learner.attempts for learner in learners), strict=True):
        for learner, attempt in zip(learners, turn, strict=True):
            yield _answer(learner, attempt)


def main() -> None:
    """Serve measurements until told to stop."""
    learners = prepare()
    application = get_wsgi_application()
    etag = _etag(application)
    readers, others = learners[:READERS], learners[READERS:]
    for reader in readers:
        _answer_half(application, reader)
    open_question = question_of(readers[0].attempts[-1].version).id
    reading, unused = cycle(readers), answers(others)

    def requests(view: str, number: int) -> Iterator[Request]:
        for _ in range(number):
            match view:
                case "lesson":
                    yield Request(PAGE, next(reading).cookies)
                case "question":
                    yield Request(f"/questions/{COURSE}/{open_question}/", next(reading).cookies)
                case "unchanged":
                    yield Request(PAGE, "", headers=(("If-None-Match", etag),))
                case "answer":
                    yield next(unused)
                case _:
                    raise ValueError(view)

    serve(application, requests, lambda view: 304 if view == "unchanged" else 200)


def _answer_half(application: Callable[..., Iterable[bytes]], reader: Signed) -> None:
    """Leave a reader with answers to the first half of the lesson, and no attempt at the rest."""
    half = len(reader.attempts) // TIMES // 2
    for attempt in reader.attempts[:half]:
        call(application, _answer(reader, attempt))
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in reader.attempts[half:]]).delete()


def _learner(entry: ReleaseEntry, number: int) -> Signed:
    assert entry.lesson_version is not None, "of a lesson"
    now = timezone.now()
    user = User.objects.create_user(f"bench-{number}", email=f"bench-{number}@example.org")
    learner = Learner.objects.create(user=user, created_at=now)
    sitting = Sitting.objects.create(
        key=uuid4(),
        learner=learner,
        course=entry.release.course,
        release=entry.release,
        kind=Sitting.Kind.LESSON,
        lesson=entry.lesson_version.lesson,
        rules=asdict(LESSON_RULES),
        seed=0,
        started_at=now,
    )
    versions = [*lesson_questions(entry).values()] * TIMES
    attempts = Attempt.objects.bulk_create(
        Attempt(sitting=sitting, version=version, position=n, seed=n)
        for n, version in enumerate(versions, start=1)
    )
    return Signed(_cookies(user, learner), attempts)


def _cookies(user: User, learner: Learner) -> str:
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session[SESSION_LEARNER] = learner.pk
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def _answer(learner: Signed, attempt: Attempt) -> Request:
    """Give a right answer."""
    question = question_of(attempt.version)
    right = next(sample for sample in question.samples() if sample.expected == 1.0)
    fields = [(name, value) for name, values in right.submitted.items() for value in values]
    ticket = [("sequence", "0"), ("key", str(uuid4())), ("csrfmiddlewaretoken", TOKEN)]
    body = urlencode([*fields, *ticket]).encode()
    path = f"/attempts/{attempt.key}/answer/"
    return Request(path, learner.cookies, body, (("HX-Request", "true"),))


def _etag(application: object) -> str:
    found: list[tuple[str, str]] = []
    assert callable(application), "a WSGI application"
    list(application(environ(Request(PAGE, "")), lambda _s, headers, *_: found.extend(headers)))
    return dict(found)["ETag"]


if __name__ == "__main__":
    main()
