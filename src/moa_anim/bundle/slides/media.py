"""Captions inside a deck, and alt text, for which python-pptx has no functions.

PowerPoint (2019 and later) reads closed captions from WebVTT parts that a movie's `p14:media` names in a list of
tracks; programs that do not know the list ignore it, as they must any unknown extension in an `extLst`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from moa_anim.bundle.extras import require

TRACK = "http://schemas.microsoft.com/office/2017/04/relationships/track"
"""The type of a relationship from a slide to a caption part."""

_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
_P173 = "http://schemas.microsoft.com/office/powerpoint/2017/3/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"

_TRACKS_URI = "{3AFAAA56-56D3-431D-BCD4-E75A35582382}"
_DECORATIVE_URI = "{C183D7F6-B498-43B3-948B-1728B52AA6E4}"


@dataclass(frozen=True)
class CaptionPart:
    """Captions as a part of the deck: its number from 1, the WebVTT file, and the language's name and tag."""

    number: int
    vtt: str
    label: str
    language: str


def add_captions(slide: Any, movie: Any, parts: Sequence[CaptionPart]) -> None:
    """Put the `parts` into the deck as closed captions of `movie` on `slide`, among which its viewer chooses."""
    etree, package = require("lxml.etree"), require("pptx.opc.package")
    media = movie._element.find(f".//{{{_P14}}}media")
    extensions = etree.SubElement(media, f"{{{_P14}}}extLst")
    extension = etree.SubElement(extensions, f"{{{_P}}}ext", uri=_TRACKS_URI)
    tracks = etree.SubElement(extension, f"{{{_P173}}}tracksInfo", nsmap={"p173": _P173}, displayLoc="media")
    listed = etree.SubElement(tracks, f"{{{_P173}}}trackLst")
    for each in parts:
        data = each.vtt.encode()
        name = require("pptx.opc.packuri").PackURI(f"/ppt/media/captions{each.number}.vtt")
        part = package.Part(name, "text/vtt", slide.part.package, data)
        track = etree.SubElement(listed, f"{{{_P173}}}track")
        track.set("id", guid(data + str(each.number).encode()))
        track.set("label", each.label)
        track.set("lang", each.language)
        track.set(f"{{{_R}}}embed", slide.part.relate_to(part, TRACK))


def guid(data: bytes) -> str:
    """Return a GUID that is the same for the same bytes."""
    return f"{{{str(UUID(bytes=hashlib.sha256(data).digest()[:16])).upper()}}}"


def describe(shape: Any, name: str, text: str) -> None:
    """Give a shape its name and its alt text."""
    properties = _properties(shape)
    properties.set("name", name)
    properties.set("descr", text)


def mark_decorative(shape: Any, name: str) -> None:
    """Mark a shape as decorative, so that screen readers skip it."""
    etree = require("lxml.etree")
    properties = _properties(shape)
    properties.set("name", name)
    extensions = etree.SubElement(properties, f"{{{_A}}}extLst")
    extension = etree.SubElement(extensions, f"{{{_A}}}ext", uri=_DECORATIVE_URI)
    etree.SubElement(extension, f"{{{_DECORATIVE}}}decorative", nsmap={"adec": _DECORATIVE}, val="1")


def _properties(shape: Any) -> Any:
    return shape._element.xpath(".//p:cNvPr")[0]
