"""GET /sittings/KEY/export/."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from domain.attempts import Rules
from quizzes.exports import export_of
from quizzes.models import Sitting
from tests.content import ROOT
from tests.published import make_check, make_sitting, version_of
from tests.quizzes.browser import open_tab
from tests.quizzes.conftest import learner_in

pytestmark = pytest.mark.django_db
DOCUMENT = Path(ROOT) / "docs" / "export.md"


@pytest.fixture
def sat(ada: Client) -> Sitting:
    """Finish an exam of three: one right, one wrong, one left out."""
    sitting = make_sitting(learner_in(ada), "last-exam")
    sitting.attempts.filter(position__gt=3).delete()
    open_tab(ada, sitting.attempts.get(position=1)).send({"choice": ["regions"]})
    open_tab(ada, sitting.attempts.get(position=3)).send({"answer": ["9450"]})
    ada.post(f"/sittings/{sitting.key}/finish/")
    sitting.refresh_from_db()
    return sitting


def export(client: Client, sitting: Sitting) -> Any:
    return json.loads(client.get(f"/sittings/{sitting.key}/export/").content)


def test_it_is_a_file_of_its_own_name(ada: Client, sat: Sitting) -> None:
    response = ada.get(f"/sittings/{sat.key}/export/")

    assert sat.finished_at is not None
    name = f"moving-data-{sat.finished_at:%Y-%m-%d}-{str(sat.key)[:8]}.json"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == "application/json"
    assert "no-store" in response["Cache-Control"]


def test_it_says_what_was_sat_and_what_it_came_to(ada: Client, sat: Sitting) -> None:
    told = export(ada, sat)

    assert (told["format"], told["course"], told["quiz"]) == (1, "moving-data", "last-exam")
    assert (told["mode"], told["title"]) == ("exam", "Last exam")
    assert (told["points"], told["of"], told["passed"]) == (1.0, 3, False)
    assert told["sitting"] == str(sat.key)
    assert told["started_at"] < told["finished_at"]


def test_it_says_every_answer_by_the_ids_of_its_author(ada: Client, sat: Sitting) -> None:
    right, blank, wrong = export(ada, sat)["questions"]

    version = version_of("which-line")
    assert right["submitted"] == {"choice": ["regions"]}
    assert (right["question"], right["version"]) == ("which-line", 1)
    assert right["digest"] == version.digest
    assert right["outcomes"] == version.outcomes
    assert (right["verdict"], right["credit"], right["tries"]) == ("right", 1.0, 1)
    assert right["first_at"] == right["last_at"] != None  # noqa: E711 - all three
    assert (blank["verdict"], blank["submitted"], blank["first_at"]) == ("blank", None, None)
    assert (wrong["verdict"], wrong["submitted"]) == ("wrong", {"answer": ["9450"], "unit": []})
    assert not wrong["withheld"]


def test_it_keeps_back_what_is_being_asked_in_another_exam(ada: Client, sat: Sitting) -> None:
    make_check(learner_in(ada), "which-line", Rules(feedback_at_once=False))

    told = export(ada, sat)

    right, _, wrong = told["questions"]
    assert right["withheld"]
    assert {right[name] for name in ("submitted", "verdict", "credit", "digest")} == {None}
    assert (told["points"], told["passed"]) == (None, None)
    assert wrong["verdict"] == "wrong"


def test_a_lesson_that_asks_the_same_keeps_nothing_back(ada: Client, sat: Sitting) -> None:
    make_check(learner_in(ada), "which-line")

    assert export(ada, sat)["questions"][0]["verdict"] == "right"


def test_it_is_not_there_before_the_end(ada: Client) -> None:
    sitting = make_sitting(learner_in(ada), "last-exam")

    response = ada.get(f"/sittings/{sitting.key}/export/")

    assert response["Location"] == f"/sittings/{sitting.key}/"


def test_a_stranger_gets_none(bob: Client, sat: Sitting) -> None:
    assert bob.get(f"/sittings/{sat.key}/export/").status_code == 404


def test_it_costs_the_same_however_many_questions_there_are(ada: Client, sat: Sitting) -> None:
    counts = []
    for last in (3, 1):
        sat.attempts.filter(position__gt=last).delete()
        with CaptureQueriesContext(connection) as asked:
            export(ada, sat)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= 7


def test_every_field_is_documented(sat: Sitting) -> None:
    told = export_of(sat)

    text = DOCUMENT.read_text()
    assert [name for name in {**told, **told["questions"][0]} if f"| `{name}` |" not in text] == []
