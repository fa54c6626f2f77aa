"""Settings from the environment: nonsense stops the start and names the variable."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import env_bool, env_int, env_list, env_secret
from tests.content import ROOT

SECRET = "abcdefghij" * 6


def test_a_boolean_is_one_of_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "True")
    assert env_bool("X", default=False) is True

    monkeypatch.setenv("X", "yes")
    with pytest.raises(ImproperlyConfigured, match="X='yes': write True or False"):
        env_bool("X", default=False)


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "", "٣"])
def test_a_number_is_whole(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("X", text)

    with pytest.raises(ImproperlyConfigured, match="write a whole number"):
        env_int("X", default=1)


def test_names_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "a.example, b.example,")

    assert env_list("X", default="") == ["a.example", "b.example"]


def test_a_secret_comes_from_the_environment_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret-key"
    file.write_text("f" * 60 + "\n")
    assert env_secret("X", file=file) == "f" * 60

    monkeypatch.setenv("X", "e" * 60)
    assert env_secret("X", file=file) == "e" * 60


def test_there_is_no_start_without_a_secret(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("X", "short")

    with pytest.raises(ImproperlyConfigured, match="X is missing or shorter than 50"):
        env_secret("X", file=tmp_path / "none")


def check(**environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(  # noqa: S603 - our own command
        command,
        cwd=ROOT,
        env=kept | {"SECRET_KEY": SECRET} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_site_behind_https_passes_the_deployment_checks() -> None:
    assert "no issues" in check(HTTPS="True").stdout


def test_https_makes_cookies_that_only_https_carries() -> None:
    code = (
        "from config import settings as s; "
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE)"
    )
    environment = os.environ | {"SECRET_KEY": SECRET, "HTTPS": "True"}
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["__Host-sessionid", "__Host-csrftoken", "True"]
