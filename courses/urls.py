"""URLs of the courses app."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path
from django.views.generic import TemplateView

from courses import views
from courses.sitemaps import SITEMAPS

app_name = "courses"
urlpatterns = [
    path("", views.catalogue, name="catalogue"),
    path("courses/<slug:course_key>/", views.course, name="course"),
    path("courses/<slug:course_key>/<slug:lesson_key>/", views.lesson, name="lesson"),
    path("glossary/<slug:course_key>/", views.glossary, name="glossary"),
    path("figures/<str:name>", views.figure, name="figure"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "robots.txt",
        TemplateView.as_view(template_name="robots.txt", content_type="text/plain"),
        name="robots",
    ),
]
