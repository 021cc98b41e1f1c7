"""Plays a shot once without drawing, records what is where, and places its labels accordingly."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
from manim import Scene, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from moa_anim.cache.arrays import CODE_SHA256, cached
from moa_anim.cache.inputs import picture_key
from moa_anim.graphics.coverage import mark
from moa_anim.graphics.geometry import Box, Point
from moa_anim.model.clock import FrameRate
from moa_anim.model.quality import DRAFT
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot, Timeline, schedule
from moa_anim.stage.camera import MoaCamera
from moa_anim.stage.context import SceneContext, scene_context, unplaced
from moa_anim.stage.label import Label
from moa_anim.stage.label_placement import CELL, COLUMNS, ROWS, Grid, Placed, Places, Showing, place_all
from moa_anim.stage.painted import Painted

SURVEY_RATE = FrameRate(Fraction(30))
"""Frame rate of a survey: always the same, so that labels have the same places at every quality."""

SURVEYED_AS = DRAFT
"""The quality in the key under which places are remembered: one for all, since they are the same at every quality."""

STEP = 3
"""Every so many frames one is inspected: in a tenth of a second nothing passes a label unseen."""

ROUGH_STEP = 30
"""Every so many frames one is inspected by a rough survey: one a second."""

MOST_TARGETS = 8
"""At most so many targets of a showing are used."""

MOST_KNOWN = 64
"""Shots whose places are remembered: more than a film has. A process draws runs of several shots in turn."""

_known: dict[object, Places] = {}


def _nothing() -> None:
    """Do nothing between the frames of a survey."""


def label_places(scene: type[Scene], context: SceneContext, between: Callable[[], None] = _nothing) -> Places:
    """Return the places of a shot's labels. Each scene, storyboard and shot is played only once; the cache remembers it.

    `between` is called after each frame that is inspected; what it raises ends the survey.
    """
    timeline, slot = _survey_slot(context)
    key = (scene, scene.construct, context.storyboard, slot)
    if key not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[key] = _remembered(scene, context.storyboard, timeline, slot, between)
    return _known[key]


def known_label_places(scene: type[Scene], context: SceneContext) -> Places | None:
    """Return what label_places() would, if it needs no survey for it; None if it does."""
    return _known.get((scene, scene.construct, context.storyboard, _survey_slot(context)[1]))


def rough_label_places(scene: type[Scene], context: SceneContext) -> Places:
    """Return places of a shot's labels from one frame in `ROUGH_STEP`, in a fraction of the time: for a first look."""
    timeline, slot = _survey_slot(context)
    return _surveyed(scene, context.storyboard, timeline, slot, ROUGH_STEP, _nothing)


def _survey_slot(context: SceneContext) -> tuple[Timeline, ShotSlot]:
    # Frames are counted at the survey's rate, from the shot's beginning: other shots have no influence.
    timeline = schedule(context.storyboard, SURVEY_RATE)
    return timeline, next(each for each in timeline.shots if each.shot.id == context.shot.shot.id)


def _remembered(
    scene: type[Scene],
    storyboard: Storyboard,
    timeline: Timeline,
    slot: ShotSlot,
    between: Callable[[], None],
) -> Places:
    """Places that an earlier process found for the same shot, code and data, or those of a survey.

    What plays in place of the shot's own scene, which is the one in the key, is surveyed.
    """
    name, played_by = slot.shot.scene, scene.construct.__module__
    as_named = (scene.__module__.rpartition(".")[2], scene.__qualname__) == (name.module, name.cls)
    if not as_named or not (played_by == scene.__module__ or played_by.startswith("moa_anim.")):
        return _surveyed(scene, storyboard, timeline, slot, STEP, between)
    index = [shot.id for shot in storyboard.shots].index(slot.shot.id)
    picture = picture_key(slot, index, storyboard, SURVEYED_AS, {})
    loaded = getattr(sys.modules.get(scene.__module__), CODE_SHA256, None)
    rows = cached(
        lambda: _as_rows(_surveyed(scene, storyboard, timeline, slot, STEP, between)),
        "label places",
        picture,
        loaded,
    )
    return _from_rows(rows)


def _as_rows(places: Places) -> NDArray[np.float64]:
    """Places as an array: in the first row how many labels there are, then label, begin, end, x, y of each place."""
    rows = [[float(len(places)), 0.0, 0.0, 0.0, 0.0]]
    rows += [[number, each.begin, each.end, *each.at] for number, own in enumerate(places) for each in own]
    return np.array(rows, dtype=np.float64)


def _from_rows(rows: NDArray[np.float64]) -> Places:
    """The places that `_as_rows` has written."""
    found: list[list[Placed]] = [[] for _ in range(int(rows[0, 0]))]
    for number, begin, end, x, y in rows[1:].tolist():
        found[int(number)].append(Placed(begin, end, (x, y)))
    return tuple(tuple(each) for each in found)


def _surveyed(
    scene: type[Scene],
    storyboard: Storyboard,
    timeline: Timeline,
    slot: ShotSlot,
    step: int,
    between: Callable[[], None],
) -> Places:
    surveyor = _Surveyor(step, between)
    with (
        tempconfig({"dry_run": True, "frame_rate": float(SURVEY_RATE.fps)}),
        scene_context(SceneContext(storyboard, timeline, slot, unplaced)),
    ):
        scene(renderer=surveyor).render()
    return surveyor.places()


class _Surveyor(CairoRenderer):  # type: ignore[misc]  # Manim is untyped to mypy strict
    """A renderer that draws nothing: it records which labels are visible, and what covers the picture meanwhile."""

    def __init__(self, step: int, between: Callable[[], None]) -> None:
        super().__init__(camera_class=MoaCamera)
        self._step, self._between = step, between
        self._labels: list[Label] = []
        self._seen: list[dict[int, Point | None]] = []
        self._grids: dict[int, Grid] = {}

    def wants(self, frame: int) -> bool:
        """Return whether a frame is inspected."""
        return frame % self._step == 0

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        """Called by Manim for each frame."""
        if not self.wants(scene.now):
            return
        self._labels = scene.labels_made
        on_stage = set(map(id, scene.mobjects))
        shown = {
            number: label.target() if label.target else None
            for number, label in enumerate(self._labels)
            if label.seen and id(label) in on_stage
        }
        frame = len(self._seen)
        self._seen.append(shown)
        if shown:
            self._grids[frame] = covered(scene)
        self._between()

    def places(self) -> Places:
        """Return the places of each label, one for each time that it is visible."""
        showings = [showing for number in range(len(self._labels)) for showing in self._showings(number)]
        tops = place_all(showings)
        found: list[list[Placed]] = [[] for _ in self._labels]
        for showing, (left, top) in zip(showings, tops, strict=True):
            baseline = self._labels[showing.number].baseline_under(top)
            found[showing.number].append(Placed(showing.begin, showing.end, (left, baseline)))
        return tuple(tuple(each) for each in found)

    def _showings(self, number: int) -> Iterator[Showing]:
        label = self._labels[number]
        frames = [frame for frame, shown in enumerate(self._seen) if number in shown]
        runs = (
            np.split(np.array(frames, dtype=int), np.flatnonzero(np.diff(frames) > 1) + 1) if frames else []
        )
        for run in runs:
            first, last = int(run[0]), int(run[-1])
            chosen = [int(f) for f in np.linspace(first, last, min(MOST_TARGETS, last - first + 1))]
            points = [self._seen[frame][number] for frame in chosen]
            targets = tuple(point for point in points if point is not None) or None
            looked_at = [grid for frame, grid in self._grids.items() if first <= frame <= last]
            stack = np.array(looked_at or [np.zeros((ROWS, COLUMNS), dtype=np.float32)])
            width, height = label.size
            yield Showing(
                number,
                width,
                height,
                float(SURVEY_RATE.seconds(self._step * first)),
                float(SURVEY_RATE.seconds(self._step * last)),
                targets,
                stack.mean(axis=0),
                stack.max(axis=0),
            )


def covered(scene: Any) -> Grid:
    """Return how far (0…1) each cell of the grid is covered by what is on stage at this frame: (ROWS, COLUMNS)."""
    grid = np.zeros((ROWS, COLUMNS), dtype=np.float32)
    for mobject in scene.mobjects:
        if isinstance(mobject, Painted) and not isinstance(mobject, Label) and mobject.opacity > 0.0:
            for box in mobject.obstacles():
                _fill(grid, box)
            for points, weight in mobject.silhouettes():
                mark(grid, points, weight, CELL)
    return grid


def _fill(grid: Grid, box: Box) -> None:
    left, top, right, bottom = (round(part / CELL) for part in box)
    rows, columns = slice(max(0, top), max(0, bottom)), slice(max(0, left), max(0, right))
    grid[rows, columns] = 1.0
