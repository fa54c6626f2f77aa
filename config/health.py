"""Health, for whatever watches the site: does it answer, can it save, what is it.

Not linked from any page. Nothing here needs a session, and the first needs no database either.
"""

import shutil
import time
from functools import lru_cache

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.queries import current_courses

LEAST_FREE = 0.05  # of the disk
KEPT = 2  # seconds
PATIENCE = 1000  # milliseconds that a probe waits for SQLite's write lock


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether answers can be saved, and if not what is missing."""
    missing = _missing(int(time.monotonic()) // KEPT)
    return JsonResponse({"ready": not missing, "missing": missing}, status=503 if missing else 200)


@require_safe
@never_cache
def version(request: HttpRequest) -> JsonResponse:
    """Say which code and which releases are served."""
    releases = dict(current_courses().values_list("key", "current__number"))
    named = {"version": settings.VERSION, "commit": settings.BUILD, "releases": releases}
    return JsonResponse(named)


@lru_cache(maxsize=1)
def _missing(_moment: int) -> list[str]:
    """Look once in a while, however often somebody asks."""
    missing = _missing_database()
    disk = shutil.disk_usage(settings.VAR_DIR)
    if disk.free < disk.total * LEAST_FREE:
        missing.append("disk")
    return missing


def _missing_database() -> list[str]:
    try:
        _write_nothing()
        return [] if _migrated() else ["migrations"]
    except Error:
        return ["database"]


def _write_nothing() -> None:
    """Write a row and undo it; a probe does not wait as long for the lock as an answer does."""
    sqlite = connection.vendor == "sqlite"
    try:
        if sqlite:
            _wait_for_lock(PATIENCE)
        with transaction.atomic():
            Session.objects.create(session_key="probe", expire_date=timezone.now())
            transaction.set_rollback(True)
    finally:
        if sqlite:
            _wait_for_lock(settings.DATABASES["default"]["OPTIONS"]["timeout"] * 1000)


def _wait_for_lock(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds:d}")


def _migrated() -> bool:
    """Tell whether the database is as new as the code; a newer one is good, too."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
