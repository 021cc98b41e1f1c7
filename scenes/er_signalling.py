"""Estrogen binds its receptor in the nucleus and starts a signal: coactivator, DNA, gene, RNA, cells that divide.

One move of the camera leads from the cell to one of its receptors; another to two receptors on DNA, and out to the cells.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from moa_anim.actors.coactivator_body import body_of
from moa_anim.actors.ligands import bind, coactivator, estradiol, passage, ramble
from moa_anim.actors.nuclear_receptors import LOOSE, SIGNALLING_LOOK
from moa_anim.actors.receptor import CLOSE_CENTRE, CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.model.palette import Role
from moa_anim.molecule.depiction import depiction
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.matching import in_order_of
from moa_anim.molecule.pose import rotation_from_vector
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.cancer_cell import CancerCell
from moa_anim.sets.close_up import CLOSE_SCALE, DOCKED_LABEL_AT, docked_view, docking_path, stage_pocket
from moa_anim.sets.dividing_cells import FIRST_HERO, SIGNALLING, DividingCells
from moa_anim.sets.gene_transcription import GeneTranscription, dimer_poses
from moa_anim.sets.nucleus_zoom import NucleusZoom
from moa_anim.sets.pull_back_to_gene import PullBackToGene
from moa_anim.sets.structure_drawing import StructureDrawing
from moa_anim.stage.motion import Change, Within, change, hide, key, show, steady
from moa_anim.stage.motion import passage as passage_of
from moa_anim.stage.pictured import Pictured
from moa_anim.stage.reframing import Reframe
from moa_anim.stage.scene import CueClock, Cues, MoaScene

LOOSE_SHARE = (LOOSE_FROM + LOOSE_TO) / 2
WANDER_SHARE = 0.11
"""Where loose helix 12 is on its path, and how far it wanders (shares of its path)."""

STRUCTURE_PLACE = (1590.0, 430.0)
STRUCTURE_SCALE = 34.0
"""Middle of estradiol's formula (design pixels) and its scale (design pixels for one ångström)."""

NAMED_ABOVE_PIXELS = 52.0
"""The label points this far above the formula's middle, where no bond is (design pixels)."""

SETTING_OUT_FREEDOM = 0.3
"""Share of its full tremble that estradiol has at first: little, so that it continues from its drawing without a jump."""

ZOOM_BEGINS_SHARE = 0.6
"""Share of the first cue after which the camera begins to go in."""

ZOOM_SECONDS = Fraction("2.6")
"""Length of the way from the cell to the receptor."""

MOST_ZOOMED_SHARE = 0.9
"""Most of that way that is gone within the first cue: in a long one (a described film) the camera begins later."""

READ_SECONDS = Fraction("1.0")
TURNING_SECONDS = Fraction("0.7")
"""How long estradiol's formula stands whole, and how long it turns into the model."""

BOUND_SHARE = 0.82
"""Share of the time of binding after which estradiol is at rest in the pocket."""

CLOSES_SHARE = 0.74
"""Share of the time of binding after which helix 12 begins to close over estradiol."""

DOCKING_SHARE = 0.17
PARTNER_SHARE = 0.235
DNA_SHARE = 0.115
READING_SHARE = 0.28
"""Shares of the cue of the signal: the coactivator docks, the partner comes, DNA comes, the gene is read; then out."""

RNA_LABEL_AT = (1012.0, 230.0)
"""Where RNA's name begins (baseline; design pixels): beside the polymerase, away from the coactivator."""

CHANGEOVER_SECONDS = Fraction("0.3")
"""How long the gene's own picture fades in over the equal one from which it has been put together."""

OTHERS_PALENESS = 0.35
"""Share of paper in other receptors of the nucleus while the camera is near: the one that was followed is found again."""

DISSOLVES_NATS = 0.28
"""On the way out the gene has dissolved into the nucleus when it has shrunk by this (natural logarithm)."""

GROWN_BEFORE = 0.2
GROWS_FROM_SHARE = 0.55
"""The cell has gone through this share of its turn, growing only, when the cue of its division begins, and does so from this
share of the camera's way out: the whole cue is left to mitosis, which goes on at the same pace."""

JOINED_SECONDS = Fraction("0.2")
"""How long the two receptors rest together before the camera draws back to DNA."""


class ErSignalling(MoaScene):
    """Cell, nucleus, pocket, two receptors on DNA, gene, and cells: one, two, four."""

    needs = {
        "tables": [
            "era_lbd_estradiol",
            "coactivator_helix",
            "era_dbd_on_dna",
            "nucleosome",
            "rna_polymerase_2",
        ],
        "schematic": "cells; hinges; RNA outside the polymerase; DNA between entries: canonical B-form",
        "cues": {
            "expressed": (3.8, "expressed nucleus breast tumor", "A cell, its nucleus, and receptors in it"),
            "binds": (
                5.6,
                "estrogen estradiol hormone binds bind close closes",
                "Estradiol enters the pocket, and helix 12 closes over it",
            ),
            "activates": (
                10.1,
                "switches coactivator dock signal genes gene DNA RNA transcription read",
                "A coactivator docks; two receptors on DNA; a gene is read",
            ),
            "promotes": (3.0, "promote proliferation divide division growth", "One cell divides into two"),
            "grows": (3.2, "grow grows", "Two cells become four"),
        },
        "labels": {
            "cell": "cell",
            "nucleus": "nucleus",
            "receptor": "estrogen receptor ERα",
            "estradiol": "estradiol",
            "domain": "ligand-binding domain",
            "helix12": "helix 12",
            "coactivator": "coactivator",
            "dimer": "pair, order simplified",
            "rna": "RNA",
            "polymerase": "RNA polymerase",
            "enhancer": "enhancer",
            "gene": "gene, far away",
        },
        "lead_seconds": 0.3,
        "tail_seconds": 0.5,
        "seed": 17,
    }

    def stage(self) -> None:
        """The cancer cell; the close-up of one of its receptors, its pocket empty and helix 12 loose, is ready behind it."""
        self.receptor = Receptor("loose", seed=self.seed)
        self.receptor.place, self.receptor.wander, self.receptor.cut_depth = (
            LOOSE_SHARE,
            WANDER_SHARE,
            CUT_DEPTH_ANGSTROM,
        )
        self.hormone = estradiol("free", seed=self.seed + 1)
        self.receptor.make_way_for("estradiol", lambda: self.hormone.pose)
        self.helper = coactivator("free", seed=self.seed + 2)
        self.hormone.shown = self.helper.shown = False
        self.molecule_view = stage_pocket(self, self.receptor, self.hormone, self.helper)
        self.helper_body = body_of(self.helper, self.molecule_view)
        self.stage_ways()
        self.add_label("estradiol", Role.ESTRADIOL, on=self.estradiol_point)
        self.add_label("domain", Role.RECEPTOR, on=self.molecule_view.seen(self.receptor, "core"))
        self.add_label("helix12", Role.HELIX12, on=self.molecule_view.seen(self.receptor, "helix12"))
        helper = self.add_label(
            "coactivator", Role.COACTIVATOR, on=self.molecule_view.seen(self.helper, "centre")
        )
        helper.stand(lambda: DOCKED_LABEL_AT)
        self.cell = CancerCell(self, joins_at=0.0)
        self.zoom = NucleusZoom(self, self.cell, self.molecule_view)
        self.add(self.structure)
        self.cell_labels = [
            self.add_label("receptor", Role.RECEPTOR, on=self.cell.receptor_point),
            self.add_label("nucleus", Role.INK, on=self.cell.nucleus_point),
            self.add_label("cell", Role.MEMBRANE, on=self.cell.membrane_point),
        ]
        # Closed over estradiol, as the one that the camera comes from, until they are too small for it to be seen.
        self.cells = DividingCells(
            self, progress=0.0, joins_at=self.length_seconds, looks=(SIGNALLING_LOOK, LOOSE)
        )
        self.cells.receptors.others_paleness = OTHERS_PALENESS

    def stage_ways(self) -> None:
        """Estradiol's and the coactivator's ways, and estradiol's formula where its way begins."""
        view = self.molecule_view
        self.entry_path = passage("estradiol")[::-1]
        self.arriving = ramble(
            [view.spot(*STRUCTURE_PLACE, 30), view.spot(1420, 600, 38), view.spot(1500, 470, 40)],
            seed=self.seed + 5,
            start=self.entry_path[0, 3:],
            joins=self.entry_path,
        )
        self.hormone.pose, self.hormone.freedom = self.arriving[0], SETTING_OUT_FREEDOM
        self.docking = docking_path(view, self.helper)
        self.coming = ramble(
            [view.spot(2260, 740, 24), view.spot(1660, 655, 30)],
            seed=self.seed + 7,
            start=self.docking[-1, 3:],
            tumble_degrees=30,
            joins=self.docking,
        )
        measured = receptor_tables().ligands["estradiol"]
        self.structure = StructureDrawing(
            self,
            "estradiol",
            Role.ESTRADIOL,
            STRUCTURE_PLACE,
            STRUCTURE_SCALE,
            conformer=in_order_of(depiction("estradiol"), measured),
            facing=view.view.rotation @ rotation_from_vector(self.arriving[0][3:]),
        )

    def estradiol_point(self) -> tuple[float, float]:
        """Return where a label points to estradiol (design pixels): to its formula, then to its model."""
        if self.hormone.shown:
            return self.molecule_view.point(self.hormone.anchor("centre"))
        return self.structure.x, self.structure.y - NAMED_ABOVE_PIXELS

    def cues(self) -> Cues:
        """Return the cues: cell, nucleus and pocket, signal, and the cells that divide."""
        return {
            "expressed": self.camera_goes_to_one_receptor,
            "binds": self.estradiol_comes_and_binds,
            "activates": self.signal_starts,
            "promotes": [key(change(self.cells, "progress", 1.0, 0.0, 0.98, ease=steady))],
            "grows": [
                key(change(self.cells, "progress", SIGNALLING, 0.0, 1.0, ease=steady)),
                change(self.cells.receptors, "look_share", 1.0, 0.2, 0.9),
            ],
        }

    def camera_goes_to_one_receptor(self, cue: CueClock) -> None:
        """The cell and its receptors are named; then the camera begins to go to one of them."""
        most = round(MOST_ZOOMED_SHARE * self.rate.frames(ZOOM_SECONDS))
        self.play_for(
            max(cue.part(ZOOM_BEGINS_SHARE), cue.frames - most),
            key(show(self.cell_labels, 0.0, 0.2, every=0.25)),
        )
        self.zoomed_share = cue.rest / self.rate.frames(ZOOM_SECONDS)
        self.play_for(
            cue.rest,
            hide(self.cell_labels, 0.0, 0.5),
            self.zoom.inwards(ease=passage_of(0.0, self.zoomed_share)),
        )

    def estradiol_comes_and_binds(self, cue: CueClock) -> None:
        """The receptor has grown into the close-up; estradiol's formula turns into its model, which binds."""
        frames = self.rate.frames
        drawn = frames(ZOOM_SECONDS) - round(self.zoomed_share * frames(ZOOM_SECONDS))
        name, domain = self.labels["estradiol"], self.labels["domain"]
        self.play_for(
            drawn,
            self.zoom.inwards(ease=passage_of(self.zoomed_share, 1.0)),
            show([name, domain], 0.42, 0.54),
            change(self.structure, "drawn", 1.0, 0.3, 1.0, ease=steady),
        )
        self.zoom.arrived()
        self.hold(frames(READ_SECONDS))
        self.play_for(
            frames(TURNING_SECONDS),
            Change(self.structure, "solid", 1.0),
            Change(self.structure, "scale", CLOSE_SCALE),
        )
        self.hormone.shown = True
        self.play_for(
            cue.rest,
            hide(self.structure, 0.0, 0.08),
            key(Within(0.0, BOUND_SHARE, bind(self.hormone, self.arriving, self.entry_path))),
            Within(0.0, 0.28, Swing(self.receptor, "aside", wander=0.0)),
            hide(domain, 0.2, 0.26),
            hide(name, 0.36, 0.42),
            show(self.labels["helix12"], 0.52, 0.6),
            Within(CLOSES_SHARE, 0.98, Swing(self.receptor, "agonist", wander=0.0)),
        )

    def signal_starts(self, cue: CueClock) -> None:
        """The coactivator docks; the camera draws back to two receptors on DNA; the gene is read; out to the cell."""
        self.coactivator_docks(cue.part(DOCKING_SHARE))
        self.camera_draws_back(cue.part(PARTNER_SHARE), cue.part(DNA_SHARE))
        self.gene_is_read(cue.part(READING_SHARE))
        self.camera_goes_out(cue.rest)

    def coactivator_docks(self, frames: int) -> None:
        """The groove is free: the coactivator's contact helix docks there, its body behind it; the camera makes room."""
        self.helper.shown, self.helper.pose = True, self.coming[0]
        self.add(self.helper_body)
        self.play_for(
            frames,
            key(Within(0.0, 0.9, bind(self.helper, self.coming, self.docking))),
            Within(0.0, 0.72, Reframe(self.molecule_view, docked_view())),
            hide(self.labels["helix12"], 0.0, 0.2),
            show(self.labels["coactivator"], 0.34, 0.44),
        )

    def camera_draws_back(self, partner: int, dna: int) -> None:
        """The view turns and the partner comes; then DNA comes to the two receptors."""
        self.gene = GeneTranscription(self, seed=self.seed + 9)
        self.cells.receptors.hero = FIRST_HERO
        back = PullBackToGene(self, self.molecule_view, self.receptor, self.gene)
        dimer = self.add_label("dimer", Role.RECEPTOR, on=self.gene.receptor_point)
        self.play_for(partner, *back.partner_comes(), hide(self.labels["coactivator"], 0.0, 0.14))
        self.hold(self.rate.frames(JOINED_SECONDS))
        self.play_for(dna, *back.dna_comes(), show(dimer, 0.4, 0.7))
        self.play_for(self.rate.frames(CHANGEOVER_SECONDS), *back.changes_over())
        back.arrived()
        self.remove(self.helper_body)

    def gene_is_read(self, frames: int) -> None:
        """Enhancer and gene lie far apart on the DNA; the polymerase moves along the gene, and RNA leaves it."""
        gene = self.gene
        enhancer = self.add_label("enhancer", Role.INK, on=gene.enhancer_point)
        name = self.add_label("gene", Role.INK, on=gene.gene_point)
        polymerase = self.add_label("polymerase", Role.LIGASE, on=gene.polymerase_point)
        rna = self.add_label("rna", Role.RNA, on=gene.rna_point)
        rna.stand(lambda: RNA_LABEL_AT)
        self.play_for(
            frames,
            *(key(motion) for motion in gene.runs()),
            hide(self.labels["dimer"], 0.26, 0.34),
            show(enhancer, 0.02, 0.1),
            show(polymerase, 0.18, 0.26, until=(0.54, 0.6)),
            show(name, 0.36, 0.44),
            show(rna, 0.6, 0.68),
        )
        self.read_labels = [enhancer, name, rna]

    def camera_goes_out(self, frames: int) -> None:
        """The camera goes out of the nucleus, to a cell that grows, as one does before it divides."""
        gene = self.gene
        seen = Pictured(gene.molecule_view, behind=gene.bodies, before=[gene.break_mark], soft_sides=True)
        gene.remove_from(self)
        self.add(seen)
        standing, _ = dimer_poses()
        on = standing.apply(np.array([CLOSE_CENTRE]))[0]
        zoom = NucleusZoom(self, self.cells, seen, arrived=True, on=on, dissolves_nats=DISSOLVES_NATS)
        zoom.leave()
        self.play_for(
            frames,
            hide(self.read_labels, 0.0, 0.2),
            change(self.cells, "progress", GROWN_BEFORE, GROWS_FROM_SHARE, 1.0, ease=steady),
            zoom.outwards(),
        )
        self.remove(seen)
        gene.molecule_view.put_away()
