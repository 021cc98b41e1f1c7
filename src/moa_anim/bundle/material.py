"""What the files of a bundle are made from: a finished film in its cuts, its stills, and the plan that it was made by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moa_anim.render.plan import RenderPlan


@dataclass(frozen=True)
class Still:
    """The settled picture at a cue's end, PNG at full size, its last caption burned in; of a shot without cues, its end.

    `cue` is None for a shot without cues.
    """

    shot: str
    cue: str | None
    picture: Path


@dataclass(frozen=True)
class Material:
    """Made once, used by every maker of a bundle's files; all films have the plan's frames and rate, and no sound.

    The open film has captions burned in, at full size; the clean one plain paper where the band would be, and is small.
    `clips` are the clean film cut into its shots, by shot id, in film order; each begins at time 0. `poster` is the one of
    the stills that stands for the film.
    """

    plan: RenderPlan
    open_full: Path
    clean_small: Path
    clips: Mapping[str, Path]
    stills: tuple[Still, ...]
    poster: Still
