"""What signing in and signing up mean for the answers a visitor has already given."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from learners.merging import exam_runs, settle_guest
from quizzes.actions import remember_learner
from quizzes.models import Learner
from quizzes.queries import learner_of

EXAM_RUNS = (
    "You are in the middle of an exam. Finish it first, then sign in: your answers come along."
)
FAULTS = {
    "email_password_mismatch": "That e-mail and that password do not go together.",
    "incorrect_password": "That is not the password of this account.",
    "too_many_login_attempts": "Too many tries have failed. Wait five minutes, then try again.",
}
SECOND_STEP_FAULTS = {
    "add_email_blocked": "While two-step sign-in is on, no address can be added. Turn it off, add"
    " the address, and turn it on again.",
    "incorrect_code": "That code is not right, or no longer. Type the one that is shown now.",
    "unverified_email": "Confirm your e-mail first. Then two-step sign-in can be turned on.",
}


class Adapter(DefaultAccountAdapter):
    """allauth's behaviour in our words, with the guest's answers carried along."""

    error_messages = DefaultAccountAdapter.error_messages | FAULTS

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """Refuse to sign a guest in who would take a running exam to another learner."""
        refused: HttpResponse | None = super().pre_login(request, user, **more)
        guest = _guest(request)
        if refused or guest is None or not Learner.objects.filter(user=user).exists():
            return refused
        if exam_runs(guest, now=timezone.now()):
            messages.error(request, EXAM_RUNS)
            return redirect("learners:progress")
        return None

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and make the guest's answers the account's own."""
        guest = _guest(request)
        super().login(request, user)
        remember_learner(request, settle_guest(guest, user, now=timezone.now()))


class SecondStep(DefaultMFAAdapter):
    """allauth's second step in our words."""

    error_messages = DefaultMFAAdapter.error_messages | SECOND_STEP_FAULTS


def _guest(request: HttpRequest) -> Learner | None:
    learner = learner_of(request)
    return learner if learner and learner.user_id is None else None
