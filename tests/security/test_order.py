"""Neither the place nor the name of anything on a page tells whether it is right."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.template.loader import render_to_string
from pytest_django import Settings

from courses.models import QuestionVersion
from domain.attempts import LESSON_RULES, State
from domain.cards import Arrangement, Occasion, card
from domain.questions.base import Question
from quizzes.actions.asking import _seed
from quizzes.queries import fresh_seed
from tests.documents import make_question
from tests.sources import GOOD

PAGES = 1000
CRITICAL = {4: 11.345, 12: 24.725}
"""Chi-square that chance exceeds once in a hundred times, by the number of equally likely cells."""
RIGHT = [("choice", "regions"), ("choices", "zones"), ("choices", "regions")]
KINDS = ("choice", "choices", "matching", "ordering")


@pytest.fixture
def seeds(settings: Settings) -> list[int]:
    """Make seeds as a site does: of questions that nobody has begun, and of sittings of quizzes."""
    settings.SECRET_KEY = "always the same in this test"  # noqa: S105 - it is no secret
    fresh = [fresh_seed(QuestionVersion(pk=pk)) for pk in range(PAGES // 2)]
    return fresh + [_seed(sitting, 1) for sitting in range(PAGES // 2)]


def names_on_page(question: Question, seed: int) -> tuple[list[str], list[str]]:
    """Print a question that nobody has answered: its rows, and the options of the first of them."""
    html = {slot: f"[{slot}]" for slot in question.texts()}
    shown = card(question, html, State(), Occasion(LESSON_RULES, seed))
    template = f"quizzes/questions/{question.kind}.html"
    page = render_to_string(template, {"card": shown, "id": "x"})
    rows = re.findall(r'name="(?:choice|row|step)" value="([^"]+)"', page)
    options = re.findall(r'<option value="([^"]+)"', page.partition("</select>")[0])
    return rows, options


def chi_square(found: Iterable[object], cells: int) -> float:
    """Measure how far counts are from all alike."""
    counts = Counter(found)
    assert len(counts) == cells
    expected = PAGES / cells
    return sum((count - expected) ** 2 / expected for count in counts.values())


@pytest.mark.parametrize(("kind", "right"), RIGHT)
def test_the_right_choice_has_any_place_and_any_name(
    seeds: list[int], kind: str, right: str
) -> None:
    question, places, ranks = make_question(GOOD[kind]), [], []

    for seed in seeds:
        rows, _ = names_on_page(question, seed)
        name = Arrangement(seed).row(right)
        places.append(rows.index(name))
        ranks.append(sorted(rows).index(name))

    assert chi_square(places, 4) < CRITICAL[4]
    assert chi_square(ranks, 4) < CRITICAL[4]


@pytest.mark.parametrize("right", ["standby", "copy", "partner"])
def test_the_right_option_has_any_place_and_any_name_beside_its_row(
    seeds: list[int], right: str
) -> None:
    question, places, ranks = make_question(GOOD["matching"]), [], []

    for seed in seeds:
        rows, options = names_on_page(question, seed)
        row, option = Arrangement(seed).row(right), Arrangement(seed).option(right)
        places.append((rows.index(row), options.index(option)))
        ranks.append((sorted(rows).index(row), sorted(options).index(option)))

    assert chi_square(places, 12) < CRITICAL[12]
    assert chi_square(ranks, 12) < CRITICAL[12]


@pytest.mark.parametrize("step", ["draw", "boundary", "multiply", "move"])
def test_the_names_of_steps_do_not_follow_their_order(seeds: list[int], step: str) -> None:
    question, ranks = make_question(GOOD["ordering"]), []

    for seed in seeds:
        rows, _ = names_on_page(question, seed)
        ranks.append(sorted(rows).index(Arrangement(seed).row(step)))

    assert chi_square(ranks, 4) < CRITICAL[4]


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_names_anything_as_another_does(seeds: list[int], kind: str) -> None:
    question = make_question(GOOD[kind])

    pages = [names_on_page(question, seed) for seed in seeds]

    # Of ordering the options are places, which are numbers on every page.
    names = [n for rows, options in pages for n in (*rows, *options) if len(n) > 1]
    assert len(names) >= 4 * PAGES
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[0-9a-f]{12}", name) for name in names)
