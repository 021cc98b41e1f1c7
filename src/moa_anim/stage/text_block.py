"""Lines of text on paper: titles and paragraphs of cards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.lettering import ShownText, letter, shown_text
from moa_anim.model.direction import Direction, direction_of
from moa_anim.model.palette import Role
from moa_anim.model.typefaces import Typeface
from moa_anim.model.wide_text import pieces
from moa_anim.stage.painted import Painted

CLOSING_MARKS = frozenset("。，、；：？！）」』”’,.;:?!)]")  # noqa: RUF001 - full-width marks are intended
"""Marks that must not begin a line."""

HALO_PIXELS = 6
LEVEL = 60
"""Width of the letters' halo of paper (design pixels), and Manim's z-index of a block."""


@dataclass(frozen=True)
class Line:
    """A line of text that starts at (x, baseline); `pixels` is the letter size (design pixels)."""

    words: str
    x: float
    baseline: float
    pixels: float
    weight: Weight = Weight.REGULAR
    role: Role = Role.INK
    typeface: Typeface = Typeface.INTER
    colour: tuple[float, float, float] | None = None
    """Red, green, blue in 0…1, in place of the role's colour."""
    base: Direction | None = None
    """The line's direction, if it is not that of its first letter."""

    @property
    def width(self) -> float:
        """Its width (design pixels)."""
        return width_of(self.words, self.pixels, self.weight, self.typeface, self.base)

    @property
    def direction(self) -> Direction:
        """Where it begins."""
        return self.base or direction_of(self.words)

    def lowered(self, pixels: float) -> Line:
        """Return the line moved down by `pixels` design pixels."""
        return replace(self, baseline=self.baseline + pixels)


class TextBlock(Painted):
    """Lines that share one opacity."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.lines = tuple(lines)
        self.set_z_index(LEVEL)

    def paint(self, canvas: Canvas) -> None:
        """Letter the lines, with a halo of paper."""
        for line in self.lines:
            size = line.pixels * canvas.scale
            halo = rgb(Role.PAPER)
            set_line = letter(
                line.words,
                size,
                line.colour or rgb(line.role),
                line.weight,
                halo,
                HALO_PIXELS * canvas.scale,
                line.typeface,
                line.base,
            )
            canvas.lettering(set_line, line.x, line.baseline, self.opacity)

    def lettered(self) -> list[ShownText]:
        """Return each line."""
        return [
            shown_text(line.words, line.x, line.baseline, line.pixels, line.weight, line.typeface)
            for line in self.lines
            if line.words
        ]

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """Return the box of each line."""
        return [
            (
                line.x,
                line.baseline - line.pixels,
                line.x + line.width,
                line.baseline + 0.3 * line.pixels,
            )
            for line in self.lines
        ]


def aligned(lines: Sequence[Line], left: float, width: float) -> list[Line]:
    """Return lines that begin at the left of a column as they stand in it: those that are read from right to left, mirrored.

    `left` and `width` of the column are design pixels.
    """
    return [
        replace(line, x=max(left, 2 * left + width - line.x - line.width))
        if line.direction is Direction.RIGHT_TO_LEFT
        else line
        for line in lines
    ]


def wrapped(
    text: str,
    width: float,
    pixels: float,
    weight: Weight = Weight.REGULAR,
    typeface: Typeface = Typeface.INTER,
) -> list[str]:
    """Return `text` broken into lines no wider than `width` design pixels: at spaces, or between Chinese characters.

    A Chinese line does not begin with a closing mark, and may be wider by one.
    """
    if typeface == Typeface.NOTO_CJK:
        parts = list(text)
    else:
        # In a line's words, which are separated by spaces, Chinese ones can be divided.
        parts = [
            f"{' ' if number and not begun else ''}{word[start:stop]}"
            for number, word in enumerate(text.split())
            for begun, (start, stop) in enumerate(pieces(word))
        ]
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]}{part}" if lines else part
        if lines and (width_of(longer, pixels, weight, typeface) <= width or part in CLOSING_MARKS):
            lines[-1] = longer
        else:
            lines.append(part.removeprefix(" "))
    return lines


def paragraph(
    text: str,
    x: float,
    baseline: float,
    width: float,
    pixels: float,
    *,
    weight: Weight = Weight.REGULAR,
    role: Role = Role.INK,
    leading: float = 1.36,
    typeface: Typeface = Typeface.INTER,
) -> list[Line]:
    """Return the lines of a paragraph from its first baseline down; `leading` is line spacing in letter sizes."""
    lines = wrapped(text, width, pixels, weight, typeface)
    base = direction_of(text)
    return [
        Line(words, x, baseline + n * leading * pixels, pixels, weight, role, typeface, None, base)
        for n, words in enumerate(lines)
    ]
