"""config/jinja.py: the language of our templates."""

from pathlib import Path
from typing import cast

import pytest
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import TemplateNotFound, UndefinedError

from tests.content import ROOT

TEMPLATES = ROOT / "templates"
OURS = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if (TEMPLATES / "django") not in path.parents
)
ENV = cast(Jinja2, engines["jinja2"]).env


@pytest.mark.parametrize("name", OURS)
def test_every_template_can_be_read(name: str) -> None:
    assert ENV.get_template(name).filename == str(TEMPLATES / name)


def test_a_name_that_nobody_gave_is_a_mistake() -> None:
    for text in ("{{ nobody }}", "{% if nobody %}{% endif %}", "{{ request.nobody }}"):
        with pytest.raises(UndefinedError):
            ENV.from_string(text).render()


def test_what_is_printed_is_escaped() -> None:
    assert ENV.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"


def test_a_page_of_accounts_is_not_one_of_ours() -> None:
    assert Path(TEMPLATES / "django" / "account" / "login.html").exists()
    with pytest.raises(TemplateNotFound):
        ENV.get_template("account/login.html")


def test_an_address_comes_by_its_name() -> None:
    found = ENV.from_string("{{ url('courses:lesson', 'a', 'b') }}").render()

    assert found == "/courses/a/b/"
