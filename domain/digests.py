"""Digests: which version of a file this is."""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

LOOSE = re.compile(
    r"^(?:status|notes|title|teaches|difficulty|seconds|tags):.*\n(?:[ \t-].*\n|\n(?=[ \t]))*",
    re.MULTILINE,
)
"""Keys of a question's front matter, with their indented lines, that make no new version."""
FENCE = "---\n"
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def question_digest(source: str, facts: Mapping[str, Sequence[str]]) -> str:
    """Name what a learner is asked and judged by: the source without what only authors see.

    ``facts`` maps the facts that the file uses to value and unit.
    """
    front, fence, body = source.removeprefix(FENCE).partition("\n" + FENCE)
    text = f"{FENCE}{LOOSE.sub('', front + chr(10))}{fence}{body}"
    return _digest({"format": 1, "source": tidy(text), "facts": dict(facts)})


def lesson_digest(source: str, shown: Mapping[str, Any]) -> str:
    """Name a lesson with the facts and terms that it shows."""
    return _digest({"format": 1, "source": tidy(source), "shown": dict(shown)})


def file_digest(source: str) -> str:
    """Name a file by its text alone."""
    return _digest({"format": 1, "source": tidy(source)})


def digest_of(data: Any) -> str:
    """Name plain data: SHA-256, in hex, over its canonical JSON."""
    return _digest(data)


def tidy(text: str) -> str:
    """End lines with LF and drop trailing blanks."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))


def _digest(data: Any) -> str:
    return sha256(_CANONICAL.encode(data).encode()).hexdigest()
