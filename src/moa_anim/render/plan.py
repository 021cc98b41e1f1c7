"""Which segments a film consists of, and the cache key of each. Loads no Manim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from moa_anim.cache.inputs import picture_key, segment_inputs, segment_key
from moa_anim.errors import CommandLineError, Fault
from moa_anim.model.band_levels import band_levels
from moa_anim.model.narration import NarrationFacts
from moa_anim.model.quality import SEGMENT_FRAMES, CaptionMode, Quality
from moa_anim.model.story import Caption, Shot
from moa_anim.model.timeline import CaptionSlot, ShotSlot, Slot, Timeline, schedule
from moa_anim.script.production import Production


@dataclass(frozen=True)
class Segment:
    """Frames of one shot that are encoded together and cached under `key`.

    `slot` counts frames from the shot's first; `shot_index` counts shots of the whole storyboard from 0,
    `number` the shot's segments from 0.
    """

    shot_id: str
    shot_index: int
    number: int
    slot: Slot
    key: str

    @property
    def frames(self) -> int:
        """How many frames the segment has."""
        return self.slot.frames


@dataclass(frozen=True)
class BurnedIn:
    """What is laid on a shot's frames: captions, counted from its first frame, and the level of the band at each.

    `captions` is None where captions are not burned in.
    """

    captions: tuple[CaptionSlot, ...] | None
    levels: tuple[int, ...]

    def at(self, frame: int) -> tuple[Caption | None, int]:
        """Return the caption at a frame, None for none, and the level of the band."""
        shown = (each.caption for each in self.captions or () if each.slot.start <= frame < each.slot.stop)
        return next(shown, None), self.levels[frame]


@dataclass(frozen=True)
class RenderPlan:
    """A film before it is drawn: its timeline, and its segments in film order, which together fill it.

    `pictures` has a picture key for each shot of the timeline. The timeline holds the chosen shots only. `narration` is None
    for a silent film.
    """

    production: Production
    quality: Quality
    captions: CaptionMode
    timeline: Timeline
    segments: tuple[Segment, ...]
    pictures: tuple[str, ...]
    narration: NarrationFacts | None = None

    def __post_init__(self) -> None:
        if self.frames != self.timeline.frames or len(self.pictures) != len(self.timeline.shots):
            raise ValueError(f"{self.frames} frames in segments, {self.timeline.frames} on the timeline")

    @property
    def frames(self) -> int:
        """How many frames the film has."""
        return sum(segment.frames for segment in self.segments)

    @property
    def tracks(self) -> tuple[str, ...]:
        """The kinds of the film's tracks, in order: the picture, then the sounds."""
        return ("video", *(("audio",) * self.narration.sound_tracks if self.narration else ()))

    def burned_in(self, shot: ShotSlot) -> BurnedIn | None:
        """Return what is laid on the frames of a shot of the film; None in a shot without cues."""
        return burned_in(shot, self.captions, band_levels(self.timeline))

    def shot_slot(self, segment: Segment) -> ShotSlot:
        """Return the shot that `segment` is a part of."""
        return {shot.shot.id: shot for shot in self.timeline.shots}[segment.shot_id]


def plan_render(
    production: Production,
    quality: Quality,
    captions: CaptionMode,
    shots: Sequence[str] | None = None,
    narration: NarrationFacts | None = None,
) -> RenderPlan:
    """Return the plan of a film of `production`, or of its shots whose ids are in `shots`, in film order.

    `narration` says whose voice is heard; then the captions of `production` last as long as they take to say.

    Raises:
        CommandLineError: `shots` names none, or one that the storyboard does not have.
    """
    storyboard = production.storyboard
    places = {shot.id: index for index, shot in enumerate(storyboard.shots)}
    chosen = storyboard.shots if shots is None else _chosen(storyboard.shots, shots)
    timeline = schedule(replace(storyboard, shots=chosen), quality.rate)
    package = segment_inputs()
    pictures, segments, levels = [], [], band_levels(timeline)
    for shot in timeline.shots:
        index = places[shot.shot.id]
        pictures.append(picture_key(shot, index, storyboard, quality, package))
        segments += _segments(shot, index, pictures[-1], captions, levels)
    return RenderPlan(production, quality, captions, timeline, tuple(segments), tuple(pictures), narration)


def burned_in(shot: ShotSlot, mode: CaptionMode, levels: Mapping[str, tuple[int, ...]]) -> BurnedIn | None:
    """Return what is laid on a shot's frames, counted from its first; None where nothing is: in a shot without cues.

    `levels` are the band's by shot (`band_levels`). In a mode without burned-in captions the band is absent throughout, and
    the picture ends softly in paper. All modes share the segments of a shot without cues.
    """
    if not shot.cues:
        return None
    if mode is not CaptionMode.OPEN:
        return BurnedIn(None, (0,) * shot.slot.frames)
    captions = (caption for cue in shot.cues for caption in cue.captions)
    return BurnedIn(
        tuple(CaptionSlot(shot.relative(each.slot), each.caption) for each in captions), levels[shot.shot.id]
    )


def _segments(
    shot: ShotSlot, index: int, picture: str, mode: CaptionMode, levels: Mapping[str, tuple[int, ...]]
) -> list[Segment]:
    shown = burned_in(shot, mode, levels)
    frames = shot.slot.frames
    slots = [Slot(start, min(start + SEGMENT_FRAMES, frames)) for start in range(0, frames, SEGMENT_FRAMES)]
    captions, band = (shown.captions, shown.levels) if shown else (None, ())
    return [
        Segment(shot.shot.id, index, number, slot, segment_key(picture, slot, captions, band))
        for number, slot in enumerate(slots)
    ]


def _chosen(shots: Sequence[Shot], ids: Sequence[str]) -> tuple[Shot, ...]:
    known = [shot.id for shot in shots]
    faults = []
    for identity in ids:
        if identity not in known:
            near = get_close_matches(identity, known, 1)
            remedy = f"did you mean “{near[0]}”?" if near else "see `moa-anim plan`"
            faults.append(
                Fault("shots", f"“{identity}”", f"a shot of the storyboard ({', '.join(known)})", remedy)
            )
    if not ids:
        faults.append(Fault("shots", "none", "ids with commas between them", "see `moa-anim plan`"))
    if faults:
        raise CommandLineError(faults)
    return tuple(shot for shot in shots if shot.id in ids)
