"""What a bundle's documents are made from: a finished film in its renditions, its stills, and its plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moa_anim.bundle.films import OtherFilm
from moa_anim.bundle.wordings import Wording
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
    """Films and stills, made once for all documents; the films have the plan's frame count and rate, and its voice, if any.

    `open_full` has captions burned in, at full size; `clean_small` is small, with plain paper instead of the caption band.
    `clips` are the shots of the clean film by shot id, in film order; each begins at time 0. `poster` is one of
    the stills and represents the film. `cast_key` is the key to its colours, a PNG, where it is about the key's molecules;
    `title` is the picture of its title, a PNG, where it has one. `translations` are its words in other languages, and `keys`
    the same key in those, by tag; `other_films` are the bundle's films in those languages, with a voice.
    """

    plan: RenderPlan
    open_full: Path
    clean_small: Path
    clips: Mapping[str, Path]
    stills: tuple[Still, ...]
    poster: Still
    cast_key: Path | None = None
    title: Path | None = None
    translations: tuple[Wording, ...] = ()
    keys: Mapping[str, Path] = field(default_factory=dict)
    other_films: tuple[OtherFilm, ...] = ()

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """The film's words in every language that it has captions in, its own first."""
        return (Wording(self.plan.production.storyboard, self.plan.timeline), *self.translations)

    @property
    def narrated(self) -> bool:
        """Whether the films have a voice."""
        return self.plan.narration is not None

    @property
    def cover(self) -> Path:
        """The picture that stands where the film begins, until it plays: its title, or else the poster."""
        return self.title or self.poster.picture
