"""The floor: a bare Django project that does the least a signed-in page and an answer can do.

Same database settings and middleware as the product, and sessions in the database as well; one
file, no layers. What the product costs is told as a multiple of this.
"""

import os
from pathlib import Path
from typing import Any

import django
from django.conf import settings

HERE = Path(__file__).resolve().parent
OUTLINE = [{"slug": f"l{n}", "title": f"Lesson {n}", "done": n % 3 == 0} for n in range(20)]
BODY_BYTES = 45 * 1024
LESSONS = HERE.parent.parent / "content" / "aws-finance" / "lessons"

settings.configure(
    SECRET_KEY="floor" * 12,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["FLOOR_DATABASE"],
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    LOGGING_CONFIG=None,
)
django.setup()

# Models need the settings above.
from django.contrib.auth.models import User
from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.html import escape
from django.utils.safestring import SafeString

PARAGRAPHS = "\n\n".join(path.read_text() for path in sorted(LESSONS.glob("*/lesson.md")))
BODY = SafeString(
    "".join(f"<p>{escape(text)}</p>\n" for text in PARAGRAPHS.split("\n\n"))[:BODY_BYTES]
)
"""Real prose, which compresses as a lesson does."""


class Question(models.Model):
    """A question with one right answer."""

    slug = models.CharField(max_length=80, unique=True)
    answer = models.CharField(max_length=80)

    class Meta:
        app_label = "floor"


class Attempt(models.Model):
    """An answer."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    given = models.CharField(max_length=200)
    correct = models.BooleanField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"
        indexes = [models.Index(fields=["user", "question", "created"])]


class Progress(models.Model):
    """A roll-up of a learner's answers."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    outcome = models.IntegerField()
    seen = models.IntegerField(default=0)
    right = models.IntegerField(default=0)

    class Meta:
        app_label = "floor"
        constraints = [
            models.UniqueConstraint(fields=["user", "outcome"], name="floor_progress_once")
        ]


def const(request: HttpRequest) -> HttpResponse:
    """Answer with a constant."""
    return HttpResponse("ok")


def lesson(request: HttpRequest) -> HttpResponse:
    """Show a page of 45 KB with an outline of 20 rows and the reader's progress."""
    rows = Progress.objects.filter(user_id=request.user.pk).values("outcome", "seen", "right")
    context: dict[str, Any] = {"body": BODY, "progress": list(rows), "outline": OUTLINE}
    return render(request, "lesson.html", context)


def answer(request: HttpRequest) -> HttpResponse:
    """Store an answer and update the roll-up, in one transaction."""
    given = request.POST.get("given", "")
    question = Question.objects.get(slug="q1")
    right = given == question.answer
    with transaction.atomic():
        Attempt.objects.create(
            user_id=request.user.pk, question=question, given=given, correct=right
        )
        Progress.objects.filter(user_id=request.user.pk, outcome=1).update(
            seen=models.F("seen") + 1, right=models.F("right") + int(right)
        )
    return HttpResponse(f"<div role=status>{'Correct' if right else 'Not yet'}</div>")


urlpatterns = [path("const", const), path("lesson", lesson), path("answer", answer)]
application = get_wsgi_application()
