"""Actors in one space, seen from one view: a picture in which each hides what lies behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.molecule.shading import Raster, View
from moa_anim.molecule.style import Style
from moa_anim.stage.actor import Actor
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

JITTER_PIXELS = 0.7
"""Tremble of the whole picture of the actors (root mean square, design pixels): 1.5 would already look restless."""

JITTER_HERTZ = (0.25, 0.9)


SIDES = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
"""A bead's middle, and towards its rim: what it covers of a coarse grid."""


class MoleculeView(Painted):
    """A picture of actors. `rotation` (3, 3) of the stage frame; `scale` design pixels for one ångström.

    `centre` (Å) is shown at `place` (design pixels). The scale is said once, so that all actors have it.
    """

    def __init__(
        self,
        clock: ShotClock,
        *,
        rotation: NDArray[np.float64],
        centre: ArrayLike,
        place: tuple[float, float],
        scale: float,
    ) -> None:
        super().__init__()
        self._clock = clock
        self.actors: list[Actor] = []
        self.view = View(rotation, np.asarray(centre, dtype=float), scale, place)
        self._raster: Raster | None = None
        self._still: object = None

    def cast(self, *actors: Actor) -> None:
        """Bring actors in; the order does not matter, depth does."""
        self.actors += actors

    def point(self, position: ArrayLike) -> tuple[float, float]:
        """Design pixels of a place in the stage frame (Å)."""
        x, y = self.view.pixels(np.asarray(position, dtype=float))[0]
        return float(x), float(y)

    def seen(self, actor: Actor, anchor: str) -> Callable[[], Point]:
        """What a label is given to point at: where an anchor of an actor is seen at any moment, design pixels."""
        return lambda: self.point(actor.anchor(anchor))

    def spot(self, x: float, y: float, depth: float = 0.0) -> NDArray[np.float64]:
        """The place in the stage frame (Å) seen at design pixel (x, y), `depth` Å towards the viewer."""
        across = (x - self.view.place[0]) / self.view.scale
        up = (self.view.place[1] - y) / self.view.scale
        return np.asarray(self.view.centre + np.array([across, up, depth]) @ self.view.rotation)

    def beside(
        self, place: NDArray[np.float64], *, right: float = 0.0, up: float = 0.0, towards: float = 0.0
    ) -> NDArray[np.float64]:
        """The place (3,; Å) that is so far (Å) to the right of `place`, above it and towards the viewer, as seen."""
        across, upwards, nearer = self.view.rotation
        return np.asarray(place + towards * nearer + right * across + up * upwards)

    def depth_at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """How far towards the viewer (Å from the view's centre) what was painted last is at `places` (n, 2; design pixels).

        −∞ where nothing is, or before anything was painted.
        """
        if self._raster is None:
            return np.full(len(places), -np.inf)
        return self._raster.depth_at(places * (self._raster.view.scale / self.view.scale))

    def jitter(self) -> NDArray[np.float64]:
        """The tremble (x, y; design pixels) at this moment."""
        return JITTER_PIXELS * drift(self._clock.seed + 7919, self._clock.seconds, 2, *JITTER_HERTZ)

    def paint(self, canvas: Canvas) -> None:
        """Draw the actors and lay the picture on the canvas; it ends where the band begins."""
        raster = self._raster = self._raster or self.raster(canvas)
        parts = [part for actor in self.actors if actor.shown for part in actor.parts(self._clock.seconds)]
        still = tuple(part.key for part in parts if part.still)
        if still != self._still:
            raster.set_still([part.body for part in parts if part.still])
            self._still = still
        raster.draw([part.body for part in parts if not part.still])
        jitter = self.jitter() * canvas.scale
        canvas.context.save()
        canvas.context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        canvas.context.clip()
        canvas.picture(raster.picture, float(jitter[0]), float(jitter[1]), self.opacity, raster.extent())
        canvas.context.restore()

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Where the beads of the actors are seen; what is dimmed matters less."""
        found = []
        for actor in self.actors:
            for part in actor.parts(self._clock.seconds) if actor.shown else ():
                beads = part.body.beads
                middle = self.view.pixels(beads.positions)
                reach = 0.7 * beads.radii[:, None] * self.view.scale
                points = [middle + reach * np.array(side) for side in SIDES]
                found.append((np.vstack(points), 1.0 - 0.5 * part.body.dim))
        return found

    def sightings(self) -> list[Sighting]:
        """Each part of each actor that is shown; what is mixed with paper until it is as good as gone is not."""
        if self.opacity <= 0.0:
            return []
        found = []
        for actor in self.actors:
            for number, glimpse in enumerate(actor.glimpses(self._clock.seconds) if actor.shown else ()):
                middle = self.view.pixels(glimpse.positions)
                reach = 0.7 * glimpse.radii[:, None] * self.view.scale
                points = np.vstack([middle + reach * np.array(side) for side in SIDES])
                spots = self.view.pixels(glimpse.spots)
                found.append(
                    Sighting(glimpse.name, (id(actor), number), points, spots, 1.0 - 0.5 * glimpse.dim)
                )
        return found

    def raster(self, canvas: Canvas, style: Style | None = None) -> Raster:
        """A raster for this view on `canvas`: as wide, and as high as the picture is above the band."""
        scale = canvas.scale
        view = View(
            self.view.rotation,
            self.view.centre,
            self.view.scale * scale,
            (self.view.place[0] * scale, self.view.place[1] * scale),
        )
        return Raster(round(BAND_TOP * scale), canvas.width, view, molecule_paint(), style, line_factor=scale)
