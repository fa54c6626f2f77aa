"""What files look like on pages, and what of them must not show."""

# ruff: noqa: E501 - a table reads better with a message on one line

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.safestring import SafeString

from courses.content import read_content
from courses.outlines import outline_of
from courses.rendering import Renderer, body_of, figure_name, figure_of, practice_minutes
from tests.bakery import FILES, TODAY, Change, changed, write_course
from tests.sources import GOOD, READ_THE_NAME, WITH_EXTRA
from web.templatetags.ui import pieces

DOUGH, OVEN = "lessons/01-dough", "lessons/02-oven"
SVG = """\
<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 40"><title>Loaf</title></svg>
"""
Make = Callable[..., Renderer]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Read the course with something changed in it, ready to be rendered."""

    def read(*changes: Change, files: dict[str, str] | None = None) -> Renderer:
        root = write_course(tmp_path, changed(*changes) | (files or {}))
        return Renderer(read_content(root, today=TODAY))

    return read


def lesson(made: Renderer, key: str) -> dict[str, Any]:
    return dict(made.lesson(made.tree.lesson_by_id[key]))


def inputs(made: Renderer, key: str = "oven") -> str:
    return made.lesson_inputs(made.tree.lesson_by_id[key])


# Lessons


def test_a_lesson_is_prose_with_places_for_checks(make: Make) -> None:
    segments = lesson(make(), "oven")["segments"]

    assert [part.get("check", "html") for part in segments] == [
        "html", "which-heat", "name-outside", "when-done",
    ]  # fmt: skip
    assert '<a href="/courses/bakery/dough/#h-yeast"' in segments[0]["html"]
    assert (
        '<button class="term" type="button" popovertarget="g-crust">crust</button>'
        in (segments[0]["html"])
    )


def test_its_table_of_contents_lists_headings_and_checks(make: Make) -> None:
    assert lesson(make(), "oven")["toc"] == [
        {"anchor": "h-heat", "title": "Heat"},
        {"check": "which-heat", "title": "A question of the night"},
        {"check": "name-outside", "title": "Name the outside"},
        {"check": "when-done", "title": "A question of the night"},
    ]


def test_its_table_of_contents_leaves_out_smaller_headings(make: Make) -> None:
    made = make((f"{OVEN}/lesson.md", "## Heat {#heat}", "## Heat {#heat}\n\nA.\n\n### Low {#low}"))

    assert [entry.get("title") for entry in lesson(made, "oven")["toc"]][:2] == [
        "Heat",
        "A question of the night",
    ]


def test_its_sources_are_those_of_its_facts_each_once(make: Make) -> None:
    made = make(
        ("facts.yaml", "page 40\n    verified: 2026-11-01", "page 40\n    verified: null"),
        (
            f"{OVEN}/lesson.md",
            "See ",
            "Again {{ fact:oven-heat bare }}, {{ fact:yeast-share }}. See ",
        ),
    )

    assert lesson(made, "oven")["sources"] == [
        {"title": "The baker's book, page 40", "url": "", "when": "not yet checked"},
        {
            "title": "The baker's book, page 12",
            "url": "https://example.org/book",
            "when": "checked 1 Nov 2026",
        },
    ]


def test_its_popovers_hold_terms_and_facts_each_once(make: Make) -> None:
    made = make((f"{OVEN}/lesson.md", "See ", "A [[crust]] at {{ fact:oven-heat }}. See "))

    popovers = lesson(made, "oven")["popovers"]

    assert re.findall(r'<div popover id="([^"]+)"', popovers) == ["g-crust", "f-oven-heat"]
    assert "The hard outside of a loaf." in popovers
    assert '<a href="/glossary/bakery/#g-crust">Glossary</a>' in popovers
    assert 'In: <a href="/courses/bakery/oven/">Oven</a>' in popovers


def test_a_popover_lists_lessons_in_reading_order(make: Make) -> None:
    made = make((f"{OVEN}/lesson.md", "See ", "[[gluten]]. See "))

    assert made.used_in["gluten"] == ["dough", "oven"]


def test_it_says_which_quiz_comes_after(make: Make) -> None:
    made = make()

    assert lesson(made, "oven")["quiz"] == {"key": "night", "title": "A night's work"}
    assert lesson(made, "dough")["quiz"] is None


def test_a_drawing_stands_in_the_page(make: Make) -> None:
    picture = '\n\n![A loaf in two halves.](loaf.svg "A loaf.")\n\nSee '
    made = make((f"{OVEN}/lesson.md", "See ", picture), files={f"{OVEN}/loaf.svg": SVG})

    html = lesson(made, "oven")["segments"][0]["html"]

    assert '<svg aria-label="A loaf in two halves." role="img" xmlns=' in html
    assert "<?xml" not in html
    assert "<figcaption>A loaf.</figcaption>" in html


def test_another_picture_is_served_under_what_it_holds() -> None:
    figure = figure_of("loaf.png", b"picture")

    assert figure.url == f"/figures/{figure_name('loaf.png', b'picture')}"
    assert re.fullmatch(r"[0-9a-f]{32}\.png", figure_name("loaf.png", b"picture"))
    assert figure_name("loaf.png", b"other") != figure_name("loaf.png", b"picture")


def test_front_matter_is_no_part_of_a_body() -> None:
    assert body_of("---\nid: a\n---\n\nText.\n\n---\n\nMore.\n") == "\nText.\n\n---\n\nMore.\n"


@pytest.mark.parametrize(
    "changes",
    [
        [("facts.yaml", 'value: "230"', 'value: "240"')],
        [("facts.yaml", "page 40\n    verified: 2026-11-01", "page 40\n    verified: 2026-11-02")],
        [("facts.yaml", "page 40\n    verified: 2026-11-01\n    ttl_days: 365", "page 40\n    verified: 2026-11-01\n    ttl_days: 364")],
        [("facts.yaml", "The baker's book, page 40", "Another book")],
        [("glossary.yaml", "The hard outside", "The rough outside")],
        [("glossary.yaml", "term: Crust", "term: Rind")],
        [(f"{OVEN}/lesson.md", "title: Oven", "title: The oven")],
        [(f"{OVEN}/which-heat.md", "title: A question", "title: Another question")],
        [("quizzes/night.md", "title: A night's work", "title: Night work")],
        [("quizzes/night.md", "after: oven\n", "")],
    ],
)  # fmt: skip
def test_whatever_a_lesson_shows_makes_it_be_rendered_anew(
    make: Make, changes: list[Change]
) -> None:
    before = inputs(make())

    assert inputs(make(*changes)) != before


@pytest.mark.parametrize(
    "changes",
    [
        [("facts.yaml", 'value: "2"', 'value: "3"')],
        [("glossary.yaml", "What holds a dough", "All that holds a dough")],
        [(f"{DOUGH}/count-yeast.md", "title: How many", "title: So many")],
        [(f"{OVEN}/which-heat.md", "Patience.\n", "Patience, again.\n")],
        [("outcomes.yaml", "a loaf", "every loaf")],
    ],
)
def test_what_a_lesson_does_not_show_leaves_it_alone(make: Make, changes: list[Change]) -> None:
    before = inputs(make())

    assert inputs(make(*changes)) == before


def test_a_fact_of_a_definition_makes_the_lesson_be_rendered_anew(make: Make) -> None:
    told = ("glossary.yaml", "The hard outside", "From {{ fact:yeast-share }} on, the outside")

    before = inputs(make(told))

    assert inputs(make(told, ("facts.yaml", 'value: "2"', 'value: "3"'))) != before


def test_a_changed_picture_makes_the_lesson_be_rendered_anew(make: Make) -> None:
    picture = (f"{OVEN}/lesson.md", "See ", '\n\n![A loaf in two halves.](loaf.svg "A.")\n\nSee ')

    before = inputs(make(picture, files={f"{OVEN}/loaf.svg": SVG}))
    after = inputs(make(picture, files={f"{OVEN}/loaf.svg": SVG.replace("Loaf", "Roll")}))

    assert after != before


def test_practice_takes_as_long_as_the_checks_of_a_lesson(make: Make) -> None:
    made = make()
    seconds = {row.question.id: row.question.seconds for row in made.tree.questions}
    dough = made.tree.lesson_by_id["dough"].lesson

    # a minute at least to read it; its checks take 60 + 120 + 60 seconds
    assert (dough.minutes, practice_minutes(dough, seconds)) == (1, 4)


# Questions


def test_a_question_is_rendered_by_slot(make: Make) -> None:
    made = make()

    html = made.question(made.tree.question_by_id["name-outside"])

    assert html.keys() == {"prompt", "explanation", "near-2", "key"}
    assert html["near-2"] == "<p>Bread has no skin.</p>"
    assert html["explanation"] == (
        '<p>The <a class="term" href="/glossary/bakery/#g-crust">crust</a>.</p>'
    )


def test_a_question_says_what_it_measures_and_where_that_is_taught(make: Make) -> None:
    made = make()

    assert made.about(made.tree.question_by_id["which-heat"]) == {
        "outcome": "choose heat and time for a loaf",
        "teaches": [{"url": "/courses/bakery/oven/#h-heat", "title": "Heat"}],
    }
    assert made.about(made.tree.question_by_id["can-count"]) == {"outcome": "", "teaches": []}


IDS = ("patience", "heat-is-time", "which-heat", "bake-bread")


def test_no_id_of_an_author_shows_in_a_question(make: Make) -> None:
    made = make(
        (f"{OVEN}/which-heat.md", "That both want patience", "That both want time"),
        (f"{OVEN}/which-heat.md", "Patience.\n", "Time.\n"),
    )

    html = made.question(made.tree.question_by_id["which-heat"])

    assert "choice-patience" in html
    shown = " ".join(html.values())
    assert not [key for key in (*IDS, "{#", "misconception", "[x]") if key in shown]


@pytest.mark.parametrize("kind", GOOD)
def test_no_mark_of_an_author_shows_in_any_kind(make: Make, kind: str) -> None:
    source = WITH_EXTRA if kind == "ordering" else GOOD[kind]
    key = source.partition("\nid: ")[2].partition("\n")[0]
    text = re.sub(r"data-transfer#[a-z-]+", "oven#heat", source)
    text = re.sub(r"\noutcomes: .*", "\noutcomes: [bake-bread]", text)
    text = re.sub(r"\nfacts: .*| outcome=[a-z-]+", "", text)
    made = make(files={f"{OVEN}/{key}.md": text})

    html = made.question(made.tree.question_by_id[key])

    shown = " ".join(html.values())
    beliefs = made.tree.question_by_id[key].question.misconceptions
    assert not [mark for mark in ("{#", "[ ]", "[x]", "misconception", *beliefs) if mark in shown]


def test_a_prompt_can_be_cut_at_its_blanks(make: Make) -> None:
    text = re.sub(r"data-transfer#[a-z-]+", "oven#heat", READ_THE_NAME)
    text = text.replace("[estimate-transfer]", "[bake-bread]")
    made = make(files={f"{OVEN}/read-the-name.md": text})

    html = made.question(made.tree.question_by_id["read-the-name"])["prompt"]

    assert pieces(SafeString(html)) == [
        "<p>In <code>c7g.xlarge</code> the letter <code>c</code> means ",
        ". In <code>g6.xlarge</code> the\nletter <code>g</code> names ",
        ".</p>",
    ]


def test_nothing_of_a_question_but_its_title_shows_in_a_lesson(make: Make) -> None:
    made = make()

    shown = str(lesson(made, "oven"))

    for row in made.tree.questions:
        assert row.question.prompt not in shown
        assert row.question.explanation not in shown
        assert not [part.text for part in row.parts.values() if part.text in shown]
    assert "misconception" not in shown


# Quizzes and the outline


def test_a_quiz_has_its_introduction(make: Make) -> None:
    made = make(("quizzes/night.md", "Five questions.", "At {{ fact:oven-heat }}, [[crust]]."))
    row = next(row for row in made.tree.quizzes if row.quiz.id == "night")

    intro = made.quiz(row)["intro"]

    assert '<span class="fact short">230 degrees</span>' in intro
    assert 'href="/glossary/bakery/#g-crust"' in intro


def test_the_outline_says_what_pages_print_of_a_course(make: Make) -> None:
    outline = outline_of(make())

    assert outline["title"] == "Bread in a Night"
    assert (outline["lessons"], outline["minutes"], outline["questions"], outline["graded"]) == (
        2,
        2,
        6,
        1,
    )
    assert outline["practice_minutes"] == 7
    assert outline["body"] == "<p>For those who rise early.</p>"
    assert outline["readiness"] == "warm-up"
    assert [part["title"] for part in outline["parts"]] == ["At the table", "At the fire"]
    assert outline["parts"][1]["lessons"][0]["key"] == "oven"
    assert outline["parts"][1]["lessons"][0]["number"] == 2
    assert outline["parts"][1]["lessons"][0]["checks"] == 3


def test_the_outline_says_where_each_outcome_is_taught_and_how_often_asked(make: Make) -> None:
    assert outline_of(make())["outcomes"][1] == {
        "key": "bake-bread",
        "can": "choose heat and time for a loaf",
        "why": "",
        "questions": 3,
        "lessons": [{"key": "oven", "number": 2, "title": "Oven"}],
    }


def test_the_outline_lists_quizzes_with_their_place(make: Make) -> None:
    limit = ("quizzes/night.md", "\n---\n\nFive", "\nrules:\n  time_limit_minutes: 30\n---\n\nFive")

    assert outline_of(make(limit))["quizzes"] == [
        {
            "key": "night",
            "title": "A night's work",
            "mode": "graded",
            "after": "oven",
            "questions": 5,
            "minutes": 30,
        },
        {
            "key": "warm-up",
            "title": "Are you awake",
            "mode": "practice",
            "after": "",
            "questions": 1,
            "minutes": None,
        },
    ]


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ("", ""),
        ("\n    course: sourdough", "/courses/sourdough/"),
        ("\n    lesson: oven", "/courses/bakery/oven/"),
        ("\n    course: sourdough\n    lesson: starter", "/courses/sourdough/starter/"),
        ("\n    course: bakery", "/courses/bakery/"),
    ],
)
def test_what_to_read_on_leads_there_once_it_is_written(make: Make, more: str, url: str) -> None:
    further = ("course.md", "  - title: Sourdough", f"  - title: Sourdough{more}")
    before = ("course.md", "  - text: Counting", f"  - text: Counting{more}")

    outline = outline_of(make(further, before))

    assert outline["further_study"][0]["url"] == url
    assert outline["further_study"][0]["this"] is (url == "/courses/bakery/")
    assert outline["prerequisites"] == [{"text": "Counting", "further": "", "url": url}]


def test_a_draft_counts_nowhere_in_the_outline(make: Make) -> None:
    draft = FILES[f"{OVEN}/which-heat.md"].replace("id: which-heat", "id: more")
    files = {f"{OVEN}/more.md": draft.replace("difficulty: easy", "status: draft")}

    assert outline_of(make(files=files))["questions"] == 6
