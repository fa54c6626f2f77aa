"""F3 and F4 on PostgreSQL: the server is away, and is there again."""

import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.faults.machine.cluster import Cluster
from tests.faults.machine.commands import managed, site_in
from tests.quizzes.browser import forms_in
from tests.served.site import Site
from tests.served.visitor import Visitor

QUESTION = "/questions/moving-data/nightly-join/"
SOON = 10  # seconds
HTMX = {"HX-Request": "true"}


def probe(site: Site, name: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(f"{site.url}/healthz/{name}") as reply:  # noqa: S310 - ours
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def unready(site: Site) -> Any:
    """Ask until what was found before is forgotten."""
    end = time.monotonic() + SOON
    status, said = probe(site, "ready")
    while status == 200 and time.monotonic() < end:
        status, said = probe(site, "ready")
    return said


def test_f04_what_was_typed_is_kept_until_the_server_is_back(
    serve_at: Site, cluster: Cluster, tmp_path: Path
) -> None:
    site, visitor = serve_at, Visitor(serve_at.port)
    html = visitor.get(QUESTION).content.decode()
    form = next(form for form in forms_in(html) if form.action.endswith("/answer/"))
    data = {name: form.values(name) for name, _ in form.fields} | {"answer": ["9450"]}
    assert probe(site, "ready") == (200, {"ready": True, "missing": []})

    cluster.stop()

    assert probe(site, "live")[0] == 200
    assert unready(site) == {"ready": False, "missing": ["database"]}
    for headers, words in ((HTMX, "what you typed is kept here"), ({}, "still in the form")):
        told = visitor.post(form.action, data, headers=headers)
        assert (told.status_code, told.retry_after) == (503, "5")
        assert words in told.content.decode()

    cluster.start()

    saved = visitor.post(form.action, data, headers=HTMX)
    assert saved.status_code == 200
    assert managed(site_in(tmp_path, cluster.url), "doctor") == "All is well.\n"


@pytest.mark.fault
def test_f03_every_thread_is_served_again_at_once(serve_at: Site, cluster: Cluster) -> None:
    visitor = Visitor(serve_at.port)
    assert visitor.get("/").status_code == 200

    cluster.crash()

    assert {visitor.get("/").status_code for _ in range(40)} == {200}
