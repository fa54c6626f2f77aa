"""Circles among things that require one another."""

import itertools

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
        # both circles through a are named, the longer way round is not
        (
            {"a": ["b", "d"], "b": ["c"], "c": ["b"], "d": ["a"]},
            [["a", "d", "a"], ["b", "c", "b"]],
        ),
        ({"a": ["b"], "b": ["a", "c"], "c": ["b"]}, [["a", "b", "a"], ["c", "b", "c"]]),
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
def test_whatever_is_in_a_circle_is_named(graph: Graph) -> None:
    found = list(circles(graph))

    named = {key for circle in found for key in circle}
    assert named == {key for key in graph if key in reached_from(graph, key)}
    for circle in found:
        assert circle[0] == circle[-1]
        assert all(after in graph[before] for before, after in itertools.pairwise(circle))


def reached_from(graph: Graph, start: str) -> set[str]:
    found, ahead = set[str](), [*graph[start]]
    while ahead:
        key = ahead.pop()
        if key in graph and key not in found:
            found.add(key)
            ahead += graph[key]
    return found
