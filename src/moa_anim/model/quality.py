"""Output settings of a film: size, frame rate, what is done with captions, length of encoded segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from moa_anim.errors import ModelError
from moa_anim.model.clock import FrameRate

SEGMENT_FRAMES = 60
"""Frames of a segment, encoded as a closed group: the bytes do not depend on how segments are shared among processes."""

SMALL_HEIGHT_PIXELS = 720
"""Height of the small film: a projector's resolution, at a third of the lecture film's bytes."""


class CaptionMode(StrEnum):
    """What is done with captions: drawn into the picture (open), written to files only (closed), or not shown."""

    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True)
class Quality:
    """A film's width and height in pixels, both even as 4:2:0 video requires, and its frame rate."""

    name: str
    width: int
    height: int
    rate: FrameRate

    def __post_init__(self) -> None:
        if self.width < 2 or self.height < 2 or self.width % 2 or self.height % 2:
            raise ModelError(
                f"{self.width}×{self.height} pixels", "even numbers of pixels", "give another size"
            )

    @property
    def small_height(self) -> int:
        """Height in pixels, even, of the small film for slides, pages and clips; for draft films, half the height."""
        return SMALL_HEIGHT_PIXELS if self.height >= LECTURE.height else self.height // 4 * 2


DRAFT = Quality("draft", 854, 480, FrameRate(15))
LECTURE = Quality("lecture", 1920, 1080, FrameRate(30))
UHD = Quality("uhd", 3840, 2160, FrameRate(60))

QUALITIES: Mapping[str, Quality] = MappingProxyType({each.name: each for each in (DRAFT, LECTURE, UHD)})
"""All qualities by name, the fastest to render first."""
