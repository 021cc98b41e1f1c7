"""The films of a bundle, in all renditions: drawn once, encoded for each, joined or cut into clips; and the WebM."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.video.frame import VideoFrame

from moa_anim.bundle.text.chapters import chapters
from moa_anim.bundle.tracks import CaptionTrack, add_tracks
from moa_anim.bundle.wordings import Wording, translations
from moa_anim.cache.segments import SegmentCache
from moa_anim.captions.cues import timed_texts
from moa_anim.errors import Fault, RenderError
from moa_anim.model.narration import SOUND_RATE, NarrationFacts
from moa_anim.model.quality import LECTURE, CaptionMode, Quality
from moa_anim.render.compose import join_segments
from moa_anim.render.media_path import media_path
from moa_anim.render.plan import RenderPlan, plan_render
from moa_anim.render.rendition import Rendition, full_rendition
from moa_anim.render.sound_encoder import Sound
from moa_anim.script.production import Production

WEBM_SIZE = (854, 480)
"""Width and height in pixels."""

WEBM_QUALITY = "38"
"""VP9's constant quality, 0 to 63; lower is finer."""


@dataclass(frozen=True)
class Voice:
    """A production as a voice reads it: facts of the narration, and what makes the sounds of a plan of it."""

    production: Production
    facts: NarrationFacts
    sounds: Callable[[RenderPlan], Sequence[Sound]]


@dataclass(frozen=True)
class OtherFilm:
    """A film in another language than the bundle's, which a voice reads: small, without captions in its picture.

    `wordings` has its own words, then those in every other language at its times.
    """

    rendition: Rendition
    voice: Voice
    wordings: tuple[Wording, ...]

    @property
    def language(self) -> str:
        """The tag of its language."""
        return self.rendition.plan.production.storyboard.language

    @property
    def path(self) -> str:
        """Its path in the bundle."""
        production = self.rendition.plan.production
        return f"clean/{production.name}-{self.language}-{self.rendition.height}p.mp4"


@dataclass(frozen=True)
class Renditions:
    """The four films of a bundle as renditions of one drawing, and the films in other languages, which are drawn apart.

    `wordings` has the film's own words, then those in every other language at its times. `voice` reads its own; None for a
    silent film.
    """

    open_full: Rendition
    open_small: Rendition
    clean_full: Rendition
    clean_small: Rendition
    wordings: tuple[Wording, ...]
    voice: Voice | None = None
    others: tuple[OtherFilm, ...] = ()

    @property
    def all(self) -> tuple[Rendition, ...]:
        """The four of one drawing; the first has captions burned in at full size."""
        return (self.open_full, self.open_small, self.clean_full, self.clean_small)


def plan_renditions(
    production: Production,
    quality: Quality = LECTURE,
    voices: Sequence[Voice] = (),
    report: Callable[[str], None] = lambda _: None,
) -> Renditions:
    """Return the films of a production's bundle: with captions and without, at full and at small size.

    The one of `voices` that speaks the production's language reads its films; each other one a film in its own language.
    `report` is told of translations that are left out.
    """
    own = production.storyboard.language
    voice = next((each for each in voices if each.production.storyboard.language == own), None)
    told = voice.production if voice else production
    facts = voice.facts if voice else None
    opened, clean = (
        plan_render(told, quality, mode, None, facts) for mode in (CaptionMode.OPEN, CaptionMode.CLOSED)
    )
    small_height = quality.small_height
    return Renditions(
        full_rendition(opened),
        Rendition(opened, small_height),
        full_rendition(clean),
        Rendition(clean, small_height),
        _wordings(opened, report),
        voice,
        tuple(_other_film(each, quality) for each in voices if each is not voice),
    )


def _other_film(voice: Voice, quality: Quality) -> OtherFilm:
    plan = plan_render(voice.production, quality, CaptionMode.CLOSED, None, voice.facts)
    return OtherFilm(Rendition(plan, quality.small_height), voice, _wordings(plan, lambda _: None))


def _wordings(plan: RenderPlan, report: Callable[[str], None]) -> tuple[Wording, ...]:
    own = Wording(plan.production.storyboard, plan.timeline)
    return (own, *translations(plan.production, plan.timeline, report))


def film_for_embedding(renditions: Renditions) -> str:
    """Return the file name, in a bundle's `web/`, of the film without burned-in captions and caption track."""
    return f"{renditions.clean_small.plan.production.name}-{renditions.clean_small.height}p.mp4"


def poster_for_embedding(name: str) -> str:
    """Return the file name, in the `web/` of a bundle named `name`, of the picture shown until that film plays."""
    return f"{name}-poster.jpg"


def write_rendition(
    rendition: Rendition, cache: SegmentCache, out: Path, sounds: Sequence[Sound] = ()
) -> None:
    """Join a rendition's segments into `out`, with its `sounds`.

    Raises RenderError when one is missing, OSError when `out` cannot be written.
    """
    frames = (segment.frames for segment in rendition.plan.segments)
    pieces = list(zip(rendition.keys, frames, strict=True))
    join_segments(cache, pieces, rendition.plan.quality.rate.fps, out, sounds)


def write_clips(
    rendition: Rendition, cache: SegmentCache, folder: Path, sounds: Sequence[Sound] = ()
) -> dict[str, Path]:
    """Join each shot's segments of a rendition into a film of its own, `NN-shot.mp4`, and return them by shot id.

    `sounds` are those of the whole film; each clip gets its part.

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
        rate = rendition.plan.quality.rate
        start, stop = rate.seconds(shot.slot.start), rate.seconds(shot.slot.stop)
        heard = [_part(each, start, stop) for each in sounds]
        join_segments(cache, pieces, rate.fps, clips[shot.shot.id], heard)
    return clips


def _part(sound: Sound, start: Fraction, stop: Fraction) -> Sound:
    """Return the sound from second `start` to second `stop` of a film."""
    return replace(sound, track=sound.track[round(start * SOUND_RATE) : round(stop * SOUND_RATE)])


def write_clean(
    rendition: Rendition, wordings: Sequence[Wording], joined: Path, out: Path, cover: bytes
) -> None:
    """Copy the film `joined` to `out` with a caption track of each of `wordings`, chapters, title and cover (a JPEG)."""
    board = rendition.plan.production.storyboard
    add_tracks(
        joined,
        out,
        title=board.shown_title,
        code=board.language_code,
        captions=caption_tracks(wordings),
        chapters=chapters(rendition.plan.timeline),
        cover=cover,
    )


def caption_tracks(wordings: Sequence[Wording]) -> tuple[CaptionTrack, ...]:
    """Return the caption tracks of a film, its own language first."""
    return tuple(
        CaptionTrack(each.board.language_code, each.board.language_name, timed_texts(each.timeline))
        for each in wordings
    )


def write_webm(film: Path, out: Path) -> None:
    """Encode `film` again as WebM (VP9, and Opus if it has sound) at 480p, for pages that want an open format.

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
        heard = source.streams.audio[:1]
        voice = made.add_stream("libopus", rate=SOUND_RATE, layout="mono") if heard else None
        number = 0
        for frame in source.decode(source.streams.video[0], *heard):
            if isinstance(frame, VideoFrame):
                small = frame.reformat(*WEBM_SIZE)
                small.pts, small.time_base = number, 1 / rate
                small.pict_type = 0
                number += 1
                made.mux(stream.encode(small))
            elif voice is not None and isinstance(frame, AudioFrame):
                made.mux(voice.encode(frame))
        made.mux(stream.encode())
        if voice is not None:
            made.mux(voice.encode(None))


@contextmanager
def _encoding_faults(out: Path) -> Iterator[None]:
    try:
        yield
    except av.FFmpegError as error:
        if isinstance(error, OSError) and error.errno:
            raise
        raise RenderError(Fault(out.name, str(error), "a film encoded", "run `moa-anim doctor`")) from error
