"""All URLs, by app."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("progress/", include("learners.urls")),
    path("", include("quizzes.urls")),
    path("", include("courses.urls")),
]
