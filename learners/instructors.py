"""Who may see what instructors see."""

import secrets

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.db import transaction

INSTRUCTORS = "instructors"
"""Name of the group whose members author and grade."""
PASSWORD_BYTES = 12  # of chance: 16 characters


def instructors_exist() -> bool:
    """Say whether anybody is an instructor yet."""
    return User.objects.filter(groups__name=INSTRUCTORS, is_active=True).exists()


@transaction.atomic
def make_instructor(email: str) -> str | None:
    """Make the account of an address an instructor's; return its first password if it is new."""
    group, _ = Group.objects.get_or_create(name=INSTRUCTORS)
    user = User.objects.filter(email__iexact=email).first()
    password = None
    if user is None:
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        user = User.objects.create_user(username=email[:150], email=email, password=password)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    user.groups.add(group)
    return password
