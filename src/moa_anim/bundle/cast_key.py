"""The key to the film's colours: its molecules to scale, each with its name; drawn for a bundle as a still."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from moa_anim.model.story import SceneName, Shot, Storyboard
from moa_anim.render.colour_conversion import Pixels
from moa_anim.render.plan import RenderPlan

SHOT = Shot("cast-key", SceneName("cast_key", "CastKey"), lead_seconds=Fraction(1), seed=3)
"""The shot of which the key is the first frame. It is in no film."""


SUMMARY = "in_short"
"""The module of the scene that sums up the mechanism."""


def has_cast_key(board: Storyboard) -> bool:
    """Whether a film is about the molecules of the key: it sums up their mechanism."""
    return any(shot.scene.module == SUMMARY for shot in board.shots)


def key_words(board: Storyboard) -> dict[str, str]:
    """Return the key's heading and its text alternative, which names the film's drug."""
    word = partial(board.interface.word, "cast")
    return {"heading": word("heading"), "alt": word("alt", drug=board.shown_drug)}


def draw_cast_key(plan: RenderPlan, out: Path) -> Path | None:
    """Draw the key as PNG and return its path; None for a film that is not about its molecules.

    Raises RenderError when it cannot be drawn.
    """
    board = plan.production.storyboard
    if not has_cast_key(board):
        return None

    def take(frame: int, pixels: Pixels) -> None:
        Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(out)

    from moa_anim.render.draw import draw_frames  # loads Manim

    draw_frames(replace(board, shots=(*board.shots, SHOT)), SHOT.id, plan.quality, [0], take)
    return out
