"""A caption's words for a page, those that name something on screen in the colours that the film's own band gives them."""

from __future__ import annotations

from collections.abc import Iterator

from moa_anim.graphics.caption_band import band_tint
from moa_anim.model.palette import Colour, Role
from moa_anim.model.story import Caption
from moa_anim.model.timeline import Timeline


def pieces(caption: Caption) -> tuple[tuple[str, str], ...]:
    """Return the caption cut where its colour changes: words, and the role that they name or "".

    Put together they are its lines, with a line feed between two.
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


def colours_css(timeline: Timeline) -> str:
    """Return a rule for each role that a caption names; its colour has the contrast that the film's band asks for."""
    roles = {mark.role for each in timeline.captions() for mark in each.caption.marks}
    return "\n".join(f"#caption .{role.value} {{ color: {_hex(role)}; }}" for role in sorted(roles))


def _hex(role: Role) -> str:
    return Colour(*(round(part * 255) for part in band_tint(role))).hex


def enlargement(timeline: Timeline) -> float:
    """Return how many times the usual size the captions' audience is given; 1 without captions."""
    return max((float(each.caption.setting.enlargement) for each in timeline.captions()), default=1.0)
