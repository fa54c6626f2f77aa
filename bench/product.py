"""The product as a process that measures on command: see bench.workers.

Views: ``lesson`` (several readers in turn, signed in, with half of its questions answered),
``question`` (a page of its own),
``answer`` (by htmx: graded, logged, evidence and mastery updated, in one transaction),
``unchanged`` (a reader without a session whose copy of the lesson is still good), and for each
kind of question ``question-KIND`` and ``answer-KIND``.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import chain, count, cycle
from urllib.parse import parse_qsl, urlencode
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
from courses.models import Lesson, QuestionVersion, Release, ReleaseEntry
from courses.queries import lesson_entry, lesson_questions, question_of
from domain.attempts import LESSON_RULES
from domain.questions import KINDS
from quizzes.models import Attempt, Learner, Sitting
from web.sessions import SESSION_LEARNER

COURSE = "aws-finance"
LESSON = "data-transfer"
PAGE = f"/courses/{COURSE}/{LESSON}/"
LEARNERS = 50
READERS = 5
TIMES = 4  # that a learner is to answer each question of the lesson
TOKEN = _get_new_csrf_string()
TICKET = ("sequence", "key")


@dataclass(frozen=True)
class Signed:
    """A learner with a session, and attempts at the questions of the lesson and of each kind."""

    cookies: str
    attempts: list[Attempt]
    by_kind: dict[str, list[Attempt]]


def prepare() -> list[Signed]:
    """Publish the course, and make learners with questions to answer."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with open(os.devnull, "w") as nowhere:
        call_command("publish", stdout=nowhere)
    entry = lesson_entry(COURSE, LESSON)
    assert entry is not None, "published above"
    kinds = one_of_each(entry.release)
    with transaction.atomic():
        return [_learner(entry, kinds, number) for number in range(LEARNERS)]


def one_of_each(release: Release) -> dict[str, tuple[Lesson, QuestionVersion]]:
    """Return a question of each kind with its lesson, the first of the course."""
    found: dict[str, tuple[Lesson, QuestionVersion]] = {}
    lessons = release.entries.filter(lesson_version__isnull=False).order_by("pk")
    for entry in lessons.select_related("release", "lesson_version__lesson"):
        assert entry.lesson_version is not None, "filtered above"
        for version in lesson_questions(entry).values():
            kind = question_of(version).kind
            found.setdefault(kind, (entry.lesson_version.lesson, version))
    return found


def unanswered(
    application: Callable[..., Iterable[bytes]], learners: list[Signed]
) -> dict[str, Iterator[Request]]:
    """Return the answers that learners can give, by view."""
    found = {"answer": answers(learners, [learner.attempts for learner in learners])}
    for kind in learners[0].by_kind:
        own = answers(learners, [learner.by_kind[kind] for learner in learners])
        found[f"answer-{kind}"] = _to_be_judged(application, own, kind)
    return found


def answers(learners: list[Signed], attempts: list[list[Attempt]]) -> Iterator[Request]:
    """Answer every question of every learner, the learners taking turns."""
    for turn in zip(*attempts, strict=True):
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
    reading, unused = cycle(readers), unanswered(application, others)
    pages = {"lesson": PAGE, "question": f"/questions/{COURSE}/{open_question}/"}
    for kind, attempts in readers[0].by_kind.items():
        pages[f"question-{kind}"] = f"/questions/{COURSE}/{question_of(attempts[0].version).id}/"

    def requests(view: str, number: int) -> Iterator[Request]:
        for _ in range(number):
            if view == "unchanged":
                yield Request(PAGE, "", headers=(("If-None-Match", etag),))
            elif view in pages:
                yield Request(pages[view], next(reading).cookies)
            else:
                yield next(unused[view])

    serve(application, requests, lambda view: 304 if view == "unchanged" else 200)


def _answer_half(application: Callable[..., Iterable[bytes]], reader: Signed) -> None:
    """Leave a reader with answers to the first half of the lesson, and no attempt at the rest."""
    half = len(reader.attempts) // TIMES // 2
    for attempt in reader.attempts[:half]:
        call(application, _answer(reader, attempt))
    unbegun = [*reader.attempts[half:], *chain.from_iterable(reader.by_kind.values())]
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in unbegun]).delete()


def _to_be_judged(
    application: Callable[..., Iterable[bytes]], requests: Iterator[Request], kind: str
) -> Iterator[Request]:
    """Give the requests that are judged: of a paragraph they are its marks, not the text."""
    if not KINDS[kind].marks:
        return requests
    sent = list(requests)
    for request in sent:
        call(application, request)
    return (_marks(request) for request in sent)


def _marks(request: Request) -> Request:
    """Mark what a request has answered, with the same fields."""
    assert request.body is not None, "a post"
    fields = [pair for pair in parse_qsl(request.body.decode()) if pair[0] not in TICKET]
    ticket = [("sequence", "1"), ("key", str(uuid4())), ("marks", "1")]
    return replace(request, body=urlencode([*fields, *ticket]).encode())


def _learner(
    entry: ReleaseEntry, kinds: Mapping[str, tuple[Lesson, QuestionVersion]], number: int
) -> Signed:
    assert entry.lesson_version is not None, "of a lesson"
    user = User.objects.create_user(f"bench-{number}", email=f"bench-{number}@example.org")
    learner = Learner.objects.create(user=user, created_at=timezone.now())
    lessons = {entry.lesson_version.lesson, *(lesson for lesson, _ in kinds.values())}
    sittings = {lesson: _sitting(learner, entry.release, lesson) for lesson in lessons}
    places = count(1)

    def attempts(lesson: Lesson, versions: Iterable[QuestionVersion]) -> list[Attempt]:
        asked = [(version, next(places)) for _ in range(TIMES) for version in versions]
        return Attempt.objects.bulk_create(
            Attempt(sitting=sittings[lesson], version=version, position=place, seed=place)
            for version, place in asked
        )

    return Signed(
        _cookies(user, learner),
        attempts(entry.lesson_version.lesson, lesson_questions(entry).values()),
        {kind: attempts(lesson, [version]) for kind, (lesson, version) in kinds.items()},
    )


def _sitting(learner: Learner, release: Release, lesson: Lesson) -> Sitting:
    return Sitting.objects.create(
        key=uuid4(),
        learner=learner,
        course=release.course,
        release=release,
        kind=Sitting.Kind.LESSON,
        lesson=lesson,
        rules=asdict(LESSON_RULES),
        seed=0,
        started_at=timezone.now(),
    )


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
