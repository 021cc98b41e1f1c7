"""No actor is cut by the frame's edge, unless its scene says so."""

from __future__ import annotations

from every_frame.allowances import Law
from every_frame.moment import Finding, Moment

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.stage.sighting import Sighting

LEAST_SHARE = 0.02
"""Of its points: less of it outside, or inside, is a rim's outline, or a bead that peeps in."""


class WholeInFrame:
    """The points of each thing, inside the picture and outside it. The band is an edge too: what is under it is cut."""

    name = "no actor is cut by the frame's edge"

    def look(self, moment: Moment) -> list[Finding]:
        found: dict[str, Finding] = {}
        for thing in moment.seen.things:
            edge = cut_at(thing)
            if edge and not moment.allowed(Law.WHOLE, thing.name):
                about = f"{thing.name} is cut at {edge}"
                found.setdefault(
                    about, Finding(about, f"it reaches over {', '.join(f'{part:.0f}' for part in thing.box)}")
                )
        return list(found.values())


def cut_at(thing: Sighting) -> str:
    """The edge that cuts it, or "" if none does."""
    x, y = thing.points.T
    beyond = {
        "the left": x < 0,
        "the right": x > FRAME_WIDTH,
        "the top": y < 0,
        "the band": y > BAND_TOP,
    }
    outside = sum(side.astype(int) for side in beyond.values()) > 0
    share = float(outside.mean())
    if not LEAST_SHARE < share < 1.0 - LEAST_SHARE:
        return ""
    return max(beyond, key=lambda name: int(beyond[name].sum()))
