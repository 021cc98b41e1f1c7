"""Lines of text on paper: a card's title, its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.lettering import ShownText, Typeface, Weight, letter, shown_text, width_of
from moa_anim.model.palette import Role
from moa_anim.model.wide_text import pieces
from moa_anim.stage.painted import Painted


@dataclass(frozen=True)
class Line:
    """A line of a card at (x, baseline) design pixels."""

    words: str
    x: float
    baseline: float
    pixels: float
    weight: Weight = Weight.REGULAR
    role: Role = Role.INK
    typeface: Typeface = Typeface.INTER
    colour: tuple[float, float, float] | None = None
    """Red, green, blue in 0…1 where it is not the role's."""

    def lowered(self, pixels: float) -> Line:
        """Return the line so many design pixels farther down."""
        return replace(self, baseline=self.baseline + pixels)


class TextBlock(Painted):
    """Lines that come and go together."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()
        self.lines = tuple(lines)
        self.set_z_index(60)

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
                6 * canvas.scale,
                line.typeface,
            )
            canvas.lettering(set_line, line.x, line.baseline, self.opacity)

    def lettered(self) -> list[ShownText]:
        """Each line."""
        return [
            shown_text(line.words, line.x, line.baseline, line.pixels, line.weight, line.typeface)
            for line in self.lines
            if line.words
        ]

    def obstacles(self) -> list[tuple[float, float, float, float]]:
        """The box of each line."""
        return [
            (
                line.x,
                line.baseline - line.pixels,
                line.x + width_of(line.words, line.pixels, line.weight, line.typeface),
                line.baseline + 0.3 * line.pixels,
            )
            for line in self.lines
        ]


def wrapped(
    text: str,
    width: float,
    pixels: float,
    weight: Weight = Weight.REGULAR,
    typeface: Typeface = Typeface.INTER,
) -> list[str]:
    """`text` broken into lines no wider than `width` design pixels at this size: at spaces, Chinese between characters.

    A Chinese line does not begin with a closing mark.
    """
    if typeface is Typeface.NOTO_CJK:
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


CLOSING_MARKS = frozenset("。，、；：？！）」』”’,.;:?!)]")  # noqa: RUF001 - full-width marks are meant
"""What may not begin a line; it hangs over the measure by a character instead."""


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
    """The lines of a paragraph from its first baseline down; `leading` is in sizes."""
    lines = wrapped(text, width, pixels, weight, typeface)
    return [
        Line(words, x, baseline + n * leading * pixels, pixels, weight, role, typeface)
        for n, words in enumerate(lines)
    ]
