"""Positions and sizes in the picture. All lengths are in design pixels: a frame has 1920 × 1080 of them, y points down."""

from __future__ import annotations

# The frame.
FRAME_WIDTH = 1920
FRAME_HEIGHT = 1080

BAND_TOP = 900
"""The caption band is below this line, and nothing else is: it has room for two lines of 52 pixels."""

# Type size of captions, and distance from one line to the next. 42 characters of Inter at 52 pixels are about 1,130 pixels
# wide: within the 68 % of the frame's width that the BBC's guidelines allow.
CAPTION_PIXELS = 52
CAPTION_LEADING = 66

MARGIN = 72
"""Free space at the left and right edges of the frame."""

# The progress rail: its top, the height of its bars, and the gap between two of them.
RAIL_TOP = 34
RAIL_HEIGHT = 8
RAIL_GAP = 10

# The step marker.
MARKER_BASELINE = 112
MARKER_PIXELS = 46

# Type sizes of labels, in the lecture edition and in one with few labels; of titles; and of running text.
LABEL_PIXELS = 38
SPARSE_LABEL_PIXELS = 46
TITLE_PIXELS = 84
BODY_PIXELS = 36
