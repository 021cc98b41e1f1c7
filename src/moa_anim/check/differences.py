"""Compares what was found in a film or its manifest with what is expected; each difference becomes a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from moa_anim.check.outcome import RENDER_AGAIN
from moa_anim.errors import Fault

MOST_DIFFERENCES = 8
"""How many differences a check lists."""

MOST_VALUE_CHARACTERS = 120
"""Length at which a value in a message is cut off."""


def differences(found: object, expected: object, where: str) -> Iterator[Fault]:
    """Yield a fault for each value in which two JSON values differ; `where` names the outermost value."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in dict.fromkeys([*expected, *found]):
            yield from differences(found.get(key), expected.get(key), f"{where}: {key}")
    elif isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, (one, other) in enumerate(zip(found, expected, strict=True), 1):
            yield from differences(one, other, f"{where} {number}")
    elif found != expected:
        yield Fault(where, _brief(found), _brief(expected), RENDER_AGAIN)


def shortened(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the first MOST_DIFFERENCES faults; the last of them says how many more there are."""
    if len(faults) <= MOST_DIFFERENCES:
        return tuple(faults)
    last = faults[MOST_DIFFERENCES - 1]
    found = f"{last.found}, and {len(faults) - MOST_DIFFERENCES} more differences"
    return (*faults[: MOST_DIFFERENCES - 1], Fault(last.where, found, last.expected, last.remedy))


def _brief(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):  # nested too deeply, or an integer of thousands of digits
        return "a value that cannot be shown"
    most = MOST_VALUE_CHARACTERS
    return text if len(text) <= most else f"{text[: most - 3]}…"
