"""All URLs, by app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import dev, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("healthz/version", health.version, name="version"),
    path("", include("courses.urls")),
    path("", include("quizzes.urls")),
    path("progress/", include("learners.urls")),
    path("accounts/", include("allauth.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("dev/version/", dev.version))

handler500 = "web.faults.server_error"
