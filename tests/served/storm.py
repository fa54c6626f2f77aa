"""Many visitors answer at once over HTTP, each answer twice, while the server may be killed.

``python -m tests.served.storm VISITORS QUESTIONS KILLS`` serves a small course from the empty
database that ``DATABASE_URL`` names. What is then stored must be what was acknowledged, once.
"""

# ruff: noqa: E402 - models need the settings first

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection

from learners.models import Evidence, LearnerLevel, LearnerQuestion, QuestionStat
from quizzes.models import Attempt, AttemptEvent, Learner, Sitting
from tests.published import LESSON_QUESTIONS
from tests.served.guests import Asked, Guest, Storm
from tests.served.site import Site
from tests.served.visitor import Visitor
from tests.threads import at_once
from web.sessions import SESSION_LEARNER

SHOWN = 3000  # characters of the server's log, where something went wrong


def make_guests(storm: Storm, visitors: int, questions: int) -> list[Guest]:
    """Give everybody some of the questions that are answered in one step, in turn."""
    known = [Asked.of(key) for key in LESSON_QUESTIONS.values()]
    asked = [one for one in known if not one.question.marks]
    return [
        Guest(
            storm,
            number,
            [asked[(number + place) % len(asked)] for place in range(questions)],
            Visitor(storm.site.port),
        )
        for number in range(visitors)
    ]


def everybody(acts: Sequence[Callable[[], None]]) -> None:
    """Let all act at the same moment."""
    for fault in at_once(*acts):
        if fault:
            raise fault


def check(guests: Sequence[Guest]) -> None:
    """Hold what is stored against what was acknowledged."""
    told = [(learner_of(guest.visitor), one) for guest in guests for one in guest.told]
    events = AttemptEvent.objects.values_list(
        "attempt__sitting__learner", "attempt__version__question__key", "sequence", "key", "data"
    )
    hold(
        events,
        [
            (who, one.question.id, one.sequence, one.key, {"submitted": one.submitted})
            for who, one in told
        ],
    )
    first: dict[tuple[int, str], Any] = {}
    for who, one in told:
        if not isinstance(one.sample.expected, type):
            first.setdefault((who, one.question.id), one.sample.expected)
    rated = Evidence.objects.values_list("learner", "question__key", "score")
    hold(rated, [(*key, score) for key, score in first.items()])
    of_learner, of_question = Counter(who for who, _ in first), Counter(key for _, key in first)
    hold(LearnerLevel.objects.values_list("learner", "answers"), of_learner.items())
    answered = QuestionStat.objects.filter(answers__gt=0)
    hold(answered.values_list("question__key", "answers"), of_question.items())
    rows = [model.objects.count() for model in (Learner, Sitting, Attempt, LearnerQuestion)]
    assert rows == [len(guests), len(guests), len(first), len(first)], rows
    call_command("rebuild", check=True)


def learner_of(visitor: Visitor) -> int:
    """Return whom the cookie of a visitor stands for."""
    session = Session.objects.get(pk=visitor.cookies["sessionid"])
    found: int = session.get_decoded()[SESSION_LEARNER]
    return found


def hold(stored: Iterable[tuple[Any, ...]], told: Iterable[tuple[Any, ...]]) -> None:
    """Compare rows, in whichever order they come; all but the last column names a row."""
    have, want = (sorted(rows, key=lambda row: row[:-1]) for rows in (stored, told))
    if have != want:
        only = [row for row in have if row not in want], [row for row in want if row not in have]
        raise AssertionError(f"{len(have)} stored, {len(want)} acknowledged; without other: {only}")


def let_loose(site: Site, visitors: int, questions: int, kills: int) -> Storm:
    """Let visitors answer, and check what is stored."""
    storm = Storm(site)
    guests = make_guests(storm, visitors, questions)
    everybody([guest.read for guest in guests])
    everybody([guest.begin for guest in guests])
    begun, least = storm.acknowledged, visitors * (questions - 1)
    storm.kill_at = [begun + least * kill // (kills + 1) for kill in range(1, kills + 1)]
    everybody([guest.go_on for guest in guests])
    everybody([guest.look for guest in guests])
    check(guests)
    assert bool(storm.unheard) == bool(kills), storm.unheard
    assert "Traceback" not in site.log.read_text()
    return storm


def main(visitors: int, questions: int, kills: int) -> None:
    """Serve the course, and say how it went."""
    site = Site(os.environ)
    try:
        site.start()
        storm = let_loose(site, visitors, questions, kills)
    except BaseException:
        sys.stderr.write(site.log.read_text()[-SHOWN:])
        raise
    finally:
        site.stop()
    sys.stdout.write(
        f"{connection.vendor}: {storm.acknowledged} answers kept, {storm.unheard} replies lost\n"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
