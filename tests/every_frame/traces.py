"""What a thing leaves in the decoded colours: how much of its role's hue is seen where it says that it is."""

from __future__ import annotations

import numpy as np
from every_frame.moment import Moment
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.stage.sighting import Sighting

TO_CHROMA = np.array([[-0.1146, -0.3854, 0.5], [0.5, -0.4542, -0.0458]]) * 224 / 255
"""From red, green, blue to Cb and Cr less 128: BT.709, limited range."""


def inside(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the points (n, 2; design pixels) are in the picture, above the band."""
    x, y = points.T
    return np.asarray((x > 0) & (x < FRAME_WIDTH) & (y > 0) & (y < BAND_TOP))


def trace_of(thing: Sighting, role: Role, moment: Moment) -> float:
    """How far (mean over its points) the hues there are from paper's: 0 is paper, 1 as far as its role's own.

    Whichever hue it is: a receptor is orange and crimson, too.
    """
    points = thing.points[inside(thing.points)] * moment.scale / 2
    rows = np.minimum(points[:, 1].astype(int), moment.picture.blue.shape[0] - 1)
    columns = np.minimum(points[:, 0].astype(int), moment.picture.blue.shape[1] - 1)
    seen = np.stack(
        [plane[rows, columns].astype(float) - 128 for plane in (moment.picture.blue, moment.picture.red)],
        axis=1,
    )
    paper, own = (TO_CHROMA @ (255 * np.array(rgb(each))) for each in (Role.PAPER, role))
    return float(np.hypot(*(seen - paper).T).mean() / np.hypot(*(own - paper)))
