"""Receptors that are near to the camera, and recede to a 26S that is far away, where they are taken in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from moa_anim.actors.cleared_receptors import ClearedReceptors
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.geometry import Point
from moa_anim.sets.clearing_schedule import Trip, share_of
from moa_anim.stage.motion import gentle

RECEDED_SHARE = 0.6
"""Share of a path after which a receptor is as far away as the 26S; then it turns into the pose at the mouth."""

TAGGED_SHARES = (0.22, 0.55)
"""Shares of a path between which four ubiquitins are added: they would not fit into a lane before."""

SAME_SIZE = 1.0 - 1e-6
"""Sizes that differ by a smaller factor are equal."""


@dataclass(frozen=True)
class RecedingTrip(Trip):
    """A trip into the distance; ubiquitins are added on the way, before the receptor is at the 26S."""

    def tag(self, at: float) -> float:
        """Return how many ubiquitins it carries at `at`, 0…4; the newest one in part."""
        return 4.0 * share_of(self.carried(at), *TAGGED_SHARES)

    def nearness(self, at: float) -> float:
        """Return how near it still is, from 1 where it comes from to 0 at the distance of the 26S."""
        return 1.0 - gentle(share_of(self.carried(at), 0.0, RECEDED_SHARE))


class LaneReceptors(ClearedReceptors):
    """Receptors of which `scale` is that of the far 26S, and `near` how much larger each is seen before its trip, by number.

    Pictures are drawn for the sizes `drawn`, smallest first; in between, a larger one is reduced. `aside` is how far (design
    pixels) a member is from where its trip has it, by number.
    """

    even_lines = peptides_fade = True
    near: Callable[[int], float] = staticmethod(lambda number: 1.0)
    drawn: Sequence[float] = (1.0,)
    aside: Callable[[int], Point] = staticmethod(lambda number: (0.0, 0.0))

    def size(self, number: int) -> float:
        """Return how much larger a member is seen now than one at the 26S."""
        trip = self._trips.get(number)
        if not isinstance(trip, RecedingTrip):
            return self.near(number)
        return float(self.near(number) ** trip.nearness(self._clearing()))

    def _moved(self, number: int) -> Point:
        x, y = super()._moved(number)
        right, down = self.aside(number)
        return x + right, y + down

    def seen_scale(self, number: int) -> float:
        """Return the design pixels for one ångström at which a member is seen now."""
        return self.scale * self.size(number)

    def paint_member(self, canvas: Canvas, number: int) -> None:
        """Draw one member, enlarged about its middle while it is near."""
        size = self.size(number)
        self.fineness = next((drawn for drawn in self.drawn if drawn >= size * SAME_SIZE), self.drawn[-1])
        if size == 1.0:
            super().paint_member(canvas, number)
            return
        x, y = (part * canvas.scale for part in self.place(number))
        canvas.context.save()
        canvas.context.translate(x, y)
        canvas.context.scale(size, size)
        canvas.context.translate(-x, -y)
        super().paint_member(canvas, number)
        canvas.context.restore()
