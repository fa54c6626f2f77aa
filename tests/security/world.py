"""A small site in use: the marked course, and four people who have begun everything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from courses.queries import question_entry
from quizzes.actions import start_check
from quizzes.models import Attempt, Correction, Learner, Notice, Sitting
from tests.makers import NOW, PASSWORD
from tests.published import FOLDER, LESSON_QUESTIONS, make_sitting
from tests.quizzes.browser import open_tab
from tests.quizzes.conftest import learner_in
from tests.security.canaries import Marks

ROLES = ("anonymous", "guest", "owner", "other")
"""A visitor, somebody without an account who has begun, ada, and bob."""
QUIZZES = {
    "guest": ("last-exam",),
    "owner": ("last-exam", "money", "warm-up"),
    "other": ("last-exam",),
}
"""Who sits what."""
TYPED = "usage-type"
"""The question that everybody has answered in the exam, with a text of their own."""
CORRECTED = "open-port"
"""The question of the lesson whose key was corrected; nobody is asked it in a quiz."""
UNCONFIRMED = "new@example.org"
FIGURE = f"{'0' * 32}.png"
ORIGIN = {"origin": "http://testserver"}


@dataclass
class Person:
    """Somebody, and what is theirs."""

    role: str
    client: Client
    attempts: dict[str, Attempt] = field(default_factory=dict)
    """Attempts at the questions of the lesson, by key, none of them answered."""
    sittings: dict[str, Sitting] = field(default_factory=dict)
    """Running sittings, by quiz."""

    @property
    def learner(self) -> Learner:
        """Who answers."""
        return learner_in(self.client)

    @property
    def user(self) -> User:
        """Whose account it is."""
        user = self.learner.user
        assert user is not None, "of a role with an account"
        return user


@dataclass
class World:
    """Everybody, and the marks of everything that is secret."""

    marks: Marks
    people: dict[str, Person]

    def leaks(self, role: str, found: Mapping[str, str]) -> list[str]:
        """Say which marks, each with its place, are not a person's own."""
        others = found.keys() - self.marks.of(role)
        return [f"{self.marks.known[mark]} at {found[mark]}" for mark in sorted(others)]


def make_world(marks: Marks) -> World:
    """Let everybody arrive and begin."""
    world = World(marks, {role: Person(role, Client(headers=ORIGIN)) for role in ROLES})
    for role in ("owner", "other"):
        _sign_in(world.people[role], marks)
    _furnish(User.objects.get(username="owner"))
    default_storage.save(f"figures/{FIGURE}", ContentFile(b"a picture"))
    for role in QUIZZES:
        _begin(world.people[role], marks)
    _correct(world.people["owner"].attempts[CORRECTED])
    return world


def _sign_in(person: Person, marks: Marks) -> None:
    email = f"{marks.word(person.role, 'address')}@example.org"
    user = User.objects.create_user(person.role, email, PASSWORD)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    person.client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    person.client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def _furnish(user: User) -> None:
    """Give an account everything that has an address of its own."""
    EmailAddress.objects.create(user=user, email=UNCONFIRMED)
    key = {"name": "Laptop", "credential": {}}
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=key)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def _correct(attempt: Attempt) -> None:
    """Tell somebody of a correction, and everybody in the list of the lesson."""
    same = {"wrong": attempt.version, "right": attempt.version}
    row = Correction.objects.create(**same, reason="A typo.", keep=True, by="ira", at=NOW)
    Notice.objects.create(correction=row, attempt=attempt, before=0.0, after=1.0)


def _begin(person: Person, marks: Marks) -> None:
    person.client.post(f"/quizzes/{FOLDER.name}/warm-up/start/", {"key": str(uuid4())})
    for quiz in QUIZZES[person.role]:
        person.sittings[quiz] = make_sitting(person.learner, quiz)
    for key in LESSON_QUESTIONS.values() if person.role == "owner" else [TYPED]:
        entry = question_entry(FOLDER.name, key)
        assert entry is not None
        assert entry.question_version is not None
        begun = start_check(
            person.learner, entry.question_version, entry.release, key=uuid4(), now=NOW
        )
        person.attempts[key] = begun
    exam = person.sittings["last-exam"].attempts.get(version__question__key=TYPED)
    open_tab(person.client, exam).send({"answer": [marks.word(person.role, "typed text")]})
