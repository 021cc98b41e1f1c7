"""Chromosomes and spindle while a cell divides: chromosomes condense into pairs of chromatids, line up, separate and loosen.

Lengths are in radii of the mother cell, from its centre. The axis of division is x; the caller rotates it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from moa_anim.graphics.canvas import Canvas, Rgb
from moa_anim.graphics.colours import tinted
from moa_anim.illustrations.cell.chromatin import BEAD, BEAD_PERIOD, LARGEST_GRAIN, chromatin_tones
from moa_anim.illustrations.cell.contents import CHROMOSOMES, CellContents
from moa_anim.illustrations.cell.outline import Lobes
from moa_anim.illustrations.curves import Points, rotated, smooth_curve
from moa_anim.illustrations.shapes import double_line, stroke_beads, trace
from moa_anim.model.palette import Role
from moa_anim.molecule.easing import smoothstep

ROD_WIDTH = 0.034
"""Width of a condensed chromatid, in cell radii at grain 1."""

PLATE = 0.37
"""Half the width of the metaphase plate, on which chromosomes line up, in radii of the mother."""


@dataclass(frozen=True)
class Phases:
    """Progress of each process of mitosis (0…1) at a moment of the division.

    `envelope` is how much of the mother's nuclear envelope there is, `envelopes` how much of the daughters'.
    """

    condensed: float
    lined_up: float
    spindle: float
    parted: float
    loosened: float
    envelope: float
    envelopes: float

    @classmethod
    def at(cls, division: float) -> Phases:
        """Return the progress at a share of the division: prophase, metaphase, anaphase and telophase, which overlap."""
        return cls(
            condensed=smoothstep(division, 0.06, 0.28),
            lined_up=smoothstep(division, 0.20, 0.40),
            spindle=smoothstep(division, 0.24, 0.40) * (1.0 - smoothstep(division, 0.74, 0.86)),
            parted=smoothstep(division, 0.46, 0.72),
            loosened=smoothstep(division, 0.72, 0.92),
            envelope=1.0 - smoothstep(division, 0.08, 0.22),
            envelopes=smoothstep(division, 0.76, 0.92),
        )


def chromatids(
    mother: CellContents,
    daughters: tuple[CellContents, CellContents],
    angle: float,
    phases: Phases,
    lobes: Lobes,
) -> list[tuple[int, Points]]:
    """Return chromosome number and curve of each chromatid: two for each chromosome, one for either side."""
    random = np.random.default_rng((mother.seed, 12))
    slots = random.permutation(CHROMOSOMES)
    found = []
    for number in range(CHROMOSOMES):
        string = rotated(mother.chromosomes[number][::2], -angle)
        long = (0.056 + 0.034 * random.uniform()) * mother.grain**0.5
        lean = random.uniform(-1.2, 1.2)
        slot = np.array([0.022 * (-1) ** slots[number], PLATE * (2 * slots[number] / (CHROMOSOMES - 1) - 1)])
        along = np.linspace(-1.0, 1.0, len(string))
        for side, daughter in zip((-1, 1), daughters, strict=True):
            aside = side * (0.44 * ROD_WIDTH * mother.grain**0.5 * (1 + 0.9 * np.abs(along) ** 1.6))
            trailing = -side * 0.95 * long * np.abs(along) ** 1.2 * smoothstep(phases.parted, 0.0, 0.35)
            rod = np.stack([aside, long * along], axis=1)
            rod = rotated(rod, lean * (1.0 - phases.lined_up)) + np.stack([trailing, 0 * along], axis=1)
            own = string.mean(axis=0)
            middle = own + (slot - own) * phases.lined_up
            middle = middle + phases.parted * (
                np.array([side * lobes.apart, 0.45 * slot[1]]) - [slot[0], slot[1]]
            )
            curve = string + (rod + middle - string) * phases.condensed
            if phases.loosened > 0.0:
                target = rotated(daughter.chromosomes[number][::2], -angle) * lobes.radius + [
                    side * lobes.apart,
                    0.0,
                ]
                curve = curve + (target - curve) * phases.loosened
            found.append((number, curve))
    return found


def paint_chromatids(canvas: Canvas, curves: list[tuple[int, Points]], grain: float, phases: Phases) -> None:
    """Paint chromatids: beads on a string or, where they are condensed, rods."""
    rod = phases.condensed * (1.0 - phases.loosened)
    size = min(grain, LARGEST_GRAIN)
    thin, thick = BEAD * size, ROD_WIDTH * grain**0.5
    width, period = thin + (thick - thin) * rod**2, BEAD_PERIOD * size
    for number, curve in curves:
        line, bead, light = chromatin_tones(number)
        # A condensed chromatid is what the viewer should look at: its outline is as dark as an actor's.
        dark = tinted(Role.DNA, 0.42)
        line, bead = (
            _mixed(line, dark, rod),
            _mixed(bead, tinted(Role.DNA, 0.10 + 0.08 * (number % 3), Role.PAPER), rod),
        )
        trace(canvas.context, curve)
        if rod > 0.3:
            double_line(canvas, width, width - 0.0062 * size, line, bead)
            trace(canvas.context, curve - 0.1 * width)
            stroke_beads(canvas, 0.34 * width, 0.62 * width, light, 0.9)
        else:
            stroke_beads(canvas, width, period, line)
            stroke_beads(canvas, width - 0.0042 * size, period, bead)
        canvas.context.new_path()


def _mixed(first: Rgb, second: Rgb, share: float) -> Rgb:
    red, green, blue = (a + (b - a) * share for a, b in zip(first, second, strict=True))
    return red, green, blue


def spindle(
    canvas: Canvas, poles: tuple[Points, Points], curves: list[tuple[int, Points]], waist: float, alpha: float
) -> None:
    """Paint fibres from each pole to its chromatids, a star around each pole, and fibres between the poles.

    The latter pass through the furrow; `waist` in 0…1 is how open it is.
    """
    if alpha <= 0.0:
        return
    edge, core = tinted(Role.LIGASE, 0.30, Role.MEMBRANE), tinted(Role.CYTOPLASM, 0.6, Role.PAPER)
    context = canvas.context
    for index, (_, curve) in enumerate(curves):
        attached, pole = curve[len(curve) // 2], poles[index % 2]
        bulge = np.array([0.0, 0.16 * (attached[1] - pole[1])])
        trace(context, smooth_curve(np.array([pole, (pole + attached) / 2 + bulge, attached]), 6))
    for pole, outwards in zip(poles, (np.pi, 0.0), strict=True):
        for turn in np.linspace(-1.5, 1.5, 9):
            ray = np.array([np.cos(outwards + turn), np.sin(outwards + turn)])
            trace(context, np.array([pole + 0.03 * ray, pole + (0.13 + 0.03 * np.cos(7 * turn)) * ray]))
    double_line(canvas, 0.0066, 0.0026, edge, core, alpha, 0.85)
    # Fibres between the poles are cut when the furrow closes.
    uncut = alpha * smoothstep(waist, 0.10, 0.45)
    if uncut <= 0.0:
        return
    for height in (-0.42, -0.24, -0.08, 0.08, 0.24, 0.42):
        middle = np.array([0.0, height * waist])
        quarter = [(poles[k] * 0.5 + middle * 0.5) + [0.0, 0.22 * height * waist] for k in (0, 1)]
        trace(context, smooth_curve(np.array([poles[0], quarter[0], middle, quarter[1], poles[1]]), 6))
    double_line(canvas, 0.0066, 0.0026, edge, core, uncut, 0.85)
