"""A skeletal formula: lines for bonds, wedges out of the plane, letters for atoms other than carbon.

It is drawn outwards from one atom along all bonds at once, so that one end of the molecule appears first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import palette, rgb, tinted
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.lettering import letter
from moa_anim.model.palette import Role, contrast_ratio
from moa_anim.molecule.depiction import HASHED, PLAIN, Bond, Depiction

Places = NDArray[np.float64]

# Width of a bond's line (5.4 design pixels at 80 pixels for an ångström), and its minimum.
STROKE_ANGSTROM = 0.068
STROKE_LEAST_PIXELS = 3.0

SECOND_LINE_ANGSTROM = 0.25
"""Between the two lines of a double bond."""

SECOND_LINE_SHORTER = 0.13
"""Share of the second line that is left off at either end."""

WEDGE_ANGSTROM = 0.30
"""Breadth of a wedge at its wide end."""

HASHES = 6
"""Bars of a hashed wedge."""

# Size of letters, and its minimum.
LETTER_ANGSTROM = 0.66
LETTER_LEAST_PIXELS = 30.0

LETTER_AIR = 0.56
"""Letter sizes between the end of a bond and the centre of an atom that is written out."""

ARRIVING = 0.8
"""A letter fades in while drawing advances by this many bonds."""

LEAST_CONTRAST = 4.5
"""Contrast ratio of letters to paper (WCAG 2.2, level AA)."""


class Pen:
    """Draws a molecule from atom `start` outwards, its letters in a role's colour. `scale`: design pixels for an ångström."""

    def __init__(self, molecule: Depiction, role: Role, scale: float, start: int) -> None:
        self.molecule, self.scale = molecule, scale
        self._steps = molecule.steps_from(start)
        self._last = 1 + max(
            min(self._steps[bond.first], self._steps[bond.second]) for bond in molecule.bonds
        )
        self._letter_colour = readable(role)

    def growth(self, bond: Bond, drawn: float) -> float:
        """How much of a bond's line is drawn, 0 to 1."""
        begun = min(self._steps[bond.first], self._steps[bond.second])
        return min(1.0, max(0.0, drawn * self._last - begun))

    def arrival(self, atom: int, drawn: float) -> float:
        """How far an atom has come into view, 0 to 1."""
        if drawn >= 1.0:
            return 1.0
        return min(1.0, max(0.0, (drawn * self._last - self._steps[atom] + ARRIVING) / ARRIVING))

    def ink(self, canvas: Canvas, places: Places, drawn: float, opacity: float, flat: float) -> None:
        """Ink as much as is `drawn` at these places; `flat` is 1 on paper and 0 when the atoms go into depth."""
        context = canvas.design()
        canvas.set_colour(rgb(Role.INK), opacity)
        context.set_line_cap(1)
        context.set_line_join(1)
        context.set_line_width(self._stroke)
        wedges = []
        for bond in self.molecule.bonds:
            grown = self.growth(bond, drawn)
            if grown <= 0.0:
                continue
            near, far = (bond.first, bond.second)
            if self._steps[far] < self._steps[near]:
                near, far = far, near
            ends = self._cut(places, near, far)
            if bond.stereo == PLAIN:
                self._line(context, *ends, grown)
            else:
                wedges.append((bond, ends if near == bond.first else ends[::-1], grown, near == bond.first))
            if bond.order > 1:
                self._line(context, *self._second(places, bond, ends), grown)
            if bond.order > 2:
                start, end = ends
                other = self._second(places, bond, ends)
                self._line(context, 2 * start - other[0], 2 * end - other[1], grown)
        # One stroke for all: where lines meet nothing is laid on twice.
        context.stroke()
        for bond, (narrow, wide), grown, outwards in wedges:
            self._wedge(context, narrow, wide, bond.stereo == HASHED, grown, outwards, flat)
        context.restore()
        for atom in range(len(places)):
            if self.molecule.letters(atom):
                self._write(canvas, atom, places, opacity * flat**3 * self.arrival(atom, drawn))

    @property
    def _stroke(self) -> float:
        return max(STROKE_LEAST_PIXELS, STROKE_ANGSTROM * self.scale)

    @property
    def _size(self) -> float:
        return max(LETTER_LEAST_PIXELS, LETTER_ANGSTROM * self.scale)

    def _cut(self, places: Places, near: int, far: int) -> tuple[Places, Places]:
        """The ends of a bond's line: off the letters."""
        start, end = places[near], places[far]
        way = end - start
        length = max(1e-6, float(np.hypot(*way)))
        air = min(0.42, LETTER_AIR * self._size / length)
        off = [air if self.molecule.letters(atom) else 0.0 for atom in (near, far)]
        return start + off[0] * way, end - off[1] * way

    def _second(self, places: Places, bond: Bond, ends: tuple[Places, Places]) -> tuple[Places, Places]:
        """The second line of a double bond: inside its ring, or on the side where more is."""
        ring = self.molecule.ring_of(bond)
        around = ring or (*self.molecule.neighbours(bond.first), *self.molecule.neighbours(bond.second))
        start, end = ends
        way = end - start
        across = np.array([-way[1], way[0]]) / max(1e-6, float(np.hypot(*way)))
        inwards = float(across @ (places[list(around)].mean(axis=0) - (start + end) / 2))
        shift = across * SECOND_LINE_ANGSTROM * self.scale * (1.0 if inwards >= 0.0 else -1.0)
        return start + shift + SECOND_LINE_SHORTER * way, end + shift - SECOND_LINE_SHORTER * way

    @staticmethod
    def _line(context: Any, start: Places, end: Places, grown: float) -> None:
        context.move_to(*start)
        context.line_to(*(start + (end - start) * grown))

    def _wedge(
        self,
        context: Any,
        narrow: Places,
        wide: Places,
        hashed: bool,
        grown: float,
        outwards: bool,
        flat: float,
    ) -> None:
        """A bond out of the plane, from its narrow end; `outwards` says that the pen came to the narrow end first."""
        way = wide - narrow
        across = np.array([-way[1], way[0]]) / max(1e-6, float(np.hypot(*way)))
        half = max(self._stroke, WEDGE_ANGSTROM * self.scale * flat) / 2
        begin, end = (0.0, grown) if outwards else (1.0 - grown, 1.0)

        def corner(at: float, side: float) -> Places:
            breadth = self._stroke / 2 + (half - self._stroke / 2) * at
            return np.asarray(narrow + at * way + side * breadth * across)

        if hashed:
            for at in (np.arange(HASHES) + 0.7) / HASHES:
                if begin <= at <= end:
                    context.move_to(*corner(at, 1.0))
                    context.line_to(*corner(at, -1.0))
            context.stroke()
            return
        for at, side in ((begin, 1.0), (end, 1.0), (end, -1.0), (begin, -1.0)):
            context.line_to(*corner(at, side))
        context.close_path()
        context.fill()

    def _write(self, canvas: Canvas, atom: int, places: Places, opacity: float) -> None:
        """An atom's letters: the element at its place, its hydrogens on the side where no bond is."""
        if opacity <= 0.0:
            return
        words, size, scale = self.molecule.letters(atom), self._size, canvas.scale
        element, hydrogens = self.molecule.elements[atom], words[len(self.molecule.elements[atom]) :]
        half = width_of(element, size, Weight.BOLD) / 2
        x, baseline = float(places[atom, 0]), float(places[atom, 1]) + 0.36 * size
        pieces = [(element, x - half, baseline)]
        if hydrogens:
            sides = {
                (1.0, 0.0): (x + half, baseline),
                (-1.0, 0.0): (x - half - width_of(hydrogens, size, Weight.BOLD), baseline),
                (0.0, 1.0): (x - half, baseline + 0.92 * size),
                (0.0, -1.0): (x - half, baseline - 0.92 * size),
            }
            ways = places[list(self.molecule.neighbours(atom))] - places[atom]
            ways /= np.linalg.norm(ways, axis=1, keepdims=True)
            free = min(sides, key=lambda side: float((ways @ np.array(side)).max()))
            pieces.append((hydrogens, *sides[free]))
        for letters, left, line in pieces:
            set_line = letter(
                letters, size * scale, self._letter_colour, Weight.BOLD, rgb(Role.PAPER), 0.1 * size * scale
            )
            canvas.lettering(set_line, left, line, opacity)


def readable(role: Role) -> tuple[float, float, float]:
    """A role's colour mixed with just enough ink for letters in it to be readable on paper."""
    paper = palette()[Role.PAPER]
    for share in np.arange(0.0, 1.0, 0.05):
        colour = tinted(role, float(share))
        mixed = type(paper)(*(round(255 * part) for part in colour))
        if contrast_ratio(mixed, paper) >= LEAST_CONTRAST:
            return colour
    return rgb(Role.INK)
