"""Where words stand in the document, for people."""

from __future__ import annotations

from collections.abc import Sequence

from moa_anim.model.source import Span


def spans_text(spans: Sequence[Span]) -> str:
    """Return where quotes stand, neighbours joined: "characters 54–229, 303–341", counted from 0, ends included."""
    joined: list[tuple[int, int]] = []
    for span in spans:
        if joined and 0 <= span.start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], span.stop)
        else:
            joined.append((span.start, span.stop))
    return "characters " + ", ".join(f"{start}–{stop - 1}" for start, stop in joined)
