"""Compare what authors and learners write as a reader would: by its words, not its mark-up."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape

WORD = re.compile(r"\w+(?:[-.,:/'+]+\w+)*")
COMMON = frozenset(
    WORD.findall(
        "a all an and any are as at be both by can could do does each every for from has have "
        "how if in into is it its many much no none not of on one only or out over should so "
        "such than that the their them then these they this those to under up was what when "
        "where which while who why will with would yes true false you your"
    )
)
"""Words that tell nothing: they may stand in a title, a hint and an answer alike."""
MARK_UP = re.compile(r"[*`]|!?\[(?=[^\]]*\]\()|\]\([^)]*\)")
SPECIAL = re.compile(r"[\\`*_\[\]{}]")
BLOCK_START = re.compile(r"^([-+#]+|\d+(?=[.)]))(?=[.)]?(\s|$))")
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight")
"""Small numbers in words, each at its place."""
QUOTES = str.maketrans("‘’‛“”„‟", '\'\'\'""""')
NEGATIVE = re.compile(r"\b(?:not|except)\b", re.IGNORECASE)
EMPHASISED = re.compile(r"```.*?```|`[^`]*`|\*\*[^*]*\*\*", re.DOTALL)
SENTENCE = re.compile(r"(?:[^.?!]|[.?!](?!\s|$))+[.?!]*")
OF_THE_ABOVE = re.compile(r"\b(?:all|none)(?= of the above\b)", re.IGNORECASE)


def tidy(text: str) -> str:
    """Trim, and make characters that look alike the same: NFKC, single spaces, straight quotes."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(QUOTES).split())


def plain(markdown: str) -> str:
    """Give the text that a reader sees, without emphasis, code marks and link targets."""
    return MARK_UP.sub("", markdown)


def literal(text: str) -> str:
    """Write plain text as Markdown that shows exactly this text on a line."""
    safe = SPECIAL.sub(r"\\\g<0>", escape(text, quote=False))
    return BLOCK_START.sub(lambda start: _escaped_start(start[0]), safe)


def _escaped_start(start: str) -> str:
    return f"{start}\\" if start.isdecimal() else f"\\{start}"


def sameness(markdown: str) -> str:
    """Give what two texts have in common that no reader could tell apart; case counts in code."""
    parts = tidy(markdown.replace("*", "")).split("`")
    parts[::2] = [part.casefold() for part in parts[::2]]
    return "`".join(parts).rstrip(".")


def words(markdown: str) -> list[str]:
    """Give the words of a text, without case."""
    return [word.casefold() for word in WORD.findall(tidy(plain(markdown)))]


def holds(markdown: str, phrase: str) -> bool:
    """Whether a text says a phrase, word for word; a phrase of common words tells nothing."""
    wanted, said = words(phrase), words(markdown)
    if COMMON.issuperset(wanted):
        return False
    starts = range(len(said) - len(wanted) + 1)
    return any(said[start : start + len(wanted)] == wanted for start in starts)


def given_away(title: str, answer: str, others: Iterable[str]) -> str:
    """Give what a title repeats of the words that only the right answer has, or ''.

    ``others`` are the prompt and the wrong answers: what they also say tells nothing.
    """
    known = COMMON.union(*(words(other) for other in others))
    rare = set(words(answer)) - known
    shared = rare.intersection(words(title))
    if not shared or len(shared) < min(2, len(rare)):
        return ""
    return _longest_run(WORD.findall(tidy(plain(title))), words(answer))


def _longest_run(title: Sequence[str], answer: Sequence[str]) -> str:
    said = f" {' '.join(answer)} "
    runs = [
        (end - start, title[start:end])
        for start in range(len(title))
        for end in range(start + 1, len(title) + 1)
        if f" {' '.join(title[start:end])} ".casefold() in said
    ]
    return " ".join(max(runs, key=lambda run: run[0])[1])


def negative_word(prompt: str) -> tuple[int, int, str] | None:
    """Find the first ``not`` or ``except`` of the question sentence that nothing emphasises.

    Gives its row and column, from 0, and the word. The question is what ends in ``?``, else the
    last sentence.
    """
    bare = EMPHASISED.sub(lambda found: re.sub(r"[^\n]", "_", found[0]), prompt)
    for question in _questions(bare):
        if word := NEGATIVE.search(question[0]):
            before = bare[: question.start() + word.start()].split("\n")
            return len(before) - 1, len(before[-1]), word[0]
    return None


def asked(prompt: str) -> str:
    """Give the sentences of a prompt that ask: those that end in ``?``, else the last one."""
    return "".join(question[0] for question in _questions(prompt))


def _questions(prompt: str) -> list[re.Match[str]]:
    sentences = list(SENTENCE.finditer(prompt.rstrip()))
    return [found for found in sentences if found[0].endswith("?")] or sentences[-1:]


def of_the_above(text: str) -> str:
    """Give the ``all of the above`` that a choice says, in lower case, or ''."""
    found = OF_THE_ABOVE.search(plain(text))
    return f"{found[0].lower()} of the above" if found else ""
