"""The page as a SCORM 1.2 package: a zip for learning systems, which records whether the film was seen."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from moa_anim.bundle.web.page import asset, environment, served_page
from moa_anim.bundle.web.telling import Telling
from moa_anim.captions.cues import to_vtt

FILM = "film.mp4"

UNDATED = (1980, 1, 1, 0, 0, 0)
"""The earliest date of the zip format, for every entry: the same film gives the same bytes."""


def scorm_package(tellings: Sequence[Telling], film: Path, cover: bytes = b"") -> bytes:
    """Return the zip with `film` (MP4, without captions in its picture), its page with `cover`, and its captions.

    It is in the language of the first of `tellings`, and the page has a switch to the others.

    Raises RenderError when the extra `bundle` is not installed, OSError when the film cannot be read.
    """
    captions = {f"captions.{each.wording.language}.vtt": to_vtt(each.wording.timeline) for each in tellings}
    files = {
        "index.html": served_page(tellings, FILM, asset("scorm.js"), cover).encode(),
        FILM: film.read_bytes(),
        **{name: text.encode() for name, text in captions.items()},
    }
    identifier = hashlib.sha256(b"".join(files.values())).hexdigest()[:32]
    manifest = environment().from_string(asset("imsmanifest.xml"))
    imsmanifest = manifest.render(
        identifier=f"moa-anim-{identifier}",
        title=tellings[0].wording.board.shown_title,
        files=list(files),
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
