"""The lecture film as one piece: shots join without paper, without a double picture, and where they match, in one picture."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from every_frame.drawn import Films
from every_frame.film import Film
from every_frame.joins import (
    HERO_PIXELS,
    HERO_SIZE_FACTOR,
    JOINS,
    MOST_APART,
    MOST_APART_IN_A_BLOCK,
    MOST_PAPER,
    PAPER_ALLOWED,
    Join,
    Kind,
    apart,
    around,
    box_of_hero,
    ends,
    is_cross_fade,
    paper_share,
)
from every_frame.picture import Picture
from every_frame.seen import look_at
from recording import film_storyboard, play_shot

from moa_anim.graphics.colours import rgb
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.stage.sighting import Sighting

SHOTS = [shot.id for shot in film_storyboard().shots]
MATCHES = [join for join in JOINS if join.kind is Kind.MATCH]


@pytest.fixture(scope="module")
def film(films: Films | None) -> Film:
    assert films is not None
    return films.films["lecture"]


def named(join: Join) -> str:
    return f"{join.before}, {join.after}"


def test_the_table_names_shots_that_follow_each_other() -> None:
    pairs = list(itertools.pairwise(SHOTS))
    assert [pairs.index((each.before, each.after)) for each in JOINS] == sorted(
        pairs.index((each.before, each.after)) for each in JOINS
    )


@pytest.mark.parametrize("join", MATCHES, ids=named)
def test_a_match_shows_one_picture_on_both_sides(film: Film, join: Join) -> None:
    before, after = around(film, join)
    mean, block = apart(before[-1], after[0])
    assert mean <= MOST_APART, f"{mean:.2f} apart"
    assert block <= MOST_APART_IN_A_BLOCK, f"{block:.1f} apart in a block"


@pytest.mark.parametrize("join", [join for join in MATCHES if join.hero], ids=named)
def test_the_hero_of_a_match_has_one_place_and_size(join: Join) -> None:
    assert join.hero
    last, first = things_at(join.before, -1), things_at(join.after, 0)
    here, there = box_of_hero(last, join.hero[0]), box_of_hero(first, join.hero[1])
    assert np.abs((here[:2] + here[2:]) / 2 - (there[:2] + there[2:]) / 2).max() <= HERO_PIXELS
    sizes = (here[2:] - here[:2]) / (there[2:] - there[:2])
    assert np.all((sizes <= HERO_SIZE_FACTOR) & (sizes >= 1 / HERO_SIZE_FACTOR))


@pytest.mark.parametrize("shot", SHOTS)
def test_no_shot_begins_or_ends_on_paper(film: Film, shot: str) -> None:
    for number, picture in enumerate(ends(film, shot)):
        if (shot, number) not in PAPER_ALLOWED:
            assert paper_share(picture) <= MOST_PAPER, ("begins", "ends")[number]


@pytest.mark.parametrize("join", JOINS, ids=named)
def test_nothing_within_a_second_of_a_join_is_a_double_picture(film: Film, join: Join) -> None:
    before, after = around(film, join)
    if apart(before[-1], after[0])[0] <= MOST_APART:
        return  # one picture on both sides: there are no two to be mixed
    double = [
        number
        for number, picture in enumerate([*before[:-1], *after[1:]])
        if is_cross_fade(picture, before[-1], after[0])
    ]
    assert not double


def things_at(shot: str, at: int) -> tuple[Sighting, ...]:
    """What is seen at a shot's first frame (`at` 0) or its last (−1)."""
    kept: list[tuple[Sighting, ...]] = []

    slots = schedule(film_storyboard(), DRAFT.rate).shots
    wanted = range(next(each.slot.frames for each in slots if each.shot.id == shot))[at]

    def keep(scene: object, number: int) -> None:
        if number == wanted:
            kept.append(look_at(scene, number).things)

    play_shot(shot, DRAFT, keep)
    return kept[0]


def flat(luma: int, blue: int = 128, red: int = 128) -> Picture:
    """A picture of one colour."""
    half = np.full((240, 427), 0, dtype=np.uint8)
    return Picture(np.full((480, 854), luma, dtype=np.uint8), half + np.uint8(blue), half + np.uint8(red))


def with_square(picture: Picture, left: int, luma: int) -> Picture:
    """The same with a square of another brightness."""
    changed = picture.luma.copy()
    changed[200:260, left : left + 60] = luma
    return replace(picture, luma=changed)


def test_a_hero_elsewhere_and_a_missing_actor_are_found() -> None:
    ground = flat(200)
    mean, block = apart(with_square(ground, 100, 60), with_square(ground, 400, 60))
    assert mean > MOST_APART
    assert block > MOST_APART_IN_A_BLOCK
    assert apart(ground, ground) == (0.0, 0.0)


def test_a_mixture_of_both_sides_is_found_and_a_movement_is_not() -> None:
    last, first = with_square(flat(220), 100, 60), with_square(flat(160), 500, 200)
    half = Picture(((last.luma.astype(int) + first.luma) // 2).astype(np.uint8), last.blue, last.red)
    assert is_cross_fade(half, last, first)
    assert not is_cross_fade(with_square(flat(220), 300, 60), last, first)
    assert not is_cross_fade(last, last, first)


def test_paper_is_found() -> None:
    red, green, blue = (255 * part for part in rgb(Role.PAPER))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    paper = flat(
        round(16 + luma * 219 / 255),
        round(128 + (blue - luma) / 1.8556 * 224 / 255),
        round(128 + (red - luma) / 1.5748 * 224 / 255),
    )
    assert paper_share(paper) == 1.0
    assert paper_share(with_square(paper, 100, 60)) < 1.0
