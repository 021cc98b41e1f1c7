"""A rendered film walked: each shot's scene played beside the film's decoded pictures, every rule asked at every frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from every_frame.allowances import ALLOWANCES, Allowance
from every_frame.film import Film
from every_frame.moment import Moment, Rule
from every_frame.picture import Picture, decoded
from every_frame.rules.caption_band import OnlyCaptionsInTheBand
from every_frame.rules.caption_words import CaptionOfTheTrack
from every_frame.rules.counts import CountsAreTrue
from every_frame.rules.label_contrast import LabelContrast
from every_frame.rules.label_off_actor import LabelOffItsActor
from every_frame.rules.label_stays import LabelStays
from every_frame.rules.labels_apart import LabelsApart
from every_frame.rules.never_still import NeverStill
from every_frame.rules.settled import Settled, begins_at
from every_frame.rules.steady_pace import SteadyPace
from every_frame.rules.whole_in_frame import WholeInFrame
from every_frame.seen import Seen, look_at
from PIL import Image
from recording import play_dry, scene_of

from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.stage.label_placement import Places
from moa_anim.stage.survey import label_places

RULES: tuple[Callable[[], Rule], ...] = (
    OnlyCaptionsInTheBand,
    LabelsApart,
    LabelOffItsActor,
    LabelStays,
    LabelContrast,
    WholeInFrame,
    SteadyPace,
    CaptionOfTheTrack,
    CountsAreTrue,
    Settled,
    NeverStill,
)


@dataclass(frozen=True)
class Violation:
    """A rule broken from `frame` (of the shot) to `last`: by what, in which cue, and where the first frame's picture is."""

    rule: str
    shot: str
    cue: str
    frame: int
    film_frame: int
    about: str
    detail: str
    picture: Path
    last: int

    def __str__(self) -> str:
        until = f" to {self.last}" if self.last > self.frame else ""
        where = f"shot “{self.shot}”, cue “{self.cue}”, frame {self.frame}{until} of the shot, {self.film_frame} of the film"
        detail = f" ({self.detail})" if self.detail else ""
        return f"{self.rule}: {where}: {self.about}{detail}; see {self.picture}"


@dataclass
class Walked:
    """What was found on a walk through one shot; `frames` were looked at, `idle` allowances were not needed."""

    violations: list[Violation] = field(default_factory=list)
    frames: int = 0
    idle: tuple[Allowance, ...] = ()


def walk(
    film: Film,
    shot_id: str,
    pictures: Path,
    places: Places | None = None,
    rules: Sequence[Callable[[], Rule]] = RULES,
) -> Walked:
    """Walk through a shot; the first frame of each violation is saved into the folder `pictures`.

    `places` are those of the shot's labels if they are known from its drawing; else the shot is surveyed for them.
    """
    place_labels = label_places if places is None else lambda scene, context: places
    timeline = schedule(film.storyboard, film.quality.rate)
    slot = next(each for each in timeline.shots if each.shot.id == shot_id)
    stream = decoded(film.path, slot.slot.start, slot.slot.frames, film.quality.rate.fps)
    allowances = ALLOWANCES.get(slot.shot.scene.cls, ())
    found = _Walk(film, slot, allowances, stream, pictures, [make() for make in rules])
    play_dry(scene_of(slot.shot), film.storyboard, timeline, slot, film.quality, found.step, place_labels)
    return Walked(
        found.violations,
        found.frames,
        tuple(each for each in allowances if each not in found.used),
    )


class _Walk:
    """One shot's walk as it goes."""

    def __init__(
        self,
        film: Film,
        slot: ShotSlot,
        allowances: tuple[Allowance, ...],
        stream: Iterator[Picture],
        pictures: Path,
        rules: list[Rule],
    ) -> None:
        self._film, self._slot, self._allowances = film, slot, allowances
        self._stream, self._pictures, self._rules = stream, pictures, rules
        self._captions = film.captions()
        self._before: Seen | None = None
        self._going: dict[tuple[str, str], int] = {}
        self._stays: list[Any] = []
        self.violations: list[Violation] = []
        self.frames = 0
        self.used: set[Allowance] = set()

    def step(self, scene: Any, number: int) -> None:
        """Look at one frame."""
        rate = self._film.quality.rate
        last = begins_at(self._slot.slot.frames, float(rate.seconds(1)))
        # What has gone off the stage is kept, so that nothing that comes gets its number.
        self._stays += [each for each in scene.mobjects if not any(each is other for other in self._stays)]
        seen = look_at(scene, number, last if number >= last else None)
        moment = Moment(
            self._film.storyboard,
            self._film.quality,
            self._slot,
            seen,
            self._before,
            next(self._stream),
            self._words(number),
            self._allowances,
            self.used,
        )
        for rule in self._rules:
            for finding in rule.look(moment):
                self._note(rule.name, moment, finding.about, finding.detail)
        self._before, self.frames = seen, self.frames + 1

    def _words(self, number: int) -> tuple[str, ...] | None:
        """The lines that the caption file has in the middle of a frame."""
        frame = self._slot.slot.start + number
        middle = 500 * (2 * frame + 1) / self._film.quality.rate.fps  # milliseconds
        return next((each.lines for each in self._captions if each.start <= middle < each.stop), None)

    def _note(self, rule: str, moment: Moment, about: str, detail: str) -> None:
        number = moment.seen.number
        at = self._going.get((rule, about))
        if at is not None and self.violations[at].last >= number - 1:
            self.violations[at] = replace(self.violations[at], last=number)
            return
        self._going[rule, about] = len(self.violations)
        shot = self._slot.shot.id
        path = self._pictures / f"{shot}-{moment.cue}-{number:04}-{slug(rule)}.png"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.round(moment.picture.rgb()).astype(np.uint8)).save(path)
        self.violations.append(
            Violation(rule, shot, moment.cue, number, moment.film_frame, about, detail, path, number)
        )


def slug(sentence: str) -> str:
    """A sentence as a file may be called."""
    return re.sub(r"[^a-z0-9]+", "-", sentence.lower()).strip("-")
