"""A card for each word that a patient meets for the first time: what it means, beside a picture of it in its colour."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.ligands import elacestrant, estradiol
from moa_anim.actors.receptor import Receptor
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import proteasome, ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms
from moa_anim.sets.card import PICTURE_AT, CardScene
from moa_anim.sets.still_molecule import StillMolecule
from moa_anim.stage.painted import Painted
from moa_anim.stage.text_block import Line

DIMMED = 0.55
"""How far a receptor is dimmed while only a piece of it is meant."""

UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, -1.0, 0.0]])
"""Turns the proteasome's long axis upwards."""

UBIQUITIN_SCALE, PROTEASOME_SCALE = 15.0, 1.9
"""Design pixels for an ångström: each fills the card's left half."""


class _WordScene(CardScene):
    """A term in the colour of what it names, and its meaning, both of the storyboard's glossary."""

    def words(self) -> list[Line]:
        """Term and meaning, a paragraph for each sentence."""
        return self.column(self.label("term"), re.split(r"(?<=\.) |(?<=。)(?=.)", self.label("meaning")))

    def alone(
        self, shape: Sequence[tuple[Beads, Role]], rotation: NDArray[np.float64], scale: float
    ) -> list[Painted]:
        """A molecule by itself in the card's picture."""
        specimen = StillMolecule(self, shape, rotation, PICTURE_AT, scale)
        specimen.opacity = 1.0
        return [specimen]


class EstrogenReceptor(_WordScene):
    """The receptor, open, with estradiol in its pocket."""

    role = Role.RECEPTOR

    def picture(self) -> Sequence[Painted]:
        """Draw it."""
        return [self.receptor_with(Receptor("open", seed=self.seed), estradiol("bound", seed=self.seed))]


class Lid(_WordScene):
    """Helix 12, closed over the pocket with estradiol in it; the rest of the receptor stands back."""

    role = Role.HELIX12

    def picture(self) -> Sequence[Painted]:
        """Draw it."""
        receptor = Receptor("agonist", seed=self.seed)
        receptor.dim = DIMMED
        return [self.receptor_with(receptor, estradiol("bound", seed=self.seed))]


class Mutation(_WordScene):
    """The two residues at the start of helix 12 that ESR1 mutations change; the rest stands back."""

    role = Role.MUTATION

    def picture(self) -> Sequence[Painted]:
        """Draw it."""
        receptor = Receptor("agonist", seed=self.seed, mutant=True)
        receptor.dim, receptor.helix_dim, receptor.mutation = DIMMED, DIMMED / 2, 1.0
        return [self.receptor_with(receptor)]


class Degrader(_WordScene):
    """Elacestrant in the pocket of the receptor, which stands back."""

    role = Role.ELACESTRANT

    def picture(self) -> Sequence[Painted]:
        """Draw it."""
        receptor = Receptor("antagonist", seed=self.seed)
        receptor.dim = receptor.helix_dim = DIMMED
        return [self.receptor_with(receptor, elacestrant("bound", seed=self.seed))]


class Ubiquitin(_WordScene):
    """Ubiquitin by itself."""

    role = Role.UBIQUITIN

    def picture(self) -> Sequence[Painted]:
        """Draw it."""
        return self.alone([(beads_of_atoms(ubiquitin()), Role.UBIQUITIN)], np.eye(3), UBIQUITIN_SCALE)


class Proteasome(_WordScene):
    """The 26S by itself, upright."""

    role = Role.PROTEASOME

    def picture(self) -> Sequence[Painted]:
        """Draw it."""
        particle = proteasome()
        shape = [
            (particle.alpha, Role.PROTEASOME),
            (particle.beta, Role.PROTEASOME_CORE),
            (particle.cap, Role.PROTEASOME_CAP),
        ]
        return self.alone(shape, UPRIGHT, PROTEASOME_SCALE)
