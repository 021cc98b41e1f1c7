"""How two patients and a clinician move a little: they breathe, blink, and turn their heads to each other and back.

All is eased and small, and a function of the time: nobody stands like a statue, and nobody draws the eye from the story.
"""

from __future__ import annotations

import math

from moa_anim.molecule.easing import smoothstep

BREATH_SHARE = 0.0035
BREATH_SECONDS = {"clinician": 4.3, "man": 4.9, "woman": 3.9}
"""How much taller someone is who has breathed in, about two pixels at the crown, and the time of a breath of each."""

BLINK_SECONDS = 0.3
BLINKS = {"clinician": (4.7, 1.4), "man": (5.6, 3.1), "woman": (4.1, 2.3)}
"""Time in which the eyes close and open, time from blink to blink, and time of the first one."""

TURNS = {
    "clinician": ((0.16, 0.0), (0.24, 1.0), (0.42, 1.0), (0.5, 0.1), (0.62, 0.1), (0.7, 0.9), (0.88, 0.9), (0.97, 0.2)),
    "man": ((0.13, -0.1), (0.2, -0.9), (0.3, -0.9), (0.39, 0.9), (0.58, 0.9), (0.66, 0.2), (0.8, 0.2), (0.9, 0.8)),
    "woman": ((0.2, 0.1), (0.29, 0.9), (0.5, 0.9), (0.57, 0.0), (0.63, 0.9), (0.72, 0.3), (0.84, 0.3), (0.93, -0.7)),
}  # fmt: skip
"""Shares of the shot, and how far the head is turned then, to the viewer's right: 1 is farthest."""

TILT_DEGREES = 2.2
FACE_UNITS = 2.8
EYES_UNITS = 4.0
"""How far the head is inclined when it is turned farthest, and how far face and eyes go on it (figure units)."""


def tall(name: str, seconds: float) -> float:
    """Return how much taller someone is at a time, breathing."""
    return 1.0 + BREATH_SHARE * math.sin(2.0 * math.pi * seconds / BREATH_SECONDS[name])


def closed(name: str, seconds: float) -> float:
    """Return how far someone's eyes are closed (0…1) at a time."""
    every, first = BLINKS[name]
    since = (seconds - first) % every
    return (
        0.0
        if since > BLINK_SECONDS
        else float(smoothstep(1.0 - abs(2.0 * since / BLINK_SECONDS - 1.0), 0.0, 0.7))
    )


def turned(name: str, share: float) -> float:
    """Return how far someone's head is turned to the viewer's right (−1…1) at a share of the shot."""
    before, at = TURNS[name][0][::-1]
    for end, value in TURNS[name]:
        if share <= end:
            way = (share - at) / (end - at) if end > at else 1.0
            return before + (value - before) * float(smoothstep(way))
        before, at = value, end
    return before
