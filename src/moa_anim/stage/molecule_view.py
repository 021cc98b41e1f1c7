"""Actors in one space, seen from one view: each hides what lies behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.molecule.bodies import View
from moa_anim.molecule.easing import smoothstep
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.style import Style
from moa_anim.stage.actor import Actor
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

JITTER_PIXELS = 0.7
"""Tremble of the whole picture of the actors (root mean square, design pixels); 1.5 looks restless."""

JITTER_HERTZ = (0.25, 0.9)
"""Lowest and highest frequency of it."""

JITTER_RAMP_SECONDS = 1.0
"""Time from a shot's beginning to its full tremble, and from that to its end."""

MARKED_BEADS = 6000
"""Beads by which a part is marked at most: of a larger one every second, every third and so on, which cover its outline."""

SIDES = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
"""A bead's middle and four directions towards its rim: the points by which it is marked on a coarse grid."""


def same_view(one: View, other: View) -> bool:
    """Whether two views show everything at the same pixels."""
    return one is other or (
        (one.scale, one.place) == (other.scale, other.place)
        and np.array_equal(one.rotation, other.rotation)
        and np.array_equal(one.centre, other.centre)
    )


class MoleculeView(Painted):
    """A picture of actors from one `view`, which may be replaced at any frame (see `stage/reframing.py`).

    `rotation` (3, 3) turns the stage frame so that x points right, y up and z towards the viewer; `scale` is design pixels
    for one ångström; the point `centre` (Å) is shown at `place` (design pixels).
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
        self._aimed: View | None = None
        self._still: object = None

    def cast(self, *actors: Actor) -> None:
        """Add actors. Their order does not matter: what is nearer to the viewer hides what is behind."""
        self.actors += actors

    def point(self, position: ArrayLike) -> tuple[float, float]:
        """Return where a place of the stage frame (3,; Å) is seen (design pixels)."""
        x, y = self.view.pixels(np.asarray(position, dtype=float))[0]
        return float(x), float(y)

    def seen(self, actor: Actor, anchor: str) -> Callable[[], Point]:
        """Return a function that gives where an actor's anchor is seen (design pixels): what a label points to."""
        return lambda: self.point(actor.anchor(anchor))

    def spot(self, x: float, y: float, depth: float = 0.0) -> NDArray[np.float64]:
        """Return the place (3,; Å) that is seen at design pixel (x, y), `depth` Å from the centre towards the viewer."""
        across = (x - self.view.place[0]) / self.view.scale
        up = (self.view.place[1] - y) / self.view.scale
        return np.asarray(self.view.centre + np.array([across, up, depth]) @ self.view.rotation)

    def beside(
        self, place: NDArray[np.float64], *, right: float = 0.0, up: float = 0.0, towards: float = 0.0
    ) -> NDArray[np.float64]:
        """Return the place (3,; Å) that is so far (Å) to the right of `place`, above it and towards the viewer, as seen."""
        across, upwards, nearer = self.view.rotation
        return np.asarray(place + towards * nearer + right * across + up * upwards)

    def depth_at(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the depth (n,; Å towards the viewer) of what was painted last at `places` (n, 2; design pixels).

        It is −∞ where there is nothing, and before the first picture.
        """
        if self._raster is None:
            return np.full(len(places), -np.inf)
        return self._raster.depth_at(places * (self._raster.view.scale / self.view.scale))

    def jitter(self) -> NDArray[np.float64]:
        """Return the tremble (x, y; design pixels) at this frame: none at a shot's ends, where shots join."""
        clock = self._clock
        end = min(clock.now, clock.shot_frames - 1 - clock.now) / float(clock.rate.fps)
        reach = JITTER_PIXELS * smoothstep(end, 0.0, JITTER_RAMP_SECONDS)
        return np.asarray(reach * drift(clock.seed + 7919, clock.seconds, 2, *JITTER_HERTZ))

    def paint(self, canvas: Canvas) -> None:
        """Draw the actors, and lay the picture on the canvas down to the caption band; nothing while they cannot be seen."""
        if self.opacity <= 0.0:
            return
        raster = self._raster = self._raster or self.raster(canvas)
        parts = [part for actor in self.actors if actor.shown for part in actor.parts(self._clock.seconds)]
        resting = [part for part in parts if part.still]
        moving = [part for part in parts if not part.still]
        if self._aimed is not None and not same_view(self._aimed, self.view):
            # While the view moves nothing is still: what would be painted once is painted with the rest, once a frame.
            raster.aim(self._seen_view(canvas))
            resting, moving = [], [*resting, *moving]
            self._still = None
        self._aimed = self.view
        still = tuple(part.key for part in resting)
        if still != self._still or raster.restless:
            raster.show([part.body for part in resting], [part.body for part in moving])
            self._still = still
        else:
            raster.draw([part.body for part in moving])
        x, y = (float(each) for each in self.jitter() * canvas.scale)
        bottom = round(BAND_TOP * canvas.scale)
        if self.opacity >= 1.0:
            canvas.shifted(raster.picture, x, y, bottom, raster.extent())
            return
        canvas.context.save()
        canvas.context.rectangle(0, 0, canvas.width, bottom)
        canvas.context.clip()
        canvas.picture(raster.picture, x, y, self.opacity, raster.extent())
        canvas.context.restore()

    def put_away(self) -> None:
        """Give the memory of the last picture back, about 100 MB at 1080p: after the last time that it is painted."""
        self._raster = self._aimed = self._still = None

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return for each part the points of its beads (design pixels); dimmed parts have less weight."""
        found = []
        for actor in self.actors:
            for part in actor.parts(self._clock.seconds) if actor.shown else ():
                beads = part.body.beads
                every = max(1, -(-len(beads) // MARKED_BEADS))
                middle = self.view.pixels(beads.positions[::every])
                reach = 0.7 * beads.radii[::every, None] * self.view.scale
                points = (middle + reach * SIDES[:, None]).reshape(-1, 2)
                found.append((points, 1.0 - 0.5 * part.body.dim))
        return found

    def sightings(self) -> list[Sighting]:
        """Return each part of each actor that is shown and not dimmed until it is invisible."""
        if self.opacity <= 0.0:
            return []
        found = []
        for actor in self.actors:
            for number, glimpse in enumerate(actor.glimpses(self._clock.seconds) if actor.shown else ()):
                middle = self.view.pixels(glimpse.positions)
                reach = 0.7 * glimpse.radii[:, None] * self.view.scale
                points = (middle + reach * SIDES[:, None]).reshape(-1, 2)
                spots = self.view.pixels(glimpse.spots)
                found.append(
                    Sighting(glimpse.name, (id(actor), number), points, spots, 1.0 - 0.5 * glimpse.dim)
                )
        return found

    def raster(self, canvas: Canvas, style: Style | None = None) -> Raster:
        """Return a raster for this view: as wide as `canvas`, and as high as the picture above the caption band."""
        scale = canvas.scale
        view = self._seen_view(canvas)
        return Raster(round(BAND_TOP * scale), canvas.width, view, molecule_paint(), style, line_factor=scale)

    def _seen_view(self, canvas: Canvas) -> View:
        """The view in output pixels."""
        scale, (x, y) = canvas.scale, self.view.place
        return View(self.view.rotation, self.view.centre, self.view.scale * scale, (x * scale, y * scale))
