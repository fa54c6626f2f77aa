"""The public pages, for search engines: courses, lessons, glossaries."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from courses.models import ReleaseEntry
from courses.queries import current_entries, published_courses


class Courses(Sitemap):  # type: ignore[type-arg] # generic in its stubs alone
    """The catalogue, and the course and glossary of each course in it."""

    def items(self) -> list[str]:
        """Return addresses."""
        pages = ("courses:course", "courses:glossary")
        found = [
            reverse(page, args=[course.key]) for course in published_courses() for page in pages
        ]
        return [reverse("courses:catalogue"), *found]

    def location(self, item: str) -> str:
        """Return the address itself."""
        return item


class Lessons(Sitemap):  # type: ignore[type-arg] # generic in its stubs alone
    """Every lesson of the newest releases."""

    def items(self) -> list[ReleaseEntry]:
        """Return the entries of lessons in reading order."""
        found = current_entries().filter(lesson_version__isnull=False)
        rows = found.select_related("lesson_version__lesson", "release__course").only(
            "lesson_version__lesson__key", "release__at", "release__course__key"
        )
        return list(rows.order_by("release_id", "position"))

    def location(self, item: ReleaseEntry) -> str:
        """Return the address of a lesson."""
        assert item.lesson_version is not None, "filtered above"
        return reverse(
            "courses:lesson", args=[item.release.course.key, item.lesson_version.lesson.key]
        )

    def lastmod(self, item: ReleaseEntry) -> datetime:
        """Return when its course was last published."""
        return item.release.at


SITEMAPS = {"courses": Courses, "lessons": Lessons}
