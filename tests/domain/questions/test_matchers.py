"""What values fit each matcher, and matchers that cannot be read."""

from typing import Any

import pytest

from domain.questions.matchers import (
    BadMatcher,
    Matcher,
    MatcherMeta,
    looks_like_broken_json,
    read_matcher,
)
from domain.questions.pattern_syntax import BadPattern

SELECTOR = '{"Type": "S3", "Values": ["b/"], "All": true}'


def made(**keys: Any) -> Matcher:
    found = read_matcher(MatcherMeta.model_validate(keys))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("keys", "values", "fits"),
    [
        ({"is": "tcp"}, ["tcp"], True),
        ({"is": "tcp"}, ["TCP"], False),
        ({"is": "tcp"}, ["tcp", "tcp"], False),
        ({"is": "tcp"}, [], False),
        ({"one_of": ["6", "tcp"]}, ["6"], True),
        ({"one_of": ["6", "tcp"]}, ["udp"], False),
        ({"regex": "db-[a-z]+"}, ["db-x"], True),
        ({"regex": "db-[a-z]+"}, ["db-x1"], False),
        ({"present": True}, [], True),
        ({"present": True}, ["true"], False),
        ({"json": SELECTOR}, ['{"All":true,"Values":["b/"],"Type":"S3"}'], True),
        ({"json": SELECTOR}, ['{"All":1,"Values":["b/"],"Type":"S3"}'], False),
        ({"json": SELECTOR}, [SELECTOR[:-1] + ', "x": 1}'], False),
        ({"json": SELECTOR}, ["S3"], False),
        ({"json": SELECTOR}, ["[" * 3000], False),
        ({"json_includes": '[{"Type": "S3", "Values": ["b/"]}]'}, [f"[{SELECTOR}]"], True),
        ({"json_includes": '[{"Type": "S3"}]'}, [f'[{{"Type": "L"}}, {SELECTOR}]'], True),
        ({"json_includes": '[{"Type": "S3"}]'}, [SELECTOR], False),
        ({"json_includes": '{"Type": "S3"}'}, ['{"Type": "L"}'], False),
        ({"json_includes": '{"All": true}'}, ['{"All": 1}'], False),
        ({"pairs": "Name=a,Value=b"}, ["Value=b,Name=a"], True),
        ({"pairs": "Name=a,Value=b"}, ["Name=a"], False),
        ({"pairs": "Name=a,Value=b"}, ["Name=a,Value=b,More=c"], False),
        ({"pairs": "Name=a"}, ["a"], False),
        ({"pairs": "Name=a"}, ["Name=a,Name=a"], False),
        ({"pairs": "Name=a"}, [], False),
        ({"pairs": "Name=a,Values=x,y"}, ["Values=x,y,Name=a"], True),
        ({"pairs": "Name=a,Values=x,y"}, ["Name=a,Values=x"], False),
        ({"pairs": "Name=a Name=b"}, ["Name=b", "Name=a"], True),
        ({"pairs": "Name=a Name=b"}, ["Name=b"], False),
        ({"pairs": "Name=a,Values=x,y"}, ['[{"Values": ["x", "y"], "Name": "a"}]'], True),
        ({"pairs": "On=true"}, ['{"On": true}'], True),
        ({"pairs": "Name=a"}, ["[1]"], False),
        ({"pairs": "Name=a"}, ["{Name"], False),
    ],
)
def test_a_value_fits_or_not(keys: dict[str, Any], values: list[str], fits: bool) -> None:
    assert made(**keys).matches(values) is fits


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"is": "a", "regex": "b"}, "'is' and 'regex' are two matchers; write one"),
        ({"json": "{"}, "what is to be matched is not JSON"),
        ({"json_includes": "[a]"}, "what is to be matched is not JSON"),
        ({"pairs": "a"}, "write 'pairs' as name=value,name=value"),
        ({"pairs": " "}, "write 'pairs' as name=value,name=value"),
    ],
)
def test_a_matcher_that_cannot_be_read_says_what_to_write(keys: dict[str, Any], says: str) -> None:
    with pytest.raises(BadMatcher) as bad:
        read_matcher(MatcherMeta.model_validate(keys))

    assert str(bad.value) == says


def test_a_pattern_is_held_to_the_rules_of_patterns() -> None:
    with pytest.raises(BadPattern):
        made(regex="(a+)+")


def test_without_a_key_there_is_no_matcher() -> None:
    assert read_matcher(MatcherMeta()) is None


def test_it_is_plain_data() -> None:
    assert made(regex="a+").plain() == ["regex", "a+"]
    assert made(pairs="b=2,a=1").plain() == ["pairs", ((("a", "1"), ("b", "2")),)]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ('{"a": 1', True),
        ('[{"a": 1}', True),
        ("[{a: 1}]", True),  # as a shell leaves it without single quotes
        ('{"a": 1}', False),
        ("[].Name", False),
        ("{id: InstanceId}", False),
        ("tcp", False),
    ],
)
def test_broken_json_is_told_from_what_is_none(text: str, broken: bool) -> None:
    assert looks_like_broken_json(text) is broken
