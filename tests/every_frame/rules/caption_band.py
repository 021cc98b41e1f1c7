"""Nothing but captions in the caption band: its pixels everywhere are those of the band, and no words reach into it."""

from __future__ import annotations

import numpy as np
from every_frame.bands import band_of, block_distance
from every_frame.moment import Finding, Moment

from moa_anim.graphics.layout import BAND_TOP

MOST_BLOCK = 13.0
"""Grey levels, mean over a block of 8 × 8: x264 leaves up to 9 about letters that have just come; a line one pixel thick, of
paper on the band, makes 28."""


class OnlyCaptionsInTheBand:
    """The band's decoded pixels beside those of the band as it is drawn for the frame's caption, block by block."""

    name = "nothing but captions in the caption band"

    def look(self, moment: Moment) -> list[Finding]:
        found = [
            Finding(f"{what} reaches into the band", f"its lower edge is at {bottom:.0f}")
            for what, bottom in [
                *((f"label “{label.words}”", label.box[3]) for label in moment.seen.labels),
                *(("a text", box[3]) for box in moment.seen.texts),
            ]
            if bottom > BAND_TOP + 0.5
        ]
        apart = block_distance(moment.picture, band_of(moment))
        if apart.max() > MOST_BLOCK:
            row, column = np.unravel_index(int(apart.argmax()), apart.shape)
            where = f"about {8 * column}, {8 * row} of the band's pixels, by {apart.max():.0f} levels"
            found.append(Finding("something is painted in the band", where))
        return found
