"""Authored Markdown becomes clean HTML."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import web.markdown
from web.facts import FactText
from web.markdown import Figure, Setting, render, render_inline

FACT = FactText(
    value="0.02",
    shown="0.02 USD/GB",
    note="list price",
    source="EC2 pricing",
    url="https://example.org/pricing",
    verified=date(2026, 11, 22),
    due=date(2027, 5, 22),
)
SETTING = Setting(
    course_url="/courses/aws/",
    glossary_url="/glossary/aws/",
    facts={"xfer": FACT},
    terms={"egress": "Egress", "vpc-peering": "VPC peering"},
    figures={"map.svg": Figure(svg='<svg role="img" viewBox="0 0 1 1"><title>T</title></svg>')},
    popovers=True,
)
PLAIN = Setting(
    course_url="/c/",
    glossary_url="/g/",
    facts={"xfer": FACT},
    terms={"egress": 'E"><img src=x onerror=alert(1)>'},
)
VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    '![x](x" onerror="alert(1))',
    '[x](https://a.example/" onmouseover="alert(1))',
    '[x](https://a.example/ "t\\" onclick=\\"alert(1)")',
    "<div style='position:fixed'>x</div>",
    "<p id=main>x</p>",
    "<form action=/accounts/logout/><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<div hx-get=/x hx-trigger=load>x</div>",
    "<div data-hx-post=/x>x</div>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "## Heading <img src=x onerror=alert(1)> {#here}",
    "[[egress|<img src=x onerror=alert(1)>]]",
    '[[egress|x" onclick="alert(1)]]',
    "| <b onclick=alert(1)>a</b> | b |\n|---|---|\n| <script>1</script> | c |",
    "```python onload=alert(1)\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "x\n{: onclick=alert(1)}",
    "# x {: style=color:red}",
    '<https://a.example/"onmouseover=alert(1)>',
    '[x](https://a.example/ "<td>")',
    '[x](https://a.example/ "<h2>a</h2>")',
    "[{{ fact:xfer }}](https://a.example/{{ fact:xfer }})",
    "[x](https://a.example/[[egress]])",
    '[x](lesson:a"b#c)',
    '![a [[egress]]](map.svg "t [[egress]]")',
    '\ue000term\ue001x" onclick=alert(1)\ue001y\ue002',
]
OURS = set(
    "data-copy data-copy-label datetime data-due tabindex role aria-label aria-hidden "
    "popovertarget viewbox d".split()
)
JOINTS = "\n |\"'<>[]()`&;{}"
ATTRIBUTES = {"href", "rel", "title", "class", "id", "type", "scope", "start", *OURS}
TAGS = set("button figure figcaption time small svg path".split()) | web.markdown.TAGS - {"img"}


class Parsed(HTMLParser):
    """Every tag and attribute that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags = set[str]()
        self.attributes = set[str]()
        self.addresses = list[str]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


def assert_dead(html: str) -> None:
    """Only what we allow, and only addresses that lead somewhere by being followed."""
    seen = Parsed(html)
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    for address in seen.addresses:
        assert re.match(r"https?://|mailto:|[/#]", address), address


@pytest.mark.parametrize("source", VECTORS)
def test_nothing_authored_comes_alive(source: str) -> None:
    assert_dead(render(source, PLAIN))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(VECTORS), min_size=1, max_size=4),
    st.text(alphabet="\n |\"'<>[]()`&;{}", max_size=3),
)
def test_nothing_comes_alive_by_being_put_together(vectors: list[str], between: str) -> None:
    assert_dead(render(between.join(vectors), PLAIN))


def test_a_heading_gets_its_prefixed_id_and_a_link() -> None:
    html = render("## Three *prices* {#three-prices}", SETTING)

    assert html == (
        '<h2 id="h-three-prices"><a class="anchor" href="#h-three-prices" '
        'aria-label="Link to Three prices">#</a>Three <em>prices</em></h2>'
    )


def test_a_term_opens_its_popover_in_a_lesson() -> None:
    html = render_inline("Mind [[egress]] and [[vpc-peering]].", SETTING)

    assert '<button class="term" type="button" popovertarget="g-egress">egress</button>' in html
    assert ">VPC peering</button>" in html


def test_a_term_leads_to_the_glossary_elsewhere() -> None:
    html = render_inline("[[egress|what leaves]]", PLAIN)

    assert html == '<a class="term" href="/g/#g-egress">what leaves</a>'


def test_a_term_in_a_table_is_written_as_the_glossary_does() -> None:
    assert ">Egress</button>" in render("| A | B |\n|---|---|\n| [[egress]] | x |", SETTING)


def test_code_keeps_what_looks_like_a_term_or_a_fact() -> None:
    html = render("`[[egress]]` `{{ fact:xfer }}`", SETTING)

    assert html == "<p><code>[[egress]]</code> <code>{{ fact:xfer }}</code></p>"


def test_a_fact_carries_its_chip_in_a_lesson() -> None:
    html = render_inline("{{ fact:xfer }}", SETTING)

    assert html.startswith('<span class="fact short">0.02 USD/GB</span> <button class="fact-chip"')
    assert 'datetime="2026-11-22" data-due="2027-05-22"' in html


def test_a_fact_says_when_it_was_checked_elsewhere() -> None:
    assert "(<time" in render_inline("{{ fact:xfer }}", PLAIN)


def test_a_bare_fact_is_its_value_alone() -> None:
    assert render_inline("{{ fact:xfer bare }}", SETTING) == '<span class="fact short">0.02</span>'


def test_a_caption_moves_into_its_table_and_rows_get_headers() -> None:
    html = render("Table: What it costs.\n\n| Path | USD |\n|---|--:|\n| out | 9 |", SETTING)

    assert 'role="group" aria-label="Table: What it costs."' in html
    assert "<caption>What it costs.</caption>" in html
    assert '<th scope="col">Path</th>' in html
    assert '<th scope="col" class="n">USD</th>' in html
    assert '<tr><th scope="row">out</th>' in html
    assert '<td class="n">9</td>' in html


def test_a_caption_may_run_over_lines() -> None:
    html = render(
        "Table: What it costs,\nand *whom*.\n\n| Path | USD |\n|---|--:|\n| out | 9 |", SETTING
    )

    assert "<caption>What it costs,\nand <em>whom</em>.</caption>" in html
    assert 'aria-label="Table: What it costs,\nand whom."' in html
    assert "Table: What it costs" not in html.replace('aria-label="Table', "")


def test_code_is_named_and_can_be_copied() -> None:
    html = render("```python\nx = 1\n```", SETTING)

    assert '<div class="code"><div class="code-bar"><span>Python</span>' in html
    assert 'tabindex="0" role="group" aria-label="Python code"' in html
    assert "data-copy" in html


def test_marked_lines_keep_their_mark() -> None:
    assert '<span class="hll">' in render('```python {hl_lines="1"}\nx = 1\n```', SETTING)


def test_long_code_is_numbered() -> None:
    long, short = ("\n".join(f"x = {n}" for n in range(lines)) for lines in (9, 3))

    assert 'class="code numbered"' in render(f"```python\n{long}\n```", SETTING)
    assert 'class="code numbered"' not in render(f"```python\n{short}\n```", SETTING)


def test_a_figure_stands_in_the_page_with_its_words() -> None:
    html = render('![Two Regions and an "arrow".](map.svg "One join.")', SETTING)

    assert "<figure>" in html
    assert '<svg aria-label="Two Regions and an &quot;arrow&quot;." role="img"' in html
    assert "<figcaption>One join.</figcaption>" in html


def test_a_picture_that_is_not_ours_is_dropped() -> None:
    assert "evil" not in render("![alt text here](https://evil.example/x.png)", SETTING)


def test_a_picture_within_a_text_is_dropped() -> None:
    assert "<img" not in render(
        "See ![alt text](map.svg) and ![x](https://evil.example/x.png)", SETTING
    )


def test_a_link_to_a_lesson_finds_its_paragraph() -> None:
    html = render_inline("[locks](lesson:private-paths#three-locks) [s](lesson:s3)", SETTING)

    assert 'href="/courses/aws/private-paths/#h-three-locks"' in html
    assert 'href="/courses/aws/s3/"' in html


def test_a_link_within_the_lesson_stays_on_the_page() -> None:
    assert 'href="#h-choose"' in render_inline("[below](lesson:#choose)", SETTING)


def test_links_tell_nobody_where_the_reader_was() -> None:
    html = render_inline("[guide](https://docs.example.org/)", SETTING)

    assert 'rel="noopener noreferrer nofollow"' in html


def test_one_paragraph_loses_its_tags_and_two_keep_them() -> None:
    assert render_inline("a *b*", SETTING) == "a <em>b</em>"
    assert render_inline("a\n\nb", SETTING).startswith("<p>a</p>")
