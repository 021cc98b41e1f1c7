"""Every frame of a draft render of every edition: what the scenes say of it, and what is decoded.

A failure names rule, shot, cue and frame, and the file in which the frame's picture is. CONTRIBUTING.md says how to go on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path

import pytest
from every_frame.editions import EDITIONS, production_of
from every_frame.walk import RULES, Film, Walked, walk

from moa_anim.model.timeline import schedule
from moa_anim.studio.film import make_film
from moa_anim.studio.plan import plan_render
from moa_anim.studio.quality import DRAFT, CaptionMode
from moa_anim.studio.store import Store

JOBS = 2

SHOTS = [(edition, shot.id) for edition in EDITIONS for shot in production_of(edition).storyboard.shots]


def walk_edition(edition: str, path: Path, shot: str, pictures: Path) -> Walked:
    return walk(Film(production_of(edition).storyboard, DRAFT, path), shot, pictures)


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Walked]:
    """Each shot of each edition, rendered as a user renders it and walked through once for all rules."""
    room = tmp_path_factory.mktemp("every-frame")
    films: dict[str, Path] = {}
    for edition in EDITIONS:
        films[edition] = room / edition / "film.mp4"
        plan = plan_render(production_of(edition), DRAFT, CaptionMode.OPEN)
        store = Store(room / "cache")
        make_film(plan, store, films[edition], jobs=JOBS, bar=lambda frames: nullcontext(_unheard), tell=_unheard)
    with ProcessPoolExecutor(JOBS, mp_context=get_context("spawn")) as pool:
        waiting = {
            (edition, shot): pool.submit(walk_edition, edition, films[edition], shot, room / edition / "pictures")
            for edition, shot in SHOTS
        }
        return {key: future.result() for key, future in waiting.items()}


def _unheard(said: object) -> None:
    """Nobody waits for it."""


@pytest.mark.parametrize(("edition", "shot"), SHOTS)
def test_every_frame_of_the_shot_is_walked(walked: dict[tuple[str, str], Walked], edition: str, shot: str) -> None:
    slots = schedule(production_of(edition).storyboard, DRAFT.rate).shots
    frames = next(slot.slot.frames for slot in slots if slot.shot.id == shot)
    assert walked[edition, shot].frames == frames > 0


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize(("edition", "shot"), SHOTS)
def test_the_rule_holds_at_every_frame(
    walked: dict[tuple[str, str], Walked], edition: str, shot: str, rule: Callable[[], object]
) -> None:
    name = rule.name  # type: ignore[attr-defined]  # a class's, and the protocol knows instances
    broken = [str(each) for each in walked[edition, shot].violations if each.rule == name]
    assert not broken, f"{edition}:\n" + "\n".join(broken)


@pytest.mark.parametrize(("edition", "shot"), SHOTS)
def test_no_allowance_is_given_that_nothing_needs(walked: dict[tuple[str, str], Walked], edition: str, shot: str) -> None:
    assert not walked[edition, shot].idle
