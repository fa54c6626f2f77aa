"""F2: the process dies after the answer is kept and before its reply: asking again tells all."""

from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path

import pytest

from quizzes.models import AttemptEvent
from tests.faults.machine.answering import Answering
from tests.quizzes.browser import text_of, words_in
from tests.served.site import Site
from tests.served.visitor import Visitor


def test_f02_a_retry_finds_the_same_event_and_the_same_feedback(
    serve: Callable[..., Site], tmp_path: Path
) -> None:
    site = serve(config="tests/faults/machine/dying.py")
    tab = Answering(Visitor(site.port)).tab("nightly-join")
    (tmp_path / "dying").touch()

    with pytest.raises((OSError, HTTPException)):
        tab.send({"answer": ["9450"]})
    (kept,) = AttemptEvent.objects.filter(attempt__version__question__key="nightly-join")
    again, once_more = tab.send({"answer": ["9450"]}), tab.send({"answer": ["9450"]})

    assert again.status_code == 200
    assert words_in(text_of(again)) == words_in(text_of(once_more))
    (found,) = AttemptEvent.objects.filter(attempt__version__question__key="nightly-join")
    assert (found.pk, found.at, found.data) == (kept.pk, kept.at, kept.data)
    assert str(kept.key) in tab.form.values("key")
