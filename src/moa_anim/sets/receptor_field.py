"""Many receptors over a stretch of the gene, estradiol drifting among them, and the count of receptors that are left.

This picture ends one shot and begins the next. All drift is a function of the seconds from the cut between the two shots, so
that nothing jumps there.
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
"""Design pixels for one ångström in the field: a receptor is about 185 pixels across."""

FIELD_SEED = 823
"""Seed of the field, the same in both shots that show it."""

FIRST_COUNT = 24
"""Number of receptors at the start: too many to be counted at a glance."""

LEFT_AT_THE_CUT = 14
"""Number of receptors left when the next shot begins."""

IN_FRONT_LEVEL = 10
"""Manim's z-index of the molecules in front of the receptors, in both fields."""

RELEASE_MEMBERS = 2.4
"""Number of receptors cleared while a released elacestrant drifts to its place."""

RELEASE_PIXELS = (90.0, 320.0)
"""Shortest and longest distance that a released elacestrant drifts (design pixels)."""

FREE_WITHIN: Box = (90.0, 215.0, 1830.0, 745.0)
"""Box of the places of released ligands (design pixels), with room to wander below the step marker and above the gene."""

HORMONES_SEED_OFFSET = 805
FREED_SEED_OFFSET = 831
"""Added to the seed for the places of estradiol and of released elacestrants; chosen so that hardly any of them drifts behind
a label, in both editions."""

ESTRADIOLS = 20
"""Number of estradiols."""

ESTRADIOL_WANDER_PIXELS = 26.0
"""How far an estradiol drifts about its place (root mean square, design pixels)."""

GENE_PLACE: Point = (960.0, 842.0)
"""Where the middle of the DNA is shown (design pixels)."""

GENE_TOP_PIXELS = 490.0
"""Top of the gene's picture (design pixels); no part of the gene is above it."""

GENE_VIEW = rotation_about((1, 0, 0), 14.0)
"""View from slightly above, as in the picture of transcription."""

NUCLEOSOME_ANGSTROM = 232.0
"""Distance of each nucleosome from the middle, such that the DNA leaves the picture on both sides."""

NUCLEOSOME_OBSTACLES: tuple[Box, Box] = ((0.0, 560.0, 370.0, 900.0), (1550.0, 530.0, 1920.0, 900.0))
"""Boxes of the nucleosomes (design pixels), which labels must not cover."""

LABELLED_RECEPTOR = 2
"""Number of the labelled receptor."""

LABEL_ABOVE_PIXELS = 52.0
"""Distance above the receptor's middle to which its label points (design pixels)."""

HALF_HORMONE_PIXELS = 15.0
"""Half the height of an estradiol (design pixels)."""

HISTONE_DIM = 0.3
"""Share of paper mixed into the histones, since the DNA is in focus."""

CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, as a share of the receptors'."""

RESTING = 0.5
"""Share of paper mixed into the gene, and opacity of estradiol, while they are de-emphasised."""

EASING_STEPS = 16
"""Number of steps of `in_steps`."""

FEWEST_LEFT = 3
"""Smallest number of receptors left in either field."""


@dataclass(frozen=True)
class ClockFromCut:
    """A clock of seconds from the cut between the two shots that show the field, negative before it."""

    shot: ShotClock
    cut_at_frame: int

    @property
    def seconds(self) -> float:
        """Seconds from the cut to the frame being drawn."""
        return (self.shot.now - self.cut_at_frame) / float(self.shot.rate.fps)


def in_steps(share: float) -> float:
    """Ease in and out in EASING_STEPS steps, so that a large picture is not mixed with paper anew for every frame."""
    return round(gentle(share) * EASING_STEPS) / EASING_STEPS


@cache
def _gene_picture(factor: float) -> NDArray[np.uint8]:
    """Return B-form DNA between two nucleosomes, (height, width, 4) RGBA from the frame's top to the caption band.

    `factor` is output pixels for one design pixel.
    """
    place = (GENE_PLACE[0] * factor, GENE_PLACE[1] * factor)
    view = View(GENE_VIEW, np.zeros(3), FIELD_SCALE * factor, place)
    backbone, bases, histones = strip_of_chromatin(-NUCLEOSOME_ANGSTROM, NUCLEOSOME_ANGSTROM)
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

    return cached(draw, "gene under a field", FIELD_SCALE, place, factor, GENE_VIEW, NUCLEOSOME_ANGSTROM)


class BareGene(Painted):
    """A stretch of DNA with nothing bound; `dim` in 0…1 mixes it with paper."""

    def __init__(self) -> None:
        super().__init__()
        self.dim = 0.0
        self._dimmed: tuple[float, NDArray[np.uint8]] | None = None

    def paint(self, canvas: Canvas) -> None:
        """Draw the gene's picture."""
        top = round(GENE_TOP_PIXELS * canvas.scale)
        picture = _gene_picture(canvas.scale)[top:]
        if self.dim > 0.0:
            if self._dimmed is None or self._dimmed[0] != self.dim:
                self._dimmed = (self.dim, mixed_with_paper(picture, self.dim))
            picture = self._dimmed[1]
        canvas.picture(picture, 0, top, self.opacity)

    def obstacles(self) -> list[Box]:
        """Return the boxes of the straight stretch and of the nucleosomes (design pixels)."""
        return [(0.0, GENE_PLACE[1] - 46.0, float(FRAME_WIDTH), float(BAND_TOP)), *NUCLEOSOME_OBSTACLES]

    @staticmethod
    def spot() -> Point:
        """Return where a label points (design pixels): to bare DNA between the nucleosomes."""
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
        places = places_between(members, ESTRADIOLS, FIELD_SEED + HORMONES_SEED_OFFSET)
        self.hormone_places = places
        self.hormones = [
            drifting_estradiols(clock, places[start::2], FIELD_SEED + 7 + start) for start in (0, 1)
        ]
        self.freed = released_elacestrants(clock, self.receptors, places, FIELD_SEED + FREED_SEED_OFFSET)
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.hormones[1].set_z_index(IN_FRONT_LEVEL)

    def rest(self, left: int = FIRST_COUNT) -> None:
        """De-emphasise estradiol and the gene, as they are at the cut; leave `left` receptors."""
        self.receptors.left = float(left)
        self.gene.dim = RESTING
        for each in self.hormones:
            each.opacity = RESTING

    def receptor_spot(self) -> Point:
        """Return where a label points (design pixels): to the top of a receptor that remains after the cut."""
        x, y = self.receptors.place(LABELLED_RECEPTOR)
        return x, y - LABEL_ABOVE_PIXELS

    def hormone_spot(self, near: Point) -> Point:
        """Return where a label points to the estradiol nearest to `near` (design pixels).

        It is the lower edge, so that the dot of the leader line does not hide the molecule.
        """
        every = [(each, number) for each in self.hormones for number in range(len(each.members))]
        homes = np.array([(each.members[number].x, each.members[number].y) for each, number in every])
        hormones, number = every[int(np.argmin(np.linalg.norm(homes - near, axis=1)))]
        x, y = hormones.place(number)
        return x, y + HALF_HORMONE_PIXELS

    @property
    def painted(self) -> list[Painted]:
        """All painted parts, from back to front."""
        return [self.gene, self.hormones[0], self.receptors, self.hormones[1], self.freed, self.count]


def field_backdrop(width: int, height: int) -> NDArray[np.uint8]:
    """Return the distant crowd of the nucleus, (height, width, 4) RGBA."""
    return crowd_backdrop(
        width, height, scale=FIELD_SCALE * CROWD_SCALE_SHARE, seed=FIELD_SEED, spacing=215.0
    )


def released_elacestrants(
    clock: Clock, receptors: ReceptorPopulation, taken: Sequence[Point], seed: int
) -> ReleasedLigands:
    """Return the elacestrants that receptors release as they are cleared; their places avoid `taken` (design pixels)."""
    members, table = receptors.members, receptor_tables().ligands["elacestrant"]
    going = range(FEWEST_LEFT, len(members))
    homes = release_places(
        members, going, FREE_WITHIN, FIELD_SCALE, seed, far=RELEASE_PIXELS, keep_off=CLEAR_BOXES, taken=taken
    )
    freed = ReleasedLigands(
        clock, receptors, table, Role.ELACESTRANT, homes, takes=RELEASE_MEMBERS, seed=seed
    )
    freed.set_z_index(IN_FRONT_LEVEL + 1)
    return freed


def drifting_estradiols(clock: Clock, places: Sequence[Point], seed: int) -> LigandPopulation:
    """Return estradiols drifting about `places` (design pixels)."""
    random = np.random.default_rng(seed)
    members = [
        FreeLigand(x, y, ESTRADIOL_WANDER_PIXELS, seed + 17 * number, tuple(random.normal(0, 1.6, 3)))
        for number, (x, y) in enumerate(places)
    ]
    ligand = receptor_tables().ligands["estradiol"]
    return LigandPopulation(clock, ligand, Role.ESTRADIOL, members, scale=FIELD_SCALE)
