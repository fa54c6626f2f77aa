"""Constructs that texts do without."""

import pytest

from tests.lessons import faults

UNDERLINED = "L020 underlined heading; write ## before it, or a blank line above the rule"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ('Bread <div class="a">rye</div>', "1:7: L020 raw HTML <div>"),
        ("Bread<br/>", "1:6: L020 raw HTML <br>"),
        ("Bread\n</p>", "2:1: L020 raw HTML </p>"),
        ("A <kbd\nclass='b'>", "1:3: L020 raw HTML <kbd>"),
        ("<!-- a -->", "1:1: L020 raw HTML <!--"),
        ("Use the <bucket-name> here", "1:9: L020 raw HTML <bucket-name>"),
        ("Bread.[^1]", "1:7: L020 footnote [^1]; say it in the text"),
        (
            "[rye]: https://bread.example/",
            "1:1: L020 link definition [rye]: write the address into the link",
        ),
        ("Bread\n=====", f"2:1: {UNDERLINED}"),
        ("Bread\n---", f"2:1: {UNDERLINED}"),
        ("    code\n    more", "1:1: L020 indented code; put it into a fence"),
        ("Text.\n\n\tcode", "3:1: L020 indented code; put it into a fence"),
        ("- item\n\n        code", "3:1: L020 indented code; put it into a fence"),
        ("- item\n\nText.\n\n    code", "5:1: L020 indented code; put it into a fence"),
        (
            "See ![A small oven](a.svg) here",
            "1:5: L020 image inside a text; give it a paragraph of its own",
        ),
        (
            "- ![A small oven](a.svg)",
            "1:3: L020 image inside a text; give it a paragraph of its own",
        ),
    ],
)
def test_it_refuses_what_pages_and_forges_show_differently(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


@pytest.mark.parametrize(
    "fragment",
    [
        "`<div>` and a < b > c, or 3 <4 and [^.] as `[^1]`".replace("[^.]", "[.]"),
        "```text\n<div>\n[^1]\n    code\n```",
        "- item\n\n    more of it\n\n    - inner\n\n        more of that",
        "1. item\n   goes on\n      and on",
        "Text goes on\n    with a hanging line",
        "Text.\n\n---\n\nMore.",
        "> quoted\n> text",
        '![A small oven](a.svg "An oven.")',
    ],
)
def test_it_takes_the_rest_of_markdown(fragment: str) -> None:
    assert faults(fragment) == []
