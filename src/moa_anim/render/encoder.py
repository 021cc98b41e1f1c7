"""Encodes a segment's frames as one small MP4: a closed group of pictures, the same bytes wherever it is encoded."""

from __future__ import annotations

import io
from contextlib import suppress
from fractions import Fraction

import av
from av.video.frame import VideoFrame

from moa_anim.errors import Fault, RenderError

PRESET = "veryfast"
"""x264's trade between speed and size."""

CONSTANT_RATE_FACTOR = "24.3"
"""x264's quality, with `qcomp` at 0.75. Of 20 s of eight shots: 8.8 MB at 24.4, where 23.5 at x264's own 0.6 took 9.0; the
least SSIM of a shot rose from 0.9846 to 0.9858, the others fell by 0.0003 to 0.001, from 0.995 and more. Thin outlines do not
visibly flicker."""

SMALL_CONSTANT_RATE_FACTOR = "27.8"
"""CRF of a rendition smaller than its film was drawn: four minutes at 720p take 25 MB at most. Its pixels are averages of
several drawn ones, so that it looks finer than a picture drawn small, even at this lower quality.
"""

BT709 = 1
"""The code of BT.709 in H.264's matrix, primaries and transfer fields (ITU-T H.273)."""

# mbtree off: at widths that are not multiples of 128 it reads uninitialised memory, and the bytes vary from run to run.
# b-adapt and rc-lookahead 0: B-frames at fixed places. Deciding on them took a third of the encoder's time, for files as
# large or larger: 60 frames of three shots took 10–17 ms each instead of 15–23, with SSIM less by 0.0006 at most.
# weightp off: 13.5 ms a frame instead of 14.6, for the same size and SSIM.
# qcomp 0.75: frames with much movement and detail get more of the bits than at x264's 0.6, quiet ones fewer.
# One thread: the bytes that x264 writes depend on the number of threads. Segments are encoded in parallel instead.
_OPTIONS = {
    "preset": PRESET,
    "profile": "high",
    "x264-params": "threads=1:mbtree=0:keyint=60:min-keyint=60:scenecut=0:open-gop=0:force-cfr=1:stitchable=1:"
    "b-adapt=0:rc-lookahead=0:weightp=0:qcomp=0.75",
}


class SegmentEncoder:
    """Encodes frames one by one; `finish` returns the file."""

    def __init__(
        self, width: int, height: int, rate: Fraction, rate_factor: str = CONSTANT_RATE_FACTOR
    ) -> None:
        self._buffer = io.BytesIO()
        self._container = av.open(self._buffer, "w", format="mp4", options={"fflags": "+bitexact"})
        stream = self._container.add_stream("libx264", rate=rate, options={**_OPTIONS, "crf": rate_factor})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.time_base = 1 / rate
        context.thread_count = 1
        context.color_range, context.colorspace = 1, BT709
        context.color_primaries, context.color_trc = BT709, BT709
        self._stream = stream
        self._frames = 0
        self._time_base = 1 / rate

    def add(self, frame: VideoFrame) -> None:
        """Encode the next frame, `width` × `height` pixels, yuv420p. Raises RenderError when the encoder fails."""
        frame.pts, frame.time_base = self._frames, self._time_base
        self._frames += 1
        try:
            self._container.mux(self._stream.encode(frame))
        except av.FFmpegError as error:
            raise _failed(error) from error

    def finish(self) -> bytes:
        """Flush the encoder and return the segment's file. Raises RenderError when the encoder fails."""
        try:
            self._container.mux(self._stream.encode())
            self._container.close()
        except av.FFmpegError as error:
            raise _failed(error) from error
        return self._buffer.getvalue()


def segment_facts(data: bytes) -> tuple[int, int, int, str]:
    """Return frames, width, height and frames a second of a segment's file; zeros if it is not a film. Nothing is decoded."""
    with suppress(av.error.FFmpegError, IndexError), av.open(io.BytesIO(data), "r") as container:
        stream = container.streams.video[0]
        frames = sum(1 for packet in container.demux(stream) if packet.size)
        return frames, stream.width, stream.height, str(stream.average_rate)
    return 0, 0, 0, "0"


def _failed(error: Exception) -> RenderError:
    return RenderError(
        Fault("video encoder", str(error), "a frame encoded by libx264", "run `moa-anim doctor`")
    )
