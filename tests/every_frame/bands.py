"""The caption band as it should look, in the film's own planes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from every_frame.moment import Moment
from every_frame.picture import Picture, Values, picture_of
from every_frame.same import while_same

from moa_anim.graphics.caption_band import lay_caption
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.band_levels import band_levels
from moa_anim.model.palette import Role
from moa_anim.model.quality import Quality
from moa_anim.model.story import Caption, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.render.colour_conversion import Converter

BLOCK = 8


def top_of(quality: Quality) -> int:
    """The band's first row."""
    return round(BAND_TOP * quality.height / FRAME_HEIGHT)


def band_of(moment: Moment) -> Picture:
    """The band as it is drawn for the words that the caption file has; paper in a shot without cues."""
    if not moment.slot.cues:
        return drawn_band(moment.quality, None, 0)
    level = levels(moment.storyboard, moment.quality)[moment.slot.shot.id][moment.seen.number]
    caption = captions_by_lines(moment.storyboard).get(moment.words) if moment.words else None
    return drawn_band(moment.quality, caption or (Caption(moment.words) if moment.words else None), level)


@while_same
@lru_cache(maxsize=2)
def levels(storyboard: Storyboard, quality: Quality) -> dict[str, tuple[int, ...]]:
    """The band's level at each frame of each shot with cues."""
    return band_levels(schedule(storyboard, quality.rate))


@while_same
@lru_cache(maxsize=2)
def captions_by_lines(storyboard: Storyboard) -> dict[tuple[str, ...], Caption]:
    """The storyboard's captions by their lines, for the colours of their words."""
    return {
        caption.lines: caption for shot in storyboard.shots for cue in shot.cues for caption in cue.captions
    }


@while_same
@lru_cache(maxsize=8)
def drawn_band(quality: Quality, caption: Caption | None, level: int) -> Picture:
    """The planes of a band at its level, of paper at level 0; rows from an even one at or above the band's first."""
    pixels = np.empty((quality.height, quality.width, 4), dtype=np.uint8)
    pixels[:] = [*(round(part * 255) for part in rgb(Role.PAPER)), 255]
    lay_caption(pixels, caption, level)
    return below(picture_of(Converter(quality.width, quality.height).frame(pixels)), quality)


def below(picture: Picture, quality: Quality) -> Picture:
    """The part of a picture that is the band's, without the row or two that chroma shares with what is above it."""
    top = top_of(quality)
    top += top % 2
    return Picture(picture.luma[top:], picture.blue[top // 2 :], picture.red[top // 2 :])


def luma_distance(picture: Picture, band: Picture) -> float:
    """Mean difference of the band's luma: grey levels."""
    luma = picture.luma[-band.luma.shape[0] :]
    return float(np.abs(luma.astype(np.int16) - band.luma).mean())


def block_distance(picture: Picture, band: Picture) -> Values:
    """Mean difference of each block of luma and of chroma, whichever is larger: (rows, columns) of grey levels."""
    rows, chroma_rows = band.luma.shape[0], band.blue.shape[0]
    pairs = [
        (picture.luma[-rows:], band.luma, BLOCK),
        (picture.blue[-chroma_rows:], band.blue, BLOCK // 2),
        (picture.red[-chroma_rows:], band.red, BLOCK // 2),
    ]
    means = []
    for actual, expected, size in pairs:
        apart = np.abs(actual.astype(np.int16) - expected)
        high, wide = apart.shape[0] // size, apart.shape[1] // size
        means.append(apart[: high * size, : wide * size].reshape(high, size, wide, size).mean(axis=(1, 3)))
    high, wide = min(each.shape[0] for each in means), min(each.shape[1] for each in means)
    return np.asarray(np.max([each[:high, :wide] for each in means], axis=0))
