"""Without estradiol the signal continues: helix 12 of a mutant closes over an empty pocket, and the cells go on dividing.

From the cells with which the signal has ended the camera goes to one receptor, a mutant as all in this tumor are: two
places at the start of helix 12 are marked. Helix 12 closes before any estradiol is near. Then estradiol comes, an aromatase
inhibitor is given, and it goes: in the receptor nothing changes, and the coactivator docks. One place is looked at at a time.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from moa_anim.actors.coactivator_body import body_of
from moa_anim.actors.ligands import bind, coactivator, ramble
from moa_anim.actors.nuclear_receptors import LOOSE, LOOSE_MUTANT_LOOK, MUTANT_LOOK
from moa_anim.actors.population import Count
from moa_anim.actors.receptor import CLOSE_CENTRE, CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Point
from moa_anim.model.palette import Role
from moa_anim.molecule.film_mutants import film_mutants
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.sets.aromatase_inset import AromataseInset
from moa_anim.sets.close_up import docking_path, stage_in_crowd
from moa_anim.sets.dividing_cells import RESISTANT, SIGNALLING, DividingCells
from moa_anim.sets.empty_pocket_outline import EmptyPocketOutline
from moa_anim.sets.estradiol_supply import EstradiolSupply
from moa_anim.sets.nucleus_zoom import NucleusZoom
from moa_anim.stage.motion import Within, change, hide, key, show, steady
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

SCALE = 10.6
"""Design pixels for one ångström: a little less than in the close-up, which leaves room for estradiol beneath."""

RECEPTOR_AT = (800.0, 466.0)
"""Where the receptor's middle is shown (design pixels)."""

LOOSE_SHARE = (LOOSE_FROM + LOOSE_TO) / 2
WANDER_SHARE = 0.11
"""Where loose helix 12 is on its path, and how far it wanders (shares of its path)."""

CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, as a share of the receptor's."""

COUNT_AT = (405.0, 330.0)
"""Right end and baseline of the count (design pixels)."""

NUMBERS_PIXELS = 30.0
NUMBERS_BELOW_PIXELS = 100.0
"""Letter size of the words that the numbers are for illustration, and how far they are below the count's baseline."""

EMPTY_LABEL_AT = (1000.0, 224.0)
"""Where the label of the empty pocket begins (baseline; design pixels): its leader does not cross that of helix 12."""

COACTIVATOR_LABEL_AT = (1064.0, 372.0)
"""Where the coactivator's label begins (baseline; design pixels): between helix 12 and its body, on neither."""

ZOOM_SECONDS = Fraction("2.3")
"""Length of the way from the cells to the receptor."""

INHIBITOR_SHARES = (0.24, 0.64)
BLOCKS_FROM_SHARE = 0.365
"""Shares of its cue in which the inhibitor comes, and after which no estradiol is made: it follows the last one, which has
left the cleft's mouth when it gets there, so that both are seen."""

COUNTED_FROM_SHARES = (0.22, 0.3)
"""Shares of that cue in which the count appears: some estradiol is there then."""

DOCKS_FROM_SHARE = 0.21
"""Share of its cue after which the coactivator sets out: empty pocket and closed helix have been named by then."""

OUTWARDS_SHARE = 0.46
"""Share of the last cue in which the camera goes out to the cells."""

OTHERS_PALENESS = 0.3
"""Share of paper in other receptors of the nucleus while the camera is near: the one that was followed is found again."""

DIVIDE_FROM_SHARE = 0.18
"""Share of the last cue after which the cells divide."""


class Resistance(MoaScene):
    """Mutations marked, helix 12 closed without hormone, less estradiol made, cells that go on dividing."""

    needs = {
        "tables": ["era_lbd_estradiol", "mutants", "coactivator_helix"],
        "schematic": "cells; aromatase and its inhibitor: signs; numbers",
        "cues": {
            "mutations": (
                4.6,
                "",
                "A receptor with a mutation marked; helix 12 closes over its empty pocket",
            ),
            "blocks": (5.4, "", "An inhibitor enters aromatase; little estradiol is left"),
            "continues": (4.9, "", "The pocket stays empty; a coactivator docks nonetheless"),
            "resists": (3.8, "", "The cells go on dividing"),
        },
        "labels": {
            "count": "estradiol nearby",
            "numbers": "illustrative numbers",
            "source": "aromatase, in fat tissue",
            "inhibitor": "aromatase inhibitor",
            "y537s": "Y537S",
            "d538g": "or D538G",
            "helix12": "helix 12 closed",
            "empty": "empty, still active",
            "coactivator": "coactivator",
        },
        "lead_seconds": 0.4,
        "tail_seconds": 0.3,
        "seed": 537,
    }

    def stage(self) -> None:
        """Four cells; a mutant receptor close up, its pocket open and empty, helix 12 loose, is ready behind them."""
        self.receptor = Receptor("loose", seed=self.seed, mutant=True)
        self.receptor.mutation = 1.0
        self.receptor.place, self.receptor.wander, self.receptor.cut_depth = (
            LOOSE_SHARE,
            WANDER_SHARE,
            CUT_DEPTH_ANGSTROM,
        )
        self.helper = coactivator("free", seed=self.seed + 2)
        self.helper.shown = False
        view = self.molecule_view = stage_in_crowd(
            self,
            self.receptor,
            self.helper,
            rotation=CLOSE_VIEW,
            centre=CLOSE_CENTRE,
            place=RECEPTOR_AT,
            scale=SCALE,
            crowd_scale=SCALE * CROWD_SCALE_SHARE,
        )
        self.helper_body = body_of(self.helper, view)
        self.docking = docking_path(view, self.helper)
        near = view.beside(self.docking[-1, :3], right=7.5, towards=14.0)
        self.coming = ramble(
            [
                view.spot(2010, 730, 26),
                view.spot(1660, 700, 28),
                view.spot(1340, 640, 31),
                near,
                view.spot(1270, 600, 32),
            ],
            seed=self.seed + 7,
            start=self.docking[-1, 3:],
            tumble_degrees=26,
            joins=self.docking,
        )
        self.seat = EmptyPocketOutline(view)
        self.stage_estradiol()
        self.add(self.count, self.numbers)
        self.add_labels()
        # A tumor of mutants: before the camera moves, while they are too small for it to be seen, they are drawn so.
        self.cells = DividingCells(
            self,
            progress=SIGNALLING,
            joins_at=0.0,
            looks=(LOOSE, MUTANT_LOOK),
            hero_looks=(LOOSE, LOOSE_MUTANT_LOOK),
        )
        self.cells.receptors.others_paleness = OTHERS_PALENESS
        self.zoom = NucleusZoom(self, self.cells, view)

    def stage_estradiol(self) -> None:
        """Estradiol on its way from its source through the picture, and its count."""
        self.source = AromataseInset(self.label("source"), self.label("inhibitor"))
        blocked = self.start_of("blocks") + round(BLOCKS_FROM_SHARE * self.frames_of("blocks"))
        self.estradiol = EstradiolSupply(
            self,
            scale=SCALE,
            seed=self.seed + 1,
            blocked_at=float(self.rate.seconds(blocked)),
        )
        self.count = Count(self.estradiol, self.label("count"), Role.ESTRADIOL, COUNT_AT)
        words = self.label("numbers")
        left = COUNT_AT[0] - width_of(words, NUMBERS_PIXELS, Weight.REGULAR)
        self.numbers = TextBlock([Line(words, left, COUNT_AT[1] + NUMBERS_BELOW_PIXELS, NUMBERS_PIXELS)])
        for each in (self.source, self.estradiol, self.count, self.numbers):
            each.opacity = 0.0
        self.add(self.source, self.estradiol)

    def add_labels(self) -> None:
        """Add the labels."""
        view = self.molecule_view
        self.named = [
            self.add_label(name.lower(), Role.MUTATION, on=self.residue(mutation.residue))
            for name, mutation in film_mutants().items()
        ]
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))
        empty = self.add_label("empty", Role.RECEPTOR, on=self.seat.lower_end)
        empty.stand(lambda: EMPTY_LABEL_AT)
        helper = self.add_label("coactivator", Role.COACTIVATOR, on=view.seen(self.helper, "centre"))
        helper.stand(lambda: COACTIVATOR_LABEL_AT)

    def during_lead(self) -> list[Within]:
        """The receptors in the four nuclei are this tumor's."""
        return [change(self.cells.receptors, "look_share", 1.0, 0.0, 1.0)]

    def cues(self) -> Cues:
        """Return the cues: a mutant whose helix 12 closes, estradiol made less, the coactivator docked, cells that divide."""
        return {
            "mutations": self.mutations_are_marked,
            "blocks": self.less_estradiol_is_made,
            "continues": self.stays_closed_and_docks,
            "resists": self.cells_divide,
        }

    def residue(self, number: int) -> Callable[[], Point]:
        """Return a function that gives where a residue of the receptor is shown (design pixels) in the frame being drawn."""

        def place() -> Point:
            trace = self.receptor.trace(self.seconds)
            return self.molecule_view.point(trace.positions[trace.rows(number, number)[0]])

        return place

    def mutations_are_marked(self, cue: CueClock) -> None:
        """The camera goes to a mutant; residues before helix 12 are named, and helix 12 closes at once.

        The mutations hold it closed whatever the hormone does (PDB 2B23, 4Q13): so it closes over an empty pocket while no
        estradiol is near, and stays as it is when estradiol comes and when it goes.
        """
        self.play_for(self.rate.frames(ZOOM_SECONDS), self.zoom.inwards())
        self.zoom.arrived()
        self.play_for(
            cue.rest,
            key(show(self.named, 0.0, 0.1, every=0.08)),
            key(Within(0.2, 0.78, Swing(self.receptor, "agonist", wander=0.0))),
            hide(self.named, 0.9, 1.0),
        )

    def less_estradiol_is_made(self, cue: CueClock) -> None:
        """Estradiol comes; an inhibitor blocks aromatase, and none follows; the count rises, and falls to one."""
        self.play_for(
            cue.frames,
            show([self.source, self.estradiol], 0.0, 0.06),
            show([self.count, self.numbers], *COUNTED_FROM_SHARES),
            key(change(self.source, "blocked", 1.0, *INHIBITOR_SHARES)),
        )

    def stays_closed_and_docks(self, cue: CueClock) -> None:
        """Aromatase and count leave; empty pocket and closed helix 12 are named; the coactivator comes, misses, docks."""
        labels = self.labels
        named = [labels["empty"], labels["helix12"]]
        self.add(self.seat)
        self.play_for(
            cue.part(DOCKS_FROM_SHARE),
            hide(self.source, 0.0, 0.24),
            hide([self.count, self.numbers], 0.27, 0.5),
            key(show(self.seat, 0.2, 0.45)),
            key(show(named, 0.32, 0.6, every=0.36)),
        )
        self.remove(self.source, self.count, self.numbers)
        self.helper.shown, self.helper.pose = True, self.coming[0]
        self.add(self.helper_body)
        self.play_for(
            cue.rest,
            hide(named, 0.24, 0.34),
            key(Within(0.0, 0.97, bind(self.helper, self.coming, self.docking))),
            show(labels["coactivator"], 0.6, 0.7),
        )

    def cells_divide(self, cue: CueClock) -> None:
        """The camera goes out of the nucleus: the cells go on dividing, four become eight."""
        # The tumor's receptors are mutants. They are drawn so until they are too small for it to be seen.
        cells = DividingCells(
            self, progress=SIGNALLING, joins_at=self.length_seconds, looks=(MUTANT_LOOK, LOOSE)
        )
        cells.receptors.others_paleness = OTHERS_PALENESS
        zoom = NucleusZoom(self, cells, self.molecule_view, arrived=True)
        zoom.leave()
        labels = [self.labels["coactivator"]]
        shown = [self.seat, self.estradiol, self.helper_body]
        self.play_for(
            cue.frames,
            hide(labels, 0.0, 0.05),
            hide(shown, 0.0, 0.08),
            Within(0.0, OUTWARDS_SHARE, zoom.outwards()),
            key(change(cells, "progress", RESISTANT, DIVIDE_FROM_SHARE, 0.92, ease=steady)),
            change(cells.receptors, "look_share", 1.0, 0.75, 0.97),
        )
        self.remove(*shown, *labels, self.molecule_view)
