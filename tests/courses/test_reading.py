"""From bytes to documents: plain text, strict YAML, and the spot of everything."""

# ruff: noqa: E501 - a table reads better with a message on one line

from datetime import date
from typing import Any

import pytest

from courses.reading import MAX_TEXT, read_data, read_document, read_text, yaml_fault
from domain.documents import Document
from domain.problems import Spot


def text_problems(data: bytes) -> list[str]:
    found = read_text("a.md", data)
    return [str(problem) for problem in found] if isinstance(found, list) else []


def data_of(text: str) -> Any:
    document = read_data("a.yaml", text)
    assert isinstance(document, Document), [str(problem) for problem in document]
    return document.meta


def data_problems(text: str) -> list[str]:
    found = read_data("a.yaml", text)
    assert isinstance(found, list), found
    return [str(problem) for problem in found]


def front_problems(text: str) -> list[str]:
    found = read_document("a.md", text)
    assert isinstance(found, list), found
    return [str(problem) for problem in found]


@pytest.mark.parametrize(
    ("data", "problems"),
    [
        (b"", ["a.md:1:1: C001 the last line does not end with LF"]),
        (b"a", ["a.md:1:2: C001 the last line does not end with LF"]),
        (b"a\nbcd", ["a.md:2:4: C001 the last line does not end with LF"]),
        (b"a\xa0b\n", ["a.md:1:1: C001 not UTF-8 (byte 0xA0 at offset 1)"]),
        ("ü\n".encode("latin-1"), ["a.md:1:1: C001 not UTF-8 (byte 0xFC at offset 0)"]),
        ("a\n".encode("utf-16"), ["a.md:1:1: C001 not UTF-8 (byte 0xFF at offset 0)"]),
        (
            b"\xed\xa0\x80\n",
            ["a.md:1:1: C001 not UTF-8 (byte 0xED at offset 0)"],
        ),  # half a character
        ("\ufeffa\n".encode(), ["a.md:1:1: C001 starts with a byte-order mark; remove it"]),
        (b"a\nb\r\nc\r\n", ["a.md:2:2: C001 line ends with CR; end lines with LF"]),
        (b"a\rb\n", ["a.md:1:2: C001 line ends with CR; end lines with LF"]),
        (b"a\nb\x00c\n", ["a.md:2:2: C001 control character U+0000; remove it"]),
        (b"\x1b[0m\x07\n", ["a.md:1:1: C001 control character U+001B; remove it"]),
        (b"\x7f\n", ["a.md:1:1: C001 control character U+007F; remove it"]),
        (
            "\ufeffa\r\n\x00".encode(),
            [
                "a.md:1:1: C001 starts with a byte-order mark; remove it",
                "a.md:1:3: C001 line ends with CR; end lines with LF",
                "a.md:2:1: C001 control character U+0000; remove it",
                "a.md:2:2: C001 the last line does not end with LF",
            ],
        ),
        (b"\ta\n", []),
        ("ü € 𝛼 \u2028\n".encode(), []),
    ],
)
def test_a_file_is_plain_text(data: bytes, problems: list[str]) -> None:
    assert text_problems(data) == problems


@pytest.mark.parametrize(
    ("size", "problems"),
    [
        (MAX_TEXT, []),
        (MAX_TEXT + 1, ["a.md:1:1: C005 201 KiB, limit 200 KiB"]),
        (831_488, ["a.md:1:1: C005 812 KiB, limit 200 KiB"]),
    ],
)
def test_a_file_is_not_too_large(size: int, problems: list[str]) -> None:
    assert text_problems(b"a" * (size - 1) + b"\n") == problems


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "a.md:1:1: C002 front matter is missing; start the file with ---"),
        ("Hello.\n", "a.md:1:1: C002 front matter is missing; start the file with ---"),
        ("\n---\na: 1\n---\n", "a.md:1:1: C002 front matter is missing; start the file with ---"),
        ("--- \na: 1\n---\n", "a.md:1:1: C002 front matter is missing; start the file with ---"),
        ("---\na: 1\n", "a.md:1:1: C002 front matter is not closed by ---"),
        ("---\na: 1\n----\nHello.\n", "a.md:1:1: C002 front matter is not closed by ---"),
        ("---\na: 1\n ---\nHello.\n", "a.md:1:1: C002 front matter is not closed by ---"),
    ],
)
def test_front_matter_is_there_and_closed(text: str, problem: str) -> None:
    assert front_problems(text) == [problem]


def test_lines_of_a_document_count_from_the_start_of_the_file() -> None:
    document = read_document("a.md", "---\na: 1\nb: two\n---\n\nHello.\n\n---\n\nBye.\n")

    assert isinstance(document, Document)
    assert (document.meta, document.front) == ({"a": 1, "b": "two"}, "a: 1\nb: two")
    assert [(line.number, line.text) for line in document.lines] == [
        (5, ""), (6, "Hello."), (7, ""), (8, "---"), (9, ""), (10, "Bye."),
    ]  # fmt: skip
    assert document.spots["b",] == Spot(3, 4)
    assert document.names["b",] == Spot(3, 1)


def test_a_document_may_have_no_body() -> None:
    document = read_document("a.md", "---\na: 1\n---\n")

    assert isinstance(document, Document)
    assert [line.text for line in document.lines] == [""]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1), ("-12", -12), ("007", 7.0), ("0.5", 0.5), ("1e3", 1000.0), ("123456789012345678901", 123456789012345678901.0),
        ("true", True), ("false", False), ("null", None), ("~", None), ("", None),
        ("yes", "yes"), ("no", "no"), ("on", "on"), ("off", "off"), ("True", "True"), ("NULL", "NULL"),
        ("0x10", "0x10"), ("1_000", "1_000"), ("12:30", "12:30"), (".inf", ".inf"), ("<<", "<<"),
        ("2026-11-25", date(2026, 11, 25)), ("2026-02-30", "2026-02-30"), ("2026-11-25 10:00:00", "2026-11-25 10:00:00"),
        ('"1"', "1"), ("'true'", "true"), ('"2026-11-25"', "2026-11-25"), ('""', ""), ('"a\\nb"', "a\nb"),
        ("[1, two]", [1, "two"]), ("{a: 1}", {"a": 1}), ("[]", []),
    ],
)  # fmt: skip
def test_yaml_has_no_surprises(written: str, value: object) -> None:
    read = data_of(f"a: {written}\n")["a"]

    assert read == value
    assert type(read) is type(value)


def test_a_text_may_run_over_lines() -> None:
    assert data_of("a: >-\n  one\n  two\nb: |\n  one\n  two\n") == {
        "a": "one two",
        "b": "one\ntwo\n",
    }


def test_an_empty_file_has_no_values() -> None:
    assert data_of("") == {}
    assert data_of("# only a comment\n") == {}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1: C003 key 'a' stands twice (first in line 1)"),
        ("a:\n  - b: 1\n    b: 2\n", "3:5: C003 key 'b' stands twice (first in line 2)"),
        ("a: !!str 1\n", "1:4: C003 write a plain value: no tags"),
        ("a: !python/name:os.system\n", "1:4: C003 write a plain value: no tags"),
        ("a: &x 1\n", "1:4: C003 write the value out: no anchors, no aliases"),
        ("a: *x\n", "1:4: C003 write the value out: no anchors, no aliases"),
        ("- a\n- b\n", "1:1: C003 write 'key: value' lines"),
        ("text\n", "1:1: C003 write 'key: value' lines"),
        ("[a]: 1\n", "1:1: C003 write a plain word before the colon"),
        ("? {a: 1}\n: 2\n", "1:3: C003 write a plain word before the colon"),
        ("a: [1, 2\nb: 3\n", "2:2: C003 did not find expected ',' or ']'"),
        ("a: 'open\n", "2:1: C003 found unexpected end of stream"),
        ("a: b: c\n", "1:5: C003 mapping values are not allowed in this context"),
        ("a:\tb\n\tc: d\n", "2:1: C003 found a tab character that violates indentation"),
        ("a: 1\n---\nb: 2\n", "2:1: C003 but found another document"),
        ('a: "x\\0y"\n', "1:4: C003 character U+0000 cannot be kept; remove it"),
        ('a: "\\ud800"\n', "1:7: C003 found invalid Unicode character escape code"),
        ('a: "\\e"\n', "1:4: C003 character U+001B cannot be kept; remove it"),
    ],
)  # fmt: skip
def test_yaml_is_read_strictly(text: str, problem: str) -> None:
    assert f"a.yaml:{problem}" in data_problems(text)


def test_every_repeated_key_is_told_at_once() -> None:
    assert data_problems("a: 1\na: 2\nb: 3\nb: 4\n") == [
        "a.yaml:2:1: C003 key 'a' stands twice (first in line 1)",
        "a.yaml:4:1: C003 key 'b' stands twice (first in line 3)",
    ]


def test_a_bomb_of_aliases_is_never_opened() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )

    assert data_problems(bomb)[0] == "a.yaml:1:4: C003 write the value out: no anchors, no aliases"


@pytest.mark.parametrize("depth", [21, 900])
def test_lists_are_not_nested_for_ever(depth: int) -> None:
    text = f"a: {'[' * depth}{']' * depth}\n"

    assert data_problems(text) == ["a.yaml:1:23: C003 too many lists inside each other"]


def test_a_fence_inside_a_file_keeps_the_lines_of_the_file() -> None:
    document = read_data("a.md", "a: 1\nb:\n  - c\n", first_line=11)

    assert isinstance(document, Document)
    assert document.spots["b", 0] == Spot(13, 5)


@pytest.mark.parametrize(
    ("sample", "line"),
    [
        ("a: 1\nb: [x, y]\n", None),
        ("a: !Ref Bucket\nb: *x\n", None),  # a sample may use what our own files may not
        ("a: [1\nb: 2\n", 2),
    ],
)
def test_a_yaml_sample_is_parsed(sample: str, line: int | None) -> None:
    fault = yaml_fault(sample)

    assert (fault.line if fault else None) == line


HEAD = "---\nid: a\n---\n\n"


def test_a_list_in_a_fence_is_read_as_front_matter_is() -> None:
    body = '```answers\n- text: one\n  credit: "0"\n- text: two\n```\n\n```python\n- no\n```\n'
    document = read_document("a.md", HEAD + body)

    assert isinstance(document, Document)
    data = document.fenced[5]
    assert data.meta == {"answers": [{"text": "one", "credit": "0"}, {"text": "two"}]}
    assert data.spot_of(("answers", 0, "credit")) == Spot(7, 11)
    assert data.names[("answers", 1, "text")] == Spot(8, 3)
    assert list(document.fenced) == [5]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "```answers\n- text: a\n  text: b\n```\n",
            "7:3: C003 key 'text' stands twice (first in line 6)",
        ),
        ("```answers\ntext: a\n```\n", "6:1: C003 write a list: '- key: value' lines"),
        ("```answers\n- &a text\n```\n", "6:3: C003 write the value out: no anchors, no aliases"),
        ("```answers\n- [\n```\n", "7:1: C003 did not find expected node content"),
    ],
)
def test_a_fault_in_a_fence_has_its_spot(body: str, problem: str) -> None:
    assert front_problems(HEAD + body) == [f"a.md:{problem}"]


def test_a_fence_that_is_not_closed_holds_nothing() -> None:
    document = read_document("a.md", f"{HEAD}```answers\n- text: a\n")

    assert isinstance(document, Document)
    assert document.fenced == {}
