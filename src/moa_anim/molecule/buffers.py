"""Depth, owner and tiles of a raster: what is nearest at each pixel. A part can be saved, painted over and restored."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from moa_anim.molecule import kernels
from moa_anim.molecule.dirty_rectangles import Rectangle, around, beyond, within

SAVED_MARGIN = 24
"""Picture pixels that are saved around a rectangle: the next frame's, a little farther on, then needs no saving."""


class Buffers:
    """The buffers of a picture of `height` × `width` pixels, at twice its resolution, with an empty margin of `padding`.

    Rectangles are given in picture pixels. With the buffers the `picture` itself (height, width, 4) is saved and restored.
    """

    def __init__(self, height: int, width: int, padding: int, picture: NDArray[np.uint8]) -> None:
        self.height, self.width, self.padding, self.picture = height, width, padding, picture
        shape = (2 * height + 2 * padding, 2 * width + 2 * padding)
        tiles = [-(-size // kernels.TILE) for size in shape]
        self.depth = np.full(shape, kernels.EMPTY_DEPTH, dtype=np.float32)
        self.owner = np.full(shape, -1, dtype=np.int32)
        self.tiles = np.full(tiles, kernels.EMPTY_DEPTH, dtype=np.float32)
        self._copies: list[NDArray[Any]] = []
        self._saved: Rectangle | None = None

    @property
    def vacant(self) -> bool:
        """Whether nothing is painted but what is restored: then nothing has to be saved, and copies take no memory."""
        return not self._copies

    @vacant.setter
    def vacant(self, vacant: bool) -> None:
        if vacant:
            self._copies, self._saved = [], None
        elif not self._copies:
            # Memory that is never written to, such as that of a raster with still bodies only, is never provided.
            self._copies = [np.empty_like(each) for each in self._all()]

    @property
    def paintable(self) -> NDArray[np.int64]:
        """First and last row, first and last column of the buffers in which spheres may be painted, ends included."""
        return self.clip((0, self.height, 0, self.width))

    def clip(self, rectangle: Rectangle) -> NDArray[np.int64]:
        """The same for a rectangle that begins and ends between tiles."""
        top, bottom, left, right = (2 * edge + self.padding for edge in rectangle)
        return np.array([top, bottom - 1, left, right - 1], dtype=np.int64)

    def aligned(self, rectangle: Rectangle) -> Rectangle:
        """The rectangle, extended to whole tiles and limited to the picture."""
        step = kernels.TILE // 2
        top, bottom, left, right = rectangle
        return (
            max(0, top // step * step),
            min(self.height, -(-bottom // step) * step),
            max(0, left // step * step),
            min(self.width, -(-right // step) * step),
        )

    def clear(self, rectangle: Rectangle) -> None:
        """Empty depth, owner and tiles in a rectangle."""
        part, _, tiles, _ = self._parts(rectangle)
        self.depth[part] = kernels.EMPTY_DEPTH
        self.owner[part] = -1
        self.tiles[tiles] = kernels.EMPTY_DEPTH

    def forget(self) -> None:
        """What was saved is no longer what is painted."""
        self._saved = None

    def save(self, rectangle: Rectangle) -> None:
        """Save what a rectangle shows, unless it is saved already. What was saved before stays saved."""
        if self.vacant:
            return
        if self._saved is not None and within(rectangle, self._saved):
            return
        top, bottom, left, right = rectangle
        wider = (
            max(0, top - SAVED_MARGIN),
            min(self.height, bottom + SAVED_MARGIN),
            max(0, left - SAVED_MARGIN),
            min(self.width, right + SAVED_MARGIN),
        )
        before, self._saved = self._saved, wider if self._saved is None else around([wider, self._saved])
        for strip in [self._saved] if before is None else beyond(self._saved, before):
            for buffer, copy, part in zip(self._all(), self._copies, self._parts(strip), strict=True):
                copy[part] = buffer[part]

    def restore(self, rectangle: Rectangle) -> None:
        """Restore depth, owner and tiles in a rectangle that lies in what was saved."""
        if self.vacant:
            self.clear(rectangle)
            return
        for buffer, copy, part in list(zip(self._all(), self._copies, self._parts(rectangle), strict=True))[
            :3
        ]:
            buffer[part] = copy[part]

    def restore_picture(self, rectangle: Rectangle) -> None:
        """Restore the picture in a rectangle that lies in what was saved."""
        part = self._parts(rectangle)[-1]
        self.picture[part] = 0 if self.vacant else self._copies[-1][part]

    def _all(self) -> tuple[NDArray[Any], ...]:
        return self.depth, self.owner, self.tiles, self.picture

    def _parts(self, rectangle: Rectangle) -> list[tuple[slice, slice]]:
        """The part of depth, owner, tiles and picture that lies in a rectangle."""
        rows, columns = (
            slice(2 * first + self.padding, 2 * last + self.padding)
            for first, last in (rectangle[:2], rectangle[2:])
        )
        # A tile whose bound was raised lies within a body, and so within its rectangle.
        tile_rows, tile_columns = (
            slice(each.start // kernels.TILE, -(-each.stop // kernels.TILE)) for each in (rows, columns)
        )
        return [
            (rows, columns),
            (rows, columns),
            (tile_rows, tile_columns),
            (slice(*rectangle[:2]), slice(*rectangle[2:])),
        ]
