"""Read lists whose items carry attributes and reasons, in the one form that all readers agree on.

Python-Markdown and CommonMark see the same list only in this form (measured 2026-11-22)::

    - [x] Text of the item {#id name=value}
    <blank line>
        > Reason, in a block quote indented by four.
    <blank line>
    - [ ] Next item

A text may run on over lines indented by 2, 4 or 6; a fence indented by four may follow it after a
blank line. Everything else is Q010, with its spot.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from domain.documents import Line, Section
from domain.problems import Spot
from domain.questions.attributes import Attribute, Complain, read_attributes

INDENT = 4
TEXT_INDENTS = (2, 4, 6)
SORTS = ("text", "fence", "quote")
"""What an item holds, in the order in which it may hold them."""
FENCE = re.compile(r"```[a-z]*( *\{[^`]*\})?")
QUOTE = re.compile(r"> ?(?P<text>\S.*)?")
BLOCK_START = re.compile(
    r">|#{1,6}(\s|$)|[-+*](\s|$)|\d{1,9}[.)](\s|$)|```|~~~|=+\s*$|[-:|\s]+$|([-_*])(\s*\4){2,}\s*$"
    r"|<(?!https?:)[a-zA-Z/!?]|\[[^\]]*\]:"
)
"""What would begin a block of its own, and not run on as text, in one reader or the other."""


@dataclass(frozen=True)
class ListForm:
    """How the items of one sort of list begin, and what they may carry."""

    what: str
    """An item's name in messages: choice, step."""
    marker: re.Pattern[str]
    """The one right beginning; ``mark`` and ``text`` are its groups."""
    attempt: re.Pattern[str]
    """Anything that was meant as a beginning, with the same groups."""
    example: str
    """The right beginning, shown to an author who wrote another."""
    attributes: frozenset[str]
    """Names that may stand in the braces beside the id."""


@dataclass(frozen=True)
class Item:
    """One item of a list, before it has been given a meaning."""

    spot: Spot
    mark: str
    text: str
    """Markdown: one paragraph, perhaps a fence after it."""
    attributes: Mapping[str, Attribute]
    """By name; the id is under 'id'."""
    reason: str
    """Markdown of the block quote below the text, or ''."""

    @property
    def id(self) -> Attribute | None:
        """The id that the author gave it."""
        return self.attributes.get("id")


@dataclass
class _Block:
    """Lines of an item that belong together, and how many blank lines part them from the last."""

    sort: str
    """One of ``SORTS``."""
    blanks: int
    lines: list[Line] = field(default_factory=list)


def read_items(section: Section, form: ListForm, complain: Complain) -> tuple[Item, ...]:
    """Read the list that fills a section. Faults are named, and the reading goes on."""
    chunks: list[list[Line]] = [[]]
    for line in section.lines:
        if not line.fenced and form.attempt.fullmatch(line.text):
            chunks.append([])
        chunks[-1].append(line)
    lead, *rest = chunks
    for stray in (line for line in lead if line.text.strip()):
        message = f"line belongs to no {form.what}; begin one with {form.example}"
        complain("Q010", message, _start(stray))
        break
    for chunk in rest[:-1]:
        _check_end(chunk, form, complain)
    return tuple(_ItemReader(form, complain).read(chunk) for chunk in rest)


def _check_end(chunk: list[Line], form: ListForm, complain: Complain) -> None:
    """See that one blank line parts an item from the next."""
    texts = [line.text.strip() for line in chunk]
    after = Spot(chunk[-1].number + 1, 1)
    if texts[-1]:
        complain("Q010", f"leave a blank line before the next {form.what}", after)
    elif len(texts) > 1 and not texts[-2]:
        complain("Q010", f"leave only one blank line before the next {form.what}", after)


class _ItemReader:
    """Read the lines of one item: its text, perhaps a fence, perhaps a reason."""

    def __init__(self, form: ListForm, complain: Complain) -> None:
        self.form = form
        self.complain = complain
        self.text: list[str] = []
        self.attributes: dict[str, Attribute] = {}
        self.reason: list[str] = []

    def read(self, lines: list[Line]) -> Item:
        for line in lines:
            if "\t" in line.text and not line.fenced:
                at = Spot(line.number, line.text.index("\t") + 1)
                self.complain("Q010", "write spaces, not tabs", at)
        head, *blocks = _blocks(lines)
        mark = self._read_text(head)
        last = "text"
        for block in blocks:
            if SORTS.index(block.sort) <= SORTS.index(last):
                self._fault(self._surplus(block, last), block.lines[0])
                continue
            last = block.sort
            self._check_gap(block)
            if block.sort == "fence":
                self._read_fence(block.lines)
            else:
                self._read_reason(block.lines)
        text, reason = "\n".join(self.text), "\n".join(self.reason).strip()
        return Item(Spot(lines[0].number, 1), mark, text, self.attributes, reason)

    def _fault(self, message: str, line: Line) -> None:
        self.complain("Q010", message, _start(line))

    def _surplus(self, block: _Block, last: str) -> str:
        if block.sort == "quote":
            return f"a {self.form.what} has one reason; part its paragraphs by a line with >"
        if block.sort == "text" and last == "quote" and not block.blanks:
            return "start every line of a reason with >"
        return f"line belongs to no {self.form.what}: one is a paragraph, one fence, a reason"

    def _check_gap(self, block: _Block) -> None:
        name = "reason" if block.sort == "quote" else "code"
        indent = _indent(block.lines[0].text)
        if indent != INDENT:
            message = f"{name} is indented by {indent}; indent it by 4 with a blank line before it"
            self._fault(message, block.lines[0])
        elif block.blanks != 1:
            count = "only one" if block.blanks else "a"
            self._fault(f"leave {count} blank line before the {name}", block.lines[0])

    def _read_text(self, block: _Block) -> str:
        first, *rest = block.lines
        begun = self.form.marker.fullmatch(first.text)
        if begun is None:
            self._fault(f"begin a {self.form.what} with {self.form.example}", first)
            begun = self.form.attempt.fullmatch(first.text)
            assert begun is not None, "the chunk was cut here"
        pieces = [(first, begun["text"].strip(), begun.start("text"))]
        for line in rest:
            indent = _indent(line.text)
            pieces.append((line, line.text.strip(), indent))
            if indent not in TEXT_INDENTS:
                self._fault(f"line is indented by {indent}; indent it by 4", line)
        for line, text, offset in pieces:
            self._check_words(text, Spot(line.number, offset + 1))
        line, text, offset = pieces.pop()
        spot = Spot(line.number, offset + 1)
        text, self.attributes = read_attributes(text, spot, self.form.attributes, self.complain)
        self.text = [*(text for _, text, _ in pieces), text]
        if not "".join(self.text):
            self._fault(f"a {self.form.what} needs a text", first)
        return str(begun["mark"])

    def _read_fence(self, lines: list[Line]) -> None:
        first, *inside = lines
        last = inside.pop() if inside else first
        if not FENCE.fullmatch(first.text.strip()):
            self._fault("begin code with ``` and the name of its language", first)
        elif last is first or not last.text.lstrip().startswith("```"):
            self._fault("close the code with ``` on a line of its own", first)
        elif last.text.rstrip() != f"{' ' * INDENT}```":
            self._fault("close the code with ```, indented by 4", last)
        for line in inside:
            if line.text.strip().startswith("```"):
                self._fault(f"a {self.form.what} has one fence", line)
            elif line.text.strip() and _indent(line.text) < INDENT:
                self._fault("indent all of the code by 4", line)
        self.text += ["", *(line.text[INDENT:] for line in lines)]

    def _read_reason(self, lines: list[Line]) -> None:
        first, gap = _indent(lines[0].text), True
        for line in lines:
            indent = _indent(line.text)
            quoted = QUOTE.fullmatch(line.text.strip())
            if indent != first:
                self._fault(f"reason is indented by {indent}; indent it by 4", line)
            if quoted is None:
                self._fault("write > and one space before the text of a reason", line)
            elif quoted["text"]:
                self._check_words(quoted["text"], Spot(line.number, indent + 1))
            elif gap or line is lines[-1]:
                self._fault("a line with > alone stands between two paragraphs only", line)
            gap = quoted is not None and not quoted["text"]
            self.reason.append(quoted["text"] or "" if quoted else "")

    def _check_words(self, text: str, at: Spot) -> None:
        """See that a line can only be read as words of a paragraph."""
        if BLOCK_START.match(text):
            self.complain("Q010", f"a paragraph is wanted; '{text[0]}' begins something else", at)
        elif text.endswith("\\") or "```" in text:
            sign = "\\" if text.endswith("\\") else "```"
            self.complain("Q010", f"{sign} cannot stand here in a line", at)


def _blocks(lines: list[Line]) -> Iterator[_Block]:
    """Cut an item at its blank lines, and wherever text, code and quote meet."""
    block, blanks = _Block("text", 0, lines[:1]), 0
    for line in lines[1:]:
        sort = "fence" if line.fenced else "quote" if _is_quote(line) else "text"
        if not line.text.strip() and not line.fenced:
            blanks += 1
        elif blanks or sort != block.sort:
            yield block
            block, blanks = _Block(sort, blanks, [line]), 0
        else:
            block.lines.append(line)
    yield block


def _is_quote(line: Line) -> bool:
    return line.text.lstrip(" ").startswith(">")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _start(line: Line) -> Spot:
    return Spot(line.number, _indent(line.text) + 1)
