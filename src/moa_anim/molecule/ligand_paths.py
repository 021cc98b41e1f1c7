"""Paths of the ligands between pocket and solvent while helix 12 is loose, and the side chains that turn out of their way.

The paths were found by search (`tools/find_passages.py`) and are models: rigid ligands, no heavy atom nearer than 2.8 Å to a
backbone atom with helix 12 at the position it has in the film (OPEN_AT).
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
        (7.548, 11.345, 3.105, 0.174, -0.018, -0.182),
        (7.827, 12.264, 3.085, 0.397, 0.023, -0.363),
        (7.921, 12.879, 3.047, 0.655, 0.071, -0.546),
        (7.726, 12.259, 2.818, 0.798, -0.021, -0.760),
        (8.069, 11.165, 2.555, 0.867, -0.101, -0.993),
        (9.285, 10.293, 2.392, 0.918, -0.128, -1.138),
        (10.988, 10.048, 2.380, 0.964, -0.147, -1.152),
        (12.704, 9.844, 2.380, 1.002, -0.164, -1.161),
        (14.412, 9.825, 2.431, 1.009, -0.171, -1.144),
        (16.109, 10.042, 2.548, 0.974, -0.164, -1.096),
        (17.807, 10.260, 2.665, 0.938, -0.158, -1.048),
        (19.484, 10.530, 2.796, 0.894, -0.149, -0.993),
        (21.142, 10.842, 2.937, 0.841, -0.136, -0.932),
        (22.680, 11.281, 3.073, 0.801, -0.090, -0.817),
        (24.186, 11.748, 3.216, 0.785, -0.031, -0.685),
        (25.586, 12.545, 3.306, 0.765, 0.029, -0.577),
        (26.876, 13.604, 3.364, 0.722, 0.079, -0.505),
        (28.006, 14.868, 3.509, 0.655, 0.107, -0.487),
        (29.124, 16.140, 3.664, 0.588, 0.132, -0.473),
        (30.165, 17.463, 3.884, 0.512, 0.146, -0.483),
        (31.199, 18.789, 4.109, 0.436, 0.160, -0.495),
        (32.224, 20.120, 4.343, 0.359, 0.171, -0.510),
        (33.248, 21.452, 4.577, 0.281, 0.183, -0.526),
        (34.270, 22.783, 4.813, 0.204, 0.194, -0.541),
        (35.292, 24.116, 5.049, 0.127, 0.205, -0.557),
        (36.300, 25.416, 5.319, 0.127, 0.205, -0.557),
        (37.308, 26.715, 5.589, 0.127, 0.205, -0.557),
        (38.316, 28.015, 5.859, 0.127, 0.205, -0.557),
        (39.324, 29.314, 6.129, 0.127, 0.205, -0.557),
        (40.332, 30.614, 6.399, 0.127, 0.205, -0.557),
        (41.340, 31.913, 6.669, 0.127, 0.205, -0.557),
    ),
    "elacestrant": (
        (9.044, 10.389, 3.045, 0.000, 0.000, 0.000),
        (9.628, 9.753, 2.984, 0.053, -0.037, -0.163),
        (10.213, 9.117, 2.924, 0.107, -0.075, -0.327),
        (10.798, 8.481, 2.864, 0.160, -0.112, -0.490),
        (11.424, 8.233, 2.731, 0.206, -0.210, -0.623),
        (12.212, 8.543, 2.587, 0.266, -0.354, -0.666),
        (13.140, 8.935, 2.571, 0.366, -0.421, -0.590),
        (14.055, 9.249, 2.514, 0.466, -0.465, -0.485),
        (14.691, 9.125, 2.262, 0.528, -0.430, -0.316),
        (15.539, 8.576, 2.333, 0.513, -0.365, -0.217),
        (16.493, 7.994, 2.532, 0.491, -0.305, -0.143),
        (17.447, 7.412, 2.731, 0.470, -0.246, -0.069),
        (18.394, 6.812, 2.988, 0.448, -0.189, -0.005),
        (19.315, 6.204, 3.462, 0.417, -0.148, 0.021),
        (20.235, 5.597, 3.936, 0.386, -0.107, 0.047),
        (21.155, 4.989, 4.410, 0.355, -0.066, 0.074),
        (22.088, 4.401, 4.881, 0.321, -0.026, 0.099),
        (23.099, 3.978, 5.330, 0.265, 0.007, 0.119),
        (24.130, 3.611, 5.772, 0.202, 0.037, 0.137),
        (25.163, 3.249, 6.213, 0.138, 0.067, 0.154),
        (26.198, 2.896, 6.653, 0.073, 0.097, 0.170),
        (27.237, 2.554, 7.092, 0.007, 0.126, 0.187),
        (28.277, 2.223, 7.529, -0.061, 0.155, 0.202),
        (29.321, 1.903, 7.965, -0.129, 0.184, 0.217),
        (30.365, 1.589, 8.400, -0.198, 0.212, 0.231),
        (31.412, 1.285, 8.834, -0.269, 0.240, 0.245),
        (32.475, 1.159, 9.244, -0.356, 0.264, 0.248),
        (33.526, 1.137, 9.656, -0.452, 0.287, 0.240),
        (34.334, 1.471, 10.191, -0.556, 0.326, 0.160),
        (35.109, 1.831, 10.737, -0.659, 0.368, 0.073),
        (35.884, 2.191, 11.282, -0.763, 0.409, -0.013),
        (36.660, 2.554, 11.798, -0.763, 0.409, -0.013),
        (37.436, 2.916, 12.315, -0.763, 0.409, -0.013),
        (38.212, 3.279, 12.831, -0.763, 0.409, -0.013),
        (38.988, 3.641, 13.347, -0.763, 0.409, -0.013),
        (39.764, 4.004, 13.863, -0.763, 0.409, -0.013),
        (40.540, 4.366, 14.380, -0.763, 0.409, -0.013),
        (41.316, 4.729, 14.896, -0.763, 0.409, -0.013),
        (42.091, 5.091, 15.412, -0.763, 0.409, -0.013),
        (42.867, 5.454, 15.928, -0.763, 0.409, -0.013),
        (43.643, 5.816, 16.445, -0.763, 0.409, -0.013),
        (44.419, 6.178, 16.962, -0.763, 0.409, -0.013),
        (45.195, 6.540, 17.479, -0.763, 0.409, -0.013),
        (45.971, 6.902, 17.996, -0.763, 0.409, -0.013),
        (46.747, 7.264, 18.513, -0.763, 0.409, -0.013),
        (47.523, 7.626, 19.030, -0.763, 0.409, -0.013),
        (48.299, 7.988, 19.547, -0.763, 0.409, -0.013),
        (49.075, 8.350, 20.064, -0.763, 0.409, -0.013),
        (49.851, 8.712, 20.581, -0.763, 0.409, -0.013),
    ),
}
"""Rows: centroid (Å, stage frame), rotation vector (radians) from the bound pose; the first row is bound.

The last 10 Å (elacestrant: 18 Å) extend the result of the search in a straight line, clear of helix 12's side chains.
"""

OPEN_AT = {"estradiol": 0.4, "elacestrant": 0.65}
"""Helix 12's position on its path (0…1) while the ligand passes."""

SPACING_ANGSTROM = 1.5
"""Path length between the poses of a path."""

ANGSTROM_PER_RADIAN = 4.0
"""Path length that a rotation of one radian counts as: about the displacement of a ligand's ends."""

CURVE_SAMPLES = 600
"""Samples of the smooth curve from which evenly spaced poses are interpolated."""

SAMPLES_PER_POSE = 4
"""Samples of the path between two poses for which the turns of side chains are computed."""

BEYOND_ANGSTROM = 4.0
"""At this distance from the path (rotation included) a ligand has left it: side chains are in their unturned positions."""


@cache
def ligand_path(name: str) -> NDArray[np.float64]:
    """Poses (n, 6; Å and radians) of a ligand from the pocket (first row) to the solvent, evenly spaced.

    Raises ValueError for a ligand without a path.
    """
    if name not in WAYPOINTS:
        raise ValueError(f"no path for a ligand '{name}'; there are paths for {', '.join(WAYPOINTS)}")
    waypoints = np.array(WAYPOINTS[name])
    curve = np.array([catmull_rom(waypoints, float(at)) for at in np.linspace(0.0, 1.0, CURVE_SAMPLES)])
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
    """A ligand's path (n, 6) and the turns of the side chains that make way for it."""

    path: NDArray[np.float64]
    turns: Turns

    def share(self, pose: NDArray[np.float64]) -> tuple[float, float]:
        """The nearest share of the path to a ligand's pose (6,), and a weight: 1 near the path, 0 from BEYOND_ANGSTROM on."""
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
    """Return the side chains that make way for a ligand on its path. Computed once and cached on disk."""
    path = ligand_path(name)

    def computed() -> NDArray[np.float64]:
        poses = np.linspace(0.0, 1.0, SAMPLES_PER_POSE * (len(path) - 1) + 1)
        atoms = np.array([at_pose(name, catmull_rom(path, float(at))) for at in poses])
        # Estradiol's complex is the closed state itself: no side chain has to turn while the ligand is bound.
        receptor = helix12_path().atoms_at(OPEN_AT[name])
        turns = turns_for(receptor, atoms, state_positions(name), still_bound=name == "estradiol")
        residues = np.broadcast_to(turns.residues[:, None], (1, len(turns.residues), 2))
        return np.concatenate([residues.astype(np.float64), turns.angles])

    table = cached(computed, "side chains that give way", name)
    return Opening(path, Turns(table[0, :, 0].astype(np.int64), table[1:]))
