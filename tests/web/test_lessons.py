"""A lesson's source becomes the segments of its page."""

from django.utils.safestring import SafeString

from tests.web.test_markdown import SETTING
from web.lessons import Block, Segment, blocks_of, popovers, render_lesson

LESSON = """/// mental-model

A building with turnstiles.

///

## Prices {#prices}

[[egress]] costs {{ fact:xfer }}.

/// check | which-line

///

/// tab | Python

```python
x = 1
```

///

/// tab | AWS CLI

```bash
aws s3 ls
```

///

## Common mistakes {#mistakes}

/// mistakes

- Paying twice.

///
"""


def segments() -> list[Segment]:
    return render_lesson(LESSON, SETTING)


def test_blocks_are_cut_out_in_order() -> None:
    kinds = [block.kind for block in blocks_of(LESSON) if block.kind]

    assert kinds == ["mental-model", "check", "tab", "tab", "mistakes"]


def test_a_block_in_a_fence_is_code() -> None:
    assert list(blocks_of("```\n/// note\n```")) == [Block("", "", "```\n/// note\n```")]


def test_a_check_stands_between_two_parts() -> None:
    assert [part.check for part in segments()] == ["", "which-line", ""]


def test_a_callout_has_a_title_that_names_it() -> None:
    first = segments()[0].html

    assert '<aside class="callout model" aria-labelledby="c-1">' in first
    assert '<h2 class="callout-title" id="c-1"><svg' in first
    assert "</svg>Mental model</h2>" in first


def test_a_heading_right_before_a_callout_becomes_its_title() -> None:
    last = segments()[2].html

    assert '<aside class="callout mistakes" aria-labelledby="h-mistakes">' in last
    assert last.count("Common mistakes") == 2  # the title, and the label of its link


def test_tabs_in_a_row_share_a_bar_and_the_first_is_open() -> None:
    last = segments()[2].html

    assert last.count('class="tabs"') == 1
    assert last.count('type="radio"') == 2
    assert last.count(" checked>") == 1
    assert last.count('class="tab-panel"') == 2


def test_popovers_come_once_for_each_term_and_fact() -> None:
    html = popovers(LESSON + "[[egress]] {{ fact:xfer }}", {"egress": SafeString("d")}, SETTING)

    assert html.count('id="g-egress"') == 1
    assert html.count('id="f-xfer"') == 1
