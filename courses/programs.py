"""Run the programs that questions ask about, and compare: for authors, on files that they trust.

Nothing here is called for a request. ``manage.py publish --run`` is the only caller.
"""

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.courses import QuestionFile
from domain.problems import Problem
from domain.questions.predict import Predict

MAX_SECONDS = 5  # of a program
MAX_BYTES = 64 * 1024  # of what it prints; a file beyond that cannot be written
MAX_MEMORY = 512 * 1024 * 1024  # bytes of addresses
RUN = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MAX_MEMORY}, {MAX_MEMORY}))
resource.setrlimit(resource.RLIMIT_FSIZE, ({MAX_BYTES}, {MAX_BYTES}))
ended = ""
try:
    exec(compile(open(sys.argv.pop()).read(), "program", "exec"), {{"__name__": "__main__"}})
    sys.stdout.flush()
except BaseException as fault:
    ended = type(fault).__name__
open("ended", "w").write(ended)
"""
"""What the child process does: it keeps to its limits, and writes down which exception ended it."""


def program_problems(rows: Iterable[QuestionFile]) -> Iterator[Problem]:
    """Run every Python program, each in a process of its own, and name wrong keys (Q071)."""
    for row in rows:
        question = row.question
        if isinstance(question, Predict) and question.language == "python" and row.published:
            fault = _fault(question)
            if fault:
                yield row.head.problem("Q071", fault, question.output_spot)


def _fault(question: Predict) -> str:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "program").write_text(question.program)
        with (place / "printed").open("wb") as printed:
            try:
                subprocess.run(  # noqa: S603 - our own interpreter; the author asked for it
                    [sys.executable, "-I", "-X", "utf8", "-c", RUN, "program"],
                    cwd=place,
                    env={},
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=subprocess.DEVNULL,
                    timeout=MAX_SECONDS,
                    check=False,
                )
            except subprocess.TimeoutExpired:
                return f"program is not done after {MAX_SECONDS} s"
        ended = place / "ended"
        if not ended.exists():
            return "program stopped without a word"
        output = (place / "printed").read_bytes().decode("utf-8", errors="replace")
        return question.contradiction(output, ended.read_text())
