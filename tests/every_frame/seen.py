"""What stands in the picture at one frame, told by the scene itself: labels, things, counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from moa_anim.actors.population import Count
from moa_anim.model.palette import Role
from moa_anim.sets.scale_bar import ScaleBar
from moa_anim.stage.label import Label
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting
from moa_anim.stage.text_block import TextBlock

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class LabelSeen:
    """A label of which anything is painted; `number` stays the same from frame to frame."""

    number: int
    words: str
    role: Role
    at: tuple[float, float]
    box: Box
    opacity: float
    target: tuple[float, float] | None
    pixels: float


@dataclass(frozen=True, repr=False)
class CountSeen:
    """A number on screen, how opaque it is, and the sightings of what it counts."""

    piece: Count
    opacity: float
    things: tuple[Sighting, ...]

    @property
    def most(self) -> int:
        """The largest number that it could have to show."""
        return len(self.piece.population.members)


@dataclass(frozen=True, repr=False)
class Seen:
    """All that is seen at a frame. `texts` are boxes of all other words.

    `halted` has the things as they would be with the clock stopped at some frame: what trembles stands still in it, what is
    moved by the scene does not. None where nobody asked.
    """

    number: int
    labels: tuple[LabelSeen, ...]
    things: tuple[Sighting, ...]
    texts: tuple[Box, ...]
    counts: tuple[CountSeen, ...]
    halted: tuple[Sighting, ...] | None = None


def look_at(scene: Any, number: int, clock_stopped_at: int | None = None) -> Seen:
    """What is seen of `scene` at the frame it stands at."""
    painted = [
        mobject for mobject in scene.mobjects if isinstance(mobject, Painted) and mobject.opacity > 0.0
    ]
    things = {id(each): tuple(each.sightings()) for each in painted if not isinstance(each, Label)}
    halted = None
    if clock_stopped_at is not None:
        with stopped(scene, clock_stopped_at):
            halted = tuple(one for each in painted if not isinstance(each, Label) for one in each.sightings())
    return Seen(
        number,
        labels_on(scene),
        tuple(one for seen in things.values() for one in seen),
        tuple(box for each in painted if isinstance(each, WORDS) for box in each.obstacles()),
        tuple(
            CountSeen(each, each.opacity, tuple(each.population.sightings()))
            for each in painted
            if isinstance(each, Count)
        ),
        halted,
    )


WORDS = (TextBlock, Count, ScaleBar)
"""What is lettered, beside labels."""


@contextmanager
def stopped(scene: Any, at: int) -> Iterator[None]:
    """Within this the scene's clock stands at frame `at`."""
    now, scene.now = scene.now, at
    try:
        yield
    finally:
        scene.now = now


def labels_on(scene: Any) -> tuple[LabelSeen, ...]:
    """The labels on stage of which anything is painted."""
    return tuple(
        LabelSeen(
            scene.labels_made.index(each) if each in scene.labels_made else id(each),
            each.words,
            each.role,
            each.at,
            each.box,
            each.opacity,
            each.target() if each.target else None,
            each.pixels,
        )
        for each in scene.mobjects
        if isinstance(each, Label) and each.seen
    )
