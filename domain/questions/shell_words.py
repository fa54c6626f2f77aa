"""One command line, split into words as a shell would before it expands anything. None is run."""

import re

ONE_COMMAND = "One command only, without pipes or variables."
ONE_LINE = "One command only. End a line with \\ to go on in the next."
HALF_QUOTE = "A quote is opened and not closed."
HALF_ESCAPE = "Nothing follows the backslash at the end."
STRAIGHT = "Write straight quotes, ' or \"."
HYPHENS = "Write options with hyphens, such as --name."

PIECE = re.compile(
    r"""
    (?P<fold>\\\n)
    | (?P<blank>[^\S\n]+)
    | '(?P<single>[^']*)'
    | "(?P<double>(?:[^"\\]|\\.)*)"
    | \\(?P<escaped>.)
    | (?P<line>\n)
    | (?P<half>['"\\])
    | (?P<operator>[|&;<>()`]|\$(?=[\w{('"@*\#?$!-]))
    | (?P<plain>[^\s'"\\|&;<>()`$]+|\$)
    """,
    re.VERBOSE | re.DOTALL,
)
ESCAPED = re.compile(r"\\([$`\"\\\n])")
"""What a backslash protects between double quotes."""
EXPANDED = re.compile(r"`|\$[\w{(@*#?$!-]")
CURLED = re.compile(r"(?:^|[\s=])[‘’“”]")
DASHED = re.compile(r"(?:^|\s)[–—][–—-]*\w")


class Unclear(Exception):
    """A line that is not one command; the message says how to write it."""


def split_command(text: str) -> list[str]:
    """Split a command line, or raise Unclear. A line that ends in a backslash goes on."""
    text = text.replace("\r\n", "\n").strip()
    if CURLED.search(text):
        raise Unclear(STRAIGHT)
    if DASHED.search(text):
        raise Unclear(HYPHENS)
    words, word = list[str](), None
    for piece in PIECE.finditer(text):
        if piece.lastgroup == "blank":
            words += [] if word is None else [word]
            word = None
        elif piece.lastgroup != "fold":
            word = (word or "") + _text(piece)
    return words if word is None else [*words, word]


def _text(piece: "re.Match[str]") -> str:
    """Give what a piece adds to its word."""
    sort, text = piece.lastgroup, piece[0]
    if sort == "double":
        return _unquoted(piece["double"])
    if sort in ("single", "escaped", "plain"):
        return str(piece[sort])
    if sort == "half":
        raise Unclear(HALF_ESCAPE if text == "\\" else HALF_QUOTE)
    raise Unclear(ONE_LINE if sort == "line" else ONE_COMMAND)


def _unquoted(text: str) -> str:
    if EXPANDED.search(re.sub(r"\\.", "", text, flags=re.DOTALL)):
        raise Unclear(ONE_COMMAND)
    return ESCAPED.sub(lambda found: found[1].strip("\n"), text)
