"""Many receptors over a stretch of the gene, estradiol drifting among them, and how many receptors are left.

The picture that ends one shot and begins the next: what drifts in it goes by the seconds before and after the cut between
them, so that nothing jumps there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from moa_anim.model.palette import Role
from moa_anim.molecule.chromatin import coiled_dna, histones
from moa_anim.molecule.kept import kept
from moa_anim.molecule.pose import rotation_about, smooth_curve
from moa_anim.molecule.shading import Body, Raster, View
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.canvas import Canvas, Painted
from moa_anim.stage.cast.receptor import PLACES
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.direction import rgb
from moa_anim.stage.lane_ligands import Adrift, Ligands
from moa_anim.stage.lane_receptors import POSTURES, Receptors
from moa_anim.stage.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.stage.motion import gentle
from moa_anim.stage.placement import Box, Point
from moa_anim.stage.population import VARIANTS, Count, Member, mixed_with_paper
from moa_anim.stage.tableau import paint

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

FIELD_SCALE = 3.3
"""Design pixels for one ångström, for all in the field: a receptor is about 185 pixels across."""

FIELD_SEED = 823
"""Of what both shots show alike; each shot's own seed would give another field."""

AT_FIRST, LEFT_AT_THE_CUT = 24, 14
"""Receptors (LOOK.md: 20 or more), and how many are left when the next shot begins."""

FIELD: Box = (150.0, 236.0, 1770.0, 690.0)
"""Within it are the receptors' middles (design pixels): below the step marker, above the gene."""

COUNT_AT: Point = (1850.0, 246.0)
COUNT_CLEAR: Box = (1480.0, 0.0, 1920.0, 450.0)
"""Where the number ends, and what receptors' middles and estradiols keep off."""

NUCLEOSOMES_CLEAR: tuple[Box, Box] = ((0.0, 500.0, 380.0, 900.0), (1540.0, 500.0, 1920.0, 900.0))
"""What receptors' middles keep off besides: they do not lie on the gene's nucleosomes."""

KEPT_CLEAR: tuple[Box, ...] = (COUNT_CLEAR, *NUCLEOSOMES_CLEAR)

UNEVEN = 75.0
"""How far (design pixels) the field's edge is in at most, for one receptor more than for another."""

ROOM, ROUNDS, TRIES = 186.0, 25, 24
"""Design pixels that neighbours are pushed apart, as far as there is room; how often; from how many each place is chosen."""

IN_FRONT = 6
"""The last to go stand in front; of the others most are farther back."""

IN_FRONT_LEVEL = 10
"""Manim's z-index of what drifts before the receptors of either field."""

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

HISTONE_DIM = 0.55
"""Schematic: it stands back."""

BEHIND = 0.62
"""How large the crowd far behind is drawn, beside the receptors."""

RESTING = 0.5
"""How far what is not meant is mixed with paper (estradiol: how see-through it is)."""


@dataclass(frozen=True)
class CutClock:
    """Seconds since the cut between the two shots that show the field: before it they are negative."""

    scene: MoaScene
    cut_at_frame: int

    @property
    def seconds(self) -> float:
        """At the frame being drawn."""
        return (self.scene.now - self.cut_at_frame) / float(self.scene.rate.fps)


def in_steps(share: float) -> float:
    """From rest to rest in few steps: a large picture need not be mixed anew for every frame."""
    return round(gentle(share) * EASE_STEPS) / EASE_STEPS


EASE_STEPS = 16


class FieldReceptors(Receptors):
    """Receptors whose `dim` mixes all of them with paper, eased, beside what their depth does."""

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one of them, as much of it as is seen."""
        opacity = self._opacity(number) * self.opacity
        if opacity <= 0.0:
            return
        x, y = self.place(number)
        for key, share in self._layers(number):
            if key not in self._pictures:
                self._pictures[key] = self._drawn(key, canvas.scale)
            picture = self.paled(key, self._pictures[key], self.dim)
            half = picture.shape[0] / 2
            canvas.picture(picture, x * canvas.scale - half, y * canvas.scale - half, opacity * share)


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

    return kept(draw, "gene under a field", FIELD_SCALE, place, factor, GENE_VIEW)


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
        """The straight stretch."""
        return [(0.0, GENE_PLACE[1] - 46.0, float(FRAME_WIDTH), float(BAND_TOP))]

    @staticmethod
    def spot() -> Point:
        """Where it is pointed to: bare DNA between the nucleosomes."""
        return GENE_PLACE[0] - 210.0, GENE_PLACE[1] - 8.0


class ReceptorField:
    """Receptors with elacestrant, estradiol behind and before them, the gene below, the count."""

    def __init__(self, scene: MoaScene, words: str, *, cut_at_frame: int) -> None:
        # What drifts asks its scene for nothing but the seconds.
        clock = cast("MoaScene", CutClock(scene, cut_at_frame))
        members = stands(scattered_places(AT_FIRST, FIELD_SEED), FIELD_SEED)
        self.gene = QuietGene()
        self.receptors = FieldReceptors(
            clock,
            members,
            scale=FIELD_SCALE,
            wander=5.0,
            seed=FIELD_SEED,
            ligand=(receptor_tables().ligands["elacestrant_MODEL"], Role.ELACESTRANT),
        )
        self.receptors.helix = lambda number: PLACES["antagonist"]
        self.receptors.stray = lambda number: 0.0
        places = between(members, ESTRADIOLS, FIELD_SEED + 5)
        self.hormones = [adrift(clock, places[start::2], FIELD_SEED + 7 + start) for start in (0, 1)]
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.hormones[1].set_z_index(IN_FRONT_LEVEL)

    def rest(self) -> None:
        """Estradiol and the gene step back: so the shots meet at the cut."""
        self.gene.dim = RESTING
        for each in self.hormones:
            each.opacity = RESTING

    def receptor_spot(self) -> Point:
        """Where a receptor is pointed to that stays to the end: its helix 12."""
        return self.receptors.helix_spot(1)

    def hormone_spot(self) -> Point:
        """Where the estradiol is pointed to that is nearest to the middle of the right half."""
        before = self.hormones[1]
        near = min(range(len(before.members)), key=lambda n: np.hypot(before.members[n].x - 1350, before.members[n].y - 560))
        return before.place(near)

    @property
    def painted(self) -> list[Painted]:
        """All of it, from back to front."""
        return [self.gene, self.hormones[0], self.receptors, self.hormones[1], self.count]


class MutantField:
    """Receptors that carry Y537S and D538G: helix 12 is closed over an empty pocket until it loosens and elacestrant comes.

    `story` in 0…1: helix 12 of each loosens, an elacestrant comes past, and to it, and it settles; one after the other.
    """

    def __init__(self, scene: MoaScene, words: str, seed: int) -> None:
        self.story = 0.0
        members = stands(scattered_places(MUTANTS, seed + MUTANT_PLACES), seed)
        table = receptor_tables().ligands["elacestrant_MODEL"]
        self._pocket = table.positions.mean(axis=0)
        self.receptors = FieldReceptors(
            scene, members, scale=FIELD_SCALE, wander=5.0, seed=seed, ligand=(table, Role.ELACESTRANT)
        )
        self.receptors.marked = 1.0
        self.receptors.helix = self.helix
        self.receptors.stray = lambda number: self._part(number, LOOSENS) * (1.0 - self._part(number, SETTLES))
        self.receptors.filled = lambda number: self._part(number, LANDS)
        random = np.random.default_rng(seed + 3)
        turns = random.normal(0.0, 1.6, (MUTANTS, 3))
        self.drugs = Ligands(
            scene,
            table,
            Role.ELACESTRANT,
            [Adrift(0.0, 0.0, 14.0, seed + 41 * number, tuple(turn)) for number, turn in enumerate(turns)],
            scale=FIELD_SCALE,
        )
        self._ways = [self._way(number, random) for number in range(MUTANTS)]
        self.drugs.moved = self._drug_place
        self.drugs.freedom = lambda number: 1.0 - gentle(self._part(number, NEARS))
        self.drugs.bound = lambda number: POSTURES[self.receptors.members[number].variant].rotation
        self.drugs.seen = lambda number: 1.0 if self._part(number, LANDS) < 1.0 else 0.0
        self.count = Count(self.receptors, words, Role.RECEPTOR, COUNT_AT)
        self.drugs.set_z_index(IN_FRONT_LEVEL + 1)
        for each in self.painted:
            each.opacity = 0.0

    @property
    def painted(self) -> list[Painted]:
        """All of it, from back to front."""
        return [self.receptors, self.drugs, self.count]

    def receptor_spot(self) -> Point:
        """Where a mutant is pointed to that stays to the end: helix 12, beside its two residues."""
        return self.receptors.helix_spot(1)

    def drug_spot(self) -> Point:
        """Where one elacestrant is pointed to, on its way or in the pocket."""
        return self.drugs.place(POINTED_TO)

    def helix(self, number: int) -> float:
        """Where helix 12 of one stands, its wandering left out: closed, loose, then settled."""
        loosened, settled = self._part(number, LOOSENS), self._part(number, SETTLES)
        loose = PLACES["open"] * gentle(loosened)
        return loose + (PLACES["antagonist"] - PLACES["open"]) * gentle(settled)

    def _part(self, number: int, part: tuple[float, float]) -> float:
        """How much of a part of its own story one has behind it; those that are cleared first are first here too."""
        late = (1.0 - ONE_STORY) * (1.0 - number / (MUTANTS - 1))
        own = (self.story - late) / ONE_STORY
        return round(min(1.0, max(0.0, (own - part[0]) / (part[1] - part[0]))), 6)

    def _way(self, number: int, random: np.random.Generator) -> NDArray[np.float64]:
        """Points (n, 2; design pixels) of a drug's way: from off the picture past another receptor into its own."""
        member = self.receptors.members[number]
        own = np.array([member.x, member.y])
        others = [np.array([each.x, each.y]) for each in self.receptors.members if each is not member]
        start = own + np.array([FRAME_WIDTH + 90.0 - own[0], random.uniform(-220.0, 160.0)])
        if own[0] < FRAME_WIDTH / 2:
            start = own + np.array([-90.0 - own[0], random.uniform(-220.0, 160.0)])
        others.sort(key=lambda each: float(np.linalg.norm(each - own) + np.linalg.norm(each - start)))
        past = others[int(random.integers(3))]
        aside = np.array([-(past - own)[1], (past - own)[0]])
        past = past + MISSED_BY * aside / np.linalg.norm(aside) * random.choice((-1.0, 1.0))
        pocket = own + self._pocket_offset(number)
        mouth = pocket + np.array([random.uniform(40.0, 75.0), random.uniform(35.0, 70.0)])
        way = smooth_curve(np.array([start, past, mouth, pocket]), 40)
        lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1))])
        return np.column_stack([lengths / lengths[-1], way])

    def _pocket_offset(self, number: int) -> NDArray[np.float64]:
        """Design pixels from a receptor's place to where its ligand lies."""
        return np.subtract(self.receptors.spot(number, self._pocket), self.receptors.place(number))

    def _drug_place(self, number: int) -> Point:
        """Where a drug is, its straying left out; in the end it goes with its receptor."""
        way, share = self._ways[number], gentle(self._part(number, ARRIVES))
        member = self.receptors.members[number]
        stray = np.subtract(self.receptors.place(number), (member.x, member.y)) * gentle(self._part(number, NEARS))
        return (
            float(np.interp(share, way[:, 0], way[:, 1]) + stray[0]),
            float(np.interp(share, way[:, 0], way[:, 2]) + stray[1]),
        )


MUTANTS = 14
"""Receptors of the second field."""

MUTANT_PLACES = 7
"""Added to the shot's seed: chosen by eye."""

ONE_STORY = 0.79
"""Of the time in which elacestrant comes to all, how long it takes for one."""

LOOSENS, ARRIVES, NEARS, LANDS, SETTLES = (0.0, 0.24), (0.02, 0.72), (0.55, 0.72), (0.72, 0.82), (0.82, 1.0)
"""Parts of one receptor's story. Helix 12 is loose before elacestrant is near, and settles when it lies in the pocket."""

POINTED_TO = 9
"""The drug that is named: it is in the picture early, and its receptor is cleared when the name is gone."""

MISSED_BY = 70.0
"""How far (design pixels) from the middle of another receptor a drug passes."""


def field_backdrop(width: int, height: int) -> NDArray[np.uint8]:
    """The crowd of the nucleus far behind, (height, width, 4) RGBA."""
    return crowd_backdrop(width, height, scale=FIELD_SCALE * BEHIND, seed=FIELD_SEED, spacing=215.0)


def adrift(scene: MoaScene, places: Sequence[Point], seed: int) -> Ligands:
    """Estradiols at places (design pixels), drifting about them."""
    random = np.random.default_rng(seed)
    members = [
        Adrift(x, y, ESTRADIOL_WANDER, seed + 17 * number, tuple(random.normal(0, 1.6, 3)))
        for number, (x, y) in enumerate(places)
    ]
    ligand = receptor_tables().ligands["estradiol_1G50"]
    return Ligands(scene, ligand, Role.ESTRADIOL, members, scale=FIELD_SCALE)


@cache
def scattered_places(count: int, seed: int) -> NDArray[np.float64]:
    """Places (count, 2; design pixels) scattered over the field and pushed apart."""
    random = np.random.default_rng(seed)
    left, top, right, bottom = FIELD
    places = np.array([LAST_LEFT[0]])
    while len(places) < count:
        tries = _out_of(random.uniform((left, top), (right, bottom), (TRIES, 2)))
        gaps = np.linalg.norm(tries[:, None] - places[None], axis=2).min(axis=1)
        places = np.vstack([places, tries[np.argmax(gaps)]])
    # Each has an edge of its own, so that none stand in line there.
    low = np.array((left, top)) + random.uniform(0.0, UNEVEN, (count, 2))
    high = np.array((right, bottom)) - random.uniform(0.0, UNEVEN, (count, 2))
    for _ in range(ROUNDS):
        gap = places[:, None] - places[None]
        distance = np.linalg.norm(gap, axis=2) + np.eye(count)
        short = np.maximum(ROOM - distance, 0.0) * (1 - np.eye(count))
        places = places + 0.22 * (gap / distance[..., None] * short[..., None]).sum(axis=1)
        places = _out_of(np.clip(places, low, high))
    return places


def stands(places: NDArray[np.float64], seed: int) -> list[Member]:
    """Receptors at these places; the first in the list, which go last, are spread and stand in front."""
    random = np.random.default_rng(seed)
    places = places[_spread(places, random)]
    count = len(places)
    variants = random.permutation(np.arange(count) % VARIANTS)
    depths = random.choice((0.0, 0.5, 1.0), count, p=(0.3, 0.3, 0.4))
    depths[:IN_FRONT] = 0.0
    return [
        Member(float(x), float(y), int(variant), seed + 101 * number, float(depth))
        for number, ((x, y), variant, depth) in enumerate(zip(places, variants, depths, strict=True))
    ]


def _out_of(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same places, those in a corner that is to be kept clear moved out of it: to the side or up or down, the shorter."""
    moved = places.copy()
    for left, top, right, bottom in KEPT_CLEAR:
        inside = (moved[:, 0] > left) & (moved[:, 0] < right) & (moved[:, 1] > top) & (moved[:, 1] < bottom)
        for row in np.flatnonzero(inside):
            x, y = moved[row]
            aside = right if left <= 0.0 else left
            along = bottom if top <= 0.0 else top
            moved[row] = (aside, y) if abs(x - aside) < abs(y - along) else (x, along)
    return moved


def _spread(places: NDArray[np.float64], random: np.random.Generator) -> list[int]:
    """An order that begins near LAST_LEFT and in which each next place is far from all before it, if not always farthest."""
    order: list[int] = []
    for spot in LAST_LEFT:
        order.append(int(np.argmin(np.linalg.norm(places - np.array(spot), axis=1))))
    while len(order) < len(places):
        far = np.min(np.linalg.norm(places[:, None] - places[order][None], axis=2), axis=1)
        order.append(int(np.argmax(far * random.uniform(0.7, 1.0, len(places)))))
    return order


LAST_LEFT: tuple[Point, Point] = ((590.0, 430.0), (1290.0, 520.0))
"""Near these (design pixels) stand the two that are left last."""


def between(members: Sequence[Member], count: int, seed: int) -> list[Point]:
    """`count` places among the members, as far from them and from each other as chance offers."""
    random = np.random.default_rng(seed)
    taken = [(member.x, member.y) for member in members]
    found: list[Point] = []
    for _ in range(count):
        tries = random.uniform((80.0, 175.0), (1840.0, 775.0), (60, 2))
        tries = tries[~((tries[:, 0] > COUNT_CLEAR[0]) & (tries[:, 1] < COUNT_CLEAR[3] - 110.0))]
        for left, top, right, bottom in NUCLEOSOMES_CLEAR:
            tries = tries[~((tries[:, 0] > left) & (tries[:, 0] < right) & (tries[:, 1] > top) & (tries[:, 1] < bottom))]
        gaps = np.linalg.norm(tries[:, None] - np.array(taken)[None], axis=2).min(axis=1)
        if found:
            gaps = np.minimum(gaps, 0.75 * np.linalg.norm(tries[:, None] - np.array(found)[None], axis=2).min(axis=1))
        x, y = tries[int(np.argmax(gaps))]
        found.append((float(x), float(y)))
    return found
