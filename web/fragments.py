"""Fragments that one app offers to the pages of another: looked up and printed in one call."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest
from django.template.loader import get_template
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

Args = ParamSpec("Args")
Find = Callable[Concatenate[HttpRequest, Args], dict[str, Any]]


def fragment(template: str) -> Callable[[Find[Args]], Callable[..., Markup]]:
    """Make a function of templates from one that looks something up for a request.

    What it finds is printed with ``template``, which also sees whatever the page knows. The page
    calls it without the request: ``{{ mark_read(course, lesson) }}``.
    """

    def printed_with(find: Find[Args]) -> Callable[..., Markup]:
        @pass_context
        @wraps(find)
        def show(page: Context, *args: Args.args, **named: Args.kwargs) -> Markup:
            found = find(page["request"], *args, **named)
            return Markup(page.environment.get_template(template).render(page.get_all() | found))  # noqa: S704 - escaped by the template

        return show

    return printed_with


def printed(template: str, **context: Any) -> Markup:
    """Print what is the same on every page, with nothing but what is given."""
    return Markup(get_template(template).render(context))  # noqa: S704 - escaped by the template


def place_of(name: str) -> Markup:
    """Return what stands in a kept print where its reader's own is put: a comment.

    Authored text has none left, so it cannot be taken for one.
    """
    return Markup(f"<!--{name}-->")  # noqa: S704 - our own words
