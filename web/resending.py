"""Forms that could not be taken now, given back so that one press sends them again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from web.text import printable

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field


def give_back(request: HttpRequest, *, status: int, sign_in: str = "") -> HttpResponse:
    """Answer a post with a page that holds all it has sent, under a fresh token.

    ``sign_in`` is where to do that first, if somebody has to. Only for what a page of ours sent.
    """
    sent = {name: printable(values) for name, values in request.POST.lists() if name != TOKEN}
    fields = [(name, value) for name, values in sent.items() for value in values]
    context = {"fields": fields, "sign_in": sign_in}
    return render(request, "resend.html", context, status=status)
