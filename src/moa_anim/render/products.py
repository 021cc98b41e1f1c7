"""Encodes a run's frames, once for each rendition that lacks them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation

from moa_anim.errors import Fault, RenderError
from moa_anim.graphics.caption_band import lay_caption, lowest_row
from moa_anim.model.quality import Quality
from moa_anim.model.story import Caption
from moa_anim.render.colour_conversion import Converter, Pixels
from moa_anim.render.encoder import (
    CONSTANT_RATE_FACTOR,
    SMALL_CONSTANT_RATE_FACTOR,
    SegmentEncoder,
    segment_facts,
)

if TYPE_CHECKING:
    from moa_anim.render.runs import Product


class Products:
    """The encoders of one run, for one segment at a time. Frames come in order; each is converted and scaled once."""

    def __init__(self, products: Sequence[Product], quality: Quality) -> None:
        self._products = list(products)
        self._converter = Converter(quality.width, quality.height)
        self._quality = quality
        self._encoders: dict[str, SegmentEncoder] = {}
        self._sizes = {
            key: (each.width, each.height) for each in products for key in each.keys if key is not None
        }

    def add(self, number: int, frame: int, pixels: Pixels) -> None:
        """Encode `frame`, counted from the shot's first, of the run's segment `number`, for each rendition that lacks it.

        `pixels` (height, width, 4) may be written to. Raises RenderError when the encoder fails.
        """
        due = [product for product in self._products if product.keys[number] is not None]
        bottom = pixels[lowest_row(len(pixels)) :]
        drawn = bottom.copy() if len(due) > 1 else bottom
        for look, group in groupby(sorted(due, key=_with_band), key=lambda each: _look(each, frame)):
            bottom[:] = drawn  # as it was before the band of another rendition was laid on
            if look is not None:
                lay_caption(pixels, *look)
            full = self._converter.frame(pixels)
            for product in group:
                key = str(product.keys[number])
                if key not in self._encoders:
                    self._encoders[key] = self._encoder(product)
                own_size = product.height == self._quality.height
                self._encoders[key].add(full if own_size else _scaled(full, product))

    def _encoder(self, product: Product) -> SegmentEncoder:
        small = product.height < self._quality.height
        factor = SMALL_CONSTANT_RATE_FACTOR if small else CONSTANT_RATE_FACTOR
        return SegmentEncoder(product.width, product.height, self._quality.rate.fps, factor)

    def finish(self, frames: int) -> dict[str, bytes]:
        """Return the segments' files by key, each checked to have `frames` frames, and begin the next segment.

        Raises:
            RenderError: The encoder fails, or a file is not what was planned. A wrong file must not reach the cache, which
                would return it for its key for ever.
        """
        files = {key: encoder.finish() for key, encoder in self._encoders.items()}
        self._encoders = {}
        for key, data in files.items():
            found, planned = segment_facts(data), (frames, *self._sizes[key], str(self._quality.rate.fps))
            if found != planned:
                where, remedy = "video encoder", "render again; if it happens again, please report it"
                what = "{} frames of {}×{} at {} a second"
                raise RenderError(Fault(where, what.format(*found), what.format(*planned), remedy))
        return files


def _with_band(product: Product) -> bool:
    """Whether captions are burned in."""
    return product.burned is not None and product.burned.captions is not None


def _look(product: Product, frame: int) -> tuple[Caption | None, int] | None:
    """The caption and the band's level at a frame; None in a shot without cues."""
    return None if product.burned is None else product.burned.at(frame)


def _scaled(frame: VideoFrame, product: Product) -> VideoFrame:
    """Return the frame at the product's size. Each pixel is the average of those it covers: thin outlines stay even."""
    return frame.reformat(product.width, product.height, interpolation=Interpolation.AREA)
