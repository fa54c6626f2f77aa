"""Many learners answer at once, in a database of its own: run with DATABASE_URL set.

``python -m tests.learners.storm ANSWERS PAIRS`` answers in four threads, then in pairs of two
threads that start together; the ratings must then be those that a replay of the attempts makes.
"""

# ruff: noqa: E402 - models need the settings first

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from threading import Barrier, Thread

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from learners.models import Evidence, LearnerLevel, LearnerOutcome
from learners.rebuild import rebuild_learner, rebuild_mastery
from quizzes.models import Learner
from tests.learners.histories import Given, give, history, make_varied_course
from tests.makers import NOW, Made, answer, days, make_learner

THREADS, LEARNERS, QUESTIONS = 4, 40, 60


def in_threads(works: Iterable[Callable[[], None]]) -> None:
    """Do several things at once, and stop at the first fault."""
    faults: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def answer_all(made: Made, given: Sequence[Given]) -> None:
    """Give the answers of one thread."""
    for one in given:
        give(made, one)


def answer_in_pairs(made: Made, pairs: int) -> None:
    """Let two threads answer at the same moment, again and again.

    Every other pair is one learner in two tabs.
    """
    barrier, at = Barrier(2), NOW + days(900)
    one, other = make_learner(), make_learner()
    keys = sorted(made.versions)

    def work(learners: Sequence[Learner], mine: int) -> None:
        for number in range(pairs):
            barrier.wait()
            place = (2 * number + mine) % len(keys)
            answer(learners[number % 2], made, keys[place], at=at + days(number))

    in_threads([partial(work, (one, one), 0), partial(work, (one, other), 1)])
    counts = {
        row.learner_id: row.answers for row in LearnerLevel.objects.filter(learner__in=(one, other))
    }
    assert sum(counts.values()) == 2 * pairs, counts


def main(answers: int, pairs: int) -> None:
    """Answer, and compare what is stored with what a replay leads to."""
    call_command("migrate", verbosity=0)
    made = make_varied_course(QUESTIONS)
    learners = [make_learner() for _ in range(LEARNERS)]
    given = list(history(made, learners, answers, seed=6))
    of_thread = [
        [one for one in given if one.learner.pk % THREADS == number] for number in range(THREADS)
    ]
    in_threads([partial(answer_all, made, rows) for rows in of_thread])
    answer_in_pairs(made, pairs)
    report = rebuild_mastery(made.course, now=NOW, check=True)
    assert report.count == 0, report.differences[:20]
    for learner in learners[:3]:
        assert rebuild_learner(learner, made.course, check=True).count == 0
    rated, levels = Evidence.objects.count(), LearnerOutcome.objects.count()
    sys.stdout.write(f"{connection.vendor}: {rated} rated, {levels} levels, no difference\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
