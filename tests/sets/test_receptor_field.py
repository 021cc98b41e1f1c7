"""The field of 24 receptors: places, trips to the 26S, and its camera, by arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.spatial import cKDTree

from moa_anim.actors.cleared_receptors import (
    BOUND,
    CHAIN_OFF_SHARE,
    MOUTH_ANGSTROM,
    THREAD_BEHIND_ANGSTROM,
    receptor_at_mouth,
    thread_picture,
)
from moa_anim.actors.receptor import HELIX12_PLACES, receptor_positions
from moa_anim.actors.receptor_population import MIDDLE_ANGSTROM
from moa_anim.actors.threaded_receptor import TAIL_RESIDUES
from moa_anim.graphics.colours import rgb
from moa_anim.model.clock import FrameRate
from moa_anim.model.palette import Role
from moa_anim.molecule.bodies import View
from moa_anim.molecule.ligand_paths import at_pose
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.sets.clearing_schedule import APART_SECONDS
from moa_anim.sets.mutant_field import (
    ENOUGH_ROOM_PIXELS,
    MUTANT_SEED,
    MUTANTS_CLEARED,
    REMOVED_COUNT,
    MutantField,
    last_picture,
    way_in,
    ways_to_mutants,
)
from moa_anim.sets.receptor_field import (
    CLEARING_AT_THE_CUT,
    CLEARING_DONE,
    FIELD_VIEW,
    LEFT_AT_THE_END,
    FieldSight,
    ReceptorField,
)
from moa_anim.sets.receptor_field_layout import (
    CLEAR_BOXES,
    FIELD_26S_PLACE,
    FIELD_SCALE,
    FIRST_COUNT,
)


def shot(now: int = 0) -> Any:
    return SimpleNamespace(now=now, rate=FrameRate(Fraction(30)), seed=8, seconds=now / 30)


@pytest.fixture(scope="module", params=[ReceptorField, MutantField])
def field(request: Any) -> ReceptorField:
    made: ReceptorField = request.param(shot(), "left", cut_at_frame=0)
    return made


def done(field: ReceptorField) -> float:
    return MUTANTS_CLEARED if isinstance(field, MutantField) else CLEARING_DONE


def times(field: ReceptorField) -> list[float]:
    return [float(at) for at in np.arange(0.0, done(field) + 1e-9, 1.0 / 30)]


def test_at_first_none_is_tagged_and_at_the_end_the_same_few_are_left(field: ReceptorField) -> None:
    assert all(trip.tag(0.0) < 1e-3 and trip.carried(0.0) == 0.0 for trip in field.trips.values())
    field.clearing = done(field)
    assert field.left == field.first_count - len(field.trips) == LEFT_AT_THE_END
    assert LEFT_AT_THE_END == 5
    assert all(trip.entered(field.clearing) == 1.0 for trip in field.trips.values())
    here = [n for n, trip in field.trips.items() if not trip.elsewhere]
    assert all(field.freed.share(n) == 1.0 for n in here), "all their elacestrants are at rest"


def test_receptors_are_carried_to_more_than_one_26s(field: ReceptorField) -> None:
    away = {n: trip for n, trip in field.trips.items() if trip.elsewhere}
    if isinstance(field, MutantField):
        assert not away, "the nucleus ends at its left"
        return
    assert 0.3 <= len(away) / len(field.trips) <= 0.6
    sooner = sorted(field.trips.values(), key=lambda trip: trip.arrives)[:8]
    assert 2 <= sum(trip.elsewhere for trip in sooner) <= 5, "both ways from the beginning"
    for number, trip in away.items():
        assert trip.place(trip.gone)[0] + 240.0 < 0.0, "out of the picture with its tags"
        field.clearing = (trip.arrives + trip.inside) / 2
        assert abs(trip.place(field.clearing)[0] + 40.0) < 12.0, "counted until it is out of the picture"
        assert field.receptors.members[number].x < 560.0


def test_a_chain_that_is_cut_off_leaves_the_picture_whole(field: ReceptorField) -> None:
    receptors = field.receptors
    for number, trip in field.trips.items():
        if trip.elsewhere:
            continue
        field.clearing = trip.when_entered(CHAIN_OFF_SHARE) - 1e-6
        assert receptors.chain_gone(number) == 0.0
        field.clearing = trip.when_entered(CHAIN_OFF_SHARE) + 1.5
        assert 0.5 < receptors.chain_gone(number) < 1.0, "seen long after it is cut off"
        field.clearing = done(field)
        assert receptors.chain_gone(number) == 1.0
    end = receptors.mouth_place()[1] + receptors._chain_away(0, 1.0)[1]
    assert end - 240.0 > 900.0, "below the picture"


def test_the_count_falls_one_by_one_from_all_of_them(field: ReceptorField) -> None:
    counts = []
    for at in times(field):
        field.clearing = at
        counts.append(field.left)
    assert counts[0] == field.first_count
    assert field.first_count == (LEFT_AT_THE_END + REMOVED_COUNT if field.mutant else FIRST_COUNT)
    assert FIRST_COUNT == 24
    assert all(before - after in (0, 1) for before, after in pairwise(counts))


def test_the_count_is_the_number_that_is_seen(field: ReceptorField) -> None:
    for at in (0.0, 2.5, 4.0, done(field)):
        field.clearing = at
        seen = [each for each in field.count.population.sightings() if each.opacity >= 0.5]
        assert len(seen) == field.left


def test_a_receptor_is_tagged_before_it_leaves_and_is_at_the_mouth_before_it_enters(
    field: ReceptorField,
) -> None:
    goal = np.array(FIELD_26S_PLACE) + FIELD_SCALE * BOUND.apply(MIDDLE_ANGSTROM[None])[0][:2] * [1, -1]
    for trip in field.trips.values():
        for at in times(field):
            assert trip.carried(at) == 0.0 or trip.tag(at) == 4.0
            if trip.entered(at) > 0.0 and not trip.elsewhere:
                assert np.allclose(trip.place(at), goal)


def test_the_disordered_tail_is_at_the_mouth_before_the_fold_and_enters_it_first(
    field: ReceptorField,
) -> None:
    tail = slice(0, TAIL_RESIDUES)
    for number in (number for number, trip in field.trips.items() if not trip.elsewhere):
        coming, there = (field.receptors.turning(number, docked) for docked in (0.0, 1.0))
        first = [each.threading().positions(0.0)[0][0] for each in (coming, there)]
        assert np.linalg.norm(first[0] - MOUTH_ANGSTROM) > 15.0
        assert np.linalg.norm(first[1] - MOUTH_ANGSTROM) < 0.1
        assert np.allclose(there.pose.translation, BOUND.translation)
    work = there.threading()
    assert work.tail == TAIL_RESIDUES == 49
    for share in np.linspace(0.0, 1.0, 200):
        beyond = work.positions(float(share))[0][:, 0] > MOUTH_ANGSTROM[0] + 8.0
        assert beyond[tail].all() or not beyond[TAIL_RESIDUES:].any(), "helix 12 enters before the tail"


def test_what_is_first_seen_in_the_channel_is_the_pale_tail_and_not_helix12() -> None:
    inside = round(THREAD_BEHIND_ANGSTROM + 10.0)
    orange, paper = np.array(rgb(Role.HELIX12)), np.array(rgb(Role.PAPER))
    work = receptor_at_mouth().threading()
    stages = 400
    for engaged, helix_seen in ((30, False), (TAIL_RESIDUES - 4, False), (TAIL_RESIDUES + 14, True)):
        pixels = thread_picture(round(stages * engaged / work.total), stages, 1.0, 1.0)[:, inside:]
        there = pixels[pixels[..., 3] > 200][:, :3] / 255.0
        assert len(there) > 60, "nothing is in the channel"
        tint = there - paper
        towards = (tint @ (orange - paper)) / (np.linalg.norm(tint, axis=1) * np.linalg.norm(orange - paper))
        assert bool((towards > 0.97).sum() > 20) is helix_seen, engaged


def test_the_way_into_a_mutant_keeps_off_its_backbone_and_off_other_receptors() -> None:
    backbone = receptor_atoms().backbone.ravel()
    for pose in way_in():
        atoms = receptor_positions(HELIX12_PLACES["aside"], holding="drug", pose=pose)
        gaps, _ = cKDTree(atoms[backbone]).query(at_pose("drug", pose))
        assert gaps.min() >= 2.8
    places = np.array([(each.x, each.y) for each in MutantField.members_of(MUTANT_SEED)])
    for number, (_, way) in enumerate(ways_to_mutants()):
        others = np.delete(places, number, axis=0)
        gaps, _ = cKDTree(others).query(places[number] + way)
        assert gaps.min() > ENOUGH_ROOM_PIXELS


def test_the_26s_takes_in_one_receptor_after_another(field: ReceptorField) -> None:
    spans = sorted((trip.arrives, trip.inside) for trip in field.trips.values() if not trip.elsewhere)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_elacestrant_is_in_the_pocket_or_let_go_and_never_both(field: ReceptorField) -> None:
    if isinstance(field, MutantField):
        field.story = 1.0
    for at in times(field)[::7]:
        field.clearing = at
        for number in field.trips:
            held, free = field.receptors.filled(number), field.freed.seen(number)
            assert held + free == 1.0
            assert free == 0.0 or field.trips[number].carried(at) > 0.99


def test_receptors_keep_apart_and_off_the_26s_the_pair_and_the_count(field: ReceptorField) -> None:
    places = np.array([(member.x, member.y) for member in field.receptors.members])
    gaps = np.linalg.norm(places[:, None] - places[None], axis=2) + 1e6 * np.eye(len(places))
    assert gaps.min() > 100.0
    for left, top, right, bottom in CLEAR_BOXES:
        x, y = places.T
        assert not ((x > left) & (x < right) & (y > top) & (y < bottom)).any()


def test_a_field_is_the_same_at_the_end_of_one_shot_and_the_start_of_the_next() -> None:
    before, after = (ReceptorField(shot(now), "left", cut_at_frame=now) for now in (114, 0))
    for each in (before, after):
        each.rest(CLEARING_AT_THE_CUT)
    for one, other in zip(before.world.sightings(), after.world.sightings(), strict=True):
        assert np.allclose(one.points, other.points)
    assert before.left == after.left


def test_a_field_whose_first_receptor_is_gone_has_one_less_at_first_and_is_the_same_at_the_cut() -> None:
    gone, all_there = (
        ReceptorField(shot(), "left", cut_at_frame=0, first_gone=each) for each in (True, False)
    )
    assert (gone.left, all_there.left) == (23, 24)
    for each in (gone, all_there):
        each.rest(CLEARING_AT_THE_CUT)
    for one, other in zip(gone.world.sightings(), all_there.world.sightings(), strict=True):
        assert np.allclose(one.points, other.points)


def test_the_last_picture_is_that_of_the_mutants_at_the_end_of_their_shot() -> None:
    at_end = MutantField(shot(780), "left", cut_at_frame=780)
    at_end.end()
    at_end.sight.set((FIELD_26S_PLACE[0] - at_end.world.origin[0], FIELD_26S_PLACE[1]), 1.0)
    begins = last_picture(shot(), "left")
    for one, other in zip(at_end.world.sightings(), begins.world.sightings(), strict=True):
        assert np.allclose(one.points, other.points)


def test_a_sight_begins_at_rest_and_looks_elsewhere_without_a_jump() -> None:
    sight = FieldSight()
    assert sight.seen((100.0, 200.0)) == (100.0, 200.0)
    sight.set((900.0, 500.0), 2.0)
    before = sight.seen((300.0, 300.0))
    sight.look((640.0, 200.0))
    assert np.allclose(sight.seen((300.0, 300.0)), before)
    assert np.allclose(sight.seen((640.0, 200.0)), (sight.x, sight.y))


def test_at_rest_the_26s_is_seen_as_the_field_view_says() -> None:
    view: View = FieldSight().view()
    assert view.scale == FIELD_VIEW.scale
    assert np.allclose(view.place, FIELD_VIEW.place)


def test_both_fields_take_receptors_in_at_a_steady_pace() -> None:
    arrivals = sorted(trip.arrives for trip in ReceptorField(shot(), "left", cut_at_frame=0).trips.values())
    assert np.allclose(np.diff(arrivals), APART_SECONDS)


def test_an_elacestrant_is_drawn_in_its_receptors_picture_only_where_it_is_whole_in_it() -> None:
    field, seen = MutantField(shot(), "", cut_at_frame=0), 0
    for story in np.linspace(0.0, 1.0, 200):
        field.story = float(story)
        for number in range(len(field.receptors.members)):
            pose = field.incoming(number)
            if pose is not None:
                seen += 1
                assert field.receptors.is_near(number, pose)
    assert seen > 50
