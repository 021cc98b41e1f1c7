"""The close-up of the receptor's pocket, the same in every shot that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.far_crowd import FarCrowd
from moa_anim.actors.receptor import CLOSE_VIEW
from moa_anim.graphics.geometry import Point
from moa_anim.stage.molecule_view import MoleculeView

if TYPE_CHECKING:
    from moa_anim.stage.clock import ShotClock

CLOSE_SCALE = 14.0
"""Design pixels for one ångström."""


def pocket_view(clock: ShotClock) -> MoleculeView:
    """A tableau with the receptor's middle a little left of the picture's, where labels have room on both sides."""
    return MoleculeView(
        clock, rotation=CLOSE_VIEW, centre=(3.0, -1.0, 0.0), place=(930.0, 520.0), scale=CLOSE_SCALE
    )


def pocket_backdrop(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The crowd behind the close-up, (height, width, 4) RGBA: farther off, so smaller."""
    return crowd_backdrop(width, height, scale=CLOSE_SCALE * BEHIND, seed=seed, spacing=SPACING)


def pocket_crowd(about: Point, seed: int) -> FarCrowd:
    """The same crowd and what is about it, while the close-up comes nearer."""
    return FarCrowd(about, scale=CLOSE_SCALE * BEHIND, seed=seed, spacing=SPACING)


BEHIND, SPACING = 0.62, 330.0
"""How large the crowd far behind the close-up is drawn, beside the receptor; design pixels between its middles."""
