"""One receptor is bound, tagged and taken in; then three treatments side by side, by numbers of every frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import play_shot
from scipy.ndimage import label
from scipy.spatial import cKDTree

from moa_anim.actors.cleared_receptors import CHAIN_MARGIN_PIXELS
from moa_anim.actors.population import Member
from moa_anim.actors.proteasome import LyingProteasome
from moa_anim.actors.receptor import HELIX12_PLACES, receptor_positions
from moa_anim.actors.receptor_population import BODY_ANGSTROM, POSTURES, STEPS, PictureKey, ReceptorPopulation
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.model.quality import LECTURE
from moa_anim.molecule.helix12 import ANTAGONIST, CLOSED, LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.ligand_paths import at_pose
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.lane_mutants import MAGNIFICATION, MOUTH_AT, MUTANTS_CLEARED
from moa_anim.sets.lane_texts import EFFECT_BASELINE
from moa_anim.sets.lane_world import LANE_WIDTH
from moa_anim.sets.mechanism_overview import NEAR_MAGNIFICATION, WORLD_SCALE
from moa_anim.sets.treatment_lanes import (
    FAR_SCALE,
    LANE_SCALE,
    PARTICLE_PLACE,
    RECEPTOR,
    SUPPRESSED_LEFT,
    VISITOR,
)

Places = NDArray[np.float64]
Corners = tuple[tuple[float, float], tuple[float, float]]

SHOT = "different-approach"
ELACESTRANT, TAMOXIFEN, INHIBITOR = range(3)

FASTEST_PIXELS = 1300.0 / 30.0
"""Design pixels a frame that an actor moves at most."""

LEAST_LIGAND_ANGSTROM = 2.8
"""As in test_binding."""

NEAR_ANGSTROM = 6.0
"""A ligand that is nearer than this to the backbone is in the gap or in the pocket."""

CROSSES_PIXELS = 6.0 * WORLD_SCALE
"""A ligand whose middle is nearer than this to that of helix 12 lies over it (the world's own pixels)."""

PICKED = [0, 20, 41, STEPS]
"""Some of the steps of helix 12, the ends among them."""


@dataclass(frozen=True)
class BriefSeen:
    """The shot's first part at one frame."""

    arrival: float
    settling: float
    tags: tuple[float, ...]
    entered: tuple[float, ...]
    filled: tuple[float, ...]
    freed: tuple[float, ...]
    helix: float
    drug: tuple[float, float]
    pocket: tuple[float, float]
    places: tuple[tuple[float, float], ...]
    mouth: tuple[float, float]
    company: float
    arrived: bool
    drug_pose: Places
    is_drawn_with_receptor: bool
    turned: float
    helix_at: tuple[float, float]
    freed_at: tuple[float, float]
    particle: tuple[tuple[float, float], float]
    chain: Corners | None
    haze: float


@dataclass(frozen=True)
class TakenSeen:
    """The receptor in elacestrant's lane at one frame, as it is seen."""

    at: tuple[float, float]
    scale: float
    tag: float
    entered: float
    opacity: float
    visitor: tuple[float, float]
    chain: Corners | None


@dataclass(frozen=True)
class LaneSeen:
    """A lane at one frame; the mutants' places are those in the picture."""

    wild: bool
    wild_helix: float
    wild_filled: float
    wild_scale: float
    wild_at: tuple[float, float]
    wild_marked: float
    come: float
    marked: float
    outside: tuple[float, ...]
    helices: tuple[float, ...]
    filled: tuple[float, ...]
    tags: tuple[float, ...]
    freed: tuple[float, ...]
    places: tuple[tuple[float, float], ...]
    freed_at: tuple[tuple[float, float], ...]
    chains: tuple[Corners | None, ...]
    scale: float
    estradiols: int
    far_estradiols: int
    lit: bool
    effects: tuple[float, float]
    taken: TakenSeen | None
    released: tuple[float, tuple[float, float], tuple[float, float]] | None


Seen = tuple[list[BriefSeen], list[list[LaneSeen]]]


@pytest.fixture(scope="module")
def seen() -> Seen:
    brief: list[BriefSeen] = []
    lanes: list[list[LaneSeen]] = []

    def note(scene: Any, frame: int) -> None:
        if hasattr(scene, "lanes"):
            lanes.append([lane_seen(lane) for lane in scene.lanes])
        what = scene.brief
        receptors, every = what.receptors, range(4)
        brief.append(
            BriefSeen(
                what.arrival,
                what.settling,
                tuple(receptors.tag(n) for n in every),
                tuple(receptors.entered(n) for n in every),
                tuple(receptors.filled(n) for n in every),
                tuple(what.freed_share(n) for n in every),
                receptors.helix_place(0),
                what.drug.place(0),
                receptors.spot(0, receptor_tables().ligands["drug"].positions.mean(axis=0)),
                tuple(receptors._moved(n) for n in every),
                receptors.mouth_place(),
                what.company,
                scene.zoom._cells not in scene.mobjects,
                what.drug_pose(),
                what.incoming() is not None,
                receptors.turned,
                receptors.helix_spot(0, 539, 546),
                what.freed_place(0),
                (what.seen(what.particle.place), what.particle.scale * what.sight.magnification),
                corners(what, receptors, 0),
                what.haze,
            )
        )

    play_shot(SHOT, LECTURE, note)
    return brief, lanes


def lane_seen(lane: Any) -> LaneSeen:
    wild, mutants, two = lane.wild, lane.mutants, range(2)
    there = len(wild.members) > 0
    return LaneSeen(
        there,
        wild.helix_place(0) if there else 0.0,
        wild.filled(0),
        wild.scale * lane.world.sight.magnification,
        lane.world.seen(wild.place(0)) if there else (0.0, 0.0),
        wild.marked,
        mutants.come,
        mutants.receptors.marked,
        tuple(1.0 - mutants.receptors.entered(n) for n in two),
        tuple(mutants.receptors.helix_place(n) for n in two),
        tuple(mutants.filled(n) for n in two),
        tuple(mutants.receptors.tag(n) for n in two),
        tuple(mutants.freed_share(n) for n in two),
        tuple(mutants.world.seen(mutants.receptors._moved(n)) for n in two),
        tuple(mutants.world.seen(mutants.freed_place(n)) for n in two),
        tuple(corners(mutants.world, mutants.receptors, n) if mutants.trips else None for n in two),
        mutants.receptors.scale * mutants.world.sight.magnification,
        sum(lane.estradiol.seen(n) > 0.5 for n in range(len(lane.estradiol.members))),
        len(mutants.estradiol.members),
        lane.scrim.opacity == 0.0,
        (lane.effects[0].opacity, lane.effects[1].opacity),
        None if lane.taken is None else taken_seen(lane),
        released_seen(lane) if lane.released.members else None,
    )


def released_seen(lane: Any) -> tuple[float, tuple[float, float], tuple[float, float]]:
    """Return the opacity and place of what has left the pocket, and the pocket's place."""
    pieces = list(lane.world.pieces)
    assert pieces.index(lane.released) > pieces.index(lane.wild), "the receptor does not hide it"
    pocket = lane.wild.spot(0, receptor_tables().ligands["estradiol"].positions.mean(axis=0))
    return lane.released_seen(), lane.released.place(0), pocket


def taken_seen(lane: Any) -> TakenSeen:
    taken = lane.taken
    return TakenSeen(
        taken.seen(taken.receptor._moved(0)),
        taken.receptor.scale * taken.sight.magnification,
        taken.receptor.tag(0),
        taken.receptor.entered(0),
        taken.receptor.opacity,
        lane.world.seen(lane.estradiol_place(VISITOR)),
        corners(taken, taken.receptor, 0),
    )


def corners(world: Any, receptors: Any, number: int) -> Corners | None:
    """Upper left and lower right of a receptor's chain in the picture, without the margin of its picture."""
    box = receptors.chain_covers(number)
    if box is None:
        return None
    margin = CHAIN_MARGIN_PIXELS
    return world.seen((box[0] + margin, box[1] + margin)), world.seen((box[2] - margin, box[3] - margin))


def test_while_the_camera_goes_into_the_nucleus_the_hero_is_alone(seen: Seen) -> None:
    assert seen[0][0].company == 0.0
    assert all(each.arrived for each in seen[0] if each.company == 1.0)


def test_binding_then_helix12_then_the_tag_then_the_26s(seen: Seen) -> None:
    for each in seen[0]:
        assert each.settling == 0.0 or each.arrival == 1.0
        assert each.tags[0] == 0.0 or each.settling == 1.0
        for tag, entered, filled, freed in zip(each.tags, each.entered, each.filled, each.freed, strict=True):
            assert entered == 0.0 or tag == 4.0, "nothing enters before it carries four ubiquitins"
            assert filled == 0.0 or freed == 0.0, "elacestrant is in the pocket or let go"
            assert entered == 0.0 or freed > 0.0 or entered < 0.2, (
                "it is let go when the receptor is taken in"
            )
    last = seen[0][-1]
    assert last.entered[0] == 1.0
    assert all(tags[1:] == (0.0, 0.0, 0.0) for tags in (each.tags for each in seen[0])), "one is a promise"
    assert all(each.entered[1:] == (0.0, 0.0, 0.0) for each in seen[0])


def test_elacestrant_comes_straight_into_a_loose_receptor(seen: Seen) -> None:
    """It is a hint: that elacestrant misses at first is for the shot about binding."""
    frames = [each for each in seen[0] if 0.0 < each.arrival < 1.0]
    gaps = [float(np.hypot(*np.subtract(each.drug, each.pocket))) for each in frames]
    turns = [k for k in range(5, len(gaps) - 5) if gaps[k] == min(gaps[k - 5 : k + 6]) and gaps[k] > 30.0]
    assert not turns
    assert gaps[-1] < 6.0
    assert all(LOOSE_FROM <= each.helix <= LOOSE_TO for each in frames)
    assert seen[0][-1].helix == ANTAGONIST


def test_the_overview_is_seen_from_some_distance(seen: Seen) -> None:
    """No close-up: the receptor is less than two fifths of the picture's height, and is never seen nearer."""
    assert 2 * BODY_ANGSTROM * WORLD_SCALE * NEAR_MAGNIFICATION < 1080 * 2 / 5
    for each in seen[0]:
        if each.arrived and each.entered[0] < 1.0:
            assert each.particle[1] <= WORLD_SCALE * NEAR_MAGNIFICATION * (1 + 1e-6)


def test_elacestrant_comes_in_by_the_gap_and_touches_no_backbone(seen: Seen) -> None:
    """On the path of the close-up of binding, with helix 12 where the gap is widest."""
    backbone = receptor_atoms().backbone.ravel()
    frames = [each for each in seen[0] if 0.0 < each.arrival < 1.0]
    entering = 0
    for each in frames:
        atoms = at_pose("drug", each.drug_pose)
        positions = receptor_positions(each.helix, holding="drug", pose=each.drug_pose)
        gaps, _ = cKDTree(positions[backbone]).query(atoms)
        assert gaps.min() >= LEAST_LIGAND_ANGSTROM
        if gaps.min() < NEAR_ANGSTROM:
            entering += 1
            assert each.helix == pytest.approx(HELIX12_PLACES["aside"])
            assert each.is_drawn_with_receptor, "what is nearer hides what is behind it"
    assert entering > 10
    assert frames[-1].turned == 1.0


def test_elacestrant_does_not_cross_helix12_in_the_picture(seen: Seen) -> None:
    for each in seen[0]:
        if 0.0 < each.arrival < 1.0:
            assert np.hypot(*np.subtract(each.drug, each.helix_at)) > CROSSES_PIXELS


def test_what_is_inside_has_gone_through_the_mouth(seen: Seen) -> None:
    for each in seen[0]:
        for place, entered in zip(each.places, each.entered, strict=True):
            if entered > 0.0:
                assert np.hypot(*np.subtract(place, each.mouth)) < 1.0


def test_nothing_dashes(seen: Seen) -> None:
    for before, after in pairwise(seen[0]):
        steps = np.hypot(*(np.array(after.places) - np.array(before.places)).T)
        assert steps.max() < FASTEST_PIXELS
        if before.arrival > 0.0 and after.arrival < 1.0:
            assert np.hypot(*np.subtract(after.drug, before.drug)) < FASTEST_PIXELS


def test_elacestrants_receptor_is_as_large_as_its_neighbours_then_tagged_and_taken_away(seen: Seen) -> None:
    """It alone goes away from the viewer, and is taken in at the scale of the 26S; an estradiol finds it gone."""
    lanes = seen[1]
    frames = [each[ELACESTRANT].taken for each in lanes]
    taken = [each for each in frames if each is not None]
    assert len(taken) == len(frames)
    standing = [each for each in taken if each.scale == pytest.approx(LANE_SCALE) and each.opacity == 1.0]
    assert len(standing) > 30, "it stands for more than a second"
    assert standing[-1].at == pytest.approx(RECEPTOR[:2])
    assert all(each[number].taken is None for each in lanes for number in (TAMOXIFEN, INHIBITOR))
    for before, after in pairwise(taken):
        assert after.entered == 0.0 or after.tag == 4.0
        if 0.0 < after.entered < 1.0:
            assert after.scale == pytest.approx(FAR_SCALE)
        if after.opacity == 1.0 and after.entered < 1.0:
            assert after.scale <= before.scale + 1e-9
            assert np.hypot(*np.subtract(after.at, before.at)) < FASTEST_PIXELS
    passing = [each for each in taken if abs(each.visitor[0] - RECEPTOR[0]) < 60.0]
    assert passing
    assert all(each.entered == 1.0 for each in passing)


def test_a_receptor_comes_into_its_lane_when_the_26s_is_far_above_it(seen: Seen) -> None:
    """Else the two would look equally large: a 26S is several times as long as a receptor."""
    points = LyingProteasome(PARTICLE_PLACE, FAR_SCALE).silhouettes()[0][0]
    tall = 2 * BODY_ANGSTROM * LANE_SCALE
    assert np.ptp(points[:, 0]) < 0.55 * tall
    assert points[:, 1].max() < RECEPTOR[1] - BODY_ANGSTROM * LANE_SCALE
    for brief, lanes in zip(seen[0][-len(seen[1]) :], seen[1], strict=True):
        taken = lanes[ELACESTRANT].taken
        if taken is not None and taken.opacity > 0.0 and taken.entered < 1.0:
            assert brief.particle[1] < 1.1 * FAR_SCALE
            assert brief.haze > 0.9


def test_every_chain_of_ubiquitins_is_whole(seen: Seen) -> None:
    """Neither the caption band nor the edge of picture or lane cuts it, from its first ubiquitin until it has gone."""
    chains = [(each.chain, float(FRAME_WIDTH)) for each in seen[0]]
    for lanes in seen[1]:
        lane = lanes[ELACESTRANT]
        assert lane.taken is not None
        chains += [(each, LANE_WIDTH) for each in (lane.taken.chain, *lane.chains)]
    found = [(chain, right) for chain, right in chains if chain is not None]
    assert len(found) > 200
    for ((left, top), (right, bottom)), edge in found:
        assert 0.0 < left < right < edge
        assert 0.0 < top < bottom < BAND_TOP


def test_one_mutant_is_tagged_when_the_other_is_inside(seen: Seen) -> None:
    tagged = [lanes[ELACESTRANT] for lanes in seen[1] if lanes[ELACESTRANT].tags[1] > 0.2]
    assert tagged
    assert all(lane.outside[0] < 0.2 for lane in tagged)


def test_nothing_shrinks_but_by_the_camera(seen: Seen) -> None:
    """The hero is taken in before the camera has drawn back, and mutants have the scale of the 26S."""
    for lanes in seen[1]:
        assert len({lane.scale for lane in lanes}) == 1
        assert len({lane.wild_scale for lane in lanes}) == 1
    scales = [lanes[0].scale for lanes in seen[1]]
    far = scales.index(min(scales))
    assert min(scales) == pytest.approx(FAR_SCALE)
    assert all(after >= before - 1e-9 for before, after in pairwise(scales[far:])), "then it comes nearer"
    assert scales[-1] > WORLD_SCALE * MAGNIFICATION
    drawn_back = len(seen[0]) - len(seen[1]) + far
    assert seen[0][drawn_back].entered[0] == 1.0


def test_mutants_go_in_the_lane_of_elacestrant_alone(seen: Seen) -> None:
    for lanes in seen[1]:
        for number in (INHIBITOR, TAMOXIFEN):
            assert lanes[number].outside == (1.0, 1.0)
            assert lanes[number].tags == (0.0, 0.0)
            assert lanes[number].wild
        assert not lanes[ELACESTRANT].wild, "it is the one that is taken away"
    assert seen[1][0][ELACESTRANT].outside == (1.0, 1.0)
    assert seen[1][-1][ELACESTRANT].outside == (0.0, 0.0)
    assert seen[1][-1][ELACESTRANT].freed == (1.0, 1.0)
    assert MUTANTS_CLEARED < 6.0
    for before, after in pairwise(seen[1]):
        for n in range(2):
            one, other = before[ELACESTRANT], after[ELACESTRANT]
            assert other.outside[n] <= one.outside[n], "none comes back"
            assert other.outside[n] == 1.0 or other.tags[n] == 4.0
            assert np.hypot(*np.subtract(other.places[n], one.places[n])) < FASTEST_PIXELS


def test_lanes_are_in_the_order_of_the_words(seen: Seen) -> None:
    come = [k for k, lanes in enumerate(seen[1]) if not lanes[TAMOXIFEN].lit]
    lit = [next((n for n in range(3) if lanes[n].lit), None) for lanes in seen[1][come[0] :]]
    order = [n for n, before in zip(lit, [None, *lit], strict=False) if n is not None and n != before]
    assert order[:3] == [ELACESTRANT, TAMOXIFEN, INHIBITOR]


def test_the_mouth_that_takes_in_is_within_the_lane() -> None:
    assert MOUTH_AT[0] < 0.7 * LANE_WIDTH


def test_no_receptor_mutates(seen: Seen) -> None:
    """Mutants are marked from the first; wild types are never, and leave the picture before mutations are named."""
    for lanes in seen[1]:
        for lane in lanes:
            assert lane.marked == 1.0
            assert lane.wild_marked == 0.0
            if lane.wild and lane.effects[1] > 0.0:
                assert lane.wild_at[1] - BODY_ANGSTROM * lane.wild_scale > 885.0
            assert lane.tags == (0.0, 0.0) or lane.come == 1.0


def test_an_effect_is_named_only_while_it_is_seen(seen: Seen) -> None:
    for lanes in seen[1]:
        for lane in lanes:
            assert lane.effects[0] == 0.0 or lane.effects[1] == 0.0
            assert lane.effects[1] == 0.0 or lane.come == 1.0
            assert lane.effects[0] < 0.5 or lane.come < 0.5


def test_estradiol_falls_in_the_lane_of_the_inhibitor_alone_and_not_to_zero(seen: Seen) -> None:
    for number in (TAMOXIFEN, ELACESTRANT):
        assert len({lanes[number].estradiols for lanes in seen[1]}) == 1
    left = [lanes[INHIBITOR].estradiols for lanes in seen[1]]
    assert left[-1] == len(SUPPRESSED_LEFT) > 0
    assert left[-1] < left[0] / 2
    far = [lane.far_estradiols for lane in seen[1][-1]]
    assert 0 < far[INHIBITOR] < far[TAMOXIFEN] / 2
    assert far[TAMOXIFEN] == far[ELACESTRANT]


def test_with_a_drug_helix12_lies_on_the_groove_and_one_of_two_mutants_escapes_tamoxifen(seen: Seen) -> None:
    for lanes in seen[1]:
        assert lanes[ELACESTRANT].helices == (ANTAGONIST, ANTAGONIST)
        assert lanes[TAMOXIFEN].wild_helix == ANTAGONIST
        assert lanes[TAMOXIFEN].wild_filled == 1.0
        assert lanes[TAMOXIFEN].helices == (ANTAGONIST, CLOSED)
        assert lanes[TAMOXIFEN].filled == (1.0, 0.0)


def test_with_the_inhibitor_the_wild_type_opens_and_empties_and_mutants_are_closed_and_empty(
    seen: Seen,
) -> None:
    for lanes in seen[1]:
        lane = lanes[INHIBITOR]
        assert lane.helices == (CLOSED, CLOSED)
        assert lane.filled == (0.0, 0.0)
        if lane.wild_filled == 0.0:
            assert LOOSE_FROM <= lane.wild_helix <= LOOSE_TO, "no wild type closes over an empty pocket"
    assert (seen[1][0][INHIBITOR].wild_helix, seen[1][0][INHIBITOR].wild_filled) == (CLOSED, 1.0)
    assert seen[1][-1][INHIBITOR].wild_filled == 0.0


def test_the_inhibitors_estradiol_leaves_from_the_pocket_and_is_seen_all_the_way(seen: Seen) -> None:
    way = [lanes[INHIBITOR] for lanes in seen[1]]
    assert all(lanes[number].released is None for lanes in seen[1] for number in (TAMOXIFEN, ELACESTRANT))
    out = [lane.released for lane in way if lane.wild_filled == 0.0 and lane.released is not None]
    assert all(
        lane.released is not None and (lane.released[0] > 0.0) <= (lane.wild_filled == 0.0) for lane in way
    )
    assert out[0][0] == 1.0
    assert np.hypot(*np.subtract(out[0][1], out[0][2])) < 12.0, "it sets out where it was"
    for before, after in pairwise(out):
        assert np.hypot(*np.subtract(after[1], before[1])) < FASTEST_PIXELS


def test_the_receptor_of_a_lane_is_large_and_in_its_middle() -> None:
    assert RECEPTOR[0] == pytest.approx(LANE_WIDTH / 2, abs=8.0)
    assert 2 * BODY_ANGSTROM * LANE_SCALE > 0.5 * LANE_WIDTH


def test_the_whole_26s_is_in_the_lane_when_the_camera_has_drawn_back(seen: Seen) -> None:
    lanes_26s = LyingProteasome(PARTICLE_PLACE, FAR_SCALE)
    points = lanes_26s.silhouettes()[0][0]
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    assert 0.0 < left < right < LANE_WIDTH
    assert EFFECT_BASELINE < top < bottom < 900.0
    place, scale = min((each.particle for each in seen[0][-len(seen[1]) :]), key=lambda each: each[1])
    assert place == pytest.approx(PARTICLE_PLACE)
    assert scale == pytest.approx(FAR_SCALE)


def test_a_freed_elacestrant_drifts_to_where_no_receptor_is(seen: Seen) -> None:
    """So that it does not look bound again."""
    last = seen[0][-1]
    assert last.freed[0] == 1.0
    gaps = [np.hypot(*np.subtract(last.freed_at, place)) for place in last.places[1:]]
    assert min(gaps) > 2.0 * BODY_ANGSTROM * WORLD_SCALE
    for lanes in seen[1]:
        lane = lanes[ELACESTRANT]
        for n, at in enumerate(lane.freed_at):
            for other, place in enumerate(lane.places):
                if lane.freed[n] == 1.0 and lane.tags[other] == 0.0:
                    assert np.hypot(*np.subtract(at, place)) > BODY_ANGSTROM * lane.scale


def test_tamoxifen_lies_in_the_pocket_as_measured() -> None:
    """4-hydroxytamoxifen where 3ERT has it, in the receptor of its own complex."""
    atoms = receptor_tables().ligands["tamoxifen"].positions
    backbone = receptor_positions(ANTAGONIST, holding="tamoxifen")[receptor_atoms().backbone.ravel()]
    assert cKDTree(backbone).query(atoms)[0].min() > 3.5


class Still:
    """A scene at its first moment."""

    seconds, seed = 0.0, 5


def many() -> ReceptorPopulation:
    elacestrant = receptor_tables().ligands["drug"], Role.DRUG
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
