"""Draws one run: plays its scene, encodes its frames, hands over its segments. It loads Manim when it is called."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

from moa_anim.render.memory import release_memory
from moa_anim.render.runs import Run

if TYPE_CHECKING:
    from moa_anim.render.colour_conversion import Pixels


def draw_run(run: Run, keep: Callable[[str, bytes], None], progress: Callable[[int], None]) -> None:
    """Draw a run, encode it for each rendition, and give `keep` each segment by its key; report each frame to `progress`.

    The last segment is handed over only when the scene has ended without an error. A scene may fail after its last frame
    (a cue not spoken, a shot overrun): were all segments stored by then, the next render would find none missing, and
    make a film of them.

    Raises:
        ProductionError: The scene does not keep to its shot.
        RenderError: Drawing or encoding fails.
    """
    from moa_anim.graphics.colours import use_palette
    from moa_anim.render.draw import draw_frames
    from moa_anim.render.products import Products

    use_palette(run.storyboard.colours)  # captions have them, too
    by_frame = {
        frame: number
        for number, segment in enumerate(run.segments)
        for frame in range(segment.slot.start, segment.slot.stop)
    }
    products = Products(run.products, run.quality)
    finished: dict[str, bytes] = {}

    def take(frame: int, pixels: Pixels) -> None:
        number = by_frame[frame]
        products.add(number, frame, pixels)
        if frame == run.segments[number].slot.stop - 1:
            finished.update(products.finish(run.segments[number].frames))
            # libav's containers and streams refer to each other: 180 MB a segment would wait for Python's next collection.
            gc.collect()
            if number != len(run.segments) - 1:
                hand_over()
        progress(1)

    def hand_over() -> None:
        while finished:
            keep(*finished.popitem())

    try:
        draw_frames(run.storyboard, run.shot_id, run.quality, by_frame, take)
        hand_over()
    finally:
        release_memory()
