"""Our frame around pages of accounts, which are written in Django's own template language."""

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def part(content: str) -> str:
    """Keep a part of the page for its frame: {% part as title %}…{% endpart %}."""
    return content


@register.simple_tag(takes_context=True)
def frame(context: Context, page: str, **parts: str) -> SafeString:
    """Print a page of ours around the parts."""
    return SafeString(render_to_string(page, parts, context.get("request")))
