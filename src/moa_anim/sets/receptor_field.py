"""Many receptors over a stretch of the gene, estradiol drifting among them, and how many receptors are left.

This picture ends one shot and begins the next. What drifts depends on the seconds before and after the cut between the
shots, so that nothing jumps there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.ligand_population import FreeLigand, LigandPopulation
from moa_anim.actors.population import Count, mixed_with_paper
from moa_anim.actors.receptor import HELIX12_PLACES
from moa_anim.actors.receptor_population import ReceptorPopulation
from moa_anim.actors.released_ligands import ReleasedLigands, release_places
from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import molecule_paint
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.chromatin import strip_of_chromatin
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Raster
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.receptor_field_layout import (
    CLEAR_BOXES,
    COUNT_AT,
    field_members,
    places_between,
    scattered_places,
)
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock, ShotClock

FIELD_SCALE = 3.3
"""Design pixels for one ångström, for all in the field: a receptor is about 185 pixels across."""

FIELD_SEED = 823
"""Of what both shots show alike; with each shot's own seed the fields would differ."""

FIRST_COUNT = 24
"""Receptors at the start: so many that they are not counted one by one."""

LEFT_AT_THE_CUT = 14
"""Receptors left when the next shot begins."""

IN_FRONT_LEVEL = 10
"""Manim's z-index of what drifts in front of the receptors of either field."""

FREE_TAKES = 2.4
"""How long a released elacestrant drifts to its place, in receptors gone."""

FREE_FAR = (90.0, 320.0)
"""Shortest and longest distance that it drifts (design pixels)."""

FREE_WITHIN: Box = (90.0, 215.0, 1830.0, 745.0)
"""Box of the places of released ligands (design pixels), with room for straying below the step marker and above the gene."""

HORMONES_CHOSEN = 805
FREED_CHOSEN = 831
"""Added to a seed; chosen so that hardly any small molecule strays behind a label, in either edition."""

ESTRADIOLS = 20
"""Number of estradiols."""

ESTRADIOL_WANDER = 26.0
"""How far each drifts about its place (root mean square, design pixels)."""

GENE_PLACE: Point = (960.0, 842.0)
"""Where the middle of the DNA is seen, design pixels."""

GENE_TOP = 490.0
"""Nothing of the gene is visible above this (design pixels)."""

GENE_VIEW = rotation_about((1, 0, 0), 14.0)
"""Slightly from above, as in the pictures of transcription."""

NUCLEOSOME_AT = 232.0
"""From the middle (Å), so that the DNA leaves the picture on both sides."""

NUCLEOSOMES_SEEN: tuple[Box, Box] = ((0.0, 560.0, 370.0, 900.0), (1550.0, 530.0, 1920.0, 900.0))
"""Boxes of the nucleosomes (design pixels), which words keep off."""

POINTED_TO = 2
"""Number of the receptor that is named."""

BODY_ABOVE_PIXELS = 52.0
"""How far above its middle the label points."""

HALF_HORMONE_PIXELS = 15.0
"""Half the height of an estradiol."""

HISTONE_DIM = 0.3
"""Share of paper mixed into the histones: the DNA is what is meant."""

BEHIND = 0.62
"""Scale of the distant crowd, of the receptors'."""

RESTING = 0.5
"""Share of paper mixed into what is de-emphasised; the opacity of estradiol."""


EASING_STEPS = 16

FEWEST_LEFT = 3
"""Fewest receptors left in either field."""


@dataclass(frozen=True)
class ClockFromCut:
    """Seconds from the cut between the two shots that show the field; negative before it."""

    shot: ShotClock
    cut_at_frame: int

    @property
    def seconds(self) -> float:
        """At the frame being drawn."""
        return (self.shot.now - self.cut_at_frame) / float(self.shot.rate.fps)


def in_steps(share: float) -> float:
    """Ease in and out in EASING_STEPS steps, so that a large picture need not be mixed anew for every frame."""
    return round(gentle(share) * EASING_STEPS) / EASING_STEPS


@cache
def _gene_picture(factor: float) -> NDArray[np.uint8]:
    """B-form DNA between two nucleosomes; (height, width, 4) down to the caption band."""
    place = (GENE_PLACE[0] * factor, GENE_PLACE[1] * factor)
    view = View(GENE_VIEW, np.zeros(3), FIELD_SCALE * factor, place)
    backbone, bases, histones = strip_of_chromatin(-NUCLEOSOME_AT, NUCLEOSOME_AT)
    width, height = round(FRAME_WIDTH * factor), round(BAND_TOP * factor)

    def draw() -> NDArray[np.uint8]:
        raster = Raster(height, width, view, molecule_paint(), line_factor=factor)
        raster.set_still(
            [
                Body(backbone, rgb(Role.DNA)),
                Body(bases, rgb(Role.DNA_BASE)),
                Body(histones, rgb(Role.CROWD), None, HISTONE_DIM),
            ]
        )
        return raster.picture

    return cached(draw, "gene under a field", FIELD_SCALE, place, factor, GENE_VIEW, NUCLEOSOME_AT)


class BareGene(Painted):
    """A stretch of DNA with nothing bound; `dim` in 0…1 mixes it with paper."""

    def __init__(self) -> None:
        super().__init__()
        self.dim = 0.0
        self._paled: tuple[float, NDArray[np.uint8]] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Lay the picture."""
        top = round(GENE_TOP * canvas.scale)
        picture = _gene_picture(canvas.scale)[top:]
        if self.dim > 0.0:
            if self._paled is None or self._paled[0] != self.dim:
                self._paled = (self.dim, mixed_with_paper(picture, self.dim))
            picture = self._paled[1]
        canvas.picture(picture, 0, top, self.opacity)

    def obstacles(self) -> list[Box]:
        """The straight stretch and the nucleosomes."""
        return [(0.0, GENE_PLACE[1] - 46.0, float(FRAME_WIDTH), float(BAND_TOP)), *NUCLEOSOMES_SEEN]

    @staticmethod
    def spot() -> Point:
        """Where a label points: bare DNA between the nucleosomes."""
        return GENE_PLACE[0] + 400.0, GENE_PLACE[1] - 8.0


class ReceptorField:
    """Receptors with elacestrant bound, estradiol behind and in front of them, the gene below, the count."""

    def __init__(self, shot: ShotClock, words: str, *, cut_at_frame: int) -> None:
        clock = ClockFromCut(shot, cut_at_frame)
        members = field_members(scattered_places(FIRST_COUNT, FIELD_SEED), FIELD_SEED)
        self.gene = BareGene()
        self.receptors = ReceptorPopulation(
            clock,
            members,
            scale=FIELD_SCALE,
            wander=5.0,
            seed=FIELD_SEED,
            ligand=(receptor_tables().ligands["elacestrant"], Role.ELACESTRANT),
        )
        self.receptors.helix = lambda number: HELIX12_PLACES["antagonist"]
        self.receptors.stray = lambda number: 0.0
        places = places_between(members, ESTRADIOLS, FIELD_SEED + HORMONES_CHOSEN)
        self.hormone_places = places
        self.hormones = [adrift(clock, places[start::2], FIELD_SEED + 7 + start) for start in (0, 1)]
        self.freed = set_free(clock, self.receptors, places, FIELD_SEED + FREED_CHOSEN)
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.hormones[1].set_z_index(IN_FRONT_LEVEL)

    def rest(self, left: int = FIRST_COUNT) -> None:
        """De-emphasise estradiol and the gene, as they are at the cut; leave `left` receptors."""
        self.receptors.left = float(left)
        self.gene.dim = RESTING
        for each in self.hormones:
            each.opacity = RESTING

    def receptor_spot(self) -> Point:
        """Where a label points to a receptor that stays beyond the cut: the top of its body."""
        x, y = self.receptors.place(POINTED_TO)
        return x, y - BODY_ABOVE_PIXELS

    def hormone_spot(self, near: Point) -> Point:
        """Where a label points to the estradiol nearest to `near`: its lower edge, so that the dot hides nothing."""
        every = [(each, number) for each in self.hormones for number in range(len(each.members))]
        homes = np.array([(each.members[number].x, each.members[number].y) for each, number in every])
        hormones, number = every[int(np.argmin(np.linalg.norm(homes - near, axis=1)))]
        x, y = hormones.place(number)
        return x, y + HALF_HORMONE_PIXELS

    @property
    def painted(self) -> list[Painted]:
        """All of it, from back to front."""
        return [self.gene, self.hormones[0], self.receptors, self.hormones[1], self.freed, self.count]


def field_backdrop(width: int, height: int) -> NDArray[np.uint8]:
    """Return the distant crowd of the nucleus, (height, width, 4) RGBA."""
    return crowd_backdrop(width, height, scale=FIELD_SCALE * BEHIND, seed=FIELD_SEED, spacing=215.0)


def set_free(
    clock: Clock, receptors: ReceptorPopulation, taken: Sequence[Point], seed: int
) -> ReleasedLigands:
    """Return the elacestrants of a field's receptors, released as their receptors are cleared, off the places `taken`."""
    members, table = receptors.members, receptor_tables().ligands["elacestrant"]
    going = range(FEWEST_LEFT, len(members))
    homes = release_places(
        members, going, FREE_WITHIN, FIELD_SCALE, seed, far=FREE_FAR, keep_off=CLEAR_BOXES, taken=taken
    )
    freed = ReleasedLigands(clock, receptors, table, Role.ELACESTRANT, homes, takes=FREE_TAKES, seed=seed)
    freed.set_z_index(IN_FRONT_LEVEL + 1)
    return freed


def adrift(clock: Clock, places: Sequence[Point], seed: int) -> LigandPopulation:
    """Return estradiols drifting about `places` (design pixels)."""
    random = np.random.default_rng(seed)
    members = [
        FreeLigand(x, y, ESTRADIOL_WANDER, seed + 17 * number, tuple(random.normal(0, 1.6, 3)))
        for number, (x, y) in enumerate(places)
    ]
    ligand = receptor_tables().ligands["estradiol"]
    return LigandPopulation(clock, ligand, Role.ESTRADIOL, members, scale=FIELD_SCALE)
