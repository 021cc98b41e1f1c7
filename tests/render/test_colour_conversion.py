"""From a drawn frame to what the encoder takes, and back: colours and captions as they were meant."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from comparator import assert_same_pixels, box_of
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from moa_anim.errors import RenderError
from moa_anim.graphics.caption_band import EDGE_PIXELS, caption_band, lay_caption, lowest_row
from moa_anim.graphics.colours import palette
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.band_levels import FULL_LEVEL
from moa_anim.model.caption_rules import LINE_CHARACTERS, MOST_ENLARGEMENT, Setting
from moa_anim.model.palette import Colour, Role, contrast_ratio
from moa_anim.model.quality import DRAFT, LECTURE, UHD
from moa_anim.model.story import Caption
from moa_anim.render.colour_conversion import Converter
from moa_anim.render.encoder import SegmentEncoder

Pixels = NDArray[np.uint8]
Rgb = tuple[int, int, int]

BYTES = st.integers(0, 255)
COLOURS: list[Rgb] = [
    (0, 0, 0),
    (255, 255, 255),
    (128, 128, 128),
    (255, 0, 0),
    (0, 255, 0),
    (0, 0, 255),
    (0, 255, 255),
    (255, 0, 255),
    (255, 255, 0),
    *((colour.r, colour.g, colour.b) for colour in palette().colours.values()),
]


def flat(colour: Rgb, width: int = 16, height: int = 8) -> Pixels:
    pixels = np.empty((height, width, 4), dtype=np.uint8)
    pixels[...] = (*colour, 255)
    return pixels


def planes(frame: av.VideoFrame) -> list[NDArray[np.uint8]]:
    found = []
    for plane in frame.planes:
        rows = np.frombuffer(bytes(plane), dtype=np.uint8).reshape(plane.height, plane.line_size)
        found.append(rows[:, : plane.width].copy())
    return found


def bt709(colour: Rgb) -> tuple[float, float, float]:
    """ITU-R BT.709-6, items 3.2 to 3.5: Y′, C′B and C′R in 8 bits, limited range."""
    red, green, blue = (part / 255 for part in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


def assert_converted(colour: Rgb) -> None:
    luma, blue, red = planes(Converter(16, 8).frame(flat(colour)))
    for plane, expected in zip((luma, blue, red), bt709(colour), strict=True):
        assert len(np.unique(plane)) == 1, "a flat colour stays flat"
        assert abs(float(plane[0, 0]) - expected) <= 0.6, (colour, plane[0, 0], expected)


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_is_converted_by_bt709(colour: Rgb) -> None:
    assert_converted(colour)


@settings(deadline=None)
@given(colour=st.tuples(BYTES, BYTES, BYTES))
def test_every_colour_is_converted_by_bt709(colour: Rgb) -> None:
    assert_converted(colour)


@pytest.mark.parametrize("gray", range(0, 256, 15))
def test_gray_has_no_colour(gray: int) -> None:
    luma, blue, red = planes(Converter(16, 8).frame(flat((gray, gray, gray))))
    assert (blue == 128).all()
    assert (red == 128).all()
    assert luma[0, 0] == round(16 + 219 * gray / 255)


def test_black_is_16_and_white_is_235() -> None:
    assert planes(Converter(16, 8).frame(flat((0, 0, 0))))[0].max() == 16
    assert planes(Converter(16, 8).frame(flat((255, 255, 255))))[0].min() == 235


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_comes_back_from_libav(colour: Rgb) -> None:
    back = Converter(16, 8).frame(flat(colour)).to_ndarray(format="rgb24")
    # 1.6 levels at most are lost to the limited range (see the formula above), 1 more to libav's own way back.
    assert np.abs(back.astype(int) - colour).max() <= 3, back[0, 0]


def test_a_frame_says_that_it_is_bt709_in_limited_range() -> None:
    frame = Converter(16, 8).frame(flat((10, 20, 30)))
    assert frame.format.name == "yuv420p"
    assert (int(frame.colorspace), int(frame.color_range)) == (1, 1)


def test_the_alpha_of_a_frame_is_of_no_consequence() -> None:
    pixels = flat((10, 200, 30))
    opaque = [plane.copy() for plane in planes(Converter(16, 8).frame(pixels))]
    pixels[..., 3] = 7
    for one, other in zip(opaque, planes(Converter(16, 8).frame(pixels)), strict=True):
        assert np.array_equal(one, other)


def test_rows_and_columns_stand_where_they_stood() -> None:
    pixels = flat((255, 255, 255), 22, 12)
    pixels[3, 5], pixels[10, 21] = (0, 0, 0, 255), (0, 0, 0, 255)
    luma = planes(Converter(22, 12).frame(pixels))[0]
    assert np.argwhere(luma < 100).tolist() == [[3, 5], [10, 21]]


def test_chroma_is_sited_left() -> None:
    """H.264's default: a chroma sample stands on its even column, half-way between two rows."""
    pixels = flat((128, 128, 128))
    pixels[:, 8] = (255, 0, 0, 255)
    red = planes(Converter(16, 8).frame(pixels))[2][0].astype(int) - 128
    assert red[4] > 0
    assert red[3] == red[5] == 0, "columns 7 and 9 alone are a quarter of samples 3 and 5"
    pixels = flat((128, 128, 128))
    pixels[:, 9] = (255, 0, 0, 255)
    red = planes(Converter(16, 8).frame(pixels))[2][0].astype(int) - 128
    assert red[4] == pytest.approx(red[5], abs=1)


def test_planes_are_used_again_and_frames_are_not() -> None:
    converter = Converter(16, 8)
    first = converter.frame(flat((255, 0, 0)))
    before = [plane.copy() for plane in planes(first)]
    converter.frame(flat((0, 0, 255)))
    for one, other in zip(before, planes(first), strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("colour", [(247, 243, 235), (91, 140, 196), (240, 136, 58), (192, 32, 74)])
def test_a_colour_survives_the_encoder(colour: Rgb) -> None:
    encoder = SegmentEncoder(64, 48, Fraction(15))
    converter = Converter(64, 48)
    for _ in range(5):
        encoder.add(converter.frame(flat(colour, 64, 48)))
    with av.open(io.BytesIO(encoder.finish()), "r") as film:
        stream = film.streams.video[0]
        context = stream.codec_context
        tags = (context.color_range, context.colorspace, context.color_primaries, context.color_trc)
        assert tags == (1, 1, 1, 1)
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
    assert len(frames) == 5
    for frame in frames:
        assert np.abs(frame[8:-8, 8:-8].astype(int) - colour).max() <= 3


def test_the_same_frames_are_the_same_bytes() -> None:
    def encoded() -> bytes:
        encoder, converter = SegmentEncoder(64, 48, Fraction(15)), Converter(64, 48)
        random = np.random.default_rng(1)
        for _ in range(8):
            encoder.add(converter.frame(random.integers(0, 256, (48, 64, 4), dtype=np.uint8)))
        return encoder.finish()

    assert encoded() == encoded()


TWO_LINES = ("inducing changes", "in the tertiary structure of the receptor,")


@pytest.mark.parametrize("quality", [DRAFT, LECTURE, UHD], ids=lambda quality: str(quality.name))
@pytest.mark.parametrize("lines", [("ERα",), TWO_LINES, ("W" * 24, "M" * 24)], ids=["one", "two", "wide"])
@pytest.mark.parametrize("enlargement", [Fraction(1), MOST_ENLARGEMENT], ids=str)
def test_a_caption_stands_white_in_the_middle_of_the_band(
    lines: tuple[str, ...], quality: object, enlargement: Fraction
) -> None:
    assert isinstance(quality, type(DRAFT))
    width, height = quality.width, quality.height
    band = caption_band(Caption(lines, setting=Setting(enlargement=enlargement)), width, height)
    assert band.shape == (height - round(BAND_TOP * height / FRAME_HEIGHT), width, 4)
    ground = palette()[Role.BAND]
    ink = np.abs(band[..., :3].astype(int) - (ground.r, ground.g, ground.b)).max(axis=2) > 0
    top, bottom, left, right = box_of(ink)
    assert (left + right) / 2 == pytest.approx(width / 2, abs=0.004 * width)
    assert (top + bottom) / 2 == pytest.approx(band.shape[0] / 2, abs=0.09 * band.shape[0])
    assert min(top, band.shape[0] - bottom) > 0.05 * band.shape[0], "air above and below"
    assert min(left, width - right) > 0
    brightest = band[..., :3].reshape(-1, 3)[band[..., :3].sum(axis=2).argmax()]
    assert contrast_ratio(Colour(*(int(part) for part in brightest)), ground) >= 4.5
    assert (brightest > 250).all(), "letters have a solid middle"
    assert (band[..., 3] == 255).all()


def test_the_longest_line_that_a_caption_may_have_fits() -> None:
    band = caption_band(Caption(("However, the advantage of elacestrant isx"[:LINE_CHARACTERS],)), 1920, 1080)
    rows = np.abs(band[..., :3].astype(int) - band[0, 0, :3].astype(int)).max(axis=2) > 0
    _, _, left, right = box_of(rows)
    assert right - left < 0.68 * 1920


def test_without_a_caption_the_band_is_empty_and_the_picture_above_its_soft_edge_is_untouched() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (480, 854, 4), dtype=np.uint8)
    before, top = pixels.copy(), round(BAND_TOP * 480 / FRAME_HEIGHT)
    edge = top - round(EDGE_PIXELS * 480 / FRAME_HEIGHT)
    lay_caption(pixels, None)
    assert_same_pixels(pixels[:edge], before[:edge])
    ground = palette()[Role.BAND]
    assert (pixels[top:] == (ground.r, ground.g, ground.b, 255)).all()
    lay_caption(pixels, Caption(TWO_LINES))
    assert_same_pixels(pixels[:edge], before[:edge])
    assert_same_pixels(pixels[top:], caption_band(Caption(TWO_LINES), 854, 480))


def test_the_band_begins_without_a_line_at_every_level() -> None:
    for level in (0, FULL_LEVEL // 3, FULL_LEVEL):
        pixels = np.full((1080, 16, 4), 255, dtype=np.uint8)
        pixels[:BAND_TOP, :, :3] = 90  # a picture that is neither paper nor band
        lay_caption(pixels, None, level)
        steps = np.abs(np.diff(pixels[:, 0, 0].astype(int)))
        assert steps.max() <= 12, level
        assert (pixels[: lowest_row(1080), :, :3] == 90).all(), level


def test_without_the_band_the_picture_ends_in_paper() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (480, 854, 4), dtype=np.uint8)
    lay_caption(pixels, Caption(TWO_LINES), 0)
    paper = palette()[Role.PAPER]
    assert (pixels[round(BAND_TOP * 480 / FRAME_HEIGHT) :] == (paper.r, paper.g, paper.b, 255)).all()


def test_a_caption_with_a_mark_that_the_font_lacks_is_refused() -> None:
    caption = replace(Caption(("plain",)), lines=("a smile 😀",))
    with pytest.raises(RenderError, match=r"U\+1F600"):
        lay_caption(np.zeros((480, 854, 4), dtype=np.uint8), caption)
