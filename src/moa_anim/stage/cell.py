"""A cell in cross-section, in the film's flat style: membrane, organelles, nucleus with pores and chromatin; it can divide.

Drawn from no coordinates: a schematic, and credited as one. What is inside is seeded, so that it is the same in every frame.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from moa_anim.model.palette import Role
from moa_anim.stage.canvas import Canvas, Painted, Rgb
from moa_anim.stage.cell_contents import NUCLEUS_RADIUS, Inside, Points, cell_contents, two_lobes
from moa_anim.stage.direction import rgb, tinted
from moa_anim.stage.layout import BAND_TOP, FRAME_WIDTH

SHRINK = 1.0 - 0.5**0.5
"""Two daughters with the mother's area together have 1/√2 of her radius."""


class Cell(Painted):
    """A cell about (x, y) with a `radius` (design pixels).

    `division` in 0…1 leads from one cell to two apart, along `angle` (radians).
    """

    def __init__(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        seed: int,
        angle: float = 0.0,
        inside: Inside | None = None,
    ) -> None:
        super().__init__()
        self.inside = inside or cell_contents(seed)
        self.x, self.y, self.radius, self.seed, self.angle = x, y, radius, seed, angle
        self.division = 0.0

    def daughters(self, angle: float) -> tuple[Cell, Cell]:
        """The two cells that a whole division leaves, each with its half of what was inside; they divide along `angle`."""
        radius = self.radius * (1.0 - SHRINK)
        pair = []
        for side in (-1, 1):
            apart = 1.25 * radius * side
            inherited = self._half(side, angle)
            x, y = self.x + apart * np.cos(self.angle), self.y + apart * np.sin(self.angle)
            pair.append(
                Cell(float(x), float(y), radius, seed=self.seed + side, angle=angle, inside=inherited)
            )
        return pair[0], pair[1]

    def _half(self, side: int, angle: float) -> Inside:
        """What the daughter on one side has inside, in her own frame, which is turned to `angle`."""
        division, self.division = self.division, 1.0
        back = self.angle - angle
        turn = np.array([[np.cos(back), -np.sin(back)], [np.sin(back), np.cos(back)]])

        def own(x: float, y: float) -> Points:
            place = np.array(self._shared_out(x, y, 1.25)) - [1.25 * side, 0.0]
            return np.asarray(turn @ place)

        specks = [
            [*own(x, y), size, tone] for x, y, size, tone in self.inside.specks if (x >= 0) == (side > 0)
        ]
        organelles = [
            [*own(x, y), at + 1.0 + back] for x, y, at in self.inside.mitochondria if (x >= 0) == (side > 0)
        ]
        curves = []
        for curve in self.inside.chromatin:
            middle = curve.mean(axis=0)
            if (middle[0] >= 0) == (side > 0):
                curves.append(((curve - middle) * 0.9) @ turn.T + own(*middle))
        self.division = division
        return Inside(np.array(specks), np.array(organelles), tuple(curves))

    def _lobes(self) -> tuple[float, float]:
        radius = self.radius * (1.0 - SHRINK * self.division)
        return radius, 1.25 * radius * self.division

    def paint(self, canvas: Canvas) -> None:
        """Draw the cell or its daughters; nothing comes below the line where the band begins."""
        if self.opacity <= 0.0:
            return
        context = canvas.design()
        context.rectangle(0, 0, FRAME_WIDTH, BAND_TOP)
        context.clip()
        context.push_group()
        radius, apart = self._lobes()
        context.save()
        context.translate(self.x, self.y)
        context.rotate(self.angle)
        self._outline(canvas, context, radius, apart, radius, rgb(Role.CYTOPLASM), rgb(Role.MEMBRANE))
        self._organelles(canvas, context, radius, apart)
        # In mitosis the envelope breaks down and forms again about each daughter's chromatin.
        whole = float(np.clip(abs(self.division - 0.45) / 0.2 - 1.0, 0.0, 1.0))
        context.push_group()
        nuclear = radius * NUCLEUS_RADIUS
        self._outline(canvas, context, nuclear, apart, radius, rgb(Role.NUCLEUS), tinted(Role.MEMBRANE, 0.25))
        context.pop_group_to_source()
        context.paint_with_alpha(whole)
        self._chromatin(canvas, context, radius, apart)
        context.restore()
        context.pop_group_to_source()
        context.paint_with_alpha(self.opacity)
        context.restore()

    def _outline(
        self, canvas: Canvas, context: Any, radius: float, apart: float, cell: float, fill: Rgb, line: Rgb
    ) -> None:
        """One envelope, drawn as a double layer of lipids; `cell` is the cell's radius, which sets the line's weight."""
        weight = max(3.0, 0.020 * cell)
        for loop in two_lobes(radius, apart):
            self._loop(context, loop * self._unevenness(len(loop))[:, None])
            canvas.set_colour(fill)
            context.fill_preserve()
            canvas.set_colour(line)
            context.set_line_width(weight)
            context.stroke_preserve()
            canvas.set_colour(fill)
            context.set_line_width(0.34 * weight)
            context.stroke()

    def _unevenness(self, corners: int) -> Points:
        """No cell is a disc: a factor for each corner of an outline, one with a few slow waves. None while it divides."""
        random = np.random.default_rng(self.seed)
        angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
        waves = sum(
            random.uniform(0.4, 1.0) / k * np.cos(k * angle + random.uniform(0, 2 * np.pi)) for k in (2, 3, 5)
        )
        return np.asarray(1.0 + 0.035 * (1.0 - self.division) ** 2 * waves)

    @staticmethod
    def _loop(context: Any, loop: Points) -> None:
        context.move_to(*loop[0])
        for point in loop[1:]:
            context.line_to(*point)
        context.close_path()

    def _shared_out(self, x: float, y: float, apart: float) -> tuple[float, float]:
        """Where what stood at (x, y) in the mother is (in radii; `apart` too): each half spreads over its daughter."""
        side = 1.0 if x >= 0 else -1.0
        angle, reach = np.arctan2(y, side * x), np.hypot(x, y)
        share = min(1.0, self.division * 1.15)
        share = share * share * (3 - 2 * share)
        # In the right half angles run from −90° to 90°: doubled they go all round.
        turned = angle * (1 + share)
        return side * (reach * np.cos(turned) + apart), reach * np.sin(turned)

    def _organelles(self, canvas: Canvas, context: Any, radius: float, apart: float) -> None:
        inside = self.inside
        tones = (
            tinted(Role.CYTOPLASM, 0.14),
            tinted(Role.CYTOPLASM, 0.22, Role.MEMBRANE),
            tinted(Role.CYTOPLASM, 0.07),
        )
        for x, y, size, tone in inside.specks:
            place = self._shared_out(x, y, apart / radius)
            canvas.set_colour(tones[int(tone)])
            context.arc(place[0] * radius, place[1] * radius, size * radius, 0, 2 * np.pi)
            context.fill()
        for x, y, angle in inside.mitochondria:
            place = self._shared_out(x, y, apart / radius)
            self._mitochondrion(
                canvas, context, place[0] * radius, place[1] * radius, angle + self.division, radius
            )

    @staticmethod
    def _mitochondrion(canvas: Canvas, context: Any, x: float, y: float, angle: float, radius: float) -> None:
        length, width = 0.125 * radius, 0.052 * radius
        context.save()
        context.translate(x, y)
        context.rotate(angle)
        context.save()
        context.scale(length, width)
        context.arc(0, 0, 1, 0, 2 * np.pi)
        context.restore()
        canvas.set_colour(tinted(Role.CYTOPLASM, 0.55, Role.MEMBRANE))
        context.fill_preserve()
        canvas.set_colour(tinted(Role.MEMBRANE, 0.2))
        context.set_line_width(max(1.5, 0.009 * radius))
        context.stroke()
        for step in range(-3, 4):
            at, reach = step * length / 4, 0.62 * width * (1 if step % 2 else -1)
            context.move_to(at, -reach)
            context.line_to(at, 0.35 * reach)
        context.stroke()
        context.restore()

    def _chromatin(self, canvas: Canvas, context: Any, radius: float, apart: float) -> None:
        curves = []
        for curve in self.inside.chromatin:
            middle = curve.mean(axis=0)
            place = np.array(self._shared_out(middle[0], middle[1], apart / radius))
            # Towards the middle of its nucleus, and packed, while the cell divides.
            own = np.array([(1.0 if middle[0] >= 0 else -1.0) * apart / radius, 0.0])
            packed = 1.0 - 0.3 * np.sin(np.pi * min(1.0, self.division)) ** 2
            curves.append(
                (curve - middle) * (1.0 - 0.1 * self.division) * packed + own + (place - own) * packed
            )
        for width, colour in ((0.030, tinted(Role.DNA, 0.30)), (0.020, tinted(Role.DNA, 0.25, Role.PAPER))):
            canvas.set_colour(colour)
            context.set_line_width(width * radius)
            context.set_line_cap(1)
            context.set_line_join(1)
            for curve in curves:
                context.move_to(*(curve[0] * radius))
                for before, point, after in zip(curve, curve[1:], curve[2:], strict=False):
                    middle = (point + after) / 2 * radius
                    first = (before + point) / 2 * radius
                    third = 2 / 3
                    context.curve_to(
                        *(first + (point * radius - first) * third),
                        *(middle + (point * radius - middle) * third),
                        *middle,
                    )
            context.stroke()
