"""The editions' films, drawn once in a test run: the walk, the goldens and tests/scenes look at the same drawing."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

from every_frame.editions import EDITIONS, production_of
from every_frame.film import Film, joined
from filelock import FileLock
from goldens_kept import moments, still
from recording import Drawn, Pixels, scene_of

from moa_anim.model.quality import DRAFT, CaptionMode
from moa_anim.render.local import draw_into_cache
from moa_anim.render.plan import plan_render
from moa_anim.render.products import Products
from moa_anim.render.runs import Product, Run
from moa_anim.stage.context import SceneContext
from moa_anim.stage.label_placement import Places
from moa_anim.stage.survey import label_places

SHOTS = [(edition, shot.id) for edition in EDITIONS for shot in production_of(edition).storyboard.shots]


@dataclass(repr=False)
class ShotDrawn(Drawn):
    """A shot drawn at draft size, each frame in sequence: its stills by name, too, and where its labels stand."""

    stills: dict[str, Pixels] = field(default_factory=dict)
    places: Places = ()


@dataclass(frozen=True, repr=False)
class Films:
    """A film for each edition, and what was noted of each shot, by edition and id, while it was drawn."""

    films: dict[str, Film]
    shots: dict[tuple[str, str], ShotDrawn]

    def stills(self, edition: str) -> dict[str, Pixels]:
        """The edition's stills by name, as `goldens_kept.draw_stills` draws them."""
        return {
            name: picture
            for (own, _), shot in self.shots.items()
            if own == edition
            for name, picture in shot.stills.items()
        }


def drawn_films(folder: Path, pool: Executor) -> Films:
    """Draw the films into `folder`, the shots shared out to the processes of `pool`; or read what another worker drew.

    No segment is from a cache that was there before the test run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    notes = folder / "notes.pickle"
    with FileLock(folder / "lock"):
        if not notes.exists():
            longest_first = sorted(SHOTS, key=lambda each: -_frames(*each))
            waiting = {
                each: pool.submit(draw_shot, *each, folder / each[0] / "cache") for each in longest_first
            }
            shots = {each: waiting[each].result() for each in SHOTS}
            films = {edition: joined(production_of(edition), folder / edition) for edition in EDITIONS}
            notes.write_bytes(pickle.dumps(Films(films, shots)))
    found: Films = pickle.loads(notes.read_bytes())
    return found


def _frames(edition: str, shot_id: str) -> int:
    plan = plan_render(production_of(edition), DRAFT, CaptionMode.OPEN)
    return sum(each.frames for each in plan.segments if each.shot_id == shot_id)


def draw_shot(edition: str, shot_id: str, cache: Path) -> ShotDrawn:
    """Draw and encode a shot's segments as a render does, all of them in one run, and note what its frames look like."""
    plan = plan_render(production_of(edition), DRAFT, CaptionMode.OPEN)
    segments = tuple(each for each in plan.segments if each.shot_id == shot_id)
    slot = plan.shot_slot(segments[0])
    keys = tuple(each.key for each in segments)
    product = Product(plan.burned_in(slot), DRAFT.width, DRAFT.height, keys)
    names = {frame: name for name, shot, frame in moments(edition) if shot == shot_id}
    found = ShotDrawn()

    def look(frame: int, pixels: Pixels) -> None:
        found.note(frame, pixels)
        if frame in names:
            found.stills[names[frame]] = still(slot, frame, pixels.copy())

    with each_frame_shown_to(look):
        draw_into_cache(
            Run(plan.production.storyboard, shot_id, DRAFT, segments, (product,), cache), lambda frames: None
        )
    context = SceneContext(plan.production.storyboard, plan.timeline, slot, label_places)
    found.places = label_places(scene_of(slot.shot), context)  # known already, from the drawing
    return found


@contextmanager
def each_frame_shown_to(look: Callable[[int, Pixels], None]) -> Iterator[None]:
    """Call `look` with the number and the pixels of each frame that is drawn, before its caption is laid on."""
    add = Products.add

    def looked_at(products: Products, number: int, frame: int, pixels: Pixels) -> None:
        look(frame, pixels)
        add(products, number, frame, pixels)

    with patch.object(Products, "add", looked_at):
        yield
