"""What a bundle's documents are made from: a finished film in its renditions, its stills, and its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from moa_anim.render.plan import RenderPlan


@dataclass(frozen=True)
class Still:
    """The last frame of a cue as a PNG at full size, with its last caption burned in.

    For a shot without cues, `cue` is None and the picture is the shot's last frame.
    """

    shot: str
    cue: str | None
    picture: Path


@dataclass(frozen=True)
class Material:
    """Films and stills, made once for all documents; the films have the plan's frame count and rate, and no sound.

    `open_full` has captions burned in, at full size; `clean_small` is small, with plain paper instead of the caption band.
    `clips` are the shots of the clean film by shot id, in film order; each begins at time 0. `poster` is one of
    the stills and represents the film. `cast_key` is the key to its colours, a PNG, where it is about the key's molecules;
    `title` is the picture of its title, a PNG, where it has one.
    """

    plan: RenderPlan
    open_full: Path
    clean_small: Path
    clips: Mapping[str, Path]
    stills: tuple[Still, ...]
    poster: Still
    cast_key: Path | None = None
    title: Path | None = None

    @property
    def cover(self) -> Path:
        """The picture that stands where the film begins, until it plays: its title, or else the poster."""
        return self.title or self.poster.picture
