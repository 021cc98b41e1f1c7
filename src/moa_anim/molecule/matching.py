"""Matches the atoms of two tables of one molecule that list them in different orders."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from moa_anim.errors import Fault, RenderError
from moa_anim.molecule.depiction import Depiction
from moa_anim.molecule.structure import Ligand


def in_order_of(molecule: Depiction, ligand: Ligand) -> NDArray[np.float64]:
    """Return the positions (n, 3; Å) of a ligand's atoms in the order of the drawing, matched by elements and bonds.

    Raises RenderError when they are not the same molecule.
    """
    import networkx as nx  # imported here, because it takes a quarter of a second and few scenes need it

    drawn, posed = nx.Graph(), nx.Graph()
    for graph, elements, pairs in (
        (drawn, molecule.elements, [(bond.first, bond.second) for bond in molecule.bonds]),
        (posed, ligand.elements, [(first, second) for first, second, _ in ligand.bonds]),
    ):
        graph.add_nodes_from((row, {"element": element}) for row, element in enumerate(elements))
        graph.add_edges_from(pairs)
    same = nx.algorithms.isomorphism.categorical_node_match("element", "")
    matcher = nx.algorithms.isomorphism.GraphMatcher(drawn, posed, node_match=same)
    matches = [[match[row] for row in range(len(molecule.elements))] for match in matcher.isomorphisms_iter()]
    if not matches:
        raise RenderError(
            Fault(
                f"ligand drawn as {molecule.name}",
                "another molecule",
                "the same atoms and bonds",
                "fix the table",
            )
        )
    # Symmetric rings allow several matches; the best one has the distances of the conformer.
    apart = _distances(molecule.solid)
    best = min(matches, key=lambda rows: float(np.abs(_distances(ligand.positions[rows]) - apart).sum()))
    return np.asarray(ligand.positions[best])


def _distances(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.norm(positions[:, None] - positions[None], axis=2))
