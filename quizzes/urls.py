"""URLs of the quizzes app."""

from django.urls import path

from quizzes.views import corrections, questions, reports, reviews, sittings

QUESTION = "questions/<slug:course_key>/<slug:question_key>/"
QUIZ = "quizzes/<slug:course_key>/<slug:quiz_key>/"
SITTING = "sittings/<uuid:key>/"

app_name = "quizzes"
urlpatterns = [
    path(QUESTION, questions.question, name="question"),
    path(f"{QUESTION}answer/", questions.begin, name="begin"),
    path("attempts/<uuid:key>/", questions.attempt, name="attempt"),
    path("attempts/<uuid:key>/answer/", questions.answer, name="answer"),
    path("attempts/<uuid:key>/draft/", questions.draft, name="draft"),
    path("attempts/<uuid:key>/again/", questions.again, name="again"),
    path("attempts/<uuid:key>/report/", reports.report, name="report"),
    path("corrections/<int:pk>/dismiss/", corrections.dismiss, name="dismiss"),
    path(
        "errata/<slug:course_key>/<slug:lesson_key>/",
        corrections.errata,
        name="errata",
    ),
    path(QUIZ, sittings.quiz, name="quiz"),
    path(f"{QUIZ}start/", sittings.start, name="start"),
    path(SITTING, sittings.sitting, name="sitting"),
    path(f"{SITTING}<int:position>/", sittings.position, name="position"),
    path(f"{SITTING}finish/", sittings.finish, name="finish"),
    path(f"{SITTING}result/", sittings.result, name="result"),
    path(f"{SITTING}export/", reviews.export, name="export"),
    path(f"{SITTING}practise/", reviews.practise, name="practise"),
]
