"""Quizzes: their files, the rules of each mode, and the draw of a sitting."""

# ruff: noqa: E501 - a table reads better with a message on one line

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.attempts import Rules
from domain.questions.base import Difficulty
from domain.quizzes import (
    ANY,
    MODES,
    Candidate,
    Draw,
    Quiz,
    QuizRules,
    TooFew,
    draw,
    read_quiz,
)
from domain.times import Window, read_local, zone_of
from tests.documents import make_document

GOOD = """\
---
format: 1
id: night
title: A night's work
mode: graded
after: oven
questions:
  fixed: [which-heat]
  draw:
    - {outcome: knead-dough, count: 2, kinds: [numeric, predict], difficulty: hard}
    - {any: 3}
  max_per_kind: {command: 1}
  exclude_quizzes: [warm-up]
rules:
  tries: 2
  penalty: "0.5"
  feedback: end
  time_limit_minutes: 20
  shuffle_questions: false
  shuffle_choices: false
  hints: true
  confidence: false
  sittings: 5
  best: latest
  pass: "0.6"
---

Six questions.

They are hard.
"""


def read(text: str = GOOD) -> Quiz:
    quiz = read_quiz(make_document(text, "night.md"))
    assert isinstance(quiz, Quiz), [str(problem) for problem in quiz]
    return quiz


def problems(old: str, new: str) -> list[str]:
    assert GOOD.count(old) == 1
    found = read_quiz(make_document(GOOD.replace(old, new), "night.md"))
    assert isinstance(found, list), found
    return [str(problem) for problem in found]


def quiz_of(mode: str) -> Quiz:
    """Make a quiz that says nothing but its mode."""
    return read(
        f"---\nformat: 1\nid: night\ntitle: T\nmode: {mode}\nquestions:\n  fixed: [a-b]\n---\n\nHm.\n"
    )


def test_it_reads_what_is_asked() -> None:
    quiz = read()

    assert (quiz.id, quiz.title, quiz.mode, quiz.after) == (
        "night",
        "A night's work",
        "graded",
        "oven",
    )
    assert quiz.fixed == ("which-heat",)
    assert quiz.draws == (
        Draw("knead-dough", 2, frozenset({"numeric", "predict"}), "hard"),
        Draw(ANY, 3, frozenset(), None),
    )
    assert (quiz.max_per_kind, quiz.exclude_quizzes) == ({"command": 1}, ("warm-up",))
    assert quiz.intro == "Six questions.\n\nThey are hard."
    assert (quiz.size, quiz.graded) == (6, True)


def test_it_is_always_open_unless_it_says_otherwise() -> None:
    text = GOOD.replace("after: oven", "opens: 2026-12-01 09:00\ncloses: 2026-12-08 23:59")

    quiz, plain = read(text), read()

    assert quiz.opens == read_local("2026-12-01 09:00")
    assert quiz.closes == read_local("2026-12-08 23:59")
    assert quiz.window(zone_of("America/New_York")) == Window(
        datetime(2026, 12, 1, 14, tzinfo=UTC), datetime(2026, 12, 9, 4, 59, tzinfo=UTC)
    )
    assert plain.window(zone_of("America/New_York")) == Window()


def test_it_opens_at_the_first_and_closes_at_the_second_of_two_equal_times() -> None:
    text = GOOD.replace("after: oven", "opens: 2024-11-03 01:30\ncloses: 2024-11-03 01:30")

    assert read(text).window(zone_of("America/New_York")) == Window(
        datetime(2024, 11, 3, 5, 30, tzinfo=UTC), datetime(2024, 11, 3, 6, 30, tzinfo=UTC)
    )


def test_it_reads_the_rules_that_depart_from_the_mode() -> None:
    assert read().rules == QuizRules(
        tries=2,
        penalty="0.5",
        feedback="end",
        time_limit_minutes=20,
        shuffle_questions=False,
        shuffle_choices=False,
        hints=True,
        confidence=False,
        sittings=5,
        best="latest",
        passing="0.6",
    )


@pytest.mark.parametrize(
    ("mode", "rules"),
    [
        ("practice", (3, "0.33", "at-once", None, False, True, True, True, None, "highest", None)),
        ("review", (1, "0", "at-once", None, True, True, True, True, None, "highest", None)),
        ("readiness", (1, "0", "at-once", None, False, True, False, False, None, "latest", "0.66")),
        ("graded", (1, "0", "end", None, True, True, False, True, 3, "highest", "0.70")),
        ("exam", (1, "0", "end", 45, True, True, False, False, 1, "highest", "0.70")),
        ("interview", (1, "0", "end", None, False, False, True, True, None, "latest", None)),
    ],
)
def test_each_mode_has_its_rules(mode: str, rules: tuple[object, ...]) -> None:
    quiz = quiz_of(mode)

    assert tuple(vars(quiz.rules).values()) == rules
    assert quiz.rules == MODES[quiz.mode]
    assert quiz.graded is (mode in ("graded", "exam"))


def test_an_attempt_gets_what_concerns_it() -> None:
    assert quiz_of("practice").attempt_rules == Rules(mode="practice", tries=3, penalty=0.33)
    assert quiz_of("graded").attempt_rules == Rules(
        mode="graded", tries=1, feedback_at_once=False, hints=False, passing=0.7
    )
    assert quiz_of("review").attempt_rules == Rules(mode="practice", tries=1)
    assert quiz_of("readiness").attempt_rules == Rules(
        mode="readiness", tries=1, hints=False, confidence=False, passing=0.66
    )
    assert quiz_of("exam").attempt_rules == Rules(
        mode="exam", tries=1, feedback_at_once=False, hints=False, confidence=False, passing=0.7
    )
    assert quiz_of("interview").attempt_rules == Rules(
        mode="practice", tries=1, feedback_at_once=False, shuffle_choices=False
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 2", "2:9: C013 format 2 is not known; this reader knows 1"),
        ("id: night", "id: Night", "3:5: C014 id 'Night': use lower case, digits and single hyphens"),
        ("mode: graded", "mode: hard", "5:7: C012 'mode' must be 'practice', 'review', 'readiness', 'graded', 'exam' or 'interview'"),
        ("exclude_quizzes", "exclude_quizes", "13:3: C011 unknown key 'exclude_quizes'; did you mean 'exclude_quizzes'?"),
        ('  pass: "0.6"', '  passes: "0.6"', "25:3: C011 unknown key 'passes'; did you mean 'pass'?"),
        ("{any: 3}", "{any: 3, count: 2}", "11:7: C012 write {outcome: id, count: n} or {any: n}"),
        ("{any: 3}", "{any: 3, outcome: a-b}", "11:7: C012 write {outcome: id, count: n} or {any: n}"),
        ("{any: 3}", "{outcome: a-b}", "11:7: C012 write {outcome: id, count: n} or {any: n}"),
        ("{any: 3}", "{count: 3}", "11:7: C012 write {outcome: id, count: n} or {any: n}"),
        ("{any: 3}", "{}", "11:7: C012 write {outcome: id, count: n} or {any: n}"),
        ("{any: 3}", "{any: 0}", "11:13: Z002 0 is out of range; write 1 to 100"),
        ("{any: 3}", "{any: 101}", "11:13: Z002 101 is out of range; write 1 to 100"),
        ("{any: 3}", "{any: three}", "11:13: C012 'questions.draw.1.any' must be a valid integer"),
        ("predict]", "predicts]", "10:57: Q001 kind 'predicts' is not known; did you mean 'predict'?"),
        ("{command: 1}", "{commands: 1}", "12:18: Q001 kind 'commands' is not known; did you mean 'command'?"),
        ("{command: 1}", "{command: -1}", "12:27: Z002 -1 is out of range; write 0 to 100"),
        ("fixed: [which-heat]", "fixed: [which-heat, a-b, which-heat]", "8:28: Z001 question 'which-heat' is asked twice"),
        ("tries: 2", "tries: endless", "15:10: C012 'rules.tries' must be a valid integer"),
        ("tries: 2", "tries: 0", "15:10: Z002 0 is out of range; write 1 to 100"),
        ('"0.5"', '"1.5"', '16:12: Z002 a share of 1.5 is out of range; write "0" to "1"'),
        ('"0.5"', '"-0.5"', '16:12: Z002 a share of -0.5 is out of range; write "0" to "1"'),
        ('"0.5"', '"half"', "16:12: C012 'rules.penalty' must be a decimal in quotes, such as \"0.02\""),
        ('"0.5"', '"²"', "16:12: C012 'rules.penalty' must be a decimal in quotes, such as \"0.02\""),
        ('"0.5"', "0.5", "16:12: C012 'rules.penalty' must be a valid string"),
        ("time_limit_minutes: 20", "time_limit_minutes: 601", "18:23: Z002 601 is out of range; write 1 to 600"),
        ("sittings: 5", "sittings: 0", "23:13: Z002 0 is out of range; write 1 to 1000"),
        ("after: oven", "opens: 2026-12-01", "6:8: C012 'opens' must be a valid string"),
        ("after: oven", "opens: 2026-12-01 9:00", "6:8: C012 'opens' must be a date and a time of day on the course's clocks: 2026-12-01 09:00"),
        ("after: oven", "closes: 2026-12-01T09:00Z", "6:9: C012 'closes' must be a date and a time of day on the course's clocks: 2026-12-01 09:00"),
        ("after: oven", "closes: 2026-02-30 09:00", "6:9: C012 'closes' must be a date and a time of day on the course's clocks: 2026-12-01 09:00"),
        ('"0.6"', '"60"', '25:9: Z002 a share of 60 is out of range; write "0" to "1"'),
        ("best: latest", "best: last", "24:9: C012 'rules.best' must be 'highest' or 'latest'"),
        ("mode: graded", "mode: interview", "10:57: Z002 an interview asks open or numeric, not predict"),
    ],
)  # fmt: skip
def test_it_says_what_is_wrong_with_the_file(old: str, new: str, problem: str) -> None:
    assert problems(old, new) == [f"night.md:{problem}"]


def test_tries_may_be_without_limit_where_nothing_is_graded() -> None:
    text = GOOD.replace("tries: 2", "tries: unlimited")

    assert read(text.replace("mode: graded", "mode: practice")).attempt_rules.tries is None
    assert problems("tries: 2", "tries: unlimited") == [
        "night.md:15:10: Z002 graded has a limit of tries; write 1 to 100"
    ]


def test_an_exam_never_tells_at_once() -> None:
    exam = GOOD.replace("mode: graded", "mode: exam").replace("feedback: end", "feedback: at-once")

    found = read_quiz(make_document(exam, "night.md"))

    assert isinstance(found, list)
    assert [str(one) for one in found] == ["night.md:17:13: Z002 exam cannot give feedback at once"]


def test_a_quiz_asks_something() -> None:
    found = read_quiz(
        make_document(
            "---\nformat: 1\nid: night\ntitle: T\nmode: exam\nquestions: {}\n---\n\nHm.\n"
        )
    )

    assert isinstance(found, list)
    assert [str(one) for one in found] == ["q.md:6:12: Z001 the quiz asks no question"]


# The draw

OUTCOMES = ("knead", "bake", "sell")
KINDS = ("choice", "numeric", "short")
LEVELS: tuple[Difficulty, ...] = ("easy", "medium", "hard")


def make_quiz(
    *draws: Draw,
    fixed: Sequence[str] = (),
    shuffle: bool = False,
    most: Mapping[str, int] = {},
) -> Quiz:
    """Make a quiz of these draws; other names are kinds, with the most of them."""
    return Quiz(
        path="night.md",
        id="night",
        title="Night",
        mode="graded",
        after=None,
        fixed=tuple(fixed),
        draws=draws,
        max_per_kind=most,
        exclude_quizzes=(),
        rules=MODES["graded" if shuffle else "practice"],
        intro="",
    )


def of(outcome: str, count: int, *kinds: str, difficulty: Difficulty | None = None) -> Draw:
    return Draw(outcome, count, frozenset(kinds), difficulty)


def make_pool() -> list[Candidate]:
    """Make two questions of every outcome, kind and level."""
    return [
        Candidate(f"{outcome}-{kind}-{level}-{n}", kind, outcome, level)
        for outcome in OUTCOMES
        for kind in KINDS
        for level in LEVELS
        for n in (1, 2)
    ]


POOL = make_pool()


def test_the_same_seed_draws_the_same_questions() -> None:
    quiz = make_quiz(of("knead", 4), of(ANY, 4), fixed=["bake-choice-easy-1"], shuffle=True)

    assert draw(quiz, POOL, seed=7) == draw(quiz, list(reversed(POOL)), seed=7)
    assert len({draw(quiz, POOL, seed=seed) for seed in range(50)}) == 50


def test_a_draw_stays_what_it_was() -> None:
    """A stored seed must give the same questions for ever."""
    quiz = make_quiz(of("knead", 2), of(ANY, 1), fixed=["bake-choice-easy-1"], shuffle=True)

    assert draw(quiz, POOL, seed=7) == (
        "knead-choice-medium-2",
        "knead-choice-medium-1",
        "sell-numeric-medium-2",
        "bake-choice-easy-1",
    )


def test_the_fixed_ones_come_first_and_then_draw_by_draw() -> None:
    quiz = make_quiz(of("sell", 2), of("knead", 1), fixed=["bake-choice-easy-1"])

    asked = draw(quiz, POOL, seed=1)

    assert [key.partition("-")[0] for key in asked] == ["bake", "sell", "sell", "knead"]


def test_shuffled_questions_lose_their_order() -> None:
    quiz = make_quiz(of("sell", 2), of("knead", 2), fixed=["bake-choice-easy-1"], shuffle=True)

    firsts = {draw(quiz, POOL, seed=seed)[0].partition("-")[0] for seed in range(50)}

    assert firsts == {"bake", "sell", "knead"}


def test_every_question_has_its_chance() -> None:
    quiz = make_quiz(of("knead", 6))

    counts = Counter(key for seed in range(600) for key in draw(quiz, POOL, seed=seed))

    assert len(counts) == 18
    assert all(140 <= count <= 260 for count in counts.values()), counts  # 200 each on average


def test_it_takes_only_what_a_draw_wants() -> None:
    quiz = make_quiz(of("bake", 2, "short", "numeric", difficulty="hard"))

    drawn = {key for seed in range(50) for key in draw(quiz, POOL, seed=seed)}

    assert drawn == {
        "bake-short-hard-1",
        "bake-short-hard-2",
        "bake-numeric-hard-1",
        "bake-numeric-hard-2",
    }


def test_what_measures_no_outcome_is_never_drawn() -> None:
    pool = [
        Candidate("can-count", "numeric", "", "easy"),
        Candidate("a", "numeric", "knead", "easy"),
    ]

    assert draw(make_quiz(of(ANY, 1)), pool, seed=1) == ("a",)


def test_what_is_fixed_or_excluded_is_not_drawn() -> None:
    quiz = make_quiz(of("knead", 2, "short", difficulty="hard"), fixed=["knead-short-hard-1"])

    with pytest.raises(TooFew, match="1 is available"):
        draw(quiz, POOL, seed=1)
    with pytest.raises(TooFew, match="0 are available"):
        draw(quiz, POOL, seed=1, excluded=frozenset({"knead-short-hard-2"}))


def test_an_excluded_question_may_be_fixed() -> None:
    quiz = make_quiz(of("sell", 1), fixed=["knead-short-hard-1"])

    asked = draw(quiz, POOL, seed=1, excluded=frozenset({"knead-short-hard-1"}))

    assert asked[0] == "knead-short-hard-1"


def test_it_keeps_to_the_most_of_a_kind_over_the_whole_sitting() -> None:
    quiz = make_quiz(
        of("knead", 4), of(ANY, 4), fixed=["bake-choice-easy-1"], most={"choice": 1, "short": 2}
    )

    for seed in range(50):
        kinds = Counter(key.split("-")[1] for key in draw(quiz, POOL, seed=seed))

        assert kinds["choice"] == 1  # the fixed one
        assert kinds["short"] <= 2


def test_a_grade_never_rests_on_what_learners_mark_themselves() -> None:
    pool = [*POOL, Candidate("aloud", "open", "speak", "easy")]

    with pytest.raises(TooFew, match="draw needs 1 of 'speak', 0 are available"):
        draw(make_quiz(of("speak", 1)), pool, seed=3)
    practice = replace(make_quiz(of("speak", 1)), mode="practice")
    assert draw(practice, pool, seed=3) == ("aloud",)


def test_a_kind_may_be_left_out_altogether() -> None:
    quiz = make_quiz(of(ANY, 10), most={"choice": 0, "numeric": 0})

    assert {key.split("-")[1] for key in draw(quiz, POOL, seed=3)} == {"short"}


def test_a_wide_draw_leaves_what_only_a_narrow_one_can_use() -> None:
    quiz = make_quiz(of("knead", 16), of("knead", 2, "short", difficulty="hard"))

    for seed in range(20):
        asked = draw(quiz, POOL, seed=seed)

        assert set(asked[16:]) == {"knead-short-hard-1", "knead-short-hard-2"}


def test_draws_that_overlap_give_way_to_each_other() -> None:
    """Neither is narrower: whoever comes first must not take what the other one needs."""
    pool = [
        Candidate("c", "choice", "knead", "easy"),
        Candidate("n-1", "numeric", "knead", "easy"),
        Candidate("n-2", "numeric", "knead", "easy"),
        Candidate("s", "short", "knead", "easy"),
    ]
    quiz = make_quiz(of("knead", 2, "choice", "numeric"), of("knead", 2, "numeric", "short"))

    for seed in range(50):
        assert set(draw(quiz, pool, seed=seed)) == {"c", "n-1", "n-2", "s"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (of("knead", 19), "draw needs 19 of 'knead', 18 are available"),
        (of(ANY, 55), "draw needs 55 of any outcome, 54 are available"),
        (of("cakes", 1), "draw needs 1 of 'cakes', 0 are available"),
        (
            of("bake", 5, "short", "choice", difficulty="easy"),
            "draw needs 5 of 'bake' of kind choice, short that are easy, 4 are available",
        ),
    ],
)
def test_it_says_which_draw_cannot_be_filled(wanted: Draw, message: str) -> None:
    with pytest.raises(TooFew) as raised:
        draw(make_quiz(of("sell", 2), wanted), POOL, seed=1)

    assert str(raised.value) == message
    assert (raised.value.place, raised.value.wanted) == (1, wanted)


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        id=st.integers(0, 30).map(lambda n: f"q-{n}"),
        kind=st.sampled_from(KINDS),
        outcome=st.sampled_from(("", *OUTCOMES)),
        difficulty=st.sampled_from(LEVELS),
    ),
    max_size=9,
    unique_by=lambda candidate: candidate.id,
)
DRAWS = st.lists(
    st.builds(
        Draw,
        outcome=st.sampled_from((ANY, *OUTCOMES)),
        count=st.integers(1, 3),
        kinds=st.frozensets(st.sampled_from(KINDS), max_size=2),
        difficulty=st.sampled_from((None, *LEVELS)),
    ),
    max_size=3,
)
LIMITS = st.dictionaries(st.sampled_from(KINDS), st.integers(0, 2))


def can_be_filled(quiz: Quiz, pool: Sequence[Candidate]) -> bool:
    """Try everything: give each place of each draw a question, one after the other."""
    wanted = [one for one in quiz.draws for _ in range(one.count)]
    return any(
        all(one.fits(candidate) for one, candidate in zip(wanted, chosen, strict=True))
        and all(
            sum(candidate.kind == kind for candidate in chosen) <= most
            for kind, most in quiz.max_per_kind.items()
        )
        for chosen in permutations(pool, len(wanted))
    )


@settings(max_examples=150, deadline=None)
@given(CANDIDATES, DRAWS, LIMITS, st.integers(0, 2**63 - 1))
def test_it_draws_whenever_that_is_possible_and_never_wrongly(
    pool: list[Candidate], draws: list[Draw], limits: dict[str, int], seed: int
) -> None:
    if sum(one.count for one in draws) > 5:
        draws = draws[:1]
    quiz = make_quiz(*draws, most=limits)

    try:
        asked = draw(quiz, pool, seed=seed)
    except TooFew:
        assert not can_be_filled(quiz, pool)
        return

    by_id = {candidate.id: candidate for candidate in pool}
    assert len(asked) == len(set(asked)) == quiz.size
    places = [one for one in draws for _ in range(one.count)]
    assert all(one.fits(by_id[key]) for one, key in zip(places, asked, strict=True))
    kinds = Counter(by_id[key].kind for key in asked)
    assert all(kinds[kind] <= most for kind, most in limits.items())
    assert asked == draw(quiz, pool, seed=seed)
