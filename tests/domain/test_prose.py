"""Damage in the running text, and what only looks like it."""

import pytest

from tests.lessons import faults

LONG = " ".join(["Word"] + [f"w{n}" for n in range(39)])
SPLIT = "C034 list item seems to be split here"


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("Build serv__pn0__s.", "1:11: C030 placeholder damage '__pn0__' in 'serv__pn0__s'"),
        ("- Say {{ name }} now.", "1:7: C030 placeholder damage '{{ name }}'"),
        ("{{ fact: a-price }}", "1:1: C030 placeholder damage '{{ fact: a-price }}'"),
        ("Use {{ fact:a-price", "1:5: C030 placeholder damage '{{'"),
        ("A {% block %}", "1:3: C030 placeholder damage '{% block %}'"),
        ("caf\ufffd", "1:4: C030 placeholder damage '\ufffd' in 'caf\ufffd'"),
        ("Inside , bread", "1:7: C031 ' ,'"),
        ("Inside\n, bread", "1:7: C031 ' ,'"),
        ("We end here .", "1:12: C031 ' .'"),
        ("Bread ( ) rises.", "1:7: C031 '( )'"),
        ("Bread,, more", "1:6: C031 ',,'"),
        ("Bake the the bread", "1:6: C031 'the the'"),
        ("The\n*the* bread", "1:1: C031 'The the'"),
        ("The [[rye|the]] bread", "1:1: C031 'The the'"),
        ("- And so eC2 runs", "1:10: C032 'eC2' looks damaged; 'EC2'?"),
        ("A CloudTrail, a cloudTrail", "1:17: C032 'cloudTrail' looks damaged; 'CloudTrail'?"),
        ("- Granting\n*IAM permissions", f"2:1: {SPLIT}"),
        ("- Granting\n* permissions", f"2:1: {SPLIT}"),
        ("- In prod. - Ignoring it", f"1:12: {SPLIT}"),
        (f"Short. {LONG} more.", "1:8: L034 sentence of 41 words"),
        (f"{LONG}. {LONG}. {LONG}. More.", "1:1: L034 paragraph of 121 words"),
    ],
)
def test_it_finds_damage(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


@pytest.mark.parametrize(
    "fragment",
    [
        "`__pn0__` and `{{ name }}` and `the the` and `eC2` are code.",
        "Read {{ fact:a-price }}, then {{ fact:a-price bare }}.",
        "Use `a`, then `b`, then (`c`).",
        "He had had it, and that that was so.",
        "See the `x` the other way.",
        "A vCPU, two vCPUs, gRPC, mTLS and iOS; an iPhone, macOS and pgAudit.",
        "*Bread* is soft.\n\n**Bread** is hard.\n\n*Bread\nis* both.",
        "* one\n* two",
        "Bread - and butter - is food.",
        "A range of 3 - 5 loaves ... and more",
        f"{LONG}. {LONG}. {LONG}.",
        f"{LONG}, e.g. no.".replace("w38, ", "").replace("w37 ", "").replace("w36 ", ""),
    ],
)
def test_it_leaves_sound_text_alone(fragment: str) -> None:
    assert faults(fragment) == []


def test_it_finds_a_line_that_stands_twice() -> None:
    line = "This line holds more than thirty characters."

    assert faults(f"{line}\n\n- {line}\n\n```text\n{line}\n```") == [
        "3:1: C033 same text as line 9"
    ]
    assert faults("Exactly thirty characters here\n\nExactly thirty characters here") == []


def test_tables_may_have_the_same_header() -> None:
    table = (
        "Table: Prices {}.\n\n| What one loaf costs | Where it costs that |\n|---|---|\n| {} | 1 |"
    )

    assert faults(table.format("a", "b") + "\n\n" + table.format("c", "d")) == []
