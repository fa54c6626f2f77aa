"""Passages, and what they refer to."""

from domain.documents import Line, number_lines
from domain.markup import FactUse, LinkUse, TermUse, Uses, plain, uses_of, words_in
from domain.passages import CODE, Kind, passages_of, without_code
from domain.problems import Spot


def lines(text: str) -> tuple[Line, ...]:
    return number_lines(text.split("\n"), first=1)


def test_it_finds_terms_with_and_without_words_of_their_own() -> None:
    assert uses_of(lines("A [[egress]]\nor an [[availability-zone|zone]].")).terms == (
        TermUse("egress", "", Spot(1, 3), in_table=False),
        TermUse("availability-zone", "zone", Spot(2, 7), in_table=False),
    )


def test_a_bar_after_a_backslash_parts_a_term_from_its_words() -> None:
    (use,) = uses_of(lines("| [[egress\\|out]] |")).terms

    assert (use.id, use.shown) == ("egress", "out")


def test_it_finds_facts() -> None:
    assert uses_of(lines("{{ fact:a-price }}, later {{ fact:a-price bare }}.")).facts == (
        FactUse("a-price", bare=False, spot=Spot(1, 1), in_table=False),
        FactUse("a-price", bare=True, spot=Spot(1, 27), in_table=False),
    )


def test_it_knows_the_cells_of_tables() -> None:
    uses = uses_of(lines("| [[a]] | {{ fact:b }} |\n|---|---|\n\n[[c]]"))

    assert [use.in_table for use in uses.terms] == [True, False]
    assert [use.in_table for use in uses.facts] == [True]


def test_it_finds_links_images_and_addresses_in_the_order_of_reading() -> None:
    text = 'To <https://a.example/>, [the guide](lesson:vpc#tiers).\n\n![Two boxes](a.svg "Boxes.")'

    assert uses_of(lines(text)).links == (
        LinkUse("https://a.example/", "https://a.example/", "", Spot(1, 4), image=False),
        LinkUse("the guide", "lesson:vpc#tiers", "", Spot(1, 26), image=False),
        LinkUse("Two boxes", "a.svg", "Boxes.", Spot(3, 1), image=True),
    )


def test_a_link_may_go_over_two_lines() -> None:
    (link,) = uses_of(lines("See [the long\n`guide`](https://a.example/x_(y)).")).links

    assert (link.text, link.target) == ("the long `guide`", "https://a.example/x_(y)")


def test_a_term_is_no_link() -> None:
    assert uses_of(lines("[[egress]](see below)")).links == ()


def test_code_refers_to_nothing() -> None:
    text = "`[[a]]` and ``{{ fact:b }} ` ``, over\ntwo `lines [x](y)\n[[c]]` of it"

    assert uses_of(lines(f"{text}\n\n```text\n[[d]]\n```")) == Uses()


def test_a_lone_backtick_hides_nothing() -> None:
    assert [use.id for use in uses_of(lines("A ` and [[a]]\n\nand ` [[b]]")).terms] == ["a", "b"]


def test_blanked_code_keeps_its_length_and_its_lines() -> None:
    assert without_code("a `b\nc` d") == f"a {CODE * 2}\n{CODE * 2} d"
    assert without_code("``a` b``c") == f"{CODE * 8}c"
    assert without_code("\\`a [[b]] `c`") == f"\\`a [[b]] {CODE * 3}"


def test_the_first_use_of_a_term_is_the_one_that_is_read_first() -> None:
    uses = uses_of(lines("[[a]] [[b]] [[a|x]]"))

    assert {key: use.spot.column for key, use in uses.first_terms.items()} == {"a": 1, "b": 7}


def test_passages_end_where_the_sense_does() -> None:
    text = "# A\nb\nc\n- d\n  e\n1. f\n\n> - g\n/// note\n| h |\n| i |\n```text\nj\n```\nk"

    assert [(part.kind, part.first, part.written) for part in passages_of(lines(text))] == [
        (Kind.HEADING, 1, "# A"),
        (Kind.TEXT, 2, "b\nc"),
        (Kind.ITEM, 4, "- d\n  e"),
        (Kind.ITEM, 6, "1. f"),
        (Kind.ITEM, 8, "> - g"),
        (Kind.MARK, 9, "/// note"),
        (Kind.ROW, 10, "| h |"),
        (Kind.ROW, 11, "| i |"),
        (Kind.TEXT, 15, "k"),
    ]


def test_lines_that_do_not_follow_each_other_are_not_read_in_one_go() -> None:
    first, _, third = lines("a\nb\nc")

    assert [part.written for part in passages_of([first, third])] == ["a", "c"]


def test_it_counts_lines_between_longer_fences_as_code() -> None:
    text = "````text\n```\n[[a]]\n```\n````\n[[b]]\n~~~text\n[[c]]\n~~~\n```inline``` [[d]]"

    assert [use.id for use in uses_of(lines(text)).terms] == ["b", "d"]


def test_words_are_what_is_read() -> None:
    assert words_in("A [[cold-start|slow start]] of **2** `ms`, [said](https://x.example/)") == [
        *("A", "slow", "start", "of", "2", "ms", "said"),
    ]
    assert plain("[[cold-start]]") == "cold start"
