"""What a lesson should name as a fact, and what is its own."""

import pytest

from tests.lessons import faults


@pytest.mark.parametrize(
    ("fragment", "expected"),
    [
        ("It is $0.09 now.", "1:7: C035 '$0.09' without a fact; prices change"),
        ("It is $0.05-$0.09.", "1:7: C035 '$0.05-$0.09' without a fact; prices change"),
        ("Pay $53,800, not more.", "1:5: C035 '$53,800' without a fact; prices change"),
        ("About 0.02 USD per GB.", "1:7: C035 '0.02 USD' without a fact; prices change"),
        ("About EUR 5 a month.", "1:7: C035 'EUR 5' without a fact; prices change"),
        ("It takes 2.1 kUSD.", "1:10: C035 '2.1 kUSD' without a fact; prices change"),
        ("It costs 5 cents.", "1:10: C035 '5 cents' without a fact; prices change"),
        ("Up to 90 % off", "1:7: C035 '90 %' without a fact; percentages change"),
        ("Saves 20-40% mostly", "1:7: C035 '20-40%' without a fact; percentages change"),
        (
            "Saves 20 to 40\npercent",
            "1:7: C035 '20 to 40 percent' without a fact; percentages change",
        ),
        ("**99.9 %** uptime", "1:3: C035 '99.9 %' without a fact; percentages change"),
        ("See Rule 4370 on it", "1:5: C035 'Rule 4370' without a fact; rules change"),
        ("Under 17a-4(f) keep it", "1:7: C035 '17a-4(f)' without a fact; rules change"),
        ("Under 15c3-5, check it", "1:7: C035 '15c3-5' without a fact; rules change"),
        (
            "In 17 CFR 240.17a-4 it says",
            "1:4: C035 '17 CFR 240.17a-4' without a fact; rules change",
        ),
        ("Suppose Rule 4370 binds us.", "1:9: C035 'Rule 4370' without a fact; rules change"),
        (
            "At\nmost 3, at most 1,000 keys",
            "2:9: C035 'at most 1,000' without a fact; limits change",
        ),
        ("A quota of 50 per VPC", "1:3: C035 'quota of 50' without a fact; limits change"),
        ("Runs up to 15 minutes", "1:6: C035 'up to 15' without a fact; limits change"),
        ("With a minimum of 60 s", "1:8: C035 'minimum of 60' without a fact; limits change"),
    ],
)
def test_it_finds_what_should_be_a_fact(fragment: str, expected: str) -> None:
    assert faults(fragment) == [expected]


def test_it_looks_into_tables() -> None:
    table = "Table: Prices.\n\n| A | B |\n|---|---|\n| loaf | 0.5 USD |"

    assert faults(table) == ["5:10: C035 '0.5 USD' without a fact; prices change"]


@pytest.mark.parametrize(
    "fragment",
    [
        "A budget of 30 ms, 200 GB of fills, 10 TB of ticks, 5,000 GB on 21 nights.",
        "Since 2026-11-22 at 09:30 the port 443 of 10.20.0.0/16 is open, as in 1.2 / 3 = 0.4.",
        "A c7g.xlarge, a g5g, a p5 and an i4i in us-east-1a, on x86_64, at the p99.",
        "All of it, 100 % of it, or nothing, 0 %.",
        "At most {{ fact:s3-list-page }}, up to {{ fact:spot-max }} off.",
        "`$0.09` and `90 %` are code.\n\n```text\n90 % of 0.02 USD\n```",
        "Suppose a machine costs 480 USD. At 0.96 USD an hour and a load of 60 %, which is less?",
        "As [Rule 4370](https://www.finra.org/) says.",
        "The ARN starts with arn:aws:iam::123456789012:role/a-1.",
    ],
)
def test_scenarios_names_and_times_are_no_facts(fragment: str) -> None:
    assert faults(fragment) == []


def test_a_supposition_ends_with_its_paragraph() -> None:
    found = faults("Suppose it costs 480 USD.\n\nIt costs 480 USD.")

    assert found == ["3:10: C035 '480 USD' without a fact; prices change"]


def test_headings_carry_no_facts() -> None:
    assert faults("## Rule 4370 {#rule}") == []
