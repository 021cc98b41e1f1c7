"""Whether the font has every character that a film will show: told before anything is drawn, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from moa_anim.errors import Fault, RenderError
from moa_anim.stage.lettering import require_glyphs
from moa_anim.studio.plan import RenderPlan
from moa_anim.studio.quality import CaptionMode


def require_lettering(plan: RenderPlan) -> None:
    """Find out whether the storyboard's words can be lettered: title, reference, steps, labels, burned-in captions.

    What a scene letters of its own accord is not known before it is drawn.

    Raises:
        RenderError: The font lacks characters (a fault for each text), or is not installed.
    """
    require_glyphs("a")  # whether there is a font at all
    faults: list[Fault] = []
    for where, text in _texts(plan):
        try:
            require_glyphs(text)
        except RenderError as error:
            faults += [replace(fault, where=where) for fault in error.faults]
    if faults:
        raise RenderError(faults)


def _texts(plan: RenderPlan) -> Iterator[tuple[str, str]]:
    board = plan.production.storyboard
    yield "title", board.title.text
    if board.reference:
        yield "source reference", board.reference.text
    for shot in plan.timeline.shots:
        place = f"shot '{shot.shot.id}'"
        yield f"{place} step", shot.shot.step
        yield from ((f"{place} label '{name}'", words) for name, words in shot.shot.labels.items())
        if plan.captions is CaptionMode.OPEN:
            yield from (
                (f"{place} cue '{cue.cue.id}' caption", line)
                for cue in shot.cues
                for each in cue.captions
                for line in each.caption.lines
            )
