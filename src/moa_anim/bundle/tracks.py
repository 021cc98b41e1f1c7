"""Adds to a finished film what players can show: a caption track, chapters, a title, a cover picture."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from PIL import Image

from moa_anim.bundle.text.chapters import Chapter
from moa_anim.captions.cues import TimedText
from moa_anim.render.media_path import media_path

if TYPE_CHECKING:
    from av.container import core

MILLISECOND = Fraction(1, 1000)  # seconds: the time base of captions and chapters

LANGUAGES = {
    "en": "eng",
    "zh": "zho",
    "de": "deu",
    "es": "spa",
    "fr": "fra",
    "it": "ita",
    "ja": "jpn",
    "pt": "por",
}
"""ISO 639-1 → 639-2/T: an MP4 track names its language by three letters (ISO/IEC 14496-12); others are "und"."""


def add_tracks(
    film: Path,
    out: Path,
    *,
    title: str,
    language: str,
    code: str = "",
    label: str = "Captions",
    captions: Sequence[TimedText] = (),
    chapters: Sequence[Chapter] = (),
    cover: bytes | None = None,
) -> None:
    """Copy `film` to `out` without encoding any frame again, and add what is given.

    `cover` is a JPEG, `language` a tag such as "en-US", `code` its three letters
    (ISO 639-2/T) if they are known, `label` the name of the caption track.

    Raises OSError when `out` cannot be written.
    """
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    code = code or LANGUAGES.get(language.partition("-")[0].lower(), "und")
    with (
        av.open(media_path(film)) as source,
        av.open(media_path(out), "w", format="mp4", options=options) as made,
    ):
        pictures = source.streams.video[0]
        track = made.add_stream_from_template(pictures)
        track.time_base = pictures.time_base
        track.metadata["language"] = code
        words = made.add_mux_stream("mov_text", time_base=MILLISECOND) if captions else None
        if words is not None:
            words.metadata.update({"language": code, "handler_name": label})
            words.disposition = Disposition.default
        art = _picture_stream(made, cover) if cover else None
        if art is not None:
            art.disposition = Disposition.attached_pic
        made.metadata["title"] = title
        made.set_chapters([_chapter(number, each) for number, each in enumerate(chapters, 1)])
        made.start_encoding()
        if art is not None and cover:
            made.mux(_packet(cover, art, 0, 0))
        waiting = (
            [_packet(data, words, start, stop) for start, stop, data in _samples(captions)] if words else []
        )
        for packet in source.demux(pictures):
            if not packet.size:
                continue
            # Interleaved by time, so that a player finds a caption near its pictures in the file.
            while waiting and packet.dts is not None and packet.time_base is not None:
                if (waiting[0].pts or 0) * MILLISECOND > packet.dts * packet.time_base:
                    break
                made.mux(waiting.pop(0))
            packet.stream = track
            made.mux(packet)
        for left in waiting:
            made.mux(left)


def _chapter(number: int, each: Chapter) -> core.Chapter:
    times = {"start": each.start_ms, "end": each.stop_ms, "time_base": MILLISECOND}
    return cast("core.Chapter", {"id": number, **times, "metadata": {"title": each.title}})


def _picture_stream(made: OutputContainer, cover: bytes) -> av.stream.Stream:
    with Image.open(io.BytesIO(cover)) as picture:
        width, height = picture.size
    return made.add_mux_stream("mjpeg", time_base=MILLISECOND, width=width, height=height)


def _samples(captions: Sequence[TimedText]) -> list[tuple[int, int, bytes]]:
    """Timed text samples without gaps from time 0 (3GPP TS 26.245): start, stop, data. Empty samples fill the pauses."""
    samples: list[tuple[int, int, bytes]] = []
    done = 0
    for each in captions:
        if each.start > done:
            samples.append((done, each.start, _sample("")))
        samples.append((each.start, each.stop, _sample("\n".join(each.lines))))
        done = each.stop
    return samples


def _sample(words: str) -> bytes:
    data = words.encode()
    return struct.pack(">H", len(data)) + data


def _packet(data: bytes, stream: av.stream.Stream, start: int, stop: int) -> Packet[av.stream.Stream]:
    packet = Packet(data)
    packet.stream = stream
    packet.time_base = MILLISECOND
    packet.pts = packet.dts = start
    packet.duration = stop - start
    packet.is_keyframe = True
    return packet
