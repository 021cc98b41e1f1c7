"""Encodes a sound track as AAC, in packets to be written between those of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet
from av.stream import Disposition
from numpy.typing import NDArray

from moa_anim.model.narration import SOUND_RATE

BIT_RATE = 128_000
"""Bits a second: transparent for one voice in one channel."""

FRAME_SAMPLES = 1024
"""Samples of a packet of AAC-LC."""


@dataclass(frozen=True)
class Sound:
    """A sound track: its samples (n,) in −1…1, its language by three letters (ISO 639-2/T), and its title for players.

    `described` says that what is seen is spoken on it. Players do not choose it by themselves, except for those who asked
    for audio description.
    """

    track: NDArray[np.float64]
    language: str
    title: str
    described: bool = False


def add_sound(film: OutputContainer, sound: Sound) -> AudioStream:
    """Add an AAC track, one channel, for a sound, without its packets, to a film that is being written."""
    stream = film.add_stream("aac", rate=SOUND_RATE, options={"strict": "normal"})
    stream.layout = "mono"
    stream.bit_rate = BIT_RATE
    stream.metadata["language"] = sound.language
    stream.metadata["title"] = stream.metadata["handler_name"] = sound.title
    stream.disposition = Disposition.visual_impaired if sound.described else Disposition.default
    stream.codec_context.flags |= int(av.codec.context.Flags.bitexact)
    return stream


def sound_packets(
    stream: AudioStream, track: NDArray[np.float64]
) -> Iterator[tuple[Fraction, Packet[AudioStream]]]:
    """Yield the packets of a sound (n,), SOUND_RATE samples a second in −1…1, and the second at which each begins."""
    samples = track.astype(np.float32)
    for start in range(0, len(samples), FRAME_SAMPLES):
        piece = samples[start : start + FRAME_SAMPLES]
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(piece[None]), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield from _timed(stream, stream.encode(frame))
    yield from _timed(stream, stream.encode(None))


def _timed(
    stream: AudioStream, packets: list[Packet[AudioStream]]
) -> Iterator[tuple[Fraction, Packet[AudioStream]]]:
    for packet in packets:
        yield Fraction(packet.pts or 0) * (packet.time_base or Fraction(1, SOUND_RATE)), packet
