"""Parsers for code samples in languages that the standard library does not parse."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

QUOTES = re.compile(r"['\"\\]")
HEREDOC = re.compile(r"(?<!<)<<-?\s*(['\"]?)([A-Za-z_]\w*)\1")
TRAILING_BLANK = re.compile(r"\\[ \t]+$")
PROMPT = "$ "
CONTINUED = re.compile(r"(?<!\\)(?:\\\\)*\\$")
HCL_CODE = re.compile(
    r"(?:#|//)[^\n]*|/\*.*?\*/|<<-?(?P<word>\w+)\n(?:.*?\n)??[ \t]*(?P=word)[ \t]*(?=\n|\Z)"
    r"|(?P<mark>[\"(){}\[\]]|/\*|<<-?\w+)",
    re.DOTALL,
)
HCL_STRING = re.compile(r"\\.|\$\$\{|%%\{|(?P<mark>\"|[$%]\{|\n)")
CLOSERS = {"(": ")", "[": "]", "{": "}", "${": "}", "%{": "}"}

Row = tuple[int, str]
"""A line of a sample, with its number."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a sample, and where in it. Line and column count from 1."""

    message: str
    line: int = 1
    column: int = 1


def shell_fault(code: str) -> Fault | None:
    """Split shell commands into words, as a shell would before it expands anything."""
    rows = list(enumerate(code.rstrip("\n").split("\n"), start=1))
    return _broken_line(rows) or _unfinished(rows)


def console_fault(code: str) -> Fault | None:
    """Check the commands of a session: what follows ``$``, with its continued lines."""
    for command in _commands(code.rstrip("\n").split("\n")):
        fault = _broken_line(command) or _unfinished(command)
        if fault:
            return fault
    return None


def hcl_fault(code: str) -> Fault | None:
    """Check that the brackets and strings of a Terraform sample are balanced."""
    opened, place = list[tuple[str, int]](), 0
    while found := (HCL_STRING if _in_string(opened) else HCL_CODE).search(code, place):
        place = found.end()
        fault = _step(opened, found["mark"], found.start()) if found["mark"] else None
        if fault:
            return _at(code, *fault)
    return _at(code, *_unclosed(*opened[-1])) if opened else None


def _in_string(opened: Sequence[tuple[str, int]]) -> bool:
    return bool(opened) and opened[-1][0] == '"'


def _step(opened: list[tuple[str, int]], mark: str, place: int) -> tuple[str, int] | None:
    """Open or close what a mark opens or closes, or say what is wrong, and where."""
    if mark == "\n":
        return _unclosed(*opened[-1])
    if _in_string(opened) and mark == '"':
        opened.pop()
    elif mark in CLOSERS or mark == '"':
        opened.append((mark, place))
    elif mark not in CLOSERS.values():
        return _unclosed(mark, place)
    else:
        last, _ = opened.pop() if opened else ("", 0)
        if CLOSERS.get(last) != mark:
            return (f"'{mark}' closes '{last}'" if last else f"'{mark}' closes nothing"), place
    return None


def _unclosed(mark: str, place: int) -> tuple[str, int]:
    return ("string is not closed" if mark == '"' else f"'{mark}' is not closed"), place


def _at(code: str, message: str, offset: int) -> Fault:
    before = code.rfind("\n", 0, offset) + 1
    return Fault(message, code.count("\n", 0, offset) + 1, offset - before + 1)


def _broken_line(rows: Sequence[Row]) -> Fault | None:
    """Find a line that means to go on and does not."""
    for row, text in rows:
        blank = TRAILING_BLANK.search(text)
        if blank:
            message = "blank after the backslash, so that the command ends here"
            return Fault(message, row, blank.start() + 1)
    row, text = rows[-1]
    if CONTINUED.search(text):
        return Fault("nothing follows the backslash", row, len(text))
    return None


def _unfinished(rows: Sequence[Row]) -> Fault | None:
    """Find a quote or a here-document that is never closed."""
    pending, start, waiting = "", (1, 1), ""
    for row, text in rows:
        if waiting:
            waiting = "" if text.strip() == waiting else waiting
            continue
        if not pending:
            start = (row, len(text) - len(text.lstrip()) + 1)
        pending += f"{text}\n"
        if _splits(pending):
            heredoc = HEREDOC.search(pending)
            waiting, pending = heredoc[2] if heredoc else "", ""
    if pending:
        return Fault("no closing quotation", *start)
    if waiting:
        return Fault(f"here-document '{waiting}' is not closed", *start)
    return None


def _splits(command: str) -> bool:
    if not QUOTES.search(command):
        return True
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return True


def _commands(lines: Sequence[str]) -> Iterator[list[Row]]:
    command = list[Row]()
    for row, text in enumerate(lines, start=1):
        if text.startswith(PROMPT):
            if command:
                yield command
            command = [(row, text.replace(PROMPT, "  ", 1))]
        elif command and CONTINUED.search(command[-1][1]):
            command.append((row, text))
        elif command:
            yield command
            command = []
    if command:
        yield command
