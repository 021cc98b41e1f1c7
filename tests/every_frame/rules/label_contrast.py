"""Labels stand out from the pixels really behind them by 4.5 : 1 (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import numpy as np
from every_frame.moment import Finding, Moment
from every_frame.seen import LabelSeen
from numpy.typing import NDArray

from moa_anim.graphics.colours import tinted
from moa_anim.graphics.fonts import Weight
from moa_anim.graphics.lettering import letter
from moa_anim.model.palette_rules import LABEL_INK_SHARE

TEXT = 4.5
QUANTILE = 1 / 3
"""Of the pixels beside letters so many are left out: at this size the encoder's rounding darkens a quarter of them (4.5 : 1
where 4.8 : 1 was drawn). What lies behind words is more. At full size tests/scenes leaves out one in a hundred."""

BESIDE = 2
"""Pixels from the letters, at 480 lines: nearer ones are part letter, farther ones are past the halo."""


class LabelContrast:
    """The label's ink beside the decoded pixels next to its letters, once it is wholly there."""

    name = "label contrast is 4.5 to 1 or more"

    def look(self, moment: Moment) -> list[Finding]:
        found = []
        for label in moment.seen.labels:
            if label.opacity >= 1.0:
                contrast = contrast_of(label, moment)
                if contrast < TEXT:
                    found.append(Finding(f"“{label.words}” is hard to read", f"{contrast:.2f} to 1"))
        return found


def contrast_of(label: LabelSeen, moment: Moment) -> float:
    """Contrast of the label's ink with what lies beside its letters."""
    ink = tinted(label.role, LABEL_INK_SHARE)
    line = letter(label.words, label.pixels * moment.scale, ink, Weight.BOLD)
    y = round(label.at[1] * moment.scale) - line.origin_y
    x = round(label.at[0] * moment.scale) - line.origin_x
    glyphs = np.pad(line.picture[..., 3] > 0, BESIDE)
    around = grown(glyphs, BESIDE) & ~grown(glyphs, BESIDE - 1)
    rows, columns = np.nonzero(around)
    rows, columns = rows + y - BESIDE, columns + x - BESIDE
    height, width = moment.picture.luma.shape
    inside = (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
    box = slice(max(0, y - BESIDE), y + glyphs.shape[0]), slice(max(0, x - BESIDE), x + glyphs.shape[1])
    behind = moment.picture.rgb(*box)[rows[inside] - box[0].start, columns[inside] - box[1].start]
    light, dark = luminance(behind), float(luminance(np.round(np.array(ink) * 255)))
    ratio = (np.maximum(light, dark) + 0.05) / (np.minimum(light, dark) + 0.05)
    return float(np.quantile(ratio, QUANTILE))


def luminance(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """WCAG's relative luminance of pixels (…, 3) in 0…255."""
    parts = pixels / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def grown(mask: NDArray[np.bool_], pixels: int) -> NDArray[np.bool_]:
    """The mask and all that is `pixels` or nearer, along rows and columns; the mask's rim is empty."""
    for axis in (0, 1):
        wider = mask.copy()
        for step in range(1, pixels + 1):
            wider |= np.roll(mask, step, axis) | np.roll(mask, -step, axis)
        mask = wider
    return mask
