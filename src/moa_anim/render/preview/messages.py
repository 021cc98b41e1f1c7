"""What the server and the drawing process of a preview say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Previewed:
    """What is previewed: a production folder, its edition, language ("" for the document's own) and quality by name.

    `trust_scenes`: the folder's own scenes may be run.
    """

    folder: Path
    edition: str
    language: str
    quality: str
    trust_scenes: bool = False


@dataclass(frozen=True)
class Reload:
    """To the drawing process: read the production again, as version `version`; `palette`: colours have changed, too."""

    version: int
    palette: bool = False


@dataclass(frozen=True)
class Draw:
    """To the drawing process: draw the frames `wanted` of a shot, first those from `first` on."""

    version: int
    shot: str
    first: int
    wanted: frozenset[int]


@dataclass(frozen=True)
class Film:
    """From the drawing process: the production was read; `data` is what the page is told of it, as JSON values."""

    version: int
    data: dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """From the drawing process: a frame of a shot as JPEG, and its labels for the overlay, as JSON values.

    `provisional`: its labels may stand elsewhere once the shot has been surveyed, which is reported as `Settled`.
    """

    version: int
    shot: str
    number: int
    picture: bytes
    labels: list[dict[str, Any]]
    provisional: bool = False


@dataclass(frozen=True)
class Settled:
    """From the drawing process: a shot has been surveyed; if `moved`, its labels stand elsewhere than they were drawn."""

    version: int
    moved: bool


@dataclass(frozen=True)
class OtherDrug:
    """From the drawing process: the film has another drug now, for which a new process is needed (molecule/film_drug.py)."""

    version: int


@dataclass(frozen=True)
class Problem:
    """From the drawing process: what is wrong, a line for each fault."""

    version: int
    lines: tuple[str, ...]


Order: TypeAlias = Reload | Draw
Report: TypeAlias = Film | Frame | Settled | OtherDrug | Problem
