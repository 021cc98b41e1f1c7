"""A rendition of a film: with or without captions burned in, at the size it is drawn in or a smaller one."""

from __future__ import annotations

from dataclasses import dataclass

from moa_anim.cache.installed import digest_json
from moa_anim.errors import ModelError
from moa_anim.render.plan import RenderPlan


@dataclass(frozen=True)
class Rendition:
    """A film as `plan` says, encoded `height` pixels high, which is the plan's own height or less, and even.

    All renditions whose plans differ in captions alone are made of the same drawn frames.
    """

    plan: RenderPlan
    height: int

    def __post_init__(self) -> None:
        own = self.plan.quality.height
        if not 2 <= self.height <= own or self.height % 2:
            raise ModelError(
                f"a rendition {self.height} pixels high", f"an even number up to {own}", "give another height"
            )

    @property
    def width(self) -> int:
        """Pixels across: in the frame's shape, to the nearest even number."""
        quality = self.plan.quality
        return 2 * round(quality.width * self.height / quality.height / 2)

    @property
    def keys(self) -> tuple[str, ...]:
        """The cache key of each segment of the plan, in this rendition."""
        if self.height == self.plan.quality.height:
            return tuple(segment.key for segment in self.plan.segments)
        return tuple(digest_json([segment.key, self.width, self.height]) for segment in self.plan.segments)


def full_rendition(plan: RenderPlan) -> Rendition:
    """Return the film that `plan` describes, at the size it is drawn in."""
    return Rendition(plan, plan.quality.height)
