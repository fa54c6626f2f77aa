"""Options and plain words of a command line, told apart with little knowledge."""

import pytest

from domain.questions.command_line import CommandLine, Grammar, is_option, read_words

OPEN = Grammar(
    path=2,
    positional=0,
    flags=frozenset({"--encrypted"}),
    valued=frozenset({"--group-id", "--filters", "--no-proxy"}),
    alias={"-g": "--group-id"},
)
COPY = Grammar(path=2, positional=2, flags=frozenset(), valued=frozenset({"--acl"}), alias={})


def read(text: str, grammar: Grammar = OPEN) -> CommandLine:
    return read_words(text.split(), grammar)


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("aws ec2 open --group-id sg", {"--group-id": ("sg",)}),
        ("aws ec2 open --group-id=sg", {"--group-id": ("sg",)}),
        ("aws ec2 open --group-id=a=b", {"--group-id": ("a=b",)}),
        ("aws ec2 open --group-id=", {"--group-id": ("",)}),
        ("aws ec2 open -g sg", {"--group-id": ("sg",)}),
        ("aws ec2 open --filters a b", {"--filters": ("a", "b")}),
        ("aws ec2 open --filters a --filters b", {"--filters": ("a", "b")}),
        ("aws ec2 open --group-id -1", {"--group-id": ("-1",)}),
        ("aws ec2 open --encrypted", {"--encrypted": ()}),
        ("aws ec2 open --group-id --encrypted", {"--group-id": (), "--encrypted": ()}),
        ("aws ec2 open --region x", {"--region": ("x",)}),
        ("aws ec2 open --region", {"--region": ()}),
        ("aws ec2 --region x open --group-id sg", {"--region": ("x",), "--group-id": ("sg",)}),
        ("aws --region x ec2 open --filters a", {"--region": ("x",), "--filters": ("a",)}),
        ("aws --region=x ec2 open", {"--region": ("x",)}),
        ("aws --debug ec2 open --group-id sg", {"--debug": (), "--group-id": ("sg",)}),
        (
            "aws --group-id sg ec2 open --filters a b",
            {"--group-id": ("sg",), "--filters": ("a", "b")},
        ),
    ],
)
def test_options_stand_anywhere(text: str, options: dict[str, tuple[str, ...]]) -> None:
    assert read(text) == CommandLine("aws", ("ec2", "open"), (), options)


def test_what_a_flag_does_not_take_is_plain() -> None:
    assert read("aws ec2 open --encrypted true").positional == ("true",)
    assert read("aws ec2 open --no-dry-run true").positional == ("true",)
    assert read("aws ec2 open --no-proxy true").positional == ()


@pytest.mark.parametrize(
    "text",
    [
        "aws s3 cp from to --acl private",
        "aws s3 cp --acl private from to",
        "aws s3 cp from --acl=private to",
        "aws --acl private s3 cp from to",
    ],
)
def test_arguments_without_a_name_stand_between_options(text: str) -> None:
    found = read(text, COPY)

    assert (found.path, found.positional) == (("s3", "cp"), ("from", "to"))
    assert found.options == {"--acl": ("private",)}


@pytest.mark.parametrize(
    ("text", "options", "positional"),
    [
        ("aws s3 cp --quiet from to", {"--quiet": ()}, ("from", "to")),
        ("aws s3 cp --region x from to", {"--region": ("x",)}, ("from", "to")),
        (
            "aws s3 cp --region x --quiet from to",
            {"--region": ("x",), "--quiet": ()},
            ("from", "to"),
        ),
        ("aws s3 cp from to --quiet", {"--quiet": ()}, ("from", "to")),
        ("aws s3 cp from to more", {}, ("from", "to", "more")),
        ("aws s3 cp from", {}, ("from",)),
        ("aws s3 cp -- --from to", {}, ("--from", "to")),
        ("aws s3 cp --acl -- to", {"--acl": ()}, ("to",)),
        ("aws s3 cp - to", {}, ("-", "to")),
    ],
)
def test_an_unknown_option_takes_what_others_can_spare(
    text: str, options: dict[str, tuple[str, ...]], positional: tuple[str, ...]
) -> None:
    found = read(text, COPY)

    assert (found.options, found.positional) == (options, positional)


def test_a_command_may_stop_early() -> None:
    assert read("aws") == CommandLine("aws", (), (), {})
    assert read("aws ec2").path == ("ec2",)


@pytest.mark.parametrize(
    ("word", "option"),
    [
        ("--a", True),
        ("-a", True),
        ("--a=b c", True),
        ("-1", False),
        ("-", False),
        ("--", False),
        ("a", False),
        ("--a b", False),
    ],
)
def test_an_option_begins_with_hyphens_and_a_letter(word: str, option: bool) -> None:
    assert is_option(word) is option
