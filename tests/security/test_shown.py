"""What a page shows does not depend on what is secret."""

import json
import re

import pytest
from django.db.models.functions import Reverse

from courses.models import Misconception, QuestionVersion, Release
from tests.security.addresses import pages_of_courses
from tests.security.canaries import NUMBER, WORD, Marks
from tests.security.crawler import PAGE, visit
from tests.security.finding import said_by
from tests.security.world import World

pytestmark = pytest.mark.django_db
OTHER = {WORD: "falcon", NUMBER: "661234"}
BELIEF_OF_CHOICE = re.compile(rf" misconception={WORD}\d+")
BY_CHANCE = re.compile(r"""name="key" value="[^"]*"|'X-Request-ID': '[^']*'""")


def otherwise(text: str, secrets: set[str]) -> str:
    """Write other secrets in place of these, and call another choice right."""
    for mark in secrets:
        for start, other in OTHER.items():
            text = text.replace(mark, mark.replace(start, other))
    text = BELIEF_OF_CHOICE.sub("", text)  # a right choice cannot have one
    if "- [x]" not in text:
        return text
    return text.replace("- [x]", "- [?]", 1).replace("- [ ]", "- [x]", 1).replace("[?]", "[ ]")


def change_every_secret(marks: Marks) -> None:
    """Change the rows as if another key had been published from the first."""
    secrets = {mark for mark, one in marks.known.items() if one.sort != "id"}
    for version in QuestionVersion.objects.all():
        html = json.loads(otherwise(json.dumps(version.html), secrets))
        QuestionVersion.objects.filter(pk=version.pk).update(
            source=otherwise(version.source, secrets), html=html
        )
    for row in Misconception.objects.all():
        Misconception.objects.filter(pk=row.pk).update(
            belief=otherwise(row.belief, secrets), correction=otherwise(row.correction, secrets)
        )
    QuestionVersion.objects.update(
        digest=Reverse("digest"), grading_digest=Reverse("grading_digest")
    )
    Release.objects.update(digest=Reverse("digest"), files={})


def seen(world: World) -> dict[tuple[str, int], str]:
    """Return what a visitor gets at every address, headers and cookies included."""
    visitor = world.people["anonymous"].client
    urls = [one.url for one in pages_of_courses(world)]
    return {
        (response.request["PATH_INFO"], response.status_code): BY_CHANCE.sub("", said_by(response))
        for response in visit(visitor, urls, [PAGE])
    }


def test_no_page_and_no_tag_of_one_depends_on_a_key(world: World) -> None:
    before = seen(world)
    sources = set(QuestionVersion.objects.values_list("source", flat=True))

    change_every_secret(world.marks)

    assert sources.isdisjoint(QuestionVersion.objects.values_list("source", flat=True))
    after = seen(world)
    assert [place for place, said in before.items() if after.get(place) != said] == []
    assert {status for _, status in before} == {200, 302, 304, 404}
