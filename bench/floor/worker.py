"""The floor as a process that measures on command: see bench.workers."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string  # the cookie that a visit would set

from bench.calls import Request
from bench.floor.app import Attempt, Progress, Question, application
from bench.workers import serve

TOKEN = _get_new_csrf_string()


def prepare() -> str:
    """Make the tables, a learner with a session, and the question; return the cookies."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Question, Attempt, Progress):
            editor.create_model(model)
    user = get_user_model().objects.create_user("bench", password="floor-only-password")
    Question.objects.create(slug="q1", answer="b")
    Progress.objects.bulk_create(Progress(user=user, outcome=n) for n in range(6))
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}; csrftoken={TOKEN}"


def main() -> None:
    """Serve measurements until told to stop."""
    cookies = prepare()
    body = f"given=b&csrfmiddlewaretoken={TOKEN}".encode()

    def requests(view: str, number: int) -> Iterator[Request]:
        for _ in range(number):
            yield Request(f"/{view}", cookies, body if view == "answer" else b"")

    serve(application, requests)


if __name__ == "__main__":
    main()
