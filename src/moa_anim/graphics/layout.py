"""Where things stand in the picture. All lengths in design pixels: a frame of 1920 × 1080, y downwards."""

from __future__ import annotations

FRAME_WIDTH, FRAME_HEIGHT = 1920, 1080

BAND_TOP = 900
"""The caption band is all below this line and nothing else enters it: two lines of 52 pixels and air."""

CAPTION_PIXELS = 52
CAPTION_LEADING = 66
"""42 characters of Inter at 52 pixels are about 1,130 pixels wide: within the 68 % of the width that the BBC allows."""

MARGIN = 72
RAIL_TOP, RAIL_HEIGHT, RAIL_GAP = 34, 8, 10
MARKER_BASELINE, MARKER_PIXELS = 112, 46
LABEL_PIXELS, SPARSE_LABEL_PIXELS = 38, 46
TITLE_PIXELS = 84
BODY_PIXELS = 36
