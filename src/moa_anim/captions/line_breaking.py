"""Breaks a text into captions and lines: the cheapest of all possible divisions, by dynamic programming.

The costs of breaking between two words are in `break_costs`; the constants here are in the same unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import floor

from moa_anim.captions.break_costs import AFTER_CLAUSE, AFTER_SENTENCE, break_costs
from moa_anim.errors import ModelError
from moa_anim.model.caption_rules import LINE_CHARACTERS, MOST_SECONDS, USUAL, Setting
from moa_anim.model.story import Caption

CAPTION_COST = 25
"""Cost of each caption: a viewer reads fewer captions more calmly."""

CAPTION_BREAK_WEIGHT = 1.5
"""Factor on the cost of a break between two captions: it separates words for longer than a break between lines."""

SHORT_LINE_CHARACTERS = 10
"""A line with fewer characters than this costs SHORT_LINE_COST."""

SHORT_LINE_COST = 60

SHORT_CAPTION_CHARACTERS = 24
"""A caption with fewer characters costs SHORT_CAPTION_COST for each that is missing: it stands longer than it takes to
read (in 2 s one reads 30 characters)."""

SHORT_CAPTION_COST = 5

BALANCE_COST = 0.09
"""Cost for the square of the difference between the lengths of two lines, in characters."""

LOWER_LINE_LONGER_CHARACTERS = 3
"""The lower line may be this much longer at no cost: a pyramid hides less of the picture (BBC subtitle guidelines)."""

MISSED_CLAUSE_COST = 25
"""Cost of a clause that ends inside a line and not at its end. A first word such as “However,” does not count."""

ONE_LINE_GAIN = 6
"""Subtracted from the cost of a caption of one line, which needs no line break."""

_Lines = tuple[str, ...]


class WordTooLong(ModelError):  # noqa: N818 - named after the condition
    """`word` does not fit into a line of `limit` characters."""

    def __init__(self, word: str, limit: int = LINE_CHARACTERS) -> None:
        found = f"“{word}”, {len(word)} characters without a break"
        super().__init__(found, f"at most {limit} in a line", "quote or emend so that it can be broken")
        self.word = word
        self.limit = limit
        self.args = (word, limit)


@dataclass(frozen=True)
class _Division:
    """The cheapest division of the words from some index to the end: the lines of each caption."""

    cost: float
    captions: tuple[_Lines, ...]


def break_captions(
    text: str, keep_together: Sequence[str] = (), setting: Setting = USUAL
) -> tuple[Caption, ...]:
    """Return `text` divided into captions; joined by single spaces they are `text` again.

    Each has at most 2 lines of 42 characters and can be read within 7 s by the audience of `setting`. Lines break at
    single spaces only, so words joined by a no-break space, and runs of spaces, are not divided. A phrase in
    `keep_together` is divided only if it is longer than a line.

    Raises:
        WordTooLong: A single word is longer than a line.
    """
    words = re.split(r"(?<! ) (?! )", text)
    for word in words:
        if len(word) > LINE_CHARACTERS:
            raise WordTooLong(word)
    costs = _CaptionCosts(words, break_costs(words, keep_together), setting)
    best = [_Division(0, ())]  # best[k]: the cheapest division of the last k words
    for start in reversed(range(len(words))):
        options = []
        for stop in range(start + 1, len(words) + 1):
            caption = costs.cheapest_lines(start, stop)
            if caption is None:
                break
            rest = best[len(words) - stop]
            cost, lines = caption
            options.append(_Division(cost + costs.caption_break(stop) + rest.cost, (lines, *rest.captions)))
        best.append(min(options, key=lambda division: division.cost))
    return tuple(Caption(lines, setting=setting) for lines in best[-1].captions)


class _CaptionCosts:
    """The costs of captions made of consecutive `words`; `gap_costs[k]` is that of a break after word k."""

    def __init__(self, words: Sequence[str], gap_costs: Sequence[int], setting: Setting) -> None:
        self._words = words
        self._gap_costs = gap_costs
        self._most_characters = floor(MOST_SECONDS * setting.characters_per_second)
        self._most_words = floor(MOST_SECONDS * setting.words_per_second)
        # Running count of the gaps that follow punctuation, except after a sentence's first word, as in “However,”.
        ends = (
            gap > 0 and cost <= AFTER_CLAUSE and gap_costs[gap - 1] != AFTER_SENTENCE
            for gap, cost in enumerate(gap_costs)
        )
        self._clause_ends = list(accumulate(ends, initial=0))

    def caption_break(self, stop: int) -> float:
        """Return the cost of ending a caption before word `stop`; 0 at the end of the text."""
        return CAPTION_BREAK_WEIGHT * self._gap_costs[stop - 1] if stop < len(self._words) else 0

    def cheapest_lines(self, start: int, stop: int) -> tuple[float, _Lines] | None:
        """Return cost and lines of the cheapest caption of words `start` … `stop` - 1; None if they do not fit."""
        whole = " ".join(self._words[start:stop])
        # Counted as caption_rules.text_seconds does, without its fractions: this is the inner loop.
        if len(whole) > self._most_characters or len(whole.split()) > self._most_words:
            return None
        layouts: list[tuple[float, _Lines]] = []
        if len(whole) <= LINE_CHARACTERS:
            cost = _shape_cost(whole) + self._missed_clauses(start, stop) - ONE_LINE_GAIN
            layouts.append((cost, (whole,)))
        length = -1
        for middle in range(start + 1, stop):
            length += 1 + len(self._words[middle - 1])
            if length > LINE_CHARACTERS:
                break
            if len(whole) - length - 1 > LINE_CHARACTERS:
                continue
            upper, lower = whole[:length], whole[length + 1 :]
            missed = self._missed_clauses(start, middle), self._missed_clauses(middle, stop)
            cost = _shape_cost(upper, lower) + missed[0] + missed[1]
            layouts.append((cost + self._gap_costs[middle - 1], (upper, lower)))
        return min(layouts, key=lambda layout: layout[0]) if layouts else None

    def _missed_clauses(self, start: int, stop: int) -> int:
        """Return the cost of the clauses that end inside a line of words `start` … `stop` - 1."""
        return MISSED_CLAUSE_COST * (self._clause_ends[stop - 1] - self._clause_ends[start])


def _shape_cost(*lines: str) -> float:
    """Return the cost of a caption's number and lengths of lines."""
    characters = sum(map(len, lines)) + len(lines) - 1
    cost: float = CAPTION_COST + SHORT_CAPTION_COST * max(0, SHORT_CAPTION_CHARACTERS - characters)
    cost += SHORT_LINE_COST * sum(len(line) < SHORT_LINE_CHARACTERS for line in lines)
    if len(lines) > 1:
        longer = len(lines[1]) - len(lines[0])
        over = max(0, longer - LOWER_LINE_LONGER_CHARACTERS) if longer > 0 else longer
        cost += BALANCE_COST * over**2
    return cost
