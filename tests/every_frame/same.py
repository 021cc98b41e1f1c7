"""Remember a result while the arguments are the very same objects: hashing a storyboard at every frame takes milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def while_same(make: Callable[P, T]) -> Callable[P, T]:
    """Call `make` again only if an argument is another object than at the last call."""
    last: list[Any] = []

    @wraps(make)
    def remembered(*arguments: P.args, **named: P.kwargs) -> T:
        now = (*arguments, *named.values())
        if (
            not last
            or len(last[0]) != len(now)
            or any(one is not other for one, other in zip(last[0], now, strict=True))
        ):
            last[:] = [now, make(*arguments, **named)]
        result: T = last[1]
        return result

    return remembered
