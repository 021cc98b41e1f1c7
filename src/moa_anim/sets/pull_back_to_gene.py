"""From the close-up of one receptor back to two on DNA: the partner comes, the view turns, DNA comes to meet them.

The close-up is of the ligand-binding domains. As the camera draws back, each receptor's DNA-binding domain comes into sight
together with the hinge to it: the two are never seen apart.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.coactivator_body import BEHIND_LEVEL, BODY_OFFSET_ANGSTROM, CoactivatorBody
from moa_anim.actors.crowd_layers import crowd_behind
from moa_anim.actors.receptor import Receptor, receptor_shape
from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import dimer_turn
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.beads import Beads, beads_of_atoms, beads_of_ligand
from moa_anim.molecule.bodies import View
from moa_anim.molecule.pose import Pose
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.gene_transcription import (
    CROWD_SCALE_SHARE,
    GENE_SCALE,
    GENE_VIEW,
    OPEN_BEFORE_POCKET_ANGSTROM,
    PARTNER_TONE,
    SCHEMATIC_DIM,
    BreakMark,
    GeneTranscription,
    LowerHalf,
    contact_middle,
    dimer_poses,
    lower_halves,
    pocket_depth,
)
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Appear, Motion, Vanish, Within, change, gentle, steady
from moa_anim.stage.pictured import Pictured
from moa_anim.stage.reframing import Reframe

if TYPE_CHECKING:
    from moa_anim.stage.actor import Actor
    from moa_anim.stage.scene import MoaScene

CROWD_SPACING_PIXELS = 165.0
"""Distance between the molecules of the crowd behind the gene (design pixels)."""

DIMER_SCALE = 5.5
DIMER_PLACE = (720.0, 350.0)
"""Scale (design pixels for one ångström) and place of the two receptors when the view has turned: all of them, with their
DNA-binding domains, is above the captions."""

PARTNER_FROM_ANGSTROM = 172.0
"""How far the partner is at first from its place in the dimer, to the left: outside of the picture at each scale."""

VIEW_TURNED_SHARE = 0.6
PARTNER_FROM_SHARE = 0.34
"""Shares of the first part at which the view has turned, and from which the partner comes: into a view that comes to rest."""

LOWER_APPEARS_SHARE = 0.26
"""Share of the first part in which the first receptor's hinge and DNA-binding domain come into sight."""

DNA_FROM_PIXELS = (0.0, 300.0)
"""Where DNA comes from, to the right and down from its place under the receptors (design pixels), at their scale."""

DNA_CLEAR_SHARE = 0.34
POLYMERASE_COMES_SHARES = (0.48, 0.96)
"""Share of its way after which DNA has come out of the haze, and shares in which the polymerase then comes onto it."""


class PullBackToGene:
    """Leads from `close`, the close-up of `receptor` in its own frame, to the picture `gene`.

    back = PullBackToGene(self, close, self.receptor, gene)
    self.play_for(frames, *back.partner_comes())
    self.play_for(frames, *back.dna_comes())
    back.arrived()  # the gene's own picture is on stage, and nothing else
    """

    def __init__(
        self, scene: MoaScene, close: MoleculeView, receptor: Receptor, gene: GeneTranscription
    ) -> None:
        self._scene, self._close, self._receptor, self._gene = scene, close, receptor, gene
        standing, _ = dimer_poses()
        turn = dimer_turn()
        atoms = receptor_tables().agonist.positions
        middle = np.vstack([atoms, turn.apply(atoms)]).mean(axis=0)
        seen = gene.molecule_view
        turned = View(GENE_VIEW @ standing.rotation, middle, DIMER_SCALE, DIMER_PLACE)
        at_gene = seen.point(standing.apply(middle[None, :])[0])
        self._turned, self._far = turned, replace(turned, scale=GENE_SCALE, place=at_gene)
        crowd_behind(scene).add_home(
            self._far, scale=GENE_SCALE * CROWD_SCALE_SHARE, spacing=CROWD_SPACING_PIXELS
        )
        self._place = turn
        self._partner = RigidBody(_partner_shape(), turn)
        close.cast(self._partner)
        self._partner_body = CoactivatorBody(close, self._partner_body_middle)
        self._stage_lower_halves()
        self._bare, self._around = (
            self._pictured(actors) for actors in (gene.before_reading(), gene.around())
        )
        around = self._around.molecule_view
        size = DIMER_SCALE / GENE_SCALE
        place = (
            DIMER_PLACE[axis] + DNA_FROM_PIXELS[axis] + (around.view.place[axis] - at_gene[axis]) * size
            for axis in range(2)
        )
        begins = replace(around.view, scale=DIMER_SCALE, place=(next(place), next(place)))
        for picture in (self._bare, self._around):
            picture.view, picture.opacity = begins, 0.0
            picture.set_z_index(-1)
        scene.add(self._bare, self._around, self._partner_body)

    def _pictured(self, actors: list[Actor]) -> Pictured:
        """Return a picture of what stands around the receptors, as in the gene's own picture."""
        place = self._gene.molecule_view.view.place
        view = MoleculeView(
            self._scene, rotation=GENE_VIEW, centre=(0.0, 0.0, 0.0), place=place, scale=GENE_SCALE
        )
        view.cast(*actors)
        return Pictured(view, before=[BreakMark(view)])

    def _stage_lower_halves(self) -> None:
        """Hinges and DNA-binding domains appear in a view of their own, behind; then they are in the close-up's."""
        close = self._close
        poses = dimer_poses()
        self._lower = [
            _lower_bodies(half, pose.inverse()) for half, pose in zip(lower_halves(), poses, strict=True)
        ]
        close.cast(*self._lower[1])
        self.partner_away = PARTNER_FROM_ANGSTROM
        view = close.view
        self._appearing = MoleculeView(
            self._scene, rotation=view.rotation, centre=view.centre, place=view.place, scale=view.scale
        )
        self._appearing.cast(*self._lower[0])
        self._appearing.set_z_index(BEHIND_LEVEL)
        self._scene.add(self._appearing)
        self.lower_shown = 0.0

    @property
    def partner_away(self) -> float:
        """How far the partner is from its place, to the left in the picture (Å)."""
        return self._partner_away

    @partner_away.setter
    def partner_away(self, distance: float) -> None:
        self._partner_away = distance
        away = np.array([-distance, 0.0, 0.0]) @ self._close.view.rotation
        for body in (self._partner, *self._lower[1]):
            body.pose = Pose(self._place.rotation, self._place.translation + away)

    @property
    def lower_shown(self) -> float:
        """How far hinge and DNA-binding domain of the first receptor have come into sight, 0…1."""
        return self._lower_shown

    @lower_shown.setter
    def lower_shown(self, share: float) -> None:
        self._lower_shown = share
        whole = share >= 1.0
        self._appearing.opacity = 0.0 if whole else share
        for body in self._lower[0]:
            if whole and body not in self._close.actors:
                self._close.cast(body)
            elif not whole and body in self._close.actors:
                self._close.actors.remove(body)

    def _partner_body_middle(self) -> NDArray[np.float64]:
        return np.asarray(self._partner.pose.apply((contact_middle() + BODY_OFFSET_ANGSTROM)[None, :])[0])

    def partner_comes(self) -> tuple[Motion, ...]:
        """Return the motions of the first part: the view turns, the receptor stays open, the partner comes from the side."""
        return (
            Within(0.0, VIEW_TURNED_SHARE, Reframe(self._close, self._turned)),
            Within(0.0, VIEW_TURNED_SHARE, _StaysOpen(self._receptor, self._close)),
            Within(0.0, VIEW_TURNED_SHARE, Reframe(self._appearing, self._turned)),
            change(self, "lower_shown", 1.0, 0.0, LOWER_APPEARS_SHARE),
            # Over the whole part, and after the view: it is to the left of the receptor in each.
            _Comes(self),
        )

    def dna_comes(self) -> tuple[Motion, ...]:
        """Return the motions of the second part: DNA comes to the receptors from below, then the polymerase to the DNA."""
        self._scene.remove(self._appearing)
        self._appearing.put_away()
        return (
            Reframe(self._close, self._far),
            *(Reframe(each, each.molecule_view.view) for each in (self._bare, self._around)),
            Within(0.0, DNA_CLEAR_SHARE, Appear(self._bare)),
            # The whole picture over the same one without the polymerase.
            Within(*POLYMERASE_COMES_SHARES, Appear(self._around)),
        )

    def changes_over(self) -> tuple[Motion, ...]:
        """Return the motions of the last part: the gene's own picture fades in over what it equals.

        The straight DNA, which is seen where the polymerase has opened it, fades away meanwhile.
        """
        self._gene.add_to(self._scene)
        self._gene.molecule_view.opacity = 0.0
        for body in self._gene.bodies:
            body.opacity = 0.0
        return Appear(self._gene.molecule_view), Vanish(self._bare)

    def arrived(self) -> None:
        """Take everything off stage but the gene's own picture."""
        self._scene.remove(self._close, self._bare, self._around, self._partner_body)
        for view in (self._close, self._bare.molecule_view, self._around.molecule_view):
            view.put_away()
        for body in self._gene.bodies:
            body.opacity = 1.0


class _Comes(Motion):
    """The partner stays at the left, however the view turns, and then comes to its place."""

    def __init__(self, back: PullBackToGene) -> None:
        super().__init__(None, ease=steady)
        self._back = back

    def move(self, share: float) -> None:
        """Set its distance."""
        come = gentle(max(0.0, share - PARTNER_FROM_SHARE) / (1.0 - PARTNER_FROM_SHARE))
        self._back.partner_away = PARTNER_FROM_ANGSTROM * (1.0 - come)


class _StaysOpen(Motion):
    """The cut goes with the receptor's pocket while the view turns: hormone stays visible in it."""

    def __init__(self, receptor: Receptor, close: MoleculeView) -> None:
        super().__init__(None)
        self._receptor, self._close = receptor, close
        self._before = receptor.cut_depth - self._pocket_depth()

    def move(self, share: float) -> None:
        """Set the depth of the cut: as far in front of the pocket as at first, at the end as in the gene's picture."""
        before = self._before + (OPEN_BEFORE_POCKET_ANGSTROM - self._before) * share
        self._receptor.cut_depth = self._pocket_depth() + before

    def _pocket_depth(self) -> float:
        return pocket_depth(self._close.view, Pose(np.eye(3), np.zeros(3)))


def _lower_bodies(half: LowerHalf, to_own: Pose) -> tuple[RigidBody, RigidBody]:
    """Return a receptor's DNA-binding domain and hinge in the receptor's own frame, to which `to_own` leads."""
    domain, hinge = (
        RigidBody([(beads.moved(to_own.apply(beads.positions)), Role.RECEPTOR)])
        for beads in (half.domain, half.hinge)
    )
    hinge.dim = SCHEMATIC_DIM
    return domain, hinge


def _partner_shape() -> list[tuple[Beads, Role]]:
    """Return the partner with hormone and contact helix, in its own frame."""
    shape = [
        (Beads(beads.positions, beads.radii, beads.residues, beads.tones + PARTNER_TONE), role)
        for beads, role in receptor_shape(0.0, holding="estradiol")
    ]
    helix = beads_of_atoms(atom_table("coactivator_helix").atoms)
    hormone = beads_of_ligand(receptor_tables().ligands["estradiol"])
    return [*shape, (helix, Role.COACTIVATOR), (hormone, Role.ESTRADIOL)]
