"""web/fragments.py: what one app prints inside a page of another."""

from typing import Any

from django.http import HttpRequest
from jinja2 import DictLoader, Environment

from web.fragments import fragment


@fragment("part.html")
def part(request: HttpRequest, name: str) -> dict[str, Any]:
    """Greet."""
    return {"name": name, "path": request.path}


def test_it_is_printed_with_what_it_found_and_what_the_page_knows() -> None:
    texts = {
        "page.html": "{{ part('<Ada>') }}",
        "part.html": "<b>{{ name }} {{ path }} {{ day }}</b>",
    }
    env = Environment(loader=DictLoader(texts), autoescape=True)
    env.globals["part"] = part
    request = HttpRequest()
    request.path = "/x/"

    printed = env.get_template("page.html").render(request=request, day="Monday", name="page")

    assert printed == "<b>&lt;Ada&gt; /x/ Monday</b>"
