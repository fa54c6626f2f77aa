"""Every rule that content is checked against: its code, its weight, and what it asks for.

The table in ``docs/content-format.md`` is generated from here. Codes are never reused; Q091 and
Q092 are kept for kinds of question that do not exist yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """What a broken rule does to a publish."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Rule:
    """One thing that holds for every content file."""

    code: str
    severity: Severity
    asks: str


E, W = Severity.ERROR, Severity.WARNING

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("C001", E, "file is UTF-8, LF, no byte-order mark"),
        Rule("C002", E, "front matter present and closed"),
        Rule("C003", E, "YAML is well formed, no duplicate keys, tags, anchors"),
        Rule("C004", E, "file belongs to the tree of section 2"),
        Rule("C005", E, "size limits"),
        Rule("C010", E, "required key present"),
        Rule("C011", E, "unknown key"),
        Rule("C012", E, "type and form of a value"),
        Rule("C013", E, "`format` is 1"),
        Rule("C014", E, "id pattern and file name"),
        Rule("C015", E, "id unique"),
        Rule("C016", E, "reference exists"),
        Rule("C020", E, "folder numbers follow `parts`; every lesson is listed once"),
        Rule("C021", W, "part with more than 6 lessons, course with more than 20"),
        Rule("C022", E, "`requires` of lessons has no cycle"),
        Rule("C030", E, "no placeholder damage"),
        Rule("C031", W, "no hole in the text (` ,`, `( )`, doubled word)"),
        Rule("C032", W, "case damage inside a word"),
        Rule("C033", W, "duplicate line of more than 30 characters in one file"),
        Rule("C034", W, "split list item (line starts with `*` or a glued ` - `)"),
        Rule(
            "C035",
            W,
            "price, percentage, limit or rule number outside `{{ fact:… }}` in a lesson",
        ),
        Rule("C036", E, "a suppression gives its reason and may be suppressed at all"),
        Rule("L001", E, "block is known and closed"),
        Rule("L002", E, "anchor on every heading, unique, well formed"),
        Rule("L003", E, "heading order: starts at `##`, no jump, no `#`"),
        Rule("L004", E, "link target exists (lesson, anchor, file)"),
        Rule("L005", E, "external link is https and well formed"),
        Rule("L006", W, "link text says where it leads"),
        Rule("L007", E, "image has alt text of 10-300 characters, not the file name"),
        Rule("L008", E, "figure file exists and is safe"),
        Rule("L009", E, "table has a `Table:` caption, header and even rows"),
        Rule("L010", E, "fence is closed and has a known language"),
        Rule(
            "L011",
            E,
            "code parses: Python by `ast`, JSON, YAML, TOML, HCL by balance, shell by word "
            "splitting",
        ),
        Rule("L012", W, "code line longer than 88 characters"),
        Rule("L013", E, "term or fact inside a table without bar"),
        Rule("L014", E, "check names a live question of this lesson folder, once"),
        Rule("L020", E, "construct not allowed (raw HTML, indented code, footnote)"),
        Rule("L030", W, "300-1,500 words"),
        Rule("L031", W, "4-7 checks"),
        Rule("L032", W, "a section of more than 400 words without a check"),
        Rule("L033", W, "question of the folder that no check shows"),
        Rule("L034", W, "paragraph longer than 120 words, sentence longer than 40"),
        Rule("Q001", E, "kind known"),
        Rule("Q002", E, "sections of the kind present, known, once, in order"),
        Rule("Q003", E, "prompt and explanation not empty"),
        Rule("Q004", W, "title gives the answer away (shares the right choice's rare words)"),
        Rule("Q010", E, "choice list has the form of 3.1"),
        Rule("Q011", E, "number of right choices fits the kind"),
        Rule("Q012", E, "every choice has its reason"),
        Rule("Q013", E, "number of choices, pairs, steps or blanks in range"),
        Rule("Q014", E, "two choices alike after normalising"),
        Rule("Q015", E, "misconception on a right choice"),
        Rule("Q016", W, "no wrong choice names a misconception"),
        Rule("Q017", W, "right choice longer than 1.6 × the median of the others"),
        Rule("Q018", W, "'all of the above', 'none of the above'"),
        Rule("Q019", W, "negative stem without emphasis"),
        Rule("Q020", E, "tolerance not negative, no near miss inside it"),
        Rule("Q021", E, "formula parses, facts exist, no division by zero"),
        Rule("Q022", E, "unit table: factors positive, no unit twice"),
        Rule("Q023", W, "money or time without `unit`; no tolerance on a computed answer"),
        Rule("Q030", E, "`teaches` present and its anchor exists"),
        Rule("Q031", W, "the taught section shares no key word with the question"),
        Rule("Q032", E, "terms used are taught in this lesson or before"),
        Rule("Q033", E, "the lesson teaches the question's main outcome"),
        Rule("Q040", E, "matching table: header, three cells, why in each row"),
        Rule("Q041", E, "ordering: at least one reason; groups are neighbours"),
        Rule("Q042", E, "cloze: each blank used once and explained once"),
        Rule("Q050", E, "hints: 1-3, none contains the answer"),
        Rule("Q060", E, "short: an entry that can never match (an earlier one takes all)"),
        Rule(
            "Q061",
            E,
            "regex compiles, ≤ 200 characters, no nested unbounded repetition, look-around or "
            "back-reference",
        ),
        Rule("Q062", E, "partial or no credit needs feedback"),
        Rule("Q070", E, "predict: program parses, one fence each, output not empty"),
        Rule("Q071", E, "with `--run`: output equals the key"),
        Rule("Q072", E, "near miss equals the output"),
        Rule("Q080", E, "command: matchers well formed, option not both required and forbidden"),
        Rule("Q081", E, "the model command passes its own matchers"),
        Rule("Q090", E, "open: 3-7 points, weight 1-2, ≥ 2 phrasings each"),
        Rule("Q093", E, "pattern syntax"),
        Rule("Q094", W, "model answer outside 60-180 words"),
        Rule("O001", E, "1-14 outcomes, no text twice"),
        Rule("O002", E, "testable verb first"),
        Rule("O003", W, "`can` of 5-25 words, no course title inside"),
        Rule("O004", E, "`requires` without cycle"),
        Rule("O005", E, "≥ 3 live questions of ≥ 2 kinds, counted by main outcome"),
        Rule("O006", E, "some lesson lists it"),
        Rule("O007", W, "no question at `hard`, or none at `easy`"),
        Rule("F001", E, "value fits `value_type`; url https; source not empty"),
        Rule("F002", W, "unverified"),
        Rule("F003", W, "past its date"),
        Rule(
            "F004",
            W,
            "a live question rests on an unverified or due fact and is left out of graded draws",
        ),
        Rule("F005", E, "a graded or exam quiz cannot be filled because questions rest"),
        Rule("F006", W, "fact never used"),
        Rule("F007", E, "verified in the future"),
        Rule("G001", E, "term used but not defined"),
        Rule("G002", W, "term defined but never used"),
        Rule("G003", E, "`taught_in` exists and uses the term"),
        Rule("G004", W, "definition starts with its own term, or is longer than 40 words"),
        Rule("G005", W, "a known term stands in text without `[[…]]` at its first use in a lesson"),
        Rule("M001", E, "`see` anchor exists"),
        Rule("M002", W, "used by no wrong choice or near miss"),
        Rule("M003", W, "used by only one question (a second is needed to ask again differently)"),
        Rule("Z001", E, "questions exist, are live, and enough for each draw"),
        Rule("Z002", E, "rules fit the mode; numbers in range"),
        Rule("Z003", W, "more than 60 s a question below the sum of `seconds`"),
        Rule(
            "Z004",
            W,
            "graded quiz shows a question that a lesson check also shows, and it is more than half",
        ),
        Rule("Z005", E, "it opens before it closes"),
        Rule("Z006", W, "the clocks show `opens` and `closes` once"),
        Rule("R001", E, "released id has vanished without `status: retired`"),
        Rule("R002", E, "kind changed under a released id"),
        Rule("R003", W, "key changed: a regrade will be offered"),
        Rule("R004", E, "choices without ids reordered in a released question"),
        Rule("R005", E, "retired id used again"),
    )
}
