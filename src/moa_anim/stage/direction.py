"""What a scene is told before it begins: its shot, its frames, its place in the film, its colours."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from moa_anim.errors import Fault, ProductionError
from moa_anim.model.clock import FrameRate
from moa_anim.model.edition import EDITIONS
from moa_anim.model.palette import Colour, Palette, Role
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule


@dataclass(frozen=True)
class Direction:
    """A shot as its scene must play it, in its film."""

    storyboard: Storyboard
    timeline: Timeline
    shot: ShotSlot


_given: ContextVar[Direction | None] = ContextVar("direction", default=None)


@contextmanager
def directed(direction: Direction) -> Iterator[None]:
    """Within this context a scene that is made takes this direction."""
    token = _given.set(direction)
    try:
        yield
    finally:
        _given.reset(token)


def sparse() -> bool:
    """Whether the film that is being drawn shows little beside its story; not where no film is."""
    given = _given.get()
    return given is not None and given.storyboard.edition.sparse


def direction_for(scene: type, rate: FrameRate) -> Direction:
    """The direction given, or, for a scene run by bare `manim`, the one of the film that the package ships.

    Raises ProductionError when no shot of that film plays the scene.
    """
    given = _given.get()
    if given is not None:
        return given
    from moa_anim.script import load_production  # only here: a directed scene needs no script

    folder = Path(str(files("moa_anim.assets"))) / "elacestrant"
    module = scene.__module__.rpartition(".")[2]
    for edition in EDITIONS:  # a card is in one of them only
        storyboard = load_production(folder, edition=edition).storyboard
        timeline = schedule(storyboard, rate)
        for shot in timeline.shots:
            if (shot.shot.scene.module, shot.shot.scene.cls) == (module, scene.__name__):
                return Direction(storyboard, timeline, shot)
    remedy = "add a shot with this scene to assets/elacestrant/storyboard.toml"
    raise ProductionError(Fault(f"scene {module}:{scene.__name__}", "no shot that plays it", "one", remedy))


@cache
def palette() -> Palette:
    """The palette of `assets/palette.toml`."""
    table = tomllib.loads((files("moa_anim.assets") / "palette.toml").read_text(encoding="utf-8"))
    return Palette({Role(name): Colour.from_hex(text) for name, text in table.items()})


def rgb(role: Role) -> tuple[float, float, float]:
    """A role's colour as red, green, blue in 0…1."""
    colour = palette()[role]
    return colour.r / 255, colour.g / 255, colour.b / 255


def role_named(colour: tuple[float, float, float]) -> str:
    """Which role has this colour; "mixed" if it is none's own."""
    return next((role.value for role in Role if rgb(role) == colour), "mixed")


def tinted(role: Role, share: float, towards: Role = Role.INK) -> tuple[float, float, float]:
    """A role's colour mixed with another's: 0 as it is, 1 the other."""
    here, there = rgb(role), rgb(towards)
    red, green, blue = (a * (1 - share) + b * share for a, b in zip(here, there, strict=True))
    return red, green, blue
