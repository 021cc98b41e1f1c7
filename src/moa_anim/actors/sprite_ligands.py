"""Small molecules drawn so small that a few pictures, turned in the picture's plane, look the same as new ones."""

from __future__ import annotations

from collections.abc import Callable

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligand_population import TUMBLE_HERTZ, TUMBLE_RADIANS, LigandPopulation
from moa_anim.actors.population import SMALL_STYLE, mixed_with_paper
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.stage.noise import drift

TILTS = 6
"""Number of orientations in which a free molecule is drawn."""

PALENESS_LEVELS = 12
"""Paleness is rounded to this many levels, so that a paled picture can be reused."""


class SpriteLigands(LigandPopulation):
    """As LigandPopulation, but each molecule turns in the picture's plane only.

    It turns from its rotation in `bound`, or from a tilt of its own if `tumbling`. A scene may replace `swell`, a factor on a
    member's size by its number.
    """

    tumbling = True
    fineness = 1.0
    swell: Callable[[int], float] = staticmethod(lambda number: 1.0)

    def angle(self, number: int) -> float:
        """Return how far a member is turned in the picture's plane now (radians)."""
        member = self.members[number]
        roll = TUMBLE_RADIANS * float(drift(member.seed + 29, self._clock.seconds, 1, *TUMBLE_HERTZ)[0])
        return (member.turn[2] + 1.6 * roll) * self.freedom(number)

    def rotation(self, number: int) -> NDArray[np.float64]:
        """Rotation (3, 3) in which a member's picture is drawn."""
        if not self.tumbling:
            return self.bound(number)
        random = np.random.default_rng((number % TILTS, 77))
        return np.asarray(rotation_from_vector(random.normal(0.0, 1.4, 3)))

    def _lay(self, canvas: Canvas, number: int, opacity: float) -> None:
        x, y = self.place(number)
        context = canvas.context
        context.save()
        context.translate(x * canvas.scale, y * canvas.scale)
        context.rotate(-self.angle(number))
        size = self.swell(number) / self.fineness
        context.scale(size, size)
        picture = self._picture(number, canvas.scale * self.fineness)
        height, width = picture.shape[:2]
        source = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)
        context.set_source_surface(source, -width / 2, -height / 2)
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(opacity)
        context.restore()

    def _picture(self, number: int, factor: float) -> NDArray[np.uint8]:
        """Return a member's picture at its paleness; `factor` output pixels a design pixel."""
        rotation, level = self.rotation(number), round(self.paleness(number) * PALENESS_LEVELS)
        key = (rotation.tobytes(), level, factor)
        if key not in self._pictures:
            size = 2 * int(np.ceil(self.reach * self.scale * factor + 2))
            view = View(rotation, self._middle, self.scale * factor, (size / 2, size / 2))
            picture = molecule_sprite([self._body], view, (size, size), factor, SMALL_STYLE)
            self._pictures[key] = mixed_with_paper(picture, level / PALENESS_LEVELS) if level else picture
        return self._pictures[key]
