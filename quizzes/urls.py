"""URLs of the quizzes app."""

from django.urls import path

from quizzes import views

app_name = "quizzes"
urlpatterns = [
    path("questions/<slug:course_key>/<slug:question_key>/", views.question, name="question"),
    path("questions/<slug:course_key>/<slug:question_key>/answer/", views.begin, name="begin"),
    path("attempts/<uuid:key>/", views.attempt, name="attempt"),
    path("attempts/<uuid:key>/answer/", views.answer, name="answer"),
    path("attempts/<uuid:key>/again/", views.again, name="again"),
]
