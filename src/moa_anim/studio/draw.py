"""A shot's scene played through, the frames that are wanted drawn, the others only counted."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection
from typing import Any

from manim import config, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer

from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.direction import Direction, directed
from moa_anim.studio.frames import Pixels
from moa_anim.studio.quality import Quality

TakeFrame = Callable[[int, Pixels], None]
"""Given a frame's number in its shot and its pixels (height, width, 4), which are drawn over next."""


class FramePicker(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """Draws the wanted frames and hands them on. A frame not wanted costs next to nothing: all motion is a function of
    the frame's number, so the next one looks the same whether this one was drawn or not.
    """

    def __init__(self, wanted: Collection[int], take: TakeFrame) -> None:
        super().__init__(camera_class=MoaCamera)
        self._wanted, self._take = wanted, take

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Manim's call for each frame."""
        if scene.now in self._wanted:
            self.update_frame(scene, moving_mobjects)
            self._take(scene.now, self.camera.pixel_array)


def draw_frames(
    storyboard: Storyboard, shot_id: str, quality: Quality, wanted: Collection[int], take: TakeFrame
) -> None:
    """Play the shot's scene and hand each wanted frame to `take`, in order.

    Raises ProductionError when the scene does not keep to its shot, RenderError when something cannot be drawn.
    """
    # The whole film's timeline, so that step marker and rail are the same when a shot is rendered alone.
    timeline = schedule(storyboard, quality.rate)
    slot = next(shot for shot in timeline.shots if shot.shot.id == shot_id)
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": float(quality.rate.fps),
        "dry_run": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(settings), directed(Direction(storyboard, timeline, slot)):
        config.background_color = "#000000"  # the scene lays its own paper
        scene_class = getattr(
            importlib.import_module(f"moa_anim.scenes.{slot.shot.scene.module}"), slot.shot.scene.cls
        )
        scene_class(renderer=FramePicker(wanted, take)).render()
