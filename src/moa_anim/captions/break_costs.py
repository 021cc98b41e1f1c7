"""Costs of breaking a line between two words: a subtitler's rules, as numbers.

The rules are those of the Netflix English timed text style guide and the BBC subtitle guidelines: break after
punctuation, or else before a conjunction or preposition; never between article and noun, or inside a name, a verb
group or brackets. Words are classified by their language's lists of common words, without a parser; names are given as
`keep_together`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import category

from moa_anim.model.word_lists import ENGLISH_PUNCTUATION, ENGLISH_WORDS, Punctuation, WordLists

AFTER_SENTENCE = 0
"""After a full stop, question mark or exclamation mark."""
AFTER_CLAUSE = 4
"""After a semicolon, colon or comma."""
BEFORE_CLAUSE = 10
"""Before a word that opens a clause: “but”, “that”, “thereby”."""
BEFORE_COORDINATION = 22
"""Before “and”, “or”, which often join only two nouns."""
BEFORE_PREPOSITION = 22
"""Before a preposition other than “of”."""
BEFORE_OF = 34
"""Before “of”, which is more closely bound to the word before it than other prepositions."""
BEFORE_VERB = 30
"""Between subject and verb group."""
BEFORE_ARTICLE = 50
"""Before an article: often between a verb and its object."""
BEFORE_OBJECT = 50
"""Between a verb and an object without article."""
BETWEEN_CONTENT = 100
"""Between two words that are in no list: usually an adjective and its noun, or two nouns."""
INSIDE_GROUP = 180
"""After a preposition, pronoun, adverb or number, which belongs to the next word."""
AFTER_ARTICLE = 260
"""After an article, conjunction, auxiliary or infinitive “to”."""
INSIDE_UNIT = 3000
"""Inside a name in `keep_together`, or inside brackets."""


LEAST_STEM = 3
"""Letters that a word has before an adverb's ending: “only” and “fly” are no such adverbs."""

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def break_costs(
    words: Sequence[str],
    keep_together: Sequence[str] = (),
    lists: WordLists = ENGLISH_WORDS,
    punctuation: Punctuation = ENGLISH_PUNCTUATION,
) -> list[int]:
    """Return the cost of ending a line after each of `words` except the last, by `lists` and marks of their language.

    `keep_together` are phrases that should not be divided.
    """
    costs = [_cost(words, index, lists, punctuation) for index in range(len(words) - 1)]
    for index in _inside_units(words, keep_together):
        costs[index] += INSIDE_UNIT
    return costs


def _cost(words: Sequence[str], index: int, lists: WordLists, punctuation: Punctuation) -> int:
    last, following = words[index], words[index + 1]
    ending = punctuation.ending(last)
    if ending and ending in punctuation.sentence_ends:
        return AFTER_SENTENCE
    if ending and ending in punctuation.clause_ends:
        return AFTER_CLAUSE
    left, right = _bare(last), _bare(following)
    if f"{left}_{right}" in lists.pairs:
        return INSIDE_GROUP
    return max(_cost_after(left, right, lists), _cost_before(left, right, lists))


def _cost_after(left: str, right: str, lists: WordLists) -> int:
    """Return the cost of `left` at the end of a line: high if it belongs to the next word."""
    joining = lists.prepositions | lists.coordinators
    if left in lists.infinitives | lists.articles | lists.coordinators | lists.auxiliaries:
        return AFTER_ARTICLE
    if left in lists.pronouns and right in joining | lists.clause_openers:
        return 0  # a pronoun as object, which ends its group
    if left in lists.prepositions | lists.clause_openers | lists.pronouns | lists.adverbs:
        return AFTER_ARTICLE if right in lists.articles else INSIDE_GROUP
    if _NUMBER.fullmatch(left) or (_is_adverb(left, lists) and right not in joining):
        return INSIDE_GROUP
    return 0


def _cost_before(left: str, right: str, lists: WordLists) -> int:
    """Return the cost of `right` at the start of the next line: low if it opens a group of words."""
    if right in lists.clause_openers:
        return BEFORE_CLAUSE
    if right in lists.genitives:
        return BEFORE_OF
    if right in lists.coordinators:
        return BEFORE_COORDINATION
    if right in lists.prepositions:
        return BEFORE_PREPOSITION
    if right in lists.auxiliaries | lists.pronouns | lists.adverbs | lists.verbs:
        return BEFORE_VERB
    if right in lists.articles:
        return BEFORE_ARTICLE
    return BEFORE_OBJECT if left in lists.verbs else BETWEEN_CONTENT


def _is_adverb(word: str, lists: WordLists) -> bool:
    """Whether `word` ends like an adverb, after three letters or more."""
    return any(
        len(word) >= len(ending) + LEAST_STEM and word.endswith(ending) and word.isalpha()
        for ending in lists.adverb_endings
    )


def _bare(word: str) -> str:
    """Return a word in lower case without the punctuation around it, of whatever script."""
    start, stop = 0, len(word)
    while start < stop and category(word[start]).startswith("P"):
        start += 1
    while stop > start and category(word[stop - 1]).startswith("P"):
        stop -= 1
    return word[start:stop].casefold()


def _inside_units(words: Sequence[str], keep_together: Sequence[str]) -> Iterator[int]:
    """Yield the index of every gap that is inside a phrase of `keep_together` or inside brackets."""
    text, starts = " ".join(words), [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    gaps = {start - 1: index for index, start in enumerate(starts[1:-1])}
    names = [re.escape(name) for name in keep_together]
    for pattern in [*names, r"\([^()]*\)", r"\[[^\[\]]*\]"]:
        for match in re.finditer(pattern, text):
            yield from (gaps[place] for place in range(match.start(), match.end()) if place in gaps)
