"""Type: HarfBuzz shapes a line, Cairo fills its outlines. Fonts come from packages, never from the machine.

Text is set in Inter, its Chinese parts in Noto Sans CJK. A character that its font lacks is an error, not a box.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category

import cairo
import numpy as np
import uharfbuzz as hb
from numpy.typing import NDArray

from moa_anim.errors import Fault, RenderError
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.wide_text import SHARED_MARKS, is_wide


class Typeface(Enum):
    """The fonts there are: package, and file within it."""

    INTER = "fontpkg_inter/files/Inter[opsz,wght].ttf"
    NOTO_CJK = "cvttf_NotoSansCJK_Regular/NotoSansCJKtc-Regular.otf"

    @property
    def title(self) -> str:
        """The font's name as a person knows it."""
        return {Typeface.INTER: "Inter", Typeface.NOTO_CJK: "Noto Sans CJK"}[self]


DISTRIBUTIONS = {Typeface.INTER: "fontpkg-inter", Typeface.NOTO_CJK: "cvttf-notosanscjk-regular"}
"""What to install for each, by its name on PyPI."""


class Weight(IntEnum):
    """Places on Inter's weight axis."""

    REGULAR = 430
    MEDIUM = 540
    BOLD = 690


@dataclass(frozen=True)
class TextImage:
    """A line set in type: premultiplied RGBA `picture` and where its baseline's start lies in it (pixels)."""

    picture: NDArray[np.uint8]
    origin_x: int
    origin_y: int
    advance: float


@dataclass(frozen=True)
class ShownText:
    """A line that something letters: its words, the box that they cover (design pixels) and their typeface.

    `room` is from where to where across the picture they may run (design pixels).
    """

    words: str
    box: tuple[float, float, float, float]
    typeface: Typeface = Typeface.INTER
    room: tuple[float, float] = (0.0, float(FRAME_WIDTH))


_tolerant: ContextVar[bool] = ContextVar("tolerant", default=False)


@contextmanager
def missing_glyphs_tolerated() -> Iterator[None]:
    """Within this context `width_of` measures text with characters that the font lacks, too: it draws nothing."""
    token = _tolerant.set(True)
    try:
        yield
    finally:
        _tolerant.reset(token)


@cache
def _face(typeface: Typeface) -> Any:
    package, _, name = typeface.value.partition("/")
    try:
        data = (files(package) / name).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        distribution = DISTRIBUTIONS[typeface]
        remedy = f"install it: pip install {distribution}"
        found = "not installed, or without its font"
        raise RenderError(
            Fault(f"font package {distribution}", found, f"the font {typeface.title}", remedy)
        ) from None
    return hb.Face(hb.Blob(data))


@cache
def _font(typeface: Typeface, weight: Weight, size: float) -> Any:
    font = hb.Font(_face(typeface))
    if typeface is Typeface.INTER:
        # Inter's optical size runs from 14 (text) to 32 (display).
        font.set_variations({"wght": float(weight), "opsz": min(32.0, max(14.0, size * 0.6))})
    return font


@dataclass(frozen=True)
class _Run:
    """Shaped glyphs of one font, and how many pixels a font unit has."""

    font: Any
    buffer: Any
    scale: float
    embolden: float = 0.0
    """Width in pixels of a stroke around the outlines, which stands in for a bolder weight of a font that has one only."""

    @property
    def advance(self) -> float:
        return float(sum(position.x_advance for position in self.buffer.glyph_positions) * self.scale)


EMBOLDEN = 0.022
"""Of the size: how much wider the strokes of Noto Sans CJK Regular become beside Inter's bold letters."""


def _shape(
    text: str, weight: Weight, size: float, typeface: Typeface, *, tolerant: bool = False
) -> list[_Run]:
    """Return the glyphs of a line: in Inter its Chinese parts, which Inter lacks, are set in Noto Sans CJK."""
    parts = typeface_runs(text) if typeface is Typeface.INTER else [(text, typeface)]
    return [_shape_run(part, weight, size, face, text, tolerant=tolerant) for part, face in parts]


def typeface_runs(text: str) -> list[tuple[str, Typeface]]:
    """Return the parts of `text` that are set in Inter and in Noto Sans CJK, in their order.

    Marks that both kinds of text have, such as quotation marks, go with the Chinese characters beside them.
    """
    if not any(map(_is_ideographic, text)):
        return [(text, Typeface.INTER)]
    wide = [
        _is_ideographic(mark)
        or (
            mark in SHARED_MARKS
            and any(_is_ideographic(each) for each in text[max(0, place - 1) : place + 2])
        )
        for place, mark in enumerate(text)
    ]
    runs: list[tuple[str, Typeface]] = []
    for mark, chinese in zip(text, wide, strict=True):
        typeface = Typeface.NOTO_CJK if chinese else Typeface.INTER
        if runs and runs[-1][1] is typeface:
            runs[-1] = (runs[-1][0] + mark, typeface)
        else:
            runs.append((mark, typeface))
    return runs


def _is_ideographic(mark: str) -> bool:
    """Whether `mark` is an ideograph, or punctuation that goes with them: wide, and no picture such as an emoji."""
    return is_wide(mark) and category(mark) != "So"


def _is_chinese(mark: str) -> bool:
    return _is_ideographic(mark) or mark in SHARED_MARKS


def _shape_run(
    text: str, weight: Weight, size: float, typeface: Typeface, line: str, *, tolerant: bool
) -> _Run:
    font = _font(typeface, weight, size)
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    if typeface is Typeface.NOTO_CJK:
        buffer.language = "zh-Hans"  # this build's own forms are the traditional ones
        if all(map(_is_chinese, text)):
            buffer.script = "Hani"  # else punctuation by itself, which has no script, would keep those forms
    hb.shape(font, buffer, {"kern": True, "liga": False, "locl": True})
    for info in buffer.glyph_infos:
        if info.codepoint == 0 and not tolerant:
            mark = text[info.cluster]
            remedy = "write it with a character that the font has"
            found = f"“{mark}” (U+{ord(mark):04X}) in “{line}”"
            raise RenderError(Fault("lettering", found, f"characters that {typeface.title} has", remedy))
    bold = typeface is Typeface.NOTO_CJK and weight is Weight.BOLD
    return _Run(font, buffer, size / _face(typeface).upem, EMBOLDEN * size if bold else 0.0)


def require_glyphs(text: str) -> None:
    """Raise RenderError naming the first character of `text` that the font lacks."""
    for line in text.splitlines():
        _shape(line, Weight.REGULAR, 40.0, Typeface.INTER)


def missing_glyphs(text: str, typeface: Typeface = Typeface.INTER) -> tuple[str, ...]:
    """The characters of `text` that the typeface lacks, each once, in their order."""
    lacking = (
        mark
        for line in text.splitlines()
        for part, face in (typeface_runs(line) if typeface is Typeface.INTER else [(line, typeface)])
        for mark in _lacking(part, face)
    )
    return tuple(dict.fromkeys(lacking))


def _lacking(text: str, typeface: Typeface) -> list[str]:
    run = _shape_run(text, Weight.REGULAR, 40.0, typeface, text, tolerant=True)
    return [text[info.cluster] for info in run.buffer.glyph_infos if info.codepoint == 0]


def width_of(
    text: str, size: float, weight: Weight = Weight.REGULAR, typeface: Typeface = Typeface.INTER
) -> float:
    """How far a line runs, in the unit of `size`; nothing runs nowhere."""
    return _width_of(text, size, weight, typeface, _tolerant.get()) if text else 0.0


@cache
def _width_of(text: str, size: float, weight: Weight, typeface: Typeface, tolerant: bool) -> float:
    return sum(run.advance for run in _shape(text, weight, size, typeface, tolerant=tolerant))


def shown_text(
    words: str,
    x: float,
    baseline: float,
    pixels: float,
    weight: Weight = Weight.REGULAR,
    typeface: Typeface = Typeface.INTER,
) -> ShownText:
    """A line as it is lettered from (x, baseline) on, in design pixels."""
    right = x + width_of(words, pixels, weight, typeface)
    return ShownText(words, (x, baseline - ASCENT * pixels, right, baseline + DESCENT * pixels), typeface)


ASCENT, DESCENT = 0.8, 0.25
"""Of the words' box above and below the baseline, in sizes."""


def _draw_functions() -> Any:
    functions = hb.DrawFuncs()

    def move_to(x: float, y: float, context: Any) -> None:
        context.move_to(x, y)

    def line_to(x: float, y: float, context: Any) -> None:
        context.line_to(x, y)

    def cubic_to(ax: float, ay: float, bx: float, by: float, x: float, y: float, context: Any) -> None:
        context.curve_to(ax, ay, bx, by, x, y)

    def quadratic_to(cx: float, cy: float, x: float, y: float, context: Any) -> None:
        px, py = context.get_current_point()
        context.curve_to(
            px + (cx - px) * 2 / 3, py + (cy - py) * 2 / 3, x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y
        )

    def close_path(context: Any) -> None:
        context.close_path()

    functions.set_move_to_func(move_to)
    functions.set_line_to_func(line_to)
    functions.set_cubic_to_func(cubic_to)
    functions.set_quadratic_to_func(quadratic_to)
    functions.set_close_path_func(close_path)
    return functions


@cache
def letter(
    text: str,
    size: float,
    colour: tuple[float, float, float],
    weight: Weight = Weight.REGULAR,
    halo: tuple[float, float, float] | None = None,
    halo_width: float = 0.0,
    typeface: Typeface = Typeface.INTER,
) -> TextImage:
    """Set one line of `text` at `size` output pixels; `halo` is a colour that surrounds it by `halo_width` pixels.

    Raises RenderError for a character that the font lacks.
    """
    runs = _shape(text, weight, size, typeface)
    advance = sum(run.advance for run in runs)
    pad = int(np.ceil(halo_width)) + 2
    ascent, descent = int(np.ceil(size * 1.05)), int(np.ceil(size * 0.35))
    width, height = int(np.ceil(advance)) + 2 * pad, ascent + descent + 2 * pad
    picture = np.zeros((height, width, 4), dtype=np.uint8)
    surface = cairo.ImageSurface.create_for_data(picture.data, cairo.FORMAT_ARGB32, width, height)
    context = cairo.Context(surface)
    context.set_antialias(cairo.ANTIALIAS_BEST)
    functions = _draw_functions()
    context.translate(pad, pad + ascent)
    for run in runs:
        _trace(context, run, functions)
    context.identity_matrix()
    if halo is not None:
        context.set_source_rgb(halo[2], halo[1], halo[0])
        context.set_line_width(2 * halo_width)
        context.set_line_join(cairo.LINE_JOIN_ROUND)
        context.stroke_preserve()
    # The frame's bytes are R, G, B, A and Cairo's are B, G, R, A: colours go in swapped.
    context.set_source_rgb(colour[2], colour[1], colour[0])
    context.fill()
    _embolden(context, runs, (pad, pad + ascent), functions)
    surface.flush()
    return TextImage(picture, pad, pad + ascent, advance)


def _trace(context: Any, run: _Run, functions: Any) -> None:
    """Add the outlines of a run to the path, and move the origin to the run's end."""
    x = 0.0
    context.save()
    context.scale(run.scale, -run.scale)
    for info, position in zip(run.buffer.glyph_infos, run.buffer.glyph_positions, strict=True):
        context.save()
        context.translate(x + position.x_offset, position.y_offset)
        run.font.draw_glyph(info.codepoint, functions, context)
        context.restore()
        x += position.x_advance
    context.restore()
    context.translate(run.advance, 0.0)


def _embolden(context: Any, runs: Sequence[_Run], origin: tuple[int, int], functions: Any) -> None:
    """Stroke the outlines of the runs that are to look bolder, in the colour of the letters."""
    context.new_path()
    context.translate(*origin)
    for run in runs:
        if run.embolden:
            context.save()
            _trace(context, run, functions)
            context.identity_matrix()
            context.set_line_width(run.embolden)
            context.stroke()
            context.restore()
        context.translate(run.advance, 0.0)
    context.identity_matrix()
