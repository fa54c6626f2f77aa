"""URLs of the learners app."""

from django.urls import path

from learners import views

app_name = "learners"
urlpatterns = [
    path("", views.progress, name="progress"),
    path("<slug:course_key>/", views.course, name="course"),
    path("<slug:course_key>/beliefs/", views.beliefs, name="beliefs"),
    path("<slug:course_key>/beliefs/practise/", views.practise, name="practise"),
    path("<slug:course_key>/<slug:outcome_key>/why/", views.why, name="why"),
    path("<slug:course_key>/<slug:lesson_key>/read/", views.read, name="read"),
]
