"""What a program prints: which blanks count, near misses, exceptions, and every fault of a file."""

import pytest

from domain.questions.base import Grade, Mark, Reveal, Row, Text, Unreadable
from domain.questions.predict import Predict
from tests.documents import changed, make_question, problems_of, warnings_in
from tests.sources import CALCULATOR

NEAR = CALCULATOR[CALCULATOR.index("## Near misses") : CALCULATOR.index("## Explanation")]
EXACT = changed(CALCULATOR, "teaches:", "whitespace: exact\nteaches:")
PLAIN = changed(CALCULATOR, NEAR, "")
EXCEPTION = changed(
    changed(PLAIN, "teaches:", "answer_form: exception\nteaches:"), "0.00\n4.50\n", "KeyError\n"
)
MISSES = """\
## Near misses

### message

```text
AttributeError
```

> A key is no attribute.

"""


def grade(text: str, typed: str) -> Grade | Unreadable:
    question = make_question(text)
    assert isinstance(question, Predict)
    return question.grade({"answer": [typed]})


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("0.00\n4.50", Grade(1.0)),
        ("0.00\n4.50\n", Grade(1.0)),  # the last line end does not count
        ("0.00\r\n4.50\r\n", Grade(1.0)),  # as a form sends it
        ("0.00  \n4.50\t\n  ", Grade(1.0)),  # nor do blanks at the end of a line
        ("0.00\n4.50\n\n", Grade(0.0)),  # an empty line does
        (" 0.00\n4.50", Grade(0.0)),  # and so does a blank at the start of one
        ("0.00\n\n4.50", Grade(0.0)),
        ("0.00 4.50", Grade(0.0)),
        ("0.00\n4.5", Grade(0.0)),
        ("7.20 \n13.50\n", Grade(0.0, "near-whole-volume")),
        ("0\n4.50", Grade(0.5, "near-bare-zero")),
        ("", Unreadable("Write your answer first.")),
        (" \r\n ", Unreadable("Write your answer first.")),
        ("x" * 1001, Unreadable("Write at most 1,000 characters.")),
        ("x" * 1000, Grade(0.0)),
        ("\r\n" * 999 + "x", Grade(0.0)),  # a line end is one character
    ],
)
def test_only_blanks_at_the_end_of_a_line_do_not_count(
    typed: str, result: Grade | Unreadable
) -> None:
    assert grade(CALCULATOR, typed) == result


@pytest.mark.parametrize(
    ("typed", "fraction"),
    [
        ("0.00\n4.50\n", 1),
        ("0.00\r\n4.50\r\n", 1),
        ("0.00\n4.50", 0),
        ("0.00 \n4.50\n", 0),
        ("0\n4.50\n", 0.5),
        ("0\n4.50", 0),
    ],
)
def test_every_blank_counts_where_its_author_says_so(typed: str, fraction: float) -> None:
    result = grade(EXACT, typed)

    assert isinstance(result, Grade)
    assert result.fraction == fraction


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("KeyError", Grade(1.0)),
        (" KeyError\r\n", Grade(1.0)),
        ("builtins.KeyError", Grade(1.0)),  # its module may be named
        ("keyerror", Grade(0.0)),
        ("ValueError", Grade(0.0)),
        ("AttributeError", Grade(0.0, "near-message")),
        (
            "KeyError: 'gb'",
            Unreadable("Write the name of the exception's class alone, such as ValueError."),
        ),
        ("  ", Unreadable("Write your answer first.")),
    ],
)
def test_an_exception_is_known_by_the_name_of_its_class(
    typed: str, result: Grade | Unreadable
) -> None:
    assert grade(changed(EXCEPTION, "## Expl", f"{MISSES}## Expl"), typed) == result


@pytest.mark.parametrize(
    ("text", "instruction", "exception"),
    [
        (
            CALCULATOR,
            "Write every line that it prints. Blanks at the end of a line do not count.",
            False,
        ),
        (
            EXACT,
            "Write exactly what it prints: each blank counts, and each line end, the last too.",
            False,
        ),
        (EXCEPTION, "Write the name of the exception's class alone, such as ValueError.", True),
    ],
)
def test_it_says_what_to_write(text: str, instruction: str, exception: bool) -> None:
    question = make_question(text)

    assert (question.instruction, question.guess, question.seconds) == (instruction, 0, 120)
    assert question.details == {"exception": exception}


def test_its_texts_are_the_program_the_key_and_the_near_misses() -> None:
    texts = make_question(changed(CALCULATOR, "```python", '```python {hl_lines="3"}')).texts()

    assert texts["program"].markdown.startswith('```python {hl_lines="3"}\nfrom decimal')
    assert texts["program"].markdown.endswith("print(bill(150))\n```")
    assert texts["key"] == Text("```text\n0.00\n4.50\n```")
    assert texts["near-bare-zero"] == Text(
        "Zero times a price with two places is a zero with two places."
    )
    assert make_question(EXCEPTION).texts()["key"] == Text("KeyError", inline=True)


def test_a_key_with_fences_stays_one_block() -> None:
    text = changed(changed(PLAIN, "```text", "~~~text"), "4.50\n```", "```\n~~~")

    assert make_question(text).texts()["key"].markdown == "````text\n0.00\n```\n````"


@pytest.mark.parametrize(
    ("typed", "reveal", "mark", "wanted"),
    [
        ("0.00\n4.50", Reveal.NOTHING, Mark.NONE, ""),
        ("0.00\n4.50", Reveal.OWN, Mark.RIGHT, ""),
        ("1", Reveal.OWN, Mark.WRONG, ""),
        ("0\n4.50", Reveal.OWN, Mark.NONE, ""),  # partly right
        ("1", Reveal.ALL, Mark.WRONG, "key"),
        ("", Reveal.ALL, Mark.MISSED, "key"),
    ],
)
def test_its_row_is_the_program_with_what_was_typed(
    typed: str, reveal: Reveal, mark: Mark, wanted: str
) -> None:
    row = Row("answer", text="program", given=typed, mark=mark, wanted=wanted)

    assert make_question(CALCULATOR).rows({"answer": [typed]}, reveal) == (row,)


def test_its_key_is_what_counts_of_outputs_and_what_they_earn() -> None:
    question = make_question(CALCULATOR)
    reworded = make_question(changed(CALCULATOR, "Zero times", "Nothing times"))

    assert question.key() == {
        "output": "0.00\n4.50",
        "exact": False,
        "near": [["7.20\n13.50", "0"], ["0\n4.50", "1/2"]],
    }
    assert question.grading_digest == reworded.grading_digest
    assert question.grading_digest != make_question(EXACT).grading_digest


def test_a_near_miss_may_name_a_misconception() -> None:
    question = make_question(
        changed(CALCULATOR, "### whole-volume", "### whole-volume {misconception=all-is-charged}")
    )

    assert question.misconceptions == {"all-is-charged"}
    assert question.grade({"answer": ["7.20\n13.50"]}) == Grade(
        0.0, "near-whole-volume", "all-is-charged"
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("print(bill(80))", "print(bill(80)", "15:1: Q070 program: '(' was never closed in line 6"),
        ("```python", "```", "15:1: Q070 program: fence without a language"),
        ("print(bill(80))\n", "\n" * 20, "15:1: Q070 program: 26 lines; at most 25"),
        ("print(bill(80))", "print(input())", "15:1: Q070 program: it asks its user (input())"),
        (
            "from decimal",
            "import time\nfrom decimal",
            "15:1: Q070 program: it asks the clock (time)",
        ),
        (
            "print(bill(80))",
            "from urllib import request",
            "15:1: Q070 program: it asks the network (urllib.request)",
        ),
        (
            "print(bill(80))",
            "print(date.today())",
            "15:1: Q070 program: it asks the clock (.today)",
        ),
        (
            "print(bill(80))",
            "from random import choice",
            "15:1: Q070 program: it asks chance (random)",
        ),
        (
            "## Output\n",
            "Stray.\n\n## Output\n",
            "25:1: Q070 write one fence below ## Program, and nothing else",
        ),
        (
            "```text\n0.00\n4.50\n```\n",
            "",
            "25:1: Q070 write one fence below ## Output, and nothing else",
        ),
        (
            "## Near misses",
            "```text\n1\n```\n\n## Near misses",
            "32:1: Q070 write one fence below ## Output, and nothing else",
        ),
        ("0.00\n4.50\n", "", "27:1: Q070 output: is empty"),
        ("0.00\n4.50\n", "1" * 1000 + "\n", "27:1: Q070 output: 1,001 characters; at most 1,000"),
        ("```text\n0.00", "```json\n0.00", "27:1: Q070 output: language 'json'; write text"),
        ("7.20\n13.50", "0.00 \n4.50", "36:1: Q072 near miss is the right output"),
        (
            "0\n4.50\n```\n\n>",
            "7.20 \n13.50\n```\n\n>",
            "45:1: Q014 same text as near miss 'whole-volume'",
        ),
        (
            "> The first 100 GB are free: subtract them before multiplying.\n",
            "",
            "34:1: Q062 near miss without feedback",
        ),
        (
            "### bare-zero",
            "### Bare",
            "43:5: C014 id 'Bare': use lower case, digits and single hyphens",
        ),
        (
            "### bare-zero",
            "### whole-volume",
            "43:5: C015 id 'whole-volume' is also used in line 34",
        ),
        (
            'credit="0.5"',
            'credit="1"',
            '43:16: C012 \'credit\' must be at least "0" and less than "1"',
        ),
        (
            'credit="0.5"',
            "credit=half",
            '43:16: C012 \'credit\' must be at least "0" and less than "1"',
        ),
        (
            'credit="0.5"',
            "worth=1",
            "43:16: Q010 attribute 'worth=1' is not known; known: #id, credit=, misconception=",
        ),
        (
            "### whole-volume",
            "Stray.\n\n### whole-volume",
            "34:1: Q070 begin a near miss with ### and its id",
        ),
        (
            "7.20\n13.50\n```\n",
            "7.20\n13.50\n```\n\nStray.\n",
            "41:1: Q070 near miss 'whole-volume' needs one text fence, and feedback after >",
        ),
        (
            "teaches:",
            "whitespace: all\nteaches:",
            "7:13: C012 'whitespace' must be 'lines' or 'exact'",
        ),
        (
            "## Explanation",
            "## Hints\n\n1. It prints 0.00 and 4.50, or so: 0.00 4.50.\n\n## Explanation",
            "54:1: Q050 hint 1 contains the output",
        ),
    ],
)
def test_it_names_the_spot_of_a_fault(old: str, new: str, problem: str) -> None:
    assert problems_of(changed(CALCULATOR, old, new)) == [f"q.md:{problem}"]


def test_an_exception_is_one_name() -> None:
    assert problems_of(changed(EXCEPTION, "KeyError", "KeyError: 'gb'")) == [
        "q.md:28:1: Q070 output: write the name of the exception's class alone"
    ]


def test_a_program_need_not_be_python() -> None:
    program = CALCULATOR[CALCULATOR.index("```python") : CALCULATOR.index("## Output")]

    make_question(changed(CALCULATOR, program, "```bash\ndate | wc -l\n```\n\n"))


@pytest.mark.parametrize(
    "line", ["time = 1", "print({}.get('now'))", "from urllib.parse import quote"]
)
def test_what_only_looks_like_the_clock_or_the_network_is_taken(line: str) -> None:
    make_question(changed(CALCULATOR, "print(bill(80))", line))


def test_it_warns_of_a_title_that_says_the_output() -> None:
    text = changed(CALCULATOR, "title: What the tier function prints", "title: Why 0.00 and 4.50")

    assert warnings_in(text) == ["q.md:5:8: Q004 title repeats '0.00'"]


def test_it_warns_of_a_line_that_is_wide() -> None:
    text = changed(CALCULATOR, "print(bill(80))", f"print(bill(80))  # {'x' * 80}")

    assert warnings_in(text) == ["q.md:21:89: L012 line of 99 characters"]
