"""Cuts words into captions where a good subtitler would: the cheapest of all ways."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from moa_anim.captions.break_costs import AFTER_CLAUSE, AFTER_SENTENCE, break_costs
from moa_anim.errors import ModelError
from moa_anim.model.caption_rules import LINE_CHARACTERS, LINES, MOST_SECONDS, USUAL, Setting, text_seconds
from moa_anim.model.story import Caption

# Costs beside those of the breaks themselves, in the same unit.
CAPTION_COST = 25
"""Each caption: fewer are calmer."""
CAPTION_BREAK_WEIGHT = 1.5
"""A break between captions parts words for longer than one between lines."""
SHORT_LINE = 10
"""A line with fewer characters looks lost."""
SHORT_LINE_COST = 60
SHORT_CAPTION = 24
"""A caption with fewer characters stands longer than it takes to read (2 s at 15 a second would be 30)."""
SHORT_CAPTION_COST = 5
"""For each character that is missing."""
BALANCE_COST = 0.09
"""For the square of the characters by which two lines differ, beyond a slightly longer lower line."""
LOWER_LINE_LONGER = 3
"""The lower line may be this much longer without cost: a pyramid hides less of the picture (BBC)."""
MISSED_CLAUSE_COST = 25
"""A clause that ends inside a line, where the eye does not rest; not counted for a sentence's first word, as
in “However,”."""
ONE_LINE_GAIN = 6
"""A caption of one line needs no break at all."""


class WordTooLong(ModelError):  # noqa: N818 - it names what is so
    """`word` does not fit into a line of `limit` characters."""

    def __init__(self, word: str, limit: int = LINE_CHARACTERS) -> None:
        found = f"“{word}”, {len(word)} characters without a break"
        super().__init__(found, f"at most {limit} in a line", "quote or emend so that it can be broken")
        self.word = word
        self.limit = limit
        self.args = (word, limit)


@dataclass(frozen=True)
class _Cut:
    """The cheapest captions for the words from some place to the end."""

    cost: float
    captions: tuple[Caption, ...]


def break_captions(
    text: str, keep_together: Sequence[str] = (), setting: Setting = USUAL
) -> tuple[Caption, ...]:
    """Cut `text` into captions that, joined by single spaces, are `text` again.

    Each has at most 2 lines of 42 characters and can be read within 7 s by the audience of `setting`. Lines break at
    single spaces only, so words joined by a no-break space, and runs of spaces, stay whole. A phrase in `keep_together`
    is broken only if it is longer than a line.

    Raises:
        WordTooLong: A word alone is longer than a line.
    """
    words = re.split(r"(?<! ) (?! )", text)
    for word in words:
        if len(word) > LINE_CHARACTERS:
            raise WordTooLong(word)
    gap_costs = break_costs(words, keep_together)
    best = [_Cut(0, ())]  # best[k]: for the last k words
    for start in reversed(range(len(words))):
        options = []
        for stop in range(start + 1, len(words) + 1):
            laid = _lay(words, gap_costs, start, stop, setting)
            if laid is None:
                break
            after = best[len(words) - stop]
            parting = CAPTION_BREAK_WEIGHT * gap_costs[stop - 1] if stop < len(words) else 0
            options.append(_Cut(laid.cost + parting + after.cost, laid.captions + after.captions))
        best.append(min(options, key=lambda cut: cut.cost))
    return best[-1].captions


def _lay(
    words: Sequence[str], gap_costs: Sequence[int], start: int, stop: int, setting: Setting
) -> _Cut | None:
    """Return the cheapest single caption for words `start` … `stop` - 1, None if they do not fit into one."""
    whole = " ".join(words[start:stop])
    if text_seconds(whole, setting) > MOST_SECONDS:
        return None

    def missed(first: int, last: int) -> float:
        """Return the cost of the clauses that end inside a line of words `first` … `last` - 1."""
        ends = (gap for gap in range(first, last - 1) if gap_costs[gap] <= AFTER_CLAUSE)
        return MISSED_CLAUSE_COST * sum(gap > 0 and gap_costs[gap - 1] != AFTER_SENTENCE for gap in ends)

    layouts: list[tuple[float, tuple[str, ...]]] = []
    if len(whole) <= LINE_CHARACTERS:
        layouts.append((_shape_cost(whole) + missed(start, stop) - ONE_LINE_GAIN, (whole,)))
    for middle in range(start + 1, stop) if LINES > 1 else ():
        lines = " ".join(words[start:middle]), " ".join(words[middle:stop])
        if max(map(len, lines)) <= LINE_CHARACTERS:
            cost = _shape_cost(*lines) + missed(start, middle) + missed(middle, stop)
            layouts.append((cost + gap_costs[middle - 1], lines))
    if not layouts:
        return None
    cost, chosen = min(layouts, key=lambda layout: layout[0])
    return _Cut(cost, (Caption(chosen, setting=setting),))


def _shape_cost(*lines: str) -> float:
    """Return what a caption costs by its looks alone."""
    cost: float = CAPTION_COST + SHORT_CAPTION_COST * max(0, SHORT_CAPTION - len(" ".join(lines)))
    cost += SHORT_LINE_COST * sum(len(line) < SHORT_LINE for line in lines)
    if len(lines) > 1:
        longer = len(lines[1]) - len(lines[0])
        cost += BALANCE_COST * (max(0, longer - LOWER_LINE_LONGER) ** 2 if longer > 0 else longer**2)
    return cost
