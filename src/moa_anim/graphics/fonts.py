"""Fonts: HarfBuzz shapes a line of text, which gives its glyphs, their positions and its width.

Text is set in Inter, and the scripts that Inter lacks in the fonts that `assets/fonts.toml` has for them. A character that
its font lacks is an error; it is never replaced by a box.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category

import uharfbuzz as hb

from moa_anim.errors import Fault, RenderError
from moa_anim.graphics.bidi import visual_runs
from moa_anim.model.direction import Direction
from moa_anim.model.typefaces import Typeface, typefaces
from moa_anim.model.wide_text import SHARED_MARKS, is_wide

# Inter's axis for optical sizes runs from text to display sizes; the size in pixels is scaled to it.
SMALLEST_OPTICAL_SIZE = 14.0
LARGEST_OPTICAL_SIZE = 32.0
OPTICAL_SIZE_PER_PIXEL = 0.6

CHECKED_SIZE_PIXELS = 40.0
"""Type size at which text is shaped to find missing glyphs; the result does not depend on it."""

LEAST_FIT_SHARE = 0.7
"""Words that are too long for their room are set smaller, but not below this share of their size: they must be read."""

FIT_STEP = 0.98
"""Factor from one size that is tried to the next."""

MISSING_GLYPH = 0
"""Number of the glyph that OpenType fonts show for a character they lack."""


class Weight(IntEnum):
    """Positions on Inter's weight axis."""

    REGULAR = 430
    MEDIUM = 540
    BOLD = 690


_tolerant: ContextVar[bool] = ContextVar("tolerant", default=False)


@contextmanager
def missing_glyphs_tolerated() -> Iterator[None]:
    """Within this context, `width_of` also measures text with characters that the font lacks, instead of raising an error."""
    token = _tolerant.set(True)
    try:
        yield
    finally:
        _tolerant.reset(token)


@cache
def _face(typeface: Typeface) -> Any:
    """The font file of a typeface, as a HarfBuzz face."""
    package, _, name = typeface.value.partition("/")
    try:
        data = (files(package) / name).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        remedy = f"install it: pip install {typeface.distribution}"
        found = "not installed, or without its font"
        raise RenderError(
            Fault(f"font package {typeface.distribution}", found, f"the font {typeface.title}", remedy)
        ) from None
    return hb.Face(hb.Blob(data))


@cache
def _font(typeface: Typeface, weight: Weight, size: float) -> Any:
    font = hb.Font(_face(typeface))
    if typeface.axes:
        optical_size = min(LARGEST_OPTICAL_SIZE, max(SMALLEST_OPTICAL_SIZE, size * OPTICAL_SIZE_PER_PIXEL))
        axes = {"wght": float(weight), "opsz": optical_size}
        font.set_variations({axis: axes[axis] for axis in typeface.axes})
    return font


@dataclass(frozen=True)
class ShapedRun:
    """Shaped glyphs of one font: the HarfBuzz font and buffer, and the size of a font unit, in the unit of the type size."""

    font: Any
    buffer: Any
    scale: float
    embolden: float = 0.0
    """Width of a stroke around the outlines, which stands in for a bolder weight of a font that has one only."""

    @property
    def advance(self) -> float:
        """Its width, in the unit of the type size."""
        return float(sum(position.x_advance for position in self.buffer.glyph_positions) * self.scale)


EMBOLDEN = 0.022
"""Share of the type size by which strokes of Noto Sans CJK Regular become wider where Inter's letters would be bold."""


def shape(
    text: str,
    weight: Weight,
    size: float,
    typeface: Typeface,
    *,
    base: Direction | None = None,
    tolerant: bool = False,
) -> list[ShapedRun]:
    """Shape one line of `text`, with the scripts that Inter lacks in their fonts; the runs stand from left to right.

    `base` is the line's direction, by default that of its first letter.

    Raises:
        RenderError: The font lacks a character, unless `tolerant`.
    """
    shaped = []
    for run in visual_runs(text, base):
        part = text[run.start : run.stop]
        parts = typeface_runs(part) if typeface == Typeface.INTER else [(part, typeface)]
        if run.direction is Direction.RIGHT_TO_LEFT:
            parts.reverse()
        shaped += [
            _shape_run(words, weight, size, face, text, run.direction, tolerant=tolerant)
            for words, face in parts
        ]
    return shaped


def typeface_runs(text: str) -> list[tuple[str, Typeface]]:
    """Return the parts of `text` that are set in Inter and in other fonts, in their order.

    Marks that Latin and Chinese text share, such as quotation marks, go with the Chinese characters beside them.
    """
    if text.isascii() or all(_typeface_of(mark) == Typeface.INTER for mark in text):
        return [(text, Typeface.INTER)]
    runs: list[tuple[str, Typeface]] = []
    for place, mark in enumerate(text):
        beside = text[max(0, place - 1) : place + 2]
        shared = mark in SHARED_MARKS and any(map(_is_ideographic, beside))
        typeface = Typeface.NOTO_CJK if shared else _typeface_of(mark)
        if runs and runs[-1][1] is typeface:
            runs[-1] = (runs[-1][0] + mark, typeface)
        else:
            runs.append((mark, typeface))
    return runs


@cache
def _typeface_of(mark: str) -> Typeface:
    """Return the font that a character by itself is set in."""
    wide = _is_ideographic(mark)
    found = (each for each in typefaces() if (wide and each.wide) or each.sets(mark))
    return next(found, Typeface.INTER)


def _is_ideographic(mark: str) -> bool:
    """Whether `mark` is an ideograph, or punctuation that goes with them: wide, and no picture such as an emoji."""
    return is_wide(mark) and category(mark) != "So"


def _shape_run(
    text: str,
    weight: Weight,
    size: float,
    typeface: Typeface,
    line: str,
    direction: Direction,
    *,
    tolerant: bool,
) -> ShapedRun:
    font = _font(typeface, weight, size)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = direction.value
    buffer.guess_segment_properties()
    if typeface == Typeface.NOTO_CJK:
        buffer.language = "zh-Hans"  # the font file's default forms are the traditional ones
        if all(_is_ideographic(mark) or mark in SHARED_MARKS for mark in text):
            buffer.script = "Hani"  # else punctuation by itself, which has no script, would keep those forms
    hb.shape(font, buffer, {"kern": True, "liga": False, "locl": True})
    for info in buffer.glyph_infos:
        if info.codepoint == MISSING_GLYPH and not tolerant:
            mark = text[info.cluster]
            remedy = "write it with a character that the font has"
            found = f"“{mark}” (U+{ord(mark):04X}) in “{line}”"
            raise RenderError(Fault("lettering", found, f"characters that {typeface.title} has", remedy))
    bold = typeface == Typeface.NOTO_CJK and weight is Weight.BOLD
    return ShapedRun(font, buffer, size / _face(typeface).upem, EMBOLDEN * size if bold else 0.0)


def require_glyphs(text: str) -> None:
    """Raise RenderError naming the first character of `text` that the font lacks."""
    for line in text.splitlines():
        shape(line, Weight.REGULAR, CHECKED_SIZE_PIXELS, Typeface.INTER)


def missing_glyphs(text: str, typeface: Typeface = Typeface.INTER) -> tuple[str, ...]:
    """Return the characters of `text` that the typeface lacks, each once, in the order of the text."""
    missing: dict[str, None] = {}
    for line in text.splitlines():
        for part, face in typeface_runs(line) if typeface == Typeface.INTER else [(line, typeface)]:
            run = _shape_run(
                part,
                Weight.REGULAR,
                CHECKED_SIZE_PIXELS,
                face,
                line,
                Direction.LEFT_TO_RIGHT,
                tolerant=True,
            )
            for info in run.buffer.glyph_infos:
                if info.codepoint == MISSING_GLYPH:
                    missing[part[info.cluster]] = None
    return tuple(missing)


def width_of(
    text: str,
    size: float,
    weight: Weight = Weight.REGULAR,
    typeface: Typeface = Typeface.INTER,
    base: Direction | None = None,
) -> float:
    """Return the width of a line, in the unit of `size`."""
    return _width_of(text, size, weight, typeface, base, _tolerant.get()) if text else 0.0


@cache
def _width_of(
    text: str, size: float, weight: Weight, typeface: Typeface, base: Direction | None, tolerant: bool
) -> float:
    return sum(run.advance for run in shape(text, weight, size, typeface, base=base, tolerant=tolerant))


def fitting_size(words: str, size: float, room: float, weight: Weight = Weight.REGULAR) -> float:
    """Return the largest type size up to `size` at which `words` are no wider than `room`, in the same unit.

    A language may need longer words than the one that a picture was made with. Words that do not even fit at
    LEAST_FIT_SHARE of `size` are set at that.
    """
    least, tried = size * LEAST_FIT_SHARE, size
    while tried > least and width_of(words, tried, weight) > room:
        tried = max(least, tried * FIT_STEP)
    return tried
