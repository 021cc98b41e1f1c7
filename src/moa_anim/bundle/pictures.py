"""Stills as JPEG: for the deck and the handout, as a film's cover, and in the folder of stills."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

WIDTH = 1280
"""Largest width in pixels: sharp on a projector where the clips beside it have 1280, and at 250 dots an inch in print."""

COVER_SIZE = (1280, 720)
"""Width and height in pixels, at most."""


def jpeg(picture: Path) -> bytes:
    """Return the picture as JPEG, at most WIDTH pixels wide, without chroma subsampling: coloured words stay clean."""
    with Image.open(picture) as opened:
        image = opened.convert("RGB")
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
