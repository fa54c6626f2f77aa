"""The one form of a choice list: all readers see the same list."""

from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from domain.questions.step_list import FORM as STEP_FORM
from tests.lists import GOOD_LIST, WITH_CODE, read_list
from tests.sources import FILE_TO_ROW, PEERING_BILL, TIER_RULES, WHICH_LINE

PLAIN = markdown.Markdown()
FENCED = markdown.Markdown(
    extensions=["pymdownx.superfences", "pymdownx.highlight"],
    extension_configs={"pymdownx.highlight": {"use_pygments": False}},
)
COMMON_MARK = MarkdownIt("commonmark")


class Tree(HTMLParser):
    """What a reader sees of HTML: elements and words, without the dress of highlighted code."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag != "div":
            self.seen.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        if tag != "div":
            self.seen.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.seen += data.split()


def tree(html: str) -> list[str]:
    found = Tree()
    found.feed(html)
    return found.seen


def list_of(source: str, title: str) -> str:
    after = source.partition(f"## {title}\n\n")[2]
    return after.partition("\n## ")[0].rstrip() + "\n"


@pytest.mark.parametrize(
    "text",
    [
        list_of(WHICH_LINE, "Choices"),
        list_of(PEERING_BILL, "Choices"),
        list_of(TIER_RULES, "Extra"),
        GOOD_LIST,
        GOOD_LIST.replace("One", "One\n  more"),
        GOOD_LIST.replace("One", "One\n      more"),
    ],
)
def test_both_readers_see_the_same_list(text: str) -> None:
    assert read_list(text)[1] == []
    assert tree(PLAIN.reset().convert(text)) == tree(COMMON_MARK.render(text))


def test_both_readers_see_the_same_code() -> None:
    assert read_list(WITH_CODE)[1] == []
    assert tree(FENCED.reset().convert(WITH_CODE)) == tree(COMMON_MARK.render(WITH_CODE))


def test_both_readers_see_the_same_steps() -> None:
    steps = list_of(FILE_TO_ROW, "Steps")

    assert read_list(steps, STEP_FORM)[1] == []
    assert tree(PLAIN.reset().convert(steps)) == tree(COMMON_MARK.render(steps))


@pytest.mark.parametrize(
    "text",
    [
        GOOD_LIST.replace("    > Why one.", "  > Why one."),
        GOOD_LIST.replace("\n\n    > Why one.", "\n    > Why one."),
        GOOD_LIST.replace("Why one.\n\n", "Why one.\n"),
        GOOD_LIST.replace("One", "One\\\n    more"),
    ],
)
def test_readers_do_disagree_on_what_is_refused(text: str) -> None:
    assert read_list(text)[1] != []
    assert tree(PLAIN.reset().convert(text)) != tree(COMMON_MARK.render(text))


INDENT = st.sampled_from(["", "  ", "    ", "    ", "      "])
QUOTED = st.sampled_from(["", "> ", "> ", ">"])
TEXTS = st.sampled_from(["", "- [x] a", "- [ ] b", "c", "1. d", "{#e}", "# f", "---", "```", "> g"])
LINES = st.lists(st.builds("{}{}{}".format, INDENT, QUOTED, TEXTS), max_size=5)


@settings(max_examples=30, deadline=None)
@given(LINES, st.integers(0, 6))
def test_whatever_it_accepts_both_readers_see_the_same(lines: list[str], at: int) -> None:
    good = GOOD_LIST.splitlines()
    text = "\n".join(line.rstrip() for line in (*good[:at], *lines, *good[at:])) + "\n"

    if not read_list(text)[1]:
        assert tree(FENCED.reset().convert(text)) == tree(COMMON_MARK.render(text))
