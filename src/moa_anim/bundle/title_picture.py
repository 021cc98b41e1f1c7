"""The picture of a film's title, with its words: what stands in a page until the film plays."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from moa_anim.render.colour_conversion import Pixels
from moa_anim.render.plan import RenderPlan

MODULES = ("opening", "title")
"""Modules of scenes that begin with the title."""

SETTLED_SHARE = 0.6
"""Share of such a shot's lead after which the title's words stand."""


def draw_title(plan: RenderPlan, out: Path) -> Path | None:
    """Draw the title as PNG and return its path; None for a film that has none.

    Raises RenderError when it cannot be drawn.
    """
    shot = next((each for each in plan.timeline.shots if each.shot.scene.module in MODULES), None)
    if shot is None:
        return None
    frame = int(float(shot.shot.lead_seconds) * SETTLED_SHARE * float(plan.quality.rate.fps))

    def take(number: int, pixels: Pixels) -> None:
        Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(out)

    from moa_anim.render.draw import draw_frames  # loads Manim

    draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, [frame], take)
    return out
