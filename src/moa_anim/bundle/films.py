"""The films of a bundle, in all renditions: drawn once, encoded for each, joined or cut into clips; and the WebM."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from moa_anim.bundle.text.chapters import chapters
from moa_anim.bundle.tracks import add_tracks
from moa_anim.cache.segments import SegmentCache
from moa_anim.captions.cues import timed_texts
from moa_anim.errors import Fault, RenderError
from moa_anim.model.quality import LECTURE, CaptionMode, Quality
from moa_anim.render.compose import join_segments
from moa_anim.render.media_path import media_path
from moa_anim.render.plan import plan_render
from moa_anim.render.rendition import Rendition, full_rendition
from moa_anim.script.production import Production

WEBM_SIZE = (854, 480)
"""Width and height in pixels."""

WEBM_QUALITY = "38"
"""VP9's constant quality, 0 to 63; lower is finer."""


@dataclass(frozen=True)
class Renditions:
    """The four films of a bundle as renditions of one drawing."""

    open_full: Rendition
    open_small: Rendition
    clean_full: Rendition
    clean_small: Rendition

    @property
    def all(self) -> tuple[Rendition, ...]:
        """All four; the first has captions burned in at full size."""
        return (self.open_full, self.open_small, self.clean_full, self.clean_small)


def plan_renditions(production: Production, quality: Quality = LECTURE) -> Renditions:
    """Return the renditions of a production's bundle: with captions and without, at full and at small size."""
    opened, clean = (
        plan_render(production, quality, mode) for mode in (CaptionMode.OPEN, CaptionMode.CLOSED)
    )
    small_height = quality.small_height
    return Renditions(
        full_rendition(opened),
        Rendition(opened, small_height),
        full_rendition(clean),
        Rendition(clean, small_height),
    )


def film_for_embedding(renditions: Renditions) -> str:
    """Return the file name, in a bundle's `web/`, of the film without burned-in captions and caption track."""
    return f"{renditions.clean_small.plan.production.name}-{renditions.clean_small.height}p.mp4"


def write_rendition(rendition: Rendition, cache: SegmentCache, out: Path) -> None:
    """Join a rendition's segments into `out`.

    Raises RenderError when one is missing, OSError when `out` cannot be written.
    """
    frames = (segment.frames for segment in rendition.plan.segments)
    join_segments(cache, list(zip(rendition.keys, frames, strict=True)), rendition.plan.quality.rate.fps, out)


def write_clips(rendition: Rendition, cache: SegmentCache, folder: Path) -> dict[str, Path]:
    """Join each shot's segments of a rendition into a film of its own, `NN-shot.mp4`, and return them by shot id.

    Raises RenderError when a segment is missing, OSError when `folder` cannot be written.
    """
    clips: dict[str, Path] = {}
    for number, shot in enumerate(rendition.plan.timeline.shots, 1):
        pieces = [
            (key, segment.frames)
            for key, segment in zip(rendition.keys, rendition.plan.segments, strict=True)
            if segment.shot_id == shot.shot.id
        ]
        clips[shot.shot.id] = folder / f"{number:02d}-{shot.shot.id}.mp4"
        join_segments(cache, pieces, rendition.plan.quality.rate.fps, clips[shot.shot.id])
    return clips


def write_clean(rendition: Rendition, joined: Path, out: Path, cover: bytes) -> None:
    """Copy the clean film `joined` to `out` with caption track, chapters, title and cover (a JPEG)."""
    board = rendition.plan.production.storyboard
    add_tracks(
        joined,
        out,
        title=board.shown_title,
        language=board.language,
        code=board.interface.iso_639_2 if board.interface.speaks(board.language) else "",
        label=board.interface.word("text", "captions"),
        captions=timed_texts(rendition.plan.timeline),
        chapters=chapters(rendition.plan.timeline),
        cover=cover,
    )


def write_webm(film: Path, out: Path) -> None:
    """Encode `film` again as WebM (VP9) at 480p, for pages that want an open format.

    One thread, no dates: the same bytes each time. Raises RenderError when the encoder fails.
    """
    options, target = {"fflags": "+bitexact"}, media_path(out)
    with (
        _encoding_faults(out),
        av.open(media_path(film)) as source,
        av.open(target, "w", format="webm", options=options) as made,
    ):
        rate = source.streams.video[0].average_rate or Fraction(30)
        settings = {"deadline": "realtime", "cpu-used": "8", "threads": "1", "crf": WEBM_QUALITY}
        stream = made.add_stream("libvpx-vp9", rate=rate, options=settings)
        stream.width, stream.height = WEBM_SIZE
        stream.pix_fmt, stream.bit_rate, stream.gop_size = "yuv420p", 0, round(4 * rate)
        stream.codec_context.time_base, stream.codec_context.thread_count = 1 / rate, 1
        for number, frame in enumerate(source.decode(video=0)):
            small = frame.reformat(*WEBM_SIZE)
            small.pts, small.time_base = number, 1 / rate
            small.pict_type = 0
            made.mux(stream.encode(small))
        made.mux(stream.encode())


@contextmanager
def _encoding_faults(out: Path) -> Iterator[None]:
    try:
        yield
    except av.FFmpegError as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise RenderError(Fault(out.name, str(error), "a film encoded", "run `moa-anim doctor`")) from error
