"""The small pieces that pages are drawn with."""

from django import template

register = template.Library()
