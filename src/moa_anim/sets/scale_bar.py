"""A scale bar that is correct at every moment of a zoom. Its length is 1, 2 or 5 times a power of ten metres."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import cairo

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.lettering import letter
from moa_anim.model.palette import Role
from moa_anim.stage.motion import Motion
from moa_anim.stage.painted import Painted

if TYPE_CHECKING:
    from moa_anim.illustrations.cell.cell import Cell
    from moa_anim.stage.molecule_view import MoleculeView

ANGSTROM_METRES = 1e-10
"""Metres in one ångström."""

CANCER_CELL_METRES = 20e-6
"""Diameter of a cancer cell: cells of carcinoma lines measure 15–25 µm (MCF-7 in suspension about 18 µm)."""

SHORTEST_PIXELS = 120.0
"""Minimum length: the bar is the shortest step of the series that reaches it, and so shorter than 2.5 times this."""

RIGHT_PIXELS = 1848.0
BASE_PIXELS = 872.0
"""Right end and height of the bar (design pixels): lower right, above the caption band."""

LETTER_PIXELS = 40.0
GAP_PIXELS = 17.0
TICK_PIXELS = 20.0
"""Letter size, distance of the text from the bar, height of the end ticks (design pixels)."""

LINE_PIXELS = 5.0
HALO_PIXELS = 5.0
"""Width of the line, and of the paper halo on each side of it (design pixels)."""

DIP_NATS = 0.45
"""Range of magnification (1 is a factor of e) over which one length fades out and the next fades in, at full zoom speed."""

SUBUNITS = ((0.5, 1.0, "m"), (1e-2, 1e-2, "cm"), (1e-3, 1e-3, "mm"), (1e-6, 1e-6, "µm"), (0.0, 1e-9, "nm"))
"""For each unit: the shortest length written in it (metres), the unit in metres, its symbol."""


def step_length(step: int) -> float:
    """Return metres of a step of the 1-2-5 series: 0 is 1 m, 1 is 2 m, −1 is 0.5 m."""
    power, place = divmod(step, 3)
    return float(f"{(1, 2, 5)[place]}e{power}")


def step_for(metres_per_pixel: float) -> int:
    """Return the shortest step of the series that is at least SHORTEST_PIXELS long (`metres_per_pixel`: design pixels)."""
    minimum = SHORTEST_PIXELS * metres_per_pixel * (1 - 1e-9)
    step = 3 * math.floor(math.log10(minimum))
    while step_length(step) < minimum:
        step += 1
    return step


def length_words(metres: float) -> str:
    """Return a length as text: "0.5 m", "20 cm", "1 mm", "10 µm", "5 nm".

    Raises:
        ValueError: The length is negative.
    """
    for least, unit, name in SUBUNITS:
        if metres >= least * (1 - 1e-9):
            return f"{metres / unit:.3g} {name}"
    raise ValueError(f"no length of {metres} metres")


class ScaleBar(Painted):
    """A bar with end ticks and its length at the lower right of the picture.

    `metres_per_pixel` (design pixels) is set by the scene or returned by `source`. `blend` (nats) is the range of
    magnification over which one length fades out and the next in; it is 0 at rest, so that one length is fully visible.
    """

    def __init__(self, metres_per_pixel: float = 1.0, *, source: Callable[[], float] | None = None) -> None:
        super().__init__()
        self._set, self._source = metres_per_pixel, source
        self.blend = 0.0
        self.set_z_index(55)

    @classmethod
    def for_molecule_view(cls, molecule_view: MoleculeView) -> ScaleBar:
        """Return a bar that follows the scale of a molecule view."""
        return cls(source=lambda: ANGSTROM_METRES / molecule_view.view.scale)

    @classmethod
    def for_cell(cls, cell: Cell) -> ScaleBar:
        """Return a bar for a view of a cell of CANCER_CELL_METRES, which follows the cell's radius."""
        return cls(source=lambda: CANCER_CELL_METRES / (2.0 * cell.radius))

    @property
    def metres_per_pixel(self) -> float:
        """Metres for one design pixel at this moment."""
        return self._source() if self._source is not None else self._set

    @metres_per_pixel.setter
    def metres_per_pixel(self, value: float) -> None:
        self._set, self._source = value, None

    @property
    def metres(self) -> float:
        """The bar's present length, a step of the 1-2-5 series."""
        return step_length(step_for(self.metres_per_pixel))

    @property
    def pixels(self) -> float:
        """The bar's present length in design pixels."""
        return self.metres / self.metres_per_pixel

    @property
    def words(self) -> str:
        """The text over the bar."""
        return length_words(self.metres)

    @property
    def clearness(self) -> float:
        """Opacity of the present length during a zoom, 0…1."""
        if self.blend <= 0.0:
            return 1.0
        step = step_for(self.metres_per_pixel)
        above, below = (
            math.log(step_length(each) / self.metres_per_pixel / SHORTEST_PIXELS) for each in (step, step - 1)
        )
        share = min(1.0, 2.0 * above / self.blend, -2.0 * below / self.blend)
        return max(0.0, share)

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of the bar and its text at the greatest length."""
        return [
            (
                RIGHT_PIXELS - 2.5 * SHORTEST_PIXELS,
                BASE_PIXELS - GAP_PIXELS - LETTER_PIXELS,
                RIGHT_PIXELS + LINE_PIXELS,
                BASE_PIXELS + LINE_PIXELS,
            )
        ]

    def paint(self, canvas: Canvas) -> None:
        """Draw the bar and its text, centred over it."""
        alpha = self.opacity * self.clearness
        if alpha <= 0.0:
            return
        left = RIGHT_PIXELS - self.pixels
        context = canvas.design()
        for width, colour in ((LINE_PIXELS + 2 * HALO_PIXELS, rgb(Role.PAPER)), (LINE_PIXELS, rgb(Role.INK))):
            canvas.set_colour(colour, alpha)
            context.set_line_width(width)
            context.set_line_cap(cairo.LINE_CAP_ROUND if width > LINE_PIXELS else cairo.LINE_CAP_BUTT)
            context.set_line_join(cairo.LINE_JOIN_MITER)
            context.move_to(left + LINE_PIXELS / 2, BASE_PIXELS - TICK_PIXELS)
            context.line_to(left + LINE_PIXELS / 2, BASE_PIXELS)
            context.line_to(RIGHT_PIXELS - LINE_PIXELS / 2, BASE_PIXELS)
            context.line_to(RIGHT_PIXELS - LINE_PIXELS / 2, BASE_PIXELS - TICK_PIXELS)
            context.stroke()
        context.restore()
        scale = canvas.scale
        line = letter(
            self.words, LETTER_PIXELS * scale, rgb(Role.INK), Weight.BOLD, rgb(Role.PAPER), 7 * scale
        )
        width = line.advance / scale
        # Centred over the bar; text longer than the bar ends at the bar's right end.
        canvas.lettering(
            line,
            min((left + RIGHT_PIXELS - width) / 2, RIGHT_PIXELS - width),
            BASE_PIXELS - GAP_PIXELS,
            alpha,
        )


class Zoom(Motion):
    """Changes the bar's scale to another one at a constant rate of magnification; lengths cross-fade meanwhile."""

    def __init__(self, bar: ScaleBar, metres_per_pixel: float, **kwargs: object) -> None:
        super().__init__(None, **kwargs)  # type: ignore[arg-type]  # passed through unchanged
        self._bar, self._to = bar, metres_per_pixel
        self._from = metres_per_pixel

    def start(self) -> None:
        """Record the scale at the start."""
        self._from = self._bar.metres_per_pixel

    def move(self, share: float) -> None:
        """Set the scale and the blend for a share of the zoom, 0…1."""
        self._bar.metres_per_pixel = (
            self._to if share >= 1.0 else self._from * (self._to / self._from) ** share
        )
        self._bar.blend = DIP_NATS * math.sqrt(max(0.0, 4.0 * share * (1.0 - share)))
