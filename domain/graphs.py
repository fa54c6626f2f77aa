"""Circles among things that require one another."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence


def circles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Give circles, such as a > b > a, so that everything in one is named at least once.

    Each begins and ends with the first thing of the graph's order that no earlier one named.
    """
    knotted = _knotted(graph)
    named: set[str] = set()
    for start in graph:
        if start in knotted and start not in named:
            circle = _way_back(graph, start, knotted)
            named.update(circle)
            if circle:
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


def _way_back(graph: Mapping[str, Sequence[str]], start: str, among: set[str]) -> list[str]:
    """Return the shortest way from a thing back to itself, or nothing."""
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while ahead:
        here = ahead.popleft()
        for after in graph[here]:
            if after == start:
                way = [here]
                while way[0] != start:
                    way.insert(0, came_from[way[0]])
                return [*way, start]
            if after in among and after not in came_from:
                came_from[after] = here
                ahead.append(after)
    return []
