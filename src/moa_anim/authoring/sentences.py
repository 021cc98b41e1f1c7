"""Divides a document into clauses, in order, each with its place in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ABBREVIATED = "al approx cf dr e.g eq et etc fig figs i.e no nos ref refs resp sec st ver vol vs"
ABBREVIATIONS = frozenset(_ABBREVIATED.split(" "))
"""Words, without their last point, after which a point does not end a sentence."""

NUMBER_WORD = "no"
"""An abbreviation only before a digit, as in “no. 3”; elsewhere a word that can end a sentence."""

LEAST_CLAUSE_WORDS = 3
"""A sentence is divided at a comma, colon or semicolon only if both parts have at least so many words."""

WIDE_STOPS = "\u3002\uff01\uff1f"
"""Full stop, exclamation mark and question mark of Chinese."""

_WIDE_COMMAS = "\uff0c\uff1b\uff1a"
_SENTENCE_END = re.compile(rf"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])|(?<=[{WIDE_STOPS}])")
_CLAUSE_END = re.compile(rf"(?<=[,;:])\s+|(?<=[{_WIDE_COMMAS}])")


@dataclass(frozen=True)
class Clause:
    """A part of the document, `text[start:stop]`: a sentence or a part of one. `sentence` counts sentences, `line` lines."""

    start: int
    stop: int
    text: str
    sentence: int
    line: int


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return the clauses of a document; none crosses a line end, since a quote cannot."""
    found: list[Clause] = []
    sentence = 0
    for line, (begin, end) in enumerate(_lines(text)):
        for start, stop in _sentences(text, begin, end):
            found += [
                Clause(a, b, text[a:b], sentence, line) for a, b in _clauses(text, start, stop) if a < b
            ]
            sentence += 1
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^\r\n]+", text):
        start, stop = _stripped(text, *match.span())
        if start < stop:
            yield start, stop


def _sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    start = begin
    for match in _SENTENCE_END.finditer(text, begin, end):
        stop = match.start()
        last = text[start:stop].rstrip(".").rpartition(" ")[2].lstrip("(").casefold()
        abbreviated = last in ABBREVIATIONS or re.fullmatch(r"[a-z]", last) is not None
        if last == NUMBER_WORD:
            abbreviated = text[match.end()].isdecimal()
        if text[stop - 1 : stop] == "." and abbreviated:
            continue
        yield _stripped(text, start, match.end())
        start = match.end()
    if start < end:
        yield _stripped(text, start, end)


def _clauses(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    start = begin
    for match in _CLAUSE_END.finditer(text, begin, end):
        before, after = text[start : match.start()], text[match.end() : end]
        if min(_words(before), _words(after)) >= LEAST_CLAUSE_WORDS:
            yield start, match.start()
            start = match.end()
    yield start, end


def _words(text: str) -> int:
    """Return the number of words; of a text without spaces, such as Chinese, the number of its letters by twos."""
    return max(len(text.split()), sum(ord(letter) > 0x2E80 for letter in text) // 2)


def _stripped(text: str, start: int, stop: int) -> tuple[int, int]:
    part = text[start:stop]
    return start + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip())
