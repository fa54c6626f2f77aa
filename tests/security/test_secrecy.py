"""What is secret is in no response before it can no longer help an answer."""

import base64
import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from courses.publishing import By, publish
from quizzes.actions import finish_sitting
from quizzes.models import Attempt, Sitting
from tests.makers import NOW
from tests.published import TODAY, make_check, make_sitting, version_of
from tests.quizzes.browser import HTMX, open_tab, tab_of, text_of
from tests.quizzes.conftest import learner_in
from tests.security.canaries import Secrets, marked_course

pytestmark = pytest.mark.django_db
WRONG: Mapping[str, dict[str, list[str]]] = {
    "which-line": {"choice": ["zq-peered"]},
    "peering-bill": {"choice": ["zq-none"]},
    "nightly-join": {"answer": ["9450"]},
    "usage-type": {"answer": ["data gravity"]},
    "tier-rules": {
        "row": ["zq-standby", "zq-copy", "zq-partner"],
        "match": ["zq-standby", "zq-partner", "zq-free"],
    },
    "file-to-row": {
        "step": ["zq-draw", "zq-move", "zq-boundary", "zq-multiply"],
        "place": ["1", "2", "3", "4"],
    },
}
OWN = {
    "which-line": ["zq-peered"],
    "peering-bill": ["zq-none"],
    "nightly-join": [],
    "usage-type": [],
    "tier-rules": ["zq-standby", "zq-free"],
    "file-to-row": [],
}
"""Of which parts the reasons speak to that wrong answer and give nothing else away."""
KEYS = {
    "nightly-join": ["2,100", "5000 *", "rel:", "kUSD: "],
    "usage-type": ["the (compute|job|code)", "move the compute to"],
}
"""Right answers, tolerances and patterns; what the lesson itself teaches is no secret."""
MISCONCEPTIONS = ("peering-is-free", "all-transfer-is-internet-egress")


@pytest.fixture
def secrets(db: None, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, Secrets]:
    root, secrets = marked_course(tmp_path)
    publish(root, by=By("ira", NOW), today=TODAY)
    return secrets


@pytest.fixture
def ada(secrets: dict[str, Secrets]) -> Client:
    client = Client(headers={"origin": "http://testserver"})
    client.post(
        "/quizzes/moving-data/warm-up/start/", {"key": "00000000-0000-4000-8000-000000000001"}
    )
    return client


def disguises(mark: str) -> list[str]:
    encoded = base64.b64encode(mark.encode()).decode().rstrip("=")
    return [mark, mark[::-1], escape(mark), encoded]


def leaks(response: Any, marks: list[str]) -> list[str]:
    """Return the marks that a response carries, in its body, its headers or its cookies."""
    said = text_of(response) + str(response.headers) + str(response.cookies)
    return [mark for mark in marks if any(form in said for form in disguises(mark))]


def names_of(key: str) -> list[str]:
    """Return everything that an author calls parts of a question, as forms would carry it."""
    ids = set(re.findall(r"\{#(zq-[a-z-]+)", version_of(key).source))
    return [*sorted(ids), *MISCONCEPTIONS]


def pages_of(client: Client, attempt: Attempt) -> list[Any]:
    """Return every page that has to do with an attempt, as page and as fragment."""
    urls = [
        f"/attempts/{attempt.key}/",
        f"/attempts/{attempt.key}/?again=1",
        f"/questions/moving-data/{attempt.version.question.key}/",
        "/courses/moving-data/data-transfer/",
        "/courses/moving-data/",
        "/glossary/moving-data/",
        "/sitemap.xml",
    ]
    return [client.get(url, headers=headers) for url in urls for headers in ({}, HTMX)]


def test_the_marks_are_everywhere(secrets: dict[str, Secrets]) -> None:
    counts = {
        key: (len(one.reasons), len(one.hints), len(one.near)) for key, one in secrets.items()
    }

    assert counts["which-line"] == (4, 2, 0)
    assert counts["peering-bill"] == (4, 0, 0)
    assert counts["nightly-join"] == (0, 1, 2)
    assert counts["usage-type"] == (0, 0, 1)
    assert counts["tier-rules"] == (4, 0, 0)
    assert counts["file-to-row"] == (2, 0, 0)
    for key, one in secrets.items():
        if key != "half-written":
            html = "".join(version_of(key).html.values())
            assert all(mark in html for mark in one.texts)


@pytest.mark.parametrize("key", WRONG)
def test_nothing_is_told_before_an_answer(
    ada: Client, secrets: dict[str, Secrets], key: str
) -> None:
    attempt = make_check(learner_in(ada), key)

    for response in pages_of(ada, attempt):
        assert leaks(response, [*secrets[key].texts, *names_of(key), *KEYS.get(key, [])]) == []


@pytest.mark.parametrize("key", WRONG)
def test_nothing_is_told_by_an_answer_that_cannot_be_read(
    ada: Client, secrets: dict[str, Secrets], key: str
) -> None:
    attempt = make_check(learner_in(ada), key)

    response = open_tab(ada, attempt).send(dict.fromkeys(WRONG[key], ["?"] * 3))

    for page in [response, *pages_of(ada, attempt)]:
        assert leaks(page, [*secrets[key].texts, *names_of(key), *KEYS.get(key, [])]) == []


@pytest.mark.parametrize("key", WRONG)
def test_a_wrong_answer_is_told_only_what_speaks_to_it(
    ada: Client, secrets: dict[str, Secrets], key: str
) -> None:
    attempt, one = make_check(learner_in(ada), key), secrets[key]

    response = open_tab(ada, attempt).send(WRONG[key])

    own = [one.reasons[part] for part in OWN[key]] + one.near[:1]
    assert sorted(leaks(response, one.texts)) == sorted(own)
    assert leaks(response, names_of(key)) == []
    told = sorted({mark for page in pages_of(ada, attempt) for mark in leaks(page, one.texts)})
    assert told == sorted(own)
    for page in pages_of(ada, attempt):
        assert leaks(page, [*names_of(key), *KEYS.get(key, [])]) == []


def test_hints_are_told_one_by_one(ada: Client, secrets: dict[str, Secrets]) -> None:
    attempt, one = make_check(learner_in(ada), "which-line"), secrets["which-line"]

    first = open_tab(ada, attempt).send(press="hint")
    second = tab_of(ada, text_of(first), attempt).send(press="hint")

    assert leaks(first, one.texts) == one.hints[:1]
    assert leaks(second, one.texts) == one.hints


@pytest.mark.parametrize("key", WRONG)
def test_everything_is_told_after_the_end(
    ada: Client, secrets: dict[str, Secrets], key: str
) -> None:
    attempt, one = make_check(learner_in(ada), key), secrets[key]
    open_tab(ada, attempt).send(WRONG[key])

    response = open_tab(ada, attempt).send(press="solution")

    told = [*one.reasons.values(), *one.near[:1], one.explanation]
    if key == "tier-rules":  # why an option fits nothing is told to whoever picked it
        told = [mark for part, mark in one.reasons.items() if part != "zq-free"]
        told.append(one.explanation)
    assert sorted(leaks(response, one.texts)) == sorted(told)
    assert leaks(response, names_of(key)) == []


def sit(client: Client, answers: Callable[[str], Mapping[str, list[str]]]) -> Sitting:
    sitting = make_sitting(learner_in(client), "last-exam")
    for attempt in sitting.attempts.select_related("version__question"):
        response = open_tab(client, attempt).send(answers(attempt.version.question.key))
        assert response.status_code == 200
    return sitting


def test_an_exam_tells_nothing_before_its_end_and_everything_after(
    ada: Client, secrets: dict[str, Secrets]
) -> None:
    sitting = sit(ada, WRONG.__getitem__)
    asked = [secrets[key] for key in WRONG]
    texts = [mark for one in asked for mark in one.texts]
    names = [name for key in WRONG for name in names_of(key)]
    urls = [f"/sittings/{sitting.key}/{n}/" for n in range(1, 7)]
    urls += [f"/sittings/{sitting.key}/finish/", "/quizzes/moving-data/last-exam/"]
    urls += [f"/attempts/{attempt.key}/" for attempt in sitting.attempts.all()]
    urls += ["/courses/moving-data/data-transfer/", "/courses/moving-data/", "/sitemap.xml"]

    for url in urls:
        for headers in ({}, HTMX):
            response = ada.get(url, headers=headers, follow=True)
            assert leaks(response, [*texts, *names]) == []

    finish_sitting(sitting, now=timezone.now())
    result = ada.get(f"/sittings/{sitting.key}/result/")

    untold = [mark for one in asked for mark in one.hints]
    untold += [secrets["nightly-join"].near[1], secrets["tier-rules"].reasons["zq-free"]]
    assert sorted(leaks(result, texts)) == sorted(set(texts) - set(untold))
    assert leaks(result, names) == []


def test_nothing_secret_is_kept_in_the_session(ada: Client, secrets: dict[str, Secrets]) -> None:
    open_tab(ada, make_check(learner_in(ada), "which-line")).send(WRONG["which-line"])

    assert set(ada.session.keys()) == {"learner"}
