"""Checks that the font has every character that a film will show, before anything is drawn; reports all that it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from moa_anim.errors import Fault, RenderError
from moa_anim.graphics.fonts import missing_glyphs, require_glyphs
from moa_anim.model.quality import CaptionMode
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.typefaces import Typeface, typefaces
from moa_anim.render.plan import RenderPlan


def require_lettering(plan: RenderPlan) -> None:
    """Check that the storyboard's words can be drawn: title, reference, steps, labels, burned-in captions.

    Words in the code of a scene are not known before it is played.

    Raises:
        RenderError: The font lacks characters (a fault for each text), or is not installed.
    """
    shots = [slot.shot for slot in plan.timeline.shots]
    faults = _faults(_texts(plan.production.storyboard, shots, captions=plan.captions is CaptionMode.OPEN))
    if faults:
        raise RenderError(faults)


def lettering_faults(storyboard: Storyboard) -> tuple[Fault, ...]:
    """Return a fault for each text of a storyboard, captions included, with characters that the font lacks.

    Raises:
        RenderError: The font is not installed.
    """
    return _faults(_texts(storyboard, storyboard.shots, captions=True))


def handout_faults(storyboard: Storyboard) -> tuple[Fault, ...]:
    """Return a fault for each text that only a bundle's handout shows, with characters that neither font has."""
    faults = []
    for where, text in _handout_texts(storyboard):
        marks = [
            mark
            for mark in _lacking(text)
            if not mark.isspace() and mark in _lacking(text, Typeface.NOTO_CJK)
        ]
        if marks:
            faults.append(missing_fault(where, text, marks, " or ".join(each.title for each in typefaces())))
    return tuple(faults)


def missing_in_shot(storyboard: Storyboard, shot: Shot) -> frozenset[str]:
    """Return the characters that `lettering_faults` reports for a shot, and for the film's title and reference."""
    return frozenset(
        mark for _, text in _texts(storyboard, [shot], captions=False) for mark in _lacking(text)
    )


def missing_fault(where: str, text: str, marks: Sequence[str], fonts: str = Typeface.INTER.title) -> Fault:
    """Return the fault of a text with the characters `marks`, which the font lacks."""
    named = ", ".join(f"“{mark}” (U+{ord(mark):04X})" for mark in marks)
    remedy = "write it with a character that the font has"
    return Fault(where, f"{named} in “{text}”", f"characters that {fonts} has", remedy)


_lacking = cache(missing_glyphs)


def _faults(texts: Iterable[tuple[str, str]]) -> tuple[Fault, ...]:
    require_glyphs("a")  # raises RenderError if the font is not installed
    return tuple(missing_fault(where, text, marks) for where, text in texts if (marks := _lacking(text)))


def _texts(board: Storyboard, shots: Sequence[Shot], *, captions: bool) -> Iterator[tuple[str, str]]:
    yield "title", board.shown_title
    if board.reference:
        yield "source reference", board.reference.text
    for shot in shots:
        place = f"shot '{shot.id}'"
        yield f"{place} step", shot.step
        yield from ((f"{place} label '{name}'", words) for name, words in shot.labels.items())
        if captions:
            yield from (
                (f"{place} cue '{cue.id}' caption", line)
                for cue in shot.cues
                for each in cue.captions
                for line in each.lines
            )


def _handout_texts(board: Storyboard) -> Iterator[tuple[str, str]]:
    for shot in board.shots:
        yield f"shot '{shot.id}' nuance", shot.guide.nuance
    for entry in board.glossary:
        for key, text in (("term", entry.term), ("meaning", entry.meaning), ("source", entry.source)):
            yield f"glossary '{entry.term}' {key}", text
    for each in board.emendations:
        yield f"emendation of “{each.found}” reason", each.reason
    if board.notice:
        yield "source notice", board.notice.text
    if board.notice_translation:
        yield "source notice_translation", board.notice_translation.text
