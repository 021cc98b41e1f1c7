"""A settled frame for each cue, with its words, and all of them on one sheet."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from moa_anim.model.timeline import CueSlot, ShotSlot
from moa_anim.studio.draw import draw_frames
from moa_anim.studio.frames import Pixels, lay_caption
from moa_anim.studio.glyphs import require_lettering
from moa_anim.studio.outputs import sole_writer
from moa_anim.studio.plan import RenderPlan
from moa_anim.studio.quality import CaptionMode
from moa_anim.studio.writing import TEMPORARY_PREFIX, writing

SHEET_COLUMNS, SHEET_TILE_WIDTH, SHEET_GAP = 3, 640, 16
PAPER = (247, 243, 235)


def render_stills(
    plan: RenderPlan,
    folder: Path,
    progress: Callable[[int], None] = lambda frames: None,
    tell: Callable[[str], None] = lambda message: None,
) -> list[Path]:
    """Write `NN-shot-cue.png` for each cue (and one for each shot without cues) and `contact-sheet.png` into `folder`.

    A cue's still is its last frame, when all that it shows has settled, with the last of its captions. The files appear
    when all are drawn. Raises ProductionError or RenderError as drawing does, RenderError when `folder` cannot be written.
    """
    require_lettering(plan)
    with (
        sole_writer(folder, tell),
        writing(folder),
        TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=folder) as workshop,
    ):
        made: list[Path] = []
        for shot in plan.timeline.shots:
            made += _shot_stills(plan, shot, Path(workshop), len(made), progress)
        sheet = Path(workshop) / "contact-sheet.png"
        _contact_sheet(made, sheet)
        return [path.replace(folder / path.name) for path in [*made, sheet]]


def _shot_stills(
    plan: RenderPlan, shot: ShotSlot, folder: Path, number: int, progress: Callable[[int], None]
) -> list[Path]:
    moments: dict[int, CueSlot | None] = {shot.relative(cue.slot).stop - 1: cue for cue in shot.cues}
    if not moments:
        moments = {shot.slot.frames - 1: None}
    paths: list[Path] = []

    def take(frame: int, pixels: Pixels) -> None:
        cue = moments[frame]
        if plan.captions is CaptionMode.OPEN and shot.cues:
            lay_caption(pixels, cue.captions[-1].caption if cue and cue.captions else None)
        name = f"{number + len(paths) + 1:02d}-{shot.shot.id}" + (f"-{cue.cue.id}" if cue else "")
        paths.append(folder / f"{name}.png")
        Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(paths[-1], optimize=False)
        progress(1)

    draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, moments, take)
    return paths


def _contact_sheet(stills: list[Path], path: Path) -> None:
    with Image.open(stills[0]) as first:
        height = round(SHEET_TILE_WIDTH * first.height / first.width)
    rows = math.ceil(len(stills) / SHEET_COLUMNS)
    size = (
        SHEET_COLUMNS * (SHEET_TILE_WIDTH + SHEET_GAP) + SHEET_GAP,
        rows * (height + SHEET_GAP) + SHEET_GAP,
    )
    sheet = Image.new("RGB", size, PAPER)
    for number, still in enumerate(stills):
        row, column = divmod(number, SHEET_COLUMNS)
        with Image.open(still) as picture:
            tile = picture.resize((SHEET_TILE_WIDTH, height), Image.Resampling.LANCZOS)
        sheet.paste(
            tile,
            (SHEET_GAP + column * (SHEET_TILE_WIDTH + SHEET_GAP), SHEET_GAP + row * (height + SHEET_GAP)),
        )
    sheet.save(path)
