"""Every shot of a production played without drawing it: what its scenes refuse, all of it, before anything is rendered.

This loads Manim.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from moa_anim.errors import Fault, MoaError
from moa_anim.graphics.lettering import missing_glyphs_tolerated
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Shot, Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule
from moa_anim.render.draw import failures_as_render_errors, playing_at
from moa_anim.render.glyphs import missing_fault, missing_in_shot
from moa_anim.stage.rehearsal import Rehearsal, play

_REMEDY = "fix the scene, or what the storyboard gives it"


@dataclass(frozen=True)
class _Played:
    """A shot that was played: what was found, and the names of the labels that its scene asked for (None: it broke off)."""

    shot: Shot
    faults: tuple[Fault, ...]
    asked: frozenset[str] | None


def rehearse(storyboards: Sequence[Storyboard]) -> tuple[tuple[Fault, ...], ...]:
    """Play each shot of each edition of one production; return each edition's faults, those of all its shots.

    Shots are played at the lowest frame rate: there a share of a cue first comes to no frame at all. A label is unused if no
    edition's scene asks for it; that is reported once, with the first edition that has it.
    """
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
            scene_class = getattr(
                importlib.import_module(f"moa_anim.scenes.{shot.scene.module}"), shot.scene.cls
            )
            scene = play(scene_class, storyboard, timeline, slot, rehearsal)
        asked = frozenset(scene.labels_asked)
    except MoaError as error:
        # After a fault that it went on with, what the scene stumbles over follows from that one.
        broken = () if rehearsal.faults else tuple(replace(fault, remedy=_REMEDY) for fault in error.faults)
    known = missing_in_shot(storyboard, shot)
    lettered = [
        missing_fault(f"shot '{shot.id}' in scene {shot.scene}", text, marks)
        for text, marks in rehearsal.missing.items()
        if not known.issuperset(marks)  # else it is reported where the storyboard says it
    ]
    return _Played(shot, (*rehearsal.faults, *broken, *lettered), asked)


def _unused(played: Sequence[_Played]) -> dict[str, list[str]]:
    """The labels of each shot, by its id, that its scene asks for in no edition."""
    shots: dict[str, list[_Played]] = {}
    for each in played:
        shots.setdefault(each.shot.id, []).append(each)
    return {identity: list(_unused_of(plays)) for identity, plays in shots.items()}


def _unused_of(plays: Sequence[_Played]) -> Iterator[str]:
    asked: set[str] = set()
    for each in plays:
        if each.asked is None:  # it broke off: what it would have asked for later is not known
            return
        asked |= each.asked
    yield from (name for name in plays[0].shot.labels if name not in asked)


def _unused_fault(shot: Shot, name: str) -> Fault:
    expected = f"a label that scene {shot.scene} makes"
    return Fault(
        f"shot '{shot.id}' labels", f"'{name}', which is never shown", expected, "rename it, or take it out"
    )
