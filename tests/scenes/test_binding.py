"""The shot held to the science, by numbers: what leaves and what comes, and that the scale bar is true on the whole way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import play_shot
from scipy.spatial import cKDTree

from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, HELIX12_PLACES
from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.illustrations.body_outline import HEIGHT_METRES
from moa_anim.illustrations.vessel.red_cell import REACH, RED_CELL_METRES, TILTS_DEGREES, red_cell
from moa_anim.model.quality import DRAFT, LECTURE, Quality
from moa_anim.molecule.receptor_atoms import receptor_atoms
from moa_anim.molecule.structure import receptor_tables

Places = NDArray[np.float64]

SHOT = "binding"
LEAST_LIGAND_ANGSTROM, POCKET_ANGSTROM, NOT_CLOSED_ANGSTROM = 2.8, 12.0, 8.5
"""As in test_conformational_change."""

FASTEST_PIXELS = 27.0
"""About 25 a frame at 30 a second: nothing crosses the picture faster, but for the view going in."""


@dataclass(frozen=True, repr=False)
class Seen:
    """The pocket at one frame, and the bar."""

    number: int
    seconds: float
    backbone: Places
    helix: Places
    partners: dict[str, tuple[bool, Places, Places]]
    bar: tuple[str, float, float, float]
    scales: tuple[float, float, float]


@cache
def seen(quality: Quality) -> list[Seen]:
    frames: list[Seen] = []

    def note(scene: Any, number: int) -> None:
        trace = scene.receptor.trace(scene.seconds)
        partners = {
            name: (
                getattr(scene, name).shown,
                getattr(scene, name).positions(scene.seconds),
                scene.molecule_view.view.pixels(getattr(scene, name).positions(scene.seconds)),
            )
            for name in ("estradiol", "coactivator", "elacestrant")
        }
        bar = scene.bar
        scales = (
            HEIGHT_METRES / (scene.body.tall * scene.body.sight.magnification),
            RED_CELL_METRES / (156.0 * scene.vessel.sight.magnification),
            1e-10 / (scene.molecule_view.view.scale * math.exp(scene.nearing.nearness)),
        )
        frames.append(
            Seen(
                number,
                scene.seconds,
                scene.receptor.positions(scene.seconds)[receptor_atoms().backbone.ravel()],
                trace.part(538, 544).positions,
                partners,
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


@pytest.mark.parametrize("name", ["estradiol", "elacestrant"])
def test_no_ligand_passes_through_the_receptor(frames: list[Seen], name: str) -> None:
    rows = [(least(f.partners[name][1], f.backbone), f.number) for f in frames if f.partners[name][0]]
    assert min(rows)[0] >= LEAST_LIGAND_ANGSTROM, min(rows)


@pytest.mark.parametrize("name", ["estradiol", "elacestrant"])
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


def test_estradiol_is_gone_before_elacestrant_arrives(frames: list[Seen]) -> None:
    def in_sight(name: str) -> list[int]:
        return [f.number for f in frames if f.partners[name][0] and on_screen(f.partners[name][2])]

    assert in_sight("estradiol")[-1] < in_sight("elacestrant")[0]
    assert in_sight("coactivator")[-1] < in_sight("elacestrant")[0]


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
    """The cell's place and size and the vessel's scale, second differences at 30 frames a second."""
    rows: list[tuple[float, float, float]] = []

    def note(scene: Any, number: int) -> None:
        if scene.vessel.opacity > 0.0:
            rows.append((scene.cell.x, scene.cell.y, scene.vessel.sight.nearness))

    play_shot(SHOT, LECTURE, note)
    twitch = np.abs(np.diff(np.array(rows), n=2, axis=0)).max(axis=0)
    assert (twitch[:2] < 6.0).all(), twitch
    assert twitch[2] < 0.02, twitch


def test_it_ends_as_the_next_shot_begins() -> None:
    last: list[tuple[Any, ...]] = []

    def note(scene: Any, number: int) -> None:
        receptor, partner = scene.receptor, scene.elacestrant
        off = float(np.abs(partner.pose - partner.bound_pose).max())
        labels = [label.words for label in scene.labels_made if label.opacity > 0]
        last[:] = [
            (receptor.place, receptor.wander, receptor.cut_depth, off, partner.freedom, partner.shown, labels)
        ]

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
    assert {"0.5 m", "10 µm", "5 µm", "1 nm"} <= words


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
