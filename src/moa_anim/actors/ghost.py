"""Where helix 12 was with hormone, and how far it has gone: a pale ghost and an arc."""

from __future__ import annotations

from moa_anim.actors.receptor import FIRST_HELIX_RESIDUE, Receptor
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_trace
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.shading import Body, Raster
from moa_anim.molecule.style import Style
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.painted import Painted

GHOST_STYLE = Style(occlusion_strength=0.15, fog_strength=0.0, line_pixels=3.2)
GHOST_OPACITY = 0.5


class Helix12Ghost(Painted):
    """Helix 12 in its place with hormone, see-through."""

    def __init__(self, molecule_view: MoleculeView) -> None:
        super().__init__()
        self._molecule_view = molecule_view
        self._raster: Raster | None = None
        self.opacity = 0.0

    def edge(self) -> tuple[float, float]:
        """Design pixels of its middle."""
        trace = helix12_path().at(0.0)
        return self._molecule_view.point(trace.part(538, 544).positions.mean(axis=0))

    def paint(self, canvas: Canvas) -> None:
        """Lay the ghost over the picture."""
        if self.opacity <= 0.0:
            return
        if self._raster is None:
            self._raster = self._molecule_view.raster(canvas, GHOST_STYLE)
            beads = beads_of_trace(helix12_path().at(0.0))
            numbers = helix12_path().numbers[beads.residues]
            self._raster.set_still(
                [Body(beads.chosen(numbers >= FIRST_HELIX_RESIDUE), tinted(Role.HELIX12, 0.5, Role.PAPER))]
            )
        canvas.picture(self._raster.picture, 0, 0, GHOST_OPACITY * self.opacity, self._raster.extent())


class TurnArc(Painted):
    """An arrow from the ghost's middle to helix 12's: the way its middle has gone (Å measured in the tables)."""

    def __init__(self, molecule_view: MoleculeView, receptor: Receptor) -> None:
        super().__init__()
        self._molecule_view, self._receptor = molecule_view, receptor
        self.opacity = 0.0
        self.set_z_index(40)

    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Design pixels of the arrow's ends."""
        start = self._molecule_view.point(helix12_path().at(0.0).part(538, 544).positions.mean(axis=0))
        return start, self._molecule_view.point(self._receptor.anchor("helix12"))

    def middle(self) -> tuple[float, float]:
        """Design pixels of the arc's outermost point."""
        (ax, ay), (bx, by) = self.ends()
        return (ax + bx) / 2 + 62, (ay + by) / 2

    def paint(self, canvas: Canvas) -> None:
        """Draw the arc with its head."""
        if self.opacity <= 0.0:
            return
        (ax, ay), (bx, by) = self.ends()
        context = canvas.design()
        bulge = 120.0
        for width, colour in ((11.0, rgb(Role.PAPER)), (5.0, rgb(Role.INK))):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.set_line_cap(1)
            context.move_to(ax, ay)
            context.curve_to(ax + bulge, ay + 0.2 * (by - ay), bx + bulge, by - 0.2 * (by - ay), bx + 6, by)
            context.stroke()
            context.move_to(bx + 34, by - 22)
            context.line_to(bx + 6, by)
            context.line_to(bx + 36, by + 16)
            context.stroke()
        context.restore()
