"""Read the fields of an answer, and lay a typed one out."""

from domain.questions.base import Awaiting, Grade, Mark, Reveal, Row, Submitted, Unreadable


def only(submitted: Submitted, name: str) -> str:
    """Give the one value of a field, or '' where there is none or more than one."""
    values = submitted.get(name, ())
    return values[0] if len(values) == 1 else ""


def typed_row(text: str, result: Grade | Unreadable | Awaiting, reveal: Reveal) -> Row:
    """Lay out an answer that is typed into the one field ``answer``; its key is the slot ``key``.

    Partly right is neither right nor wrong: then the row has no mark.
    """
    told = reveal is Reveal.ALL
    mark = Mark.MISSED if told else Mark.NONE
    if isinstance(result, Grade) and reveal is not Reveal.NOTHING:
        marks = {0.0: Mark.WRONG, 1.0: Mark.RIGHT}
        mark = marks.get(result.fraction, Mark.NONE)
    return Row("answer", given=text, mark=mark, wanted="key" if told else "")
