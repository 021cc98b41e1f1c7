"""One ligand follows another in the receptor's pocket: estradiol leaves, and later the drug binds.

It is `binding` without the way through the body, for a film of any drug however it is given. The lead goes from the four
cells with which the hormone's signal ends, or from one cell where a film does not tell it, into a nucleus, to one receptor.
"""

from __future__ import annotations

from moa_anim.actors.receptor import CLOSE_CENTRE
from moa_anim.model.palette import Role
from moa_anim.model.signal_told import tells_the_signal
from moa_anim.sets.close_up import DOCKED_LABEL_AT
from moa_anim.sets.dividing_cells import FIRST_HERO, SIGNALLING, DividingCells
from moa_anim.sets.ligand_exchange import LigandExchange
from moa_anim.sets.nucleus_zoom import NucleusZoom
from moa_anim.stage.motion import hide, show
from moa_anim.stage.scene import CueClock, Cues, MoaScene

RECEPTOR_LABEL_AT = (120.0, 330.0)
"""Where the receptor's name begins (baseline; design pixels): beside it, not on the coactivator."""


class PocketExchange(MoaScene):
    """Cells, nucleus, pocket; estradiol leaves, the drug binds."""

    needs = {
        "tables": ["era_lbd_estradiol", "drug", "coactivator_helix"],
        "schematic": "cells",
        "cues": {
            "leaves": (
                4.6,
                "{hormone} leaves left leave gone displaces competes instead",
                "The coactivator and estradiol leave, helix 12 loosens",
            ),
            "binds": (
                5.8,
                "{drug} binds bind pocket affinity",
                "The drug misses once, then enters the open pocket",
            ),
        },
        "labels": {
            "receptor": "estrogen receptor",
            "coactivator": "coactivator",
            "leaves": "estradiol leaves",
            "helix12": "helix 12",
            "pocket": "open pocket",
            "drug": "{drug}",
        },
        "lead_seconds": 2.2,
        "tail_seconds": 0.3,
        "seed": 538,
    }

    def construct(self) -> None:
        """Play the way in, the two cues, and the tail."""
        exchange = self.exchange = LigandExchange(self)
        self.molecule_view, self.receptor = exchange.view, exchange.receptor
        told = tells_the_signal(self.context.storyboard)
        cells = self.cells = DividingCells(self, progress=SIGNALLING if told else 0.0, joins_at=0.0)
        if not told:
            cells.receptors.hero = FIRST_HERO
        zoom = NucleusZoom(self, cells, exchange.view)
        self.add(exchange.coactivator_body)
        self.add_labels()
        if self.lead():
            self.play_for(self.lead(), zoom.inwards(), show(self.labels["receptor"], 0.8, 0.95))
        zoom.set_at(1.0)
        zoom.arrived()
        self.play_cues(self.cues())
        self.hold(self.tail())

    def add_labels(self) -> None:
        """Add the labels."""
        view, exchange = self.molecule_view, self.exchange
        receptor = self.add_label("receptor", Role.RECEPTOR, on=lambda: view.point(CLOSE_CENTRE))
        receptor.stand(lambda: RECEPTOR_LABEL_AT)
        helper = self.add_label("coactivator", Role.COACTIVATOR, on=view.seen(exchange.coactivator, "centre"))
        helper.stand(lambda: DOCKED_LABEL_AT)
        self.add_label("leaves", Role.ESTRADIOL, on=view.seen(exchange.estradiol, "centre"))
        self.add_label("helix12", Role.HELIX12, on=view.seen(exchange.receptor, "helix12"))
        self.add_label("pocket", Role.INK, on=view.seen(exchange.receptor, "pocket"))
        self.add_label("drug", Role.DRUG, on=view.seen(exchange.drug, "centre"))

    def cues(self) -> Cues:
        """Return the cues: estradiol leaves, the drug binds."""
        return {"leaves": self.estradiol_leaves, "binds": self.drug_binds}

    def estradiol_leaves(self, cue: CueClock) -> None:
        """The coactivator and then estradiol leave by themselves; helix 12 loosens; the camera goes to the pocket."""
        labels = self.labels
        self.play_for(
            cue.frames,
            *self.exchange.leaves(),
            hide(labels["receptor"], 0.2, 0.26),
            show(labels["coactivator"], 0.0, 0.05, until=(0.29, 0.34)),
            show(labels["leaves"], 0.34, 0.40, until=(0.64, 0.70)),
            show(labels["helix12"], 0.65, 0.71, until=(0.94, 0.99)),
            show(labels["pocket"], 0.86, 0.92),
        )
        self.exchange.has_left()

    def drug_binds(self, cue: CueClock) -> None:
        """The drug arrives, misses the pocket once, then enters it and binds."""
        self.play_for(
            cue.frames,
            *self.exchange.binds(),
            hide(self.labels["pocket"], 0.22, 0.30),
            show(self.labels["drug"], 0.66, 0.72, until=(0.94, 0.99)),
        )
