"""Goldens: one small still for each cue and edition, how near a picture must come to its own, and what it was drawn with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import cairo
import numpy as np
import uharfbuzz
from comparator import how_far
from every_frame.editions import production_of
from numpy.typing import NDArray
from PIL import Image

from moa_anim.cache.installed import distribution_version
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.model.typefaces import typefaces
from moa_anim.render.draw import draw_frames

Pixels = NDArray[np.uint8]

DISTRIBUTIONS = tuple(each.distribution for each in typefaces())
"""Of the fonts."""

FOLDER = Path(__file__).parent / "goldens"
GEOMETRY, VERSIONS = FOLDER / "geometry.json", FOLDER / "versions.json"

SHRUNK = 2
"""Stills are drawn at draft size and each 2 × 2 pixels of them averaged: 427 × 240."""

LEVELS = 5
"""Grey levels are taken to the nearest multiple: no eye misses the rest, and the files are a third smaller."""

BLOCK = 12
"""Pixels of a still on each side, of what is compared by itself."""


@dataclass(frozen=True)
class Tolerance:
    """How far a picture may be from its golden: grey levels, mean over all of it and over its worst 12 × 12 pixels."""

    name: str
    mean: float
    block: float


SAME_VERSIONS = Tolerance("drawn with the goldens' own versions", 0.15, 4.0)
"""The same versions draw the same bytes on one machine; on another processor a bead's rim may fall to its neighbour."""

OTHER_VERSIONS = Tolerance("drawn with another font or another Cairo", 2.0, 45.0)
"""Letters of another cut or another rasteriser fall a pixel aside: that is far less than an actor in another place."""


def versions_here() -> dict[str, str]:
    """What letters and lines are drawn with, as it is here."""
    fonts = {name: distribution_version(name) for name in DISTRIBUTIONS}
    return {"cairo": cairo.cairo_version_string(), "harfbuzz": uharfbuzz.__version__, **fonts}


def tolerance() -> Tolerance:
    """The tolerance that holds here: the looser one if letters or lines are drawn with other versions."""
    return SAME_VERSIONS if json.loads(VERSIONS.read_text()) == versions_here() else OTHER_VERSIONS


def moments(edition: str) -> Iterator[tuple[str, str, int]]:
    """Name, shot and frame of each still of an edition, in film order: a cue's last frame, or a lead's if there are none."""
    for shot in schedule(production_of(edition).storyboard, DRAFT.rate).shots:
        for cue in shot.cues:
            yield f"{shot.shot.id}-{cue.cue.id}", shot.shot.id, shot.relative(cue.slot).stop - 1
        if not shot.cues:
            yield shot.shot.id, shot.shot.id, max(0, shot.relative(shot.lead).stop - 1)


def draw_stills(edition: str, jobs: int = 2) -> dict[str, Pixels]:
    """Draw an edition's stills by name, (240, 427, 3), the shots shared out to processes."""
    by_shot: dict[str, dict[int, str]] = {}
    for name, shot, frame in moments(edition):
        by_shot.setdefault(shot, {})[frame] = name
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = [pool.submit(_shot_stills, edition, shot, names) for shot, names in by_shot.items()]
        return {name: still for future in waiting for name, still in future.result().items()}


def _shot_stills(edition: str, shot_id: str, names: dict[int, str]) -> dict[str, Pixels]:
    storyboard = production_of(edition).storyboard
    slot = next(shot for shot in schedule(storyboard, DRAFT.rate).shots if shot.shot.id == shot_id)
    found: dict[str, Pixels] = {}

    def take(frame: int, pixels: Pixels) -> None:
        found[names[frame]] = still(slot, frame, pixels)

    draw_frames(storyboard, shot_id, DRAFT, names, take)
    return found


def still(slot: ShotSlot, frame: int, pixels: Pixels) -> Pixels:
    """A drawn frame as its still; its caption is laid onto `pixels`."""
    if slot.cues:
        lay_caption(pixels, _caption(slot, frame))
    return shrunk(pixels)


def _caption(slot: ShotSlot, frame: int) -> Any:
    """The last caption of the cue that ends with the frame."""
    cue = next(cue for cue in slot.cues if slot.relative(cue.slot).stop - 1 == frame)
    return cue.captions[-1].caption if cue.captions else None


def shrunk(pixels: Pixels) -> Pixels:
    """Each SHRUNK × SHRUNK pixels as one, without alpha, in steps of LEVELS."""
    height, width = pixels.shape[0] // SHRUNK, pixels.shape[1] // SHRUNK
    blocks = pixels[: height * SHRUNK, : width * SHRUNK, :3].reshape(height, SHRUNK, width, SHRUNK, 3)
    return np.asarray((LEVELS * np.round(blocks.mean(axis=(1, 3)) / LEVELS)).astype(np.uint8))


def write_stills(edition: str, stills: dict[str, Pixels]) -> Iterator[str]:
    """Write the stills that differ visibly from their goldens and remove those of former cues; yield a line for each."""
    folder = FOLDER / edition
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.png")):
        if path.stem not in stills:
            path.unlink()
            yield f"removed {edition}/{path.name}"
    for name, still in stills.items():
        path = folder / f"{name}.png"
        before = read(path) if path.exists() else None
        if before is None or before.shape != still.shape:
            yield f"new     {edition}/{path.name}"
        else:
            mean, block = how_far(still, before, BLOCK)
            if mean <= SAME_VERSIONS.mean and block <= SAME_VERSIONS.block:
                continue  # the file is left alone: an invisible difference is no reason for a larger repository
            yield f"changed {edition}/{path.name}: mean difference {mean:.2f} grey levels, worst block {block:.0f}"
        Image.fromarray(still).save(path, optimize=True)


def write_json(path: Path, values: object) -> None:
    """Write values as JSON, one a line."""
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Pixels:
    """A golden's pixels (height, width, 3)."""
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))
