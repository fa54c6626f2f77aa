"""Stand-in."""

from django import template

register = template.Library()


@register.simple_tag
def mastery_changes(*args):
    return ""


@register.simple_tag
def mark_read(*args):
    return ""


@register.simple_tag
def lesson_outcomes(*args):
    return ""


@register.simple_tag
def resume_course(*args):
    return ""


@register.simple_tag
def course_done(*args):
    return ""


@register.simple_tag
def course_outline(*args):
    return ""


@register.simple_tag
def course_outcomes(*args):
    return ""


@register.simple_tag
def course_summary(*args):
    return ""


@register.filter
def hours(v):
    return v


@register.filter
def title_of(v):
    return v
