"""The words of a film in another language: its scenes played without drawing, and drawn only where a label stands.

Its pictures differ from those of the document's language in their words and in when they come, as captions have another
length. So every rule that reads positions is asked at every frame: of labels, of pace, of what the picture cuts, of the
settled end. The rules that read colours are asked of a few drawn frames (labels), or of the document's language alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import numpy as np
from every_frame.allowances import ALLOWANCES, Allowance
from every_frame.moment import Finding, Moment, Rule
from every_frame.picture import Picture
from every_frame.rules.label_contrast import LabelContrast
from every_frame.rules.label_off_actor import LabelOffItsActor
from every_frame.rules.label_stays import LabelStays
from every_frame.rules.labels_apart import LabelsApart
from every_frame.rules.settled import Settled, begins_at
from every_frame.rules.steady_pace import SteadyPace
from every_frame.rules.whole_in_frame import WholeInFrame
from every_frame.seen import Seen, look_at
from goldens_kept import Pixels, shrunk
from manim import tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray
from recording import FILM, scene_of

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.caption_language import READING_CHARACTERS_PER_SECOND, CaptionLanguage
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.render.draw import manim_settings
from moa_anim.script.production import Production, load_production
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import SceneContext, scene_context
from moa_anim.stage.overlay import ProgressRail, StepMarker
from moa_anim.stage.painted import Painted
from moa_anim.stage.survey import label_places

LANGUAGES = ("es", "zh-Hans")
"""The translations that the package ships."""

EDITIONS = ("lecture", "clinic")

MOST_LABELS = 3
"""At once: more are not read."""

GLANCE_CHARACTERS = 25
"""Letters of a label that are read in a second: a word that the viewer expects is read faster than a caption."""

DRAW_EVERY = 45
"""Frames between two drawn pictures of the same labels: 3 s."""


@cache
def production_in(language: str, edition: str) -> Production:
    """The package's production in a language, proved."""
    return load_production(FILM, language=language, edition=edition)


def shots_of(language: str, edition: str) -> list[str]:
    """The ids of the shots of a translated film."""
    return [shot.id for shot in production_in(language, edition).storyboard.shots]


@dataclass(frozen=True, repr=False)
class DrawnPicture:
    """A drawn frame (height, width, 4), looked at as a decoded one is."""

    pixels: Pixels

    @property
    def luma(self) -> Pixels:
        """A plane of the picture's size."""
        return self.pixels[..., 0]

    def rgb(self, rows: slice = slice(None), columns: slice = slice(None)) -> NDArray[np.float64]:
        """Red, green, blue (rows, columns, 3) in 0…255."""
        return self.pixels[rows, columns, :3].astype(float)


@dataclass
class WordsSeen:
    """What was found in one shot: findings, frames looked at, with labels, and drawn; stills of the words."""

    findings: list[str] = field(default_factory=list)
    frames: int = 0
    labelled: int = 0
    drawn: int = 0
    stills: dict[str, Pixels] = field(default_factory=dict)


def look_at_words(language: str, edition: str, shot_id: str) -> WordsSeen:
    """Play a shot of a translated film, and look at every frame."""
    board = production_in(language, edition).storyboard
    timeline = schedule(board, DRAFT.rate)
    slot = next(each for each in timeline.shots if each.shot.id == shot_id)
    context = SceneContext(board, timeline, slot, label_places)
    with tempconfig(manim_settings(DRAFT)), scene_context(context):
        renderer = _Reader(production_in(language, edition), slot)  # its camera has the size that is set now
        scene_of(slot.shot)(renderer=renderer).render()
    return renderer.end()


class _Reader(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A renderer that looks where things are, and draws a frame only where labels' contrast or a still of words is wanted."""

    def __init__(self, production: Production, slot: ShotSlot) -> None:
        super().__init__(camera_class=MoaCamera)
        self._board, self._slot = production.storyboard, slot
        self._rules: list[Rule] = [
            LabelStays(),
            LabelsApart(),
            LabelOffItsActor(),
            WholeInFrame(),
            SteadyPace(),
            Settled(),
        ]
        self._allowances = ALLOWANCES.get(slot.shot.scene.cls, ())
        self._used: set[Allowance] = set()
        self._last = begins_at(slot.slot.frames, float(DRAFT.rate.seconds(1)))
        self._contrast = LabelContrast()
        self._before: Seen | None = None
        self._since: dict[int, int] = {}
        self._last_drawn: dict[tuple[int, ...], int] = {}
        self._found: dict[str, None] = {}
        self._kept: list[Any] = []
        self._stills = still_frames(slot)
        self._result = WordsSeen()

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Manim's call for each frame."""
        now = scene.now
        # What has gone off the stage is kept, so that nothing that comes gets its number.
        self._kept += [each for each in scene.mobjects if not any(each is other for other in self._kept)]
        seen = look_at(scene, now, self._last if now >= self._last else None)
        self._result.frames += 1
        self._note(self._rules_of_labels(seen))
        moment = self._moment(seen)
        for rule in self._rules:
            self._note(rule.look(moment))
        if seen.labels:
            self._result.labelled += 1
            whole = tuple(label.number for label in seen.labels if label.opacity >= 1.0)
            if whole and now - self._last_drawn.get(whole, -DRAW_EVERY) >= DRAW_EVERY:
                self._last_drawn[whole] = now
                self._result.drawn += 1
                self.update_frame(scene, moving_mobjects)
                picture = cast("Picture", DrawnPicture(self.camera.pixel_array))
                self._note(self._contrast.look(self._moment(seen, picture)))
        if now in self._stills:
            self._result.stills[self._stills[now]] = self._words_alone(scene)
        self._before = seen

    def end(self) -> WordsSeen:
        """What was found."""
        self._result.findings = list(self._found)
        return self._result

    def _note(self, findings: list[Finding]) -> None:
        for each in findings:
            self._found.setdefault(each.about)

    def _moment(self, seen: Seen, picture: Picture | None = None) -> Moment:
        shown = cast("Picture", picture)  # only the rule of contrast looks at it
        return Moment(
            self._board, DRAFT, self._slot, seen, self._before, shown, None, self._allowances, self._used
        )

    def _rules_of_labels(self, seen: Seen) -> list[Finding]:
        """At most three, in the picture and above the band, and for long enough to be read."""
        found = []
        whole = [label for label in seen.labels if label.opacity >= 1.0]
        if len(whole) > MOST_LABELS:
            found.append(Finding(f"{len(whole)} labels at once: {', '.join(label.words for label in whole)}"))
        for label in seen.labels:
            left, top, right, bottom = label.box
            if left < 0.0 or right > FRAME_WIDTH or top < 0.0 or bottom > BAND_TOP:
                found.append(Finding(f"“{label.words}” leaves the picture"))
            self._since.setdefault(label.number, seen.number)
        here = {label.number for label in seen.labels}
        for label in self._before.labels if self._before else ():
            if label.number not in here:
                seconds = float(DRAFT.rate.seconds(seen.number - self._since.pop(label.number)))
                if seconds < glance_seconds(label.words, self._board.interface.captions):
                    found.append(Finding(f"“{label.words}” is seen for {seconds:.1f} s"))
        return found

    def _words_alone(self, scene: Any) -> Pixels:
        """The frame without its pictures."""
        words = [each for each in scene.mobjects if isinstance(each, Painted) and has_words(each)]
        self.update_frame(scene, words)
        pixels = self.camera.pixel_array
        return shrunk(pixels)


def glance_seconds(words: str, language: CaptionLanguage) -> float:
    """The seconds that a label is seen at the least, in the proportion of a language's reading speed to that of English."""
    pace = GLANCE_CHARACTERS * language.characters_per_second / READING_CHARACTERS_PER_SECOND
    return float(language.characters(words) / pace)


def has_words(painted: Painted) -> bool:
    """Whether it letters words at this frame; the rail goes with the step."""
    return isinstance(painted, StepMarker | ProgressRail) or (
        painted.opacity > 0.0 and bool(painted.lettered())
    )


def still_frames(slot: ShotSlot) -> dict[int, str]:
    """Frames of which the words are kept as goldens, with their names: the end of a card's lead, and of each page's share.

    Shots with cues have none: their words are where the labels' survey puts them, which the rules judge.
    """
    if slot.cues:
        return {}
    lead = slot.relative(slot.lead)
    shares = {"": 1.0}
    if slot.shot.scene.module == "credits" and slot.shot.scene.cls != "Notice":
        shares = {"-key": 0.5, "": 1.0}
    return {
        lead.start + max(0, round(lead.frames * share) - 1): f"{slot.shot.id}{name}"
        for name, share in shares.items()
    }


def cards_of(language: str, edition: str) -> list[str]:
    """The ids of the shots that are kept as goldens."""
    slots = schedule(production_in(language, edition).storyboard, DRAFT.rate).shots
    return [slot.shot.id for slot in slots if still_frames(slot)]


def names_of(language: str, edition: str) -> list[str]:
    """The names of the stills of a translated film, in its order."""
    slots = schedule(production_in(language, edition).storyboard, DRAFT.rate).shots
    return [name for slot in slots for name in still_frames(slot).values()]
