"""Tamoxifen in the receptor's pocket: schematic, since no measured pose of it is at hand (the credits say so).

Its conformer (`tamoxifen_3d.sdf`, RDKit) is laid on the middle of elacestrant's model and turned as a whole so that the two
cover each other best; nothing in it is bent.
"""

from __future__ import annotations

from functools import cache

from moa_anim.molecule.depiction import depiction
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.structure import Ligand, receptor_tables

TURN_RADIANS = (2.58, -0.64, -0.37)
"""The turn of the conformer: the best of 20,000 at random by how near the atoms of the two molecules lie to each other
(1.4 Å, mean of both ways). Its amine comes within 2.2 Å of elacestrant's, no atom within 3.9 Å of a Cα."""


@cache
def tamoxifen_in_pocket() -> Ligand:
    """Tamoxifen's heavy atoms in the stage frame of the receptor's tables (Å)."""
    drug = depiction("tamoxifen")
    middle = receptor_tables().ligands["elacestrant_MODEL"].positions.mean(axis=0)
    places = drug.solid @ rotation_from_vector(TURN_RADIANS).T + middle
    bonds = tuple((bond.first, bond.second, float(bond.order)) for bond in drug.bonds)
    return Ligand(drug.elements, places, bonds)
