"""A still for each cue, when its movements have ended, with its caption; and a contact sheet of all stills."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

import moa_anim
from moa_anim.errors import Fault
from moa_anim.files.destination import require_file_place
from moa_anim.files.hashes import file_sha256, regular_file_sha256
from moa_anim.files.replacement import replace_files, working_folder
from moa_anim.files.writing import writing
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.model.quality import CaptionMode
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import SceneName, Shot
from moa_anim.model.timeline import CueSlot, ShotSlot
from moa_anim.render.glyphs import require_lettering
from moa_anim.render.manifest import json_text, sealed
from moa_anim.render.outputs import sole_writer
from moa_anim.render.ownership import foreign_files, planned_identity, read_manifest, require_replaceable
from moa_anim.render.plan import RenderPlan
from moa_anim.script.drug_scenes import needs_of_shots

if TYPE_CHECKING:
    from moa_anim.render.colour_conversion import Pixels

# Layout of the contact sheet.
SHEET_COLUMNS = 3
SHEET_TILE_WIDTH_PIXELS = 640
SHEET_GAP_PIXELS = 16
PAPER_RGB = (247, 243, 235)

SHEET = "contact-sheet.png"
"""File name of the contact sheet."""

MANIFEST = "stills.manifest.json"
"""File beside the stills that records the SHA-256 of each, from which the next run knows that we wrote them."""

SCHEMA = "moa-anim stills 1"
"""The version of the manifest's format."""


def render_stills(
    plan: RenderPlan,
    folder: Path,
    progress: Callable[[int], None] = lambda frames: None,
    report: Callable[[str], None] = lambda message: None,
    force: bool = False,
) -> list[Path]:
    """Write `NN-shot-cue.png` for each cue (and one for each shot without cues) and `contact-sheet.png` into `folder`.

    A manifest is written beside them. Unchanged stills of an earlier run are replaced, and removed if their cue no longer
    exists; other files are replaced only with `force`, and never removed. A plan of some shots draws their stills alone,
    under the numbers that they have among all of the film's; those of other shots stay.

    A cue's still is its last frame, when its movements have ended, with the last of its captions; or an earlier one, if the
    scene says that it goes on to the next shot's picture before. The files appear when
    all are drawn.

    Raises:
        ProductionError: A scene does not keep to its shot.
        RenderError: Drawing fails, or `folder` cannot be written.
    """
    require_lettering(plan)

    def require_stills_replaceable() -> None:
        require_replaceable(foreign_stills(plan, folder), force)

    require_stills_replaceable()
    for name in (*still_files(plan), MANIFEST):
        require_file_place(folder / name)
    with sole_writer(folder, report), writing(folder), working_folder(folder) as temporary:
        require_stills_replaceable()  # again: another run may have written meanwhile
        made: list[Path] = []
        needs = needs_of_shots(plan.production.storyboard)  # read once: it reads every scene's file
        for shot in plan.timeline.shots:
            made += _shot_stills(plan, shot, needs, temporary, progress)
        sheet = temporary / SHEET
        _contact_sheet(made, sheet)
        files = [*made, sheet]
        manifest = temporary / MANIFEST
        drawn = {each.name for each in files}
        others = [path for path in _earlier(folder) if path.name not in drawn]
        kept = [path for path in others if path.name in _names_of_film(plan)]
        manifest.write_text(_manifest(plan, [*files, *kept]), encoding="utf-8")
        require_stills_replaceable()
        obsolete = [path for path in others if path not in kept]
        replace_files(temporary, {folder / each.name: each for each in (*files, manifest)}, obsolete)
        return [folder / each.name for each in files]


def still_files(plan: RenderPlan) -> list[str]:
    """Return the file names of the stills of a plan, in the film's order, and of the contact sheet."""
    names = _names_of_film(plan)
    moments = [(shot.shot.id, cue) for shot in plan.timeline.shots for cue in _cue_ids(shot.shot)]
    return [*(name for name, moment in names.items() if moment in moments), SHEET]


def _names_of_film(plan: RenderPlan) -> dict[str, tuple[str, str]]:
    """Return the shot and the cue ("" for none) of each still of the whole film, by the still's file name."""
    moments = [(shot.id, cue) for shot in plan.production.storyboard.shots for cue in _cue_ids(shot)]
    return {
        f"{number:02d}-{shot}{f'-{cue}' if cue else ''}.png": (shot, cue)
        for number, (shot, cue) in enumerate(moments, 1)
    }


def _cue_ids(shot: Shot) -> tuple[str, ...]:
    """Return the ids of a shot's cues; ("",) for a shot without cues, which has one still."""
    return tuple(cue.id for cue in shot.cues) or ("",)


def foreign_stills(plan: RenderPlan, folder: Path) -> list[Fault]:
    """Return a fault for each existing file in `folder` that the stills may not replace without --force."""
    written = read_manifest(folder / MANIFEST)
    recorded = written.hashes("files") if written else {}
    files = {folder / name: recorded.get(name) for name in still_files(plan)}
    return foreign_files(files, folder / MANIFEST, planned_identity(plan))


def _earlier(folder: Path) -> list[Path]:
    """Return the stills of an earlier run that are unchanged."""
    written = read_manifest(folder / MANIFEST)
    recorded = written.hashes("files") if written and written.unchanged else {}
    return [
        folder / name
        for name, sha256 in recorded.items()
        if name == Path(name).name and regular_file_sha256(folder / name) == sha256
    ]


def _manifest(plan: RenderPlan, files: list[Path]) -> str:
    identity = planned_identity(plan)
    return json_text(
        sealed(
            {
                "schema": SCHEMA,
                "moa-anim": moa_anim.__version__,
                "files": {path.name: file_sha256(path) for path in files},
                "document": {"sha256": identity.document},
                "storyboard": {"title": identity.title, "language": identity.language},
                "settings": {"edition": identity.edition, "quality": plan.quality.name},
            }
        )
    )


def _shot_stills(
    plan: RenderPlan,
    shot: ShotSlot,
    needs: Mapping[SceneName, SceneNeeds],
    folder: Path,
    progress: Callable[[int], None],
) -> list[Path]:
    moments: dict[int, CueSlot | None] = dict(_moments(plan, shot, needs))
    if not moments:
        moments = {max(0, shot.relative(shot.lead).stop - 1): None}  # a tail without cues is a fade-out
    names = {moment: name for name, moment in _names_of_film(plan).items()}
    paths: list[Path] = []

    def take(frame: int, pixels: Pixels) -> None:
        cue = moments[frame]
        if plan.captions is CaptionMode.OPEN and shot.cues:
            lay_caption(pixels, cue.captions[-1].caption if cue and cue.captions else None)
        elif shot.cues:
            lay_caption(pixels, None, 0)
        paths.append(folder / names[shot.shot.id, cue.cue.id if cue else ""])
        Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(paths[-1], optimize=False)
        progress(1)

    from moa_anim.render.draw import draw_frames  # loads Manim

    draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, moments, take)
    return paths


def _moments(
    plan: RenderPlan, shot: ShotSlot, needs: Mapping[SceneName, SceneNeeds]
) -> Iterator[tuple[int, CueSlot]]:
    """Yield the frame of each cue's still, counted from the shot's first, with the cue."""
    scene = needs.get(shot.shot.scene)
    for cue in shot.cues:
        declared = scene.cues.get(cue.cue.id) if scene else None
        goes_on = plan.quality.rate.frames(declared.goes_on_seconds) if declared else 0
        slot = shot.relative(cue.slot)
        yield max(slot.start, slot.stop - 1 - goes_on), cue


def _contact_sheet(stills: list[Path], path: Path) -> None:
    with Image.open(stills[0]) as first:
        height = round(SHEET_TILE_WIDTH_PIXELS * first.height / first.width)
    rows = math.ceil(len(stills) / SHEET_COLUMNS)
    size = (
        SHEET_COLUMNS * (SHEET_TILE_WIDTH_PIXELS + SHEET_GAP_PIXELS) + SHEET_GAP_PIXELS,
        rows * (height + SHEET_GAP_PIXELS) + SHEET_GAP_PIXELS,
    )
    sheet = Image.new("RGB", size, PAPER_RGB)
    for number, still in enumerate(stills):
        row, column = divmod(number, SHEET_COLUMNS)
        with Image.open(still) as picture:
            tile = picture.resize((SHEET_TILE_WIDTH_PIXELS, height), Image.Resampling.LANCZOS)
        sheet.paste(
            tile,
            (
                SHEET_GAP_PIXELS + column * (SHEET_TILE_WIDTH_PIXELS + SHEET_GAP_PIXELS),
                SHEET_GAP_PIXELS + row * (height + SHEET_GAP_PIXELS),
            ),
        )
    sheet.save(path)
