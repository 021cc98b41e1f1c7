"""The shot of resistance held to the science: what is marked, what goes, what closes over nothing, and how fast all moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import play_shot
from scipy.spatial import cKDTree

from moa_anim.actors.nuclear_receptors import LOOSE, LOOSE_MUTANT_LOOK, MUTANT_LOOK
from moa_anim.actors.population import COUNTED_OPACITY
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH
from moa_anim.model.quality import LECTURE
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.helix12 import CLOSED, LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.aromatase_inset import (
    INHIBITOR_NAME_AT,
    MOUTH_ANGSTROM,
    NAME_AT,
    NAME_PIXELS,
    PANEL,
    SITE_ANGSTROM,
    AromataseInset,
    in_inset,
)
from moa_anim.sets.dividing_cells import DividingCells
from moa_anim.sets.estradiol_supply import (
    ESTRADIOLS,
    FARTHEST_SIZE,
    GONE_SHARE,
    GROWN_SHARE,
    HALF_LENGTH_PIXELS,
    MADE_BEFORE_FIFTEENTHS,
    RECEDES_SHARE,
    STAY_SECONDS,
)

Places = NDArray[np.float64]

POCKET = receptor_tables().ligands["estradiol"].positions.mean(axis=0)
"""Estradiol's place in the pocket (3,; Å)."""

POCKET_ANGSTROM = 12.0
"""A body's middle within this of estradiol's place is in the pocket."""

MOST_PIXELS = 25.0
"""A frame, at 30 a second: what the eye follows."""

NEAR_PIXELS = 450.0
"""An estradiol nearer to the pocket than this is near the receptor, which is about 400 wide."""

LONGEST_PIXELS = 85.0
"""From an estradiol's middle to its end as drawn here, with its outline."""

APART_PIXELS = 120.0
"""Two estradiols' middles are farther apart than this near the receptor: each is about 100 long."""


PLAIN_PIXELS = 40.0
"""An estradiol in the inset is about 40 long: one whose middle is farther away does not hide the inhibitor's middle."""


def inhibitor_at(blocked: float) -> tuple[float, float]:
    """Return where the inhibitor is when it has come so far."""
    inset = AromataseInset("", "")
    inset.blocked = blocked
    return inset.inhibitor_point()


@dataclass(repr=False)
class Close:
    """The close-up at one frame."""

    frame: int
    place: float
    trace: Any
    helper: Places | None
    helper_at: tuple[float, float]
    count: int
    drawn: int
    estradiol: dict[int, tuple[float, float]]
    mutation: float
    dim: float
    counted: float
    blocked: float
    pocket: tuple[float, float]


@dataclass(repr=False)
class Seen:
    """The shot: the close-up, frame by frame, from when the camera has come to it until it goes out again."""

    close: list[Close] = field(default_factory=list)
    cells: list[int] = field(default_factory=list)
    looks: list[tuple[Any, float]] = field(default_factory=list)
    coming: list[tuple[Any, float]] = field(default_factory=list)
    scene: Any = None


@cache
def seen() -> Seen:
    found = Seen()

    def note(scene: Any, number: int) -> None:
        pictures = [each for each in scene.mobjects if isinstance(each, DividingCells)]
        for picture in pictures:
            halves = sum(1 + (cell.division >= 1.0) for cell in picture.cells_now())
            found.cells.append(halves)
            found.looks.append((picture.receptors.looks[0], picture.receptors.look_share))
            if not found.close:
                both = picture.receptors.looks, picture.receptors.hero_looks
                found.coming.append((both, picture.receptors.look_share))
        if pictures or scene.molecule_view not in scene.mobjects:
            return
        receptor, helper, supply = scene.receptor, scene.helper, scene.estradiol
        there = [n for n in range(len(supply.members)) if supply._opacity(n) >= COUNTED_OPACITY]
        found.close.append(
            Close(
                number,
                receptor.place_at(scene.seconds),
                receptor.trace(scene.seconds),
                helper.positions(scene.seconds) if helper.shown else None,
                scene.molecule_view.point(helper.anchor("centre")),
                scene.count.population.count,
                len(there),
                {n: supply.place(n) for n in there},
                receptor.mutation,
                receptor.dim,
                scene.count.opacity,
                scene.source.blocked,
                scene.molecule_view.point(POCKET),
            )
        )

    found.scene = play_shot("resistance", LECTURE, note)
    return found


def test_helix12_is_loose_until_it_closes_and_ends_as_measured_in_the_empty_mutant() -> None:
    frames = seen().close
    assert LOOSE_FROM <= frames[0].place <= LOOSE_TO
    places = [frame.place for frame in frames]
    closing = next(n for n, place in enumerate(places) if place < LOOSE_FROM)
    assert all(later <= sooner for sooner, later in pairwise(places[closing:])), "once it closes it stays"
    assert max(places) <= LOOSE_TO, "never the antagonist's place"
    assert places[-1] == CLOSED
    mutant = atom_table("era_lbd_y537s").chains("A").named("CA").of_residues(310, 546)
    assert frames[-1].trace.positions == pytest.approx(mutant.positions, abs=0.01)
    # Helix 12 stands where it stands with hormone, which is what is said.
    agonist = receptor_tables().agonist.part(538, 544).positions.mean(axis=0)
    assert np.linalg.norm(mutant.of_residues(538, 544).positions.mean(axis=0) - agonist) < 1.0


def test_the_pocket_is_empty_throughout() -> None:
    shot = seen()
    for frame in shot.close:
        if frame.helper is not None:
            assert np.linalg.norm(frame.helper.mean(axis=0) - POCKET) > POCKET_ANGSTROM
        for at in frame.estradiol.values():
            assert np.hypot(at[0] - frame.pocket[0], at[1] - frame.pocket[1]) > 240.0


def test_bonds_stay_as_they_are_known() -> None:
    for frame in seen().close[::5]:
        bonds = np.linalg.norm(np.diff(frame.trace.positions, axis=0), axis=1)
        assert np.abs(bonds - 3.8).max() <= 0.3


def test_the_count_is_the_number_drawn_and_rises_then_falls_one_by_one_to_one() -> None:
    counts = [frame.count for frame in seen().close]
    assert counts == [frame.drawn for frame in seen().close]
    assert counts[0] == 0
    assert max(counts) == ESTRADIOLS
    assert counts[-1] == 1, "an inhibitor suppresses estradiol, not to zero"
    steps = np.diff(counts)
    most = counts.index(ESTRADIOLS)
    assert set(steps[:most].tolist()) == {0, 1}
    assert set(steps[most:].tolist()) == {0, -1}


def test_a_number_is_shown_only_while_estradiol_is_in_the_picture() -> None:
    shown = [frame for frame in seen().close if frame.counted > 0.0]
    assert shown
    assert min(frame.count for frame in shown) >= 1
    assert any(frame.count == ESTRADIOLS and frame.counted == 1.0 for frame in shown)


def test_what_is_counted_is_wholly_in_the_picture() -> None:
    """And no estradiol drifts off over the picture’s left or right edge."""
    for frame in seen().close:
        for x, y in frame.estradiol.values():
            assert LONGEST_PIXELS < x < FRAME_WIDTH - LONGEST_PIXELS
            assert LONGEST_PIXELS < y < BAND_TOP - 0.5 * LONGEST_PIXELS


def test_estradiol_becomes_less_because_none_is_made() -> None:
    supply, shot = seen().scene.estradiol, seen()
    fps = float(LECTURE.rate.fps)
    made = np.array(supply.made_at)
    assert made.max() - made == pytest.approx(np.array(MADE_BEFORE_FIFTEENTHS) / 15.0)
    mouth = in_inset(MOUTH_ANGSTROM)
    nearest = min(
        np.linspace(0.0, 1.0, 201), key=lambda share: np.hypot(*np.subtract(inhibitor_at(share), mouth))
    )
    blocked = next(frame.frame for frame in shot.close if frame.blocked >= nearest) / fps
    assert blocked - 0.8 < made.max() < blocked, "none is made after the inhibitor is in the cleft's mouth"
    falls = next(
        frame.frame for frame in shot.close[1:] if frame.frame / fps > made.max() and frame.count < ESTRADIOLS
    )
    assert falls / fps > blocked, "the count falls when the inhibitor has come"
    # Each stays as long as before: none is driven away.
    frames: dict[int, list[int]] = {}
    for frame in shot.close:
        for number in frame.estradiol:
            frames.setdefault(number, []).append(frame.frame)
    assert frames.pop(ESTRADIOLS - 1)[-1] == shot.close[-1].frame, "one stays to the end"
    assert len(frames) == ESTRADIOLS - 1
    for number, each in frames.items():
        gone = (supply.made_at[number] + GONE_SHARE * STAY_SECONDS) * fps
        assert abs(each[-1] - gone) <= 1.5


def test_the_inhibitor_comes_in_plain_sight_and_without_haste() -> None:
    fps = float(LECTURE.rate.fps)
    coming = [frame for frame in seen().close if 0.0 < frame.blocked < 1.0]
    assert len(coming) / fps > 1.8
    for frame in coming:
        here = inhibitor_at(frame.blocked)
        assert all(np.hypot(*np.subtract(here, place)) > PLAIN_PIXELS for place in frame.estradiol.values())
    ways = [
        np.hypot(*np.subtract(inhibitor_at(b.blocked), inhibitor_at(a.blocked))) for a, b in pairwise(coming)
    ]
    assert max(ways) * fps < 400.0


def test_estradiols_are_so_far_apart_that_they_do_not_look_like_one_chain() -> None:
    supply, fps = seen().scene.estradiol, float(LECTURE.rate.fps)
    sizes: list[float] = []
    for frame in seen().close:
        at = frame.frame / fps
        out = {
            number: place
            for number, place in frame.estradiol.items()
            if (at - supply.made_at[number]) / STAY_SECONDS > GROWN_SHARE
        }
        for one, other in combinations(out, 2):
            # One that is farther away is seen smaller, and so is what is between them.
            share = max(0.0, (at - supply.made_at[min(one, other)]) / STAY_SECONDS - RECEDES_SHARE)
            size = 1.0 - (1.0 - FARTHEST_SIZE) * min(1.0, share / (1.0 - RECEDES_SHARE))
            assert np.hypot(*np.subtract(out[one], out[other])) > APART_PIXELS * size
            sizes.append(size)
    assert max(sizes) == 1.0


def test_estradiol_comes_out_of_the_inset_between_its_names() -> None:
    words = seen().scene.label("inhibitor")
    name_left = INHIBITOR_NAME_AT[0] - width_of(words, NAME_PIXELS, Weight.MEDIUM)
    for frame in seen().close:
        for x, y in frame.estradiol.values():
            inside = x > PANEL[0] + HALF_LENGTH_PIXELS and y < PANEL[3] + HALF_LENGTH_PIXELS
            # In the inset it goes between both names, and leaves beside the inhibitor's.
            assert not inside or y > NAME_AT[1] + 60.0
            assert not inside or y < INHIBITOR_NAME_AT[1] - 40.0 or x < name_left - HALF_LENGTH_PIXELS


def test_helix12_closes_over_an_empty_pocket_before_any_estradiol_is_near() -> None:
    """The mutations close it, and hormone has no part in it."""
    frames = seen().close
    closed = next(frame for frame in frames if frame.place == CLOSED)
    begun = next(frame for frame in frames if frame.place < LOOSE_FROM)
    assert begun.mutation > 0.5
    for frame in frames:
        if frame.frame <= closed.frame:
            away = [np.hypot(x - frame.pocket[0], y - frame.pocket[1]) for x, y in frame.estradiol.values()]
            assert min(away, default=np.inf) > NEAR_PIXELS


def test_nothing_changes_in_the_mutant_when_estradiol_comes_and_when_it_goes() -> None:
    """So that “whatever hormone is there” is seen, and not only said."""
    frames = seen().close
    near = [
        frame
        for frame in frames
        if any(
            np.hypot(x - frame.pocket[0], y - frame.pocket[1]) < NEAR_PIXELS
            for x, y in frame.estradiol.values()
        )
    ]
    assert len(near) >= 1.8 * float(LECTURE.rate.fps), "it does come near"
    assert all(frame.place == CLOSED for frame in frames if frame.frame >= near[0].frame)
    assert all(frame.dim == 0.0 for frame in frames), "the hero is not dimmed"


def test_the_receptor_never_dims() -> None:
    assert all(frame.dim == 0.0 for frame in seen().close)


def test_the_receptors_of_the_nucleus_that_is_left_are_closed_mutants() -> None:
    """The camera comes back to a tumor of mutants; what is drawn changes only when it is too small to be seen."""
    shot = seen()
    left = shot.looks[-LECTURE.rate.frames(Fraction(3)) :]
    assert all(look == MUTANT_LOOK for look, _ in left)
    assert all(share == 0.0 for _, share in left[: LECTURE.rate.frames(Fraction(1))])
    assert left[-1][1] == 1.0, "the next shot begins with receptors of its own"


def test_aromatase_is_wholly_in_the_picture_and_estradiol_comes_out_of_its_cleft() -> None:
    left, top, right, bottom = PANEL
    assert 0.0 < left < right < FRAME_WIDTH
    assert 0.0 < top < bottom < min(BAND_TOP, FRAME_HEIGHT)
    supply = seen().scene.estradiol
    site, mouth = in_inset(SITE_ANGSTROM), in_inset(MOUTH_ANGSTROM)
    for way in supply._ways[1:]:
        assert way[0] == pytest.approx(site)
        assert np.hypot(*(way - mouth).T).min() < 20.0
    assert left < mouth[0] < site[0] < right


def test_the_coactivator_misses_once_and_docks_when_helix12_has_closed() -> None:
    groove = receptor_tables().coactivator.positions.mean(axis=0)
    frames = [frame for frame in seen().close if frame.helper is not None]
    gaps = np.array(
        [np.linalg.norm(frame.helper.mean(axis=0) - groove) for frame in frames if frame.helper is not None]
    )
    assert gaps[-1] < 1.5
    turns = [
        n for n in range(15, len(gaps) - 15) if gaps[n] == gaps[n - 15 : n + 16].min() and gaps[n] < 25.0
    ]
    assert turns, "it comes near once and goes off again before it docks"
    assert gaps[turns[0] :].max() > gaps[turns[0]] + 2.0
    docked = next(n for n, gap in enumerate(gaps) if gap < 8.0)
    assert frames[docked].place == CLOSED


def test_the_coactivator_passes_through_nothing() -> None:
    for frame in seen().close:
        if frame.helper is not None:
            assert cKDTree(frame.trace.positions).query(frame.helper)[0].min() > 2.5


def test_the_coactivator_ends_in_its_measured_place() -> None:
    scene = seen().scene
    assert scene.helper.pose == pytest.approx(scene.helper.bound_pose)


def test_no_receptor_mutates_before_our_eyes() -> None:
    """It is a mutant, and marked, when the camera comes; those around it are, too, from before the camera moves."""
    shot = seen()
    assert all(frame.mutation == 1.0 for frame in shot.close)
    lead = LECTURE.rate.frames(Fraction("0.4"))
    assert shot.coming[0][1] == 0.0, "the shot begins with the picture of the one before"
    looks = (LOOSE, MUTANT_LOOK), (LOOSE, LOOSE_MUTANT_LOOK)
    assert all(each == looks for each, _ in shot.coming)
    assert all(share == 1.0 for _, share in shot.coming[lead:])


def test_nothing_moves_too_fast() -> None:
    shot = seen()
    way = [frame.helper_at for frame in shot.close if frame.helper is not None]
    assert np.linalg.norm(np.diff(np.array(way), axis=0), axis=1).max() <= MOST_PIXELS
    for before, after in pairwise(shot.close):
        for number in before.estradiol.keys() & after.estradiol.keys():
            one, other = before.estradiol[number], after.estradiol[number]
            assert np.hypot(one[0] - other[0], one[1] - other[1]) <= MOST_PIXELS


def test_estradiol_stays_above_the_captions_and_below_the_step_marker() -> None:
    for frame in seen().close:
        for _, y in frame.estradiol.values():
            assert y - LONGEST_PIXELS > 130.0
            assert y + LONGEST_PIXELS < BAND_TOP


def test_the_cells_go_on_dividing() -> None:
    cells = seen().cells
    assert (cells[0], cells[-1]) == (4, 8)
    assert all(later >= sooner for sooner, later in pairwise(cells))


def test_the_shot_begins_with_the_cells_with_which_the_signal_ends() -> None:
    pictures: dict[str, list[tuple[float, float]]] = {}

    def note(scene: Any, number: int) -> None:
        for each in scene.mobjects:
            if isinstance(each, DividingCells):
                places = [each.receptors.place(n) for n in range(28)]
                end = (scene.context.shot.slot.frames - 1) == number
                if number == 0 or end:
                    pictures[f"{scene.context.shot.shot.id} {number == 0}"] = places

    for shot in ("er-signalling", "resistance"):
        play_shot(shot, LECTURE, note)
    ends, begins = np.array(pictures["er-signalling False"]), np.array(pictures["resistance True"])
    assert np.hypot(*(ends - begins).T).max() < 1.0
