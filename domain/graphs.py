"""Circles among things that require one another."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise


def circles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Give circles, such as a > b > a, of which no two have a step in common.

    Every other circle takes a step of one of these: a single wrong requirement is told once. Each
    begins with the first thing of the graph's order that it can begin with.
    """
    knotted = _knotted(graph)
    steps = {key: [name for name in graph[key] if name in knotted] for key in knotted}
    for start in graph:
        while start in knotted and (circle := _way_back(steps, start)):
            for here, after in pairwise(circle):
                steps[here] = [name for name in steps[here] if name != after]
            yield circle


def _knotted(graph: Mapping[str, Sequence[str]]) -> set[str]:
    """Return what is left when everything is taken away that requires nothing that is left."""
    waiting = {key: {name for name in names if name in graph} for key, names in graph.items()}
    required_by: dict[str, list[str]] = {key: [] for key in graph}
    for key, names in waiting.items():
        for name in names:
            required_by[name].append(key)
    free = [key for key, names in waiting.items() if not names]
    while free:
        done = free.pop()
        del waiting[done]
        for key in required_by[done]:
            waiting[key].discard(done)
            if not waiting[key]:
                free.append(key)
    return set(waiting)


def _way_back(steps: Mapping[str, Sequence[str]], start: str) -> list[str]:
    """Return the shortest way from a thing back to itself, or nothing."""
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while ahead:
        here = ahead.popleft()
        for after in steps[here]:
            if after == start:
                way = [here]
                while way[0] != start:
                    way.insert(0, came_from[way[0]])
                return [*way, start]
            if after not in came_from:
                came_from[after] = here
                ahead.append(after)
    return []
