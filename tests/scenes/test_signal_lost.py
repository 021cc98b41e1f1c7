"""Fewer receptors, in the two shots that show it: counts that only fall, estradiol that stays, pockets that are open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from recording import film_storyboard, play_shot

from moa_anim.actors.receptor import receptor_beads, receptor_shape
from moa_anim.actors.receptor_population import BODY_ANGSTROM
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.molecule.film_mutants import mutations
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.sets.mutant_field import REMOVED_COUNT
from moa_anim.sets.receptor_field import SMALL_SWELL
from moa_anim.sets.receptor_field_layout import FIELD_SCALE

SHOT = "signal-lost"

FASTEST_PIXELS = 1300.0 / 30.0
"""Design pixels a frame that a receptor or a small molecule moves at most, in the field's own pixels."""

OVER_PIXELS = (BODY_ANGSTROM + 7.5 * SMALL_SWELL) * FIELD_SCALE
"""An elacestrant whose middle is nearer than this to a receptor's lies over it (the field's own pixels)."""

HELIX_STEP = 0.12
"""Share of its path that helix 12 moves in a frame at most."""


@dataclass(frozen=True)
class Moment:
    """A frame: both fields' counts and how they are seen, and what is in the mutants' field."""

    left: tuple[int, int]
    shown: tuple[float, float]
    magnification: float
    seen_from: tuple[float, float]
    places: tuple[tuple[float, float], ...]
    drugs: tuple[tuple[float, float], ...]
    helices: tuple[float, ...]
    filled: tuple[float, ...]
    carried: tuple[float, ...]
    freed: tuple[float, ...]
    hormones: tuple[int, int]
    hormones_seen: tuple[tuple[float, float], ...]
    labels: int
    leaving: float
    hero: int


def slot() -> ShotSlot:
    """The shot in the film's timeline."""
    shots = schedule(film_storyboard(), LECTURE.rate).shots
    return next(each for each in shots if each.shot.id == SHOT)


@cache
def moments() -> tuple[Moment, ...]:
    """All frames of the shot."""
    found: list[Moment] = []

    def note(scene: Any, frame: int) -> None:
        field, mutants = scene.field, scene.mutants
        receptors, everyone = mutants.receptors, range(len(mutants.receptors.members))
        trips = mutants.trips
        found.append(
            Moment(
                (field.left, mutants.left),
                (field.count.opacity, mutants.count.opacity),
                scene.sight.magnification,
                (field.world.seen((0.0, 0.0))[0], mutants.world.seen((0.0, 0.0))[0]),
                tuple(receptors.place(n) for n in everyone),
                tuple(mutants.drugs.place(n) for n in everyone),
                tuple(receptors.helix_place(n) for n in everyone),
                tuple(receptors.filled(n) for n in everyone),
                tuple(trips[n].tag(mutants.clearing) if n in trips else 0.0 for n in everyone),
                tuple(mutants.freed.share(n) for n in everyone),
                (
                    sum(each.count for each in field.hormones),
                    sum(each.count for each in mutants.hormones),
                ),
                tuple(
                    mutants.world.seen(each.place(n))
                    for each in mutants.hormones
                    for n in range(len(each.members))
                ),
                sum(label.seen for label in scene.labels.values()),
                field.gene.leaving,
                mutants.hero,
            )
        )

    play_shot(SHOT, LECTURE, note)
    return tuple(found)


def test_the_count_falls_one_by_one_to_a_few_above_zero_and_of_the_mutants_several_go() -> None:
    every = moments()
    for before, after in pairwise(every):
        for one, other in zip(before.left, after.left, strict=True):
            assert one - other in (0, 1)
    assert every[-1].left == (5, 5), "mutants end as low"
    assert REMOVED_COUNT >= 6


def test_one_population_is_counted() -> None:
    assert any(each.shown[0] == 1.0 for each in moments())
    assert all(each.shown[1] == 0.0 for each in moments())


def test_a_polymerase_is_on_the_gene_until_the_signal_is_spoken_of_and_then_runs_on() -> None:
    leaving = [each.leaving for each in moments()]
    assert leaving[0] == 0.0
    assert leaving[-1] == 1.0
    assert leaving == sorted(leaving)
    begins = next(number for number, share in enumerate(leaving) if share > 0.0)
    spoken = next(cue for cue in slot().cues if cue.cue.id == "no-signal")
    assert spoken.slot.start <= slot().slot.start + begins < spoken.slot.stop


def test_the_fields_are_seen_one_after_the_other_and_the_camera_does_not_jump() -> None:
    every = moments()
    assert every[0].seen_from[0] == 0.0
    assert every[-1].seen_from[1] == pytest.approx(0.0, abs=1e-6)
    assert every[-1].magnification == 1.0
    assert max(each.magnification for each in every) > 2.0, "near enough to see the mutated residues"
    for before, after in pairwise(every):
        assert abs(np.log(after.magnification / before.magnification)) < 0.05


def test_mutants_are_taken_in_while_the_camera_is_near() -> None:
    every = moments()
    going = [after for before, after in pairwise(every) if after.left[1] < before.left[1]]
    assert len(going) == REMOVED_COUNT
    assert sum(each.magnification > 1.2 for each in going) >= 4


def test_estradiol_stays() -> None:
    assert len({each.hormones for each in moments()}) == 1
    assert min(moments()[0].hormones) >= 15


def test_about_the_mutants_that_are_seen_from_near_are_one_or_two_estradiols() -> None:
    near = [each for each in moments() if each.magnification > 2.65 and each.seen_from[1] < 0.0]
    assert near
    for each in near:
        seen = [1 for x, y in each.hormones_seen if -20.0 < x < FRAME_WIDTH + 20.0 and -20.0 < y < BAND_TOP]
        assert 1 <= len(seen) <= 2


def test_no_estradiol_of_the_mutants_field_is_on_the_rail_or_on_the_shots_heading() -> None:
    for frame, each in enumerate(moments()):
        if each.seen_from[0] > -FRAME_WIDTH:
            continue
        for x, y in each.hormones_seen:
            assert not (0.0 < x < FRAME_WIDTH and 0.0 < y < 70.0), frame
            assert not (0.0 < x < 280.0 and 0.0 < y < 125.0), frame


def test_mutants_begin_closed_and_empty_and_elacestrant_lands_in_open_pockets_only() -> None:
    every = moments()
    assert set(every[0].helices) == {0.0}
    assert set(every[0].filled) == {0.0}
    landings = 0
    for before, each in zip((every[0], *every), every, strict=False):
        for was, helix, filled in zip(before.filled, each.helices, each.filled, strict=True):
            if was < filled:
                landings += 1
                assert LOOSE_FROM <= helix <= LOOSE_TO
            if filled == 0.0 and each.carried[0] == 0.0 and not any(each.freed):
                assert helix <= LOOSE_TO, "helix 12 settles only on elacestrant"
    assert landings == len(every[0].helices)
    assert set(every[-1].helices) == {1.0}


def loosens_at(number: int) -> int:
    """The first frame at which a mutant's helix 12 has left its closed place."""
    return next(frame for frame, each in enumerate(moments()) if each.helices[number] > 0.0)


def test_mutants_loosen_one_after_another_the_one_that_is_looked_at_first() -> None:
    begins = sorted(loosens_at(number) for number in range(len(moments()[0].helices)))
    assert loosens_at(moments()[0].hero) == begins[0]
    assert np.unique(begins).size > 0.8 * len(begins), "many at one moment"
    for frame in begins:
        assert sum(frame <= other < frame + 6 for other in begins) <= 4, "in a fifth of a second"


def test_each_mutant_is_loose_before_its_own_elacestrant_comes_and_not_long_before() -> None:
    every = moments()
    for number in range(len(every[0].helices)):
        first = loosens_at(number)
        comes = next(
            frame
            for frame, each in enumerate(every)
            if frame >= first
            and np.hypot(*np.subtract(each.drugs[number], each.places[number])) < OVER_PIXELS
        )
        assert LOOSE_FROM <= every[comes].helices[number] <= LOOSE_TO
        assert 0.2 < (comes - first) / 30.0 < 1.6, number


def test_no_elacestrant_lies_over_a_receptor_that_is_closed() -> None:
    for frame, each in enumerate(moments()):
        free = [n for n, filled in enumerate(each.filled) if filled == 0.0 and each.freed[n] == 0.0]
        closed = [n for n, helix in enumerate(each.helices) if helix < LOOSE_FROM]
        if free and closed:
            gaps = np.array(each.drugs)[free][:, None] - np.array(each.places)[closed][None]
            assert np.linalg.norm(gaps, axis=2).min() > OVER_PIXELS, frame


def test_a_mutant_is_tagged_only_when_helix12_has_settled_on_elacestrant() -> None:
    for each in moments():
        for tag, helix, filled, freed in zip(
            each.carried, each.helices, each.filled, each.freed, strict=True
        ):
            if tag > 0.0:
                assert helix == 1.0
                assert filled == 1.0 or freed > 0.0


def test_nothing_dashes_or_jumps() -> None:
    for before, after in pairwise(moments()):
        for kind in ("places", "drugs"):
            steps = np.array(getattr(after, kind)) - np.array(getattr(before, kind))
            assert np.hypot(*steps.T).max() < FASTEST_PIXELS, kind
        assert np.abs(np.subtract(after.helices, before.helices)).max() < HELIX_STEP


def test_there_are_at_most_two_labels_and_the_count_is_not_beside_one() -> None:
    assert max(each.labels for each in moments()) == 2
    assert all(each.labels == 0 for each in moments() if each.shown[0] == 1.0)


@pytest.mark.parametrize("place", [0.0, 0.4, 1.0])
def test_only_the_two_mutated_residues_have_the_mutations_colour(place: float) -> None:
    from moa_anim.molecule.helix12 import helix12_path

    beads = receptor_beads(place, mutant=True)
    numbers = helix12_path().numbers[beads.residues]
    expected = int(np.isin(numbers, list(mutations())).sum())
    marked = [beads for beads, role in receptor_shape(place, mutant=True) if role is Role.MUTATION]
    assert [len(each) for each in marked] == [expected]
    assert sorted(mutations()) == [537, 538]
    assert all(role is not Role.MUTATION for _, role in receptor_shape(place))
