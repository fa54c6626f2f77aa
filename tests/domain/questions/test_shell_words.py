"""Words of a command line: what a shell would see, and what is not one command."""

import re
import shlex
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.questions.shell_words import (
    HALF_ESCAPE,
    HALF_QUOTE,
    HYPHENS,
    ONE_COMMAND,
    ONE_LINE,
    STRAIGHT,
    Unclear,
    split_command,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        (" \n ", []),
        ("aws  s3\tls", ["aws", "s3", "ls"]),
        ("aws\u00a0s3", ["aws", "s3"]),  # a no-break space, from a web page
        ("a 'b c' d", ["a", "b c", "d"]),
        ("a 'b\\' c", ["a", "b\\", "c"]),
        ("a \"b c\"d'e'", ["a", "b cde"]),
        ("\"\" ''", ["", ""]),
        (r'"a\"b\\c\d\$e\`f"', ['a"b\\c\\d$e`f']),
        ('"a\\\nb"', ["ab"]),
        (r"a\ b \'c \|d", ["a b", "'c", "|d"]),
        ("a \\\n  b\\\nc", ["a", "bc"]),
        ("a \\\r\n b", ["a", "b"]),
        ("'a\nb'", ["a\nb"]),
        ("'$HOME | `x`'", ["$HOME | `x`"]),
        ("a$ $ 5$", ["a$", "$", "5$"]),
        ("s3://b/*.csv ~ [0] {a,b}", ["s3://b/*.csv", "~", "[0]", "{a,b}"]),  # nothing expands
        ("--a=trader’s", ["--a=trader’s"]),
    ],
)
def test_it_splits_as_a_shell_does(text: str, words: list[str]) -> None:
    assert split_command(text) == words


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        *((text, ONE_COMMAND) for text in ("a | b", "a; b", "a && b", "a > f", "a < f", "a & b")),
        *((text, ONE_COMMAND) for text in ("a $(b)", "a `b`", 'a "`b`"', 'a "$(b)"', "(a)")),
        *((text, ONE_COMMAND) for text in ("a $B", "a ${B}", 'a "x$B"', "a $1", "a $'b'", "a=$?")),
        ("a 'b", HALF_QUOTE),
        ('a "b\\"', HALF_QUOTE),
        ("a don't", HALF_QUOTE),
        ("a \\", HALF_ESCAPE),
        ("a\nb", ONE_LINE),
        ("a \\ \nb", ONE_LINE),  # a blank behind the backslash
        ("a “b”", STRAIGHT),
        ("a --b=‘c’", STRAIGHT),
        ("a —group-id x", HYPHENS),
        ("a –-b", HYPHENS),
    ],
)
def test_what_is_not_one_command_is_unclear(text: str, hint: str) -> None:
    with pytest.raises(Unclear, match=f"^{re.escape(hint)}$"):
        split_command(text)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="‘’“”–—\r"))))
def test_quoted_words_come_back(words: list[str]) -> None:
    assert split_command(shlex.join(words)) == words


@given(st.text(alphabet="ab-= '\"\\|\n{}é"))
def test_whatever_it_takes_a_shell_splits_alike(text: str) -> None:
    with suppress(Unclear):
        assert split_command(text) == shlex.split(text.replace("\\\n", ""))
