"""Every frame of a draft render of every edition: what the scenes say of it, and what is decoded.

A failure names rule, shot, cue and frame, and the file in which the frame's picture is. CONTRIBUTING.md says how to go on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from every_frame.editions import EDITIONS, production_of
from every_frame.film import rendered
from every_frame.walk import RULES, Walked, walk

from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule

JOBS = 2

SHOTS = [(edition, shot.id) for edition in EDITIONS for shot in production_of(edition).storyboard.shots]


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Walked]:
    """Each shot of each edition, rendered as a user renders it and walked through once for all rules."""
    room = tmp_path_factory.mktemp("every-frame")
    films = {edition: rendered(production_of(edition), room / edition, JOBS) for edition in EDITIONS}
    with ProcessPoolExecutor(JOBS, mp_context=get_context("spawn")) as pool:
        waiting = {
            (edition, shot): pool.submit(walk, films[edition], shot, room / edition / "pictures")
            for edition, shot in SHOTS
        }
        return {key: future.result() for key, future in waiting.items()}


@pytest.mark.parametrize(("edition", "shot"), SHOTS)
def test_every_frame_of_the_shot_is_walked(
    walked: dict[tuple[str, str], Walked], edition: str, shot: str
) -> None:
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
def test_no_allowance_is_given_that_nothing_needs(
    walked: dict[tuple[str, str], Walked], edition: str, shot: str
) -> None:
    assert not walked[edition, shot].idle
