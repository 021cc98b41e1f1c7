"""Paths of the ligands between pocket and solvent while helix 12 is loose, and the side chains that turn out of their way.

The paths were found by search (`tools/find_passages.py`; elacestrant's by an earlier one, then moved off what it grazed) and
are models: rigid ligands, no heavy atom nearer than USUAL_ROOM_ANGSTROM to a backbone atom with helix 12 at the position it
has in the film (OPEN_AT). Another drug's may be nearer, down to LEAST_ROOM_ANGSTROM; `moa-anim check` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from moa_anim.cache.arrays import cached
from moa_anim.errors import Fault, ProductionError
from moa_anim.molecule.film_drug import film_drug
from moa_anim.molecule.giving_way import Turns, turns_for
from moa_anim.molecule.helix12 import helix12_path
from moa_anim.molecule.passage_search import along, found_passage, obstacles_near
from moa_anim.molecule.pose import catmull_rom, rotation_from_vector
from moa_anim.molecule.receptor_atoms import state_positions
from moa_anim.molecule.structure import receptor_tables

WAYPOINTS = {
    "estradiol": (
        (7.340, 10.165, 3.147, 0.000, 0.000, 0.000),
        (7.280, 11.060, 2.815, 0.125, 0.066, -0.113),
        (7.246, 11.862, 2.503, 0.263, 0.136, -0.228),
        (7.211, 12.471, 2.239, 0.415, 0.200, -0.353),
        (7.164, 12.877, 2.049, 0.566, 0.231, -0.479),
        (7.053, 12.993, 1.980, 0.686, 0.211, -0.585),
        (7.027, 12.782, 2.016, 0.765, 0.143, -0.682),
        (7.129, 12.365, 2.165, 0.806, 0.049, -0.779),
        (7.555, 11.763, 2.283, 0.820, -0.052, -0.885),
        (8.179, 11.154, 2.354, 0.823, -0.141, -0.988),
        (9.044, 10.650, 2.361, 0.816, -0.198, -1.078),
        (10.019, 10.317, 2.347, 0.810, -0.222, -1.160),
        (11.059, 10.124, 2.334, 0.805, -0.238, -1.239),
        (12.081, 9.959, 2.279, 0.798, -0.251, -1.322),
        (13.128, 9.794, 2.238, 0.782, -0.266, -1.383),
        (14.252, 9.603, 2.233, 0.772, -0.288, -1.417),
        (15.376, 9.372, 2.290, 0.758, -0.309, -1.423),
        (16.386, 9.040, 2.491, 0.747, -0.332, -1.396),
        (17.260, 8.691, 2.721, 0.734, -0.351, -1.338),
        (18.059, 8.345, 3.076, 0.727, -0.361, -1.256),
        (18.865, 8.039, 3.507, 0.717, -0.358, -1.168),
        (19.703, 7.756, 3.939, 0.714, -0.345, -1.078),
        (20.546, 7.520, 4.407, 0.713, -0.333, -0.987),
        (21.399, 7.368, 4.871, 0.709, -0.312, -0.906),
        (22.238, 7.318, 5.383, 0.697, -0.299, -0.818),
        (23.025, 7.392, 6.037, 0.672, -0.286, -0.741),
        (23.778, 7.471, 6.746, 0.620, -0.277, -0.666),
        (24.496, 7.425, 7.488, 0.573, -0.278, -0.621),
        (25.267, 7.294, 8.252, 0.522, -0.283, -0.585),
        (26.138, 7.119, 8.913, 0.467, -0.284, -0.557),
        (27.080, 6.962, 9.488, 0.417, -0.289, -0.531),
        (28.035, 6.796, 9.961, 0.367, -0.291, -0.502),
        (28.976, 6.646, 10.456, 0.319, -0.294, -0.467),
        (29.963, 6.488, 10.930, 0.270, -0.296, -0.429),
        (30.924, 6.343, 11.421, 0.215, -0.295, -0.399),
        (31.843, 6.226, 11.930, 0.164, -0.291, -0.364),
        (32.773, 6.104, 12.452, 0.116, -0.288, -0.328),
        (33.701, 5.982, 12.975, 0.068, -0.284, -0.293),
        (34.631, 5.858, 13.495, 0.021, -0.279, -0.258),
        (35.563, 5.733, 14.012, -0.027, -0.274, -0.224),
        (36.457, 5.593, 14.514, -0.076, -0.269, -0.186),
        (37.378, 5.472, 15.015, -0.119, -0.261, -0.154),
        (38.363, 5.330, 15.570, -0.160, -0.253, -0.119),
        (39.549, 5.192, 16.191, -0.194, -0.249, -0.093),
        (40.923, 5.042, 16.901, -0.205, -0.251, -0.082),
        (42.409, 4.813, 17.748, -0.213, -0.254, -0.084),
        (43.979, 4.582, 18.620, -0.215, -0.253, -0.085),
        (45.580, 4.367, 19.479, -0.214, -0.250, -0.085),
        (47.150, 4.152, 20.334, -0.214, -0.250, -0.085),
        (48.719, 3.937, 21.189, -0.214, -0.250, -0.085),
        (50.288, 3.723, 22.045, -0.214, -0.250, -0.085),
        (51.858, 3.508, 22.900, -0.214, -0.250, -0.085),
    ),
    "drug": (
        (9.044, 10.389, 3.045, 0.000, 0.000, 0.000),
        (9.553, 9.694, 2.908, 0.041, 0.010, -0.215),
        (10.055, 8.987, 2.811, 0.082, 0.003, -0.422),
        (10.627, 8.373, 2.820, 0.125, -0.057, -0.594),
        (11.337, 8.031, 2.730, 0.173, -0.166, -0.711),
        (12.122, 8.169, 2.606, 0.249, -0.305, -0.757),
        (13.018, 8.619, 2.342, 0.373, -0.423, -0.704),
        (13.971, 9.009, 2.167, 0.510, -0.470, -0.586),
        (14.873, 9.132, 2.217, 0.611, -0.439, -0.429),
        (15.782, 8.852, 2.311, 0.638, -0.396, -0.267),
        (16.611, 8.264, 2.532, 0.613, -0.351, -0.129),
        (17.526, 7.539, 2.804, 0.556, -0.300, -0.020),
        (18.476, 6.816, 3.114, 0.488, -0.237, 0.058),
        (19.475, 6.171, 3.442, 0.443, -0.163, 0.110),
        (20.517, 5.530, 3.790, 0.411, -0.102, 0.148),
        (21.579, 4.858, 4.210, 0.390, -0.042, 0.178),
        (22.528, 4.233, 4.680, 0.373, 0.006, 0.185),
        (23.463, 3.711, 5.170, 0.343, 0.043, 0.185),
        (24.374, 3.317, 5.671, 0.304, 0.059, 0.179),
        (25.287, 3.016, 6.139, 0.229, 0.076, 0.172),
        (26.240, 2.767, 6.601, 0.136, 0.094, 0.173),
        (27.256, 2.504, 7.045, 0.038, 0.116, 0.179),
        (28.307, 2.175, 7.472, -0.046, 0.141, 0.190),
        (29.363, 1.856, 7.922, -0.123, 0.170, 0.216),
        (30.391, 1.546, 8.417, -0.209, 0.214, 0.243),
        (31.407, 1.320, 8.961, -0.296, 0.260, 0.266),
        (32.387, 1.186, 9.432, -0.389, 0.312, 0.261),
        (33.347, 1.129, 9.823, -0.490, 0.354, 0.217),
        (34.280, 1.229, 10.210, -0.588, 0.384, 0.160),
        (35.122, 1.495, 10.626, -0.665, 0.400, 0.099),
        (35.937, 1.883, 11.118, -0.722, 0.402, 0.046),
        (36.739, 2.357, 11.659, -0.749, 0.395, 0.007),
        (37.502, 2.860, 12.235, -0.752, 0.395, -0.014),
        (38.264, 3.290, 12.780, -0.757, 0.403, -0.023),
        (39.040, 3.684, 13.347, -0.758, 0.406, -0.019),
        (39.816, 4.034, 13.870, -0.759, 0.409, -0.016),
        (40.568, 4.378, 14.405, -0.762, 0.410, -0.015),
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

The last 14 Å (elacestrant: 18 Å) extend the result of the search in a straight line, clear of helix 12's side chains.
"""

OPEN_AT = {"estradiol": 0.65, "drug": 0.65}
"""Helix 12's position on its path (0…1) while the ligand passes."""

OUTSIDE = (42.0, 2.0, 14.0)
"""A point outside (Å, stage frame), to which a drug's way out of the pocket is searched."""

CLEARANCES_ANGSTROM = ((2.9, 0.3), (2.75, 0.4), (2.6, 0.5))
"""Least distances to a backbone atom with which the search is tried in turn, and how much nearer a Cβ may be (Å)."""

USUAL_ROOM_ANGSTROM = 2.8
"""No atom of the shipped ligands comes nearer to a backbone atom on its way (Å)."""

LEAST_ROOM_ANGSTROM = 2.5
"""No atom of a drug may come nearer to a backbone atom on its way (Å): about a hydrogen bond's length less its tolerance."""

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

    Raises ValueError for a ligand without a path, ProductionError if none is found for the film's drug.
    """
    if name not in WAYPOINTS:
        raise ValueError(f"no path for a ligand '{name}'; there are paths for {', '.join(WAYPOINTS)}")
    waypoints = np.array(WAYPOINTS[name]) if name != "drug" or not film_drug().digest else drug_waypoints()
    curve = np.array([catmull_rom(waypoints, float(at)) for at in np.linspace(0.0, 1.0, CURVE_SAMPLES)])
    steps = np.diff(curve, axis=0)
    length = np.linalg.norm(steps[:, :3], axis=1) + ANGSTROM_PER_RADIAN * np.linalg.norm(steps[:, 3:], axis=1)
    lengths = np.concatenate([[0.0], np.cumsum(length)])
    even = np.linspace(0.0, lengths[-1], round(lengths[-1] / SPACING_ANGSTROM) + 1)
    return np.stack([np.interp(even, lengths, column) for column in curve.T], axis=1)


def drug_waypoints() -> NDArray[np.float64]:
    """Return the waypoints (n, 6) of the film's drug, found by search and cached on disk: a search takes seconds.

    Raises ProductionError if the drug does not fit through the gap that helix 12 leaves.
    """
    drug = film_drug()

    def found() -> NDArray[np.float64]:
        path = helix12_path()
        ligand = receptor_tables().ligands["drug"].positions
        places = path.atoms_at(OPEN_AT["drug"])
        for least, nearer in CLEARANCES_ANGSTROM:
            obstacles, backbone = obstacles_near(path.receptor.atoms, places, ligand, nearer)
            passage = found_passage(ligand, obstacles, backbone, OUTSIDE, least)
            if passage is not None and passage.room_angstrom >= LEAST_ROOM_ANGSTROM:
                return passage.waypoints
        return np.zeros((0, 6))

    waypoints = cached(found, "passage of a drug", drug.digest)
    if not len(waypoints):
        fault = f"no way into the pocket for {drug.ligand} while helix 12 is loose"
        expected = f"a way on which no atom is nearer than {LEAST_ROOM_ANGSTROM} Å to the backbone"
        remedy = "take another entry of the drug, or report it with the entry: the search is a model"
        raise ProductionError(Fault(drug.table.name, fault, expected, remedy))
    return waypoints


def drug_room() -> float:
    """Return how near (Å) an atom of the film's drug comes to a backbone atom on its way into the pocket."""
    path = helix12_path()
    ligand = receptor_tables().ligands["drug"].positions
    obstacles, backbone = obstacles_near(path.receptor.atoms, path.atoms_at(OPEN_AT["drug"]), ligand, 0.0)
    waypoints = drug_waypoints() if film_drug().digest else np.array(WAYPOINTS["drug"])
    return along(waypoints, ligand - ligand.mean(axis=0), obstacles[:backbone])


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

    table = cached(computed, "side chains that give way", name, film_drug().digest)
    return Opening(path, Turns(table[0, :, 0].astype(np.int64), table[1:]))
