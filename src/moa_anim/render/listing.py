"""A plan as data, for `plan --json` and the manifest, and as text for a reader."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from moa_anim.captions.descriptions import description_of
from moa_anim.model.caption_rules import ADVISED_WORDS_PER_MINUTE, characters_per_second, words_per_minute
from moa_anim.model.clock import FrameRate
from moa_anim.model.timeline import CaptionSlot, CueSlot, Slot
from moa_anim.render.plan import RenderPlan

Data = dict[str, Any]
"""A JSON object."""

DESCRIPTION = "description"
"""Entry of a cue whose description is spoken: its frames, its text, and SPOKEN_SECONDS."""

SPOKEN_SECONDS = "spoken_seconds"
"""Entry of a caption or description that is spoken: the seconds that it takes, with the pause after it, as a fraction."""


def film_data(plan: RenderPlan) -> Data:
    """Return how long and how large the film is: frames, frames a second, seconds, pixels."""
    return {
        "frames": plan.frames,
        "fps": number(plan.quality.rate.fps),
        "seconds": number(plan.timeline.seconds),
        "width": plan.quality.width,
        "height": plan.quality.height,
    }


def cue_data(plan: RenderPlan) -> list[Data]:
    """Return each cue: its frames, its span of the document (None without words), its captions, what is said of it."""
    return [
        {
            "shot": shot.shot.id,
            "cue": cue.cue.id,
            **slot_data(cue.slot),
            "span": _span_data(cue),
            "text": cue.cue.text,
            **({"translation_of": cue.cue.words.text} if cue.cue.translation and cue.cue.words else {}),
            "captions": [
                {**slot_data(each.slot), "lines": list(each.caption.lines), **_spoken_data(each)}
                for each in cue.captions
            ],
            **_description_data(cue),
        }
        for shot in plan.timeline.shots
        for cue in shot.cues
    ]


def plan_data(plan: RenderPlan) -> Data:
    """Return the whole plan; speeds are in characters a second (cps) and words a minute (wpm)."""
    rate = plan.quality.rate
    cues = cue_data(plan)
    slots = [cue for shot in plan.timeline.shots for cue in shot.cues]
    for data, cue in zip(cues, slots, strict=True):
        speeds = [_speed_data(each, rate) for each in cue.captions]
        data["captions"] = [{**one, **speed} for one, speed in zip(data["captions"], speeds, strict=True)]
        data["cps"] = max((speed["cps"] for speed in speeds), default=0)
        data["wpm"] = max((speed["wpm"] for speed in speeds), default=0)
        data["advice"] = [advice for speed in speeds for advice in speed["advice"]]
    return {
        "film": film_data(plan),
        "edition": plan.production.storyboard.edition.name,
        "language": plan.production.storyboard.language,
        "quality": plan.quality.name,
        "shots": [
            {"id": shot.shot.id, "scene": str(shot.shot.scene), **slot_data(shot.slot)}
            for shot in plan.timeline.shots
        ],
        "cues": cues,
    }


def plan_text(plan: RenderPlan) -> str:
    """Return the plan as lines of text: the film, then each shot with its cues and captions."""
    rate, lines = plan.quality.rate, []
    for shot in plan.timeline.shots:
        lines.append(f"{_when(shot.slot, rate)}  {shot.shot.id}  ({shot.shot.scene})")
        for cue in shot.cues:
            lines.append(f"{_when(cue.slot, rate)}    {cue.cue.id}")
            for each in cue.captions:
                speed = _speed_data(each, rate)
                mark = "  (fast)" if speed["advice"] else ""
                words = " / ".join(each.caption.lines)
                counted = f" {speed['wpm']:3.0f} wpm" if each.caption.setting.language.spaced else ""
                pace = f"{speed['cps']:4.1f} cps{counted}{mark}"
                lines.append(f"{_when(each.slot, rate)}      {pace}  {words}")
            if cue.description:
                lines.append(f"{_when(cue.description, rate)}      description  {description_of(cue.cue)}")
    film = film_data(plan)
    size = f"{film['width']}×{film['height']}"
    lines.append(f"{film['frames']} frames, {film['seconds']:.2f} s at {film['fps']} a second, {size}")
    return "\n".join(lines)


def slot_data(slot: Slot) -> Data:
    """Return frames `start` … `stop` - 1 and how many they are."""
    return {"start": slot.start, "stop": slot.stop, "frames": slot.frames}


def number(value: Fraction) -> int | float:
    """Return `value` as a JSON number: whole if it is whole."""
    return value.numerator if value.denominator == 1 else round(float(value), 6)


def _speed_data(each: CaptionSlot, rate: FrameRate) -> Data:
    seconds = rate.seconds(each.slot.frames)
    language = each.caption.setting.language
    words = words_per_minute(each.caption, seconds, language)
    slow = ADVISED_WORDS_PER_MINUTE
    advice = [f"{float(words):.0f} words a minute; {slow} are easier to read"] if words > slow else []
    cps = round(float(characters_per_second(each.caption, seconds, language)), 2)
    return {"cps": cps, "wpm": round(float(words), 1), "advice": advice}


def _spoken_data(each: CaptionSlot) -> Data:
    """Return how many seconds a caption takes to say, with the pause after it; nothing for a silent film."""
    spoken = each.caption.spoken_seconds
    return {SPOKEN_SECONDS: str(spoken)} if spoken else {}


def _description_data(cue: CueSlot) -> Data:
    """Return when what is seen in a cue is spoken, and how many seconds it takes; nothing where it is not."""
    if cue.description is None:
        return {}
    spoken = {"text": description_of(cue.cue), SPOKEN_SECONDS: str(cue.cue.described_seconds)}
    return {DESCRIPTION: {**slot_data(cue.description), **spoken}}


def _span_data(cue: CueSlot) -> Data | None:
    if cue.cue.words is None:
        return None
    span = cue.cue.words.quote.span
    return {"start": span.start, "stop": span.stop}


def _when(slot: Slot, rate: FrameRate) -> str:
    return f"{float(rate.seconds(slot.start)):7.2f} s {slot.frames:5d} frames"
