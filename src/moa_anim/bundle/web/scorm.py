"""The page as a SCORM 1.2 package: a zip for learning systems, which records whether the film was seen."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from moa_anim.bundle.web.page import asset, environment, served_page
from moa_anim.captions.cues import to_vtt
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import Timeline

FILM = "film.mp4"

UNDATED = (1980, 1, 1, 0, 0, 0)
"""The earliest date of the zip format, for every entry: the same film gives the same bytes."""


def scorm_package(
    timeline: Timeline, board: Storyboard, film: Path, cover: bytes = b"", key: bytes = b""
) -> bytes:
    """Return the zip with `film` (MP4, without captions in its picture), its page with `cover` and `key`, and its captions.

    Raises RenderError when the extra `bundle` is not installed, OSError when the film cannot be read.
    """
    files = {
        "index.html": served_page(timeline, board, FILM, asset("scorm.js"), cover, key).encode(),
        FILM: film.read_bytes(),
        f"captions.{board.language}.vtt": to_vtt(timeline).encode(),
    }
    identifier = hashlib.sha256(b"".join(files.values())).hexdigest()[:32]
    manifest = environment().from_string(asset("imsmanifest.xml"))
    imsmanifest = manifest.render(
        identifier=f"moa-anim-{identifier}", title=board.shown_title, files=list(files)
    )
    return _zipped({"imsmanifest.xml": imsmanifest.encode(), **files})


def _zipped(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, UNDATED)
            entry.compress_type = zipfile.ZIP_STORED if name == FILM else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)
    return data.getvalue()
