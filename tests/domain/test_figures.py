"""What figures may hold, and what lessons say about them."""

import pytest

from domain.figures import MAX_FIGURE, figure_problems, safe_svg
from domain.links import missing_files
from domain.markup import uses_of
from tests.documents import make_document
from tests.lessons import faults

ROOT = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 80" role="img">'
GOOD = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!-- Two boxes. -->
{ROOT}
  <title>Two boxes (a, b) &amp; an arrow</title>
  <desc>From a to b.</desc>
  <defs>
    <marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"
            markerUnits="strokeWidth" orient="auto">
      <path d="M0 0 L10 5 L0 10 Z" fill="currentColor"/>
    </marker>
  </defs>
  <g class="zone" transform="translate(10 10) rotate(5)" opacity="0.9">
    <rect x="0" y="0" width="100" height="60" rx="4" fill="none" stroke="currentColor"/>
    <text x="8" y="20" dx="1" dy="1" text-anchor="middle">a<tspan class="h">b</tspan></text>
  </g>
  <line class="wire" x1="1" y1="2" x2="3" y2="4" marker-end="url(#tip)" stroke-dasharray="5 4"/>
  <circle cx="1" cy="1" r="2"/><ellipse cx="1" cy="1" rx="2" ry="2"/>
  <polygon points="0,0 1,1 2,2"/><polyline points="0,0 1,1" stroke-width="2"/>
</svg>
"""


def holding(inside: str) -> list[str]:
    """Give the problems of an SVG with something in its second line."""
    found = safe_svg("a.svg", f"{ROOT}\n{inside}\n</svg>\n")
    return [str(problem).removeprefix("a.svg:") for problem in found]


def test_it_takes_what_figures_are_drawn_with() -> None:
    assert figure_problems("a.svg", GOOD.encode()) == []


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script>", "2:1: L008 SVG holds <script>"),
        ("<g><a><path/></a></g>", "2:4: L008 SVG holds <a>"),
        ("<style>*{}</style>", "2:1: L008 SVG holds <style>"),
        ("<image/>", "2:1: L008 SVG holds <image>"),
        ("<use/>", "2:1: L008 SVG holds <use>"),
        ("<foreignObject/>", "2:1: L008 SVG holds <foreignObject>"),
        ("<animate/>", "2:1: L008 SVG holds <animate>"),
        ("<s:path/>", "2:1: L008 SVG holds <s:path>"),
        ("é <SCRIPT/>", "2:3: L008 SVG holds <SCRIPT>"),
        ('<rect onload="x"/>', "2:1: L008 SVG holds attribute 'onload' on <rect>"),
        ('<rect style="x"/>', "2:1: L008 SVG holds attribute 'style' on <rect>"),
        ('<rect href="x"/>', "2:1: L008 SVG holds attribute 'href' on <rect>"),
        ('<rect xlink:href="x"/>', "2:1: L008 SVG holds attribute 'xlink:href' on <rect>"),
        ('<rect xmlns:h="x"/>', "2:1: L008 SVG holds attribute 'xmlns:h' on <rect>"),
        (
            '<g xmlns="http://www.w3.org/1999/xhtml"/>',
            "2:1: L008 SVG holds the namespace 'http://www.w3.org/1999/xhtml'",
        ),
        (
            '<rect fill="url(http://x.example/)"/>',
            "2:1: L008 SVG holds fill='url(http://x.example/)'; only url(#id) may be referred to",
        ),
        (
            '<rect fill="URL(//x)"/>',
            "2:1: L008 SVG holds fill='URL(//x)'; only url(#id) may be referred to",
        ),
        (
            '<rect fill="u\\72l&#40;//x)"/>',
            "2:1: L008 SVG holds fill='u\\72l(//x)'; only url(#id) may be referred to",
        ),
        ('<line marker-end="url(#tip)"/>', "2:1: L008 SVG refers to #tip, which is not there"),
        ("<title><g/></title>", "2:8: L008 <title> holds <g>; write words only"),
        ("<desc><text>a</text></desc>", "2:7: L008 <desc> holds <text>; write words only"),
        ("<!--> <img src='x' onerror='y'> -->", "2:1: L008 SVG holds a comment with < or >"),
        ("<!--> x -->", "2:1: L008 SVG holds a comment with < or >"),
        ("<!-- <b -->", "2:1: L008 SVG holds a comment with < or >"),
        (
            '<rect fill="u\\72l"/>',
            "2:1: L008 SVG holds fill='u\\72l'; only url(#id) may be referred to",
        ),
        ("<?x > <img src='x'> ?>", "2:1: L008 SVG holds <?x>"),
        ("<![CDATA[<img>]]>", "2:1: L008 SVG holds <![CDATA["),
        ("<!ENTITY a 'b'>", "2:1: L008 SVG holds <!ENTITY"),
        ("<g>", "3:3: L008 SVG is not well formed: mismatched tag"),
        ("&nbsp;", "2:1: L008 SVG is not well formed: undefined entity"),
    ],
)
def test_it_refuses_what_could_run_load_or_be_read_differently(inside: str, expected: str) -> None:
    assert holding(inside) == [expected]


def test_it_refuses_a_document_type_before_it_is_parsed() -> None:
    text = f'<?xml version="1.0"?>\n  <!doctype svg [<!ENTITY a "b">]>\n{ROOT}&a;</svg>'

    found = [str(problem) for problem in safe_svg("a.svg", text)]

    assert found == ["a.svg:2:3: L008 SVG holds <!DOCTYPE"]


@pytest.mark.parametrize("text", ["<svg/>", '<g xmlns="http://www.w3.org/2000/svg"/>'])
def test_it_asks_for_the_root_of_an_svg(text: str) -> None:
    assert [str(problem) for problem in safe_svg("a.svg", text)] == [
        'a.svg:1:1: L008 figure does not begin with <svg xmlns="http://www.w3.org/2000/svg">'
    ]


def test_it_names_all_faults_at_once() -> None:
    assert holding('<use href="x"/>\n<script/>') == [
        "2:1: L008 SVG holds <use>",
        "2:1: L008 SVG holds attribute 'href' on <use>",
        "3:1: L008 SVG holds <script>",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.png", b"\x89PNG\r\n\x1a\n\0\0"), ("a.webp", b"RIFF\n\0\0\0WEBPVP8 ")],
)
def test_it_knows_pictures_by_their_first_bytes(name: str, data: bytes) -> None:
    assert figure_problems(name, data) == []
    assert figure_problems(name, data.ljust(MAX_FIGURE, b"\0")) == []


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.png", b"RIFF\0\0\0\0WEBP", "L008 file does not begin like a png file"),
        ("a.webp", b"RIFF\0\0\0\0WAVE", "L008 file does not begin like a webp file"),
        ("a.gif", b"GIF89a", "L008 figure is neither .svg nor .png nor .webp"),
        ("a.png", b"\0" * (MAX_FIGURE + 1), "C005 501 KiB, limit 500 KiB"),
        ("a.svg", b" " * 812 * 1024, "C005 812 KiB, limit 500 KiB"),
        ("a.svg", b"<svg>\xa0</svg>", "C001 not UTF-8 (byte 0xA0 at offset 5)"),
    ],
)
def test_it_refuses_other_files(name: str, data: bytes, expected: str) -> None:
    assert [str(problem) for problem in figure_problems(name, data)] == [f"{name}:1:1: {expected}"]


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("![](a.svg)", "1:1: L007 image without alt text"),
        ("![oven.png](oven.png)", "1:1: L007 alt text is the file name"),
        ("![bread-oven](bread-oven.svg)", "1:1: L007 alt text is the file name"),
        ("![Nine char](a.svg)", "1:1: L007 alt text of 9 characters; write 10 to 300"),
        (f"![{'a' * 301}](a.svg)", "1:1: L007 alt text of 301 characters; write 10 to 300"),
        (
            "![An oven, shut](https://bread.example/a.svg)",
            (
                "1:1: L008 figure 'https://bread.example/a.svg' is no .svg, .png or .webp file "
                "beside the lesson"
            ),
        ),
        (
            "![An oven, shut](oven.jpg)",
            "1:1: L008 figure 'oven.jpg' is no .svg, .png or .webp file beside the lesson",
        ),
    ],
)
def test_it_asks_what_an_image_shows(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


def test_alt_text_may_have_ten_to_three_hundred_characters() -> None:
    assert faults('![Ten chars.](a.svg "Caption.")') == []
    assert faults(f"![{'a' * 300}](a.webp)") == []


def test_it_misses_files_that_are_not_there() -> None:
    text = "![An oven](a.svg)\n\n[data](a.txt), [more](b.txt), [far](https://a.b/) ![](/c.svg)\n"
    document = make_document(f"---\nid: a\n---\n{text}", "course/01-bread/lesson.md")
    links = uses_of(document.lines).links

    paths = {"course/01-bread/b.txt", "course/02-rye/a.svg", "a.txt"}
    assert [str(problem) for problem in missing_files(document, links, paths)] == [
        "course/01-bread/lesson.md:4:1: L008 there is no figure 'a.svg' beside the lesson",
        "course/01-bread/lesson.md:6:1: L004 there is no file 'a.txt' beside the lesson",
    ]
