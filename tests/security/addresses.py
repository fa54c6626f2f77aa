"""Every address of the site: each URL with the objects that it can be asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from courses.models import Question
from quizzes.models import Correction
from tests.published import FOLDER
from tests.security.world import FIGURE, TYPED, UNCONFIRMED, World

Objects = dict[str, tuple[Any, ...]]
"""Arguments of a URL by what they stand for."""
NONE: Objects = {"": ()}
COURSE = FOLDER.name
NOBODY = "00000000-0000-4000-8000-000000000000"
ACTIONS = (
    "quizzes:begin",
    "quizzes:answer",
    "quizzes:draft",
    "quizzes:again",
    "quizzes:start",
    "quizzes:dismiss",
    "quizzes:practise",
    "learners:read",
    "learners:practise",
)
"""What takes posts and nothing else."""


@dataclass(frozen=True)
class Address:
    """A URL that can be requested."""

    name: str
    object: str
    args: tuple[Any, ...]

    @property
    def url(self) -> str:
        """What is requested."""
        return reverse(self.name, args=self.args)


def names_of(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """Return the names of every URL; one without a name goes by its pattern."""
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield space + (part.name or str(part.pattern))
        else:
            yield from names_of(part, f"{space}{part.namespace}:" if part.namespace else space)


def all_names() -> list[str]:
    """Return the names of every URL of the site."""
    return list(names_of(get_resolver()))


def addresses(world: World) -> list[Address]:
    """Return every address; a URL that nobody has told the objects of is a KeyError."""
    found = {name: OBJECTS[name](world) for name in all_names()}
    return [
        Address(name, label, args)
        for name, objects in found.items()
        for label, args in objects.items()
    ]


def pages_of_courses(world: World) -> list[Address]:
    """Return everything that can be looked at, but for the pages of accounts."""
    return [one for one in addresses(world) if ":" in one.name and one.name not in ACTIONS]


def _nothing(world: World) -> Objects:
    return NONE


def _course(world: World) -> Objects:
    return {"published": (COURSE,), "unknown": ("nowhere",)}


def _lesson(world: World) -> Objects:
    return {"published": (COURSE, "data-transfer"), "unknown": (COURSE, "nowhere")}


def _outcome(world: World) -> Objects:
    return {"published": (COURSE, "estimate-transfer"), "unknown": (COURSE, "nowhere")}


def _question(world: World) -> Objects:
    keys = Question.objects.values_list("key", flat=True)
    return {key: (COURSE, key) for key in [*keys, "unknown"]}


def _quiz(world: World) -> Objects:
    return {quiz: (COURSE, quiz) for quiz in [*world.people["owner"].sittings, "unknown"]}


def _attempt(world: World) -> Objects:
    lesson = {
        f"{role}: {key}": (attempt.key,)
        for role, person in world.people.items()
        for key, attempt in person.attempts.items()
        if role == "owner" or key == TYPED
    }
    quizzes = {
        f"{role}: {TYPED} in {quiz}": (attempt.key,)
        for role, person in world.people.items()
        for quiz, sitting in person.sittings.items()
        for attempt in sitting.attempts.filter(version__question__key=TYPED)
    }
    return lesson | quizzes | {"unknown": (NOBODY,)}


def _sitting(world: World) -> Objects:
    return {"unknown": (NOBODY,)} | {
        f"{role}: {quiz}": (sitting.key,)
        for role, person in world.people.items()
        for quiz, sitting in person.sittings.items()
    }


def _position(world: World) -> Objects:
    return {"unknown": (NOBODY, 1)} | {
        f"{role}: {quiz} {attempt.position}": (sitting.key, attempt.position)
        for role, person in world.people.items()
        for quiz, sitting in person.sittings.items()
        for attempt in sitting.attempts.select_related("version__question")
        if role == "owner" or attempt.version.question.key == TYPED
    }


def _correction(world: World) -> Objects:
    return {"of an answer of the owner": (Correction.objects.get().pk,), "unknown": (0,)}


def _figure(world: World) -> Objects:
    return {"kept": (FIGURE,), "unknown": ("nowhere.png",)}


def _confirmation(world: World) -> Objects:
    address = EmailAddress.objects.get(email=UNCONFIRMED)
    return {"owner": (EmailConfirmationHMAC(address).key,), "unknown": ("old",)}


def _reset(world: World) -> Objects:
    user = world.people["owner"].user
    letter = (user_pk_to_url_str(user), default_token_generator.make_token(user))
    return {"owner": letter, "unknown": ("1", "old")}


def _key(world: World) -> Objects:
    user = world.people["owner"].user
    key = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN)
    return {"owner": (key.pk,), "unknown": (0,)}


OBJECTS: dict[str, Callable[[World], Objects]] = {
    "live": _nothing,
    "ready": _nothing,
    "version": _nothing,
    "account_login": _nothing,
    "account_logout": _nothing,
    "account_inactive": _nothing,
    "account_signup": _nothing,
    "account_reauthenticate": _nothing,
    "account_email": _nothing,
    "account_email_verification_sent": _nothing,
    "account_change_password": _nothing,
    "account_set_password": _nothing,
    "account_reset_password": _nothing,
    "account_confirm_login_code": _nothing,
    "account_confirm_email": _confirmation,
    "account_reset_password_from_key_done": _nothing,
    "account_reset_password_from_key": _reset,
    "account_reset_password_done": _nothing,
    "mfa_index": _nothing,
    "mfa_authenticate": _nothing,
    "mfa_reauthenticate": _nothing,
    "mfa_activate_totp": _nothing,
    "mfa_deactivate_totp": _nothing,
    "mfa_view_recovery_codes": _nothing,
    "mfa_generate_recovery_codes": _nothing,
    "mfa_download_recovery_codes": _nothing,
    "mfa_list_webauthn": _nothing,
    "mfa_add_webauthn": _nothing,
    "mfa_reauthenticate_webauthn": _nothing,
    "mfa_remove_webauthn": _key,
    "mfa_edit_webauthn": _key,
    "mfa_login_webauthn": _nothing,
    "learners:progress": _nothing,
    "learners:course": _course,
    "learners:why": _outcome,
    "learners:beliefs": _course,
    "learners:practise": _course,
    "learners:read": _lesson,
    "quizzes:question": _question,
    "quizzes:begin": _question,
    "quizzes:attempt": _attempt,
    "quizzes:answer": _attempt,
    "quizzes:draft": _attempt,
    "quizzes:again": _attempt,
    "quizzes:report": _attempt,
    "quizzes:dismiss": _correction,
    "quizzes:errata": _lesson,
    "quizzes:quiz": _quiz,
    "quizzes:start": _quiz,
    "quizzes:sitting": _sitting,
    "quizzes:position": _position,
    "quizzes:finish": _sitting,
    "quizzes:result": _sitting,
    "quizzes:export": _sitting,
    "quizzes:practise": _sitting,
    "courses:catalogue": _nothing,
    "courses:course": _course,
    "courses:lesson": _lesson,
    "courses:glossary": _course,
    "courses:figure": _figure,
    "courses:sitemap": _nothing,
    "courses:robots": _nothing,
}
