"""A cell in cross-section, in the film's flat style: membrane, organelles, nucleus with pores and chromatin; it can divide.

Drawn from no coordinates: a schematic, and credited as one. What is inside is seeded, so that it is the same in every frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.model.palette import Role
from moa_anim.stage.canvas import Canvas, Painted, Rgb
from moa_anim.stage.direction import rgb, tinted
from moa_anim.stage.layout import BAND_TOP, FRAME_WIDTH

Points = NDArray[np.float64]

SHRINK = 1.0 - 0.5**0.5
"""Two daughters with the mother's area together have 1/√2 of her radius."""

PART_AT = 1.0 / 1.25
"""The share of the division at which the daughters come apart."""

NUCLEUS_RADIUS = 0.46
"""Of the cell's: cancer cells have large nuclei."""


@dataclass(frozen=True)
class Inside:
    """What a cell holds, in units of its radius: specks (x, y, size, tone), mitochondria (x, y, angle), chromatin curves."""

    specks: Points
    mitochondria: Points
    chromatin: tuple[Points, ...]


@cache
def _inside(seed: int) -> Inside:
    random = np.random.default_rng(seed)
    radius = np.sqrt(random.uniform(0.52**2, 0.93**2, 420))
    angle = random.uniform(0, 2 * np.pi, 420)
    specks = np.stack(
        [
            radius * np.cos(angle),
            radius * np.sin(angle),
            random.uniform(0.006, 0.022, 420),
            random.integers(0, 3, 420),
        ],
        axis=1,
    )
    turn = np.linspace(0, 2 * np.pi, 9, endpoint=False) + random.uniform(-0.2, 0.2, 9)
    reach = random.uniform(0.66, 0.80, 9)
    mitochondria = np.stack(
        [reach * np.cos(turn), reach * np.sin(turn), turn + random.uniform(0.9, 2.2, 9)], axis=1
    )
    curves = []
    for _ in range(16):
        start, heading = random.uniform(-0.62, 0.62, 2), random.uniform(0, 2 * np.pi)
        points = [start]
        for _ in range(16):
            heading += random.normal(0, 0.75)
            step = points[-1] + 0.10 * np.array([np.cos(heading), np.sin(heading)])
            if np.linalg.norm(step) > 0.84:
                heading += 2.4
                step = points[-1] * 0.94
            points.append(step)
        curves.append(np.array(points) * NUCLEUS_RADIUS)
    return Inside(specks, mitochondria, tuple(curves))


class Cell(Painted):
    """A cell about (x, y) with a `radius` (design pixels).

    `division` in 0…1 leads from one cell to two apart, along `angle` (radians).
    """

    def __init__(self, x: float, y: float, radius: float, *, seed: int, angle: float = 0.0) -> None:
        super().__init__()
        self.x, self.y, self.radius, self.seed, self.angle = x, y, radius, seed, angle
        self.division = 0.0

    def daughters(self) -> tuple[tuple[float, float, float], ...]:
        """Middle and radius of what it consists of (design pixels): one cell, or two."""
        radius, apart = self._lobes()
        if apart == 0.0:
            return ((self.x, self.y, radius),)
        dx, dy = apart * np.cos(self.angle), apart * np.sin(self.angle)
        return ((self.x - dx, self.y - dy, radius), (self.x + dx, self.y + dy, radius))

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
        nuclear = radius * NUCLEUS_RADIUS
        self._outline(canvas, context, nuclear, apart, radius, rgb(Role.NUCLEUS), tinted(Role.MEMBRANE, 0.25))
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
        side = -1.0 if x < 0 else 1.0
        angle, reach = np.arctan2(y, side * x), np.hypot(x, y)
        share = min(1.0, self.division * 1.15)
        share = share * share * (3 - 2 * share)
        # In the right half angles run from −90° to 90°: doubled they go all round.
        turned = angle * (1 + share)
        return side * (reach * np.cos(turned) + apart), reach * np.sin(turned)

    def _organelles(self, canvas: Canvas, context: Any, radius: float, apart: float) -> None:
        inside = _inside(self.seed)
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
        for curve in _inside(self.seed).chromatin:
            middle = curve.mean(axis=0)
            place = np.array(self._shared_out(middle[0], middle[1], apart / radius))
            # Towards the middle of its nucleus, and packed, while the cell divides.
            own = np.array([np.sign(middle[0] or 1.0) * apart / radius, 0.0])
            packed = 1.0 - 0.3 * np.sin(np.pi * min(1.0, self.division))
            curves.append((curve - middle) * 0.9 * packed + own + (place - own) * packed)
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


def two_lobes(radius: float, apart: float, corners: int = 180) -> list[Points]:
    """The outline of two discs of one radius with their middles at ±`apart` on the x axis: one loop, or two once apart.

    While they are one the waist is rounded, less and less as it closes. Loops are (corners, 2).
    """
    angle = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    if apart == 0.0:
        return [radius * ring]
    if apart >= radius:
        return [radius * ring + [side * apart, 0.0] for side in (-1, 1)]
    across = np.abs(np.cos(angle))
    reach = apart * across + np.sqrt(np.maximum(radius**2 - apart**2 * (1 - across**2), 0.0))
    breadth = 0.30 * (1.0 - apart / radius) + 0.02
    kernel = np.exp(-0.5 * ((np.arange(corners) - corners // 2) * (2 * np.pi / corners) / breadth) ** 2)
    spectrum = np.fft.rfft(np.roll(kernel / kernel.sum(), -(corners // 2)))
    rounded = np.fft.irfft(np.fft.rfft(reach) * spectrum, corners)
    share = min(1.0, apart / (0.25 * radius))
    return [(reach * (1 - share) + rounded * share)[:, None] * ring]
