"""Labels: a few words with a thin leader to what they name, and a halo of paper, so that they can be read on anything."""

from __future__ import annotations

from collections.abc import Callable

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import LABEL_PIXELS
from moa_anim.graphics.lettering import ASCENT, DESCENT, ShownText, letter
from moa_anim.model.palette import Role
from moa_anim.model.palette_rules import LABEL_INK_SHARE
from moa_anim.stage.label_placement import leader_start
from moa_anim.stage.painted import Painted

LEADER_PIXELS = 3.0
LEADER_HALO_PIXELS = 5.0
DOT_PIXELS = 6.0
HALO_PIXELS = 7.0
"""Width of the leader and of its halo of paper, radius of the dot at its end, width of the words' halo (design pixels)."""

NOWHERE = (0.0, 0.0)
"""Place of a label that was never placed: while the shot is being surveyed."""


class Label(Painted):
    """`words` with a leader to the point that `target()` returns (design pixels), or without one if `target` is None.

    The words stand where the shot's survey has placed them (`stand`), or at `at` (start of the baseline, design pixels) if it
    is given. Only the far end of the leader follows its object, so that the words do not move. `pixels` and
    `weight` are those of its letters.
    """

    def __init__(
        self,
        words: str,
        role: Role,
        target: Callable[[], Point] | None = None,
        at: Point | None = None,
        pixels: float = LABEL_PIXELS,
        weight: Weight = Weight.BOLD,
    ) -> None:
        super().__init__()
        self.pixels, self.weight = pixels, weight
        self.words, self.role, self.target = words, role, target
        self._at = at
        self._places: Callable[[], Point | None] | None = None
        self.opacity = 0.0
        self.set_z_index(50)

    def stand(self, places: Callable[[], Point | None]) -> None:
        """Take the place of the words, at each frame, from `places`; a place given as `at` goes first."""
        self._places = places

    @property
    def seen(self) -> bool:
        """Whether it is visible; a label that the edition leaves out has no words."""
        return bool(self.words) and self.opacity > 0.0

    @property
    def at(self) -> Point:
        """Start of the baseline at this frame (design pixels)."""
        if self._at is not None:
            return self._at
        return (self._places() if self._places else None) or NOWHERE

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the words (design pixels)."""
        return width_of(self.words, self.pixels, self.weight), (ASCENT + DESCENT) * self.pixels

    def baseline_under(self, top: float) -> float:
        """Return the baseline of words whose box begins at `top`."""
        return top + ASCENT * self.pixels

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the words (design pixels)."""
        x, y = self.at
        return x, y - ASCENT * self.pixels, x + self.size[0], y + DESCENT * self.pixels

    def lettered(self) -> list[ShownText]:
        """Return the words if they are visible."""
        return [ShownText(self.words, self.box)] if self.seen else []

    def paint(self, canvas: Canvas) -> None:
        """Letter the words and draw the leader."""
        if not self.seen:
            return
        colour = tinted(self.role, LABEL_INK_SHARE)
        if self.target is not None:
            self._lead(canvas, self.target())
        scale = canvas.scale
        line = letter(
            self.words, self.pixels * scale, colour, self.weight, rgb(Role.PAPER), HALO_PIXELS * scale
        )
        canvas.lettering(line, *self.at, self.opacity)

    def _lead(self, canvas: Canvas, target: Point) -> None:
        start = leader_start(self.box, target)
        context = canvas.design()
        for width, colour in (
            (LEADER_PIXELS + LEADER_HALO_PIXELS, rgb(Role.PAPER)),
            (LEADER_PIXELS, tinted(self.role, LABEL_INK_SHARE)),
        ):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.move_to(*start)
            context.line_to(*target)
            context.stroke()
            context.arc(*target, DOT_PIXELS + (width - LEADER_PIXELS) / 2, 0, 6.2832)
            context.fill()
        context.restore()
