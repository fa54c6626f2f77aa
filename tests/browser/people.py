"""People with accounts: how they sign up and in, the letters they get, and what is kept of them."""

import json
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from playwright.sync_api import Page, expect

from tests.makers import PASSWORD


@dataclass(frozen=True)
class Letters:
    """The mail of the site, a file for each connection."""

    folder: Path

    def link_to(self, address: str) -> str:
        """Return the link in the newest letter to an address."""
        for file in sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)[::-1]:
            letter = message_from_bytes(file.read_bytes(), policy=policy.default)
            if letter["To"] == address:
                return str(re.findall(r"http\S+", letter.get_content())[0])
        raise LookupError(address)


class Answer(NamedTuple):
    """An answer as it is stored."""

    key: UUID
    """Of the form that was sent."""
    submitted: dict[str, list[str]]


@dataclass(frozen=True)
class Records:
    """What is stored of somebody, in the order in which it happened."""

    database: Path

    def answers_of(self, email: str) -> list[str]:
        """Return the key of the question of each answer that an account has."""
        return [key for (key,) in self._found(ANSWERS, email)]

    def questions_of(self, sitting: UUID) -> list[str]:
        """Return the keys of the questions that were drawn for a sitting, in their order."""
        return [key for (key,) in self._found(DRAWN, sitting.hex)]

    def answers_to(self, question: str) -> list[Answer]:
        """Return every answer to a question, whoever gave it."""
        found = self._found(GIVEN, question)
        return [Answer(UUID(key), json.loads(data)["submitted"]) for key, data in found]

    def end_sessions(self) -> None:
        """Let nobody be signed in any more."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            connection.execute("DELETE FROM django_session")

    def learners(self) -> int:
        """Return how many people there are, guests included."""
        ((count,),) = self._found("SELECT count(*) FROM quizzes_learner")
        return int(count)

    def _found(self, query: str, *values: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()


ANSWERS = """
SELECT question.key FROM quizzes_attemptevent event
JOIN quizzes_attempt attempt ON attempt.id = event.attempt_id
JOIN courses_questionversion version ON version.id = attempt.version_id
JOIN courses_question question ON question.id = version.question_id
JOIN quizzes_sitting sitting ON sitting.id = attempt.sitting_id
JOIN quizzes_learner learner ON learner.id = sitting.learner_id
JOIN auth_user account ON account.id = learner.user_id
WHERE account.email = ? AND event.kind = 'answered' ORDER BY event.id
"""


GIVEN = """
SELECT event.key, event.data FROM quizzes_attemptevent event
JOIN quizzes_attempt attempt ON attempt.id = event.attempt_id
JOIN courses_questionversion version ON version.id = attempt.version_id
JOIN courses_question question ON question.id = version.question_id
WHERE question.key = ? AND event.kind = 'answered' ORDER BY event.id
"""


DRAWN = """
SELECT question.key FROM quizzes_attempt attempt
JOIN courses_questionversion version ON version.id = attempt.version_id
JOIN courses_question question ON question.id = version.question_id
JOIN quizzes_sitting sitting ON sitting.id = attempt.sitting_id
WHERE sitting.key = ? ORDER BY attempt.position
"""


def write(page: Page, fields: Mapping[str, str]) -> None:
    """Fill in fields, found by their labels."""
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)


def press(page: Page, name: str) -> None:
    """Press a button of a page."""
    page.get_by_role("button", name=name, exact=True).click()


def sign_up(page: Page, email: str, letters: Letters) -> None:
    """Make an account, confirm its address by the letter, and sign in."""
    page.goto("/accounts/signup/")
    write(page, {"E-mail": email, "Password": PASSWORD})
    press(page, "Create account")
    expect(page.get_by_role("heading", name="Look at your e-mail")).to_be_visible()
    page.goto(letters.link_to(email))
    press(page, "Confirm")
    sign_in(page, email)


def sign_in(page: Page, email: str) -> None:
    """Sign in with the password."""
    page.goto("/accounts/login/")
    write(page, {"E-mail": email, "Password": PASSWORD})
    press(page, "Sign in")
    expect(page.get_by_text(f"Account menu of {email}")).to_be_attached()


def prove(page: Page) -> None:
    """Say once more who it is, where a page asks for that."""
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    write(page, {"Password": PASSWORD})
    press(page, "Confirm")
