"""A scale bar: how large what one sees is, true at every moment of a zoom. It says 1, 2 or 5 of a power of ten."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import cairo

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.lettering import Weight, letter
from moa_anim.model.palette import Role
from moa_anim.stage.motion import Motion
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.illustrations.cell.cell import Cell
    from moa_anim.stage.molecule_view import MoleculeView

ANGSTROM = 1e-10
"""Metres."""

CANCER_CELL_METRES = 20e-6
"""Across: cells of carcinoma lines are 15–25 µm (MCF-7 in suspension about 18 µm)."""

SHORTEST_PIXELS = 120.0
"""The bar is the shortest length of the 1-2-5 row that is not shorter than this, so always shorter than 2.5 times this."""

RIGHT, BASE = 1848.0, 872.0
"""Where the bar ends and stands (design pixels): lower right, above the caption band."""

LETTER_PIXELS, GAP, TICK = 40.0, 17.0, 20.0
LINE, HALO = 5.0, 5.0

DIP_NATS = 0.45
"""While a zoom is on its way one length fades out and the next fades in over this much of it (1 is a factor of e)."""

SUBUNITS = ((0.5, 1.0, "m"), (1e-2, 1e-2, "cm"), (1e-3, 1e-3, "mm"), (1e-6, 1e-6, "µm"), (0.0, 1e-9, "nm"))
"""From this many metres on, the unit's metres, the unit."""


def step_length(step: int) -> float:
    """Metres of a step of the 1-2-5 row: 0 is 1 m, 1 is 2 m, −1 is 0.5 m."""
    power, place = divmod(step, 3)
    return float(f"{(1, 2, 5)[place]}e{power}")


def step_for(metres_per_pixel: float) -> int:
    """The shortest step that is at least SHORTEST_PIXELS long."""
    wanted = SHORTEST_PIXELS * metres_per_pixel * (1 - 1e-9)
    step = 3 * math.floor(math.log10(wanted))
    while step_length(step) < wanted:
        step += 1
    return step


def length_words(metres: float) -> str:
    """A length as it is lettered: "0.5 m", "20 cm", "1 mm", "10 µm", "5 nm"."""
    for least, unit, name in SUBUNITS:
        if metres >= least * (1 - 1e-9):
            return f"{metres / unit:.3g} {name}"
    raise ValueError(f"no length of {metres} metres")


class ScaleBar(Painted):
    """A bar with end ticks and its length at the lower right of the picture.

    `metres_per_pixel` (design pixels) is set by the scene, or asked of what the bar is `tied` to. `blend` (nats) is over how
    much of a zoom lengths take turns: 0 while the view stands still, so that one of them is whole.
    """

    def __init__(self, metres_per_pixel: float = 1.0, *, tied: Callable[[], float] | None = None) -> None:
        super().__init__()
        self._set, self._tied = metres_per_pixel, tied
        self.blend = 0.0
        self.set_z_index(55)

    @classmethod
    def for_molecule_view(cls, molecule_view: MoleculeView) -> ScaleBar:
        """A bar for a picture of actors, by its scale."""
        return cls(tied=lambda: ANGSTROM / molecule_view.view.scale)

    @classmethod
    def for_cell(cls, cell: Cell) -> ScaleBar:
        """A bar for a cell, by its radius: it is as large as a cancer cell is."""
        return cls(tied=lambda: CANCER_CELL_METRES / (2.0 * cell.radius))

    @property
    def metres_per_pixel(self) -> float:
        """Metres for one design pixel at this moment."""
        return self._tied() if self._tied is not None else self._set

    @metres_per_pixel.setter
    def metres_per_pixel(self, value: float) -> None:
        self._set, self._tied = value, None

    @property
    def metres(self) -> float:
        """The length that the bar has now, of the 1-2-5 row."""
        return step_length(step_for(self.metres_per_pixel))

    @property
    def pixels(self) -> float:
        """How long it is drawn, design pixels."""
        return self.metres / self.metres_per_pixel

    @property
    def words(self) -> str:
        """What is lettered on it."""
        return length_words(self.metres)

    @property
    def clearness(self) -> float:
        """How clearly the length is seen as it takes its turn in a zoom, 0 to 1."""
        if self.blend <= 0.0:
            return 1.0
        step = step_for(self.metres_per_pixel)
        come, rest = (
            math.log(step_length(each) / self.metres_per_pixel / SHORTEST_PIXELS) for each in (step, step - 1)
        )
        share = min(1.0, 2.0 * come / self.blend, -2.0 * rest / self.blend)
        return max(0.0, share)

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """The bar and its words, with room for the longest that it becomes."""
        return [(RIGHT - 2.5 * SHORTEST_PIXELS, BASE - GAP - LETTER_PIXELS, RIGHT + LINE, BASE + LINE)]

    def paint(self, canvas: Canvas) -> None:
        """Draw the bar and letter its length over its middle."""
        alpha = self.opacity * self.clearness
        if alpha <= 0.0:
            return
        left = RIGHT - self.pixels
        context = canvas.design()
        for width, colour in ((LINE + 2 * HALO, rgb(Role.PAPER)), (LINE, rgb(Role.INK))):
            canvas.set_colour(colour, alpha)
            context.set_line_width(width)
            context.set_line_cap(cairo.LINE_CAP_ROUND if width > LINE else cairo.LINE_CAP_BUTT)
            context.set_line_join(cairo.LINE_JOIN_MITER)
            context.move_to(left + LINE / 2, BASE - TICK)
            context.line_to(left + LINE / 2, BASE)
            context.line_to(RIGHT - LINE / 2, BASE)
            context.line_to(RIGHT - LINE / 2, BASE - TICK)
            context.stroke()
        context.restore()
        scale = canvas.scale
        line = letter(
            self.words, LETTER_PIXELS * scale, rgb(Role.INK), Weight.BOLD, rgb(Role.PAPER), 7 * scale
        )
        width = line.advance / scale
        # Over the bar's middle, but words longer than the bar end where it ends.
        canvas.lettering(line, min((left + RIGHT - width) / 2, RIGHT - width), BASE - GAP, alpha)


class Zoom(Motion):
    """The bar's scale goes to another, evenly in factors; the lengths take turns on the way."""

    def __init__(self, bar: ScaleBar, metres_per_pixel: float, **kwargs: object) -> None:
        super().__init__(None, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self._bar, self._to = bar, metres_per_pixel
        self._from = metres_per_pixel

    def start(self) -> None:
        """Note the scale."""
        self._from = self._bar.metres_per_pixel

    def move(self, share: float) -> None:
        """Set the scale."""
        self._bar.metres_per_pixel = (
            self._to if share >= 1.0 else self._from * (self._to / self._from) ** share
        )
        self._bar.blend = DIP_NATS * math.sqrt(max(0.0, 4.0 * share * (1.0 - share)))
