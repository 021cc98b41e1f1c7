"""Pictures that repeat in both directions, laid one over another at fractions of a pixel, on paper: the compiled loops.

Red and blue of a pixel are computed together in the two halves of a 32-bit word, green and opacity in another, so that the
compiler takes eight pixels at a time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule.compiled import compiled

Words = NDArray[np.uint32]
Indices = NDArray[np.int64]

LANES = np.uint32(0x00FF00FF)
"""The two values of a word."""

HALF_LANES = np.uint32(0x00800080)
"""One half of 256 in each, for rounding."""

EIGHTS = np.uint32(0x00080008)
"""One half of 16 in each, for rounding."""

OPAQUE = np.uint32(0xFF000000)

FRACTIONS = 16
"""Positions within a pixel."""


@compiled
def _between_rows(above: Words, below: Words, share: np.uint32, red_blue: Words, green_alpha: Words) -> None:
    """Fill two words for each pixel (n,) with 16 times the interpolation of two rows, `share` sixteenths of the lower one."""
    eight, rest = np.uint32(8), np.uint32(np.uint32(16) - share)
    for k in range(above.shape[0]):
        upper, lower = above[k], below[k]
        red_blue[k] = np.uint32((upper & LANES) * rest) + np.uint32((lower & LANES) * share)
        green_alpha[k] = np.uint32(np.uint32((upper >> eight) & LANES) * rest) + np.uint32(
            np.uint32((lower >> eight) & LANES) * share
        )


@compiled
def _over_straight(
    red_blue: Words, green_alpha: Words, share: np.uint32, under_red_blue: Words, under_green_alpha: Words
) -> None:
    """Lay a row (n + 1,; 16-fold) over another (n,), in place; `share` sixteenths of each pixel's right neighbour."""
    eight, seven, sixteen = np.uint32(8), np.uint32(7), np.uint32(16)
    rest = np.uint32(sixteen - share)
    for k in range(under_red_blue.shape[0]):
        rb = np.uint32(red_blue[k] * rest) + np.uint32(red_blue[k + 1] * share)
        ga = np.uint32(green_alpha[k] * rest) + np.uint32(green_alpha[k + 1] * share)
        rb = np.uint32(np.uint32(rb + HALF_LANES) >> eight) & LANES
        ga = np.uint32(np.uint32(ga + HALF_LANES) >> eight) & LANES
        alpha = np.uint32(ga >> sixteen)
        through = np.uint32(np.uint32(256) - np.uint32(alpha + np.uint32(alpha >> seven)))
        rb_under = np.uint32(np.uint32(under_red_blue[k] * through) + HALF_LANES)
        ga_under = np.uint32(np.uint32(under_green_alpha[k] * through) + HALF_LANES)
        under_red_blue[k] = np.uint32(rb + np.uint32(np.uint32(rb_under >> eight) & LANES))
        under_green_alpha[k] = np.uint32(ga + np.uint32(np.uint32(ga_under >> eight) & LANES))


@compiled
def _gathered(
    red_blue: Words, green_alpha: Words, columns: Indices, shares: Words, wide_rb: Words, wide_ga: Words
) -> None:
    """Fill two rows (n or more,) with two rows of 16-fold values, interpolated `shares` sixteenths past `columns` (n,)."""
    eight, sixteen, one = np.uint32(8), np.uint32(16), np.uint64(1)
    for k in range(columns.shape[0]):
        at, share = np.uint64(columns[k]), shares[k]  # unsigned: no test whether it counts from the end
        rest = np.uint32(sixteen - share)
        rb = np.uint32(red_blue[at] * rest) + np.uint32(red_blue[at + one] * share)
        ga = np.uint32(green_alpha[at] * rest) + np.uint32(green_alpha[at + one] * share)
        wide_rb[k] = np.uint32(np.uint32(np.uint32(rb + HALF_LANES) >> eight) & LANES) * sixteen
        wide_ga[k] = np.uint32(np.uint32(np.uint32(ga + HALF_LANES) >> eight) & LANES) * sixteen


@compiled
def _onto_paper(
    red_blue: Words, green_alpha: Words, fade: np.uint32, paper: Words, share: np.uint32, pixels: Words
) -> None:
    """Lay a row (n,), faded to `fade`/256, on paper, and mix `share`/256 of the result into `pixels` (n,), in place."""
    eight, seven, sixteen, whole = np.uint32(8), np.uint32(7), np.uint32(16), np.uint32(256)
    paper_rb, paper_ga = paper[0], paper[1]
    rest = np.uint32(whole - share)
    for k in range(pixels.shape[0]):
        rb = np.uint32(np.uint32(np.uint32(red_blue[k] * fade) + HALF_LANES) >> eight) & LANES
        ga = np.uint32(np.uint32(np.uint32(green_alpha[k] * fade) + HALF_LANES) >> eight) & LANES
        alpha = np.uint32(ga >> sixteen)
        through = np.uint32(whole - np.uint32(alpha + np.uint32(alpha >> seven)))
        rb = np.uint32(rb + np.uint32(np.uint32(np.uint32(paper_rb * through) + HALF_LANES >> eight) & LANES))
        ga = np.uint32(ga + np.uint32(np.uint32(np.uint32(paper_ga * through) + HALF_LANES >> eight) & LANES))
        before = pixels[k]
        rb = np.uint32(np.uint32(rb * share) + np.uint32(np.uint32(before & LANES) * rest))
        ga = np.uint32(
            np.uint32(ga * share) + np.uint32(np.uint32(np.uint32(before >> eight) & LANES) * rest)
        )
        rb = np.uint32(np.uint32(rb + HALF_LANES) >> eight) & LANES
        ga = np.uint32(np.uint32(ga + HALF_LANES) >> eight) & LANES
        pixels[k] = rb | np.uint32(ga << eight) | OPAQUE


@compiled
def lay_layers(
    layers: Words,
    straight: NDArray[np.bool_],
    rows: Indices,
    row_shares: Words,
    columns: Indices,
    column_shares: Words,
    fades: Words,
    paper: Words,
    share: np.uint32,
    pixels: Words,
) -> None:
    """Lay repeating layers, from back to front, on paper into `pixels` (height, width; red in the lowest byte), in place.

    `layers` (n, rows, columns + 1) are premultiplied; their last column equals the first. Picture row y shows of layer k the
    row `rows[k, y]` and `row_shares[k, y]` sixteenths of the way to the next; likewise for columns. `straight[k]`: layer k is
    shown at its own size, so that neighbouring columns are shown by neighbouring pixels. `fades` (height,): 0…256, the
    layers' opacity in each row; `paper` (2,): paper's red and blue, green and opacity; `share`: 0…256 of the result is mixed
    into what `pixels` holds.
    """
    count, period_rows, stored = layers.shape
    height, width = pixels.shape
    period = stored - 1
    red_blue, green_alpha = np.empty(stored, dtype=np.uint32), np.empty(stored, dtype=np.uint32)
    wide_rb, wide_ga = np.zeros(width + 1, dtype=np.uint32), np.zeros(width + 1, dtype=np.uint32)
    under_rb, under_ga = np.empty(width, dtype=np.uint32), np.empty(width, dtype=np.uint32)
    for y in range(height):
        under_rb[:] = np.uint32(0)
        under_ga[:] = np.uint32(0)
        if fades[y] > 0:
            for k in range(count):
                row = rows[k, y]
                below = row + 1 if row + 1 < period_rows else 0
                _between_rows(layers[k, row], layers[k, below], row_shares[k, y], red_blue, green_alpha)
                if straight[k]:
                    begin = 0
                    while begin < width:
                        first = columns[k, begin]
                        end = min(width, begin + period - first)
                        last = first + end - begin + 1
                        _over_straight(
                            red_blue[first:last],
                            green_alpha[first:last],
                            column_shares[k, begin],
                            under_rb[begin:end],
                            under_ga[begin:end],
                        )
                        begin = end
                else:
                    _gathered(red_blue, green_alpha, columns[k], column_shares[k], wide_rb, wide_ga)
                    _over_straight(wide_rb, wide_ga, np.uint32(0), under_rb, under_ga)
        _onto_paper(under_rb, under_ga, fades[y], paper, share, pixels[y])


@compiled
def _wider(red_blue: Words, green_alpha: Words, pixels: Words) -> None:
    """Fill `pixels` (2n,) from two words for each pixel of half the width (n + 2,), 4-fold, which begin one pixel before."""
    eight, four, three = np.uint32(8), np.uint32(4), np.uint32(3)
    for k in range(pixels.shape[0] // 2):
        rb, ga = np.uint32(red_blue[k + 1] * three) + EIGHTS, np.uint32(green_alpha[k + 1] * three) + EIGHTS
        pixels[2 * k] = (np.uint32(np.uint32(rb + red_blue[k]) >> four) & LANES) | np.uint32(
            (np.uint32(np.uint32(ga + green_alpha[k]) >> four) & LANES) << eight
        )
        pixels[2 * k + 1] = (np.uint32(np.uint32(rb + red_blue[k + 2]) >> four) & LANES) | np.uint32(
            (np.uint32(np.uint32(ga + green_alpha[k + 2]) >> four) & LANES) << eight
        )


@compiled
def double(halved: Words, pixels: Words) -> None:
    """Fill `pixels` (height, width; both even) with a picture of half its height and width, interpolated, in place."""
    eight, three = np.uint32(8), np.uint32(3)
    rows, columns = halved.shape
    red_blue, green_alpha = np.empty(columns + 2, dtype=np.uint32), np.empty(columns + 2, dtype=np.uint32)
    for y in range(pixels.shape[0]):
        row = y // 2
        beside = min(rows - 1, row + 1) if y % 2 else max(0, row - 1)
        near, far = halved[row], halved[beside]
        for k in range(columns):
            here, other = near[k], far[k]
            red_blue[k + 1] = np.uint32((here & LANES) * three) + np.uint32(other & LANES)
            green_alpha[k + 1] = np.uint32(np.uint32((here >> eight) & LANES) * three) + np.uint32(
                (other >> eight) & LANES
            )
        for words in (red_blue, green_alpha):
            words[0], words[columns + 1] = words[1], words[columns]
        _wider(red_blue, green_alpha, pixels[y])


@compiled
def _row_over(red_blue: Words, green_alpha: Words, share: np.uint32, line: Words) -> None:
    """Lay a row (n + 1,; 16-fold) on pixels (n,), in place; `share` sixteenths of each pixel's right neighbour."""
    eight, seven, sixteen = np.uint32(8), np.uint32(7), np.uint32(16)
    rest = np.uint32(sixteen - share)
    for k in range(line.shape[0]):
        rb = np.uint32(red_blue[k] * rest) + np.uint32(red_blue[k + 1] * share)
        ga = np.uint32(green_alpha[k] * rest) + np.uint32(green_alpha[k + 1] * share)
        # Rounded down, as Cairo does when it interpolates.
        rb, ga = np.uint32(rb >> eight) & LANES, np.uint32(ga >> eight) & LANES
        alpha = np.uint32(ga >> sixteen)
        through = np.uint32(np.uint32(256) - np.uint32(alpha + np.uint32(alpha >> seven)))
        before = line[k]
        rb_under = np.uint32(np.uint32(before & LANES) * through) + HALF_LANES
        ga_under = np.uint32(np.uint32(np.uint32(before >> eight) & LANES) * through) + HALF_LANES
        rb = np.uint32(rb + np.uint32(np.uint32(rb_under >> eight) & LANES))
        ga = np.uint32(ga + np.uint32(np.uint32(ga_under >> eight) & LANES))
        line[k] = rb | np.uint32(ga << eight)


@compiled
def lay_shifted(
    picture: Words, window: Indices, at: Indices, shares: Words, bottom: int, pixels: Words
) -> None:
    """Lay a premultiplied picture (rows, columns) on `pixels` (height, width), shifted by a fraction of a pixel, in place.

    Only its `window` (top, bottom, left, right) is laid, and nothing in the rows from `bottom` on. It begins at row and
    column `at` of `pixels`, and `shares` (2,) sixteenths of a pixel below and to the right of that; it is interpolated.
    """
    top, end, left, right = window[0], window[1], window[2], window[3]
    count = right - left
    begin, stop = max(0, at[1] + left), min(pixels.shape[1], at[1] + right + 1)
    if count <= 0 or begin >= stop:
        return
    empty = np.zeros(count, dtype=np.uint32)
    # One empty pixel on both sides, and one more, since each pixel is read with its right neighbour.
    red_blue, green_alpha = np.zeros(count + 2, dtype=np.uint32), np.zeros(count + 2, dtype=np.uint32)
    first = begin - at[1] - left
    for y in range(max(0, at[0] + top), min(bottom, pixels.shape[0], at[0] + end + 1)):
        row = y - at[0]
        above = picture[row - 1, left:right] if row > top else empty
        below = picture[row, left:right] if row < end else empty
        _between_rows(
            above, below, np.uint32(16) - shares[0], red_blue[1 : count + 1], green_alpha[1 : count + 1]
        )
        _row_over(
            red_blue[first : first + stop - begin + 1],
            green_alpha[first : first + stop - begin + 1],
            np.uint32(16) - shares[1],
            pixels[y, begin:stop],
        )


@compiled
def shrink(pixels: Words, halved: Words) -> None:
    """Fill `halved` (rows, columns) with means of 2 × 2 pixels of `pixels`, at least twice as high and wide."""
    two, eight, rounding = np.uint32(2), np.uint32(8), np.uint32(0x00020002)
    for y in range(halved.shape[0]):
        upper, lower, line = pixels[2 * y], pixels[2 * y + 1], halved[y]
        for x in range(line.shape[0]):
            a, b, c, d = upper[2 * x], upper[2 * x + 1], lower[2 * x], lower[2 * x + 1]
            rb = np.uint32((a & LANES) + (b & LANES)) + np.uint32((c & LANES) + (d & LANES)) + rounding
            ga = np.uint32(((a >> eight) & LANES) + ((b >> eight) & LANES)) + rounding
            ga = np.uint32(ga + np.uint32(((c >> eight) & LANES) + ((d >> eight) & LANES)))
            line[x] = (np.uint32(rb >> two) & LANES) | np.uint32((np.uint32(ga >> two) & LANES) << eight)


@compiled
def pass_over(pixels: Words, shares: Words, colour: np.uint32) -> None:
    """Mix into each row of `pixels` (rows, width) its share, 0…256, of an opaque colour, in place."""
    eight, whole = np.uint32(8), np.uint32(256)
    red_blue, green_alpha = colour & LANES, np.uint32(colour >> eight) & LANES
    for y in range(pixels.shape[0]):
        share, line = shares[y], pixels[y]
        rest = np.uint32(whole - share)
        more_rb, more_ga = (
            np.uint32(red_blue * share) + HALF_LANES,
            np.uint32(green_alpha * share) + HALF_LANES,
        )
        for x in range(line.shape[0]):
            rb = np.uint32(np.uint32(line[x] & LANES) * rest) + more_rb
            ga = np.uint32(np.uint32(np.uint32(line[x] >> eight) & LANES) * rest) + more_ga
            line[x] = (np.uint32(rb >> eight) & LANES) | np.uint32(
                np.uint32(np.uint32(ga >> eight) & LANES) << eight
            )


def compile_layers() -> None:
    """Run the kernels on minimal input."""
    words, whole = np.zeros((1, 1), dtype=np.uint32), np.zeros((1, 1), dtype=np.int64)
    lay_shifted(words, np.zeros(4, dtype=np.int64), np.zeros(2, dtype=np.int64), words[0], 0, words.copy())
    shrink(np.zeros((2, 2), dtype=np.uint32), words.copy())
    pass_over(words.copy(), words[0], np.uint32(0))
    layers, fades = np.zeros((1, 1, 2), dtype=np.uint32), np.full(1, 256, dtype=np.uint32)
    paper = np.zeros(2, dtype=np.uint32)
    double(words, np.zeros((2, 2), dtype=np.uint32))
    for straight in (True, False):
        lay_layers(
            layers,
            np.array([straight]),
            whole,
            words,
            whole,
            words,
            fades,
            paper,
            np.uint32(256),
            words.copy(),
        )
