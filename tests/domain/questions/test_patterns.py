"""Matching regular expressions: what is refused, and that the rest means what ``re`` means."""

import re
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.questions.pattern_syntax import BadPattern
from domain.questions.patterns import MAX_TEXT, read_pattern


@pytest.mark.parametrize(
    ("source", "fits", "differs"),
    [
        ("(run|move) the (job|code)", "move the job", "move the jobs"),
        ("a|bc", "bc", "ac"),
        ("ab?c", "ac", "abbc"),
        ("a{2,3}", "aaa", "aaaa"),
        ("a{2}", "aa", "a"),
        ("a{2,2}", "aa", "aaa"),
        ("a{2,}", "aaaaa", "a"),
        ("a{,2}b", "aab", "aaab"),
        ("a{x}", "a{x}", "ax"),
        ("[a-c]+", "abcabc", "abcd"),
        ("[^a]", "b", "a"),
        ("[]a]", "]", "b"),
        (r"[\]a]", "]", "b"),
        (r"\d+ GB", "40 GB", "x GB"),
        (r"s3:Get\w*", "s3:GetObject", "s3:PutObject"),
        (r"\bdata\b.*", "data here", "database"),
        ("^a.c$", "abc", "ac"),
        ("(?:ab)+", "abab", "aba"),
        ("(?P<verb>run) it", "run it", "it run"),
        ("a*?b", "aab", "aa"),
        (r"\x41\u0042", "AB", "ab"),
        ("(a|b)*c", "ababc", "abab"),
        ("", None, "a"),
    ],
)
def test_it_matches_the_whole_text(source: str, fits: str | None, differs: str) -> None:
    if fits is None:
        with pytest.raises(BadPattern, match="no text was found that it matches"):
            read_pattern(source, ignore_case=False)
        return
    pattern = read_pattern(source, ignore_case=False)

    assert pattern.matches(fits)
    assert not pattern.matches(differs)
    assert pattern.matches(pattern.example)


def test_case_counts_unless_its_author_says_otherwise() -> None:
    assert not read_pattern("[A-Z]3", ignore_case=False).matches("s3")
    assert read_pattern("[A-Z]3", ignore_case=True).matches("s3")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("(a+)+", "nested repetition (a+)+"),
        ("x(a*b|c){2,}", "nested repetition (a*b|c){2,}"),
        ("((a+){3})*", "nested repetition ((a+){3})*"),
        ("(?=a)b", "look-around (?="),
        ("a(?!b)", "look-around (?!"),
        ("(?<=a)b", "look-around (?<="),
        ("(?<!a)b", "look-around (?<!"),
        (r"(a)\1", r"back-reference \1"),
        ("(?P<x>a)(?P=x)", "back-reference (?P="),
        ("(a)(?(1)b|c)", "back-reference (?("),
        ("(?i)a", "'(?i' is not known here"),
        ("(?>a)", "'(?>' is not known here"),
        ("a*+", "'*+' is not known here; write *"),
        ("a**", "multiple repeat at 3"),
        ("*a", "nothing to repeat at 1"),
        ("(|+)", "nothing to repeat at 3"),
        ("^*", "nothing to repeat at 2"),
        ("(a", "missing ) for the ( at 1"),
        ("a)", "unbalanced ) at 2"),
        ("[a", "missing ] for the [ at 1"),
        ("[[a]", r"put a \ before the signs in [[a]"),
        ("[a--b]", r"put a \ before the signs in [a--b]"),
        ("[z-a]", "bad character range z-a"),
        (r"\q", r"bad escape \q"),
        ("a\\", r"it ends with a single \ "[:-1]),
        ("a{3,2}", "{3,2}: the first number is the greater one"),
        ("a{1001}", "repeats too much; use smaller numbers in { }"),
        ("(((a{99}){99}){99}){99}", "repeats too much; use smaller numbers in { }"),
        ("(((){99}){99}){99}", "repeats too much; use smaller numbers in { }"),
        ("a$b", "no text was found that it matches"),
        ("a" * 201, "regex of 201 characters; at most 200"),
    ],
)
def test_it_refuses_what_could_run_away_or_surprise(source: str, fault: str) -> None:
    with pytest.raises(BadPattern) as raised:
        read_pattern(source, ignore_case=False)

    assert str(raised.value) == fault


def test_a_bounded_repetition_may_hold_an_unbounded_one() -> None:
    assert read_pattern("(a+ ?){1,3}", ignore_case=False).matches("aa a aaa")


@pytest.mark.parametrize("source", ["(.*){200}x", "(a|a)*b", "(a?){300}a*b", ".*.*.*.*.*.*=.*"])
def test_a_hostile_text_costs_no_more_than_its_length(source: str) -> None:
    pattern = read_pattern(source, ignore_case=True)

    start = time.perf_counter()
    assert not pattern.matches("a" * MAX_TEXT)
    assert time.perf_counter() - start < 1


def test_a_text_that_is_too_long_never_fits() -> None:
    pattern = read_pattern("a*", ignore_case=False)

    assert pattern.matches("a" * MAX_TEXT)
    assert not pattern.matches("a" * (MAX_TEXT + 1))


@pytest.mark.parametrize(
    ("source", "example"),
    [
        ("(run|move) it", "run it"),
        (r"a*", "a"),
        (r"\d{2}[x-z]", "00x"),
        (r"K\.", "K."),
        ("龥", "龥"),
    ],
)
def test_its_example_reads_well(source: str, example: str) -> None:
    assert read_pattern(source, ignore_case=False).example == example


PIECES = ["a", "b", "1", " ", "(", "(?:", ")", "|", "*", "+", "?", "{1,2}", ".", "[ab]", "[^a]"]
PIECES += ["^", "$", r"\d", r"\w", r"\b", r"\.", "A", "é", "{"]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=7).map("".join),
    st.lists(st.text("abAB1 .é{", max_size=6), min_size=5, max_size=5),
    st.booleans(),
)
def test_it_means_what_python_means(source: str, texts: list[str], ignore_case: bool) -> None:
    try:
        pattern = read_pattern(source, ignore_case=ignore_case)
    except BadPattern:
        assume(False)  # noqa: FBT003 - its signature
    theirs = re.compile(source, re.IGNORECASE if ignore_case else re.NOFLAG)

    for text in [*texts, pattern.example]:
        assert pattern.matches(text) == bool(theirs.fullmatch(text)), text
