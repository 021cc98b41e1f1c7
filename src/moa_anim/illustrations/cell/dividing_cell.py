"""A dividing cell, painted in every frame. Lengths are in radii of the mother, from its centre, in the picture's axes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.sprite import Box, Sprite
from moa_anim.illustrations.cell.chromatin import LARGEST_GRAIN
from moa_anim.illustrations.cell.contents import DAUGHTER_GRAIN, CellContents
from moa_anim.illustrations.cell.cytoplasm import CROWD_RADII, crowd, cytosol_colour
from moa_anim.illustrations.cell.cytoskeleton import centrosome
from moa_anim.illustrations.cell.membrane import THICKNESS, bilayer, proteins
from moa_anim.illustrations.cell.mitosis import Phases, chromatids, paint_chromatids, spindle
from moa_anim.illustrations.cell.nuclear_envelope import envelope, pores
from moa_anim.illustrations.cell.nucleus import nuclear_background
from moa_anim.illustrations.cell.organelles import dispersing_organelles, mitochondrion, vesicle
from moa_anim.illustrations.cell.outline import SHRINK, Lobes, Outline
from moa_anim.illustrations.cell.partition import REDRAWN_FROM, REDRAWN_UNTIL, Partition, lobes_at
from moa_anim.illustrations.curves import lengths_along, offset_curve, rotated, wrapped
from moa_anim.illustrations.shapes import placed, trace
from moa_anim.molecule.easing import smoothstep

WITHIN_MEMBRANE = (-0.95, -0.95, 0.95, 0.95)
"""Box around everything inside a cell's membrane, in cell radii."""


class DividingCell(Partition):
    """Paints a cell with contents `mother` that divides along `angle` (radians); its radius is `pixels` output pixels."""

    def __init__(self, mother: CellContents, angle: float, pixels: float) -> None:
        super().__init__(mother, angle)
        self.pixels = pixels
        self._sprites: dict[str, Sprite] = {}

    def paint(self, canvas: Canvas, division: float) -> None:
        """Paint the cell at a share of its division; the context's unit has to be the mother's radius."""
        phases, lobes = Phases.at(division), lobes_at(division)
        context, outline = canvas.context, self.outline(division)
        late = smoothstep(division, 0.78, REDRAWN_UNTIL)
        context.save()
        for loop in outline.loops:
            inner = offset_curve(loop, -0.5 * THICKNESS * self.mother.grain, closed=True)
            trace(context, inner, closed=True)
        canvas.set_colour(cytosol_colour())
        context.fill_preserve()
        context.clip()
        self._cytoplasm(canvas, lobes)
        for side, daughter in self._each_daughter(canvas, lobes):
            self._dispersing(canvas, side, daughter, late)
        self._dispersing(canvas, 0, self.mother, 1.0 - smoothstep(division, REDRAWN_FROM, 0.22))
        context.restore()
        self._organelles(canvas, division)
        for side, daughter in self._each_daughter(canvas, lobes):
            self._nucleus(canvas, side, daughter, late)
        self._nucleus(canvas, 0, self.mother, 1.0 - smoothstep(division, REDRAWN_FROM, 0.20))
        self._mitosis(canvas, division, phases, lobes)
        for side, daughter in self._each_daughter(canvas, lobes):
            self._envelope(canvas, side, daughter, phases.envelopes)
        self._envelope(canvas, 0, self.mother, phases.envelope)
        self._membrane(canvas, outline)

    def _each_daughter(self, canvas: Canvas, lobes: Lobes) -> Iterator[tuple[int, CellContents]]:
        """Yield each daughter's side and contents, with the context at its centre and in its radii."""
        for side, daughter in zip((-1, 1), self.daughters, strict=True):
            with placed(canvas.context, self.centre(lobes, side), scale=lobes.radius):
                yield side, daughter

    def _mitosis(self, canvas: Canvas, division: float, phases: Phases, lobes: Lobes) -> None:
        """Paint the chromatids, the spindle and the two centrosomes."""
        grain = self.mother.grain
        curves = chromatids(self.mother, self.daughters, self.angle, phases, lobes)
        poles = self.poles(division)
        on_axis = rotated(np.array(poles), -self.angle)
        waist = min(1.0, max(0.0, 1.9 * (1.0 - lobes.apart / lobes.radius)))
        after = min(LARGEST_GRAIN, grain * DAUGHTER_GRAIN) * lobes.radius
        with placed(canvas.context, angle=self.angle):
            spindle(canvas, (on_axis[0], on_axis[1]), curves, waist, phases.spindle)
            paint_chromatids(canvas, curves, grain + (after - grain) * phases.loosened, phases)
        share = smoothstep(division, 0.70, REDRAWN_UNTIL)
        for pole, daughter in zip(poles, self.daughters, strict=True):
            turn = self.mother.centrosome[2] + (daughter.centrosome[2] - self.mother.centrosome[2]) * share
            centrosome(canvas, pole, float(turn), grain)

    def _membrane(self, canvas: Canvas, outline: Outline) -> None:
        """Paint the bilayer along each arc of the outline, and each protein on the half that inherits it."""
        for arc, backwards in outline.arcs:
            bilayer(canvas, arc, self.mother.grain, closed=False, backwards=backwards)
        # The two arcs that end at each side's pole; first the one towards larger angles.
        arcs = {1: (0, 3), -1: (2, 1)} if len(outline.loops) == 1 else {1: (0, 1), -1: (2, 3)}
        for side, rows in zip((-1, 1), self._halves[2], strict=True):
            bound = self.mother.proteins[rows]
            about = wrapped(bound[:, 0] - self._pole_angle(side))
            share = np.minimum(np.abs(about) / (np.pi / 2), 0.999)
            for which, here in zip(arcs[side], (about >= 0, about < 0), strict=True):
                arc, backwards = outline.arcs[which]
                lengths = lengths_along(arc)
                part = (1.0 - share[here] if backwards else share[here]) * lengths[-1]
                corners = np.searchsorted(lengths, part).clip(1, len(arc) - 2)
                proteins(canvas, arc, corners, bound[here, 1], self.mother.grain, closed=False)

    def _cytoplasm(self, canvas: Canvas, lobes: Lobes) -> None:
        """Paint the mother's crowd; over it the daughters' crowds fade in and move apart with them."""
        context = canvas.context
        through = smoothstep(lobes.share, 0.05, 0.75)
        if through < 1.0:
            self._crowd(canvas, 0, self.mother, 1.0)
        if through <= 0.0:
            return
        for side, daughter in zip((-1, 1), self.daughters, strict=True):
            context.save()
            context.rotate(self.angle)
            context.rectangle(0 if side > 0 else -3, -3, 3, 6)
            context.clip()
            context.rotate(-self.angle)
            with placed(context, self.centre(lobes, side), scale=1.0 - SHRINK):
                self._crowd(canvas, side, daughter, through)
            context.restore()

    def _sprite(
        self, name: str, paint: Callable[[Canvas], None], box: Box, pixels: float, *key: object
    ) -> Sprite:
        """The sprite with this name, painted when it is first needed."""
        if name not in self._sprites:
            self._sprites[name] = Sprite(paint, box, pixels, key)
        return self._sprites[name]

    def _part(
        self, canvas: Canvas, side: int, name: str, paint: Callable[[Canvas], None], alpha: float
    ) -> None:
        """Draw a part of the mother (side 0) or of a daughter from its sprite."""
        if alpha > 0.0:
            self._sprite(f"{name} {side}", paint, WITHIN_MEMBRANE, self._radius_pixels(side)).lay(
                canvas, alpha
            )

    def _crowd(self, canvas: Canvas, side: int, one: CellContents, alpha: float) -> None:
        pixels, reach = self._radius_pixels(side), CROWD_RADII
        box = (-reach, -reach, reach, reach)
        key = ("cell crowd", one.seed, one.grain, pixels)
        paint = lambda to: crowd(to, one.seed, one.grain, box, reach=reach)  # noqa: E731
        self._sprite(f"crowd {side}", paint, box, pixels, *key).lay(canvas, alpha)

    def _radius_pixels(self, side: int) -> float:
        """Radius of the mother (side 0) or a daughter in output pixels."""
        return self.pixels * (1.0 - SHRINK) if side else self.pixels

    def _dispersing(self, canvas: Canvas, side: int, one: CellContents, alpha: float) -> None:
        self._part(canvas, side, "dispersing", lambda to: dispersing_organelles(to, one), alpha)

    def _nucleus(self, canvas: Canvas, side: int, one: CellContents, alpha: float) -> None:
        """Paint the nucleus without chromosomes and membranes."""
        self._part(canvas, side, "nucleus", lambda to: nuclear_background(to, one), alpha)

    def _envelope(self, canvas: Canvas, side: int, one: CellContents, whole: float) -> None:
        """Paint the nuclear membranes, in pieces, and the pores while the envelope is almost whole."""
        envelope(canvas, one, whole)
        if whole > 0.6:
            self._part(canvas, side, "pores", lambda to: pores(to, one), (whole - 0.6) / 0.4)

    def _organelles(self, canvas: Canvas, division: float) -> None:
        """Paint mitochondria and vesicles, each from its own sprite."""
        mother, origin = self.mother, np.zeros(2)
        mitochondria, vesicles = self.organelles(division)
        for row, place, radius, _ in vesicles:
            own, kind, number = mother.vesicles[row, 2:]

            def paint_vesicle(
                to: Canvas, own: float = own, kind: float = kind, number: float = number
            ) -> None:
                vesicle(to, origin, own, int(kind), int(number), mother.grain)

            half = 1.4 * own
            sprite = self._sprite(f"vesicle {row}", paint_vesicle, (-half, -half, half, half), self.pixels)
            with placed(canvas.context, place, scale=radius / own):
                sprite.lay(canvas)
        for row, place, angle, length in mitochondria:
            own, number = mother.mitochondria[row, 3:]

            def paint_mitochondrion(to: Canvas, own: float = own, number: float = number) -> None:
                mitochondrion(to, origin, 0.0, own, mother.grain, int(number))

            half = 0.6 * own
            sprite = self._sprite(
                f"mitochondrion {row}", paint_mitochondrion, (-half, -half, half, half), self.pixels
            )
            with placed(canvas.context, place, angle, length / own):
                sprite.lay(canvas)
