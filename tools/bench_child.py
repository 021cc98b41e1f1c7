"""What the benchmark measures from inside, each in a process of its own: `bench_child.py floor|draw|sprites {JSON}`.

Prints JSON. Kept apart from bench.py, which must stay small: the system counts a program's size from that of its parent.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

SPRITES, VARIANTS, SPRITE_ANGSTROM_PIXELS = 60, 6, 2.6
"""Of the excerpt: how many, of how many pictures, and design pixels for one ångström."""


def planned(options: dict[str, Any]) -> Any:
    """The plan of the film that ships."""
    from moa_anim.script import load_production
    from moa_anim.studio.fingerprint import package_folder
    from moa_anim.studio.plan import plan_render
    from moa_anim.studio.quality import QUALITIES, CaptionMode

    production = load_production(package_folder("assets") / "elacestrant")
    return plan_render(production, QUALITIES[options["quality"]], CaptionMode.OPEN, options["shots"])


def floor(options: dict[str, Any]) -> dict[str, float]:
    """Encode all segments of the cache again, decoded before, in as many processes as a render has.

    `seconds` is the encoding's time alone, shared out evenly; each core is kept busy throughout by one of the processes.
    """
    from moa_anim.studio.store import default_store

    plan, store = planned(options), default_store()
    work = [(store.read(each.key, ".mp4"), plan.quality) for each in plan.segments]
    if any(data is None for data, _ in work):
        raise SystemExit("a segment is not in the cache")
    jobs = min(int(options["jobs"]), len(work))
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        taken = list(pool.map(encode_again, work))
    return {"seconds": sum(wall for wall, _ in taken) / jobs, "cpu_seconds": sum(cpu for _, cpu in taken)}


def encode_again(work: tuple[bytes, Any]) -> tuple[float, float]:
    """Decode one segment, then encode it: the seconds that the encoding took, by the clock and of the processor."""
    import io

    import av

    from moa_anim.studio.encoder import SegmentEncoder

    data, quality = work
    with av.open(io.BytesIO(data), "r") as container:
        frames = list(container.decode(video=0))
    for frame in frames:
        frame.pict_type = (
            0  # else the encoder takes over which frames were key frames, and need not look for itself
        )
    clock, cpu = time.perf_counter(), time.process_time()
    encoder = SegmentEncoder(quality.width, quality.height, quality.rate.fps)
    for frame in frames:
        encoder.add(frame)
    encoder.finish()
    return time.perf_counter() - clock, time.process_time() - cpu


def draw(options: dict[str, Any]) -> dict[str, Any]:
    """Draw every `every`-th frame of each shot, and share the shot's set-up out over the frames of a run.

    Processor time a frame in milliseconds: drawing, caption and colour conversion (`frame_ms`), and what is done once a
    run, setting up and stepping through the shot (`set_up_ms`). A run's first frame counts as set-up: pictures are made
    at it.
    """
    from moa_anim.studio.cut import whole
    from moa_anim.studio.render import warm_up
    from moa_anim.studio.runs import plan_runs
    from moa_anim.studio.store import Store

    warm_up()
    plan = planned(options)
    cut = whole(plan)
    nowhere = Store(Path(os.devnull))
    runs = [run.shot_id for run in plan_runs([cut], cut.keys, nowhere, int(options["jobs"]))]
    shots: dict[str, dict[str, float]] = {}
    for shot in plan.timeline.shots:
        times = _draw_shot(plan, shot, int(options["every"]))
        shots[shot.shot.id] = {**times, "frames": shot.slot.frames, "runs": runs.count(shot.shot.id)}
    frames = sum(each["frames"] for each in shots.values())
    drawn = sum(each["frames"] * each["frame_ms"] for each in shots.values()) / frames
    made = sum(each["runs"] * each["set_up_ms"] for each in shots.values()) / frames
    return {"frame_ms": drawn, "set_up_ms": made, "shots": shots}


def _draw_shot(plan: Any, shot: Any, every: int) -> dict[str, float]:
    from moa_anim.studio.draw import FramePicker, draw_frames
    from moa_anim.studio.frames import Converter, lay_caption

    converter = Converter(plan.quality.width, plan.quality.height)
    captions = [(shot.relative(each.slot), each.caption) for cue in shot.cues for each in cue.captions]
    spent: list[float] = []
    update_frame = FramePicker.update_frame

    def timed(self: Any, *arguments: Any, **options: Any) -> None:
        began = time.process_time()
        update_frame(self, *arguments, **options)
        spent.append(time.process_time() - began)

    def take(frame: int, pixels: Any) -> None:
        began = time.process_time()
        if captions:
            lay_caption(
                pixels, next((each for slot, each in captions if slot.start <= frame < slot.stop), None)
            )
        converter.frame(pixels)
        spent[-1] += time.process_time() - began

    FramePicker.update_frame = timed
    try:
        began = time.process_time()
        wanted = range(0, shot.slot.frames, every)
        draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, wanted, take)
        everything = time.process_time() - began
    finally:
        FramePicker.update_frame = update_frame
    later = spent[1:] or spent
    frame = sum(later) / len(later)
    return {"frame_ms": 1000 * frame, "set_up_ms": max(0.0, 1000 * (everything - sum(spent[1:]) - frame))}


def sprites(options: dict[str, Any]) -> dict[str, int]:
    """Write the sheet of the excerpt: sprites, backdrop, and where each sprite's middle is at each frame."""
    from moa_anim.model.palette import Role
    from moa_anim.molecule.beads import beads_of_trace
    from moa_anim.molecule.helix12 import helix12_path
    from moa_anim.molecule.pose import rotation_from_vector
    from moa_anim.molecule.shading import Body, Raster, View
    from moa_anim.stage.crowd import crowd_backdrop
    from moa_anim.stage.direction import rgb
    from moa_anim.stage.tableau import paint
    from moa_anim.studio.quality import QUALITIES

    quality = QUALITIES[options["quality"]]
    factor = quality.height / 1080
    random = np.random.default_rng(1)
    beads = beads_of_trace(helix12_path().at(0.0))
    middle = beads.positions.mean(axis=0)
    reach = float(np.linalg.norm(beads.positions - middle, axis=1).max()) + 6.0
    scale = SPRITE_ANGSTROM_PIXELS * factor
    size = 2 * int(np.ceil(reach * scale))
    pictures = []
    for _ in range(VARIANTS):
        view = View(rotation_from_vector(random.normal(0.0, 1.4, 3)), middle, scale, (size / 2, size / 2))
        raster = Raster(size, size, view, paint(), line_factor=factor)
        raster.set_still([Body(beads, rgb(Role.RECEPTOR))])
        pictures.append(raster.picture.copy())
    premultiplied = np.array(pictures)
    alpha = np.maximum(1, premultiplied[..., 3:]).astype(float)
    straight = premultiplied.copy()
    straight[..., :3] = np.clip(np.round(premultiplied[..., :3] * 255.0 / alpha), 0, 255)
    frames = np.arange(round(int(options["seconds"]) * quality.rate.fps))
    seconds = frames / float(quality.rate.fps)
    home = random.uniform((100, 100), (1820, 800), (SPRITES, 2))
    phase = random.uniform(0, 2 * np.pi, (SPRITES, 2))
    hertz = random.uniform(0.1, 0.4, (SPRITES, 2))
    stray = 60.0 * np.sin(2 * np.pi * seconds[:, None, None] * hertz + phase)
    backdrop = crowd_backdrop(quality.width, quality.height, scale=3.0, seed=1)
    np.savez(
        options["out"],
        premultiplied=premultiplied,
        straight=straight,
        backdrop=backdrop,
        variants=np.arange(SPRITES) % VARIANTS,
        paths=(home + stray) * factor,
    )
    return {"frames": len(frames)}


if __name__ == "__main__":
    does = {"floor": floor, "draw": draw, "sprites": sprites}[sys.argv[1]]
    print(json.dumps(does(json.loads(sys.argv[2]))))
