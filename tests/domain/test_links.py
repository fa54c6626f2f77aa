"""Targets and texts of links."""

import pytest

from tests.lessons import faults


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("See [the locks](#part-9).", "1:5: L004 no anchor 'part-9' in lesson 'bakery'"),
        (
            "See [the top](#).",
            "1:5: L004 '#' leads nowhere; write lesson:id#anchor, #anchor or https://…",
        ),
        (
            "See [the locks](/bread/rye).",
            "1:5: L004 '/bread/rye' leads nowhere; write lesson:id#anchor, #anchor or https://…",
        ),
        (
            "See [the locks](../02-rye/lesson.md).",
            (
                "1:5: L004 '../02-rye/lesson.md' leads nowhere; write lesson:id#anchor, #anchor or "
                "https://…"
            ),
        ),
        ("See [the rye guide](http://bread.example/).", "1:5: L005 http: link; use https"),
        ("See [the rye guide](mailto:a@bread.example).", "1:5: L005 mailto: link; use https"),
        ("See [the rye guide](javascript:alert).", "1:5: L005 javascript: link; use https"),
        ("See [the rye guide](https://bread).", "1:5: L005 'https://bread' is no address"),
        (
            "See [the rye guide](https:/bread.example).",
            "1:5: L005 'https:/bread.example' is no address",
        ),
        (
            "See [the rye guide](https://bread.example/brötchen).",
            "1:5: L005 'https://bread.example/brötchen' is no address",
        ),
        ("Click [here](https://bread.example/).", "1:7: L006 link text 'here'"),
        ("See [**This page**](lesson:rye).", "1:5: L006 link text '**This page**'"),
        ("See [](https://bread.example/).", "1:5: L006 link without text"),
        ("See <https://bread.example/>.", "1:5: L006 link text 'https://bread.example/'"),
        (
            "See [https://bread.example](https://bread.example/).",
            "1:5: L006 link text 'https://bread.example'",
        ),
    ],
)
def test_it_finds_a_link_that_leads_or_says_nothing(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


@pytest.mark.parametrize(
    "fragment",
    [
        "See [the first part](#part-0) and [the rye](lesson:rye#crust) and [rye](lesson:rye).",
        "The [S3 guide](https://docs.bread.example:8443/a_(b)/?c=d&e=f#g-h) and [data](data.txt).",
        "`[here](http://bread.example/)`",
        "[a page about ovens](https://bread.example)",
    ],
)
def test_it_follows_good_links(fragment: str) -> None:
    assert faults(fragment) == []
