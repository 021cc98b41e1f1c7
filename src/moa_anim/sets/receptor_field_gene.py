"""The gene under a field of receptors: a pair of receptors on its enhancer, a break in the DNA, two polymerases.

The pair holds estradiol and coactivators at first, and RNA grows. A receptor with an antagonist can still sit on DNA; what it
lacks is the coactivator. The nearer polymerase runs on along the gene with its RNA, and none follows; another one, farther
along, stays: less is read of the gene, not nothing. A camera that goes near sees finer pictures of the same molecules.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import cairo
import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.population import DISC, mixed_with_paper
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.graphics.sprite import molecule_sprite
from moa_anim.molecule.bodies import Body, View
from moa_anim.molecule.easing import smoothstep
from moa_anim.sets import field_gene_molecules as molecules
from moa_anim.sets.gene_transcription import (
    DIMER_AT_ANGSTROM,
    DIMER_HEIGHT_ANGSTROM,
    GENE_SCALE,
    GENE_VIEW,
    draw_break,
)
from moa_anim.sets.pair_exchange import exchanging
from moa_anim.sets.receptor_field_layout import FIELD_SCALE
from moa_anim.stage.painted import Painted
from moa_anim.stage.sighting import Sighting

GENE_PLACE: Point = (600.0, 842.0)
"""Where the gene's origin is shown (design pixels): the pair is to the left of it."""

FINENESS = 2.9
"""How much finer than the frame the gene is drawn for a camera that goes near."""

FINER_BETWEEN = (1.05, 1.7)
"""Magnifications between which the finer pictures take the place of the others."""

SPILL_PIXELS = 160.0
"""How far the DNA extends beyond the picture at both sides (design pixels), for a camera that draws back or passes by."""

BOXES: dict[str, Box] = {
    "chromatin": (-SPILL_PIXELS, 640.0, FRAME_WIDTH + SPILL_PIXELS, float(BAND_TOP)),
    "read": (620.0, 640.0, 1020.0, float(BAND_TOP)),
    "polymerase": (660.0, 630.0, 964.0, 890.0),
    "rna": (530.0, 520.0, 870.0, 820.0),
    "pair": (340.0, 640.0, 590.0, 880.0),
    "coactivator": (320.0, 600.0, 620.0, 820.0),
    "ligand": (440.0, 705.0, 492.0, 757.0),
    "helix": (340.0, 640.0, 590.0, 880.0),
}
"""Boxes of the pictures (design pixels), by the first word of their names."""

FINE_CHROMATIN: Box = (130.0, 640.0, 1104.0, float(BAND_TOP))
"""The part of the DNA that a near camera sees, and of which there is a finer picture (design pixels)."""

RIGHT_NUCLEOSOME: Box = (1008.0, 640.0, 1210.0, float(BAND_TOP))
"""The part of the DNA with the right nucleosome, which a camera may see behind all that is far (design pixels)."""

STAYING_FARTHER_PIXELS = FIELD_SCALE * (molecules.POLYMERASES_ANGSTROM[1] - molecules.POLYMERASES_ANGSTROM[0])
"""How far to the right of the other the polymerase is that stays (design pixels)."""

STUB_LENGTH = 0.25
GROWN_LENGTH = 0.9
"""Length of the RNA (share of its full length) before it grows, also that of the polymerase that stays, and when grown."""

GROWING_STEPS = 160
"""Number of drawn steps of the growth: one is a pixel, or two from near."""

POLYMERASE_SPOT_PIXELS = 150.0
"""How far above the DNA the point is to which the polymerase's label points (design pixels)."""

RUNS_ON_PIXELS = 375.0
"""How far the polymerase runs on (design pixels), until a near camera does not see its RNA any more. It is gone then."""

GONE_SHARE = 0.5
"""Share of its way from which labels may stand where it was."""

COACTIVATORS_PIXELS = ((-320.0, -66.0), (-320.0, -52.0))
"""How far the coactivators of the front receptor and of the other drift, out of a near camera's picture (design pixels)."""

BREAK_LARGER = 1.5
BREAK_GROWS_POWER = 0.62
"""How much larger the mark of the break is than its share of that in the picture of transcription, so that it is seen; and
the power of the magnification with which it grows: from near it is of that size."""

PAIR_APART_PIXELS = 30.0
"""Distance of each receptor of the pair from their middle (design pixels)."""


@dataclass(frozen=True)
class PictureKey:
    """Key of a picture: its name, output pixels for a design pixel, whether it is the finer one, share of paper in it."""

    name: str
    scale: float
    fine: bool
    dim: float

    @property
    def kind(self) -> str:
        """The first word of its name."""
        return self.name.split()[0]

    @property
    def factor(self) -> float:
        """Its own pixels for a design pixel."""
        return self.scale * (FINENESS if self.fine else 1.0)

    @property
    def box(self) -> Box:
        """What it shows (design pixels)."""
        return FINE_CHROMATIN if self.fine and self.kind == "chromatin" else BOXES[self.kind]

    @property
    def corner(self) -> tuple[int, int]:
        """Where its upper left corner is (its own pixels)."""
        return math.floor(self.box[0] * self.factor), math.floor(self.box[1] * self.factor)

    @property
    def passing(self) -> bool:
        """Whether it is one of many that follow one another: of growing RNA, of DNA that is run along, of the pair."""
        kind, *which = self.name.split()
        return kind in ("rna", "read", "pair") and float(which[0]) > 0.0

    def replaces(self, other: PictureKey) -> bool:
        """Whether the other is not needed any more when this one is drawn."""
        if self.fine != other.fine or (self.dim > 0.0) != (other.dim > 0.0):
            return False
        follows = self.kind == other.kind and self.passing and other.passing
        return follows or (self.name == other.name and self.dim > 0.0)


class FieldGene(Painted):
    """The gene; `dim` in 0…1 mixes it with paper. `bound` in 0…1 is how far the pair on it has exchanged its ligands.

    `mutant` marks the mutations of the pair. `leaving` in 0…1 is how far the nearer of two polymerases has run on, `grown`
    how far its RNA has grown, and `uncoupled` how far the coactivators have left the pair. `magnification` returns how much
    nearer the camera is now. With `nucleosome_apart`, the right nucleosome is left to a `RightNucleosome`.
    """

    def __init__(self, *, mutant: bool = False) -> None:
        super().__init__()
        self.dim, self.mutant, self.bound, self.leaving = 0.0, mutant, 1.0, 1.0
        self.grown, self.uncoupled = 0.0, 1.0
        self.nucleosome_apart = False
        self.magnification: Callable[[], float] = lambda: 1.0
        self._pictures: dict[PictureKey, NDArray[np.uint8]] = {}

    def paint(self, canvas: Canvas) -> None:
        """Draw free ligands, the polymerases, the DNA in front of them, then RNA and the pair."""
        self._lay_free_ligands(canvas)
        farther = (STAYING_FARTHER_PIXELS, 0.0)
        self._lay(canvas, "polymerase", farther, fine=False, dim=self.dim)
        runs, here = (RUNS_ON_PIXELS * self.leaving, 0.0), float(self.leaving < 1.0)
        self._lay(canvas, "polymerase", runs, here, dim=self.dim)
        self._lay_chromatin(canvas)
        self._lay(canvas, f"read {round(runs[0], 1)}", dim=self.dim)
        self._lay(canvas, "rna 0", farther, fine=False, dim=self.dim)
        self._lay(canvas, f"rna {round(self.grown * GROWING_STEPS)}", runs, here, dim=self.dim)
        self._paint_break(canvas)
        away, there = self._coactivators_away(), float(self.uncoupled < 1.0)
        for number in (0, 1):
            self._lay(canvas, f"coactivator {number}", away[number], there)
        self._lay(canvas, f"pair {round(self.bound, 4)}")
        for number in (0, 1):
            self._lay(canvas, f"helix {number}", away[number], there)

    def _coactivators_away(self) -> list[Point]:
        """Return how far each coactivator is from its receptor (design pixels): up at first, then to the left."""
        rise = 1.0 - (1.0 - self.uncoupled) ** 3
        return [(x * self.uncoupled, y * rise) for x, y in COACTIVATORS_PIXELS]

    def _lay_free_ligands(self, canvas: Canvas) -> None:
        """Lay what has left the pair, and what comes to it, where they are."""
        own = self.pair_spot()
        for number in (0, 1):
            for name, (x, y) in exchanging(number, self.bound, mutant=self.mutant).outside:
                shift = GENE_PLACE[0] + x - own[0], GENE_PLACE[1] + y - own[1]
                self._lay(canvas, f"ligand {name} {number}", shift)

    @property
    def _finer(self) -> float:
        """How far the finer pictures have taken the place of the others, 0…1."""
        return smoothstep(self.magnification(), *FINER_BETWEEN)

    def _lay(
        self,
        canvas: Canvas,
        name: str,
        shift: Point = (0.0, 0.0),
        alpha: float = 1.0,
        *,
        fine: bool = True,
        dim: float = 0.0,
    ) -> None:
        """Lay a picture, shifted; one of which there is a `fine` picture is seen as near as the camera is."""
        finer = self._finer if fine else 0.0
        if finer < 1.0:
            self._lay_at(canvas, PictureKey(name, canvas.scale, False, dim), shift, alpha)
        self._lay_at(canvas, PictureKey(name, canvas.scale, True, dim), shift, alpha * finer)

    def _lay_at(self, canvas: Canvas, key: PictureKey, shift: Point = (0.0, 0.0), alpha: float = 1.0) -> None:
        if alpha <= 0.0:
            return
        left, top = key.corner
        fineness = FINENESS if key.fine else 1.0
        canvas.context.save()
        canvas.context.scale(1.0 / fineness, 1.0 / fineness)
        x, y = left + shift[0] * key.factor, top + shift[1] * key.factor
        canvas.picture(self._picture(key), x, y, self.opacity * alpha)
        canvas.context.restore()

    def _lay_chromatin(self, canvas: Canvas) -> None:
        """Lay the DNA: all of it, or all but the right nucleosome."""
        if not self.nucleosome_apart:
            self._lay_all_chromatin(canvas)
            return
        (begin, _, far, _), (left, _, right, _) = BOXES["chromatin"], RIGHT_NUCLEOSOME
        self._lay_chromatin_between(canvas, (begin, left), (right, far))

    def lay_right_nucleosome(self, canvas: Canvas) -> None:
        """Lay the part of the DNA with the right nucleosome."""
        left, _, right, _ = RIGHT_NUCLEOSOME
        self._lay_chromatin_between(canvas, (left, right))

    def _lay_chromatin_between(self, canvas: Canvas, *spans: tuple[float, float]) -> None:
        """Lay the parts of the DNA that are within spans of x (design pixels)."""
        context, scale = canvas.context, canvas.scale
        context.save()
        for first, last in spans:
            begin, end = round(first * scale), round(last * scale)
            context.rectangle(begin, 0.0, end - begin, BAND_TOP * scale)
        context.clip()
        self._lay_all_chromatin(canvas)
        context.restore()

    def _lay_all_chromatin(self, canvas: Canvas) -> None:
        """Lay the DNA, then its finer picture; the one is not painted where the other takes its place."""
        context, scale, finer = canvas.context, canvas.scale, self._finer
        context.save()
        if finer >= 1.0:
            left, top, right, bottom = (edge * scale for edge in FINE_CHROMATIN)
            context.set_fill_rule(cairo.FILL_RULE_EVEN_ODD)
            context.rectangle(BOXES["chromatin"][0] * scale, 0.0, 2.0 * FRAME_WIDTH * scale, bottom)
            context.rectangle(left, top, right - left, bottom - top)
            context.clip()
        self._lay_at(canvas, PictureKey("chromatin", scale, False, self.dim))
        context.restore()
        self._lay_at(canvas, PictureKey("chromatin", scale, True, self.dim), alpha=finer)

    def _paint_break(self, canvas: Canvas) -> None:
        """Draw two slanting strokes where the DNA is left out, as in the picture of transcription."""
        size = BREAK_LARGER * FIELD_SCALE / GENE_SCALE * self.magnification() ** (BREAK_GROWS_POWER - 1.0)
        x = GENE_PLACE[0] + sum(molecules.BREAK_ANGSTROM) / 2 * FIELD_SCALE
        draw_break(canvas, (x, GENE_PLACE[1]), size, self.opacity * (1.0 - self.dim))

    def _picture(self, key: PictureKey) -> NDArray[np.uint8]:
        """Return a picture, kept or drawn; of those that follow one another only the newest is kept."""
        if key not in self._pictures:
            self._pictures = {each: kept for each, kept in self._pictures.items() if not key.replaces(each)}
            self._pictures[key] = self._drawn(key)
        return self._pictures[key]

    def _drawn(self, key: PictureKey) -> NDArray[np.uint8]:
        if key.dim > 0.0:
            return mixed_with_paper(self._picture(replace(key, dim=0.0)), key.dim)
        kind, *which = key.name.split()
        (left, top), (_, _, right, bottom) = key.corner, key.box
        size = math.ceil(right * key.factor) - left, math.ceil(bottom * key.factor) - top
        place = GENE_PLACE[0] * key.factor - left, GENE_PLACE[1] * key.factor - top
        view = View(GENE_VIEW, np.zeros(3), FIELD_SCALE * key.factor, place)
        return molecule_sprite(self._bodies(kind, which), view, size, key.scale)

    def _bodies(self, kind: str, which: list[str]) -> list[Body]:
        """Return the molecules of a picture by the words of its name."""
        if kind == "rna":
            grown = int(which[0]) / GROWING_STEPS
            return molecules.rna(STUB_LENGTH + grown * (GROWN_LENGTH - STUB_LENGTH))
        if kind == "read":
            return molecules.read_dna(float(which[0]) / FIELD_SCALE)
        if kind == "pair":
            return molecules.pair(float(which[0]), mutant=self.mutant)
        if kind == "ligand":
            return molecules.free_ligand(which[0], int(which[1]))
        if kind == "coactivator":
            return molecules.coactivator_body(int(which[0]))
        if kind == "helix":
            return molecules.contact_helix(int(which[0]))
        return molecules.standing_chromatin() if kind == "chromatin" else molecules.nearer_polymerase()

    def obstacles(self) -> list[Box]:
        """Return the boxes of the DNA, of the nucleosomes, of the polymerases and of the pair (design pixels)."""
        dna = (0.0, GENE_PLACE[1] - 26.0, float(FRAME_WIDTH), float(BAND_TOP))
        boxes = [dna]
        for at in molecules.NUCLEOSOMES_ANGSTROM:
            x = GENE_PLACE[0] + at * FIELD_SCALE
            boxes.append((x - 95.0, 650.0, x + 95.0, float(BAND_TOP)))
        for number, at in enumerate(molecules.POLYMERASES_ANGSTROM):
            if number or self.leaving < GONE_SHARE:
                x = GENE_PLACE[0] + at * FIELD_SCALE
                boxes.append((x - 110.0, 640.0, x + 130.0, float(BAND_TOP)))
        x, y = self.pair_spot()
        return [*boxes, (x - 95.0, y - 70.0, x + 95.0, float(BAND_TOP))]

    def sightings(self) -> list[Sighting]:
        """Return the two receptors of the pair."""
        x, y = self.pair_spot()
        places = [np.array([[x + side * PAIR_APART_PIXELS, y]]) for side in (-1.0, 1.0)]
        return [
            Sighting("FieldGene receptor", (id(self), n), place + PAIR_APART_PIXELS * DISC, place, 1.0)
            for n, place in enumerate(places)
        ]

    @staticmethod
    def pair_spot() -> Point:
        """Return the middle of the pair (design pixels)."""
        x, y = DIMER_AT_ANGSTROM * FIELD_SCALE, DIMER_HEIGHT_ANGSTROM * FIELD_SCALE
        return GENE_PLACE[0] + x, GENE_PLACE[1] - y

    def polymerase_spot(self) -> Point:
        """Return where a label points to the nearer polymerase (design pixels): near its top."""
        x, _ = self.spot()
        return x + RUNS_ON_PIXELS * self.leaving, GENE_PLACE[1] - POLYMERASE_SPOT_PIXELS

    @staticmethod
    def spot() -> Point:
        """Return where a label points (design pixels): to the DNA on which the polymerase is, or was."""
        return GENE_PLACE[0] + molecules.POLYMERASES_ANGSTROM[0] * FIELD_SCALE, GENE_PLACE[1] - 8.0


class RightNucleosome(Painted):
    """The right nucleosome of a gene, to be put on stage behind what a camera, which draws back, would see it in front of."""

    def __init__(self, gene: FieldGene) -> None:
        super().__init__()
        self._gene = gene

    def paint(self, canvas: Canvas) -> None:
        """Draw it while the gene leaves it out."""
        if self._gene.nucleosome_apart:
            self._gene.lay_right_nucleosome(canvas)
