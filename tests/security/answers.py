"""Answers to a question of every kind, and what each of them may be told."""

from tests.published import LESSON_QUESTIONS
from tests.security.canaries import Marks
from tests.security.finding import marks_in

KINDS = tuple(LESSON_QUESTIONS.values())
"""A question of every kind."""
TIERS = ["standby", "copy", "partner"]
STEPS = ["draw", "boundary", "multiply", "move"]
PLACES = ["1", "2", "3", "4"]
BLANKS = ["family", "gpu"]
PROGRAM = "calculator"
"""The question whose answer is the output of a program, to the letter."""
OWN = {
    "which-line": ["peered"],
    "peering-bill": ["none"],
    "tier-rules": ["standby", "free"],
    "read-the-name": ["cost"],
}
"""Of which parts the reasons speak to the wrong answer and give nothing else away."""
OF_CHOSEN = {"tier-rules": "free", "read-the-name": "cost"}
"""Of which part the reason is told to those alone who have chosen it."""
ANSWER = {"nightly-join": "value", "usage-type": "accepted", "read-the-name": "accepted"}
"""What sort of secret is the answer that is told where one is typed."""
COMMAND = "open-port"
"""The question whose answer has a secret in each of its parts."""
PARAGRAPH = "peering-aloud"
"""The question whose learner is told the points by the answer, and the rest by marking it."""

Answer = dict[str, list[str]]


def right_answer(marks: Marks, key: str) -> Answer:
    """Return a right answer."""
    given = {
        "which-line": {"choice": ["regions"]},
        "peering-bill": {"choice": ["zones", "regions"]},
        "nightly-join": {"answer": [_typed_number(marks, 0)]},
        "usage-type": {"answer": [_typed_text(marks, key, 0)]},
        "tier-rules": {"row": TIERS, "match": TIERS},
        "file-to-row": {"step": STEPS, "place": PLACES},
        "read-the-name": {"blank": BLANKS, "fill": ["compute", _typed_text(marks, key, 0)]},
        PROGRAM: {"answer": [_typed_output(marks, "output", "0.00", "4.50")]},
        COMMAND: {"answer": [_typed_command(marks)]},
        PARAGRAPH: {"answer": ["Through an endpoint."]},
    }
    return marks.ids(key, given[key])


def wrong_answer(marks: Marks, key: str) -> Answer:
    """Return an answer that is not quite right, and of which there is something to say."""
    given = {
        "which-line": {"choice": ["peered"]},
        "peering-bill": {"choice": ["none"]},
        "nightly-join": {"answer": [_typed_number(marks, 1)]},
        "usage-type": {"answer": [_typed_text(marks, key, 1)]},
        "tier-rules": {"row": TIERS, "match": ["standby", "partner", "free"]},
        "file-to-row": {"step": ["draw", "move", "boundary", "multiply"], "place": PLACES},
        "read-the-name": {"blank": BLANKS, "fill": ["cost", _typed_text(marks, key, 1)]},
        PROGRAM: {"answer": [_typed_output(marks, "near", "7.20", "13.50")]},
        COMMAND: {"answer": ["aws ec2 authorize-security-group-ingress --cidr 10.0.0.0/8"]},
        PARAGRAPH: {"answer": ["By peering."]},
    }
    return marks.ids(key, given[key])


def told_at_once(marks: Marks, key: str) -> set[str]:
    """Return what speaks to the wrong answer alone, and what that says itself.

    Of a paragraph it is all that it is marked by.
    """
    if key == PARAGRAPH:
        return marks.of(key, "point")
    reasons = {mark for part in OWN.get(key, ()) for mark in marks.of(key, "reason", part=part)}
    near = set(sorted(marks.of(key, "feedback"))[:1])
    return reasons | near | repeated(wrong_answer(marks, key))


def repeated(answer: Answer) -> set[str]:
    """Return the marks in an answer that was typed: pages show learners what they wrote."""
    return marks_in("\n".join(answer.get("answer", ())))


def told_at_the_end(marks: Marks, key: str, *, right: bool = False) -> set[str]:
    """Return what everybody is told who is done with a question: the key, and its reasons.

    A blank that was filled rightly does not say how else it could have been. A paragraph is not
    done with before it is marked.
    """
    if key == PARAGRAPH:
        return marks.of(key, "point")
    told = marks.of(key, "reason", "explanation")
    told -= marks.of(key, "reason", part=OF_CHOSEN.get(key, "-"))
    if key == COMMAND:
        return told | marks.of(key, "option", "argument")
    if key == PROGRAM:
        return told | marks.of(key, "output")
    if key not in ANSWER or (right and key == "read-the-name"):
        return told
    return told | {marks.one(key, ANSWER[key])}


def _typed_output(marks: Marks, sort: str, *lines: str) -> str:
    """Write lines with their marks: an output is compared to the letter."""
    own = sorted(marks.of(PROGRAM, sort))
    return "\n".join(f"{line} {mark}" for line, mark in zip(lines, own, strict=False))


def _typed_number(marks: Marks, place: int) -> str:
    """Write a number of the key so that a page that repeats it holds no mark."""
    return f"{int(sorted(marks.of('nightly-join', 'value'))[place]):_}"


def _typed_command(marks: Marks) -> str:
    """Write the command so that a page that repeats it holds no mark: a quote stands in each."""
    options, values = sorted(marks.of(COMMAND, "option")), sorted(marks.of(COMMAND, "argument"))
    pairs = zip(options, values, strict=True)
    words = " ".join(
        f"--{option[:3]}''{option[3:]} {value[:3]}''{value[3:]}" for option, value in pairs
    )
    return f"aws ec2 authorize-security-group-ingress {words}"


def _typed_text(marks: Marks, key: str, place: int) -> str:
    """Write a text of the key so that a page that repeats it holds no mark."""
    accepted = sorted(marks.of(key, "accepted"))
    return accepted[place].upper() if accepted else ""
