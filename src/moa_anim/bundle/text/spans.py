"""Spans and emendations as readable text."""

from __future__ import annotations

from collections.abc import Sequence

from moa_anim.model.interface import Interface
from moa_anim.model.source import Span
from moa_anim.model.story import Storyboard


def spans_text(spans: Sequence[Span], interface: Interface) -> str:
    """Return the places of quotes, adjacent ones joined: "characters 54–229, 303–341", counted from 0, ends included."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and 0 <= span.start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], span.stop)
        else:
            joined.append((span.start, span.stop))
    places = ", ".join(f"{start}–{stop - 1}" for start, stop in joined)
    return interface.word("text", "places", places=places)


def emendation_lines(board: Storyboard) -> tuple[str, ...]:
    """Return one line for each distinct change to the document's words."""
    lines = [
        board.interface.word(
            "text", "emended", found=each.found, displayed=each.displayed, reason=each.reason
        )
        for each in board.emendations
    ]
    return tuple(dict.fromkeys(lines))
