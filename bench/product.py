"""The product as a process that measures on command: see bench.workers.

Views: ``lesson`` (signed in, with its questions in place), ``question`` (a page of its own),
``answer`` (by htmx: graded, logged, evidence and mastery updated, in one transaction) and
``unchanged`` (a reader without a session whose copy of the lesson is still good).
"""

import os
from collections.abc import Iterator
from dataclasses import asdict
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
from django.middleware.csrf import _get_new_csrf_string
from django.utils import timezone

from bench.calls import Request, environ
from bench.workers import serve
from courses.queries import question_entry, question_of
from domain.attempts import LESSON_RULES
from quizzes.models import Attempt, Learner, Sitting
from quizzes.queries import SESSION_LEARNER

COURSE = "aws-finance"
LESSON = "data-transfer"
QUESTION = "nightly-join"
ATTEMPTS = 5_000
TOKEN = _get_new_csrf_string()


def prepare() -> tuple[str, list[Attempt]]:
    """Publish the course, and make a learner with a session and many unanswered attempts."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("publish", stdout=nowhere)
    now = timezone.now()
    user = User.objects.create_user("bench", email="bench@example.org")
    learner = Learner.objects.create(user=user, created_at=now)
    entry = question_entry(COURSE, QUESTION)
    assert entry is not None, "published above"
    assert entry.question_version is not None, "of a question"
    version = entry.question_version
    sitting = Sitting.objects.create(
        key=uuid4(),
        learner=learner,
        course=entry.release.course,
        release=entry.release,
        kind=Sitting.Kind.LESSON,
        lesson=version.lesson,
        rules=asdict(LESSON_RULES),
        seed=0,
        started_at=now,
    )
    attempts = Attempt.objects.bulk_create(
        [
            Attempt(sitting=sitting, version=version, position=n, seed=n)
            for n in range(1, ATTEMPTS + 1)
        ]
    )
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session[SESSION_LEARNER] = learner.pk
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}", attempts


def main() -> None:
    """Serve measurements until told to stop."""
    application = get_wsgi_application()
    cookies, attempts = prepare()
    right = next(s for s in question_of(attempts[0].version).samples() if s.expected == 1.0)
    fields = [(name, value) for name, values in right.submitted.items() for value in values]
    unused = iter(attempts)
    lesson = f"/courses/{COURSE}/{LESSON}/"
    etag = _etag(application, lesson)

    def requests(view: str, number: int) -> Iterator[Request]:
        for _ in range(number):
            match view:
                case "lesson":
                    yield Request(lesson, cookies)
                case "question":
                    yield Request(f"/questions/{COURSE}/{QUESTION}/", cookies)
                case "unchanged":
                    yield Request(lesson, "", headers=(("If-None-Match", etag),))
                case "answer":
                    yield _answer(next(unused))
                case _:
                    raise ValueError(view)

    def _answer(attempt: Attempt) -> Request:
        ticket = [("sequence", "0"), ("key", str(uuid4())), ("csrfmiddlewaretoken", TOKEN)]
        body = urlencode([*fields, *ticket]).encode()
        return Request(f"/attempts/{attempt.key}/answer/", cookies, body, (("HX-Request", "true"),))

    serve(application, requests, lambda view: 304 if view == "unchanged" else 200)


def _etag(application: object, path: str) -> str:
    found: list[tuple[str, str]] = []
    assert callable(application), "a WSGI application"
    list(application(environ(Request(path, "")), lambda _s, headers, *_: found.extend(headers)))
    return dict(found)["ETag"]


if __name__ == "__main__":
    main()
