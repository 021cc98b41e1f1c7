"""A cell that is dividing, painted afresh in each frame: what it holds is shared out between two.

In radii of the mother, about her middle, as the picture is turned.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.sprite import Box, Sprite
from moa_anim.illustrations.cell.contents import DAUGHTER_GRAIN, Inside
from moa_anim.illustrations.cell.fibres import centriole
from moa_anim.illustrations.cell.interior import FIELD, crowd, ground
from moa_anim.illustrations.cell.membrane import THICKNESS, bilayer, proteins
from moa_anim.illustrations.cell.mitosis import Phases, chromatids, paint_chromatids, spindle
from moa_anim.illustrations.cell.nucleus import envelope, nuclear_ground, pores
from moa_anim.illustrations.cell.organelles import mitochondrion, stacks, vesicle
from moa_anim.illustrations.cell.outline import SHRINK, Lobes, Outline
from moa_anim.illustrations.cell.shapes import beside, eased, trace, turned
from moa_anim.illustrations.cell.sharing import LIVE_FROM, LIVE_TO, Sharing, lobes_at

WHOLE = (-0.95, -0.95, 0.95, 0.95)
"""All of a cell within its membrane."""


class Division(Sharing):
    """How the cell with `mother` inside divides along `angle`; `home` output pixels for its radius."""

    def __init__(self, mother: Inside, angle: float, home: float) -> None:
        super().__init__(mother, angle)
        self.home = home
        self._stamps: dict[str, Sprite] = {}

    def paint(self, canvas: Canvas, division: float) -> None:
        """Paint it in the context's unit, the mother's radius."""
        phases, lobes = Phases.at(division), lobes_at(division)
        context, edge = canvas.context, self.outline(division)
        late = eased(division, 0.78, LIVE_TO)
        context.save()
        for loop in edge.loops:
            trace(context, beside(loop, -0.5 * THICKNESS * self.mother.grain, closed=True), closed=True)
        canvas.set_colour(ground())
        context.fill_preserve()
        context.clip()
        self._cytoplasm(canvas, lobes)
        for side, one in self._each(canvas, lobes):
            self._stacks(canvas, side, one, late)
        self._stacks(canvas, 0, self.mother, 1.0 - eased(division, LIVE_FROM, 0.22))
        context.restore()
        self._bodies(canvas, division)
        for side, one in self._each(canvas, lobes):
            self._nucleus(canvas, side, one, late)
        self._nucleus(canvas, 0, self.mother, 1.0 - eased(division, LIVE_FROM, 0.20))
        self._mitosis(canvas, division, phases, lobes)
        for side, one in self._each(canvas, lobes):
            self._envelope(canvas, side, one, phases.envelopes)
        self._envelope(canvas, 0, self.mother, phases.envelope)
        self._membrane(canvas, edge)

    def _each(self, canvas: Canvas, lobes: Lobes) -> Iterator[tuple[int, Inside]]:
        """Each daughter (side, inside) in turn, with the context in her radii about her middle."""
        for side, one in zip((-1, 1), self.daughters, strict=True):
            canvas.context.save()
            canvas.context.translate(*self.middle(lobes, side))
            canvas.context.scale(lobes.radius, lobes.radius)
            yield side, one
            canvas.context.restore()

    def _mitosis(self, canvas: Canvas, division: float, phases: Phases, lobes: Lobes) -> None:
        """Chromatids, and the spindle between the two centrosomes."""
        curves = chromatids(self.mother, self.daughters, self.angle, phases, lobes)
        poles = self.poles(division)
        flat = turned(np.array(poles), -self.angle)
        canvas.context.save()
        canvas.context.rotate(self.angle)
        waist = min(1.0, max(0.0, 1.9 * (1.0 - lobes.apart / lobes.radius)))
        spindle(canvas, (flat[0], flat[1]), curves, waist, phases.spindle)
        grain = self.mother.grain
        after = min(1.5, grain * DAUGHTER_GRAIN) * lobes.radius
        paint_chromatids(canvas, curves, grain + (after - grain) * phases.loosened, phases)
        canvas.context.restore()
        share = eased(division, 0.70, LIVE_TO)
        for pole, one in zip(poles, self.daughters, strict=True):
            turn = self.mother.centrosome[2] + (one.centrosome[2] - self.mother.centrosome[2]) * share
            centriole(canvas, pole, float(turn), self.mother.grain)

    def _membrane(self, canvas: Canvas, edge: Outline) -> None:
        for piece, backwards in edge.arcs:
            bilayer(canvas, piece, self.mother.grain, closed=False, backwards=backwards)
        # The arcs that end at the pole ahead and at the one behind, first the one on the side to which angles grow.
        arcs = {1: (0, 3), -1: (2, 1)} if len(edge.loops) == 1 else {1: (0, 1), -1: (2, 3)}
        for side, mine in zip((-1, 1), self._shared[2], strict=True):
            ahead = self.angle if side > 0 else self.angle + math.pi
            bound = self.mother.proteins[mine]
            about = (bound[:, 0] - ahead + math.pi) % (2 * math.pi) - math.pi
            share = np.minimum(np.abs(about) / (math.pi / 2), 0.999)
            for which, here in zip(arcs[side], (about >= 0, about < 0), strict=True):
                piece, backwards = edge.arcs[which]
                length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(piece, axis=0), axis=1))])
                part = (1.0 - share[here] if backwards else share[here]) * length[-1]
                corners = np.searchsorted(length, part).clip(1, len(piece) - 2)
                proteins(canvas, piece, corners, bound[here, 1], self.mother.grain, closed=False)

    def _cytoplasm(self, canvas: Canvas, lobes: Lobes) -> None:
        """The mother's crowd, and through it each daughter's, which goes with her."""
        context = canvas.context
        through = eased(lobes.share, 0.05, 0.75)
        if through < 1.0:
            self._crowd(canvas, 0, self.mother, 1.0)
        if through <= 0.0:
            return
        for side, one in zip((-1, 1), self.daughters, strict=True):
            context.save()
            context.rotate(self.angle)
            context.rectangle(0 if side > 0 else -3, -3, 3, 6)
            context.clip()
            context.rotate(-self.angle)
            context.translate(*self.middle(lobes, side))
            context.scale(1.0 - SHRINK, 1.0 - SHRINK)
            self._crowd(canvas, side, one, through)
            context.restore()

    def _sprite(
        self, name: str, paint: Callable[[Canvas], None], box: Box, pixels: float, *key: object
    ) -> Sprite:
        """A picture that is painted when it is first asked for."""
        if name not in self._stamps:
            self._stamps[name] = Sprite(paint, box, pixels, key)
        return self._stamps[name]

    def _crowd(self, canvas: Canvas, side: int, one: Inside, alpha: float) -> None:
        pixels, box = self._pixels(side), (-FIELD, -FIELD, FIELD, FIELD)
        key = ("cell crowd", one.seed, one.grain, pixels)
        self._sprite(
            f"crowd {side}", lambda to: crowd(to, one.seed, one.grain, box, reach=FIELD), box, pixels, *key
        ).lay(canvas, alpha)

    def _pixels(self, side: int) -> float:
        """Output pixels for the radius of the mother (0) or a daughter."""
        return self.home * (1.0 - SHRINK) if side else self.home

    def _stacks(self, canvas: Canvas, side: int, one: Inside, alpha: float) -> None:
        """Fibres, reticulum and Golgi."""
        if alpha > 0.0:
            self._sprite(f"stacks {side}", lambda to: stacks(to, one), WHOLE, self._pixels(side)).lay(
                canvas, alpha
            )

    def _nucleus(self, canvas: Canvas, side: int, one: Inside, alpha: float) -> None:
        """All of the nucleus but its chromosomes and membranes."""
        if alpha > 0.0:
            self._sprite(
                f"nucleus {side}", lambda to: nuclear_ground(to, one), WHOLE, self._pixels(side)
            ).lay(canvas, alpha)

    def _envelope(self, canvas: Canvas, side: int, one: Inside, whole: float) -> None:
        """The nucleus's membranes, in pieces, and its pores while it is all but whole."""
        envelope(canvas, one, whole)
        if whole > 0.6:
            stamp = self._sprite(f"pores {side}", lambda to: pores(to, one), WHOLE, self._pixels(side))
            stamp.lay(canvas, (whole - 0.6) / 0.4)

    def _bodies(self, canvas: Canvas, division: float) -> None:
        """Mitochondria and vesicles, each from its own stamp."""
        context, mother = canvas.context, self.mother
        long, small = self.bodies(division)
        for number, place, radius, _ in small:
            own, kind, make = mother.vesicles[number, 2:]

            def bag(to: Canvas, own: float = own, kind: float = kind, make: float = make) -> None:
                vesicle(to, np.zeros(2), own, int(kind), int(make), mother.grain)

            context.save()
            context.translate(*place)
            context.scale(radius / own, radius / own)
            half = 1.4 * own
            self._sprite(f"vesicle {number}", bag, (-half, -half, half, half), self.home).lay(canvas)
            context.restore()
        for number, place, angle, length in long:
            own, make = mother.mitochondria[number, 3:]

            def plant(to: Canvas, own: float = own, make: float = make) -> None:
                mitochondrion(to, np.zeros(2), 0.0, own, mother.grain, int(make))

            context.save()
            context.translate(*place)
            context.rotate(angle)
            context.scale(length / own, length / own)
            half = 0.6 * own
            self._sprite(f"mitochondrion {number}", plant, (-half, -half, half, half), self.home).lay(canvas)
            context.restore()
