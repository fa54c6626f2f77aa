"""All URLs, by app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config import dev

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("progress/", include("learners.urls")),
    path("", include("quizzes.urls")),
    path("", include("courses.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("dev/version/", dev.version))
