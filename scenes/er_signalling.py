"""Estrogen binds its receptor in the nucleus and starts a signal: coactivator, gene, RNA, cell division."""

from __future__ import annotations

import numpy as np

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.ligands import bind, coactivator, estradiol, passage, ramble
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.illustrations.cell.cell import Cell
from moa_anim.illustrations.cell.lineage import Lineage
from moa_anim.model.palette import Role
from moa_anim.molecule.depiction import depiction
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.matching import in_order_of
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.cancer_cell import CELL_PLACE, CancerCell
from moa_anim.sets.close_up import CLOSE_SCALE, docking_path, pocket_view, zoomable_pocket_crowd
from moa_anim.sets.gene_transcription import GeneTranscription
from moa_anim.sets.nucleus_zoom import NucleusZoom
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.stage.motion import Change, Within, change, hide, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene

LOOSE_SHARE = (LOOSE_FROM + LOOSE_TO) / 2
WANDER_SHARE = 0.11
"""Where loose helix 12 is on its path, and how far it wanders (shares of its path)."""

STRUCTURE_PLACE = (1580.0, 430.0)
STRUCTURE_SCALE = 30.0
"""Middle of estradiol's structure (design pixels) and its scale (design pixels for one ångström): twice the close-up's."""

SETTING_OUT_FREEDOM = 0.3
"""Share of its full tremble that estradiol has at first: little, so that it continues from its drawing without a jump."""

BOUND_SHARE = 0.74
"""Share of the time of binding after which estradiol is at rest in the pocket."""

CLOSES_SHARE = 0.67
"""Share of the time of binding after which helix 12 begins to close over estradiol."""

MOTHER_RADIUS = 264.0
GROWN_RADIUS = 300.0
"""Radius of the cell before and after it has grown (design pixels)."""

DAUGHTER_GROWTH_FACTOR = 1.066
"""Factor by which the radius of the daughter cells grows before they divide."""

LINEAGE_SEED_OFFSET = 79
"""Added to the shot's seed; of sixty offsets, the one that places receptors farthest apart."""

LINEAGE_SCALE = 0.62
"""Design pixels for one ångström of the receptors in dividing cells: enlarged, and the same in all cells."""

NO_CROWD_DISCS = ((960.0, 500.0, 4000.0),)
"""An exclusion disc (x, y, radius; design pixels) larger than the frame: no crowd is drawn, only paper."""


class ErSignalling(MoaScene):
    """Cell, nucleus, pocket, gene, and the cell again: two, then four."""

    def stage(self) -> None:
        """The cancer cell; the close-up of one of its receptors is ready behind it."""
        self.stage_pocket()
        self.labels_of_cell = [
            self.add_label("cell", Role.MEMBRANE, on=self.cells.membrane_point),
            self.add_label("nucleus", Role.INK, on=self.cells.nucleus_point),
            self.add_label("receptor", Role.RECEPTOR, on=self.cells.receptor_point),
        ]

    def cues(self) -> Cues:
        """Return the cues: cell, nucleus and pocket, gene, and the cell again."""
        return {
            "expressed": [show(self.labels_of_cell, 0.0, 0.2, every=0.2)],
            "binds": self.estradiol_comes_and_binds,
            "activates": self.signal_starts,
            "promotes": self.gene_is_read,
            "grows": self.cells_divide,
        }

    def estradiol_comes_and_binds(self, cue: CueClock) -> None:
        """Zoom into the nucleus, where estradiol binds."""
        self.zoom_into_nucleus(cue.share(1, 4))
        self.estradiol_binds(cue.rest)

    def signal_starts(self, cue: CueClock) -> None:
        """The coactivator docks; then the dimer is shown on DNA."""
        self.coactivator_docks(cue.share(1, 2))
        self.dimer_on_dna(cue.rest)

    def zoom_into_nucleus(self, frames: int) -> None:
        """The camera goes to one small blue receptor, which grows into the close-up."""
        self.play_for(
            frames,
            hide(self.labels_of_cell, 0.0, 0.2),
            self.zoom.inwards(),
            change(self.structure, "drawn", 1.0, 0.4, 1.0, ease=steady),
        )
        self.zoom.arrived()

    def stage_pocket(self) -> None:
        """The cell, and the close-up: the receptor, its pocket empty and helix 12 loose, and estradiol's drawing."""
        self.receptor = Receptor("loose", seed=self.seed)
        self.receptor.place, self.receptor.wander, self.receptor.cut_depth = (
            LOOSE_SHARE,
            WANDER_SHARE,
            CUT_DEPTH_ANGSTROM,
        )
        self.hormone = estradiol("free", seed=self.seed + 1)
        self.receptor.make_way_for("estradiol", lambda: self.hormone.pose)
        self.helper = coactivator("free", seed=self.seed + 2)
        self.helper.shown = False
        self.set_backdrop(crowd_backdrop, scale=1.0, seed=self.seed, clear=NO_CROWD_DISCS)
        molecule_view = pocket_view(self)
        molecule_view.cast(self.receptor, self.hormone, self.helper)
        self.molecule_view = molecule_view
        self.hormone.shown = False
        entry_path = passage("estradiol")[::-1]
        self.entry_path = entry_path
        self.arriving = ramble(
            [
                molecule_view.spot(*STRUCTURE_PLACE, 30),
                molecule_view.spot(1390, 620, 38),
                molecule_view.spot(1560, 450, 40),
            ],
            seed=self.seed + 5,
            start=entry_path[0, 3:],
            joins=entry_path,
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
        self.crowd = zoomable_pocket_crowd(molecule_view.view.place, self.seed)
        self.add(self.crowd)
        self.cells = CancerCell(self, joins_at=0.0)
        self.zoom = NucleusZoom(self, self.cells, molecule_view, self.crowd)
        self.add(self.structure)

    def estradiol_binds(self, frames: int) -> None:
        """Estradiol's structure turns into its model, which wanders, misses once, enters; helix 12 closes over it."""
        molecule_view, arriving, entry_path = self.molecule_view, self.arriving, self.entry_path
        turning = round(frames * 0.2)
        self.play_for(
            turning,
            Change(self.structure, "solid", 1.0),
            Change(self.structure, "scale", CLOSE_SCALE),
        )
        self.hormone.shown = True
        frames -= turning
        hormone = self.add_label("estradiol", Role.ESTRADIOL, on=molecule_view.seen(self.hormone, "centre"))
        helix = self.add_label("helix12", Role.HELIX12, on=molecule_view.seen(self.receptor, "helix12"))
        self.play_for(
            frames,
            hide(self.structure, 0.0, 0.08),
            Within(0.0, BOUND_SHARE, bind(self.hormone, arriving, entry_path)),
            Within(0.0, 0.28, Swing(self.receptor, "open", wander=0.0)),
            show(hormone, 0.05, 0.12, until=(0.29, 0.34)),
            show(helix, 0.45, 0.52),
            Within(CLOSES_SHARE, 0.98, Swing(self.receptor, "agonist", wander=0.0)),
        )
        self.close_labels = [hormone, helix]

    def coactivator_docks(self, frames: int) -> None:
        """The groove is free: the coactivator's peptide docks there."""
        molecule_view = self.molecule_view
        docking = docking_path(molecule_view, self.helper)
        coming = ramble(
            [molecule_view.spot(2160, 760, 24), molecule_view.spot(1640, 700, 30)],
            seed=self.seed + 7,
            start=docking[-1, 3:],
            tumble_degrees=30,
            joins=docking,
        )
        self.helper.shown = True
        label = self.add_label("coactivator", Role.COACTIVATOR, on=molecule_view.seen(self.helper, "centre"))
        self.play_for(
            frames,
            Within(0.0, 0.75, bind(self.helper, coming, docking)),
            hide(self.close_labels, 0.0, 0.2),
            show(label, 0.26, 0.36),
        )
        self.remove(molecule_view, self.crowd, label, *self.close_labels)

    def dimer_on_dna(self, frames: int) -> None:
        """Cut to two receptors with hormone and coactivators, bound to DNA by their DNA-binding domains."""
        self.set_backdrop(GeneTranscription.backdrop, self.seed + 1)
        gene = self.gene = GeneTranscription(self, seed=self.seed + 9)
        self.add(gene.molecule_view)
        self.gene_labels = [
            self.add_label("dimer", Role.RECEPTOR, on=gene.receptor_point),
            self.add_label("dna", Role.DNA, on=gene.dna_point),
            self.add_label("polymerase", Role.LIGASE, on=gene.polymerase_point),
        ]
        self.play_for(frames, show(self.gene_labels, 0.1, 0.3, every=0.2))

    def gene_is_read(self, cue: CueClock) -> None:
        """The polymerase runs along the gene; RNA grows from it."""
        gene, (_, dna, polymerase) = self.gene, self.gene_labels
        rna = self.add_label("rna", Role.RNA, on=gene.rna_point)
        self.play_for(
            cue.frames,
            *gene.runs(),
            hide(dna, 0.0, 0.1),
            hide(polymerase, 0.4, 0.48),
            show(rna, 0.48, 0.56),
        )
        self.remove(gene.molecule_view, *self.gene_labels, rna)

    def cells_divide(self, cue: CueClock) -> None:
        """The cell grows and divides, then its daughters do; receptors are in the nuclei of all four cells."""
        self.set_backdrop(crowd_backdrop, scale=1.0, seed=self.seed, clear=NO_CROWD_DISCS)
        x, y = CELL_PLACE
        mother = Cell(x, y, GROWN_RADIUS, seed=self.seed)
        mother.radius = MOTHER_RADIUS
        within = Lineage(self, mother, scale=LINEAGE_SCALE, seed=self.seed + LINEAGE_SEED_OFFSET)
        self.add(mother, within)
        self.play_for(
            cue.frames // 2,
            change(mother, "radius", GROWN_RADIUS, 0.0, 0.2),
            change(mother, "division", 1.0, 0.14, 1.0, ease=steady),
        )
        daughters = mother.daughters(np.pi / 2, DAUGHTER_GROWTH_FACTOR)
        self.remove(mother, within)
        within.daughters = daughters
        self.add(*daughters, within)
        self.play_for(
            cue.rest,
            *(change(each, "radius", each.radius * DAUGHTER_GROWTH_FACTOR, 0.0, 0.16) for each in daughters),
            change(daughters, "division", 1.0, 0.1, 0.84, ease=steady),
        )
