"""The order in which the parts of a line stand from left to right, by the Unicode bidirectional algorithm (UAX 9)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from moa_anim.model.direction import Direction, direction_of, needs_order


@dataclass(frozen=True)
class Run:
    """Characters `start` … `stop` - 1 of a line, which are written in one direction."""

    start: int
    stop: int
    direction: Direction


@cache
def visual_runs(text: str, base: Direction | None = None) -> tuple[Run, ...]:
    """Return the runs of a line in the order in which they stand, from left to right.

    `base` is the direction of the line, by default that of its first letter.
    """
    base = base or direction_of(text)
    if base is Direction.LEFT_TO_RIGHT and not needs_order(text):
        return (Run(0, len(text), base),)
    levels = _levels(text, base)
    # Rule L2: from the highest level down to the lowest odd one, reverse what is at that level or above.
    order = list(range(len(text)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            stop = start
            while stop < len(order) and levels[order[stop]] >= level:
                stop += 1
            order[start:stop] = reversed(order[start:stop])
            start = stop + 1
    runs: list[Run] = []
    for place in order:
        direction = Direction.RIGHT_TO_LEFT if levels[place] % 2 else Direction.LEFT_TO_RIGHT
        last = runs[-1] if runs else None
        if last and last.direction is direction and place in (last.stop, last.start - 1):
            runs[-1] = Run(min(last.start, place), max(last.stop, place + 1), direction)
        else:
            runs.append(Run(place, place + 1, direction))
    return tuple(runs)


def _levels(text: str, base: Direction) -> list[int]:
    """Return the embedding level of each character (rules X1 to I2); an odd level is from right to left.

    The texts of a film have no embeddings or overrides (`model/showable.py`), so that no character is removed.
    """
    from bidi import algorithm  # imported here because only few films have such text

    storage = algorithm.get_empty_storage()
    level = 1 if base is Direction.RIGHT_TO_LEFT else 0
    storage["base_level"], storage["base_dir"] = level, ("L", "R")[level]
    algorithm.get_embedding_levels(text, storage)
    for each in storage["chars"]:
        if (
            each["type"] == "BN"
        ):  # such as a joiner: rule X9 would remove it; it goes with the character before it
            each["type"] = "NSM"
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(text, storage["chars"], storage["base_dir"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [each["level"] for each in storage["chars"]]


_BRACKETS = {"(": ")", "[": "]", "{": "}", "\uff08": "\uff09", "\uff3b": "\uff3d"}
"""Opening brackets and those that close them."""


def _resolve_brackets(text: str, chars: list[dict[str, Any]], base: str) -> None:
    """Give both brackets of a pair one direction (rule N0), which the library leaves out.

    `chars` are the characters with their weak types resolved, of which the brackets' are changed; `base` is "L" or "R".
    """
    for start, stop in _bracket_pairs(text):
        inside = {_strong(each["type"]) for each in chars[start + 1 : stop]} - {""}
        if base in inside:
            chars[start]["type"] = chars[stop]["type"] = base
        elif inside:
            before = [strong for each in chars[:start] if (strong := _strong(each["type"]))]
            chars[start]["type"] = chars[stop]["type"] = (
                base if base == (before or [base])[-1] else _other(base)
            )


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    """Return the places of the brackets that match, in the order of the opening ones."""
    waiting: list[tuple[int, str]] = []
    pairs = []
    for place, mark in enumerate(text):
        if mark in _BRACKETS:
            waiting.append((place, _BRACKETS[mark]))
        elif any(mark == closing for _, closing in waiting):
            while waiting[-1][1] != mark:
                waiting.pop()
            pairs.append((waiting.pop()[0], place))
    return sorted(pairs)


def _strong(kind: str) -> str:
    """Return the direction of a resolved type, in which numbers count as if written from right to left; "" for none."""
    return {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _other(base: str) -> str:
    return "L" if base == "R" else "R"
