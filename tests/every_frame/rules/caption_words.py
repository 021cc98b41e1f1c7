"""The caption on screen is the caption of the film's WebVTT file at that frame, and could be no other."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from every_frame.bands import band_of, captions_by_lines, drawn_band, luma_distance
from every_frame.moment import Finding, Moment
from every_frame.same import while_same

from moa_anim.model.band_levels import FULL_LEVEL
from moa_anim.model.quality import Quality
from moa_anim.model.story import Storyboard


class CaptionOfTheTrack:
    """The band's mean luma beside that of the drawn caption: nearer than half of what parts it from any other one."""

    name = "the caption on screen is that of the caption track"

    def look(self, moment: Moment) -> list[Finding]:
        if not moment.slot.cues:
            return []
        if moment.words and moment.words not in captions_by_lines(moment.storyboard):
            return [Finding(f"“{' '.join(moment.words)}” in the track is no caption of the storyboard")]
        apart = luma_distance(moment.picture, band_of(moment))
        # Nearer to its own than half-way to any other: so it is nearest to its own (the triangle inequality).
        most = least_apart(moment.storyboard, moment.quality).get(moment.words or (), 0.0) / 2
        if apart < most:
            return []
        words = " ".join(moment.words) if moment.words else "nothing"
        return [Finding(f"the band does not show “{words}”", f"{apart:.2f} levels off, {most:.2f} at most")]


@while_same
@lru_cache(maxsize=2)
def least_apart(storyboard: Storyboard, quality: Quality) -> dict[tuple[str, ...], float]:
    """For each caption and for none, how far (mean grey levels) the nearest other one's band is."""
    captions = {(): None, **captions_by_lines(storyboard)}
    lumas = np.array(
        [drawn_band(quality, each, FULL_LEVEL).luma for each in captions.values()], dtype=np.int16
    )
    found = {}
    for number, lines in enumerate(captions):
        apart = np.abs(lumas - lumas[number]).mean(axis=(1, 2))
        apart[number] = np.inf
        found[lines] = float(apart.min())
    return found
