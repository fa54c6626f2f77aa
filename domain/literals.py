"""Prices, percentages, limits and rule numbers that a lesson writes out instead of naming a fact.

A fact carries its source and date; a literal grows old unseen (C035). The rule that was chosen:

* Money is a number with a currency: ``$0.09``, ``0.02 USD``, ``EUR 5``, ``$0.05-$0.09``.
* A percentage is a number with ``%`` or ``percent``. All (100 %) and nothing (0 %) are logic.
* A limit is a number right after a word that sets one: ``at most 1,000 keys``, ``a quota of 50``,
  ``up to 15 minutes``. A plain quantity, such as 30 ms, 200 GB or 10 TB, is the scenario's own.
* A rule number has the shape of one: ``Rule 4370``, ``17a-4``, ``15c3-5(b)``, ``17 CFR 240``.
* From a sentence that supposes something to the end of its paragraph, money, percentages and
  limits are the scenario's own too: "Suppose a machine costs 480 USD a month."

Code, headings, figures and the texts of links pass: a link names its source by itself.
"""

import re
from collections.abc import Iterator, Sequence

from domain.documents import Document
from domain.passages import Kind
from domain.problems import Problem
from domain.visible import Shown, without_uses

NUMBER = r"\d(?:[\d,]*\d)?(?:\.\d+)?"
RANGE = rf"(?:{NUMBER}\s?(?:-|–|to)\s?)?{NUMBER}"
CURRENCY = r"(?:USD|EUR|GBP|CHF|JPY|dollars?|euros?|pounds? sterling|cents?)"
PERCENT = r"(?:%|percent\b|per\scent\b|percentage\spoints?)"
LITERAL = re.compile(
    rf"(?P<money>[$€£]\s?{NUMBER}(?:\s?(?:-|–|to)\s?[$€£]?{NUMBER})?"
    rf"|(?<![\w.,]){RANGE}\s?k?{CURRENCY}\b|\b(?:USD|EUR|GBP|CHF|JPY)\s?{NUMBER})"
    rf"|(?P<percentage>(?<![\w.,]){RANGE}\s?{PERCENT})"
    r"|(?P<rule>\bRules?\s\d[\w-]*|\b\d+\sCFR(?:\s(?:Part\s)?\d[\w.-]*\w)?|§+\s?\d[\d.]*"
    r"|\b(?:Notice|Release)\s\d+-\d+|(?<![\w.-])\d{1,3}[a-z]{1,2}\d{0,2}-\d{1,2}(?![\w-]))"
    r"(?:\([a-z0-9]{1,3}\))*"
    r"|(?P<limit>\b(?:at\smost|up\sto|no\smore\sthan|not\smore\sthan"
    r"|(?:limits?|quotas?|ceilings?|maximum|minimum|cap)(?:\s(?:is|are|of|at|to)){0,2})\s"
    rf"(?:about\s|around\s)?{NUMBER}\b(?!\s?(?:{PERCENT}|k?{CURRENCY}\b)))",
)
SIGNS = re.compile(r"\d")
ALL_OR_NOTHING = re.compile(r"(?:100|0)\s?[%p]")
SUPPOSES = re.compile(r"\b(?:[Ss]uppose|Assume|Imagine|Picture|Say)\b")
CHANGES = {
    "money": "prices change",
    "percentage": "percentages change",
    "limit": "limits change",
    "rule": "rules change",
}


def literal_problems(document: Document, shown: Sequence[Shown]) -> Iterator[Problem]:
    """Find prices, percentages, limits and rule numbers outside a fact (C035)."""
    for part in shown:
        passage = part.passage
        if passage.kind is Kind.HEADING or not SIGNS.search(passage.text):
            continue
        text = without_uses(passage.text)
        supposed = SUPPOSES.search(text)
        own = supposed.start() if supposed else len(text)
        for found in LITERAL.finditer(text):
            kind = found.lastgroup or ""
            scenario = found.start() > own and kind != "rule"
            if scenario or ALL_OR_NOTHING.match(found[0]):
                continue
            literal = " ".join(found[0].split())
            message = f"'{literal}' without a fact; {CHANGES[kind]}"
            yield document.problem("C035", message, passage.spot(found.start()))
