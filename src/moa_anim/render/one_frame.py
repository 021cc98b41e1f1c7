"""One frame of a film as a PNG picture, with its caption, and with guides if they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, UnidentifiedImageError
from PIL.PngImagePlugin import PngInfo

import moa_anim
from moa_anim.errors import CommandLineError, Fault, RenderError
from moa_anim.files.destination import require_file_place
from moa_anim.files.replacement import replace_files, working_folder
from moa_anim.files.writing import writing
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.model.timeline import ShotSlot
from moa_anim.render.glyphs import require_lettering
from moa_anim.render.plan import RenderPlan

if TYPE_CHECKING:
    from moa_anim.render.colour_conversion import Pixels
    from moa_anim.stage.noted import NotedLabel

SOFTWARE = "Software"
"""The PNG text that names the program that wrote a picture; a picture that names ours may be replaced."""


def frame_at(shot: ShotSlot, seconds: Fraction, rate_fps: Fraction) -> int:
    """Return the number of the frame that is shown `seconds` after the shot's first frame appears.

    Raises CommandLineError if the shot is over by then.
    """
    frame = int(seconds * rate_fps)
    if frame >= shot.slot.frames:
        length = float(shot.slot.frames / rate_fps)
        found, expected = f"{float(seconds):g} s", f"less than {length:.2f} s, the length of the shot"
        raise CommandLineError(Fault(f"shot '{shot.shot.id}'", found, expected, "choose an earlier moment"))
    return frame


def write_frame(plan: RenderPlan, seconds: Fraction, path: Path, guides: bool, force: bool) -> None:
    """Write the frame at `seconds` of the first shot of `plan` as the PNG file `path`.

    Raises:
        CommandLineError: The shot is over by then, or `path` is no .png file.
        ProductionError: The scene does not keep to its shot.
        RenderError: Drawing fails, or `path` cannot be written or is a file of somebody else and not `force`.
    """
    if path.suffix.lower() != ".png":
        raise CommandLineError(Fault("command line", str(path), "a name that ends in .png", "rename it"))
    shot = plan.timeline.shots[0]
    frame = frame_at(shot, seconds, plan.quality.rate.fps)
    require_lettering(plan)
    require_file_place(path)
    if not force and path.exists() and not _is_ours(path):
        remedy = "choose another name, or use --force"
        raise RenderError(Fault(str(path), "a file of another program", "a free name", remedy))
    pixels = draw_frame(plan, shot, frame, guides)
    about = PngInfo()
    about.add_text(SOFTWARE, f"moa-anim {moa_anim.__version__}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with working_folder(path.parent) as room:
            made = room / path.name
            Image.fromarray(np.ascontiguousarray(pixels[..., :3])).save(made, "PNG", pnginfo=about)
            replace_files(room, {path: made})


def draw_frame(plan: RenderPlan, shot: ShotSlot, frame: int, guides: bool = False) -> Pixels:
    """Return a frame of a shot of `plan`, counted from the shot's first: (height, width, 4), with what is burned in.

    Raises as write_frame does.
    """
    drawn: list[Pixels] = []
    noted: list[tuple[NotedLabel, ...]] = []

    def take(_: int, pixels: Pixels) -> None:
        drawn.append(pixels.copy())

    def watch(_: int, scene: Any) -> None:
        noted.append(noted_labels(scene))

    from moa_anim.render.draw import draw_frames  # loads Manim
    from moa_anim.stage.noted import noted_labels

    draw_frames(plan.production.storyboard, shot.shot.id, plan.quality, [frame], take, watch)
    pixels = drawn[0]
    burned_in = plan.burned_in(shot)
    if burned_in is not None:
        lay_caption(pixels, *burned_in.at(frame))
    if guides:
        _lay_guides(pixels, noted[0], _note(shot, frame, plan.quality.rate.fps))
    return pixels


def _lay_guides(pixels: Pixels, labels: Sequence[NotedLabel], note: str) -> None:
    from moa_anim.graphics.guides import draw_guides

    draw_guides(pixels, [(each.name, each.box, each.anchor) for each in labels], note)


def _note(shot: ShotSlot, frame: int, fps: Fraction) -> str:
    """Return the shot, the cue, the second and the frame that a picture shows."""
    spoken = [
        each.cue.id for each in shot.cues if each.slot.start <= shot.slot.start + frame < each.slot.stop
    ]
    cue = f" / {spoken[0]}" if spoken else ""
    return f"{shot.shot.id}{cue}  {float(frame / fps):.2f} s  frame {frame}"


def _is_ours(path: Path) -> bool:
    try:
        with Image.open(path) as picture:
            return str(picture.info.get(SOFTWARE, "")).startswith("moa-anim ")
    except (OSError, UnidentifiedImageError):
        return False
