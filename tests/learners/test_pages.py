"""The pages of progress, and what other pages say of it."""

from datetime import datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Quiz, QuizVersion
from learners.actions import mark_lesson_read
from learners.models import CourseModel, Evidence, LearnerOutcome, LessonMark
from quizzes.models import Learner
from tests.makers import (
    NOW,
    Asked,
    Made,
    answer,
    days,
    make_attempt,
    make_course,
    make_learner,
    submit,
)
from web.sessions import SESSION_LEARNER

pytestmark = pytest.mark.django_db
PAGES = ("/progress/", "/progress/data-paths/", "/progress/data-paths/storage/why/")
OF_COURSES = ("/", "/courses/data-paths/", "/courses/data-paths/first/")
READ = "/progress/data-paths/first/read/"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three days have passed since NOW."""
    at: datetime = NOW + days(3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


@pytest.fixture
def made() -> Made:
    return make_course(
        {
            "q1": Asked(outcomes=("storage", "transfer")),
            "q2": Asked(),
            "q3": Asked(lesson="second"),
        }
    )


@pytest.fixture
def ada(client: Client) -> Learner:
    """Make the client the browser of a guest."""
    learner = make_learner()
    session = client.session
    session[SESSION_LEARNER] = learner.pk
    session.save()
    return learner


def main(client: Client, path: str) -> str:
    """Return what a page says, without what stands around it, in one line."""
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.split())


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_sees_what_will_be_here_and_leaves_no_trace(
    client: Client, made: Made, path: str
) -> None:
    with CaptureQueriesContext(connection) as found:
        html = main(client, path)

    assert "No answers yet" in html
    assert all(query["sql"].startswith("SELECT") for query in found.captured_queries)
    assert not client.cookies
    assert not Session.objects.exists()


@pytest.mark.parametrize("path", [*PAGES, *OF_COURSES])
def test_nothing_is_looked_up_of_a_visitor(client: Client, made: Made, path: str) -> None:
    with CaptureQueriesContext(connection) as found:
        main(client, path)

    assert not [query["sql"] for query in found.captured_queries if '"learners_' in query["sql"]]


@pytest.mark.parametrize("path", PAGES)
def test_a_learner_without_answers_is_told_where_to_begin(
    client: Client, made: Made, ada: Learner, path: str
) -> None:
    answer(make_learner(), made)

    html = main(client, path)

    assert "No answers yet" in html
    assert "Open the course" in html or "Choose a course" in html


@pytest.mark.parametrize("path", [*PAGES, *OF_COURSES])
def test_pages_are_only_read(client: Client, made: Made, path: str) -> None:
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    ["/progress/none/", "/progress/none/storage/why/", "/progress/data-paths/none/why/"],
)
def test_what_does_not_exist_is_not_found(client: Client, made: Made, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_retired_outcome_has_no_page(client: Client, made: Made) -> None:
    made.outcomes["storage"].retired = True
    made.outcomes["storage"].save()

    assert client.get("/progress/data-paths/storage/why/").status_code == 404


def test_the_list_says_how_far_each_course_is(client: Client, made: Made, ada: Learner) -> None:
    make_course(key="untouched")
    answer(ada, made, "q1")
    answer(ada, made, "q2")

    html = main(client, "/progress/")

    assert '<a href="/progress/data-paths/">Data paths</a>' in html
    assert "1 familiar, 1 learning, 1 not started" in html
    assert "1 of 3 lessons done" in html
    assert "2 of 3 checks answered" in html
    assert "last 3 days ago" in html
    assert "33% done" in html
    assert "Untouched" not in html


def test_the_course_page_keeps_to_what_may_be_shown(
    client: Client, made: Made, ada: Learner
) -> None:
    answer(ada, made, "q1")
    answer(ada, made, "q2")

    html = main(client, "/progress/data-paths/")

    storage, transfer, access = (html.split("<tr>")[n] for n in (2, 3, 4))
    assert "likely between 55% and 95%, based on 2 answers, last 3 days ago" in storage
    assert 'class="ci"' in storage
    assert "Familiar</span>" in storage
    assert "1 more right answer to Proficient" in storage
    assert "Not enough answers yet, last 3 days ago" in transfer
    assert 'class="ci"' not in transfer
    assert "%" not in transfer.replace("1 more right answer", "")
    assert "No answers yet" in access
    assert "why/" not in access
    assert "Notches mark 55% and 70%" in html
    assert "Go on with lesson 2: The second lesson" in html
    assert "2 answers on 1 day" in html


def test_a_percentage_without_a_bar_stands_in_words(
    client: Client, made: Made, ada: Learner
) -> None:
    answer(ada, made, "q1")
    answer(ada, made, "q2")
    LearnerOutcome.objects.update(n=1.2)

    html = main(client, "/progress/data-paths/")

    assert 'class="ci"' not in html
    assert "likely between" in html


def test_an_expectation_says_what_it_is(client: Client, ada: Learner) -> None:
    made = make_course({f"q{n}": Asked() for n in range(10)})
    for n in range(10):
        answer(ada, made, f"q{n}")

    html = main(client, "/progress/data-paths/")

    assert html.count("Not enough answers yet. Expected from your other outcomes: ") == 2


def test_a_level_that_time_has_worn_asks_for_review(client: Client, ada: Learner) -> None:
    made = make_course()
    for key, sent in (("q1", "half"), ("q2", "half"), ("q3", "right")):
        answer(ada, made, key, sent, at=NOW - days(400))

    for path in PAGES[1:]:
        html = main(client, path)
        assert "Proficient</span>" in html
        assert "needs review" in html


def test_once_all_is_read_the_weakest_outcome_is_next(
    client: Client, made: Made, ada: Learner
) -> None:
    for lesson in made.lessons.values():
        mark_lesson_read(ada, lesson, now=NOW)
    assert "nx" not in main(client, "/progress/data-paths/")

    answer(ada, made, "q2", "no idea")

    html = main(client, "/progress/data-paths/")
    assert "Practise once more: judge storage" in html
    assert "Learning, based on 1 answer." in html
    assert 'href="/courses/data-paths/first/">Practise lesson 1' in html


def test_why_lists_every_step(client: Client, made: Made, ada: Learner) -> None:
    answer(ada, made, "q1", at=NOW - days(60))
    answer(ada, made, "q2", "half")

    html = main(client, "/progress/data-paths/storage/why/")

    assert "A surprise moves you more" in html
    assert "Start, from how hard these questions are" in html
    assert "Right on “Question q1”" in html
    assert "(expected 64%)" in html
    assert "60 days without practice" in html
    assert "Partly right on “Question q2”" in html
    assert "+8</td>" in html
    assert "−" in html


def test_why_keeps_its_numbers_before_the_second_answer(
    client: Client, made: Made, ada: Learner
) -> None:
    answer(ada, made, "q1")

    html = main(client, "/progress/data-paths/storage/why/")

    assert "Right on “Question q1”" in html
    assert "%" not in html


def test_why_tells_of_hints_other_answers_and_corrections(
    client: Client, made: Made, ada: Learner
) -> None:
    answer(ada, made, "q1", hints=1)
    answer(ada, made, "q2")
    answer(ada, made, "q3", "no idea")
    Evidence.objects.create(
        **(Evidence.objects.values().earliest("number"))
        | {"number": None, "place": 1, "revision": 1, "cause": "regrade"}
    )
    Evidence.objects.create(
        **(Evidence.objects.values().filter(revision=0).latest("number"))
        | {"number": None, "place": 3, "revision": 1, "cause": "void", "moved": {}, "weight": 0}
    )

    html = main(client, "/progress/data-paths/storage/why/")

    assert "Right on “Question q1”, after 1 hint" in html
    assert "the key was wrong; your answer was judged anew" in html
    assert "“Question q3”: does not count" in html
    assert "Your answers on other outcomes" in html


def test_nobody_sees_anothers_progress(client: Client, made: Made, ada: Learner) -> None:
    bob = make_learner()
    before = [main(client, path) for path in PAGES]

    for key in ("q1", "q2", "q3"):
        answer(bob, made, key)
    mark_lesson_read(bob, made.lessons["first"], now=NOW)

    assert [main(client, path) for path in PAGES] == before


def test_an_exam_tells_nothing_before_it_is_over(client: Client, made: Made, ada: Learner) -> None:
    answer(ada, made, "q1")
    attempt = make_attempt(ada, made, "q2")
    attempt.sitting.rules |= {"mode": "exam", "feedback_at_once": False}
    attempt.sitting.save()
    before = [client.get(path).content for path in PAGES]

    submit(attempt, "right")

    assert [client.get(path).content for path in PAGES] == before


def test_a_reader_marks_a_lesson_as_read(client: Client, made: Made, ada: Learner) -> None:
    response = client.post(READ)

    assert response.status_code == 302
    assert response.headers["Location"] == "/courses/data-paths/first/#mark-read"
    mark = LessonMark.objects.get()
    assert (mark.learner, mark.lesson, mark.at) == (ada, made.lessons["first"], NOW + days(3))
    assert "Read on 27 Nov 2026" in main(client, "/courses/data-paths/first/")
    assert "Finished reading?" in main(client, "/courses/data-paths/second/")


def test_marking_twice_keeps_the_first_time(client: Client, made: Made, ada: Learner) -> None:
    mark_lesson_read(ada, made.lessons["first"], now=NOW)

    client.post(READ)

    assert LessonMark.objects.get().at == NOW


def test_htmx_gets_the_fragment(client: Client, made: Made, ada: Learner) -> None:
    response = client.post(READ, headers={"HX-Request": "true"})

    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert 'id="mark-read"' in html
    assert "Read on 27 Nov 2026" in html


def test_a_visitor_becomes_a_guest_by_marking(client: Client, made: Made) -> None:
    client.post(READ)

    guest = Learner.objects.get()
    assert guest.user is None
    assert client.session[SESSION_LEARNER] == guest.pk
    assert LessonMark.objects.get().learner == guest


def test_marking_changes_no_level(client: Client, made: Made, ada: Learner) -> None:
    client.post(READ)

    assert not LearnerOutcome.objects.exists()
    assert not CourseModel.objects.exists()
    assert "<dt>Lessons done</dt><dd>1 of 3</dd>" in main(client, "/progress/data-paths/")


def test_only_a_post_marks_and_only_a_lesson_is_read(client: Client, made: Made) -> None:
    assert client.get(READ).status_code == 405
    assert client.post("/progress/data-paths/none/read/").status_code == 404
    assert not Learner.objects.exists()


def test_the_catalogue_says_where_to_go_on(client: Client, made: Made, ada: Learner) -> None:
    older, finished = make_course(key="older"), make_course(key="finished")
    make_course(key="untouched")
    assert "printout" not in main(client, "/")
    answer(ada, older, at=NOW - days(9))
    answer(ada, made, "q1", "no idea")
    for lesson in finished.lessons.values():
        mark_lesson_read(ada, lesson, now=NOW + days(1))

    html = main(client, "/")

    assert '<h2 id="resume-h">Data paths</h2>' in html
    assert "Lesson 1 of 3" in html
    assert "You stopped in “The first lesson”, with 1 of 2 checks answered." in html
    assert 'href="/courses/data-paths/first/">Resume lesson' in html
    assert "0% done" in html
    assert "Finished" in html
    assert html.count("Not started") == 1


def test_the_catalogue_names_the_next_lesson(client: Client, made: Made, ada: Learner) -> None:
    mark_lesson_read(ada, made.lessons["first"], now=NOW)

    html = main(client, "/")

    assert "Lesson 2 of 3" in html
    assert "Next is “The second lesson”." in html


def test_the_course_page_shows_how_far_each_lesson_is(
    client: Client, made: Made, ada: Learner
) -> None:
    fresh = main(client, "/courses/data-paths/")
    answer(ada, made, "q1")
    mark_lesson_read(ada, made.lessons["second"], now=NOW)

    html = main(client, "/courses/data-paths/")

    assert "Start lesson 1" in fresh
    assert "0 of 3 lessons done" in fresh
    assert 'aria-current="step"' not in fresh
    assert "What your levels rest on" not in fresh
    first, second, third = (html.partition("lessons")[2].split("<li>")[n] for n in (1, 2, 3))
    assert 'aria-current="step"' in first
    assert "Begun" in first
    assert 'aria-label="Done"' in second
    assert '<span class="dot"></span>' in third
    assert "Resume lesson 1" in html
    assert "1 of 3 lessons done" in html
    assert "0 of 3 outcomes mastered" in html
    assert "What your levels rest on" in html
    assert "answered all of its checks" in html


def test_the_course_page_lists_each_quiz_after_its_lesson(
    client: Client, made: Made, ada: Learner
) -> None:
    made.release.outline["readiness"] = "ready"
    made.release.outline["quizzes"] = [
        {"key": key, "title": key.capitalize(), "after": after, "questions": 8}
        for key, after in (("ready", ""), ("halfway", "first"), ("final", "third"), ("more", ""))
    ]
    made.release.save()
    for key, finished_at in (("halfway", NOW), ("final", None)):
        quiz = Quiz.objects.create(course=made.course, key=key)
        sitting = make_attempt(ada, made).sitting
        sitting.quiz_version = QuizVersion.objects.create(quiz=quiz, number=1, title=key)
        sitting.finished_at = finished_at
        sitting.save()

    rows = main(client, "/courses/data-paths/").partition("lessons")[2].split("<li>")

    assert "The first lesson" in rows[1]
    assert "Quiz: Halfway" in rows[2]
    assert 'aria-label="Done"' in rows[2]
    assert "The third lesson" in rows[4]
    assert "Quiz: Final" in rows[5]
    assert "Begun" in rows[5]
    assert "Whole course" in rows[5]
    assert "Quiz: More" in rows[6]
    assert "Ready" not in "".join(rows)


def test_the_course_page_of_a_finished_course(client: Client, made: Made, ada: Learner) -> None:
    for lesson in made.lessons.values():
        mark_lesson_read(ada, lesson, now=NOW)

    html = main(client, "/courses/data-paths/")

    assert "3 lessons, done" in html
    assert "See your progress" in html


def test_a_lesson_shows_its_outcomes_and_what_answers_changed(
    client: Client, made: Made, ada: Learner
) -> None:
    answer(ada, made, "q2")
    answer(ada, made, "q1")

    html = main(client, "/courses/data-paths/first/")

    assert "Judge storage: 80%, based on 2 answers. Learning to Familiar" in html
    assert "Judge transfer: not enough answers yet. Not started to Learning" in html
    aside = html.partition("Outcomes addressed")[2]
    assert "Familiar</span>" in aside
    assert "Learning</span>" in aside
    assert "Judge access" not in aside


def test_later_changes_are_compared(client: Client, made: Made, ada: Learner) -> None:
    for key in ("q1", "q3", "q2"):
        answer(ada, made, key)

    html = main(client, "/courses/data-paths/first/")

    assert "Judge storage: 80% to 84%, based on 3 answers. Familiar to Proficient" in html


def test_a_page_asks_once_however_many_questions_it_shows(client: Client, ada: Learner) -> None:
    made = make_course({f"q{n}": Asked() for n in range(9)})
    counts = []
    for n in range(9):
        answer(ada, made, f"q{n}")
        with CaptureQueriesContext(connection) as found:
            main(client, "/courses/data-paths/first/")
        counts.append(sum('"learners_' in query["sql"] for query in found.captured_queries))

    assert set(counts) == {2}
