"""Measurements of `bench.py` in a separate process, with PyAV: `bench_child.py floor|draw PRODUCTION QUALITY [SHOT …]`.

The segments of the film must be in the cache. Prints JSON.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any

import av
from compare_films import Similarity

from moa_anim.cache.segments import default_segment_cache
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.model.quality import QUALITIES, CaptionMode, Quality
from moa_anim.render.colour_conversion import Converter
from moa_anim.render.draw import draw_frames
from moa_anim.render.encoder import SegmentEncoder
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.script.production import load_production

DRAWN_EVERY = 4  # every fourth segment of a shot is drawn


def frames_of(key: str) -> list[Any]:
    """The decoded frames of a cached segment."""
    with av.open(io.BytesIO(default_segment_cache().read(key) or b""), "r") as container:
        return list(container.decode(video=0))


def encode_again(key: str, quality: Quality) -> float:
    """Decode a segment, then encode it; return the seconds that the encoding alone took."""
    frames = frames_of(key)
    for frame in frames:
        frame.pict_type = 0  # otherwise the encoder repeats the key frames of the decoded segment
    began = time.perf_counter()
    encoder = SegmentEncoder(quality.width, quality.height, quality.rate.fps)
    for frame in frames:
        encoder.add(frame)
    encoder.finish()
    return time.perf_counter() - began


def floor(plan: RenderPlan) -> float:
    """Encode all segments again, in a process for each core: the encoding's seconds, shared out evenly."""
    jobs = len(os.sched_getaffinity(0))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(encode_again, [each.key for each in plan.segments], repeat(plan.quality))) / jobs


def draw(plan: RenderPlan) -> dict[str, dict[str, float]]:
    """Draw some segments of each shot, the first among them, for the encoder, and compare them with the encoded ones.

    Processor time in milliseconds: up to the shot's first frame (pictures are made at it), and of each later frame.
    """
    quality = plan.quality
    size = quality.width, quality.height
    similarity, converter = Similarity(*size), Converter(*size)
    found = {}
    for shot in plan.timeline.shots:
        segments = [each for each in plan.segments if each.shot_id == shot.shot.id][::DRAWN_EVERY]
        film = {each.slot.start + k: one for each in segments for k, one in enumerate(frames_of(each.key))}
        burned = plan.burned_in(shot)
        spent, alike, mark = [], [], time.process_time()

        def take(frame: int, pixels: Any) -> None:
            nonlocal mark
            if burned:  # noqa: B023
                lay_caption(pixels, *burned.at(frame))  # noqa: B023
            picture = converter.frame(pixels)
            spent.append(1000 * (time.process_time() - mark))  # noqa: B023
            alike.append(similarity.of(film.pop(frame), picture))  # noqa: B023
            mark = time.process_time()

        draw_frames(plan.production.storyboard, shot.shot.id, quality, set(film), take)
        times = {"frames": shot.slot.frames, "set_up_ms": spent[0], "frame_ms": fmean(spent[1:] or spent)}
        found[shot.shot.id] = {**times, "ssim": fmean(alike), "ssim_least": min(alike)}
    return found


if __name__ == "__main__":
    what, production, of_quality, *shots = sys.argv[1:]
    whole = plan_render(
        load_production(Path(production)), QUALITIES[of_quality], CaptionMode.OPEN, shots or None
    )
    print(json.dumps({"floor": floor, "draw": draw}[what](whole)))
