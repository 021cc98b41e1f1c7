"""The shot held to the science, by numbers: what leaves and what comes, and that the scale bar is true on the whole way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import play_shot
from scipy.spatial import cKDTree

from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, FIRST_HELIX_RESIDUE, HELIX12_PLACES
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body import drug_share
from moa_anim.illustrations.body_outline import HEIGHT_METRES, TUMOR
from moa_anim.illustrations.vessel.capillaries import TISSUE_METRES_PER_PIXEL
from moa_anim.illustrations.vessel.red_cell import REACH, TILTS_DEGREES, red_cell
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.close_up import entry_view
from moa_anim.sets.scale_bar import CANCER_CELL_METRES
from moa_anim.sets.tablet_gathering import TabletGathering
from moa_anim.sets.tumor_tissue import CELL_PLACE
from moa_anim.stage.molecule_view import same_view

Places = NDArray[np.float64]

SHOT = "binding"
LEAST_LIGAND_ANGSTROM, POCKET_ANGSTROM, NOT_CLOSED_ANGSTROM = 2.8, 12.0, 8.5
"""As in test_conformational_change."""

SET_OFF_ANGSTROM = 2.0
"""A ligand so far from its place has set off."""

MOST_HIDDEN = 0.35
"""Share of estradiol that helix 12 may hide while it leaves: past one that was not far enough off it was 0.73."""

ATOM_ANGSTROM = 1.75
"""Radius of an atom that hides another's middle."""

FASTEST_PIXELS = 43.0
"""1300 a second at 30 frames: nothing crosses the picture faster, but for the view going in."""


@dataclass(frozen=True, repr=False)
class Seen:
    """The pocket at one frame, the share of estradiol's atoms that helix 12 hides, and the bar."""

    number: int
    seconds: float
    backbone: Places
    helix: Places
    partners: dict[str, tuple[bool, Places, Places]]
    hidden: float
    bar: tuple[str, float, float, float]
    scales: tuple[float, float, float]


def hidden_by_helix12(scene: Any) -> float:
    """The share of estradiol's atoms that lie behind an atom of helix 12 as seen."""
    rotation = scene.molecule_view.view.rotation
    estradiol = scene.estradiol.positions(scene.seconds) @ rotation.T
    rows = receptor_atoms().atoms.residue_numbers >= FIRST_HELIX_RESIDUE
    helix = scene.receptor.positions(scene.seconds)[rows] @ rotation.T
    over = np.linalg.norm(estradiol[:, None, :2] - helix[None, :, :2], axis=2) < ATOM_ANGSTROM
    return float((over & (helix[None, :, 2] > estradiol[:, None, 2])).any(axis=1).mean())


@cache
def seen(quality: Quality) -> list[Seen]:
    frames: list[Seen] = []

    def note(scene: Any, number: int) -> None:
        trace = scene.receptor.trace(scene.seconds)
        partners = {
            name: (
                partner.shown,
                partner.positions(scene.seconds),
                scene.molecule_view.view.pixels(partner.positions(scene.seconds)),
            )
            for name, partner in (
                ("estradiol", scene.estradiol),
                ("coactivator", scene.coactivator),
                ("drug", scene.elacestrant),
            )
        }
        bar = scene.bar
        scales = (
            HEIGHT_METRES / (scene.body.tall * scene.body.sight.magnification),
            CANCER_CELL_METRES / (2 * scene.tissue.hero_cell.radius * scene.tissue.view_now().magnification),
            1e-10 / scene.molecule_view.view.scale,
        )
        frames.append(
            Seen(
                number,
                scene.seconds,
                scene.receptor.positions(scene.seconds)[receptor_atoms().backbone.ravel()],
                trace.part(538, 544).positions,
                partners,
                hidden_by_helix12(scene),
                (bar.words, bar.pixels, bar.metres_per_pixel, bar.opacity * bar.clearness),
                scales,
            )
        )

    play_shot(SHOT, quality, note)
    return frames


@pytest.fixture(scope="module", params=[DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def frames(request: pytest.FixtureRequest) -> list[Seen]:
    return seen(request.param)


def least(one: Places, other: Places) -> float:
    return float(cKDTree(other).query(one)[0].min())


def from_closed(frame: Seen) -> float:
    closed = receptor_tables().agonist.part(538, 544).positions.mean(axis=0)
    return float(np.linalg.norm(frame.helix.mean(axis=0) - closed))


def on_screen(pixels: Places) -> bool:
    x, y = pixels.T
    reach = 30.0
    return bool(((x > -reach) & (x < FRAME_WIDTH + reach) & (y > -reach) & (y < BAND_TOP + reach)).any())


@pytest.mark.parametrize("name", ["estradiol", "drug"])
def test_no_ligand_passes_through_the_receptor(frames: list[Seen], name: str) -> None:
    rows = [(least(f.partners[name][1], f.backbone), f.number) for f in frames if f.partners[name][0]]
    assert min(rows)[0] >= LEAST_LIGAND_ANGSTROM, min(rows)


@pytest.mark.parametrize("name", ["estradiol", "drug"])
def test_a_ligand_moves_in_the_mouth_only_while_helix12_is_off_it(frames: list[Seen], name: str) -> None:
    pose = receptor_tables().ligands[name].positions.mean(axis=0)
    for frame in frames:
        shown, positions, _ = frame.partners[name]
        off = float(np.linalg.norm(positions.mean(axis=0) - pose))
        moving = 1.0 < off < POCKET_ANGSTROM if name == "estradiol" else off < POCKET_ANGSTROM
        if shown and moving:
            assert from_closed(frame) > NOT_CLOSED_ANGSTROM, frame.number


def test_a_loose_helix12_wanders(frames: list[Seen]) -> None:
    loose = np.array(
        [frame.helix.mean(axis=0) for frame in frames if from_closed(frame) > NOT_CLOSED_ANGSTROM]
    )
    assert np.linalg.norm(loose - loose.mean(axis=0), axis=1).max() > 2.0, "a loose helix 12 stands still"


def test_helix12_is_out_of_the_way_well_before_estradiol_sets_off(frames: list[Seen]) -> None:
    pose = receptor_tables().ligands["estradiol"].positions.mean(axis=0)
    loose = next(f for f in frames if from_closed(f) > NOT_CLOSED_ANGSTROM)
    off = next(
        f for f in frames if np.linalg.norm(f.partners["estradiol"][1].mean(axis=0) - pose) > SET_OFF_ANGSTROM
    )
    assert off.seconds - loose.seconds > 0.3


def test_estradiol_is_not_hidden_by_helix12_on_its_way_out(frames: list[Seen]) -> None:
    """Most of it is beside helix 12 as seen, or in front of it, from its place in the pocket to the picture's edge."""
    pose = receptor_tables().ligands["estradiol"].positions.mean(axis=0)
    hidden = [
        (frame.hidden, frame.number)
        for frame in frames
        if frame.partners["estradiol"][0]
        and np.linalg.norm(frame.partners["estradiol"][1].mean(axis=0) - pose) > SET_OFF_ANGSTROM
    ]
    assert max(hidden)[0] < MOST_HIDDEN, max(hidden)


def test_the_coactivator_has_its_body() -> None:
    bodies: set[bool] = set()
    play_shot(SHOT, DRAFT, lambda scene, _: bodies.add(scene.coactivator_body in scene.mobjects))
    assert bodies == {True}


def test_estradiol_is_gone_before_elacestrant_arrives(frames: list[Seen]) -> None:
    def in_sight(name: str) -> list[int]:
        return [f.number for f in frames if f.partners[name][0] and on_screen(f.partners[name][2])]

    assert in_sight("estradiol")[-1] < in_sight("drug")[0]
    assert in_sight("coactivator")[-1] < in_sight("drug")[0]


def test_guests_pass_through_no_other_guest(frames: list[Seen]) -> None:
    for frame in frames:
        shown = [positions for here, positions, _ in frame.partners.values() if here]
        for number, one in enumerate(shown):
            for other in shown[:number]:
                assert least(one, other) > 3.5, frame.number


def test_nothing_comes_into_being_in_the_picture(frames: list[Seen]) -> None:
    for before, after in pairwise(frames):
        for name, (shown, _, pixels) in after.partners.items():
            if shown != before.partners[name][0]:
                where = pixels if shown else before.partners[name][2]
                assert not on_screen(where), f"{name} at frame {after.number}"


def test_no_molecule_is_faster_than_the_eye() -> None:
    faults = []
    for before, after in pairwise(seen(LECTURE)):
        for name, (shown, _, pixels) in after.partners.items():
            step = float(np.linalg.norm(pixels.mean(axis=0) - before.partners[name][2].mean(axis=0)))
            if shown and before.partners[name][0] and step > FASTEST_PIXELS:
                faults.append(f"{name} {step:.0f} pixels at frame {after.number}")
    assert not faults, "; ".join(faults)


def test_the_view_goes_in_without_a_jump() -> None:
    """The cell's place and the scale, second differences at 30 frames a second, from the body to the close-up."""
    rows: list[tuple[float, float, float]] = []

    def note(scene: Any, number: int) -> None:
        if scene.tissue in scene.mobjects:
            view = scene.tissue.view_now()
            rows.append((*view.seen(CELL_PLACE), float(np.log(view.magnification))))

    play_shot(SHOT, LECTURE, note)
    twitch = np.abs(np.diff(np.array(rows), n=2, axis=0))
    near = np.array(rows)[1:-1, 2] < 0.1  # nearer, the cell's middle is not in the picture
    assert (twitch[near, :2] < 6.0).all(), twitch[near].max(axis=0)
    assert twitch[:, 2].max() < 0.02, twitch.max(axis=0)


def test_the_tumor_becomes_the_tissue_in_its_place_and_to_its_scale() -> None:
    """Body and tissue are seen at one magnification and about one point for as long as both are on stage."""
    offs: list[float] = []

    def note(scene: Any, number: int) -> None:
        if scene.body.opacity > 0.0 and scene.tissue.opacity > 0.0:
            tumor, cell = scene.body.seen(TUMOR), scene.tissue.view_now().seen(CELL_PLACE)
            offs.append(float(np.hypot(tumor[0] - cell[0], tumor[1] - cell[1])))
            body = scene.body.metres_per_pixel
            tissue = TISSUE_METRES_PER_PIXEL / scene.tissue.view_now().magnification
            assert tissue == pytest.approx(body, rel=1e-6)

    play_shot(SHOT, LECTURE, note)
    assert len(offs) > 3
    assert max(offs) < 0.5


def test_the_drug_takes_its_true_way() -> None:
    """Stomach, bowel, liver, heart, tumor: each is reached after the one before it, once the tablet is swallowed."""
    reached: dict[str, float] = {}

    def note(scene: Any, number: int) -> None:
        share = scene.drug._share.at(scene.reference_seconds())
        for part in ("bowel", "portal vein", "liver", "heart, to the lungs", "aorta"):
            if share >= drug_share(part) and scene.drug.opacity > 0.0:
                reached.setdefault(part, scene.reference_seconds())
        if share >= 1.0:
            reached.setdefault("tumor", scene.reference_seconds())

    play_shot(SHOT, DRAFT, note)
    assert list(reached) == ["bowel", "portal vein", "liver", "heart, to the lungs", "aorta", "tumor"]
    starts = list(reached.values())
    assert starts == sorted(starts)
    assert starts[0] > 2.25  # the tablet is in the stomach


def test_it_begins_with_the_elacestrants_of_the_shot_before() -> None:
    """Their places, sizes and turns in the picture's plane are those of the last frame before, in the lecture."""
    before: list[tuple[float, ...]] = []
    after: list[tuple[float, ...]] = []

    def last(scene: Any, number: int) -> None:
        if not hasattr(scene, "elacestrant"):
            return  # the lanes are not staged yet
        freed, world = scene.elacestrant.mutants.freed, scene.elacestrant.mutants.world
        before[:] = [
            (
                *world.seen(freed.place(each)),
                freed.scale * freed.swell(each) * world.sight.magnification,
                freed.angle(each),
            )
            for each in range(len(freed.members))
        ]

    def first(scene: Any, number: int) -> None:
        if number == 0:
            (found,) = (each for each in scene.mobjects if isinstance(each, TabletGathering))
            after[:] = [
                (*found.place(each), found.scale * found.swell(each), found.angle(each))
                for each in range(len(found.members))
            ]

    play_shot("different-approach", LECTURE, last)
    play_shot(SHOT, LECTURE, first)
    assert len(before) == len(after) == 2
    off = np.abs(np.array(after) - np.array(before)).max(axis=0)
    assert (off < [6.0, 6.0, 0.05, 0.12]).all(), off


def test_it_ends_as_the_next_shot_begins() -> None:
    last: list[tuple[Any, ...]] = []

    def note(scene: Any, number: int) -> None:
        receptor, partner = scene.receptor, scene.elacestrant
        off = float(np.abs(partner.pose - partner.bound_pose).max())
        labels = [label.words for label in scene.labels_made if label.opacity > 0]
        last[:] = [
            (receptor.place, receptor.wander, receptor.cut_depth, off, partner.freedom, partner.shown, labels)
        ]
        assert not last or number < 600 or same_view(scene.molecule_view.view, entry_view())

    play_shot(SHOT, DRAFT, note)
    place, wander, cut, off, freedom, shown, labels = last[0]
    assert (place, wander, cut) == (HELIX12_PLACES["aside"], 0.0, CUT_DEPTH_ANGSTROM)
    assert off < 1e-3
    assert freedom == 0.0
    assert shown
    assert not labels


def test_the_bar_is_true_of_what_is_seen(frames: list[Seen]) -> None:
    units = {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "µm": 1e-6, "nm": 1e-9}
    words = set()
    for frame in frames:
        said, pixels, scale, clear = frame.bar
        if clear <= 0.02:
            continue
        words.add(said)
        number, unit = said.split(" ")
        assert float(number) * units[unit] == pytest.approx(pixels * scale, rel=0.01)
        assert min(abs(scale / each - 1.0) for each in frame.scales) < 0.01, f"{said} at frame {frame.number}"
    assert {"20 cm", "1 cm", "1 nm"} <= words
    # In the tissue elacestrant is larger than life: no bar stands beside it.
    assert not any("µm" in each for each in words)


def test_the_bar_changes_only_unseen() -> None:
    for before, after in pairwise(seen(LECTURE)):
        if before.bar[0] != after.bar[0]:
            assert min(before.bar[3], after.bar[3]) < 0.5, after.number


def test_red_cells_are_as_broad_as_they_are_and_thinner_the_more_they_are_tilted() -> None:
    downs = []
    for tilt in range(len(TILTS_DEGREES)):
        picture = red_cell(tilt)
        rows, columns = np.nonzero(picture[..., 3] > 128)
        assert (np.ptp(columns) + 1) / picture.shape[1] * REACH == pytest.approx(1.02, abs=0.03)
        downs.append((np.ptp(rows) + 1) / picture.shape[0] * REACH)
    assert downs == sorted(downs, reverse=True)
    # Edge on: 2.6 µm thick at the rim, 7.8 µm across (Evans & Fung).
    assert downs[-1] == pytest.approx(2.6 / 7.8 + 0.03, abs=0.06)
