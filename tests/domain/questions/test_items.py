"""The one form of a list with reasons: what it is taken apart into, and what is refused."""

import pytest

from domain.problems import Spot
from tests.lists import GOOD_LIST, WITH_CODE, read_list

MARKER = "'- [x] ' or '- [ ] ' at column 1"


def test_it_takes_text_attributes_and_reason_apart() -> None:
    items, problems = read_list(WITH_CODE)

    assert problems == []
    assert [item.mark for item in items] == ["x", " "]
    assert items[0].text == "One, in *two*\nlines\n\n```python\nif x:\n\n    y()\n```"
    assert items[0].reason == "Why\none.\n\nMore."
    assert items[0].id is not None
    assert (items[0].id.value, items[0].id.spot) == ("one", Spot(2, 12))
    assert (items[1].id, items[1].spot) == (None, Spot(15, 1))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "    > Why one.",
            "  > Why one.",
            "3:3: Q010 reason is indented by 2; indent it by 4 with a blank line before it",
        ),
        (
            "    > Why one.",
            "> Why one.",
            "3:1: Q010 reason is indented by 0; indent it by 4 with a blank line before it",
        ),
        (
            "    > Why one.",
            "     > Why one.",
            "3:6: Q010 reason is indented by 5; indent it by 4 with a blank line before it",
        ),
        (
            "\n\n    > Why one.",
            "\n    > Why one.",
            "2:5: Q010 leave a blank line before the reason",
        ),
        (
            "\n\n    > Why one.",
            "\n\n\n    > Why one.",
            "4:5: Q010 leave only one blank line before the reason",
        ),
        ("Why one.\n\n", "Why one.\n", "4:1: Q010 leave a blank line before the next choice"),
        (
            "Why one.\n\n",
            "Why one.\n\n\n",
            "6:1: Q010 leave only one blank line before the next choice",
        ),
        ("Why one.", "Why one.\n    more", "4:5: Q010 start every line of a reason with >"),
        ("Why one.", "Why one.\n      > more", "4:7: Q010 reason is indented by 6; indent it by 4"),
        (
            "> Why one.",
            ">  Why one.",
            "3:5: Q010 write > and one space before the text of a reason",
        ),
        (
            "Why one.",
            "Why one.\n    >",
            "4:5: Q010 a line with > alone stands between two paragraphs only",
        ),
        (
            "> Why one.",
            ">\n    > Why one.",
            "3:5: Q010 a line with > alone stands between two paragraphs only",
        ),
        (
            "Why one.",
            "Why one.\n    >\n    >\n    > More.",
            "5:5: Q010 a line with > alone stands between two paragraphs only",
        ),
        (
            "Why one.",
            "Why one.\n\n    > More.",
            "5:5: Q010 a choice has one reason; part its paragraphs by a line with >",
        ),
        ("Why one.", "- one", "3:5: Q010 a paragraph is wanted; '-' begins something else"),
        ("Why one.", "```", "3:5: Q010 a paragraph is wanted; '`' begins something else"),
        ("Why one.", "Why\\\n    > one.", "3:5: Q010 \\ cannot stand here in a line"),
        ("Why one.", "Why\tone.", "3:10: Q010 write spaces, not tabs"),
        (
            "Why one.",
            "Why one.\n\nMore.",
            "5:1: Q010 line belongs to no choice: one is a paragraph, one fence, a reason",
        ),
        ("One {#one}", "One\n   more {#one}", "2:4: Q010 line is indented by 3; indent it by 4"),
        ("One {#one}", "One\nmore {#one}", "2:1: Q010 line is indented by 0; indent it by 4"),
        (
            "One {#one}",
            "One\n    2. more {#one}",
            "2:5: Q010 a paragraph is wanted; '2' begins something else",
        ),
        (
            "One {#one}",
            "One\n    ---",
            "2:5: Q010 a paragraph is wanted; '-' begins something else",
        ),
        ("One {#one}", "> One", "1:7: Q010 a paragraph is wanted; '>' begins something else"),
        ("One {#one}", "One ``` {#one}", "1:7: Q010 ``` cannot stand here in a line"),
        ("One {#one}", "{#one}", "1:1: Q010 a choice needs a text"),
        ("One {#one}", "One {#one}.", "1:11: Q010 put '{#one}' at the end of the text"),
        (
            "One {#one}",
            "One {one}",
            "1:12: Q010 attribute 'one' is not known; known: #id, misconception=",
        ),
        (
            "One {#one}",
            "One {#one group=a}",
            "1:17: Q010 attribute 'group=a' is not known; known: #id, misconception=",
        ),
        ("One {#one}", "One {#one #two}", "1:17: Q010 attribute '#two' repeats 'id'"),
        (
            "One {#one}",
            "One {#one}\n\n  ```\n    x\n    ```",
            "3:3: Q010 code is indented by 2; indent it by 4 with a blank line before it",
        ),
        (
            "One {#one}",
            "One {#one}\n    ```\n    x\n    ```",
            "2:5: Q010 leave a blank line before the code",
        ),
        (
            "One {#one}",
            "One {#one}\n\n    ```\n  x\n    ```",
            "4:3: Q010 indent all of the code by 4",
        ),
        (
            "One {#one}",
            "One {#one}\n\n    ```\n    x\n        ```",
            "5:9: Q010 close the code with ```, indented by 4",
        ),
        (
            "One {#one}",
            "One {#one}\n\n    ````\n    x\n    ````",
            "3:5: Q010 begin code with ``` and the name of its language",
        ),
        (
            "One {#one}",
            "One {#one}\n\n    ```\n    x\n    ```\n    ```\n    y\n    ```",
            "5:5: Q010 a choice has one fence",
        ),
        (
            "- [x] One",
            "* [x] One",
            f"1:1: Q010 begin a choice with {MARKER}",
        ),
        (
            "- [x] One",
            "- [X] One",
            f"1:1: Q010 begin a choice with {MARKER}",
        ),
        (
            "- [x] One",
            "-  [x] One",
            f"1:1: Q010 begin a choice with {MARKER}",
        ),
        (
            "- [x] One",
            "- [x]  One",
            f"1:1: Q010 begin a choice with {MARKER}",
        ),
        (
            "- [x] One",
            "- [] One",
            f"1:1: Q010 begin a choice with {MARKER}",
        ),
        (
            "- [x] One",
            " - [x] One",
            f"1:2: Q010 begin a choice with {MARKER}",
        ),
        (
            "- [x] One",
            "Choose.\n\n- [x] One",
            f"1:1: Q010 line belongs to no choice; begin one with {MARKER}",
        ),
    ],
)
def test_it_names_the_line_that_readers_would_disagree_on(old: str, new: str, problem: str) -> None:
    assert GOOD_LIST.count(old) == 1

    _, problems = read_list(GOOD_LIST.replace(old, new))

    assert problem in problems
    assert {line.split()[1] for line in problems} == {"Q010"}
    if "Q010 a choice has one fence" not in problem:
        assert len(problems) == 1


def test_code_that_is_not_closed_is_named_where_it_begins() -> None:
    _, problems = read_list("- [x] One\n\n    ```\n")

    assert problems == ["3:5: Q010 close the code with ``` on a line of its own"]


def test_a_fault_does_not_hide_the_rest_of_the_list() -> None:
    items, _ = read_list(
        GOOD_LIST.replace("    > Why one.", "  > Why one.").replace("- [ ] Two", "- [] Two")
    )

    assert [item.text for item in items] == ["One", "Two"]
    assert [item.reason for item in items] == ["Why one.", "Why two."]


def test_braces_in_code_are_text() -> None:
    items, problems = read_list(GOOD_LIST.replace("One {#one}", "One `{#one}`"))

    assert problems == []
    assert items[0].text == "One `{#one}`"
