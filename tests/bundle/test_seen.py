"""When a film has been seen: at its end, less the credits that it may close with; never at its beginning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moa_anim.bundle.text.chapters import chapters, seen_ms
from moa_anim.cache.installed import package_folder
from moa_anim.model.clock import FrameRate
from moa_anim.model.story import SceneName, Shot, Storyboard
from moa_anim.model.timeline import schedule
from moa_anim.script.production import load_production

FOLDER = package_folder("assets") / "elacestrant"
FILM = load_production(FOLDER).storyboard
RATE = FrameRate(Fraction(30))


def film_of(scenes: list[str], seconds: int = 5) -> Storyboard:
    names = [SceneName.parse(scene) for scene in scenes]
    shots = [Shot(f"shot-{n}", name, lead_seconds=Fraction(seconds)) for n, name in enumerate(names)]
    return replace(FILM, shots=tuple(shots), glossary=())


@pytest.mark.parametrize(("edition", "last"), [("lecture", "in-short"), ("clinic", "questions")])
def test_the_film_that_ships_is_seen_when_its_credits_begin(edition: str, last: str) -> None:
    timeline = schedule(load_production(FOLDER, edition=edition).storyboard, RATE)
    (shot,) = (each for each in timeline.shots if each.shot.id == last)
    assert seen_ms(timeline) == timeline.rate.milliseconds(shot.slot.stop)


@pytest.mark.parametrize(
    ("scenes", "seconds"),
    [
        (["title:Title"], 5),
        (["title:Title", "title:Title"], 10),
        (["title:Title", "credits:Credits"], 5),
        (["credits:Notice", "title:Title", "credits:Sources", "credits:Notice"], 10),
        (["credits:Credits"], 5),
        (["credits:Sources", "credits:Notice"], 10),
    ],
)
def test_it_is_the_end_less_the_credits(
    scenes: list[str], seconds: int, fault_log: Callable[[str, str, str], None]
) -> None:
    assert seen_ms(schedule(film_of(scenes), RATE)) == 1000 * seconds
    fault_log(
        f"a film of {', '.join(scenes)} in a learning system",
        f"complete at {seconds} s, not at the start of its last chapter",
        "the learner's record: nobody is marked as having seen a film before its end",
    )


@given(
    st.lists(st.sampled_from(["title:Title", "credits:Sources", "cards:Questions"]), min_size=1, max_size=6)
)
def test_whatever_a_film_is_made_of_its_last_picture_that_is_no_credits_is_to_be_seen(
    scenes: list[str],
) -> None:
    timeline = schedule(film_of(scenes), RATE)
    ends = [each.stop_ms for each in chapters(timeline)]
    told = [end for end, scene in zip(ends, scenes, strict=True) if not scene.startswith("credits")]
    assert seen_ms(timeline) == (told[-1] if told else ends[-1])
    assert seen_ms(timeline) > 0
