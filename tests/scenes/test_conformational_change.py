"""The scene held to the science, by numbers taken from what stands on stage at every frame."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from recording import FrameSeen, PartnerSeen, Recording, recording
from scipy.spatial import cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.graphics.layout import BAND_TOP, FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.model.quality import DRAFT, LECTURE
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import LIGAND_RADII_ANGSTROM, SIDE_CHAIN_RADIUS_ANGSTROM
from moa_anim.molecule.structure import Trace, receptor_tables

Places = NDArray[np.float64]

SHOT = "conformational-change"
HELIX = (538, 544)
LIGANDS = {Role.DRUG: "drug"}
"""Estradiol has left in the shot before (test_binding.py)."""

LEAST_LIGAND_ANGSTROM = 2.8
"""Least distance of a ligand's heavy atom to a backbone atom."""

MOST_TREMBLE_ANGSTROM = 0.25
"""What the trembling of a bound ligand may take of that: 7TE7 has an atom of elacestrant 2.83 Å from the backbone."""

LEAST_PEPTIDE_ANGSTROM = 3.5
"""Least Cα–Cα distance of two chains that touch (STANDARDS: no pair closer than 3.5 Å)."""

POCKET_ANGSTROM = 12.0
"""A ligand's middle within this of its place counts as in the pocket's mouth or further in."""

NOT_CLOSED_ANGSTROM = 8.5
"""Helix 12's middle this far from its place with hormone: off the pocket's mouth (loose 11.4 Å and more)."""

MOST_TWITCH_ANGSTROM = {"guest": 0.7, "receptor": 1.2}
"""Most that a bead's step may change from one frame to the next at 30 a second: more is seen as a jump."""


@pytest.fixture(scope="module", params=[DRAFT, LECTURE], ids=lambda quality: str(quality.name))
def seen(request: pytest.FixtureRequest) -> Recording:
    return recording(SHOT, request.param)


@pytest.fixture(scope="module")
def lecture() -> Recording:
    return recording(SHOT, LECTURE)


def helix(trace: Trace) -> Places:
    return trace.part(*HELIX).positions


def middle(places: Places) -> Places:
    return np.asarray(places.mean(axis=0))


def distance(one: Places, other: Places) -> float:
    return float(np.linalg.norm(one - other))


def least(one: Places, other: Places) -> float:
    """The least distance between two sets of points."""
    return float(cKDTree(other).query(one)[0].min())


def turn_and_shift(before: Places, after: Places) -> tuple[float, float]:
    """Degrees and Å by which a rigid body has moved; scipy's fit, not the package's own."""
    rotation, _ = Rotation.align_vectors(after - middle(after), before - middle(before))
    return float(np.degrees(rotation.magnitude())), distance(middle(after), middle(before))


def pocket_of(role: Role) -> Places:
    return middle(receptor_tables().ligands[LIGANDS[role]].positions)


def from_closed(frame: FrameSeen) -> float:
    return distance(middle(helix(frame.trace)), middle(helix(receptor_tables().agonist)))


def peptide(partner: PartnerSeen) -> Places:
    """The Cα of the coactivator's peptide, among its atoms."""
    return np.asarray(partner.positions[atom_table("coactivator_helix").atoms.names == "CA"])


def on_screen(seen: Recording, partner: PartnerSeen) -> bool:
    """Whether any of the guest's beads is seen: by its radius, its outline and the picture's tremble (4 pixels)."""
    assert seen.view is not None
    radius = (
        SIDE_CHAIN_RADIUS_ANGSTROM
        if partner.role is Role.COACTIVATOR
        else max(LIGAND_RADII_ANGSTROM.values())
    )
    reach = radius * seen.view.scale + 4.0
    x, y = seen.pixels(partner.positions).T
    inside = (x > -reach) & (x < FRAME_WIDTH + reach) & (y > -reach) & (y < BAND_TOP + reach)
    return partner.shown and bool(inside.any())


def worst(rows: list[tuple[float, int]], frames: Recording) -> str:
    value, frame = min(rows)
    return f"{value:.2f} Å at frame {frame} of the shot ({frame / float(frames.shot.slot.frames):.0%})"


def test_helix12_has_turned_and_moved_as_measured_from_its_place_with_hormone(seen: Recording) -> None:
    degrees, shift = turn_and_shift(helix(receptor_tables().agonist), helix(seen.frames[-1].trace))
    assert degrees == pytest.approx(121, abs=2)
    assert shift == pytest.approx(9.7, abs=0.2)


def test_at_the_end_helix12_lies_on_the_coactivators_place(seen: Recording) -> None:
    groove = receptor_tables().coactivator.positions
    assert least(helix(seen.frames[-1].trace), groove) == pytest.approx(2.0, abs=0.2)
    assert least(helix(seen.frames[0].trace), groove) > 6.0


def test_it_begins_loose_and_ends_in_the_measured_state(seen: Recording) -> None:
    first, last = seen.frames[0], seen.frames[-1]
    assert from_closed(first) > NOT_CLOSED_ANGSTROM
    expected = receptor_tables().antagonist.part(int(last.trace.numbers[0]), int(last.trace.numbers[-1]))
    wild = {381: "C", 417: "C", 530: "C", 536: "L"}  # engineered in 7TE7, drawn as the wild type's
    letters = zip(expected.numbers.tolist(), expected.letters, strict=True)
    assert last.trace.letters == "".join(wild.get(number, letter) for number, letter in letters)
    assert np.abs(last.trace.positions - expected.positions).max() < 1e-4


@pytest.mark.parametrize("role", LIGANDS, ids=str)
def test_no_ligand_passes_through_the_receptor(seen: Recording, role: Role) -> None:
    rows = [
        (least(frame.partner(role).placed, frame.backbone), frame.number)
        for frame in seen.frames
        if frame.partner(role).shown
    ]
    assert min(rows)[0] >= LEAST_LIGAND_ANGSTROM, worst(rows, seen)
    trembling = min(least(frame.partner(role).positions, frame.backbone) for frame in seen.frames)
    assert trembling >= LEAST_LIGAND_ANGSTROM - MOST_TREMBLE_ANGSTROM


def test_the_coactivator_passes_through_nothing(seen: Recording) -> None:
    rows = [
        (least(peptide(frame.partner(Role.COACTIVATOR)), frame.trace.positions), frame.number)
        for frame in seen.frames
        if frame.partner(Role.COACTIVATOR).shown
    ]
    assert min(rows)[0] >= LEAST_PEPTIDE_ANGSTROM, worst(rows, seen)


def test_guests_pass_through_no_other_guest(seen: Recording) -> None:
    for frame in seen.frames:
        shown = [partner for partner in frame.partners if partner.shown]
        for number, partner in enumerate(shown):
            for other in shown[:number]:
                apart = least(partner.positions, other.positions)
                assert apart > 3.5, (
                    f"{partner.role} and {other.role} {apart:.2f} Å apart at frame {frame.number}"
                )


def test_elacestrant_comes_to_the_pocket_only_while_helix12_is_off_it(seen: Recording) -> None:
    pocket = pocket_of(Role.DRUG)
    came = 0
    for frame in seen.frames:
        partner = frame.partner(Role.DRUG)
        if partner.shown and distance(middle(partner.positions), pocket) < POCKET_ANGSTROM:
            came += 1
            assert from_closed(frame) > NOT_CLOSED_ANGSTROM, f"helix 12 on the pocket at frame {frame.number}"
    assert came > len(seen.frames) / 10, "elacestrant never came"


def test_elacestrant_ends_in_its_pose(seen: Recording) -> None:
    pose = receptor_tables().ligands[LIGANDS[Role.DRUG]].positions
    partner = seen.frames[-1].partner(Role.DRUG)
    assert partner.shown
    assert np.linalg.norm(partner.positions - pose, axis=1).max() < 0.5


def test_helix12_settles_only_with_elacestrant_in_its_place(seen: Recording) -> None:
    settled, pocket = middle(helix(receptor_tables().antagonist)), pocket_of(Role.DRUG)
    for frame in seen.frames:
        partner = frame.partner(Role.DRUG)
        assert partner.shown
        if distance(middle(helix(frame.trace)), settled) < 9.0:
            # From its place with hormone the groove is 9.8 Å away; nearer than that it is on its way there.
            assert distance(middle(partner.positions), pocket) < 1.0, f"on the groove at frame {frame.number}"


def test_the_coactivator_returns_and_does_not_dock(seen: Recording) -> None:
    groove = receptor_tables().coactivator.positions
    settled = middle(helix(receptor_tables().antagonist))
    nearest = []
    for frame in seen.frames:
        partner = frame.partner(Role.COACTIVATOR)
        if partner.shown and distance(middle(helix(frame.trace)), settled) < 0.1:
            nearest.append(distance(middle(peptide(partner)), middle(groove)))
    assert nearest, "it never returns"
    assert 6.0 < min(nearest) < 25.0, f"{min(nearest):.1f} Å from the groove at its nearest"


def test_nothing_comes_into_being_in_the_picture(seen: Recording) -> None:
    for before, after in pairwise(seen.frames):
        for was, now in zip(before.partners, after.partners, strict=True):
            if was.shown != now.shown:
                here = now if now.shown else was
                assert not on_screen(seen, here), f"{now.role} comes or goes in sight at frame {after.number}"


def test_nothing_jumps(lecture: Recording) -> None:
    frames, faults = lecture.frames, []
    for one, two, three in zip(frames, frames[1:], frames[2:], strict=False):
        bodies = [("receptor", [frame.trace.positions for frame in (one, two, three)])]
        for first, second, third in zip(one.partners, two.partners, three.partners, strict=True):
            if first.shown and second.shown and third.shown:
                bodies.append((str(first.role), [each.positions for each in (first, second, third)]))
        for name, (a, b, c) in bodies:
            twitch = float(np.linalg.norm(c - 2 * b + a, axis=1).max())
            if twitch > MOST_TWITCH_ANGSTROM["receptor" if name == "receptor" else "guest"]:
                faults.append(f"{name} by {twitch:.2f} Å at frame {two.number}")
    assert not faults, "; ".join(faults)


def test_what_is_drawn_is_the_trace(lecture: Recording) -> None:
    from moa_anim.actors.receptor import Receptor

    for state in ("agonist", "loose", "antagonist"):
        receptor = Receptor(state)
        beads = np.vstack([part.body.beads.positions for part in receptor.parts(0.0)])
        assert cKDTree(beads).query(receptor.trace(0.0).positions)[0].max() < 1e-9
