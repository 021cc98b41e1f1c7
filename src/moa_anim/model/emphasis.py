"""Coloured words of captions: a word that names something on screen has its colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from moa_anim.model.palette import Role
from moa_anim.model.showable import require_showable
from moa_anim.model.wide_text import is_wide


@dataclass(frozen=True)
class Term:
    """Words of captions, matched as whole words, that name what is drawn in the colour of `role`."""

    words: str
    role: Role

    def __post_init__(self) -> None:
        require_showable(self.words)


@dataclass(frozen=True, order=True)
class Mark:
    """Characters `start` … `stop` - 1 of line number `line` (from 0) are in the colour of `role`."""

    line: int
    start: int
    stop: int
    role: Role


def marks_of(lines: Sequence[str], terms: Iterable[Term], joint: str = " ") -> tuple[Mark, ...]:
    """Return the coloured parts of `lines`, in order; `joint` is what stands between two lines that are written as one.

    Longer terms take precedence, no character is coloured twice, and a term may run over a line break.
    """
    text = joint.join(lines)
    taken = [False] * len(text)
    spans: list[tuple[int, int, Role]] = []
    for term in sorted(terms, key=lambda each: (-len(each.words), each.words)):
        start = text.find(term.words)
        while start >= 0:
            stop = start + len(term.words)
            if _is_whole_word(text, start, stop) and not any(taken[start:stop]):
                taken[start:stop] = [True] * (stop - start)
                spans.append((start, stop, term.role))
            start = text.find(term.words, start + 1)
    marks, first = [], 0
    for number, line in enumerate(lines):
        last = first + len(line)
        for start, stop, role in spans:
            begin, end = max(start, first), min(stop, last)
            if begin < end:
                marks.append(Mark(number, begin - first, end - first, role))
        first = last + len(joint)
    return tuple(sorted(marks))


def _is_whole_word(text: str, start: int, stop: int) -> bool:
    """Whether the span is not part of a longer word. Beside ideographs, which are words by themselves, it never is."""
    before, after = text[:start][-1:], text[stop:][:1]
    return not (_continues(before, text[start]) or _continues(after, text[stop - 1]))


def _continues(beside: str, edge: str) -> bool:
    """Whether the character `beside` a term ("" for none) belongs to the same word as the term's `edge`."""
    return beside.isalnum() and not (is_wide(beside) or is_wide(edge)) if beside else False
