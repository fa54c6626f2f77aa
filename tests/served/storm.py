"""Many visitors answer at once over HTTP, each answer twice, while the machine may fail.

``python -m tests.served.storm VISITORS QUESTIONS FAULTS`` serves a small course from the empty
database that ``DATABASE_URL`` names. What is then stored must be what was acknowledged, once.
"""

# ruff: noqa: E402 - models need the settings first

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, connections

from learners.models import Evidence, LearnerLevel, LearnerQuestion, QuestionStat
from quizzes.models import Attempt, AttemptEvent, Learner, Sitting
from tests.faults.machine.cluster import Cluster
from tests.published import LESSON_QUESTIONS
from tests.served.guests import Asked, Guest, Storm
from tests.served.site import Site
from tests.served.visitor import Visitor
from tests.threads import at_once
from web.sessions import SESSION_LEARNER

SHOWN = 3000  # characters of the server's log, where something went wrong


def make_guests(storm: Storm, port: int, visitors: int, questions: int) -> list[Guest]:
    """Give everybody some of the questions that are answered in one step, in turn."""
    known = [Asked.of(key) for key in LESSON_QUESTIONS.values()]
    asked = [one for one in known if not one.question.marks]
    return [
        Guest(
            storm,
            number,
            [asked[(number + place) % len(asked)] for place in range(questions)],
            Visitor(port),
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


def let_loose(storm: Storm, site: Site, asked: argparse.Namespace) -> None:
    """Let visitors answer, a crowd at a time, and check what is stored."""
    guests = make_guests(storm, site.port, asked.visitors, asked.questions)
    crowds = [guests[start : start + asked.crowd] for start in range(0, len(guests), asked.crowd)]
    for crowd in crowds:
        everybody([guest.read for guest in crowd])
        everybody([guest.begin for guest in crowd])
    due = range(storm.acknowledged + 1, storm.acknowledged + asked.visitors * (asked.questions - 1))
    storm.disturb_at = set(Random(asked.seed).sample(due, asked.faults))  # noqa: S311 - to repeat
    for crowd in crowds:
        everybody([guest.go_on for guest in crowd])
        everybody([guest.look for guest in crowd])
    connections.close_all()  # the server of ours may have been restarted, too
    check(guests)


def faults_in(log: str) -> set[str]:
    """Return the types of all faults that a site has logged."""
    lines = (json.loads(line) for line in log.splitlines() if line.endswith("}"))
    return {line["fault"]["type"] for line in lines if "fault" in line}


def main(asked: argparse.Namespace) -> None:
    """Serve the course, break it as asked, and say how it went."""
    site = Site(os.environ, keeps_socket=asked.kind == "roll")
    try:
        site.start()
        storm = make_storm(asked, site)
        let_loose(storm, site, asked)
        assert faults_in(site.log.read_text()) <= EXPECTED[asked.kind]
        assert EFFECT[asked.kind](storm) or not asked.faults, vars(storm)
    except BaseException:
        sys.stderr.write(site.log.read_text()[-SHOWN:])
        raise
    finally:
        site.stop()
    sys.stdout.write(
        f"{connection.vendor}, seed {asked.seed}: {storm.acknowledged} answers kept, "
        f"{asked.faults} times {asked.kind}, {storm.unheard} replies lost, "
        f"{storm.unavailable} told to wait\n"
    )


def make_storm(asked: argparse.Namespace, site: Site) -> Storm:
    """Say what is broken, and whether visitors are held back meanwhile."""
    if asked.kind == "roll":
        return Storm(site.roll, meanwhile=True)
    return Storm(Cluster(asked.cluster).crash if asked.kind == "crash" else site.restart)


EXPECTED = {"kill": set[str](), "roll": set[str](), "crash": {"OperationalError", "InterfaceError"}}
"""Faults that a site may log."""
EFFECT: dict[str, Callable[[Storm], bool]] = {
    "kill": lambda storm: storm.unheard > 0 and not storm.unavailable,
    "crash": lambda storm: storm.unavailable > 0 and not storm.unheard,
    "roll": lambda storm: not storm.unheard and not storm.unavailable,
}
"""What visitors must have felt of it."""

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    for number in ("visitors", "questions", "faults"):
        parser.add_argument(number, type=int)
    parser.add_argument("--kind", choices=sorted(EFFECT), default="kill")
    parser.add_argument("--cluster", type=Path, help="folder of the server that is to crash")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crowd", type=int, default=100, help="visitors at the same moment")
    main(parser.parse_args())
