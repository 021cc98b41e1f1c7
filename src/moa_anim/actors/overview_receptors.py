"""One receptor in front, which is taken in, and others behind it, out of focus."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from moa_anim.actors.cleared_receptors import ClearedReceptors
from moa_anim.actors.receptor import CLOSE_VIEW
from moa_anim.actors.receptor_population import CLOSE_POSTURE, PictureKey
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.sprite import Focus, out_of_focus
from moa_anim.stage.sighting import Sighting

BEHIND = Focus(2.6, 0.66)
"""How soft and pale the receptors behind are."""

FINE_STAGES_PER_SCALE = 80.0
"""Number of drawn stages of the hero that is taken in, at one design pixel for one ångström: another one in each frame."""


class OverviewReceptors(ClearedReceptors):
    """The hero and three receptors behind it, out of focus; `company` is their opacity.

    `turned` in 0…1 is how far the hero has turned from the close-up's orientation to that in which elacestrant enters.
    """

    seen_into = True
    even_lines = peptides_fade = tags_come = chains_recede = True
    stages_per_scale = FINE_STAGES_PER_SCALE
    company = 1.0
    turned = 0.0

    def rotation(self, number: int) -> NDArray[np.float64]:
        """Return the rotation (3, 3) in which a member is seen now."""
        if number > 0 or self.turned >= 1.0:
            return super().rotation(number)
        turn = Rotation.from_matrix(super().rotation(0) @ CLOSE_VIEW.T).as_rotvec()
        return np.asarray(Rotation.from_rotvec(self.turned * turn).as_matrix() @ CLOSE_VIEW)

    def _layers(self, number: int) -> list[tuple[PictureKey, float]]:
        """The pictures of a member; of the hero, until it turns, those of the close-up's orientation."""
        layers = super()._layers(number)
        if number > 0 or self.turned > 0.0:
            return layers
        return [(replace(key, variant=CLOSE_POSTURE), share) for key, share in layers]

    def sightings(self) -> list[Sighting]:
        """Those of the receptors that are there: all behind the hero come and go together."""
        found = super().sightings()
        return found if self.company > 0.0 else [each for each in found if each.number == (id(self), 0)]

    def softness(self, number: int) -> float:
        """Return how much a receptor is out of focus, 0…1."""
        return 0.0 if number == 0 else 1.0

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw a receptor; out of focus, its soft picture behind the sharp one, which fades in."""
        if number == 0:
            self._paint_focused(canvas, number)
        elif self.company > 0.0:
            # What is soft needs no finer picture.
            fineness, whole = self.fineness, self.opacity
            self.fineness, self.opacity = 1.0, whole * self.company
            self._paint_focused(canvas, number)
            self.fineness, self.opacity = fineness, whole

    def _paint_focused(self, canvas: Canvas, number: int) -> None:
        soft = round(self.softness(number), 2)
        if soft > 0.0 and self._in_picture(canvas, number):
            x, y = self.place(number)
            factor = canvas.scale * self.fineness
            key = self._layers(number)[0][0]
            picture = self._soft_picture(key, factor)
            half = picture.shape[0] / 2 / factor
            self.lay(canvas, picture, (x - half, y - half), self.opacity)
        if soft < 1.0:
            whole, self.opacity = self.opacity, self.opacity * (1.0 - soft)
            if number == 0 and 0.0 < self.turned < 1.0:
                self.paint_anew(canvas, number, self.opacity, self.incoming(number))
            else:
                super().paint_member(canvas, number)
            self.opacity = whole

    def _soft_picture(self, key: PictureKey, factor: float) -> NDArray[np.uint8]:
        found = self._paled.get(("soft", key, factor))
        if found is None:
            margin = int(np.ceil(3.0 * BEHIND.softness * factor))
            padded = np.pad(self._picture(key, factor), ((margin, margin), (margin, margin), (0, 0)))
            found = self._paled["soft", key, factor] = out_of_focus(padded, BEHIND, factor)
        return found
