"""Everybody gets what the table says at every URL, by every method, and nothing more."""

from collections import Counter
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from quizzes.actions import finish_sitting
from tests.quizzes.browser import HTMX, open_tab
from tests.security.addresses import Address, addresses, all_names
from tests.security.answers import right_answer
from tests.security.finding import marks_in, said_by
from tests.security.matrix import METHODS, SAFE, Asking, Line, lines
from tests.security.world import ROLES, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(world: World) -> World:
    """Let the owner have answered one question and finished one quiz."""
    owner = world.people["owner"]
    tab = open_tab(owner.client, owner.attempts["which-line"])
    tab.send(right_answer(world.marks, "which-line"))
    finish_sitting(owner.sittings["warm-up"], now=timezone.now())
    return world


def asked_of(world: World) -> list[tuple[Line, Address]]:
    """Return every line of the table with its address."""
    found = {(one.name, one.object): one for one in addresses(world)}
    return [(line, found[line.url, line.object]) for line in lines()]


def test_every_url_has_a_line_for_every_method() -> None:
    cells = {(line.url, method) for line in lines() for method in line.methods}

    assert cells == set(product(all_names(), METHODS))


def test_no_line_contradicts_another_or_leaves_a_role_out() -> None:
    found = Counter((line.url, line.object, method) for line in lines() for method in line.methods)

    assert set(found.values()) == {1}
    assert all(line.cells[role] for line in lines() for role in ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_table_says(used: World, role: str) -> None:
    asking, other, changed, found = Asking(used.people[role].client), [], [], dict[str, str]()

    for line, address in asked_of(used):
        for method in line.methods:
            reply, place = asking.ask(address, method), f"{method} {address.url}"
            if reply.cell != line.cells[role]:
                other.append(f"{place}: {reply.cell}")
            if (method in SAFE or reply.refused) and not reply.changed <= line.may_change:
                changed.append(f"{place}: {set(reply.changed)}")
            found |= dict.fromkeys(marks_in(said_by(reply.response)), place)

    assert other == []
    assert changed == []
    assert role == "owner" or used.leaks(role, found) == []


@pytest.mark.parametrize(
    ("role", "origin"),
    [
        ("anonymous", "https://evil.example"),
        ("guest", "https://evil.example"),
        ("owner", "https://testserver"),  # whoever has an account needs a token besides
    ],
)
def test_nothing_is_taken_that_no_page_of_ours_has_sent(
    used: World, role: str, origin: str
) -> None:
    client = Client(enforce_csrf_checks=True, headers={"origin": origin})
    client.cookies = used.people[role].client.cookies
    asking = Asking(client)
    of_each_url = {one.name: one for one in addresses(used)}.values()
    forged = product(of_each_url, set(METHODS) - set(SAFE))

    replies = [asking.ask(address, method) for address, method in forged]
    replies += [asking.ask(address, "POST", **HTMX) for address in of_each_url]

    assert {(reply.cell, reply.changed) for reply in replies} == {("403", frozenset())}
