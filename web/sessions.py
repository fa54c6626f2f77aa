"""Who is asking: sessions and accounts as Django keeps them, found without building SQL anew."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet
from django.utils import timezone

from web.prepared import Given, Prepared, fields_of

SESSION_LEARNER = "learner"
"""Session key of the learner's primary key: set at the first answer and at every sign-in."""


class SessionStore(db.SessionStore):
    """A session in the database."""

    def load(self) -> dict[str, Any]:
        """Read what the session holds; nothing where there is none, or none any more."""
        data = _sessions.first(key=self.session_key, now=timezone.now())
        if data is None:
            self._session_key = None
        return self.decode(data) if data else {}

    def seen(self, name: str) -> Any:
        """Return a value if the session has been read by now; this never asks the database."""
        return vars(self).get("_session_cache", {}).get(name)


class Accounts(AuthenticationBackend):
    """Accounts by e-mail address."""

    def get_user(self, user_id: int) -> User | None:
        """Find whom a session stands for, unless the account is closed."""
        user = _users.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None


def _unexpired(key: Given, now: Given) -> QuerySet[Any, Any]:
    found = Session.objects.filter(session_key=key, expire_date__gt=now)
    return found.values_list("session_data")


def _with_pk(pk: Given) -> QuerySet[User]:
    return User.objects.filter(pk=pk)


USER = fields_of(User)


def _user(*columns: Any) -> User:
    return User.from_db(DEFAULT_DB_ALIAS, USER, columns)


_sessions = Prepared(str, _unexpired, key=CharField(), now=DateTimeField())
_users = Prepared(_user, _with_pk, pk=BigIntegerField())
