"""Advice on what a film leaves out of its document, and on cues that tell it in another order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moa_anim.model.source import Span
from moa_anim.model.story import Storyboard
from moa_anim.script.storyboard import SOURCE

MOST_LISTED = 5
"""Most passages, and most cues out of order, that are listed one by one."""

MOST_SHOWN_CHARACTERS = 48
"""A longer passage is shown by its first and last words."""

END_WORDS = 3
"""Words shown at each end of a passage that is shortened."""

_WORD = re.compile(r"[\u2e80-\u9fff]|[^\s\u2e80-\u9fff]+")
"""A word of the document; in Chinese and Japanese, which have no spaces, a character."""

_LETTER = re.compile(r"\w")


@dataclass(frozen=True)
class _Word:
    """A word of the document, and whether each of its letters is told."""

    span: Span
    line: int
    told: bool


def told_words_advice(board: Storyboard) -> tuple[str, ...]:
    """Return advice on words that no cue quotes, on another order than the document's, and on a drug that it does not name.

    Title, reference and notice are shown, too, so that their words are not missing. A cue that tells again what earlier
    cues told is in order.
    """
    return (*_untold_advice(board), *_order_advice(board), *_name_advice(board))


def _untold_advice(board: Storyboard) -> Iterator[str]:
    words = list(_words(board))
    passages = list(_passages([each for each in words if not each.told], board.document.text))
    if passages:
        count = sum(not each.told for each in words)
        listed = [_shown(board, each) for each in passages[:MOST_LISTED]]
        yield f"words that no cue quotes ({count} of {len(words)}): {_joined(listed, len(passages))}"


def _name_advice(board: Storyboard) -> Iterator[str]:
    """Yield a line if a drug of the production's own, which has a structure, is not named in the document."""
    name = board.cast.drug.name
    if board.cast.drug.structure and name.casefold() not in board.document.text.casefold():
        yield f"the document never says “{name}”, the name of the drug: write it as the document does"


def _order_advice(board: Storyboard) -> Iterator[str]:
    found = []
    told: list[Span] = []
    last: tuple[str, Span] | None = None
    for shot in board.shots:
        for cue in shot.cues:
            if cue.words is None:
                continue
            name, span = f"{shot.id}/{cue.id}", cue.words.quote.span
            if any(each.contains(span) for each in told):
                continue
            if last is not None and span.start < last[1].start:
                found.append(f"cue {name} tells {_shown(board, span)} after cue {last[0]}")
            told.append(span)
            last = name, span
    if found:
        what = _joined(found[:MOST_LISTED], len(found))
        yield f"words in another order than in the document: {what}"


def _words(board: Storyboard) -> Iterator[_Word]:
    text = board.document.text
    letters = bytearray(len(text))  # 1: told
    for span in _told(board):
        letters[span.start : span.stop] = b"\1" * (span.stop - span.start)
    line, counted = 1, 0
    for match in _WORD.finditer(text):
        places = [match.start() + each.start() for each in _LETTER.finditer(match[0])]
        if places:
            line += text.count("\n", counted, match.start())
            counted = match.start()
            yield _Word(Span(*match.span()), line, all(letters[place] for place in places))


def _told(board: Storyboard) -> Iterator[Span]:
    text = board.document.text
    yield board.title.quote.span
    for shot in board.shots:
        yield from (cue.words.quote.span for cue in shot.cues if cue.words)
    if board.notice:
        yield board.notice.span
    if board.reference:
        span = board.reference.span
        yield span
        line = text.rfind("\n", 0, span.start) + 1
        before = text[line : span.start].rstrip()
        if before.endswith((":", "\uff1a")):  # the line’s name, such as “Sources:”
            yield Span(line, line + len(before))


def _passages(words: Sequence[_Word], text: str) -> Iterator[Span]:
    """Join words that follow on each other in one line."""
    start: _Word | None = None
    stop: _Word | None = None
    for word in words:
        if start is not None and stop is not None:
            between = text[stop.span.stop : word.span.start]
            if word.line == start.line and not _LETTER.search(between):
                stop = word
                continue
            yield Span(start.span.start, stop.span.stop)
        start = stop = word
    if start is not None and stop is not None:
        yield Span(start.span.start, stop.span.stop)


def _shown(board: Storyboard, span: Span) -> str:
    """Return the place and the words of a passage, shortened."""
    text = board.document.text
    words = " ".join(text[span.start : span.stop].split())
    if len(words) > MOST_SHOWN_CHARACTERS:
        parts = words.split(" ")
        if len(parts) > 2 * END_WORDS:
            words = f"{' '.join(parts[:END_WORDS])} … {' '.join(parts[-END_WORDS:])}"
        if len(words) > 2 * MOST_SHOWN_CHARACTERS:  # without spaces, or of very long words
            words = f"{words[: MOST_SHOWN_CHARACTERS // 2]}…{words[-MOST_SHOWN_CHARACTERS // 2 :]}"
    return f"{SOURCE}:{text.count(chr(10), 0, span.start) + 1} “{words}”"


def _joined(listed: Sequence[str], count: int) -> str:
    more = count - len(listed)
    return "; ".join([*listed, *([f"and {more} more"] if more else [])])
