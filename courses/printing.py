"""Small words for what is published."""

from django.utils.safestring import SafeString, mark_safe

MINUTES = 60


def title_of(key: str) -> str:
    """Write an author's key as words: cloud-infrastructure is Cloud infrastructure."""
    return key.replace("-", " ").capitalize()


def hours(minutes: int) -> str:
    """Write a length of time: 45 min, 6 h."""
    return f"{minutes} min" if minutes < MINUTES else f"{round(minutes / MINUTES)} h"


def stored(html: str) -> SafeString:
    """Print HTML that was cleaned when it was published and has come back through JSON."""
    return mark_safe(html)  # noqa: S308 - written by courses.publishing alone
