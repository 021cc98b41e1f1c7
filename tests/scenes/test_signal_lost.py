"""Fewer receptors, in the two shots that show it: counts that only fall, estradiol that stays, pockets that are open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from recording import helix12_centres, play_shot

from moa_anim.actors.ligand_population import LigandPopulation
from moa_anim.actors.population import FAINTEST_OPACITY, Count
from moa_anim.actors.receptor import MUTATIONS, receptor_beads, receptor_shape
from moa_anim.actors.receptor_population import ReceptorPopulation
from moa_anim.actors.released_ligands import ReleasedLigands
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.stage.sighting import Sighting

SMALL = 0.125
"""Output pixels for a design pixel, where pictures are only counted."""

FASTEST = 25.0
"""Design pixels a frame that anything goes across the picture at most, at 30 frames a second."""

HELIX_PIXELS, FIELD_SCALE = 13.0, 3.3
"""Design pixels a frame that the middle of helix 12 moves at most, and for one ångström: a receptor is 185 across."""

LEAST_FADE_FRAMES = 8
"""One that comes or goes takes so many frames at least, until it is too faint to be seen."""


@dataclass(frozen=True)
class Moment:
    """A frame: which field is counted, what the count says, how many are painted (−1: not looked), what drifts."""

    frame: int
    field: int
    count: int
    opacity: float
    painted: int
    members: int
    hormones: tuple[tuple[float, float], ...]
    drugs: tuple[tuple[float, float], ...]
    helices: tuple[float, ...]
    filled: tuple[float, ...]
    opacities: tuple[float, ...]
    freed: dict[int, tuple[float, float]]
    near_words: tuple[str, ...]


def painted(receptors: ReceptorPopulation) -> int:
    """How many members put a picture on the canvas by half at least, whatever the count says."""
    places: set[tuple[int, int]] = set()

    def picture(sprite: Any, x: float, y: float, alpha: float = 1.0, window: object = None) -> None:
        if alpha >= 0.5:
            half = sprite.shape[0] / 2
            places.add((round(x + half), round(y + half)))

    receptors.paint(SimpleNamespace(scale=SMALL, picture=picture))  # type: ignore[arg-type]  # all that it asks for
    return len(places)


def over(thing: Sighting, count: Count) -> bool:
    """Whether a small molecule is over the number or its words, or behind them."""
    left, top, right, bottom = count.obstacles()[0]
    x, y = thing.points.T
    return bool(((x > left) & (x < right) & (y > top) & (y < bottom)).any())


@cache
def moments(shot: str) -> tuple[Moment, ...]:
    """The shot's frames on which a count is seen."""
    seen: list[Moment] = []
    fields: list[int] = []

    def note(scene: Any, frame: int) -> None:
        counts = [each for each in scene.mobjects if isinstance(each, Count) and each.opacity > 0.0]
        if not counts:
            return
        (count,) = counts
        many = count.population
        assert isinstance(many, ReceptorPopulation)
        if id(count) not in fields:
            fields.append(id(count))
            kept.append(count)
        small = [each for each in scene.mobjects if isinstance(each, LigandPopulation)]
        hormones = [each for each in small if each.role is Role.ESTRADIOL]
        drugs = [each for each in small if each.role is Role.ELACESTRANT]
        everyone = range(len(many.members))
        (freed,) = (each for each in drugs if isinstance(each, ReleasedLigands))
        seen.append(
            Moment(
                frame,
                fields.index(id(count)),
                many.count,
                count.opacity,
                painted(many) if frame % 40 == 0 and count.opacity == 1.0 else -1,
                len(many.members),
                tuple(each.place(n) for each in hormones for n in range(each.count) if each.opacity > 0.0),
                tuple(each.place(n) for each in drugs for n in range(len(each.members))),
                tuple(many.helix_place(n) for n in everyone),
                tuple(many.filled(n) for n in everyone),
                tuple(many.opacity_of(n) for n in everyone),
                {n: freed.place(n) for n in everyone if freed.seen(n) == 1.0},
                tuple(each.name for one in small for each in one.sightings() if over(each, count)),
            )
        )

    kept: list[Count] = []  # so that no other count gets the same id
    play_shot(shot, LECTURE, note)
    return tuple(seen)


BOTH = ("proteasome-clearance", "signal-lost")


@pytest.mark.parametrize("shot", BOTH)
def test_the_count_is_the_number_painted(shot: str) -> None:
    looked = [each for each in moments(shot) if each.painted >= 0]
    assert looked
    for each in looked:
        assert each.painted == each.count, f"frame {each.frame}"


@pytest.mark.parametrize("shot", BOTH)
def test_the_count_falls_one_by_one_and_never_rises(shot: str) -> None:
    for before, after in pairwise(moments(shot)):
        if before.field == after.field:
            assert before.count - after.count in (0, 1), f"frame {after.frame}"


def test_the_second_shot_begins_where_the_first_has_ended() -> None:
    last, first = moments(BOTH[0])[-1], moments(BOTH[1])[0]
    assert (moments(BOTH[0])[0].count, last.count, first.count) == (24, 14, 14)
    assert last.opacities == first.opacities
    for one, other in zip(last.hormones, first.hormones, strict=True):
        assert np.hypot(one[0] - other[0], one[1] - other[1]) < 2.0, "what drifts jumps at the cut"


def test_both_fields_end_with_few() -> None:
    fields = [[each.count for each in moments(BOTH[1]) if each.field == number] for number in (0, 1)]
    assert [(counts[0], counts[-1]) for counts in fields] == [(14, 5), (14, 3)]


@pytest.mark.parametrize("shot", BOTH)
def test_every_estradiol_stays(shot: str) -> None:
    numbers = {len(each.hormones) for each in moments(shot)}
    assert len(numbers) == 1
    assert numbers.pop() >= 15


def test_estradiol_is_never_led_away() -> None:
    first, last = moments(BOTH[1])[0], moments(BOTH[1])[-1]
    for one, other in zip(first.hormones, last.hormones, strict=True):
        assert np.hypot(one[0] - other[0], one[1] - other[1]) < 160.0


def test_elacestrant_lands_in_open_pockets_only() -> None:
    landings = 0
    for each in moments(BOTH[1]):
        if each.field == 1:
            for helix, filled, opacity in zip(each.helices, each.filled, each.opacities, strict=True):
                if 0.0 < filled < 1.0 and opacity == 1.0:
                    landings += 1
                    assert LOOSE_FROM <= helix <= LOOSE_TO, f"frame {each.frame}"
    assert landings


def test_mutants_begin_closed_and_empty_and_settle_only_on_elacestrant() -> None:
    second = [each for each in moments(BOTH[1]) if each.field == 1]
    assert set(second[0].helices) == {0.0}
    assert set(second[0].filled) == {0.0}
    for each in second:
        for helix, filled, opacity in zip(each.helices, each.filled, each.opacities, strict=True):
            assert filled == 1.0 or helix <= LOOSE_TO or opacity < 1.0, f"frame {each.frame}"
    assert set(second[-1].helices) == {1.0}


def test_a_mutant_goes_only_when_elacestrant_has_settled_in_it() -> None:
    for before, after in pairwise(moments(BOTH[1])):
        if before.field != after.field:
            continue
        for number, opacity in enumerate(after.opacities):
            assert opacity == 1.0 or after.helices[number] == 1.0, f"frame {after.frame}"
            if opacity < before.opacities[number] == 1.0:
                assert before.filled[number] == 1.0, f"frame {after.frame}"


@pytest.mark.parametrize("shot", BOTH)
def test_a_receptor_that_is_cleared_leaves_its_elacestrant_whole(shot: str) -> None:
    for before, after in pairwise(moments(shot)):
        going = [number for number, opacity in enumerate(after.opacities) if opacity < 1.0]
        assert sorted(after.freed) == going, (
            f"frame {after.frame}: one for each receptor that is fading or gone"
        )
        if before.field == after.field:
            assert before.freed.keys() <= after.freed.keys(), f"frame {after.frame}: one is gone"


def test_elacestrant_that_was_let_go_does_not_jump_at_the_cut() -> None:
    last, first = moments(BOTH[0])[-1], moments(BOTH[1])[0]
    assert last.freed.keys() == first.freed.keys()
    assert len(first.freed) == 10
    for number, place in first.freed.items():
        assert np.hypot(*np.subtract(place, last.freed[number])) < 2.0, f"elacestrant {number}"


@pytest.mark.parametrize("shot", BOTH)
def test_no_small_molecule_is_over_the_count(shot: str) -> None:
    for each in moments(shot):
        assert not each.near_words, f"frame {each.frame}"


@pytest.mark.parametrize("shot", BOTH)
def test_nothing_crosses_the_picture_too_fast_or_pops(shot: str) -> None:
    for before, after in pairwise(moments(shot)):
        if before.field != after.field:
            continue
        for kind in ("hormones", "drugs"):
            for one, other in zip(getattr(before, kind), getattr(after, kind), strict=True):
                assert np.hypot(one[0] - other[0], one[1] - other[1]) <= FASTEST, (
                    f"{kind} at frame {after.frame}"
                )
        for one, other in zip(before.opacities, after.opacities, strict=True):
            assert abs(one - other) <= FAINTEST_OPACITY + 1.0 / LEAST_FADE_FRAMES, f"frame {after.frame}"
        for one, other in zip(before.filled, after.filled, strict=True):
            assert abs(one - other) <= FAINTEST_OPACITY + 1.0 / LEAST_FADE_FRAMES, f"frame {after.frame}"


def test_helix12_of_every_receptor_swings_smoothly() -> None:
    centres = helix12_centres()
    for before, after in pairwise(moments(BOTH[1])):
        if before.field == after.field:
            steps = [
                centres(one) - centres(other)
                for one, other in zip(before.helices, after.helices, strict=True)
            ]
            assert FIELD_SCALE * np.linalg.norm(steps, axis=1).max() < HELIX_PIXELS, f"frame {after.frame}"


@pytest.mark.parametrize("place", [0.0, 0.4, 1.0])
def test_only_the_two_mutated_residues_have_the_mutations_colour(place: float) -> None:
    from moa_anim.molecule.helix12 import helix12_path

    beads = receptor_beads(place, mutant=True)
    numbers = helix12_path().numbers[beads.residues]
    expected = int(np.isin(numbers, list(MUTATIONS)).sum())
    marked = [beads for beads, role in receptor_shape(place, mutant=True) if role is Role.MUTATION]
    assert [len(each) for each in marked] == [expected]
    assert sorted(MUTATIONS) == [537, 538]
    assert all(role is not Role.MUTATION for _, role in receptor_shape(place))
