"""Plays every shot of a production without drawing it, to report before a render everything that its scenes would refuse.

Loads Manim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from moa_anim.errors import Fault, MoaError
from moa_anim.graphics.colours import use_palette
from moa_anim.graphics.fonts import missing_glyphs_tolerated
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule
from moa_anim.molecule.casting import prepare_drug
from moa_anim.render.draw import failures_as_render_errors, playing_at
from moa_anim.render.glyphs import missing_fault, missing_in_shot
from moa_anim.render.scene_classes import scene_class
from moa_anim.stage.rehearsal import Rehearsal, play

_REMEDY = "fix the scene, or what the storyboard gives it"


@dataclass(frozen=True)
class _Played:
    """A shot that was played: its faults, and the labels that its scene used (None if the scene failed before its end)."""

    shot: Shot
    faults: tuple[Fault, ...]
    asked: frozenset[str] | None


def rehearse(storyboards: Sequence[Storyboard]) -> tuple[tuple[Fault, ...], ...]:
    """Play each shot of each edition of one production; return the faults of each edition.

    Shots are played at the lowest frame rate, at which a share of a cue is first rounded to no frames. A label is unused if
    its scene does not ask for it in any edition; that is reported once, with the first edition that has it.

    Raises ProductionError when the film cannot show its drug.
    """
    if storyboards:
        prepare_drug(storyboards[0].cast)
    for each in storyboards:
        use_palette(each.colours)
    with playing_at(DRAFT), missing_glyphs_tolerated():
        played = [_edition(each) for each in storyboards]
    unused = _unused([each for edition in played for each in edition])
    return tuple(
        tuple(
            fault
            for each in edition
            for fault in (
                *each.faults,
                *(_unused_fault(each.shot, name) for name in unused.pop(each.shot.id, ())),
            )
        )
        for edition in played
    )


def _edition(storyboard: Storyboard) -> list[_Played]:
    timeline = schedule(storyboard, DRAFT.rate)
    return [_shot(storyboard, timeline, slot) for slot in timeline.shots]


def _shot(storyboard: Storyboard, timeline: Timeline, slot: ShotSlot) -> _Played:
    shot = slot.shot
    rehearsal = Rehearsal(shot)
    broken: tuple[Fault, ...] = ()
    asked = None
    try:
        with failures_as_render_errors(shot):
            scene = play(scene_class(shot.scene), storyboard, timeline, slot, rehearsal)
        asked = frozenset(scene.labels_asked)
    except MoaError as error:
        # If a fault was already recorded, this failure is probably a consequence of it and is not reported.
        broken = () if rehearsal.faults else tuple(replace(fault, remedy=_REMEDY) for fault in error.faults)
    known = missing_in_shot(storyboard, shot)
    lettered = [
        missing_fault(f"shot '{shot.id}' in scene {shot.scene}", text, marks)
        for text, marks in rehearsal.missing.items()
        if not known.issuperset(marks)  # those are reported where they stand in the storyboard
    ]
    return _Played(shot, (*rehearsal.faults, *broken, *lettered), asked)


def _unused(played: Sequence[_Played]) -> dict[str, list[str]]:
    """By shot id, the labels that the shot's scene does not ask for in any edition."""
    shots: dict[str, list[_Played]] = {}
    for each in played:
        shots.setdefault(each.shot.id, []).append(each)
    return {identity: list(_unused_of(plays)) for identity, plays in shots.items()}


def _unused_of(plays: Sequence[_Played]) -> Iterator[str]:
    asked: set[str] = set()
    for each in plays:
        if each.asked is None:  # it failed before its end, so which labels it would have used is not known
            return
        asked |= each.asked
    yield from (name for name in plays[0].shot.labels if name not in asked)


def _unused_fault(shot: Shot, name: str) -> Fault:
    expected = f"a label that scene {shot.scene} makes"
    return Fault(
        f"shot '{shot.id}' labels", f"'{name}', which is never shown", expected, "rename or remove it"
    )
