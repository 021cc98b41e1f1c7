"""Every frame of a draft render of every edition: what the scenes say of it, and what is decoded.

A failure names rule, shot, cue and frame, and the file in which the frame's picture is. CONTRIBUTING.md says how to go on.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

import pytest
from every_frame.drawn import SHOTS, Films
from every_frame.editions import production_of
from every_frame.walk import RULES, Walked, walk

from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule


@pytest.fixture(scope="session")
def walked(films: Films | None, film_processes: ProcessPoolExecutor) -> dict[tuple[str, str], Walked]:
    """Each shot of each edition, walked through once for all rules."""
    assert films is not None
    waiting = {}
    for edition, shot in SHOTS:
        film, places = films.films[edition], films.shots[edition, shot].places
        waiting[edition, shot] = film_processes.submit(
            walk, film, shot, film.path.parent / "pictures", places
        )
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
