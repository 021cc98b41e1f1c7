"""Where the lecture film's shots meet: which of them show one picture on both sides, and what must not be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from fractions import Fraction

import numpy as np
from every_frame.film import Film
from every_frame.picture import Picture, decoded
from numpy.typing import NDArray

from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.palette import Role
from moa_anim.model.timeline import schedule
from moa_anim.stage.sighting import Sighting

PICTURE_TOP = 150
"""Above this line (design pixels) are step marker and rail, which belong to a shot and change at a join."""

BLOCK = 16
"""Side of a block in which the pictures on both sides are compared (pixels at draft size)."""

MOST_APART = 3.0
"""Mean difference of matching pictures (of 255): 0.1 to 2.6 where they match, 4 where another crowd is behind them, 18 to 57
where they are different pictures."""

MOST_APART_IN_A_BLOCK = 45.0
"""Largest mean difference in a block: 3 to 34 where a ligand trembles or a side chain is elsewhere, 107 to 173
where pictures do not match."""

PAPER_WITHIN = 8.0
"""A pixel whose colour is as near to paper as this is paper: the crowd's palest layer is, too."""

MOST_PAPER = 0.96
"""Share of paper in a picture that is not empty: a body and a tablet leave 0.92 of it."""

CROSS_FADE_RESIDUAL = 0.1
"""A mixture of two pictures differs from the best mixture of both by less than this share of their own difference."""

CROSS_FADE_SHARES = (0.15, 0.85)
"""Shares of the second picture at which both are seen."""

NEAR_SECONDS = Fraction(1)
"""So long before and after a join there is no cross-fade."""

HERO_PIXELS = 12.0
"""The hero may be so far from its place on the other side (design pixels): it trembles."""

HERO_SIZE_FACTOR = 1.05
"""Its size may differ by this factor: of a hero that trembles not the same beads are outermost."""


class Kind(StrEnum):
    """How shots meet."""

    MATCH = "the next shot begins with the picture that this one ends with"
    CUT = "scales that nothing bridges"


@dataclass(frozen=True)
class Join:
    """Two shots that meet. `hero` is what both show at the same place: names of sightings (`*` for any part) on each side."""

    before: str
    after: str
    kind: Kind
    hero: tuple[str, str] | None = None


JOINS = (
    Join("opening", "er-signalling", Kind.MATCH, ("NuclearReceptors *", "NuclearReceptors *")),
    Join("er-signalling", "resistance", Kind.MATCH, ("NuclearReceptors *", "NuclearReceptors *")),
    Join("resistance", "different-approach", Kind.MATCH, ("NuclearReceptors *", "NuclearReceptors *")),
    Join("different-approach", "binding", Kind.CUT),
    Join("binding", "conformational-change", Kind.MATCH, ("Receptor *", "Receptor *")),
    Join("conformational-change", "ubiquitination", Kind.MATCH, ("Receptor *", "Receptor *")),
    Join("ubiquitination", "proteasome-clearance", Kind.MATCH, ("Receptor *", "ThreadedReceptor *")),
    Join("proteasome-clearance", "signal-lost", Kind.MATCH),
    Join("signal-lost", "in-the-clinic", Kind.MATCH),
    Join("in-the-clinic", "in-short", Kind.MATCH),
    Join("in-short", "credits", Kind.MATCH),
)
"""The joins of the lecture edition that hold."""

PAPER_ALLOWED = frozenset({("credits", 1)})
"""Ends (shot, 0 the first picture or 1 the last) that may be paper: the credits fade out."""


def above_the_band(picture: Picture) -> NDArray[np.float64]:
    """The picture's colours (rows, columns, 3; 0…255) between the step marker and the caption band."""
    height = picture.luma.shape[0]
    top, bottom = (2 * round(line * height / FRAME_HEIGHT / 2) for line in (PICTURE_TOP, BAND_TOP))
    # The last rows beside the band take on some of its colour in the encoder.
    return picture.rgb(slice(top, bottom - 4))


def apart(one: Picture, other: Picture) -> tuple[float, float]:
    """The mean difference of two pictures, and that of the block in which they differ most."""
    difference = np.abs(above_the_band(one) - above_the_band(other)).mean(axis=-1)
    rows, columns = (size // BLOCK for size in difference.shape)
    blocks = difference[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns, BLOCK)
    return float(difference.mean()), float(blocks.mean(axis=(1, 3)).max())


def paper_share(picture: Picture) -> float:
    """The share of a picture that is paper."""
    away = np.abs(above_the_band(picture) - 255 * np.array(rgb(Role.PAPER))).max(axis=-1)
    return float((away < PAPER_WITHIN).mean())


def is_cross_fade(picture: Picture, last: Picture, first: Picture) -> bool:
    """Whether a picture is a mixture of the two neighbours of a join."""
    here, begin, end = (above_the_band(each) for each in (picture, last, first))
    way = end - begin
    length = float((way * way).sum())
    share = float(((here - begin) * way).sum()) / max(length, 1e-9)
    left = here - begin - share * way
    residual = float((left * left).sum()) / max(length, 1e-9)
    return CROSS_FADE_SHARES[0] < share < CROSS_FADE_SHARES[1] and residual < CROSS_FADE_RESIDUAL**2


def around(film: Film, join: Join) -> tuple[list[Picture], list[Picture]]:
    """The pictures of the last second before a join, and those of the first second after it."""
    slots = {each.shot.id: each.slot for each in schedule(film.storyboard, film.quality.rate).shots}
    count = film.quality.rate.frames(NEAR_SECONDS)
    begin = slots[join.after].start
    pictures = list(decoded(film.path, begin - count, 2 * count, film.quality.rate.fps))
    return pictures[:count], pictures[count:]


def ends(film: Film, shot_id: str) -> tuple[Picture, Picture]:
    """A shot's first and last picture."""
    slot = next(
        each.slot for each in schedule(film.storyboard, film.quality.rate).shots if each.shot.id == shot_id
    )
    fps = film.quality.rate.fps
    return next(decoded(film.path, slot.start, 1, fps)), next(decoded(film.path, slot.stop - 1, 1, fps))


def box_of_hero(things: tuple[Sighting, ...], name: str) -> NDArray[np.float64]:
    """Left, top, right, bottom (4,; design pixels) of all sightings of that name together. Fails if there are none."""
    boxes = np.array([each.box for each in things if fnmatchcase(each.name, name)])
    assert len(boxes), f"no “{name}” in the picture, only {sorted({each.name for each in things})}"
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
