"""glossary.yaml: the terms of a course."""

import pytest

from courses.reading import read_data
from domain.documents import Document
from domain.glossary import Term, read_glossary
from domain.listings import Listing

GOOD = """\
format: 1
terms:
  - id: crust
    term: Crust
    also: [rind]
    definition: >-
      The hard outside of a [[loaf]],
      formed at {{ fact:oven-heat }}.
    taught_in: oven#heat
    card: true
  - id: loaf
    term: Loaf
    definition: Bread in one piece.
    taught_in: dough#yeast
"""


def read(text: str) -> Listing[Term]:
    document = read_data("glossary.yaml", text)
    assert isinstance(document, Document), document
    return read_glossary(document)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in read(text).problems]


def defined(definition: str, term: str = "Crust") -> list[str]:
    """Give the problems of a term with this definition."""
    return problems(
        f"format: 1\nterms:\n  - id: crust\n    term: {term}\n    taught_in: oven#heat\n"
        f'    definition: "{definition}"\n'
    )


def test_it_reads_every_entry_with_its_place() -> None:
    listing = read(GOOD)
    crust, loaf = listing.rows

    assert listing.problems == ()
    assert (crust.id, crust.term, crust.also, crust.card) == ("crust", "Crust", ("rind",), True)
    assert crust.definition.startswith("The hard outside of a [[loaf]], formed")
    assert (loaf.also, loaf.card, loaf.taught_in, loaf.at) == (
        (),
        False,
        "dough#yeast",
        ("terms", 1),
    )


def test_it_knows_what_a_definition_refers_to() -> None:
    crust = read(GOOD).rows[0]

    assert [use.id for use in crust.uses.terms] == ["loaf"]
    assert [use.id for use in crust.uses.facts] == ["oven-heat"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("format: 1", "format: 2", "1:9: C013 format 2 is not known; this reader knows 1"),
        ("    taught_in: dough#yeast\n", "", "11:5: C010 key 'terms.1.taught_in' is missing"),
        ("also: [rind]", "aslo: [rind]", "5:5: C011 unknown key 'aslo'; did you mean 'also'?"),
        ("card: true", "card: yes", "10:11: C012 'terms.0.card' must be a valid boolean"),
        ("id: loaf", "id: Loaf", "11:9: C014 id 'Loaf': use lower case, digits and single hyphens"),
    ],
)
def test_it_says_what_is_wrong_with_an_entry(old: str, new: str, problem: str) -> None:
    assert GOOD.count(old) == 1

    assert f"glossary.yaml:{problem}" in problems(GOOD.replace(old, new))


def test_a_faulty_entry_takes_no_other_with_it() -> None:
    listing = read(GOOD.replace("card: true", "card: yes"))

    assert [term.id for term in listing.rows] == ["loaf"]
    assert listing.broken == {"crust"}


@pytest.mark.parametrize(
    ("definition", "term", "repeats"),
    [
        ("Crust is what is hard.", "Crust", "Crust is"),
        ("crust: what is hard.", "Crust", "crust: what"),
        ("VPC peering joins two networks.", "VPC peering", "VPC peering joins"),
        ("C++ is hard.", "C++", "C++ is"),
    ],
)
def test_a_definition_does_not_begin_with_its_term(
    definition: str, term: str, repeats: str
) -> None:
    assert defined(definition, term) == [f"glossary.yaml:6:17: G004 definition repeats '{repeats}'"]


@pytest.mark.parametrize(
    "definition", ["Crusts are many.", "The crust.", "Crustaceans do not count."]
)
def test_a_definition_may_begin_like_its_term(definition: str) -> None:
    assert defined(definition) == []


def test_a_definition_is_one_sentence_of_forty_words() -> None:
    assert defined(" ".join(["word"] * 40)) == []
    assert defined(" ".join(["word"] * 41)) == [
        "glossary.yaml:6:17: G004 definition of 41 words; at most 40"
    ]
