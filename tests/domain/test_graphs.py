"""Circles among things that require one another."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.graphs import circles

Graph = dict[str, list[str]]


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": ["b"], "b": ["c"], "c": []}, []),
        ({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, []),
        ({"a": ["gone"]}, []),
        ({"a": ["a"]}, [["a", "a"]]),
        ({"a": ["b"], "b": ["a"]}, [["a", "b", "a"]]),
        ({"c": ["a"], "a": ["b"], "b": ["a"]}, [["a", "b", "a"]]),
        # a single step, c to a, closes two circles: one is told
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, [["a", "c", "a"]]),
        (
            {"a": ["b", "d"], "b": ["c"], "c": ["b"], "d": ["a"]},
            [["a", "d", "a"], ["b", "c", "b"]],
        ),
        ({"a": ["b"], "b": ["a", "c"], "c": ["b"]}, [["a", "b", "a"], ["b", "c", "b"]]),
        ({"a": ["x"], "x": ["y"], "y": ["x", "a"]}, [["a", "x", "y", "a"]]),
    ],
)
def test_it_names_what_runs_in_circles(graph: Graph, found: list[list[str]]) -> None:
    assert list(circles(graph)) == found


def test_a_long_chain_costs_no_time() -> None:
    chain = {str(n): [str(n - 1)] for n in range(20_000)}

    assert list(circles(chain)) == []


KEYS = st.sampled_from("abcdef")


@given(st.dictionaries(KEYS, st.lists(KEYS, max_size=3)))
def test_without_the_steps_that_are_told_no_circle_is_left(graph: Graph) -> None:
    found = list(circles(graph))

    told = [step for circle in found for step in pairwise(circle)]
    assert len(told) == len(set(told))
    assert all(after in graph[before] for before, after in told)
    assert all(circle[0] == circle[-1] for circle in found)
    rest = {
        key: [name for name in names if (key, name) not in told] for key, names in graph.items()
    }
    assert not any(key in reached_from(rest, key) for key in rest)


def reached_from(graph: Graph, start: str) -> set[str]:
    found, ahead = set[str](), [*graph[start]]
    while ahead:
        key = ahead.pop()
        if key in graph and key not in found:
            found.add(key)
            ahead += graph[key]
    return found
