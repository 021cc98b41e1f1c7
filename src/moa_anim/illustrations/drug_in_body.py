"""Elacestrant on its way through the body: a few specks, far larger than life, one behind the other."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb, tinted
from moa_anim.illustrations.body import BodyFigure, drug_place, drug_share
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep
from moa_anim.stage.dive import Track
from moa_anim.stage.noise import drift
from moa_anim.stage.painted import Painted

SPECKS = 40
"""Number of specks."""

SPECK_PIXELS = 6.0
"""Radius of a speck (design pixels) before the view comes nearer."""

SPECK_POWER = 0.35
"""Power of the magnification with which it grows."""

LAG_SECONDS = 0.75
"""How far in time the last one is behind the first."""

ASIDE_UNITS = 2.1
"""How far (root mean square) one is from the middle of the way in stomach and bowel (figure units)."""

ASIDE_IN_VESSELS_UNITS = 0.7
"""The same from the portal vein on: within the vessels as they are drawn."""

INTO_VESSELS_SHARE = 0.03
"""Share of the way over which one changes to the other."""

LINE_PIXELS = 1.6
"""Width of a speck's outline (design pixels)."""


class DrugInBody(Painted):
    """Specks in `body`; `share` gives the share of the way (`drug_place`) that the first has come, over `score()` seconds."""

    def __init__(self, body: BodyFigure, share: Track, score: Callable[[], float], seed: int) -> None:
        super().__init__()
        self.body, self._share, self._score, self._seed = body, share, score, seed
        random = np.random.default_rng(seed)
        self._lags = LAG_SECONDS * np.sort(random.uniform(0.0, 1.0, SPECKS))
        self._aside = random.normal(0.0, 1.0, (SPECKS, 2))
        self._taken_up = drug_share("portal vein")

    def place(self, number: int) -> tuple[float, float]:
        """Return where a speck is seen (design pixels)."""
        now = self._score()
        share = self._share.at(now - self._lags[number])
        x, y = drug_place(share)
        inside = smoothstep(share, self._taken_up - INTO_VESSELS_SHARE, self._taken_up + INTO_VESSELS_SHARE)
        aside = ASIDE_UNITS + (ASIDE_IN_VESSELS_UNITS - ASIDE_UNITS) * inside
        stray = aside * (self._aside[number] + 0.5 * drift(self._seed + 7 * number, now, 2))
        return self.body.seen((x + float(stray[0]), y + float(stray[1])))

    def paint(self, canvas: Canvas) -> None:
        """Draw the specks."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        radius = SPECK_PIXELS * self.body.sight.magnification**SPECK_POWER
        context.set_line_width(LINE_PIXELS)
        for number in range(SPECKS):
            x, y = self.place(number)
            context.arc(x, y, radius, 0.0, 2.0 * math.pi)
            canvas.set_colour(rgb(Role.DRUG), self.opacity)
            context.fill_preserve()
            canvas.set_colour(tinted(Role.DRUG, 0.5), self.opacity)
            context.stroke()
        context.restore()
