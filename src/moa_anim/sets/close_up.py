"""The close-up of the receptor's pocket, the same in every shot that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.receptor import CLOSE_VIEW
from moa_anim.actors.zoomable_crowd import ZoomableCrowd
from moa_anim.graphics.geometry import Point
from moa_anim.stage.molecule_view import MoleculeView

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

CLOSE_SCALE = 14.0
"""Design pixels for one ångström."""


CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, of the receptor's."""

CROWD_SPACING_PIXELS = 330.0
"""Between middles of the crowd (design pixels)."""


def pocket_view(clock: ShotClock) -> MoleculeView:
    """Return a molecule view with the receptor a little left of the picture's middle, so that labels fit on both sides."""
    return MoleculeView(
        clock, rotation=CLOSE_VIEW, centre=(3.0, -1.0, 0.0), place=(930.0, 520.0), scale=CLOSE_SCALE
    )


def pocket_backdrop(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Return the crowd behind the close-up, (height, width, 4) RGBA; it is farther away, so smaller."""
    return crowd_backdrop(
        width, height, scale=CLOSE_SCALE * CROWD_SCALE_SHARE, seed=seed, spacing=CROWD_SPACING_PIXELS
    )


def zoomable_pocket_crowd(about: Point, seed: int) -> ZoomableCrowd:
    """Return the same crowd, extended around the frame, for zooming in about the point `about` (design pixels)."""
    return ZoomableCrowd(
        about, scale=CLOSE_SCALE * CROWD_SCALE_SHARE, seed=seed, spacing=CROWD_SPACING_PIXELS
    )
