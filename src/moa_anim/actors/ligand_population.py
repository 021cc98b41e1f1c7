"""Small molecules among many receptors, each tumbling independently; small enough to be drawn anew at every frame."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import DISC, SMALL_STYLE
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.structure import Ligand
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock

TUMBLE_RADIANS = 1.1
"""Root mean square of each component of a free molecule's rotation vector about its mean."""

TUMBLE_HERTZ = (0.05, 0.30)
"""Lowest and highest frequency of tumbling: a molecule rolls over about once in ten seconds."""

DRIFT_HERTZ = (0.05, 0.30)
"""Lowest and highest frequency of random displacement."""

DISC_WEIGHT = 0.7
"""Weight, in the placement of labels, of not covering a small molecule."""

TUMBLING_SHARE = 0.75
"""Radius of the disc that a tumbling molecule covers, as a share of its largest radius: a molecule is longer than wide."""


@dataclass(frozen=True)
class FreeLigand:
    """One small molecule at (x, y; design pixels).

    `wander` is the root mean square of its random displacement (design pixels), `turn` its mean rotation vector (radians).
    """

    x: float
    y: float
    wander: float
    seed: int
    turn: tuple[float, float, float] = (0.0, 0.0, 0.0)


class LigandPopulation(Painted):
    """Small molecules of one kind, at `scale` design pixels for one ångström, the scale of the receptors.

    A scene may replace these functions of a member's number: `seen`, its opacity; `moved`, its mean position (design
    pixels); `freedom`, the amplitude (0…1) of its random displacement and tumbling; `bound`, its rotation (3, 3) when it does
    not tumble; `paleness`, the share of paper mixed in; `apart`, whether it is drawn here, and not with the receptor whose
    pocket it enters. `fineness` is how much finer than the frame they are drawn, for a view that comes nearer.
    """

    def __init__(
        self, clock: Clock, ligand: Ligand, role: Role, members: Sequence[FreeLigand], *, scale: float
    ) -> None:
        super().__init__()
        self._clock, self.role, self.members, self.scale = clock, role, tuple(members), scale
        beads = beads_of_ligand(ligand)
        self._body = Body(beads, rgb(role))
        self._raster: Raster | None = None
        self.fineness = 1.0
        self._pictures: dict[Hashable, NDArray[np.uint8]] = {}
        self._middle = beads.positions.mean(axis=0)
        reach = np.linalg.norm(beads.positions - self._middle, axis=1) + beads.radii
        self.reach = float(reach.max()) + 1.0
        self.seen: Callable[[int], float] = lambda number: 1.0
        self.moved: Callable[[int], tuple[float, float]] = lambda number: (
            self.members[number].x,
            self.members[number].y,
        )
        self.freedom: Callable[[int], float] = lambda number: 1.0
        self.bound: Callable[[int], NDArray[np.float64]] = lambda number: np.eye(3)
        self.paleness: Callable[[int], float] = lambda number: 0.0
        self.apart: Callable[[int], bool] = lambda number: True

    @property
    def count(self) -> int:
        """Number of members that are drawn."""
        return sum(self.seen(number) > 0.0 for number in range(len(self.members)))

    def place(self, number: int) -> tuple[float, float]:
        """Position (design pixels) of a member's centre at the current time."""
        member = self.members[number]
        stray = (
            drift(member.seed, self._clock.seconds, 2, *DRIFT_HERTZ) * member.wander * self.freedom(number)
        )
        x, y = self.moved(number)
        return x + float(stray[0]), y + float(stray[1])

    def rotation(self, number: int) -> NDArray[np.float64]:
        """Rotation (3, 3) of a member at the current time."""
        member = self.members[number]
        roll = TUMBLE_RADIANS * drift(member.seed + 29, self._clock.seconds, 3, *TUMBLE_HERTZ)
        vector = (np.array(member.turn) + roll) * self.freedom(number)
        return np.asarray(rotation_from_vector(vector) @ self.bound(number))

    def paint(self, canvas: Canvas) -> None:
        """Draw the visible members."""
        for number in range(len(self.members)):
            opacity = self.seen(number) * self.opacity
            if opacity > 0.0 and self.apart(number):
                self._lay(canvas, number, opacity)

    def _lay(self, canvas: Canvas, number: int, opacity: float) -> None:
        factor = canvas.scale * self.fineness
        size = 2 * int(np.ceil(self.reach * self.scale * factor + 2))
        view = View(self.rotation(number), self._middle, self.scale * factor, (size / 2, size / 2))
        if self._raster is None:
            self._raster = Raster(size, size, view, molecule_paint(), SMALL_STYLE, line_factor=factor)
        self._raster.view = view  # all members are drawn with one small raster
        self._raster.set_still([replace(self._body, dim=self.paleness(number))])
        x, y = self.place(number)
        canvas.context.save()
        canvas.context.scale(1.0 / self.fineness, 1.0 / self.fineness)
        canvas.picture(self._raster.picture, x * factor - size / 2, y * factor - size / 2, opacity)
        canvas.context.restore()

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """The disc that each member covers while it tumbles: labels must not cover it."""
        reach = TUMBLING_SHARE * self.reach * self.scale
        places = [self.place(number) for number in range(len(self.members)) if self.seen(number) > 0.0]
        return [(np.array(place) + reach * DISC, DISC_WEIGHT) for place in places]

    def sightings(self) -> list[Sighting]:
        """Each visible member, by its number, as the disc that it covers while it tumbles."""
        shown = [number for number in range(len(self.members)) if self.seen(number) * self.opacity > 0.0]
        places = {number: np.array(self.place(number)) for number in shown}
        reach = TUMBLING_SHARE * self.reach * self.scale
        return [
            Sighting(
                f"LigandPopulation {self.role}",
                (id(self), number),
                place + reach * DISC,
                place[None],
                DISC_WEIGHT,
            )
            for number, place in places.items()
        ]
