"""The close-up of the receptor's pocket, the same in every shot that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.pose import rotation_about
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.far_crowd import FarCrowd
from moa_anim.stage.placement import Point
from moa_anim.stage.tableau import Tableau

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

CLOSE_SCALE = 14.0
"""Design pixels for one ångström."""

CLOSE_VIEW = rotation_about((0, 1, 0), -48)
"""From the front right of the tables' frame: helix 12's face and the pocket are both seen, and its turn is 120° in view."""

CUT_DEPTH = 6.0
"""The pocket is cut open this far (Å) before the middle: ligands lie behind it, helix 12 before it."""


def pocket_tableau(scene: MoaScene) -> Tableau:
    """A tableau with the receptor's middle a little left of the picture's, where labels have room on both sides."""
    return Tableau(
        scene, rotation=CLOSE_VIEW, centre=(3.0, -1.0, 0.0), place=(930.0, 520.0), scale=CLOSE_SCALE
    )


def pocket_backdrop(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """The crowd behind the close-up, (height, width, 4) RGBA: farther off, so smaller."""
    return crowd_backdrop(width, height, scale=CLOSE_SCALE * BEHIND, seed=seed, spacing=SPACING)


def pocket_crowd(about: Point, seed: int) -> FarCrowd:
    """The same crowd and what is about it, while the close-up comes nearer."""
    return FarCrowd(about, scale=CLOSE_SCALE * BEHIND, seed=seed, spacing=SPACING)


BEHIND, SPACING = 0.62, 330.0
"""How large the crowd far behind the close-up is drawn, beside the receptor; design pixels between its middles."""
