"""The excerpt of `stock_s`: the same sprites as Manim's ImageMobjects, through its own camera and its own writer.

Run by the Python of an environment with `pillow<13`, which Manim's camera needs: bench_stock.py SHEET.npz FPS FOLDER.
Prints how many frames the film has.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
from manim import ImageMobject, Mobject, Scene, config, tempconfig


class Sprites(Scene):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """The backdrop stands still, which Manim makes use of; the sprites move at each frame."""

    def __init__(self, sheet: Any, fps: float) -> None:
        super().__init__()
        self.sheet, self.fps = sheet, fps

    def construct(self) -> None:
        """Play all frames of the sheet."""
        height = len(self.sheet["backdrop"])
        self.add(ImageMobject(self.sheet["backdrop"], scale_to_resolution=height))
        for number, variant in enumerate(self.sheet["variants"]):
            sprite = ImageMobject(self.sheet["straight"][variant], scale_to_resolution=height)
            sprite.add_updater(self._mover(number))
            self.add(sprite)
        self.wait(len(self.sheet["paths"]) / self.fps)

    def _mover(self, number: int) -> Any:
        height, width = self.sheet["backdrop"].shape[:2]
        unit = config.frame_height / height
        seconds = 0.0

        def move(sprite: Mobject, dt: float) -> None:
            nonlocal seconds
            seconds += dt
            frame = min(len(self.sheet["paths"]) - 1, round(seconds * self.fps))
            x, y = self.sheet["paths"][frame, number]
            sprite.move_to(np.array([(x - width / 2) * unit, (height / 2 - y) * unit, 0.0]))

        return move


def main() -> None:
    """Write the film, count its frames."""
    with np.load(sys.argv[1]) as stored:
        sheet = {name: stored[name] for name in stored.files}
    height, width = sheet["backdrop"].shape[:2]
    settings = {
        "pixel_width": width,
        "pixel_height": height,
        "frame_rate": float(sys.argv[2]),
        "media_dir": sys.argv[3],
        "disable_caching": True,  # in its favour: it would hash every picture first
        "progress_bar": "none",
        "verbosity": "ERROR",
    }
    with tempconfig(settings):
        scene = Sprites(sheet, float(sys.argv[2]))
        scene.render()
        film = Path(scene.renderer.file_writer.movie_file_path)
    with av.open(str(film)) as container:
        print(sum(1 for packet in container.demux(video=0) if packet.size))


if __name__ == "__main__":
    main()
