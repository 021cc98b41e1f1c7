"""Costs of breaking a line of text without spaces between words (Chinese), in the unit of `break_costs`.

Where a word ends cannot be seen in such text, so a translator marks the ends of phrases; elsewhere, only punctuation is a
good place. `model/wide_text.py` says where a line may end at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set

from moa_anim.captions.break_costs import (
    AFTER_CLAUSE,
    AFTER_SENTENCE,
    BEFORE_PREPOSITION,
    INSIDE_GROUP,
    INSIDE_UNIT,
)

AFTER_ITEM = 40
"""After the comma of a list, “、”."""

_SENTENCE_ENDS = frozenset("。？！")  # noqa: RUF001 - full-width marks are meant
_CLAUSE_ENDS = frozenset("，；：")  # noqa: RUF001 - full-width marks are meant
_ITEM_ENDS = frozenset("、")
_CLOSING = "”’）」』】》〉"  # noqa: RUF001 - full-width marks are meant
_BRACKETS = (r"（[^（）]*）", r"\([^()]*\)", r"\[[^\[\]]*\]", r"［[^［］]*］")  # noqa: RUF001 - full-width marks are meant


def wide_break_costs(
    text: str, gaps: Sequence[int], phrase_ends: Set[int] = frozenset(), keep_together: Sequence[str] = ()
) -> list[int]:
    """Return the cost of ending a line before each of the characters `gaps` of `text`.

    `phrase_ends` are the places, as in `gaps`, where the translator has marked the end of a phrase.
    """
    inside = set(_inside_units(text, keep_together))
    return [_cost(text, gap, phrase_ends) + INSIDE_UNIT * (gap in inside) for gap in gaps]


def _cost(text: str, gap: int, phrase_ends: Set[int]) -> int:
    ending = text[:gap].rstrip(_CLOSING)[-1:]
    if ending in _SENTENCE_ENDS:
        return AFTER_SENTENCE
    if ending in _CLAUSE_ENDS:
        return AFTER_CLAUSE
    if gap in phrase_ends:
        return BEFORE_PREPOSITION
    return AFTER_ITEM if ending in _ITEM_ENDS else INSIDE_GROUP


def _inside_units(text: str, keep_together: Sequence[str]) -> Iterator[int]:
    """Yield every place that is inside a phrase of `keep_together` or inside brackets."""
    for pattern in (*map(re.escape, keep_together), *_BRACKETS):
        for match in re.finditer(pattern, text):
            yield from range(match.start() + 1, match.end())
