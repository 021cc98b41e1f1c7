"""A caption's words for the page, in the colours that they have in the film's caption band."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moa_anim.graphics.caption_band import band_tint
from moa_anim.model.palette import Colour, Role
from moa_anim.model.story import Caption
from moa_anim.model.timeline import Timeline


def pieces(caption: Caption) -> tuple[tuple[str, str], ...]:
    """Return the caption cut where its colour changes: words, and the role that they name or "".

    Joined, they are the caption's lines with a line feed between two.
    """
    return tuple(piece for piece in _pieces(caption) if piece[0])


def _pieces(caption: Caption) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(caption.lines):
        done = 0
        for mark in caption.marks:
            if mark.line == number:
                yield line[done : mark.start], ""
                yield line[mark.start : mark.stop], mark.role.value
                done = mark.stop
        yield line[done:], ""
        if number + 1 < len(caption.lines):
            yield "\n", ""


def colours_css(timelines: Iterable[Timeline]) -> str:
    """Return a rule for each role that a caption names; the colours have the contrast of the film's caption band."""
    roles = {
        mark.role for timeline in timelines for each in timeline.captions() for mark in each.caption.marks
    }
    return "\n".join(f"#caption .{role.value} {{ color: {_hex(role)}; }}" for role in sorted(roles))


def _hex(role: Role) -> str:
    return Colour(*(round(part * 255) for part in band_tint(role))).hex


def enlargement(timeline: Timeline) -> float:
    """Return the edition's caption size relative to the usual size; 1 if there are no captions."""
    return max((float(each.caption.setting.enlargement) for each in timeline.captions()), default=1.0)
