"""Fewer receptors, in the two shots that show it: counts that only fall, estradiol that stays, pockets that are open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from recording import film_storyboard, play_shot

from moa_anim.actors.receptor import MUTATIONS, receptor_beads, receptor_shape
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.model.timeline import ShotSlot, schedule
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.sets.mutant_field import REMOVED_COUNT
from moa_anim.sets.receptor_field_layout import FIRST_COUNT

SHOT = "signal-lost"

FASTEST_PIXELS = 1300.0 / 30.0
"""Design pixels a frame that a receptor or a small molecule moves at most, in the field's own pixels."""

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
    labels: int
    leaving: float


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
                sum(label.seen for label in scene.labels.values()),
                field.gene.leaving,
            )
        )

    play_shot(SHOT, LECTURE, note)
    return tuple(found)


def test_the_count_falls_one_by_one_to_a_few_above_zero_and_of_the_mutants_several_go() -> None:
    every = moments()
    for before, after in pairwise(every):
        for one, other in zip(before.left, after.left, strict=True):
            assert one - other in (0, 1)
    assert every[-1].left == (5, FIRST_COUNT - REMOVED_COUNT)
    assert REMOVED_COUNT >= 5


def test_one_population_is_counted() -> None:
    assert any(each.shown[0] == 1.0 for each in moments())
    assert all(each.shown[1] == 0.0 for each in moments())


def test_the_last_polymerase_is_on_the_gene_until_the_signal_is_spoken_of_and_then_lets_go() -> None:
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


def test_mutants_begin_closed_and_empty_and_elacestrant_lands_in_open_pockets_only() -> None:
    every = moments()
    assert set(every[0].helices) == {0.0}
    assert set(every[0].filled) == {0.0}
    landings = 0
    for each in every:
        for helix, filled in zip(each.helices, each.filled, strict=True):
            if 0.0 < filled < 1.0:
                landings += 1
                assert LOOSE_FROM <= helix <= LOOSE_TO
            if filled == 0.0 and each.carried[0] == 0.0 and not any(each.freed):
                assert helix <= LOOSE_TO, "helix 12 settles only on elacestrant"
    assert landings
    assert set(every[-1].helices) == {1.0}


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


def test_there_are_at_most_three_labels() -> None:
    assert max(each.labels for each in moments()) <= 3


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
