"""Three treatments side by side: what each lane shows, by numbers taken from what stands on stage at every frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from recording import helix12_centres, play_shot
from scipy.ndimage import label
from scipy.spatial import cKDTree

from moa_anim.actors.ligand_population import LigandPopulation
from moa_anim.actors.population import Member
from moa_anim.actors.receptor import receptor_positions
from moa_anim.actors.receptor_population import POSTURES, STEPS, PictureKey, ReceptorPopulation
from moa_anim.actors.released_ligands import ReleasedLigands
from moa_anim.graphics.canvas import Canvas
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT, LECTURE
from moa_anim.molecule.helix12 import ANTAGONIST, CLOSED, LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.treatment_lanes import LANE_SCALE, LANE_WIDTH, LaneCount

SHOT = "different-approach"
INHIBITOR, TAMOXIFEN, ELACESTRANT = range(3)
MOST_PIXELS = 25.0
"""Design pixels from one frame to the next at 30 frames a second: nothing small goes faster."""

MOUTH_PIXELS = 280.0
"""From the mouth of the cap to the middle of a receptor that is gone, at most: the near cap reaches as far from it."""

HELIX_PIXELS = 11.0
"""So far the middle of helix 12 moves from one frame to the next at most: a receptor is about 210 across."""

PICKED = [0, 20, 41, STEPS]
"""Some of the steps of helix 12, the ends among them."""


@dataclass(frozen=True)
class LaneSeen:
    """A lane at one frame."""

    receptors: tuple[tuple[float, float], ...]
    count: int
    opacities: tuple[float, ...]
    helices: tuple[float, ...]
    ligand: Role | None
    filled: tuple[float, ...]
    marked: float
    scale: float
    estradiols: tuple[tuple[float, float], ...]
    estradiol_scale: float
    freed: dict[int, tuple[float, float]]


@dataclass(frozen=True)
class BriefSeen:
    """The shot's first part at one frame: of each receptor, how its pocket is filled, helix 12, where its ligand is."""

    count: int
    filled: tuple[float, ...]
    helices: tuple[float, ...]
    ligands: tuple[tuple[float, float], ...]
    receptors: tuple[tuple[float, float], ...]
    opacities: tuple[float, ...]
    freed: dict[int, tuple[float, float]]
    ends: tuple[tuple[float, float], ...]


@pytest.fixture(scope="module")
def seen() -> tuple[list[BriefSeen], list[list[LaneSeen]]]:
    brief: list[BriefSeen] = []
    lanes: list[list[LaneSeen]] = []

    def note(scene: Any, frame: int) -> None:
        if any(isinstance(mobject, LaneCount) for mobject in scene.mobjects):
            lanes.append([lane_seen(lane) for lane in scene.lanes])
            return
        receptors, drugs = scene.brief.receptors, scene.brief.drugs
        every = range(len(receptors.members))
        brief.append(
            BriefSeen(
                receptors.count,
                tuple(receptors.filled(n) for n in every),
                tuple(receptors.helix_place(n) for n in every),
                tuple(drugs.place(n) for n in every),
                tuple(receptors.place(n) for n in every),
                tuple(receptors.opacity_of(n) for n in every),
                freed_by(scene.brief.freed),
                tuple(scene.particle.spot(end) for end in (-215.0, 215.0)),
            )
        )

    play_shot(SHOT, LECTURE, note)
    return brief, lanes


def lane_seen(lane: Any) -> LaneSeen:
    receptors: ReceptorPopulation = lane.receptors
    estradiol: LigandPopulation = lane.estradiol
    shown = [n for n in range(len(receptors.members)) if receptors.opacity_of(n) > 0.0]
    assert lane.count.population is receptors, "the number is that of the lane's own receptors"
    return LaneSeen(
        tuple(receptors.place(n) for n in shown),
        receptors.count,
        tuple(receptors.opacity_of(n) for n in shown),
        tuple(receptors.helix_place(n) for n in shown),
        lane.treatment.ligand[1] if lane.treatment.ligand else None,
        tuple(receptors.filled(n) for n in shown),
        receptors.marked,
        receptors.scale,
        tuple(estradiol.place(n) for n in range(len(estradiol.members)) if estradiol.seen(n) > 0.0),
        estradiol.scale,
        freed_by(lane.freed) if lane.freed is not None else {},
    )


def freed_by(freed: ReleasedLigands) -> dict[int, tuple[float, float]]:
    """Where the ligands are that receptors have let go, by the receptors' numbers; each is wholly seen."""
    places = {n: freed.place(n) for n in range(len(freed.members)) if freed.seen(n) > 0.0}
    assert all(freed.seen(n) * freed.opacity == 1.0 for n in places)
    return places


Seen = tuple[list[BriefSeen], list[list[LaneSeen]]]


def test_twelve_receptors_become_as_many_as_a_lane_has_one_at_a_time(seen: Seen) -> None:
    counts = [frame.count for frame in seen[0]]
    assert counts[0] == 12
    assert counts[-1] == seen[1][0][ELACESTRANT].count
    assert all(after in (before, before - 1) for before, after in pairwise(counts))


def test_elacestrant_enters_a_loose_receptor_and_then_helix12_settles(seen: Seen) -> None:
    for before, after in pairwise(seen[0]):
        for n, place in enumerate(after.helices):
            if after.opacities[n] < 1.0:
                continue
            if after.filled[n] < 1.0:
                assert LOOSE_FROM <= place <= LOOSE_TO, "helix 12 wanders before a ligand is in"
            assert after.filled[n] >= before.filled[n], "no ligand leaves a receptor that is whole"
    assert all(place == ANTAGONIST for place in seen[0][-1].helices)


def test_each_elacestrant_goes_off_again_before_it_binds(seen: Seen) -> None:
    frames = seen[0]
    for n in range(12):
        gaps = [float(np.hypot(*np.subtract(frame.ligands[n], frame.receptors[n]))) for frame in frames]
        turns = [
            k
            for k in range(5, len(gaps) - 5)
            if gaps[k] == min(gaps[k - 5 : k + 6]) and 60.0 < gaps[k] < 200.0
        ]
        assert turns, f"elacestrant {n} comes straight in"


def test_nothing_small_dashes(seen: Seen) -> None:
    for before, after in pairwise(seen[0]):
        steps = np.hypot(*(np.array(after.ligands) - np.array(before.ligands)).T)
        assert steps.max() < MOST_PIXELS
    for earlier, later in pairwise(seen[1]):
        for one, other in zip(earlier, later, strict=True):
            shared = min(len(one.estradiols), len(other.estradiols))
            steps = np.hypot(*(np.array(other.estradiols[:shared]) - np.array(one.estradiols[:shared])).T)
            assert steps.max() < MOST_PIXELS


def test_the_lanes_begin_alike(seen: Seen) -> None:
    first = seen[1][0]
    assert [lane.count for lane in first] == [5, 5, 5]
    assert len({len(lane.estradiols) for lane in first}) == 1
    assert [lane.ligand for lane in first] == [Role.ESTRADIOL, Role.TAMOXIFEN, Role.ELACESTRANT]


def test_receptors_fall_in_the_lane_of_elacestrant_alone_and_one_at_a_time(seen: Seen) -> None:
    for number in (INHIBITOR, TAMOXIFEN):
        assert {lanes[number].count for lanes in seen[1]} == {5}
        assert all(opacity == 1.0 for lanes in seen[1] for opacity in lanes[number].opacities)
    counts = [lanes[ELACESTRANT].count for lanes in seen[1]]
    assert all(after in (before, before - 1) for before, after in pairwise(counts))
    assert counts[-1] == 2


def test_a_count_is_the_number_of_receptors_drawn(seen: Seen) -> None:
    for lanes in seen[1]:
        assert all(lane.count == sum(opacity >= 0.5 for opacity in lane.opacities) for lane in lanes)


def test_a_receptor_that_is_cleared_leaves_its_elacestrant_whole(seen: Seen) -> None:
    pictures: list[tuple[Any, Any, int]] = [(one, other, 12) for one, other in pairwise(seen[0])]
    pictures += [(one[ELACESTRANT], other[ELACESTRANT], 5) for one, other in pairwise(seen[1])]
    for before, after, most in pictures:
        whole = sum(opacity == 1.0 for opacity in after.opacities)
        assert sorted(after.freed) == list(range(whole, most)), "one for each receptor that is fading or gone"
        for number, place in before.freed.items():
            assert np.hypot(*np.subtract(after.freed[number], place)) < MOST_PIXELS / 2, (
                "it drifts, and stays"
            )
    assert (len(seen[0][-1].freed), len(seen[1][-1][ELACESTRANT].freed)) == (7, 3)
    assert not any(lanes[number].freed for lanes in seen[1] for number in (INHIBITOR, TAMOXIFEN))


def test_elacestrant_let_go_drifts_off_between_the_receptors_that_are_left(seen: Seen) -> None:
    last = seen[0][-1]
    for number, place in last.freed.items():
        first = next(frame for frame in seen[0] if number in frame.freed)
        assert np.hypot(*np.subtract(first.freed[number], first.receptors[number])) < 60.0, (
            "it begins in its pocket"
        )
        gaps = [np.hypot(*np.subtract(place, last.receptors[n])) for n in range(last.count)]
        assert min(gaps) > 107.0, f"elacestrant {number} lies on a receptor"
    for _, _, lane in seen[1][-1:]:
        for place in lane.freed.values():
            assert min(np.hypot(*np.subtract(place, receptor)) for receptor in lane.receptors) > 95.0


def test_receptors_that_go_drift_towards_an_end_of_the_proteasome_and_the_others_stay(seen: Seen) -> None:
    first, last = seen[0][0], seen[0][-1]
    for number, (begun, ended) in enumerate(zip(first.receptors, last.receptors, strict=True)):
        before, after = (min(np.hypot(*np.subtract(at, end)) for end in first.ends) for at in (begun, ended))
        if number >= last.count:
            assert after < before - 40.0, f"receptor {number}"
            assert after < MOUTH_PIXELS, f"receptor {number}"
        else:
            assert np.hypot(*np.subtract(begun, ended)) < 25.0, f"receptor {number}"


def test_estradiol_falls_in_the_lane_of_the_inhibitor_alone(seen: Seen) -> None:
    for number in (TAMOXIFEN, ELACESTRANT):
        assert len({len(lanes[number].estradiols) for lanes in seen[1]}) == 1
    left = [len(lanes[INHIBITOR].estradiols) for lanes in seen[1]]
    assert all(after <= before for before, after in pairwise(left))
    assert 0 < left[-1] < left[0] / 2


def test_what_is_in_a_lane_stays_in_it(seen: Seen) -> None:
    for lanes in seen[1]:
        for number, lane in enumerate(lanes):
            for points, half in (
                (lane.receptors, 100.0),
                (lane.estradiols, 24.0),
                (tuple(lane.freed.values()), 24.0),
            ):
                if not points:
                    continue
                x, y = np.array(points).T
                assert x.min() - half > number * LANE_WIDTH, number
                assert x.max() + half < (number + 1) * LANE_WIDTH, number
                assert y.max() < 880.0, number


def test_all_lanes_have_one_scale(seen: Seen) -> None:
    scales = {scale for lanes in seen[1] for lane in lanes for scale in (lane.scale, lane.estradiol_scale)}
    assert scales == {LANE_SCALE}


def test_with_a_drug_helix12_lies_on_the_groove(seen: Seen) -> None:
    for lanes in seen[1]:
        for number in (TAMOXIFEN, ELACESTRANT):
            assert all(place == ANTAGONIST for place in lanes[number].helices)


def test_the_wild_type_is_closed_over_estradiol_and_wanders_when_empty(seen: Seen) -> None:
    for lanes in seen[1]:
        lane = lanes[INHIBITOR]
        assert all(place <= LOOSE_TO for place in lane.helices), "never towards the antagonist's place"
        if lane.marked > 0.0:
            continue
        for filled, place in zip(lane.filled, lane.helices, strict=True):
            if filled == 0.0:
                assert LOOSE_FROM <= place <= LOOSE_TO, (
                    "no receptor of the wild type closes over an empty pocket"
                )
            elif filled < 1.0:
                assert place >= LOOSE_FROM, "estradiol goes when helix 12 has opened"


def test_with_less_estrogen_fewer_receptors_hold_it(seen: Seen) -> None:
    holding = [sum(filled > 0.0 for filled in lanes[INHIBITOR].filled) for lanes in seen[1]]
    assert holding[0] == 3
    assert all(after <= before for before, after in pairwise(holding))
    unmarked = [
        count for count, lanes in zip(holding, seen[1], strict=True) if lanes[INHIBITOR].marked == 0.0
    ]
    assert unmarked[-1] == 0
    first, last = seen[1][0][INHIBITOR], seen[1][-1][INHIBITOR]
    assert [place == CLOSED for place in first.helices] == [filled == 1.0 for filled in first.filled]
    assert all(place == CLOSED for place in last.helices), "the mutants close over an empty pocket"
    assert last.marked == 1.0


def test_helix12_of_every_receptor_swings_smoothly(seen: Seen) -> None:
    centres = helix12_centres()
    lanes = [
        [lane.helices[:2] if n == ELACESTRANT else lane.helices for n, lane in enumerate(each)]
        for each in seen[1]
    ]
    rows = [np.array([centres(place) for lane in each for place in lane]) for each in lanes]
    brief = [np.array([centres(place) for place in frame.helices]) for frame in seen[0]]
    for before, after in [*pairwise(rows), *pairwise(brief)]:
        assert LANE_SCALE * np.linalg.norm(after - before, axis=1).max() < HELIX_PIXELS


def test_tamoxifen_lies_in_the_pocket_as_measured() -> None:
    """4-hydroxytamoxifen where 3ERT has it, in the receptor of its own complex."""
    atoms = receptor_tables().ligands["tamoxifen"].positions
    backbone = receptor_positions(ANTAGONIST, holding="tamoxifen")[receptor_atoms().backbone.ravel()]
    assert cKDTree(backbone).query(atoms)[0].min() > 3.5


class Still:
    """A scene at its first moment."""

    seconds, seed = 0.0, 5


def many() -> ReceptorPopulation:
    elacestrant = receptor_tables().ligands["elacestrant"], Role.ELACESTRANT
    members = [Member(110.0, 110.0, variant, 1) for variant in range(len(POSTURES))]
    scene: Any = Still()
    return ReceptorPopulation(scene, members, scale=1.6, wander=0.0, seed=1, ligand=elacestrant)


def test_a_receptors_picture_is_cut_off_nowhere() -> None:
    receptors = many()
    for variant in range(len(POSTURES)):
        for step in PICKED:
            alpha = receptors._drawn(PictureKey(variant, 0.0, step, True, True), 1.0)[..., 3]
            border = (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1])
            assert not any(edge.any() for edge in border), (variant, step)


def test_a_receptors_picture_is_in_one_piece() -> None:
    receptors = many()
    for variant in range(len(POSTURES)):
        alpha = receptors._drawn(PictureKey(variant, 0.0, 60, True, False), 2.0)[..., 3]
        assert label(alpha > 40)[1] == 1, f"posture {variant}: something floats beside it"


def test_a_member_is_painted_where_its_place_is() -> None:
    receptors = many()
    pixels = np.zeros((220, 400, 4), dtype=np.uint8)
    canvas = Canvas(pixels)
    canvas.scale = 1.0
    receptors.paint_member(canvas, 0)
    rows, columns = np.nonzero(pixels[..., 3])
    assert rows.mean() == pytest.approx(110.0, abs=8.0)
    assert columns.mean() == pytest.approx(110.0, abs=8.0)


@pytest.mark.parametrize("quality", [DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def test_the_last_half_second_is_still(quality: Any) -> None:
    moments: list[tuple[float, ...]] = []

    def note(scene: Any, frame: int) -> None:
        if any(isinstance(mobject, LaneCount) for mobject in scene.mobjects):
            lanes = scene.lanes
            state = [
                part
                for lane in lanes
                for part in (lane.closed, lane.visit, lane.estrogen, lane.scrim.opacity)
            ]
            moments.append(
                (*state, *(lane.receptors.left for lane in lanes), *(lane.receptors.marked for lane in lanes))
            )

    play_shot(SHOT, quality, note)
    last = round(float(quality.rate.fps) / 2)
    assert len(set(moments[-last:])) == 1
