"""How large and how fast a film is, what becomes of its captions, and how long its encoded pieces are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from moa_anim.errors import ModelError
from moa_anim.model.clock import FrameRate

SEGMENT_FRAMES = 60
"""Frames encoded together, a closed group: however the work is shared out, the bytes are the same."""

SMALL_HEIGHT = 720
"""Pixels: what a projector shows, at a third of the lecture film's bytes."""


class CaptionMode(StrEnum):
    """What becomes of the captions: burned into the picture, beside it in files, or not shown at all."""

    OPEN = "open"
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True)
class Quality:
    """A film's size in pixels, both even (4:2:0 video halves its colour), and its frame rate."""

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
        """Pixels high of the small film for slides, pages and clips: even, and half of a film smaller than the lecture's."""
        return SMALL_HEIGHT if self.height >= LECTURE.height else self.height // 4 * 2


DRAFT = Quality("draft", 854, 480, FrameRate(15))
LECTURE = Quality("lecture", 1920, 1080, FrameRate(30))
UHD = Quality("uhd", 3840, 2160, FrameRate(60))

QUALITIES: Mapping[str, Quality] = MappingProxyType({each.name: each for each in (DRAFT, LECTURE, UHD)})
"""All qualities by name, the quickest first."""
