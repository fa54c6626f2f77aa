"""Where the links of a text lead, and whether their words say so."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from domain.documents import Document
from domain.markup import LinkUse
from domain.problems import Problem

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
HTTPS = re.compile(
    r"https://[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+(?::\d{1,5})?"
    r"(?:[/?#][!-~]*)?",
    re.IGNORECASE,
)
"""A host with a dot, then a path in ASCII without blanks."""
FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
SAYS_NOTHING = frozenset(
    (
        "click here", "details", "documentation", "guide", "here", "learn more", "link", "more",
        "page", "read more", "see here", "site", "source", "the documentation", "the docs",
        "the guide", "the link", "the page", "the source", "this", "this link", "this page",
        "this site", "website",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Around:
    """The lesson that a text is: its own links may lead to its headings. Other texts have none."""

    lesson: str = ""
    anchors: Collection[str] = ()


def link_problems(
    document: Document, links: Sequence[LinkUse], around: Around
) -> Iterator[Problem]:
    """Check the form of targets (L004, L005) and what the texts of links say (L006).

    Where ``lesson:`` leads, only the course can tell.
    """
    for link in links:
        if link.image:
            continue
        fault = _target_fault(link.target, around)
        if fault:
            yield document.problem(*fault, link.spot)
        text = re.sub(r"[*_`]", "", link.text).strip(" .,:").casefold()
        if not text:
            yield document.problem("L006", "link without text", link.spot)
        elif text in SAYS_NOTHING or text == link.target.casefold() or text.startswith("https:/"):
            yield document.problem("L006", f"link text '{link.text}'", link.spot)


def missing_files(
    document: Document, links: Sequence[LinkUse], paths: Collection[str]
) -> Iterator[Problem]:
    """Find figures (L008) and linked files (L004) that are not beside the text.

    ``paths`` names the files of the course. The document may come without its body.
    """
    folder = document.path.rpartition("/")[0]
    for link in links:
        if FILE.fullmatch(link.target) and f"{folder}/{link.target}" not in paths:
            code, what = ("L008", "figure") if link.image else ("L004", "file")
            message = f"there is no {what} '{link.target}' beside the lesson"
            yield document.problem(code, message, link.spot)


def _target_fault(target: str, around: Around) -> tuple[str, str] | None:
    """Say which rule a target breaks, and how."""
    scheme = SCHEME.match(target)
    if target.startswith("lesson:") or HTTPS.fullmatch(target) or FILE.fullmatch(target):
        return None
    if scheme:
        plain = scheme[1].lower() == "https"
        return "L005", f"'{target}' is no address" if plain else f"{scheme[0]} link; use https"
    anchor = target.removeprefix("#")
    if anchor in ("", target):
        fault = f"'{target}' leads nowhere; write lesson:id#anchor, #anchor or https://…"
    elif not around.lesson:
        fault = f"'{target}' leads nowhere here; write lesson:id{target}"
    elif anchor not in around.anchors:
        fault = f"no anchor '{anchor}' in lesson '{around.lesson}'"
    else:
        return None
    return "L004", fault
