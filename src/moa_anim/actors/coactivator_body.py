"""The body of the coactivator behind its contact helix: pale beads, since only the helix is measured.

The helix that is drawn is 9 residues of about 1,400 (SRC-1 to SRC-3 have 1,400 to 1,460); the rest is mostly disordered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.receptor import CLOSE_VIEW
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import tinted
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, plain
from moa_anim.molecule.bodies import Body, View
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.actors.ligands import BindingPartner
    from moa_anim.stage.molecule_view import MoleculeView

BODY_OFFSET_ANGSTROM = np.array([27.0, -5.0, 4.0]) @ CLOSE_VIEW
"""Its middle from that of the contact helix, in the receptor's own frame: to the right in the close-up."""

LUMPS = (
    (0.0, 0.0, 11.0),
    (10.0, -9.0, 9.0),
    (-11.0, 4.0, 8.0),
    (9.0, 9.0, 9.0),
    (21.0, -3.0, 9.0),
    (-3.0, -12.0, 7.0),
    (19.0, 11.0, 7.5),
    (-18.0, -3.0, 6.0),
    (31.0, -9.0, 6.5),
    (31.0, 5.0, 6.0),
    (4.0, 19.0, 6.0),
)
"""Lumps of the body: x to the right, y down, radius (Å), from its middle."""

EXTENT_ANGSTROM = 48.0
"""Half the side of its picture."""

PIXELS_PER_ANGSTROM = 10.0
"""Output pixels for one ångström of its picture, which is scaled to the view's."""

BEAD_ANGSTROM = 2.1
BEADS_APART_ANGSTROM = 3.1
BEADS_STRAY_ANGSTROM = 1.5
BEADS_SEED = 1400
"""Radius of the beads that fill the lumps, their distance on a grid, and how far they are displaced from it at random."""

PALENESS = 0.58
"""Share of paper in its colour."""

BEHIND_LEVEL = -1
"""Manim's z-index: behind the molecules, in front of the crowd."""


class CoactivatorBody(Painted):
    """A pale body about the point (3,; Å) that `middle` returns, behind `molecule_view`; it fades with that view.

    It is drawn while `shown` returns True.
    """

    def __init__(
        self,
        molecule_view: MoleculeView,
        middle: Callable[[], NDArray[np.float64]],
        *,
        shown: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__()
        self._view, self._middle, self._shown = molecule_view, middle, shown
        self.set_z_index(BEHIND_LEVEL)

    def paint(self, canvas: Canvas) -> None:
        """Draw it at the scale of the view."""
        opacity = self.opacity * self._view.opacity
        if opacity <= 0.0 or not self._shown():
            return
        picture = _picture()
        height, width = picture.shape[:2]
        x, y = self._view.point(self._middle())
        size = self._view.view.scale / PIXELS_PER_ANGSTROM * canvas.scale
        context = canvas.context
        context.save()
        context.rectangle(0, 0, canvas.width, round(BAND_TOP * canvas.scale))
        context.clip()
        context.translate(x * canvas.scale, y * canvas.scale)
        context.scale(size, size)
        context.translate(-width / 2, -height / 2)
        context.set_source_surface(
            cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height), 0, 0
        )
        context.get_source().set_filter(cairo.FILTER_BILINEAR)
        context.paint_with_alpha(opacity)
        context.restore()


def body_of(
    partner: BindingPartner,
    molecule_view: MoleculeView,
    offset: NDArray[np.float64] = BODY_OFFSET_ANGSTROM,
) -> CoactivatorBody:
    """Return the body behind a coactivator's contact helix, `offset` (3,; Å) from it, drawn while the helix is.

    It goes with the helix but does not tumble with it: a loose tether of disordered chain joins the two.
    """
    return CoactivatorBody(
        molecule_view,
        lambda: np.asarray(partner.pose[:3] + offset),
        shown=lambda: partner.shown,
    )


@cache
def _picture() -> NDArray[np.uint8]:
    """Return the body, premultiplied RGBA."""
    side = round(2 * EXTENT_ANGSTROM * PIXELS_PER_ANGSTROM)
    view = View(np.eye(3), np.zeros(3), PIXELS_PER_ANGSTROM, (side / 2, side / 2))
    colour = tinted(Role.COACTIVATOR, PALENESS, Role.PAPER)
    return molecule_sprite([Body(body_beads(), colour)], view, (side, side), 1.0)


@cache
def body_beads() -> Beads:
    """Return beads that fill the lumps, x to the right and y up (Å from its middle)."""
    lumps = np.array(LUMPS) * [1.0, -1.0, 1.0]
    reach = np.arange(-EXTENT_ANGSTROM, EXTENT_ANGSTROM, BEADS_APART_ANGSTROM)
    grid = np.stack(np.meshgrid(reach, reach, reach, indexing="ij"), axis=-1).reshape(-1, 3)
    random = np.random.default_rng(BEADS_SEED)
    places = grid + random.uniform(-BEADS_STRAY_ANGSTROM, BEADS_STRAY_ANGSTROM, grid.shape)
    middles = np.column_stack([lumps[:, :2], np.zeros(len(lumps))])
    apart = np.linalg.norm(places[:, None] - middles[None], axis=2)
    return plain(places[(apart < lumps[:, 2] - 0.5 * BEAD_ANGSTROM).any(axis=1)], BEAD_ANGSTROM)
