"""Pages of what is published: catalogue, course, lesson, glossary, figures."""

import re
from hashlib import sha256

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from courses.models import ReleaseEntry
from courses.queries import (
    current_courses,
    fits,
    lesson_entry,
    place_of,
    popovers_of,
    published_courses,
    segments_of,
)
from web.context import has_session
from web.htmx import render_page

YEAR = 31_536_000  # seconds
FIGURE = re.compile(r"[0-9a-f]{32}\.(png|webp)")


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List the courses, or those that fit what is searched for."""
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "category", "level")}
    everything = published_courses()
    context = {
        "courses": [
            course
            for course in everything
            if fits(course, words=asked["q"], category=asked["category"], level=asked["level"])
        ],
        "asked": asked,
        "searched": any(asked.values()),
        "categories": sorted({c.current.outline["category"] for c in everything if c.current}),
        "levels": ("introductory", "intermediate", "advanced"),
    }
    return render_page(request, "courses/catalogue.html", "courses/_course_list.html", context)


@require_safe
def course(request: HttpRequest, course_key: str) -> HttpResponse:
    """Show what a course holds and leads to."""
    found = get_object_or_404(current_courses(), key=course_key)
    assert found.current is not None, "filtered"
    context = {"course": found, "release": found.current, "outline": found.current.outline}
    return render(request, "courses/course.html", context)


def lesson_etag(request: HttpRequest, course_key: str, lesson_key: str) -> str | None:
    """Name the page that a reader without a session gets; whoever has one gets it fresh."""
    if has_session(request):
        return None
    entry = _lesson(request, course_key, lesson_key)
    assert entry.lesson_version is not None, "found by its lesson"
    release = f"{entry.release_id} {entry.release.at}"  # its digest would tell of the keys
    parts = (release, entry.lesson_version.rendered, settings.BUILD, str(timezone.localdate()))
    named = "|".join(parts)
    return f'"{sha256(named.encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=lesson_etag)
def lesson(request: HttpRequest, course_key: str, lesson_key: str) -> HttpResponse:
    """Show a lesson with its questions in place."""
    entry = _lesson(request, course_key, lesson_key)
    version, today = entry.lesson_version, timezone.localdate()
    assert version is not None, "found by its lesson"
    context = {
        "entry": entry,
        "course": entry.release.course,
        "outline": entry.release.outline,
        "version": version,
        "segments": segments_of(version, today=today),
        "popovers": popovers_of(version, today=today),
        "place": place_of(entry.release.outline, lesson_key),
    }
    return render(request, "courses/lesson.html", context)


@require_safe
def glossary(request: HttpRequest, course_key: str) -> HttpResponse:
    """Show the terms of a course, and the lessons that use each."""
    found = get_object_or_404(current_courses(), key=course_key)
    assert found.current is not None, "filtered"
    titles = {
        lesson["key"]: lesson["title"]
        for part in found.current.outline["parts"]
        for lesson in part["lessons"]
    }
    terms = [
        {"term": term, "lessons": [(key, titles[key]) for key in term.used_in if key in titles]}
        for term in found.terms.filter(retired=False)
    ]
    context = {"course": found, "outline": found.current.outline, "terms": terms}
    return render(request, "courses/glossary.html", context)


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def figure(request: HttpRequest, name: str) -> FileResponse:
    """Serve a picture of a lesson; its name is the digest of what it holds."""
    if not FIGURE.fullmatch(name) or not default_storage.exists(f"figures/{name}"):
        raise Http404
    file = default_storage.open(f"figures/{name}")
    return FileResponse(file, content_type=f"image/{name.rpartition('.')[2]}")


def _lesson(request: HttpRequest, course_key: str, lesson_key: str) -> ReleaseEntry:
    """Find the lesson once for both the page and its name."""
    found: ReleaseEntry | None = getattr(request, "lesson_entry", None)
    if found is None:
        found = lesson_entry(course_key, lesson_key)
        if found is None:
            raise Http404
        request.lesson_entry = found  # type: ignore[attr-defined] # asked for twice in a request
    return found
