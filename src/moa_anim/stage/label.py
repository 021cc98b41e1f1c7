"""Labels beside their objects: a few words, a hair line to what they name, a paper halo so that they read on anything."""

from __future__ import annotations

from collections.abc import Callable

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Box, Point
from moa_anim.graphics.layout import LABEL_PIXELS
from moa_anim.graphics.lettering import ASCENT, DESCENT, ShownText, letter
from moa_anim.model.palette import Role
from moa_anim.stage.label_placement import leader_start
from moa_anim.stage.painted import Painted

LABEL_INK_SHARE = 0.5
"""A label is lettered in its role's colour mixed with this much ink: 4.5 : 1 on paper and more (tested on the palette)."""

LEADER_WIDTH, DOT_RADIUS, HALO = 3.0, 6.0, 7.0


class Label(Painted):
    """`words` with a leader to what `target()` gives (design pixels), if anything.

    They stand where the shot's survey has placed them (`places`), or at `at` (the baseline's start, design pixels) if that is
    given; only the leader's far end follows its object, so that nothing one reads moves. `pixels` is the size of the letters.
    """

    def __init__(
        self,
        words: str,
        role: Role,
        target: Callable[[], Point] | None = None,
        at: Point | None = None,
        pixels: float = LABEL_PIXELS,
    ) -> None:
        super().__init__()
        self.pixels = pixels
        self.words, self.role, self.target = words, role, target
        self._at = at
        self._places: Callable[[], Point | None] | None = None
        self.opacity = 0.0
        self.set_z_index(50)

    def stand(self, places: Callable[[], Point | None]) -> None:
        """Stand where `places` says at the moment, unless it was said before."""
        self._places = places

    @property
    def seen(self) -> bool:
        """Whether anything of it is painted: an edition may leave a label out, which has no words then."""
        return bool(self.words) and self.opacity > 0.0

    @property
    def at(self) -> Point:
        """The baseline's start at this moment, design pixels."""
        if self._at is not None:
            return self._at
        return (self._places() if self._places else None) or NOWHERE

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the words, design pixels."""
        return width_of(self.words, self.pixels, Weight.BOLD), (ASCENT + DESCENT) * self.pixels

    def baseline_under(self, top: float) -> float:
        """The baseline of words whose box begins at `top`."""
        return top + ASCENT * self.pixels

    @property
    def box(self) -> Box:
        """Left, top, right, bottom of the words in design pixels."""
        x, y = self.at
        return x, y - ASCENT * self.pixels, x + self.size[0], y + DESCENT * self.pixels

    def lettered(self) -> list[ShownText]:
        """The words."""
        return [ShownText(self.words, self.box)] if self.seen else []

    def paint(self, canvas: Canvas) -> None:
        """Letter the words and draw the leader."""
        if not self.seen:
            return
        colour = tinted(self.role, LABEL_INK_SHARE)
        if self.target is not None:
            self._lead(canvas, self.target())
        scale = canvas.scale
        line = letter(self.words, self.pixels * scale, colour, Weight.BOLD, rgb(Role.PAPER), HALO * scale)
        canvas.lettering(line, *self.at, self.opacity)

    def _lead(self, canvas: Canvas, target: Point) -> None:
        start = leader_start(self.box, target)
        context = canvas.design()
        for width, colour in (
            (LEADER_WIDTH + 5, rgb(Role.PAPER)),
            (LEADER_WIDTH, tinted(self.role, LABEL_INK_SHARE)),
        ):
            canvas.set_colour(colour, self.opacity)
            context.set_line_width(width)
            context.move_to(*start)
            context.line_to(*target)
            context.stroke()
            context.arc(*target, DOT_RADIUS + (width - LEADER_WIDTH) / 2, 0, 6.2832)
            context.fill()
        context.restore()


NOWHERE = (0.0, 0.0)
"""While a shot is being surveyed its labels have no place yet."""
