"""What is seldom asked for stays packed until then: a course is read to change a little of it."""

import pickle
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, TypeVar

T = TypeVar("T")


def packing(*seldom: str) -> Callable[[type[T]], type[T]]:
    """Let a dataclass be pickled with these fields packed: who asks for one unpacks it."""

    def decorate(kind: type[T]) -> type[T]:
        added: dict[str, Any] = {"__getstate__": lambda one: _state(one, seldom)}
        for name in seldom:
            added[name] = cached_property(partial(_unpacked, name))
            added[name].__set_name__(kind, name)
        for name, value in added.items():
            setattr(kind, name, value)
        return kind

    return decorate


def _state(one: Any, seldom: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields, the seldom ones packed; what is still packed stays so."""
    state = dict(vars(one))
    packed = {name: pickle.dumps(state.pop(name)) for name in seldom if name in state}
    return state | {"packed": state.get("packed", {}) | packed}


def _unpacked(name: str, one: Any) -> Any:
    return pickle.loads(one.packed[name])  # noqa: S301 - packed above
