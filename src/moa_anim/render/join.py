"""Joins segments into one MP4 without encoding them again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from heapq import merge
from io import BytesIO
from operator import itemgetter
from pathlib import Path
from typing import Protocol

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from moa_anim.errors import Fault, RenderError
from moa_anim.render.media_path import media_path
from moa_anim.render.sound_encoder import Sound, add_sound, sound_packets


class Piece(Protocol):
    """A segment to join."""

    @property
    def name(self) -> str:
        """Its name in error messages."""

    @property
    def frames(self) -> int:
        """How many frames it should have."""

    def data(self) -> bytes:
        """Its bytes, an MP4; read one after another, so that the whole film is never in memory."""


def join(pieces: Iterable[Piece], fps: Fraction, path: Path, sounds: Sequence[Sound] = ()) -> None:
    """Write the pieces, one after another, to `path` as a faststart MP4 of `fps` frames a second, without a date.

    The film has a track for each of the `sounds` after that of the picture.

    Packet number k (from 0) is decoded at frame k minus a constant delay, whatever its segment says: an
    encoder omits the delay in segments of one or two frames, so that shifting segments as a whole would let
    decoding times decrease.

    Raises:
        RenderError: A piece cannot be read, has a wrong number of frames, or was encoded with other settings.
        OSError: `path` cannot be written.
    """
    pieces = list(pieces)
    delay = max((_reorder_delay(piece, fps) for piece in pieces), default=0)
    with av.open(
        media_path(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"}
    ) as film:
        track: VideoStream | None = None
        heard: Iterator[tuple[Fraction, Packet[AudioStream]]] = iter(())
        waiting: tuple[Fraction, Packet[AudioStream]] | None = None
        start = 0
        for piece in pieces:
            with av.open(BytesIO(piece.data()), "r") as container:
                stream = container.streams.video[0]
                if track is None:
                    track = film.add_stream_from_template(stream)
                    track.time_base = 1 / fps
                    settings = _settings(stream)
                    tracks = [(add_sound(film, sound), sound.track) for sound in sounds]
                    heard = merge(*(sound_packets(*each) for each in tracks), key=itemgetter(0))
                    waiting = next(heard, None)
                elif _settings(stream) != settings:
                    raise RenderError(
                        _wrong(piece, "other encoder settings than in the film's first segment")
                    )
                for number, packet in enumerate(_packets(container, stream)):
                    packet.pts = start + _frame(packet, fps)
                    packet.dts = start + number - delay
                    packet.duration = 1
                    packet.time_base = 1 / fps
                    packet.stream = track
                    # Sound is written in step with the picture: the muxer keeps in memory what is ahead of the other track.
                    while waiting and waiting[0] <= (start + number) / fps:
                        film.mux(waiting[1])
                        waiting = next(heard, None)
                    film.mux(packet)
            start += piece.frames
        while waiting:
            film.mux(waiting[1])
            waiting = next(heard, None)


def _reorder_delay(piece: Piece, fps: Fraction) -> int:
    """Return how many frames decoding runs ahead of display in a piece; raise RenderError if it is incomplete."""
    try:
        with av.open(BytesIO(piece.data()), "r") as container:
            shown = [_frame(packet, fps) for packet in _packets(container, container.streams.video[0])]
    except (av.error.FFmpegError, IndexError, ValueError) as error:
        raise RenderError(_wrong(piece, f"a file that cannot be read ({error})")) from error
    if sorted(shown) != list(range(piece.frames)):
        raise RenderError(_wrong(piece, f"{len(shown)} frames, or gaps between them"))
    return max(number - frame for number, frame in enumerate(shown))


def _packets(container: InputContainer, stream: VideoStream) -> list[Packet[VideoStream]]:
    return [packet for packet in container.demux(stream) if packet.size]


def _frame(packet: Packet[VideoStream], fps: Fraction) -> int:
    if packet.pts is None or packet.time_base is None:
        raise ValueError("a packet without a time")
    # Whole numbers: a film's packets as fractions took a second.
    one = packet.time_base.denominator * fps.denominator
    frame, rest = divmod(packet.pts * packet.time_base.numerator * fps.numerator, one)
    if rest:
        raise ValueError(f"a frame at {packet.pts * packet.time_base * fps} of {fps} a second")
    return frame


def _settings(stream: VideoStream) -> tuple[object, ...]:
    context = stream.codec_context
    return (context.name, context.extradata, context.width, context.height)


def _wrong(piece: Piece, found: str) -> Fault:
    expected = f"a segment of {piece.frames} frames"
    return Fault(piece.name, found, expected, "delete that file and render again")
