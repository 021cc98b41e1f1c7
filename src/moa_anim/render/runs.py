"""What is to be drawn, as runs: consecutive segments that one process draws. Loads no Manim."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from moa_anim.cache.segments import SegmentCache
from moa_anim.model.quality import Quality
from moa_anim.model.story import Storyboard
from moa_anim.model.timeline import ShotSlot
from moa_anim.render.plan import BurnedIn, Segment
from moa_anim.render.rendition import Rendition

RUN_SEGMENTS = 6
LONG_RUN_SEGMENTS = 12
"""Most segments of one run, 12 s of film: setting a scene up takes about two seconds, once a run. Where each process draws
several runs anyway, they are longer."""

LEAST_RUNS = 4
"""Runs for each process from which they may be long: few and long ones would leave some waiting at the end."""


SHARED_FROM_SEGMENTS = 4
"""Least segments of a run that two processes share if no other run is left for one of them."""


@dataclass(frozen=True)
class Product:
    """What a run makes of its frames for one rendition, `width` × `height` pixels.

    `burned` is laid on them; None in a shot without cues. `keys` has a key for each segment of the run, None for one that is
    cached already.
    """

    burned: BurnedIn | None
    width: int
    height: int
    keys: tuple[str | None, ...]


@dataclass(frozen=True)
class Run:
    """Consecutive segments of one shot, drawn once by one process, and encoded for each rendition that lacks them."""

    storyboard: Storyboard
    shot_id: str
    quality: Quality
    segments: tuple[Segment, ...]
    products: tuple[Product, ...]
    cache_root: Path

    @property
    def frames(self) -> int:
        """How many frames are drawn."""
        return sum(segment.frames for segment in self.segments)

    def parted(self) -> tuple[Run, Run]:
        """Return the run as two: the first half of its segments, and the others."""
        half = len(self.segments) // 2
        first, second = (
            replace(
                self,
                segments=self.segments[part],
                products=tuple(
                    replace(product, keys=product.keys[part])
                    for product in self.products
                    if any(product.keys[part])
                ),
            )
            for part in (slice(None, half), slice(half, None))
        )
        return first, second


class RunQueue:
    """Runs that are waiting to be drawn. A process goes on with the shot that it has surveyed, if it can.

    What it returns depends on the order in which processes become idle; what is drawn does not.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        self._waiting: dict[str, list[Run]] = {}
        for run in runs:
            self._waiting.setdefault(run.shot_id, []).append(run)

    def first(self, jobs: int) -> list[Run]:
        """Take a run for each of `jobs` processes, of different shots if there are enough."""
        taken: list[Run] = []
        for _ in range(jobs):
            run = self.after("", [each.shot_id for each in taken])
            if run is not None:
                taken.append(run)
        return taken

    def after(self, shot_id: str, others: Iterable[str]) -> Run | None:
        """Take a run for a process that has just drawn one of shot `shot_id`; `others` are being drawn by other processes.

        That is one of the same shot; else of the shot with most frames left that no other process draws; else of the one with
        most frames left. None if no run waits. A run is parted if without it nothing that is as long would wait for each of
        the others: otherwise one process would draw while the others are idle.
        """
        if not self._waiting:
            return None
        drawn_by_others = list(others)
        busy, busy_count = set(drawn_by_others), len(drawn_by_others)
        if shot_id not in self._waiting:
            shot_id = max(self._waiting, key=lambda shot: (shot not in busy, self._frames_left(shot)))
        runs = self._waiting[shot_id]
        run = runs.pop(0)
        if len(run.segments) >= SHARED_FROM_SEGMENTS:
            left = sum(self._frames_left(shot) for shot in self._waiting)
            if busy_count * run.frames > left:
                run, rest = run.parted()
                runs.insert(0, rest)
        if not runs:
            del self._waiting[shot_id]
        return run

    def _frames_left(self, shot_id: str) -> int:
        return sum(segment.frames for run in self._waiting[shot_id] for segment in run.segments)


def missing_keys(renditions: Sequence[Rendition], cache: SegmentCache) -> frozenset[str]:
    """Return the keys of the segments of all renditions that the cache lacks; each file is read once."""
    return frozenset(
        key for key in {key for rendition in renditions for key in rendition.keys} if not cache.has(key)
    )


def frames_to_draw(renditions: Sequence[Rendition], missing: Collection[str]) -> int:
    """Return how many frames of the film have to be drawn, so that no rendition lacks any of the `missing` keys."""
    return sum(segment.frames for segment in _to_draw(renditions, missing))


def plan_runs(
    renditions: Sequence[Rendition], missing: Collection[str], cache: SegmentCache, jobs: int
) -> list[Run]:
    """Return the segments with a `missing` key in any rendition, as runs that draw into `cache`, the longest first.

    Consecutive segments are in one run, but runs are short enough to keep `jobs` processes busy to the end, and those of a
    shot about equally long.
    """
    plan = renditions[0].plan
    runs: list[Run] = []
    to_draw = _to_draw(renditions, missing)
    share = -(-len(to_draw) // max(1, jobs))
    longest = max(1, min(RUN_SEGMENTS, share), min(LONG_RUN_SEGMENTS, share // LEAST_RUNS))
    for shot_id, group in groupby(to_draw, key=lambda segment: segment.shot_id):
        segments = list(group)
        count = -(-len(segments) // longest)
        edges = [round(number * len(segments) / count) for number in range(count + 1)]
        for first, last in pairwise(edges):
            piece = tuple(segments[first:last])
            products = _products(renditions, piece, plan.shot_slot(piece[0]), missing)
            runs.append(Run(plan.production.storyboard, shot_id, plan.quality, piece, products, cache.root))
    return sorted(runs, key=lambda run: -sum(segment.frames for segment in run.segments))


def _to_draw(renditions: Sequence[Rendition], missing: Collection[str]) -> list[Segment]:
    """Return the segments, of the first rendition's plan, that have a missing key in any rendition."""
    keys = zip(*(rendition.keys for rendition in renditions), strict=True)
    return [
        segment
        for segment, own in zip(renditions[0].plan.segments, keys, strict=True)
        if any(key in missing for key in own)
    ]


def _products(
    renditions: Sequence[Rendition], piece: Sequence[Segment], shot: ShotSlot, missing: Collection[str]
) -> tuple[Product, ...]:
    """Return what the renditions lack of `piece`, each key once: renditions without burned-in captions share segments."""
    products, planned = [], set[str]()
    for rendition in renditions:
        place = {
            (each.shot_id, each.number): key
            for each, key in zip(rendition.plan.segments, rendition.keys, strict=True)
        }
        segment_keys = [place[segment.shot_id, segment.number] for segment in piece]
        keys = tuple(key if key in missing and key not in planned else None for key in segment_keys)
        planned.update(segment_keys)
        if any(keys):
            products.append(Product(rendition.plan.burned_in(shot), rendition.width, rendition.height, keys))
    return tuple(products)
