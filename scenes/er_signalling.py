"""Estrogen binds its receptor in the nucleus, and the signal that it starts: coactivator, gene, RNA, division."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.ligands import bind, coactivator, estradiol, passage, ramble
from moa_anim.actors.population import Member, Population
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing, receptor_beads
from moa_anim.graphics.geometry import Point
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.lineage import Lineage
from moa_anim.model.palette import Role
from moa_anim.molecule.depiction import depiction
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.matching import in_order_of
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.close_up import CLOSE_SCALE, pocket_backdrop, pocket_view
from moa_anim.sets.gene_transcription import GeneTranscription
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.stage.dive import Scrim
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Appear, Change, Vanish, Within, change, hide, show, steady
from moa_anim.stage.scene import MoaScene

LOOSE, WANDER = (LOOSE_FROM + LOOSE_TO) / 2, 0.11
STRUCTURE_PLACE, STRUCTURE_SCALE = (1580.0, 430.0), 30.0
"""Where estradiol's structure draws itself, and design pixels for one ångström of it: twice the close-up's."""

SETTING_OUT_FREEDOM = 0.3
"""How much estradiol trembles as it sets out: little, where it takes over from its drawing."""

CELL_PLACE, CELL_RADIUS = (960.0, 515.0), 350.0


class ErSignalling(MoaScene):
    """Cell, nucleus, pocket, gene, and the cell again: two, then four."""

    def construct(self) -> None:
        """Play the shot's five cues."""
        self.stage_cell()
        self.hold(self.lead(), Appear(self.cell))
        with self.cue("expressed") as cue:
            self.receptor_in_the_nucleus(cue.frames)
        with self.cue("binds") as cue:
            self.into_the_nucleus(cue.share(1, 4))
            self.estradiol_binds(cue.rest)
        with self.cue("activates") as cue:
            self.coactivator_docks(cue.share(1, 2))
            self.dimer_on_dna(cue.rest)
        with self.cue("promotes") as cue:
            self.gene_is_read(cue.frames)
        with self.cue("grows") as cue:
            self.cells_divide(cue.frames)
        self.hold(self.tail())

    def show_label(self, name: str, role: Role, target: Callable[[], Point]) -> Label:
        """A label of the shot that is on the scene from now on."""
        label = self.make_label(name, role, target)
        self.add(label)
        return label

    def stage_cell(self) -> None:
        """A cancer cell on paper, receptors (drawn larger than life) in its nucleus."""
        self.cell = Cell(*CELL_PLACE, CELL_RADIUS, seed=self.seed)
        self.cell.opacity = 0.0
        beads = receptor_beads(0.0)
        random = np.random.default_rng(self.seed)
        angles = np.linspace(0, 2 * np.pi, 7, endpoint=False) + random.uniform(-0.2, 0.2, 7)
        members = [
            Member(
                CELL_PLACE[0] + 105 * np.cos(a), CELL_PLACE[1] + 100 * np.sin(a), n % 6, self.seed + 31 * n
            )
            for n, a in enumerate(angles)
        ]
        self.small = Population(
            self, [(beads, Role.RECEPTOR)], members, scale=0.85, wander=5.0, seed=self.seed
        )
        self.small.opacity = 0.0
        self.add(self.cell, self.small)

    def receptor_in_the_nucleus(self, frames: int) -> None:
        """The cell, its nucleus, the receptor in it, named one after the other."""
        x, y = CELL_PLACE
        self.cell_labels = [
            self.show_label("cell", Role.MEMBRANE, lambda: (x + 300, y - 150)),
            self.show_label("nucleus", Role.INK, lambda: (x + 150, y - 30)),
            self.show_label("receptor", Role.RECEPTOR, lambda: self.small.place(3)),
        ]
        self.play_for(
            frames,
            show(self.small, 0.0, 0.2),
            *(show(label, 0.05 + 0.2 * n, 0.25 + 0.2 * n) for n, label in enumerate(self.cell_labels)),
        )

    def into_the_nucleus(self, frames: int) -> None:
        """The view goes in until the cell fills the picture; then the close-up shows through as the cell fades."""
        nearing = round(frames * 0.62)
        scrim = Scrim()
        scrim.opacity = 0.0
        scrim.set_z_index(5)  # before the cell, which is brought in anew before the close-up
        self.add(scrim)
        self.play_for(
            nearing,
            show(scrim, 0.4, 0.8),
            Change(self.cell, "radius", CELL_RADIUS * 5.0, ease=gathering_pace),
            *(hide(label, 0.0, 0.3) for label in self.cell_labels),
            hide(self.small, 0.3, 0.8),
        )
        self.stage_pocket()
        self.play_for(
            frames - nearing,
            Change(self.cell, "radius", CELL_RADIUS * 10.0, ease=steady),
            Vanish(self.cell),
            Vanish(scrim),
            change(self.structure, "drawn", 1.0, 0.4, 1.0, ease=steady),
        )
        self.remove(self.cell, scrim)

    def stage_pocket(self) -> None:
        """The receptor close up, loose and empty, behind the cell."""
        camera = self.camera
        camera.set_backdrop(pocket_backdrop(camera.pixel_width, camera.pixel_height, self.seed))
        molecule_view = self.molecule_view = pocket_view(self)
        self.receptor = Receptor("loose", seed=self.seed)
        self.receptor.place, self.receptor.wander, self.receptor.cut_depth = LOOSE, WANDER, CUT_DEPTH_ANGSTROM
        self.hormone = estradiol("free", seed=self.seed + 1)
        self.receptor.gives_way_to("estradiol", lambda: self.hormone.pose)
        self.helper = coactivator("free", seed=self.seed + 2)
        self.helper.shown = False
        molecule_view.cast(self.receptor, self.hormone, self.helper)
        self.remove(self.cell, self.small, *self.cell_labels)
        self.add(molecule_view, self.cell, self.small, *self.cell_labels)
        self.hormone.shown = False
        inwards = passage("estradiol")[::-1]
        self.inwards = inwards
        self.arriving = ramble(
            [
                molecule_view.spot(*STRUCTURE_PLACE, 30),
                molecule_view.spot(1380, 640, 38),
                molecule_view.spot(1600, 480, 40),
            ],
            seed=self.seed + 5,
            start=inwards[0, 3:],
            joins=inwards,
        )
        self.hormone.pose, self.hormone.freedom = self.arriving[0], SETTING_OUT_FREEDOM
        measured = receptor_tables().ligands["estradiol"]
        self.structure = StructureDrawing(
            self,
            "estradiol",
            Role.ESTRADIOL,
            STRUCTURE_PLACE,
            STRUCTURE_SCALE,
            conformer=in_order_of(depiction("estradiol"), measured),
            facing=molecule_view.view.rotation @ rotation_from_vector(self.arriving[0][3:]),
        )
        self.add(self.structure)

    def estradiol_binds(self, frames: int) -> None:
        """Estradiol's structure turns into its model, which wanders, misses once, enters; helix 12 closes over it."""
        molecule_view, arriving, inwards = self.molecule_view, self.arriving, self.inwards
        turning = round(frames * 0.2)
        self.play_for(
            turning,
            Change(self.structure, "solid", 1.0),
            Change(self.structure, "scale", CLOSE_SCALE),
        )
        self.hormone.shown = True
        frames -= turning
        hormone = self.show_label(
            "estradiol", Role.ESTRADIOL, lambda: molecule_view.point(self.hormone.anchor("centre"))
        )
        helix = self.show_label(
            "helix12", Role.HELIX12, lambda: molecule_view.point(self.receptor.anchor("helix12"))
        )
        self.play_for(
            frames,
            hide(self.structure, 0.0, 0.08),
            Within(0.0, COME, bind(self.hormone, arriving, inwards)),
            Within(0.0, 0.28, Swing(self.receptor, "open", wander=0.0)),
            show(hormone, 0.05, 0.12),
            hide(hormone, 0.29, 0.34),
            show(helix, 0.45, 0.52),
            Within(CLOSES, 0.98, Swing(self.receptor, "agonist", wander=0.0)),
        )
        self.close_labels = [hormone, helix]

    def coactivator_docks(self, frames: int) -> None:
        """The groove is open: the coactivator's peptide finds it and docks."""
        molecule_view, groove = self.molecule_view, self.helper.bound_pose
        spot = molecule_view.spot
        off = groove[:3] + 16.0 * molecule_view.view.rotation[2] + 5.0 * molecule_view.view.rotation[0]
        docking = np.vstack([np.concatenate([off, groove[3:] + 0.15]), groove])
        coming = ramble(
            [spot(2160, 760, 24), spot(1640, 700, 30)],
            seed=self.seed + 7,
            start=groove[3:],
            tumble_degrees=30,
            joins=docking,
        )
        self.helper.shown, self.helper.pose = True, coming[0]
        label = self.show_label(
            "coactivator", Role.COACTIVATOR, lambda: molecule_view.point(self.helper.anchor("centre"))
        )
        self.play_for(
            frames,
            Within(0.0, 0.75, bind(self.helper, coming, docking)),
            *(hide(each, 0.0, 0.2) for each in self.close_labels),
            show(label, 0.26, 0.36),
        )
        self.remove(molecule_view, label, *self.close_labels)

    def dimer_on_dna(self, frames: int) -> None:
        """Two receptors, each with hormone and coactivator, stand on DNA by their DNA-binding domains."""
        camera = self.camera
        camera.set_backdrop(
            GeneTranscription.backdrop(camera.pixel_width, camera.pixel_height, self.seed + 1)
        )
        gene = self.gene = GeneTranscription(self, seed=self.seed + 9)
        self.add(gene.molecule_view)
        self.gene_labels = [
            self.show_label("dimer", Role.RECEPTOR, gene.receptor_point),
            self.show_label("dna", Role.DNA, gene.dna_point),
            self.show_label("polymerase", Role.LIGASE, gene.polymerase_point),
        ]
        self.play_for(
            frames,
            *(show(each, 0.1 + 0.2 * n, 0.3 + 0.2 * n) for n, each in enumerate(self.gene_labels)),
        )

    def gene_is_read(self, frames: int) -> None:
        """The polymerase runs along the gene; RNA grows from it."""
        gene = self.gene
        rna = self.show_label("rna", Role.RNA, gene.rna_point)
        reader = self.gene_labels[2]
        self.play_for(
            frames,
            *gene.runs(),
            hide(self.gene_labels[1], 0.0, 0.1),
            hide(reader, 0.4, 0.48),
            show(rna, 0.48, 0.56),
        )
        self.gene_labels.append(rna)

    def cells_divide(self, frames: int) -> None:
        """The cell grows and divides, and so do its daughters: receptors are in the nuclei of all four."""
        self.remove(self.gene.molecule_view, *self.gene_labels)
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(
                camera.pixel_width, camera.pixel_height, scale=1.0, seed=self.seed, clear=EVERYWHERE
            )
        )
        x, y = CELL_PLACE
        mother = Cell(x, y, MOTHER_RADII[1], seed=self.seed)
        mother.radius = MOTHER_RADII[0]
        within = Lineage(self, mother, scale=LINEAGE_SCALE, seed=self.seed + LINEAGE)
        self.add(mother, within)
        half = frames // 2
        self.play_for(
            half,
            change(mother, "radius", MOTHER_RADII[1], 0.0, 0.2),
            change(mother, "division", 1.0, 0.14, 1.0, ease=steady),
        )
        daughters = mother.daughters(np.pi / 2, DAUGHTERS_GROW)
        self.remove(mother, within)
        within.daughters = daughters
        self.add(*daughters, within)
        self.play_for(
            frames - half,
            *(change(each, "radius", each.radius * DAUGHTERS_GROW, 0.0, 0.16) for each in daughters),
            *(change(each, "division", 1.0, 0.1, 0.84, ease=steady) for each in daughters),
        )


COME, CLOSES = 0.69, 0.6
"""Of the time in which estradiol binds: when it rests in the pocket, and when helix 12 begins to close over it."""

MOTHER_RADII, DAUGHTERS_GROW = (264.0, 300.0), 1.066
"""The cell before and after it has grown (design pixels); how many times as large its daughters get before they divide."""

LINEAGE, LINEAGE_SCALE = 79, 0.62
"""Added to the seed of the shot: of sixty, the one whose receptors keep farthest apart. Design pixels for one ångström of the
receptors in cells that divide: larger than life, and alike in all of them."""


def gathering_pace(share: float) -> float:
    """From rest, ever faster."""
    return share * share


EVERYWHERE = ((960.0, 500.0, 4000.0),)
"""A crowd with nobody in it: plain paper."""
