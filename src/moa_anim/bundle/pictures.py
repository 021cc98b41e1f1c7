"""Stills as JPEG: for the deck and the handout, as a film's cover, and in the folder of stills."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from PIL import Image

from moa_anim.graphics.caption_band import EDGE_PIXELS
from moa_anim.graphics.colours import rgb
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT
from moa_anim.model.palette import Role

WIDTH = 1280
"""Largest width in pixels: sharp on a projector where the clips beside it have 1280, and at 250 dots an inch in print."""

COVER_SIZE = (1280, 720)
"""Width and height in pixels, at most."""


PICTURE_PIXELS = (120.0, 148.0, 836.0, BAND_TOP - EDGE_PIXELS)
"""Of a frame (design pixels from its top): down to the first is step marker and rail, from the last on the caption band;
towards both the picture ends in paper, from the second and the third on."""


def plain(picture: Path) -> Image.Image:
    """Return a still without step marker, rail and caption band: slides and pages have their own. It ends in paper there."""
    with Image.open(picture) as opened:
        pixels = np.asarray(opened.convert("RGB"), dtype=np.float32)
    top, from_top, to_bottom, bottom = (part * len(pixels) / FRAME_HEIGHT for part in PICTURE_PIXELS)
    rows = np.arange(len(pixels)) + 0.5
    share = np.interp(rows, (top, from_top, to_bottom, bottom), (0.0, 1.0, 1.0, 0.0))[:, None, None]
    paper = np.array(rgb(Role.PAPER)) * 255
    return Image.fromarray(np.round(paper + share * (pixels - paper)).astype(np.uint8))


def cropped(picture: Path) -> Image.Image:
    """Return a still cut to what is between step marker and caption band."""
    whole = plain(picture)
    top, _, _, bottom = (round(part * whole.height / FRAME_HEIGHT) for part in PICTURE_PIXELS)
    return whole.crop((0, top, whole.width, bottom))


def key_picture(picture: Path) -> Image.Image:
    """Return the key to the colours without the empty bands above and below it."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    top, bottom = (round(whole.height * edge / FRAME_HEIGHT) for edge in (PICTURE_PIXELS[0], BAND_TOP))
    return whole.crop((0, top, whole.width, bottom))


def jpeg(image: Image.Image) -> bytes:
    """Return the image as JPEG, at most WIDTH pixels wide, without chroma subsampling: coloured words stay clean."""
    if image.width > WIDTH:
        image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, subsampling=0, optimize=True)
    return file.getvalue()


def cover_of(poster: Path) -> bytes:
    """Return a film's cover from its poster: a JPEG of at most COVER_SIZE."""
    with Image.open(poster) as picture:
        small = picture.convert("RGB")
        small.thumbnail(COVER_SIZE, Image.Resampling.LANCZOS)
        data = io.BytesIO()
        small.save(data, "JPEG", quality=88)
    return data.getvalue()


def write_jpeg(picture: Path, out: Path) -> None:
    """Write a PNG as JPEG at its own size, without chroma subsampling: a third of the bytes, with clean letters."""
    with Image.open(picture) as drawn:
        drawn.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
