"""The web app: what the pages of every app share."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Rendering, security and the look of forms; it has no tables of its own."""

    name = "web"
