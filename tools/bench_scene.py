"""The excerpt of `ours_s`: sprites over a backdrop, as our scenes draw them. Copied into the package as bench_sprites.py."""

from __future__ import annotations

import os
from typing import Any

import numpy as np

from moa_anim.stage.canvas import Canvas, Painted
from moa_anim.stage.scene import MoaScene


class Flock(Painted):
    """All sprites, each where the sheet says that it is at this frame."""

    def __init__(self, scene: MoaScene, sheet: Any) -> None:
        super().__init__()
        self._scene = scene
        self._sprites, self._variants, self._paths = sheet["premultiplied"], sheet["variants"], sheet["paths"]

    def paint(self, canvas: Canvas) -> None:
        """Lay them on the frame."""
        half = self._sprites.shape[1] / 2
        for variant, (x, y) in zip(self._variants, self._paths[self._scene.now], strict=True):
            canvas.picture(self._sprites[variant], float(x) - half, float(y) - half)


class Sprites(MoaScene):
    """Sixty of our receptors drift over a crowd for ten seconds."""

    def construct(self) -> None:
        """Play the sheet that MOA_ANIM_BENCH_SPRITES names."""
        with np.load(os.environ["MOA_ANIM_BENCH_SPRITES"]) as stored:
            sheet = {name: stored[name] for name in stored.files}
        self.camera.set_backdrop(sheet["backdrop"])
        self.camera.reset()
        self.add(Flock(self, sheet))
        self.hold(self.lead())
