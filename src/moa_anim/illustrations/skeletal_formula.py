"""A skeletal formula: lines for bonds, wedges for bonds out of the plane, letters for atoms other than carbon.

It is drawn gradually from one atom outwards, along all bonds at once, so that one end of the molecule appears first.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import readable, rgb
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.lettering import letter
from moa_anim.model.palette import Role
from moa_anim.molecule.depiction import HASHED, PLAIN, Bond, Depiction

Places = NDArray[np.float64]

# Width of a bond's line (5.4 design pixels at 80 pixels per ångström), and its minimum.
STROKE_ANGSTROM = 0.068
STROKE_LEAST_PIXELS = 3.0

SECOND_LINE_ANGSTROM = 0.25
"""Distance between the two lines of a double bond."""

SECOND_LINE_SHORTER = 0.13
"""Share of the bond's length by which the second line is shorter at either end."""

WEDGE_ANGSTROM = 0.30
"""Width of a wedge at its wide end."""

HASHES = 6
"""Number of bars in a hashed wedge."""

# Type size of letters, and its minimum.
LETTER_ANGSTROM = 0.66
LETTER_LEAST_PIXELS = 30.0

LETTER_CLEARANCE = 0.56
"""Distance from the end of a bond to the centre of an atom that has letters, in type sizes."""

MOST_CLEARANCE_SHARE = 0.42
"""Maximum of that distance, as a share of the bond's length."""

FADE_IN_BONDS = 0.8
"""A letter fades in while drawing advances by this many bonds."""


class Pen:
    """Draws a molecule from atom `start` outwards; `role` gives the colour of letters, `scale` is in design pixels per Å."""

    def __init__(self, molecule: Depiction, role: Role, scale: float, start: int) -> None:
        self.molecule, self.scale = molecule, scale
        self._steps = molecule.steps_from(start)
        self._last = 1 + max(
            min(self._steps[bond.first], self._steps[bond.second]) for bond in molecule.bonds
        )
        self._letter_colour = readable(role)

    def growth(self, bond: Bond, drawn: float) -> float:
        """Return how much of a bond's line is drawn, 0 to 1."""
        begun = min(self._steps[bond.first], self._steps[bond.second])
        return min(1.0, max(0.0, drawn * self._last - begun))

    def arrival(self, atom: int, drawn: float) -> float:
        """Return how far an atom's letters have faded in, 0 to 1."""
        if drawn >= 1.0:
            return 1.0
        advance = drawn * self._last - self._steps[atom] + FADE_IN_BONDS
        return min(1.0, max(0.0, advance / FADE_IN_BONDS))

    def draw(self, canvas: Canvas, places: Places, drawn: float, opacity: float, flat: float) -> None:
        """Draw the share `drawn` of the formula, with its atoms at `places` (n, 2) in design pixels.

        `flat` is 1 while the formula is flat on paper, and 0 when its atoms have moved to their places in space.
        """
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
            ends = self._line_ends(places, near, far)
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
        # All lines are one stroke: where they meet, a translucent colour is not applied twice.
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

    def _line_ends(self, places: Places, near: int, far: int) -> tuple[Places, Places]:
        """The ends of a bond's line, clear of the letters of its atoms."""
        start, end = places[near], places[far]
        along = end - start
        length = max(1e-6, float(np.hypot(*along)))
        clearance = min(MOST_CLEARANCE_SHARE, LETTER_CLEARANCE * self._size / length)
        off = [clearance if self.molecule.letters(atom) else 0.0 for atom in (near, far)]
        return start + off[0] * along, end - off[1] * along

    def _second(self, places: Places, bond: Bond, ends: tuple[Places, Places]) -> tuple[Places, Places]:
        """The second line of a double bond: inside its ring, or on the side where the neighbouring atoms are."""
        ring = self.molecule.ring_of(bond)
        around = ring or (*self.molecule.neighbours(bond.first), *self.molecule.neighbours(bond.second))
        start, end = ends
        along = end - start
        across = np.array([-along[1], along[0]]) / max(1e-6, float(np.hypot(*along)))
        inwards = float(across @ (places[list(around)].mean(axis=0) - (start + end) / 2))
        shift = across * SECOND_LINE_ANGSTROM * self.scale * (1.0 if inwards >= 0.0 else -1.0)
        return start + shift + SECOND_LINE_SHORTER * along, end + shift - SECOND_LINE_SHORTER * along

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
        """Draw a bond out of the plane; `outwards` is true if drawing reached its narrow end first."""
        along = wide - narrow
        across = np.array([-along[1], along[0]]) / max(1e-6, float(np.hypot(*along)))
        half = max(self._stroke, WEDGE_ANGSTROM * self.scale * flat) / 2
        begin, end = (0.0, grown) if outwards else (1.0 - grown, 1.0)

        def corner(at: float, side: float) -> Places:
            breadth = self._stroke / 2 + (half - self._stroke / 2) * at
            return np.asarray(narrow + at * along + side * breadth * across)

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
        """Draw an atom's letters: the element at its place, its hydrogens on the side that is freest of bonds."""
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
            bonds = places[list(self.molecule.neighbours(atom))] - places[atom]
            bonds /= np.linalg.norm(bonds, axis=1, keepdims=True)
            free = min(sides, key=lambda side: float((bonds @ np.array(side)).max()))
            pieces.append((hydrogens, *sides[free]))
        for letters, left, line in pieces:
            set_line = letter(
                letters, size * scale, self._letter_colour, Weight.BOLD, rgb(Role.PAPER), 0.1 * size * scale
            )
            canvas.lettering(set_line, left, line, opacity)
