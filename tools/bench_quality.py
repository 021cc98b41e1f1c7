"""How much of a lossless render the encoder keeps: structural similarity, shot by shot: `bench_quality.py {JSON}`.

Prints JSON. The film's own segments are compared, from the cache of the cold render, with the frames that went into them,
by FFmpeg's `ssim` filter (of luma and chroma together, weighted by their samples).
"""

from __future__ import annotations

import io
import json
import sys
from fractions import Fraction
from typing import Any

import av
from av.filter import Graph
from bench_child import planned

from moa_anim.studio.draw import draw_frames
from moa_anim.studio.frames import Converter, Pixels, lay_caption
from moa_anim.studio.store import default_store

PIXEL_FORMAT = "yuv420p"


class Comparison:
    """Two films of one size, compared frame by frame."""

    def __init__(self, width: int, height: int) -> None:
        self._graph = Graph()
        size: dict[str, Any] = {"width": width, "height": height, "format": PIXEL_FORMAT, "time_base": Fraction(1, 30)}
        self._inputs = [self._graph.add_buffer(**size) for _ in range(2)]
        measure, self._out = self._graph.add("ssim"), self._graph.add("buffersink")
        for number, buffer in enumerate(self._inputs):
            buffer.link_to(measure, 0, number)
        measure.link_to(self._out)
        self._graph.configure()
        self._count = 0

    def similarity(self, drawn: Any, decoded: Any) -> float:
        """Structural similarity of the two frames: 1 is the same."""
        for frame, buffer in zip((decoded, drawn), self._inputs, strict=True):
            frame.pts, frame.time_base = self._count, Fraction(1, 30)
            buffer.push(frame)
        self._count += 1
        return float(self._out.pull().metadata["lavfi.ssim.All"])


def main(options: dict[str, Any]) -> dict[str, Any]:
    """Compare one segment in `every` of each shot, the first among them."""
    plan, store = planned(options), default_store()
    converter = Converter(plan.quality.width, plan.quality.height)
    comparison = Comparison(plan.quality.width, plan.quality.height)
    found: dict[str, dict[str, float]] = {}
    for shot in plan.timeline.shots:
        segments = [each for each in plan.segments if each.shot_id == shot.shot.id][:: int(options["every"])]
        decoded = {
            segment.slot.start + number: frame
            for segment in segments
            for number, frame in enumerate(frames_of(store.read(segment.key, ".mp4")))
        }
        captions = [(shot.relative(each.slot), each.caption) for cue in shot.cues for each in cue.captions]
        values: list[float] = []

        def take(frame: int, pixels: Pixels, captions: Any = captions, decoded: Any = decoded, values: Any = values) -> None:
            if captions:
                shown = (each for slot, each in captions if slot.start <= frame < slot.stop)
                lay_caption(pixels, next(shown, None))
            values.append(comparison.similarity(converter.frame(pixels), decoded.pop(frame)))

        draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, set(decoded), take)
        found[shot.shot.id] = {"mean": sum(values) / len(values), "least": min(values), "frames": len(values)}
    return {"mean": min(each["mean"] for each in found.values()), "shots": found}


def frames_of(segment: bytes | None) -> list[Any]:
    """The frames of an encoded segment. Raises SystemExit if it is not in the cache."""
    if segment is None:
        raise SystemExit("a segment is not in the cache")
    with av.open(io.BytesIO(segment), "r") as container:
        return list(container.decode(video=0))


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
