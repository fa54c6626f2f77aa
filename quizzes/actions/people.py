"""Learners: who becomes one, and whose sittings become another's."""

from datetime import datetime

from django.contrib.auth.models import User
from django.http import HttpRequest

from quizzes.models import Learner, Sitting
from quizzes.queries import learner_of
from web.sessions import SESSION_LEARNER
from web.transactions import atomically


def ensure_learner(request: HttpRequest, *, now: datetime) -> Learner:
    """Return whoever is asking; a visitor who begins to answer becomes a guest from here on."""
    known = learner_of(request)
    if known:
        return known
    user = request.user if request.user.is_authenticated else None
    learner = learner_for(user, now=now) if user else Learner.objects.create(created_at=now)
    remember_learner(request, learner)
    return learner


def learner_for(user: User, *, now: datetime) -> Learner:
    """Return the learner of an account, who may not have answered anything yet."""
    learner, _ = Learner.objects.get_or_create(user=user, defaults={"created_at": now})
    return learner


def remember_learner(request: HttpRequest, learner: Learner | None) -> None:
    """Let the session stand for a learner from here on, or for nobody yet."""
    vars(request)[SESSION_LEARNER] = learner
    if learner:
        request.session[SESSION_LEARNER] = learner.pk
    else:
        request.session.pop(SESSION_LEARNER, None)


def name_learner(guest: Learner, user: User) -> None:
    """Let a guest be the learner of an account that has none: nothing else changes."""
    guest.user = user
    guest.save(update_fields=["user"])


def drop_learner(guest: Learner) -> None:
    """Delete a guest whose sittings have gone over to another learner."""
    guest.delete()


@atomically
def repoint_sittings(guest: Learner, learner: Learner, *, now: datetime) -> None:
    """Make a guest's sittings the learner's own; of two open ones of a lesson the guest's ends."""
    open_ = Sitting.objects.filter(kind=Sitting.Kind.LESSON, finished_at=None)
    theirs = open_.filter(learner=guest)
    for course, lesson in open_.filter(learner=learner).values_list("course", "lesson"):
        theirs.filter(course=course, lesson=lesson).update(finished_at=now)
    Sitting.objects.filter(learner=guest).update(learner=learner)
