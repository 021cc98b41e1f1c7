"""Adds to a finished film what players can show: caption tracks, chapters, a title, a cover picture."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
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
from moa_anim.errors import Fault, FilmError
from moa_anim.files.reading import UnfitFile, open_regular
from moa_anim.model.interface import UNDETERMINED
from moa_anim.render.media_path import media_path

if TYPE_CHECKING:
    from av.container import core

MILLISECOND = Fraction(1, 1000)  # seconds: the time base of captions and chapters


@dataclass(frozen=True)
class CaptionTrack:
    """Captions in one language: its code (ISO 639-2/T), the name that players list, and what is shown when."""

    code: str
    name: str
    texts: Sequence[TimedText]


def add_tracks(
    film: Path,
    out: Path,
    *,
    title: str,
    code: str,
    captions: Sequence[CaptionTrack] = (),
    chapters: Sequence[Chapter] = (),
    cover: bytes | None = None,
) -> None:
    """Copy `film`, with its sound, to `out` without encoding anything again, and add what is given.

    `cover` is a JPEG, and `code` the film's language by three letters (ISO 639-2/T). Players show the first of `captions`
    where they show captions by themselves.

    Raises OSError when `out` cannot be written.
    """
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with (
        av.open(media_path(film)) as source,
        av.open(media_path(out), "w", format="mp4", options=options) as made,
    ):
        pictures = source.streams.video[0]
        track = made.add_stream_from_template(pictures)
        track.time_base = pictures.time_base
        track.metadata["language"] = code
        copies: dict[int, av.stream.Stream] = {pictures.index: track}
        for heard in source.streams.audio:
            copies[heard.index] = made.add_stream_from_template(heard)
            copies[heard.index].metadata.update(heard.metadata)
        words = [_caption_stream(made, each) for each in captions]
        for number, stream in enumerate(words):
            stream.disposition = Disposition.default if number == 0 else Disposition(0)
        art = _picture_stream(made, cover) if cover else None
        if art is not None:
            art.disposition = Disposition.attached_pic
        made.metadata["title"] = title
        made.set_chapters([_chapter(number, each) for number, each in enumerate(chapters, 1)])
        made.start_encoding()
        if art is not None and cover:
            made.mux(_packet(cover, art, 0, 0))
        waiting = sorted(
            (
                _packet(data, stream, start, stop)
                for stream, each in zip(words, captions, strict=True)
                for start, stop, data in _samples(each.texts)
            ),
            key=lambda packet: packet.pts or 0,
        )
        for packet in source.demux(*(source.streams[index] for index in copies)):
            if not packet.size:
                continue
            # Interleaved by time, so that a player finds a caption near its pictures in the file.
            while waiting and packet.dts is not None and packet.time_base is not None:
                if (waiting[0].pts or 0) * MILLISECOND > packet.dts * packet.time_base:
                    break
                made.mux(waiting.pop(0))
            packet.stream = copies[packet.stream.index]
            made.mux(packet)
        for left in waiting:
            made.mux(left)


def read_caption_tracks(film: Path) -> tuple[CaptionTrack, ...]:
    """Return the caption tracks of an MP4, as a player reads them.

    Raises:
        FilmError: The file is missing, or no film that can be read.
    """
    remedy = "make it again with `moa-anim bundle`"
    try:
        # FFmpeg is given the opened file and no name: it would take a name with a colon for a protocol.
        with open_regular(film) as file, av.open(file, "r", format="mp4") as container:
            texts = dict[int, list[TimedText]]()
            streams = [each for each in container.streams if each.type == "subtitle"]
            for packet in container.demux(*streams) if streams else ():
                if words := _read_sample(bytes(packet)):
                    base = (packet.time_base or MILLISECOND) / MILLISECOND
                    start, length = (packet.pts or 0) * base, (packet.duration or 0) * base
                    text = TimedText(round(start), round(start + length), tuple(words.split("\n")))
                    texts.setdefault(packet.stream.index, []).append(text)
            return tuple(
                CaptionTrack(
                    each.language or UNDETERMINED,
                    each.metadata.get("handler_name", ""),
                    texts.get(each.index, []),
                )
                for each in streams
            )
    except UnfitFile as error:
        raise FilmError(Fault(film.name, error.found, error.expected, remedy)) from error
    except (av.error.FFmpegError, OSError) as error:
        raise FilmError(Fault(film.name, error.strerror or str(error), "a film", remedy)) from error


def _read_sample(data: bytes) -> str:
    """The words of a timed text sample, which styles may follow; "" for none."""
    length = int.from_bytes(data[:2], "big")
    return data[2 : 2 + length].decode(errors="replace")


def _caption_stream(made: OutputContainer, each: CaptionTrack) -> av.stream.Stream:
    stream = made.add_mux_stream("mov_text", time_base=MILLISECOND)
    stream.metadata.update({"language": each.code, "handler_name": each.name})
    return stream


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
