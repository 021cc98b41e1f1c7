"""Little productions, and segments of flat colour that stand for drawn ones."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np

from moa_anim.cache.installed import package_folder
from moa_anim.cache.segments import SegmentCache
from moa_anim.render.plan import RenderPlan
from moa_anim.render.rendition import Rendition

STORYBOARD = """
title = "Illustration of the mechanism of action of Elacetrant"
language = "en-US"

[source]
sha256 = "{sha256}"

[[emendation]]
found = "elastran"
reading = "elacestrant"
kind = "spelling"
reason = "The drug's name."

[[shot]]
id = "opening"
scene = "title:Title"
lead_seconds = 1

[[shot]]
id = "binding"
step = "It binds"
scene = "title:Title"
seed = 7
lead_seconds = 0.5
tail_seconds = 0.5

[[shot.cue]]
id = "binds"
quote = "Specifically, after entering the blood, elastran binds with high affinity ERα,"
least_seconds = 7

[[shot.cue]]
id = "changes"
quote = "inducing changes in the tertiary structure of the receptor,"
"""


def write_production(folder: Path, storyboard: str = STORYBOARD) -> Path:
    """Write a production of the package's document and `storyboard` into `folder`."""
    source = (package_folder("assets") / "elacestrant" / "source.txt").read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.txt").write_bytes(source)
    text = storyboard.replace("{sha256}", hashlib.sha256(source).hexdigest())
    (folder / "storyboard.toml").write_text(text, encoding="utf-8")
    return folder


def speak_every_cue(scene: Any) -> None:
    """Stand in for a scene's `construct`: nothing moves, whatever cues and labels the shot has."""
    for name in scene.context.shot.shot.labels:
        scene.label(name)
    scene.hold(scene.lead())
    for each in scene.context.shot.cues:
        with scene.cue(each.cue.id) as cue:
            scene.hold(cue.frames)
    scene.hold(scene.tail())


@dataclass(frozen=True)
class Piece:
    """A segment to join that is in no store."""

    name: str
    frames: int
    film: bytes

    def data(self) -> bytes:
        """Return the segment's file."""
        return self.film


@cache
def encode(
    frames: int,
    size: tuple[int, int] = (64, 36),
    fps: int = 15,
    seed: int = 0,
    tagged: bool = True,
) -> bytes:
    """Encode `frames` pictures as a segment: H.264 High, one thread, closed group, B-frames."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        # mbtree=0: with it x264 reads memory it never wrote when a picture is not a multiple of 128 wide.
        x264 = "mbtree=0:threads=1:keyint=60:min-keyint=60:scenecut=0:open-gop=0:stitchable=1"
        x264 += ":bframes=3:b-adapt=0"
        settings = {"preset": "veryfast", "crf": "20", "profile": "high", "x264-params": x264}
        stream = container.add_stream("libx264", rate=fps, options=settings)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        context = stream.codec_context
        context.time_base, context.thread_count = Fraction(1, fps), 1
        if tagged:
            context.color_range, context.colorspace = 1, 1
            context.color_primaries, context.color_trc = 1, 1
        for number in range(frames):
            shade = 16 + (seed * 37 + number * 3) % 200
            pixels = np.full((size[1] * 3 // 2, size[0]), shade, dtype=np.uint8)
            pixels[: size[1] // 2, : 8 + number % 16] = 235 - shade // 2
            frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()


def draw_flat_renditions(
    renditions: Sequence[Rendition],
    store: SegmentCache,
    jobs: int = 1,
    progress: Callable[[int], None] = print,
) -> None:
    """Stand in for render_locally."""
    for rendition in renditions:
        draw_flat(rendition.plan, store, jobs, progress)


def draw_flat(
    plan: RenderPlan, store: SegmentCache, jobs: int = 1, progress: Callable[[int], None] = print
) -> None:
    """Flat colours for every segment that the store lacks."""
    for seed, segment in enumerate(plan.segments):
        if not store.has(segment.key):
            size = (plan.quality.width, plan.quality.height)
            data = encode(segment.frames, size, int(plan.quality.rate.fps), seed)
            store.write(segment.key, data)
        progress(segment.frames)
