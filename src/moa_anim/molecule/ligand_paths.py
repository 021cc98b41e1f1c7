"""How each ligand goes between its pocket and the open while helix 12 is loose, and which side chains give way to it.

The paths were found by search (`tools/find_passages.py`) and are models: rigid ligands, no heavy atom nearer than 2.8 Å to a
backbone atom while helix 12 is where it is in the film.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.molecule.giving_way import Turns, turns_for
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.pose import catmull_rom, rotation_from_vector
from moa_anim.molecule.receptor_atoms import state_positions
from moa_anim.molecule.structure import receptor_tables

WAYPOINTS = {
    "estradiol": (
        (7.340, 10.165, 3.147, 0.000, 0.000, 0.000),
        (7.548, 11.346, 3.106, 0.174, -0.018, -0.182),
        (7.827, 12.265, 3.085, 0.397, 0.023, -0.363),
        (7.921, 12.879, 3.047, 0.655, 0.071, -0.545),
        (7.726, 12.258, 2.817, 0.798, -0.021, -0.760),
        (8.069, 11.166, 2.555, 0.867, -0.101, -0.993),
        (9.284, 10.293, 2.392, 0.918, -0.128, -1.138),
        (10.987, 10.048, 2.380, 0.964, -0.147, -1.152),
        (12.703, 9.844, 2.380, 1.002, -0.164, -1.160),
        (14.412, 9.825, 2.432, 1.009, -0.171, -1.144),
        (16.109, 10.042, 2.548, 0.973, -0.164, -1.096),
        (17.807, 10.260, 2.665, 0.938, -0.158, -1.048),
        (19.484, 10.530, 2.796, 0.893, -0.148, -0.993),
        (21.142, 10.842, 2.937, 0.841, -0.136, -0.932),
        (22.680, 11.281, 3.073, 0.801, -0.090, -0.817),
        (24.187, 11.748, 3.216, 0.785, -0.031, -0.686),
        (25.586, 12.546, 3.306, 0.765, 0.029, -0.578),
        (26.876, 13.604, 3.365, 0.722, 0.079, -0.505),
        (28.006, 14.868, 3.510, 0.655, 0.107, -0.487),
        (29.124, 16.140, 3.664, 0.587, 0.133, -0.472),
        (30.166, 17.464, 3.884, 0.512, 0.147, -0.483),
        (31.199, 18.790, 4.109, 0.436, 0.159, -0.495),
        (32.224, 20.120, 4.343, 0.359, 0.171, -0.510),
        (33.248, 21.452, 4.578, 0.281, 0.183, -0.526),
        (34.270, 22.784, 4.813, 0.204, 0.194, -0.541),
        (35.292, 24.116, 5.049, 0.127, 0.205, -0.557),
    ),
    "elacestrant": (
        (9.044, 10.389, 3.045, 0.000, 0.000, 0.000),
        (9.562, 9.888, 2.934, 0.038, -0.036, -0.131),
        (10.079, 9.387, 2.822, 0.076, -0.072, -0.262),
        (10.596, 8.886, 2.711, 0.115, -0.107, -0.394),
        (11.116, 8.397, 2.599, 0.153, -0.145, -0.526),
        (11.683, 8.214, 2.513, 0.194, -0.224, -0.653),
        (12.433, 8.585, 2.540, 0.228, -0.327, -0.650),
        (13.168, 8.945, 2.496, 0.303, -0.393, -0.584),
        (13.879, 9.222, 2.436, 0.392, -0.442, -0.498),
        (14.501, 9.286, 2.343, 0.493, -0.453, -0.382),
        (14.925, 8.895, 2.215, 0.524, -0.400, -0.245),
        (15.598, 8.367, 2.403, 0.510, -0.360, -0.152),
        (16.287, 7.842, 2.617, 0.495, -0.324, -0.063),
        (16.977, 7.317, 2.831, 0.479, -0.288, 0.025),
        (17.680, 6.802, 3.069, 0.462, -0.255, 0.107),
        (18.526, 6.670, 3.560, 0.422, -0.234, 0.120),
        (19.373, 6.539, 4.050, 0.381, -0.214, 0.133),
        (20.219, 6.408, 4.541, 0.340, -0.193, 0.145),
        (21.066, 6.278, 5.031, 0.299, -0.173, 0.158),
        (21.913, 6.148, 5.522, 0.259, -0.152, 0.170),
        (22.759, 6.019, 6.012, 0.217, -0.132, 0.183),
        (23.606, 5.904, 6.506, 0.176, -0.112, 0.194),
        (24.453, 5.813, 7.004, 0.134, -0.091, 0.202),
        (25.300, 5.721, 7.502, 0.093, -0.070, 0.211),
        (26.145, 5.675, 8.007, 0.049, -0.049, 0.215),
        (26.990, 5.653, 8.515, 0.006, -0.029, 0.216),
        (27.834, 5.632, 9.023, -0.038, -0.007, 0.218),
        (28.678, 5.613, 9.532, -0.082, 0.014, 0.219),
        (29.522, 5.597, 10.040, -0.126, 0.035, 0.220),
        (30.365, 5.585, 10.550, -0.170, 0.056, 0.220),
        (31.209, 5.575, 11.059, -0.214, 0.076, 0.220),
        (32.052, 5.569, 11.569, -0.258, 0.098, 0.220),
        (32.895, 5.566, 12.080, -0.301, 0.119, 0.219),
        (33.738, 5.566, 12.591, -0.345, 0.139, 0.219),
        (34.580, 5.569, 13.102, -0.390, 0.160, 0.217),
        (35.422, 5.573, 13.614, -0.434, 0.181, 0.216),
        (36.263, 5.578, 14.125, -0.478, 0.202, 0.215),
        (37.105, 5.584, 14.636, -0.523, 0.223, 0.214),
    ),
}
"""Rows: centroid (Å, stage frame), rotation vector (radians) from the bound pose; the first row is bound."""

OPEN_AT = {"estradiol": 0.4, "elacestrant": 0.65}
"""Where helix 12 is on its path while the ligand passes."""

SPACING_ANGSTROM = 1.5
"""Between the poses of a path, a radian of rotation counting ANGSTROM_PER_RADIAN."""

ANGSTROM_PER_RADIAN = 4.0
"""Path length that a rotation of one radian counts as: about how far a ligand's ends move."""

SAMPLES_PER_POSE = 2
"""Samples for each pose at which side chains are asked to give way."""

BEYOND_ANGSTROM = 4.0
"""A ligand so far from the path has left it: side chains are back in place."""


@cache
def ligand_path(name: str) -> NDArray[np.float64]:
    """Poses (n, 6; Å and radians) of a ligand from its place in the pocket (first row) to the open, evenly spaced."""
    waypoints = np.array(WAYPOINTS[name])
    curve = np.array([catmull_rom(waypoints, float(at)) for at in np.linspace(0.0, 1.0, 600)])
    steps = np.diff(curve, axis=0)
    length = np.linalg.norm(steps[:, :3], axis=1) + ANGSTROM_PER_RADIAN * np.linalg.norm(steps[:, 3:], axis=1)
    lengths = np.concatenate([[0.0], np.cumsum(length)])
    even = np.linspace(0.0, lengths[-1], round(lengths[-1] / SPACING_ANGSTROM) + 1)
    return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)


def at_pose(name: str, pose: NDArray[np.float64]) -> NDArray[np.float64]:
    """A ligand's heavy atoms (n, 3; Å) in a pose (6,)."""
    atoms = receptor_tables().ligands[name].positions
    centre = atoms.mean(axis=0)
    return np.asarray((atoms - centre) @ rotation_from_vector(pose[3:]).T + pose[:3])


@dataclass(frozen=True)
class Opening:
    """The side chains that give way to a ligand on its path."""

    path: NDArray[np.float64]
    turns: Turns

    def share(self, pose: NDArray[np.float64]) -> tuple[float, float]:
        """The share of the path at which a ligand in a pose (6,) is, and how far (0…1) it counts as being on it."""
        weights = np.array([1.0, 1.0, 1.0, *([ANGSTROM_PER_RADIAN] * 3)])
        points = self.path * weights
        there = pose * weights
        steps = np.diff(points, axis=0)
        along = ((there - points[:-1]) * steps).sum(axis=1) / np.maximum((steps**2).sum(axis=1), 1e-12)
        along = np.clip(along, 0.0, 1.0)
        gaps = np.linalg.norm(points[:-1] + steps * along[:, None] - there, axis=1)
        nearest = int(np.argmin(gaps))
        on_it = min(1.0, max(0.0, 2.0 - 2.0 * float(gaps[nearest]) / BEYOND_ANGSTROM))
        return (nearest + float(along[nearest])) / len(steps), on_it


@cache
def opening(name: str) -> Opening:
    """Which side chains give way to a ligand. Computed once and cached."""
    path = ligand_path(name)

    def made() -> NDArray[np.float64]:
        poses = np.linspace(0.0, 1.0, SAMPLES_PER_POSE * (len(path) - 1) + 1)
        atoms = np.array([at_pose(name, catmull_rom(path, float(at))) for at in poses])
        # Estradiol's complex is the closed state itself: there nothing has to give way to the bound ligand.
        receptor = helix12_path().atoms_at(OPEN_AT[name])
        turns = turns_for(receptor, atoms, state_positions(name), still_bound=name == "estradiol")
        residues = np.broadcast_to(turns.residues[:, None], (1, len(turns.residues), 2))
        return np.concatenate([residues.astype(np.float64), turns.angles])

    kept = cached(made, "side chains that give way", name)
    return Opening(path, Turns(kept[0, :, 0].astype(np.int64), kept[1:]))
