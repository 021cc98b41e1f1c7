"""Many receptors over a stretch of the gene, estradiol drifting among them, and how many receptors are left.

The picture that ends one shot and begins the next: what drifts in it goes by the seconds before and after the cut between
them, so that nothing jumps there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.population import Count, mixed_with_paper
from moa_anim.actors.receptor import PLACES
from moa_anim.actors.receptors import Receptors
from moa_anim.actors.released import SetFree, homes_between
from moa_anim.actors.tumbling_ligands import Adrift, Ligands
from moa_anim.cache.arrays import cached
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.chromatin import coiled_dna, histones
from moa_anim.molecule.pose import rotation_about
from moa_anim.molecule.shading import Body, Raster, View
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.field_places import (
    COUNT_AT,
    KEPT_CLEAR,
    between,
    scattered_places,
    stands,
)
from moa_anim.stage.molecule_view import paint
from moa_anim.stage.motion import gentle
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.stage.clock import Clock, ShotClock

FIELD_SCALE = 3.3
"""Design pixels for one ångström, for all in the field: a receptor is about 185 pixels across."""

FIELD_SEED = 823
"""Of what both shots show alike; each shot's own seed would give another field."""

AT_FIRST, LEFT_AT_THE_CUT = 24, 14
"""Receptors (LOOK.md: 20 or more), and how many are left when the next shot begins."""

IN_FRONT_LEVEL = 10
"""Manim's z-index of what drifts before the receptors of either field."""

FREE_TAKES, FREE_FAR = 2.4, (90.0, 320.0)
"""How long, in receptors gone, an elacestrant that is let go drifts to its place; how far off that is (design pixels)."""

FREE_WITHIN: Box = (90.0, 215.0, 1830.0, 745.0)
"""Within it are the places of what drifts free (design pixels); it strays, and keeps off the step marker and the gene."""

HORMONES_CHOSEN, FREED_CHOSEN = 805, 831
"""Added to a seed: chosen so that hardly any small molecule strays behind a label, in either edition."""

ESTRADIOLS, ESTRADIOL_WANDER = 20, 26.0
"""How many, and how far each drifts about its place (root mean square, design pixels)."""

GENE_PLACE: Point = (960.0, 842.0)
"""Where the middle of the DNA is seen, design pixels."""

GENE_TOP = 490.0
"""Above that (design pixels) nothing of the gene is seen."""

GENE_VIEW = rotation_about((1, 0, 0), 14.0)
"""A little from above, as where the gene is read."""

NUCLEOSOME_AT, BARE = 232.0, (-10.0, 10.0)
"""From the middle (Å), so that the DNA goes out of the picture on both sides; where its wide groove faces up."""

NUCLEOSOMES_SEEN: tuple[Box, Box] = ((0.0, 560.0, 370.0, 900.0), (1550.0, 530.0, 1920.0, 900.0))
"""Where the nucleosomes are seen: words keep off them."""

POINTED_TO, BODY_ABOVE = 2, 52.0
"""The receptor that is named, and how far above its middle (design pixels) it is pointed to."""

HALF_HORMONE = 15.0
"""Half of an estradiol, as seen (design pixels)."""

HISTONE_DIM = 0.55
"""Schematic: it stands back."""

BEHIND = 0.62
"""How large the crowd far behind is drawn, beside the receptors."""

RESTING = 0.5
"""How far what is not meant is mixed with paper (estradiol: how see-through it is)."""


@dataclass(frozen=True)
class CutClock:
    """Seconds since the cut between the two shots that show the field: before it they are negative."""

    shot: ShotClock
    cut_at_frame: int

    @property
    def seconds(self) -> float:
        """At the frame being drawn."""
        return (self.shot.now - self.cut_at_frame) / float(self.shot.rate.fps)


def in_steps(share: float) -> float:
    """From rest to rest in few steps: a large picture need not be mixed anew for every frame."""
    return round(gentle(share) * EASE_STEPS) / EASE_STEPS


EASE_STEPS = 16


@cache
def _gene_picture(factor: float) -> NDArray[np.uint8]:
    """Canonical B-DNA, coiled about a schematic nucleosome on either side; (height, width, 4) down to the caption band."""
    place = (GENE_PLACE[0] * factor, GENE_PLACE[1] * factor)
    view = View(GENE_VIEW, np.zeros(3), FIELD_SCALE * factor, place)
    backbone, bases = coiled_dna(NUCLEOSOME_AT, BARE)
    width, height = round(FRAME_WIDTH * factor), round(BAND_TOP * factor)

    def draw() -> NDArray[np.uint8]:
        raster = Raster(height, width, view, paint(), line_factor=factor)
        raster.set_still(
            [
                Body(backbone, rgb(Role.DNA)),
                Body(bases, rgb(Role.DNA_BASE)),
                Body(histones(NUCLEOSOME_AT), rgb(Role.CROWD), None, HISTONE_DIM),
            ]
        )
        return raster.picture

    return cached(draw, "gene under a field", FIELD_SCALE, place, factor, GENE_VIEW)


class QuietGene(Painted):
    """A stretch of DNA on which nothing stands; `dim` mixes it with paper."""

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
        """The straight stretch, and the nucleosomes."""
        return [(0.0, GENE_PLACE[1] - 46.0, float(FRAME_WIDTH), float(BAND_TOP)), *NUCLEOSOMES_SEEN]

    @staticmethod
    def spot() -> Point:
        """Where it is pointed to: bare DNA between the nucleosomes."""
        return GENE_PLACE[0] + 400.0, GENE_PLACE[1] - 8.0


class ReceptorField:
    """Receptors with elacestrant, estradiol behind and before them, the gene below, the count."""

    def __init__(self, shot: ShotClock, words: str, *, cut_at_frame: int) -> None:
        clock = CutClock(shot, cut_at_frame)
        members = stands(scattered_places(AT_FIRST, FIELD_SEED), FIELD_SEED)
        self.gene = QuietGene()
        self.receptors = Receptors(
            clock,
            members,
            scale=FIELD_SCALE,
            wander=5.0,
            seed=FIELD_SEED,
            ligand=(receptor_tables().ligands["elacestrant_MODEL"], Role.ELACESTRANT),
        )
        self.receptors.helix = lambda number: PLACES["antagonist"]
        self.receptors.stray = lambda number: 0.0
        places = between(members, ESTRADIOLS, FIELD_SEED + HORMONES_CHOSEN)
        self.hormone_places = places
        self.hormones = [adrift(clock, places[start::2], FIELD_SEED + 7 + start) for start in (0, 1)]
        self.freed = set_free(clock, self.receptors, places, FIELD_SEED + FREED_CHOSEN)
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.hormones[1].set_z_index(IN_FRONT_LEVEL)

    def rest(self) -> None:
        """Estradiol and the gene step back: so the shots meet at the cut."""
        self.gene.dim = RESTING
        for each in self.hormones:
            each.opacity = RESTING

    def receptor_spot(self) -> Point:
        """Where a receptor is pointed to that stays beyond the cut and has room for words beside it: the top of its body."""
        x, y = self.receptors.place(POINTED_TO)
        return x, y - BODY_ABOVE

    def hormone_spot(self, near: Point) -> Point:
        """Where the estradiol at home nearest to a place is pointed to: its lower edge, so that the dot hides nothing."""
        every = [(each, number) for each in self.hormones for number in range(len(each.members))]
        homes = np.array([(each.members[number].x, each.members[number].y) for each, number in every])
        hormones, number = every[int(np.argmin(np.linalg.norm(homes - near, axis=1)))]
        x, y = hormones.place(number)
        return x, y + HALF_HORMONE

    @property
    def painted(self) -> list[Painted]:
        """All of it, from back to front."""
        return [self.gene, self.hormones[0], self.receptors, self.hormones[1], self.freed, self.count]


def field_backdrop(width: int, height: int) -> NDArray[np.uint8]:
    """The crowd of the nucleus far behind, (height, width, 4) RGBA."""
    return crowd_backdrop(width, height, scale=FIELD_SCALE * BEHIND, seed=FIELD_SEED, spacing=215.0)


def set_free(clock: Clock, receptors: Receptors, taken: Sequence[Point], seed: int) -> SetFree:
    """The elacestrants of a field's receptors, each let go whole as its receptor is cleared, off the places `taken`."""
    members, table = receptors.members, receptor_tables().ligands["elacestrant_MODEL"]
    going = range(FEWEST_LEFT, len(members))
    homes = homes_between(
        members, going, FREE_WITHIN, FIELD_SCALE, seed, far=FREE_FAR, keep_off=KEPT_CLEAR, taken=taken
    )
    freed = SetFree(clock, receptors, table, Role.ELACESTRANT, homes, takes=FREE_TAKES, seed=seed)
    freed.set_z_index(IN_FRONT_LEVEL + 1)
    return freed


FEWEST_LEFT = 3
"""Fewer are left in neither field."""


def adrift(clock: Clock, places: Sequence[Point], seed: int) -> Ligands:
    """Estradiols at places (design pixels), drifting about them."""
    random = np.random.default_rng(seed)
    members = [
        Adrift(x, y, ESTRADIOL_WANDER, seed + 17 * number, tuple(random.normal(0, 1.6, 3)))
        for number, (x, y) in enumerate(places)
    ]
    ligand = receptor_tables().ligands["estradiol_1G50"]
    return Ligands(clock, ligand, Role.ESTRADIOL, members, scale=FIELD_SCALE)
