"""Terms without their mark, and everyday words."""

import pytest

from domain.glossary import Term
from domain.unmarked import names_of, unmarked_terms
from tests.lessons import FIRST, lesson_file, lesson_with, make_lesson


def make_term(id_: str, term: str, *also: str) -> Term:
    return Term(id_, term, also, "A thing.", "bakery#part-0", card=False, at=())


NAMES = names_of(
    [
        make_term("cold-start", "Cold start"),
        make_term("nat-gateway", "NAT gateway"),
        make_term("object-lock", "Object Lock"),
        make_term("object", "Object", "S3 object"),
        make_term("vpc", "VPC", "Virtual Private Cloud"),
        make_term("default-vpc", "Default VPC"),
        make_term("vpc-peering", "VPC peering", "peering"),
        make_term("region", "Region"),
        make_term("key", "Key"),
        make_term("p99", "p99"),
        make_term("on-premises", "On-premises"),
        make_term("cloudtrail", "CloudTrail"),
    ]
)


def unmarked(fragment: str) -> list[str]:
    text = lesson_with(fragment)
    found = unmarked_terms(lesson_file(text), make_lesson(text).uses, NAMES)
    return [
        f"{problem.spot.line - FIRST + 1}:{problem.spot.column} {problem.message}"
        for problem in found
    ]


@pytest.mark.parametrize(
    ("fragment", "place", "shown"),
    [
        ("A cold start is slow.", "1:3", "cold start"),
        ("Cold starts are slow.", "1:1", "Cold starts"),
        ("It is a cold\nstart.", "1:9", "cold start"),
        ("The NAT gateway's bill", "1:5", "NAT gateway"),
        ("Use Object Lock now", "1:5", "Object Lock"),
        ("VPCs are many", "1:1", "VPCs"),
        ("Use VPC peering now", "1:5", "VPC peering"),
        ("Use the default VPC now", "1:9", "default VPC"),
        ("in another Region", "1:12", "Region"),
        ("The Region is big", "1:5", "Region"),
        ("in two Regions", "1:8", "Regions"),
        ("at the p99", "1:8", "p99"),
        ("an on-premises rack", "1:4", "on-premises"),
        ("with CloudTrail", "1:6", "CloudTrail"),
        ("| a VPC |", "1:5", "VPC"),
        ("A VPC before [[vpc]]", "1:3", "VPC"),
    ],
)
def test_it_finds_a_term_without_its_mark(fragment: str, place: str, shown: str) -> None:
    assert unmarked(fragment) == [f"{place} first use of '{shown}' is not marked"]


@pytest.mark.parametrize(
    "fragment",
    [
        "[[vpc]] first, then a VPC.",
        "A [[vpc|VPC]] as well.",
        "an object, a key, a region, peering",
        'Region is a word here. Key too. "Object" as well: Region',
        "| Region | Key |",
        "the object lock of a door",
        "the Key Management of it, the US East Region",
        "`VPC` is code\n\n```text\nVPC\n```",
        "## A VPC {#vpc}",
        "[a VPC](https://vpc.example/)",
        "nat gateway, cloudtrail, vpc",
        "cold, start",
    ],
)
def test_everyday_words_are_no_terms(fragment: str) -> None:
    assert unmarked(fragment) == []


def test_it_names_only_the_first_use() -> None:
    assert unmarked("A VPC.\n\nA VPC and a cold start, no cold start.") == [
        "1:3 first use of 'VPC' is not marked",
        "3:13 first use of 'cold start' is not marked",
    ]
