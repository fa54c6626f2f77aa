"""Somebody who answers a question over HTTP."""

from dataclasses import dataclass

from courses.queries import question_of
from domain.cards import Arrangement
from quizzes.queries import fresh_seed
from tests.published import FOLDER, version_of
from tests.quizzes.browser import Tab, forms_in
from tests.served.visitor import Visitor

COURSE = FOLDER.name


@dataclass
class Answering:
    """A visitor whom the site knows: the first question is answered."""

    visitor: Visitor

    def __post_init__(self) -> None:
        self.tab("usage-type", htmx=False).send({"answer": ["x"]})
        assert self.visitor.cookies

    def tab(self, key: str, *, htmx: bool = True) -> Tab:
        """Open a question that was not begun."""
        html = self.visitor.get(f"/questions/{COURSE}/{key}/").content.decode()
        form = next(form for form in forms_in(html) if form.action.endswith("/answer/"))
        version = version_of(key)
        arranged = Arrangement(fresh_seed(version))
        return Tab(self.visitor, form, question_of(version), arranged, htmx)
