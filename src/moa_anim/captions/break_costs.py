"""Costs of breaking a line between two words: a subtitler's rules for English, as numbers.

The rules are those of the Netflix English timed text style guide and the BBC subtitle guidelines: break after
punctuation, or else before a conjunction or preposition; never between article and noun, or inside a name, a verb
group or brackets. Words are classified by lists of common words, without a parser; names are given as `keep_together`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARTICLES = _words("a an the its their his her this these those such each every no")
_COORDINATORS = _words("and or nor")
_CLAUSE_OPENERS = _words(
    """but that which who whom whose thereby therefore if when whenever while because since although though
    where whether so than even leading allowing providing inducing marking making due"""
)
_PREPOSITIONS = _words(
    """about above across after against among around as at before behind below between beyond by despite
    during for from in inside into like near of on onto out over per through throughout to toward
    towards under until upon via with within without"""
)
_AUXILIARIES = _words(
    """is are was were be been being am has have had having do does did can could may might must shall
    should will would cannot not"""
)
_VERBS = _words(
    """acts activates allows begins binds blocks causes changes continues cuts enters fails goes guides
    holds induces inhibits keeps leads makes means moves opens promotes provides reduces remains shows
    starts stops takes"""
)
_ADVERBS = _words("also only even still just very more most less least never always often both either")
_PRONOUNS = _words("it they he she we you i there")
# Two words that act as one verb or one preposition, joined by an underscore.
_PAIRS = _words(
    """according_to able_to because_of begins_to bind_to binds_to bound_to combined_with continue_to
    continues_to cuts_off due_to fail_to fails_to instead_of lead_to leading_to leads_to similar_to
    such_as used_to"""
)
# Adverbs belong to the verb or adjective after them.
_ADVERB = re.compile(r"[a-z]{3,}ly")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def break_costs(words: Sequence[str], keep_together: Sequence[str] = ()) -> list[int]:
    """Return the cost of ending a line after each of `words` except the last.

    `keep_together` are phrases that should not be divided.
    """
    costs = [_cost(words, index) for index in range(len(words) - 1)]
    for index in _inside_units(words, keep_together):
        costs[index] += INSIDE_UNIT
    return costs


def _cost(words: Sequence[str], index: int) -> int:
    last, following = words[index], words[index + 1]
    ending = last.rstrip("\"'\u2019\u201d)]")[-1:]
    if ending and ending in ".?!":
        return AFTER_SENTENCE
    if ending and ending in ",;:":
        return AFTER_CLAUSE
    left, right = _bare(last), _bare(following)
    if f"{left}_{right}" in _PAIRS:
        return INSIDE_GROUP
    return max(_cost_after(left, right), _cost_before(left, right))


def _cost_after(left: str, right: str) -> int:
    """Return the cost of `left` at the end of a line: high if it belongs to the next word."""
    if left == "to" or left in _ARTICLES | _COORDINATORS | _AUXILIARIES:
        return AFTER_ARTICLE
    if left in _PRONOUNS and right in _PREPOSITIONS | _COORDINATORS | _CLAUSE_OPENERS:
        return 0  # a pronoun as object, which ends its group
    if left in _PREPOSITIONS | _CLAUSE_OPENERS | _PRONOUNS | _ADVERBS:
        return AFTER_ARTICLE if right in _ARTICLES else INSIDE_GROUP
    if _NUMBER.fullmatch(left) or (_ADVERB.fullmatch(left) and right not in _PREPOSITIONS | _COORDINATORS):
        return INSIDE_GROUP
    return 0


def _cost_before(left: str, right: str) -> int:
    """Return the cost of `right` at the start of the next line: low if it opens a group of words."""
    if right in _CLAUSE_OPENERS:
        return BEFORE_CLAUSE
    if right == "of":
        return BEFORE_OF
    if right in _COORDINATORS:
        return BEFORE_COORDINATION
    if right in _PREPOSITIONS:
        return BEFORE_PREPOSITION
    if right in _AUXILIARIES | _PRONOUNS | _ADVERBS | _VERBS:
        return BEFORE_VERB
    if right in _ARTICLES:
        return BEFORE_ARTICLE
    return BEFORE_OBJECT if left in _VERBS else BETWEEN_CONTENT


def _bare(word: str) -> str:
    return word.strip("\"'\u2018\u2019\u201c\u201d()[],;:.?!").casefold()


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
