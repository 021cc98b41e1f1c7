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
from moa_anim.model.word_lists import ENGLISH_PUNCTUATION, Punctuation

AFTER_ITEM = 40
"""After the comma of a list, “、”."""

_BRACKETS = (r"（[^（）]*）", r"\([^()]*\)", r"\[[^\[\]]*\]", r"［[^［］]*］")  # noqa: RUF001 - full-width marks are meant


def wide_break_costs(
    text: str,
    gaps: Sequence[int],
    phrase_ends: Set[int] = frozenset(),
    keep_together: Sequence[str] = (),
    punctuation: Punctuation = ENGLISH_PUNCTUATION,
) -> list[int]:
    """Return the cost of ending a line before each of the characters `gaps` of `text`, in a language with `punctuation`.

    `phrase_ends` are the places, as in `gaps`, where the translator has marked the end of a phrase.
    """
    inside = set(_inside_units(text, keep_together))
    return [_cost(text, gap, phrase_ends, punctuation) + INSIDE_UNIT * (gap in inside) for gap in gaps]


def _cost(text: str, gap: int, phrase_ends: Set[int], punctuation: Punctuation) -> int:
    ending = punctuation.ending(text[:gap])
    if ending and ending in punctuation.sentence_ends:
        return AFTER_SENTENCE
    if ending and ending in punctuation.clause_ends:
        return AFTER_CLAUSE
    if gap in phrase_ends:
        return BEFORE_PREPOSITION
    return AFTER_ITEM if ending and ending in punctuation.item_ends else INSIDE_GROUP


def _inside_units(text: str, keep_together: Sequence[str]) -> Iterator[int]:
    """Yield every place that is inside a phrase of `keep_together` or inside brackets."""
    for pattern in (*map(re.escape, keep_together), *_BRACKETS):
        for match in re.finditer(pattern, text):
            yield from range(match.start() + 1, match.end())
