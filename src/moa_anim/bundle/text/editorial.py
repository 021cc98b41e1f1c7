"""The editor's log: every place where the film's words differ from the document's, with reason and source."""

from __future__ import annotations

from collections.abc import Iterator

from moa_anim.model.showable import spell_out
from moa_anim.model.source import Emendation, EmendationKind, EmendedQuote
from moa_anim.model.story import Storyboard

CONTEXT = 32
"""Characters of the document shown on each side of an emendation."""

SHOWN = {
    EmendationKind.SPELLING: "silently",
    EmendationKind.CORRECTION: "in brackets, for all to see",
}


def editorial_markdown(board: Storyboard) -> str:
    """Return the log as Markdown: the emendations in document order, then the words of each shot."""
    return "\n".join([*_head(board), *_emendations(board), *_words(board)]) + "\n"


def _head(board: Storyboard) -> Iterator[str]:
    yield "# Editor's log"
    yield ""
    yield "Made from the storyboard by `make docs`; a test holds it to that. The captions are the document's own words"
    count = len(board.emendations)
    but = (
        ", to the letter."
        if not count
        else f", but for th{'ese' if count > 1 else 'is'} {count} place{'s' * (count > 1)}:"
    )
    yield f"(SHA-256 `{board.document.sha256}`){but}"
    yield ""


def _emendations(board: Storyboard) -> Iterator[str]:
    if not board.emendations:
        return
    yield "| characters | in the document | shown as | how | why | source |"
    yield "|---|---|---|---|---|---|"
    for each in board.emendations:
        cells = [
            f"{each.span.start}–{each.span.stop - 1}",
            _around(board.document.text, each),
            f"**{_plain(each.displayed)}**",
            SHOWN[each.kind],
            _plain(each.reason),
            _plain(each.source),
        ]
        yield f"| {' | '.join(cells)} |"
    yield ""


def _around(text: str, emendation: Emendation) -> str:
    """The emended words, struck out, with up to CONTEXT characters of the document before and after."""
    start, stop = emendation.span.start, emendation.span.stop
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[stop : stop + CONTEXT].partition("\n")[0]
    before = before.partition(" ")[2] if start > CONTEXT and len(before) == CONTEXT else before
    after = after.rpartition(" ")[0] if len(after) == CONTEXT else after
    return f"{_plain(before)}~~{_plain(emendation.found)}~~{_plain(after)}"


def _words(board: Storyboard) -> Iterator[str]:
    yield "## Which words stand where"
    yield ""
    yield "| shot | cue | characters | words as shown |"
    yield "|---|---|---|---|"
    yield _row("", "title", board.title)
    for shot in board.shots:
        for cue in shot.cues:
            if cue.words:
                yield _row(shot.id, cue.id, cue.words)


def _row(shot: str, cue: str, words: EmendedQuote) -> str:
    span = words.quote.span
    return f"| {shot} | {cue} | {span.start}–{span.stop - 1} | {_plain(words.text)} |"


def _plain(text: str) -> str:
    """Text escaped for Markdown; control and direction characters are spelled out."""
    text = spell_out(text)
    for mark in "\\`*_[]<>|~":
        text = text.replace(mark, f"\\{mark}")
    return text
