"""Every address asks the database as often at a thousand lessons and 100,000 attempts as at ten."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from courses import urls as course_urls
from courses.models import LessonVersion
from courses.publishing import By, publish
from learners import urls as learner_urls
from learners.models import Evidence
from quizzes import urls as quiz_urls
from quizzes.models import Attempt, AttemptEvent, Correction, Learner, Notice
from tests.makers import NOW, make_learner
from tests.published import FOLDER, TODAY, publish_course, version_of
from tests.quizzes.browser import HTMX, Tab, fresh_tab, open_tab
from web.sessions import SESSION_LEARNER

pytestmark = pytest.mark.django_db
LESSON = "/courses/moving-data/data-transfer/"
QUIZ = "/quizzes/moving-data/warm-up/"
PAGES = (
    "/",
    "/courses/moving-data/",
    LESSON,
    "/glossary/moving-data/",
    "/errata/moving-data/data-transfer/",
    f"/figures/{'0' * 32}.png",
    "/sitemap.xml",
    "/robots.txt",
    "/progress/",
    "/progress/moving-data/",
    "/progress/moving-data/beliefs/",
    "/progress/moving-data/estimate-transfer/why/",
)
TOLD = 1_000
"""Answers of a learner that moved something: enough to see whether each is asked for."""
VIEWS = {
    f"{urls.app_name}:{pattern.name}"
    for urls in (course_urls, quiz_urls, learner_urls)
    for pattern in urls.urlpatterns
}


class Counting(Client):
    """A learner's browser that counts what its latest request of each view asked the database."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.counts: dict[tuple[str, str], int] = {}
        user = User.objects.create_user(name, email=f"{name}@example.org")
        self.learner = make_learner(user)
        self.force_login(user)
        session = self.session
        session[SESSION_LEARNER] = self.learner.pk
        session.save()

    def request(self, **request: Any) -> Any:
        reset_queries()  # only so many are remembered
        with CaptureQueriesContext(connection) as asked:
            response = super().request(**request)
        view = resolve(request["PATH_INFO"]).view_name
        self.counts[view, request["REQUEST_METHOD"]] = len(asked)
        return response

    def newest(self) -> Attempt:
        return Attempt.objects.filter(sitting__learner=self.learner).latest("pk")


def costs(name: str, practised: int = 0) -> dict[tuple[str, str], int]:
    """Let somebody new do everything that there is to do, and count what it costs."""
    client = Counting(name)
    if practised:
        practise(client.learner, practised)
    send_right(fresh_tab(client, "which-line"))
    client.post(f"/attempts/{client.newest().key}/again/", headers=HTMX)
    send_right(typed(open_tab(client, client.newest())))
    client.post(f"{QUIZ}start/", {"key": uuid4()})
    attempt = client.newest()
    sitting = f"/sittings/{attempt.sitting.key}/"
    send_right(open_tab(client, attempt))
    client.get(sitting)
    client.get(f"{sitting}finish/")
    client.post(f"{sitting}finish/")
    told_of_a_correction(client, attempt)
    report = f"/attempts/{attempt.key}/report/"
    client.get(report)
    client.post(report, {"key": uuid4(), "text": "A typo."})
    client.post("/progress/moving-data/data-transfer/read/", headers=HTMX)
    send_wrong(fresh_tab(client, "peering-bill"))
    client.post("/progress/moving-data/beliefs/practise/", {"key": uuid4()})
    client.post(f"{sitting}practise/", {"key": uuid4()})
    review = (f"{sitting}result/", f"{sitting}export/")
    for page in (*PAGES, *review, QUIZ, f"/attempts/{client.newest().key}/"):
        client.get(page)
    return client.counts


def told_of_a_correction(client: Counting, attempt: Attempt) -> None:
    """Tell somebody of a correction of a question that nobody was asked here."""
    version = version_of("open-port")
    same = {"wrong": version, "right": version}
    said = {"reason": "A typo.", "keep": True, "by": "ira", "at": NOW}
    row, _ = Correction.objects.get_or_create(**same, defaults=said)
    Notice.objects.create(correction=row, attempt=attempt, before=0.0, after=1.0)
    client.get("/progress/")
    client.post(f"/corrections/{row.pk}/dismiss/")


def send_right(tab: Tab) -> None:
    right = next(one for one in tab.question.samples() if one.expected == 1.0)
    assert tab.send(right.submitted).status_code == 200


def typed(tab: Tab) -> Tab:
    """Type an answer, which the site keeps before it is sent."""
    assert tab.type(tab.question.samples()[0].submitted).status_code == 204
    return tab


def send_wrong(tab: Tab) -> None:
    assert tab.send({"choice": ["none"]}, confidence="4").status_code == 200


def practise(learner: Learner, times: int) -> None:
    """Let a learner have given the first answer of all, again and again in one sitting."""
    first = AttemptEvent.objects.select_related("attempt__sitting").earliest("pk")
    own = {"learner_id": learner.pk}
    [sitting] = multiplied(first.attempt.sitting, [{**own, "key": uuid4()}])
    attempts = multiplied(
        first.attempt,
        [{"sitting_id": sitting.pk, "key": uuid4(), "position": n} for n in range(times)],
    )
    multiplied(first, [{"attempt_id": attempt.pk, "key": uuid4()} for attempt in attempts])
    told = [{**own, "attempt_id": attempt.pk} for attempt in attempts[:TOLD]]
    multiplied(Evidence.objects.earliest("pk"), told)
    with connection.cursor() as cursor:  # as a database in use does by itself
        cursor.execute("ANALYZE")


def multiplied(row: Any, copies: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Copy a row, each time with other values in some of its columns."""
    kind = type(row)
    fields = [field.attname for field in kind._meta.concrete_fields if not field.primary_key]
    same = {name: getattr(row, name) for name in fields}
    rows = [kind(**{**same, **columns}) for columns in copies]
    return list(kind.objects.bulk_create(rows, batch_size=5_000))


def with_lessons(folder: Path, lessons: int) -> Path:
    """Write the course with so many lessons more, every tenth of which has a question."""
    root = folder / str(lessons) / FOLDER.name
    shutil.copytree(FOLDER, root)
    keys = [f"more-{n}" for n in range(lessons)]
    course = root / "course.md"
    part = f"  - title: More\n    lessons: [{', '.join(keys)}]\n"
    course.write_text(course.read_text().replace("readiness:", f"{part}readiness:"))
    choice = (root / "lessons/01-data-transfer/which-line.md").read_text()
    for n, key in enumerate(keys):
        own = root / f"lessons/{n + 2:04d}-{key}"
        own.mkdir()
        check = "" if n % 10 else f"/// check | ask-{n}\n\n///\n"
        (own / "lesson.md").write_text(
            f"---\nformat: 1\nid: {key}\ntitle: More {n}\nsummary: More.\n"
            f"outcomes: [estimate-transfer]\n---\n\n## More {{#more}}\n\n[[egress]]\n\n{check}"
        )
        if check:
            question = choice.replace("id: which-line", f"id: ask-{n}")
            (own / f"ask-{n}.md").write_text(question)
    return root


def test_it_asks_as_often_at_a_thousand_lessons_as_at_ten(tmp_path: Path) -> None:
    found = []
    for lessons in (9, 999):
        publish(with_lessons(tmp_path, lessons), by=By("ira", NOW), today=TODAY)
        costs(f"eve-{lessons}")  # from here on the process knows what is published
        found.append(costs(f"ada-{lessons}"))

    assert LessonVersion.objects.count() == 1000
    assert found[0] == found[1]
    assert {view for view, _ in found[0]} == VIEWS


def test_it_asks_as_often_at_a_hundred_thousand_attempts_as_at_ten() -> None:
    publish_course()
    send_right(fresh_tab(Counting("zoe"), "usage-type"))
    costs("eve")
    few = costs("ada", practised=10)
    practise(make_learner(), 50_000)

    many = costs("bob", practised=50_000)

    assert Attempt.objects.count() > 100_000
    assert few == many
