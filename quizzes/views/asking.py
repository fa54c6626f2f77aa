"""Who is asking: whoever is nobody, any more perhaps, is asked to sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urljoin

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from quizzes.queries import learner_pk_of
from web.htmx import is_htmx
from web.resending import give_back

Args = ParamSpec("Args")
View = Callable[Concatenate[HttpRequest, Args], HttpResponseBase]


def of_somebody(view: View[Args]) -> View[Args]:
    """Keep what is sent to a view of somebody's own from nobody, and lose none of it."""

    @wraps(view)
    def ask(request: HttpRequest, /, *args: Args.args, **kwargs: Args.kwargs) -> HttpResponseBase:
        if learner_pk_of(request) is not None:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.path)
        sign_in = redirect_to_login(urljoin(request.path, ".."))  # an action has a page above it
        return sign_in if is_htmx(request) else give_back(request, status=401, sign_in=sign_in.url)

    return ask
