"""Damage in the running text: placeholders, holes, odd case, repeats, split items, long sentences.

Found in what a reader sees: code, addresses, ids and marks are no words here.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from domain.documents import Document, Line
from domain.markup import FACT
from domain.passages import GROWING, Kind, Passage
from domain.problems import Problem, Spot
from domain.visible import NOTHING, WORD, Shown

MAX_SENTENCE = 40  # words
MAX_PARAGRAPH = 120  # words
SHORT = 30  # characters that a line may share with another by chance
PLACEHOLDER = re.compile(
    r"__[A-Za-z]{1,12}\d+__|@@\w+@@|%%\w+%%|\{%[^%]*%\}|\{\{[^{}]*\}\}|\{\{|\ufffd"
    r"|\[object Object\]|\b[Ll]orem ipsum\b"
)
PLACEHOLDER_SIGNS = ("__", "@@", "%%", "{%", "{{", "\ufffd", "[object", "orem ipsum")
NEARBY = 40  # characters on each side in which the damaged word is looked for
BEFORE_WORD = re.compile(r".*\s", re.DOTALL)
AFTER_WORD = re.compile(r"\s.*", re.DOTALL)
BLANK = re.compile(r"\{\{ blank:[a-z0-9-]+ \}\}")
"""A gap of a cloze; the kind checks that it is explained."""
HOLE = re.compile(
    r"(?<=[^\s.,;|])\s+(?:[,;]|\.)(?=\s|$)|\(\s+\)|\(\s*,|,\s*,"
    rf"|(?<![\w'’-])(?P<word>[^\W\d_]+){NOTHING}*\s[\s{NOTHING}]*(?i:(?P=word))(?![\w'’-])"
)
DOUBLED_ON_PURPOSE = frozenset({"had", "that"})
SMALL_THEN_CAPITAL = re.compile(r"[a-z][A-Z]")
CAPITALISED = re.compile(r"\b[A-Z]\w+")
ODD_CASE = re.compile(r"(?<![\w./:@#-])[a-z]+[A-Z]\w*")
SHOUTED = re.compile(r"[a-z][A-Z][A-Z0-9]+")
"""A small letter before capitals: what is left when the first one of 'EC2' was lowered."""
NAMES = frozenset(
    "eBPF eID eKYC eSIM gRPC iOS iPXE iSCSI kEUR kGBP kUSD mTLS tRPC vCPU vRAN xAPI".split()
)
"""Written so by those who named them."""
LIST_MARKER = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
STAR = re.compile(r"[ >]*\*(?=[^\s*][^*]*$)")
GLUED = re.compile(r"[.!?;] (?=- \S)")
SENTENCE_END = re.compile(
    rf"[.!?…][\"'”’)\]{NOTHING}]*\s+(?=[\"'“‘(\[{NOTHING}]*[^\sa-z\"'“‘(\[{NOTHING}])"
)


def damage_problems(document: Document, shown: Sequence[Shown]) -> Iterator[Problem]:
    """Find placeholder damage, holes, doubled words, odd case and split items (C030-C032, C034)."""
    for part in shown:
        yield from _placeholders(document, part.passage)
        yield from _holes(document, part)
    yield from _odd_case(document, shown)
    yield from _split_items(document, [part.passage for part in shown])


def repeat_problems(document: Document, lines: Sequence[Line]) -> Iterator[Problem]:
    """Find lines that say the same as one before (C033). Code, block marks and headers may."""
    seen: dict[str, int] = {}
    for line, below in pairwise([*lines, Line(0, "", fenced=False)]):
        if line.fenced or len(line.text) <= SHORT:
            continue
        said = LIST_MARKER.sub("", line.text.strip(" >\t"), count=1)
        header = said.startswith("|") and "-" in below.text and not below.text.strip("|-: ")
        if len(said) <= SHORT or header or said.startswith("///") or not said.strip("|-: "):
            continue
        first = seen.setdefault(said, line.number)
        if first != line.number:
            yield document.problem("C033", f"same text as line {first}", Spot(line.number, 1))


def length_problems(document: Document, shown: Sequence[Shown]) -> Iterator[Problem]:
    """Find paragraphs and sentences that are too long to be read in one go (L034)."""
    for part in shown:
        passage, text = part.passage, part.text
        if passage.kind not in GROWING:
            continue
        words = [found.start() for found in WORD.finditer(text)]
        if len(words) > MAX_PARAGRAPH:
            message = f"paragraph of {len(words)} words"
            yield document.problem("L034", message, passage.spot(words[0]))
        if len(words) > MAX_SENTENCE:
            yield from _long_sentences(document, part, words)


def _long_sentences(document: Document, part: Shown, words: Sequence[int]) -> Iterator[Problem]:
    """Count between stops. One before a small letter is none: 'e.g. this' stays whole."""
    ends = [found.end() for found in SENTENCE_END.finditer(part.text)]
    places = [bisect_left(words, place) for place in (0, *ends, len(part.text))]
    for start, end in pairwise(places):
        if end - start > MAX_SENTENCE:
            message = f"sentence of {end - start} words"
            yield document.problem("L034", message, part.passage.spot(words[start]))


def _placeholders(document: Document, passage: Passage) -> Iterator[Problem]:
    text = passage.text
    if not any(sign in text for sign in PLACEHOLDER_SIGNS):
        return
    for found in PLACEHOLDER.finditer(text):
        split = passage.kind is Kind.ROW and "|" in found[0]  # L013 says so
        if split or FACT.match(text, found.start()) or BLANK.match(text, found.start()):
            continue
        start, end = found.span()
        before = passage.written[max(0, start - NEARBY) : start]
        after = passage.written[end : end + NEARBY]
        word = f"{BEFORE_WORD.sub('', before)}{found[0]}{AFTER_WORD.sub('', after)}"
        word = word.strip("*.,;:!?()\"'")
        inside = "" if word == found[0] or " " in word else f" in '{word}'"
        message = f"placeholder damage '{found[0]}'{inside}"
        yield document.problem("C030", message, passage.spot(found.start()))


def _holes(document: Document, part: Shown) -> Iterator[Problem]:
    for found in HOLE.finditer(part.text):
        word = found["word"]
        if word and word.lower() in DOUBLED_ON_PURPOSE:
            continue
        hole = " ".join(found[0].replace(NOTHING, "").split())
        if found[0][0].isspace():
            hole = f" {hole}"
        yield document.problem("C031", f"'{hole}'", part.passage.spot(found.start()))


def _odd_case(document: Document, shown: Sequence[Shown]) -> Iterator[Problem]:
    odd = [
        (part, found)
        for part in shown
        if SMALL_THEN_CAPITAL.search(part.text)
        for found in ODD_CASE.finditer(part.text)
        if found[0].removesuffix("s") not in NAMES
    ]
    usual = {word for part in shown for word in CAPITALISED.findall(part.text)} if odd else set()
    for part, found in odd:
        word = found[0]
        meant = word[0].upper() + word[1:]
        if meant in usual or SHOUTED.fullmatch(word):
            message = f"'{word}' looks damaged; '{meant}'?"
            yield document.problem("C032", message, part.passage.spot(found.start()))


def _split_items(document: Document, passages: Sequence[Passage]) -> Iterator[Problem]:
    """Find where an item broke: at a star that opens nothing, or before a dash left in the line."""
    message = "list item seems to be split here"
    for before, passage in pairwise((None, *passages)):
        if passage is None or passage.kind not in GROWING:
            continue
        if "*" in passage.text:
            for offset in _lone_stars(passage.text):
                yield document.problem("C034", message, passage.spot(offset))
            if before and _breaks_off(before, passage):
                yield document.problem("C034", message, passage.spot(0))
        for glued in GLUED.finditer(passage.text):
            yield document.problem("C034", message, passage.spot(glued.end()))


def _lone_stars(text: str) -> Iterator[int]:
    """Give the stars that begin a line and emphasise nothing."""
    offset = 0
    for line in text.split("\n"):
        star = STAR.match(line)
        if star and "*" not in text[offset + star.end() :]:
            yield offset + star.end() - 1
        offset += len(line) + 1


def _breaks_off(before: Passage, passage: Passage) -> bool:
    """Whether an item with a star stands right below one with a dash."""
    follows = before.first + before.text.count("\n") + 1 == passage.first
    dashed = before.kind is Kind.ITEM and before.written.startswith("- ")
    return follows and dashed and passage.written.startswith("* ")
