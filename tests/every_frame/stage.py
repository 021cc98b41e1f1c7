"""A little film in which all is as it should be, and a place to break one thing at one frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from every_frame.film import Film, rendered
from every_frame.walk import Walked, walk
from fault_bench import HEAD
from flat_film import write_production

from moa_anim.actors.population import DISC, Count, Member, Population
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.structure import receptor_tables
from moa_anim.script.production import load_production
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Riding
from moa_anim.stage.painted import Painted
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.sighting import Points

SHOT, CUE = "broken", "binds"

BOARD = (
    HEAD
    + """
[[shot]]
id = "card"
scene = "credits:Credits"
lead_seconds = 1

[[shot]]
id = "broken"
step = "It breaks"
scene = "title:Title"
seed = 7
lead_seconds = 0.4
tail_seconds = 0.8

[shot.labels]
count = "molecules"

[[shot.cue]]
id = "binds"
quote = "binds with high affinity"
least_seconds = 3
"""
)

AT_FRAME, CARD_FRAMES = 20, 15
"""The frame of the shot at which a thing is broken, and how many frames of the film come before the shot."""


class Ball(Painted):
    """A flat disc about (x, y)."""

    def __init__(self, x: float, y: float, radius: float = 90.0, role: Role = Role.RECEPTOR) -> None:
        super().__init__()
        self.x, self.y, self.radius, self.role = x, y, radius, role

    def paint(self, canvas: Canvas) -> None:
        """Fill it."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        canvas.set_colour(rgb(self.role), self.opacity)
        context.arc(self.x, self.y, self.radius, 0, 2 * np.pi)
        context.fill()
        context.restore()

    def rim(self) -> Point:
        """Its right edge."""
        return self.x + self.radius, self.y

    def silhouettes(self) -> list[tuple[Points, float]]:
        """All over it."""
        rings = [share * DISC for share in (0.5, 0.75, 1.0)]
        return [(np.vstack(rings) * self.radius + [self.x, self.y], 1.0)]


class Things:
    """All that stands on the little stage; `frame` is the one that is being drawn."""

    def __init__(self, scene: MoaScene) -> None:
        self.scene = scene
        self.ball, self.other, self.dark = Ball(500, 500), Ball(1000, 500), Ball(1400, 300, 80, Role.INK)
        self.label = Label("a ball", Role.RECEPTOR, self.ball.rim, at=(660.0, 420.0))
        self.second = Label("no ball", Role.INK, None, at=(1350.0, 312.0))
        ligand = beads_of_ligand(receptor_tables().ligands["estradiol"])
        members = [Member(300.0 + 150 * n, 760.0, 0, n) for n in range(5)]
        self.many = Population(scene, [(ligand, Role.ESTRADIOL)], members, scale=4.0, wander=3.0, seed=3)
        self.count = Count(self.many, scene.label("count"), Role.ESTRADIOL, (1800.0, 760.0))
        self.other.opacity = self.dark.opacity = self.second.opacity = 0.0
        self.label.opacity = 1.0
        scene.add(self.ball, self.other, self.dark, self.many, self.count, self.label, self.second)

    @property
    def frame(self) -> int:
        """The frame of the shot that is being drawn."""
        return self.scene.now

    @property
    def broken(self) -> bool:
        """Whether the time has come."""
        return self.frame >= AT_FRAME


Break = Callable[[Things], None]


def walk_broken(
    patch: pytest.MonkeyPatch, folder: Path, break_it: Break, change: Callable[[Film], Any] = str
) -> Walked:
    """Render the little film, drawn by a scene that does `break_it` at every frame, and walk through its second shot.

    `change` may do something to the film when it is rendered.
    """
    from moa_anim.scenes.title import Title  # type: ignore[import-not-found,unused-ignore]

    def construct(scene: MoaScene) -> None:
        things = Things(scene)

        def ride() -> Riding:
            return Riding(lambda: break_it(things))

        scene.hold(scene.lead(), ride())
        with scene.cue(CUE) as cue:
            scene.hold(cue.frames, ride())
        scene.hold(scene.tail(), ride())

    patch.setattr(Title, "construct", construct)
    production = load_production(write_production(folder / "production", BOARD))
    film = rendered(production, folder)
    change(film)
    return walk(film, SHOT, folder / "pictures")
