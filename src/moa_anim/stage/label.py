"""Labels beside their objects: a few words, a hair line to what they name, a paper halo so that they read on anything."""

from __future__ import annotations

from collections.abc import Callable

from moa_anim.model.palette import Role
from moa_anim.stage.canvas import Canvas, Painted
from moa_anim.stage.direction import rgb, tinted
from moa_anim.stage.layout import LABEL_PIXELS
from moa_anim.stage.lettering import Weight, letter, width_of

Point = tuple[float, float]

LABEL_INK_SHARE = 0.5
"""A label is lettered in its role's colour mixed with this much ink: 4.5 : 1 on paper and more (tested on the palette)."""

LEADER_WIDTH, DOT_RADIUS, HALO = 3.0, 6.0, 7.0


class Label(Painted):
    """`words` at (x, y) design pixels, baseline's start or end, with a leader to what `target()` gives (design pixels).

    The words stay where they are put; only the leader's far end follows its object, so that nothing one reads moves.
    """

    def __init__(self, words: str, role: Role, at: Point, target: Callable[[], Point] | None = None) -> None:
        super().__init__()
        self.words, self.role, self.at, self.target = words, role, at, target
        self.opacity = 0.0
        self.set_z_index(50)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the words in design pixels."""
        x, y = self.at
        return (
            x,
            y - 0.8 * LABEL_PIXELS,
            x + width_of(self.words, LABEL_PIXELS, Weight.BOLD),
            y + 0.25 * LABEL_PIXELS,
        )

    def paint(self, canvas: Canvas) -> None:
        """Letter the words and draw the leader."""
        if self.opacity <= 0.0:
            return
        colour = tinted(self.role, LABEL_INK_SHARE)
        if self.target is not None:
            self._lead(canvas, self.target())
        scale = canvas.scale
        line = letter(self.words, LABEL_PIXELS * scale, colour, Weight.BOLD, rgb(Role.PAPER), HALO * scale)
        canvas.lettering(line, *self.at, self.opacity)

    def _lead(self, canvas: Canvas, target: Point) -> None:
        left, top, right, bottom = self.box
        x = min(max(target[0], left - 14), right + 14)
        y = (
            (top + bottom) / 2
            if x in (left - 14, right + 14)
            else (top - 8 if target[1] < top else bottom + 8)
        )
        context = canvas.design()
        for width, colour in (
            (LEADER_WIDTH + 5, rgb(Role.PAPER)),
            (LEADER_WIDTH, tinted(self.role, LABEL_INK_SHARE)),
        ):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.move_to(x, y)
            context.line_to(*target)
            context.stroke()
            context.arc(*target, DOT_RADIUS + (width - LEADER_WIDTH) / 2, 0, 6.2832)
            context.fill()
        context.restore()
