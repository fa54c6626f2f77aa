"""Digests: which version of a file this is."""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

LOOSE = re.compile(
    r"^(?:status|notes|title|teaches|difficulty|seconds|tags) *:.*\n"
    r"(?:[ \t].*\n|-(?:[ \t].*)?\n|\n+(?=[ \t]))*",
    re.MULTILINE,
)
"""Keys of a question's front matter, with all their lines, that make no new version."""
FENCE = "---\n"
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def question_digest(source: str, facts: Mapping[str, Sequence[str]]) -> str:
    """Name what a learner is asked and judged by: the source without what only authors see.

    ``facts`` maps the facts that the file uses to value and unit.
    """
    front, fence, body = tidy(source).removeprefix(FENCE).partition("\n" + FENCE)
    kept = LOOSE.sub("", f"{front}\n")
    assert fence, "front matter is closed in every file that can be read"
    text = f"{FENCE}{kept}{FENCE}{body}"
    return digest_of({"format": 1, "source": text, "facts": dict(facts)})


def file_digest(source: str) -> str:
    """Name a file by its text alone."""
    return digest_of({"format": 1, "source": tidy(source)})


def digest_of(data: Any) -> str:
    """Name plain data: SHA-256, in hex, over its canonical JSON."""
    return sha256(_CANONICAL.encode(data).encode()).hexdigest()


def tidy(text: str) -> str:
    """End lines with LF and drop trailing blanks."""
    return "\n".join(line.rstrip(" \t") for line in text.replace("\r\n", "\n").split("\n"))
