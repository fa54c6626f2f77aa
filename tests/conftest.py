"""What every test needs: static files under their plain names, and nothing kept from before."""

from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stand for the folder that a start collects static files in."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture(autouse=True)
def plain_files(settings: Settings, static_root: Path, tmp_path: Path) -> None:
    """Name static files as they are, and keep pictures of a test with the test."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    settings.STATIC_ROOT = static_root
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.CACHES = {
        name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        for name in settings.CACHES
    }
    cache.clear()
