"""A card for each term that is new to patients: what it means, beside a picture of the thing in its colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligands import drug_ligand, estradiol
from moa_anim.actors.receptor import Receptor
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import proteasome, ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.sets.card import PICTURE_AT, CardScene
from moa_anim.sets.still_molecule import StillMolecule
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line

DIMMED_SHARE = 0.55
"""Share of paper mixed into a receptor of which only a part is explained."""

UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
"""Rotation that turns the proteasome's long axis upwards."""

UBIQUITIN_SCALE = 15.0
PROTEASOME_SCALE = 1.9
"""Design pixels for one ångström: each molecule fills the left half of its card."""


class _WordScene(CardScene):
    """A term in the colour of the thing that it names, and its meaning, both from the storyboard's glossary."""

    def words(self) -> list[Line]:
        """Return the term and its meaning, one paragraph for each sentence."""
        language = self.context.storyboard.interface.captions
        return self.column(self.label("term"), language.sentences(self.label("meaning")))

    def single_molecule(
        self, shape: Sequence[tuple[Beads, Role]], rotation: NDArray[np.float64], scale: float
    ) -> list[Painted]:
        """Return the picture of a single molecule; `scale` is design pixels for one ångström."""
        molecule = StillMolecule(self, shape, rotation, PICTURE_AT, scale)
        molecule.opacity = 1.0
        return [molecule]


class EstrogenReceptor(_WordScene):
    """The receptor with helix 12 open and estradiol in its pocket."""

    role = Role.RECEPTOR

    def picture(self) -> Sequence[Painted]:
        """Return the receptor with estradiol."""
        return [self.receptor_with(Receptor("open", seed=self.seed), estradiol("bound", seed=self.seed))]


class Lid(_WordScene):
    """Helix 12, closed over the pocket with estradiol in it; the rest of the receptor is dimmed."""

    role = Role.HELIX12

    def picture(self) -> Sequence[Painted]:
        """Return the dimmed receptor with helix 12 in full colour."""
        receptor = Receptor("agonist", seed=self.seed)
        receptor.dim = DIMMED_SHARE
        return [self.receptor_with(receptor, estradiol("bound", seed=self.seed))]


class Mutation(_WordScene):
    """The two residues at the start of helix 12 that ESR1 mutations change; the rest of the receptor is dimmed."""

    role = Role.MUTATION

    def picture(self) -> Sequence[Painted]:
        """Return the dimmed receptor with the two residues in full colour."""
        receptor = Receptor("agonist", seed=self.seed, mutant=True)
        receptor.dim, receptor.helix_dim, receptor.mutation = DIMMED_SHARE, DIMMED_SHARE / 2, 1.0
        return [self.receptor_with(receptor)]


class Degrader(_WordScene):
    """Elacestrant in the pocket of the receptor, which is dimmed."""

    role = Role.DRUG

    def picture(self) -> Sequence[Painted]:
        """Return the dimmed receptor with elacestrant."""
        receptor = Receptor("antagonist", seed=self.seed)
        receptor.dim = receptor.helix_dim = DIMMED_SHARE
        return [self.receptor_with(receptor, drug_ligand("bound", seed=self.seed))]


class Ubiquitin(_WordScene):
    """A single ubiquitin."""

    role = Role.UBIQUITIN

    def picture(self) -> Sequence[Painted]:
        """Return ubiquitin."""
        return self.single_molecule(
            [(beads_of_atoms(ubiquitin()), Role.UBIQUITIN)], np.eye(3), UBIQUITIN_SCALE
        )


class Proteasome(_WordScene):
    """The 26S proteasome, upright."""

    role = Role.PROTEASOME

    def picture(self) -> Sequence[Painted]:
        """Return the proteasome."""
        particle = proteasome()
        shape = [
            (particle.alpha, Role.PROTEASOME),
            (particle.beta, Role.PROTEASOME_CORE),
            (particle.cap, Role.PROTEASOME_CAP),
        ]
        return self.single_molecule(shape, UPRIGHT, PROTEASOME_SCALE)
