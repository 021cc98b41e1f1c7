"""Facts of a film file, read from the file alone."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import av
from av.video.stream import VideoStream

from moa_anim.errors import Fault, FilmError
from moa_anim.files.reading import UnfitFile, open_regular

_MP4 = "mp4"
"""The only format that is read. Others, such as playlists, name further files, which FFmpeg would open."""

_MAXIMUM_BOXES = 1000
"""Top-level boxes that are read. A film of ours has four; a damaged or hostile file may have millions of empty ones."""

_COLOURS = {1: "bt709", 2: "unspecified", 5: "bt470bg", 6: "smpte170m", 9: "bt2020"}
"""Code points of ITU-T H.273 that primaries, transfer and matrix share."""

_RANGES = {0: "unspecified", 1: "limited", 2: "full"}
"""Values of FFmpeg's AVColorRange."""


@dataclass(frozen=True)
class FilmFacts:
    """Facts of a film. Sizes are in pixels.

    `tracks` has the kind of each ("video", "audio", "subtitle"). `fps` is None unless all frames are the same
    time apart. `frames` are counted as stored, `decoded_frames` as decoded (None if that was not
    requested). `start` is when the first frame is shown, in seconds. The colour tags are named as
    ffmpeg names them. `in_order` says that decoding times rise from packet to packet; `faststart`, that the
    index stands before the data.
    """

    tracks: tuple[str, ...]
    codec: str
    profile: str
    pixel_format: str
    width: int
    height: int
    fps: Fraction | None
    frames: int
    decoded_frames: int | None
    start: Fraction
    primaries: str
    transfer: str
    matrix: str
    colour_range: str
    in_order: bool
    faststart: bool


def probe(film: Path, *, decode: bool = False) -> FilmFacts:
    """Return the facts of `film`; with `decode`, every frame is decoded and counted.

    FFmpeg is given the opened file and no name: it would take a name with a colon for a protocol.

    Raises:
        FilmError: The file is missing, is not a film, has no picture, or cannot be decoded.
    """
    try:
        with open_regular(film) as file, av.open(file, "r", format=_MP4) as container:
            if not container.streams.video:
                raise FilmError(_not_a_film(film, "no video track"))
            stream = container.streams.video[0]
            tracks = tuple(each.type for each in container.streams)
            base = stream.time_base or Fraction(0)
            packets = [packet for packet in container.demux(stream) if packet.size]
            shown = sorted(packet.pts for packet in packets if packet.pts is not None)
            decoding = [packet.dts for packet in packets if packet.dts is not None]
            steps = {second - first for first, second in pairwise(shown)} or {
                packet.duration or 0 for packet in packets
            }
            complete = len(shown) == len(decoding) == len(packets) > 0
            context = stream.codec_context
            return FilmFacts(
                tracks=tracks,
                codec=context.name,
                profile=context.profile or "",
                pixel_format=context.pix_fmt or "",
                width=context.width,
                height=context.height,
                fps=1 / (base * steps.pop()) if complete and len(steps) == 1 and steps != {0} else None,
                frames=len(packets),
                decoded_frames=_count_decoded(file) if decode else None,
                start=(shown[0] if shown else 0) * base,
                primaries=_named(context.color_primaries, _COLOURS),
                transfer=_named(context.color_trc, _COLOURS),
                matrix=_named(context.colorspace, _COLOURS),
                colour_range=_named(context.color_range, _RANGES),
                in_order=complete and all(first < second for first, second in pairwise(decoding)),
                faststart=_index_first(file),
            )
    except UnfitFile as error:
        raise FilmError(_not_a_film(film, error.found)) from error
    except (av.error.FFmpegError, OSError) as error:
        raise FilmError(_not_a_film(film, error.strerror or str(error))) from error


def top_level_boxes(film: Path) -> list[str]:
    """Return the types of an MP4 file's boxes in order ("ftyp", "moov", …), as far as they can be read."""
    with open_regular(film) as file:
        return _boxes(file)


def _boxes(file: BinaryIO) -> list[str]:
    boxes: list[str] = []
    place, end = 0, file.seek(0, io.SEEK_END)
    while place + 8 <= end and len(boxes) < _MAXIMUM_BOXES:
        file.seek(place)
        size, kind = struct.unpack(">I4s", file.read(8))
        boxes.append(kind.decode("latin-1"))
        if size == 1:  # a 64-bit size follows
            (size,) = struct.unpack(">Q", file.read(8).rjust(8, b"\0"))
        if size < 8:  # 0: the box reaches to the end; else it is damaged
            break
        place += size
    return boxes


def _index_first(file: BinaryIO) -> bool:
    boxes = _boxes(file)
    return {"moov", "mdat"} <= set(boxes) and boxes.index("moov") < boxes.index("mdat")


def _count_decoded(file: BinaryIO) -> int:
    file.seek(0)
    with av.open(file, "r", format=_MP4) as container:
        stream: VideoStream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def _named(code: int, names: dict[int, str]) -> str:
    return names.get(int(code), str(int(code)))


def _not_a_film(film: Path, found: str) -> Fault:
    return Fault(film.name, found, "a film that can be read", "make it with `moa-anim render`")
