"""Estradiol is taken away and the signal goes on: mutant helix 12 closes over an empty pocket, and the gene is read.

The two mutations at the start of helix 12 are marked; an aromatase inhibitor empties the field of estradiol; helix 12 closes
all the same, the coactivator docks, RNA grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from moa_anim.actors.crowd import crowd_backdrop
from moa_anim.actors.ligands import bind, coactivator, ramble
from moa_anim.actors.population import VARIANTS, Count, Member, Population, scattered
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.graphics.canvas import Canvas
from moa_anim.graphics.fonts import Weight, width_of
from moa_anim.graphics.geometry import Point
from moa_anim.graphics.layout import FRAME_WIDTH
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.structure import receptor_tables
from moa_anim.sets.empty_pocket_outline import EmptyPocketOutline
from moa_anim.sets.gene_transcription import GeneTranscription
from moa_anim.stage.molecule_view import MoleculeView
from moa_anim.stage.motion import Appear, Within, change, gentle, hide, show, steady
from moa_anim.stage.noise import drift
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.text_block import Line, TextBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCALE = 12.0
"""Design pixels for one ångström: nearer than the gene, a little farther off than the pocket's own close-up."""

RECEPTOR_AT = (900.0, 530.0)
"""Where the receptor's middle is seen, design pixels."""

LOOSE, WANDER = (LOOSE_FROM + LOOSE_TO) / 2, 0.11
ESTRADIOLS = 12
FIELDS = ((130.0, 255.0, 530.0, 755.0), (1285.0, 490.0, 1815.0, 765.0))
"""Left, top, right, bottom of where estradiol drifts about, on both sides of the receptor: clear of it and of the count, and
all of it between the step marker and the captions."""

APART, STRAY = 172.0, 12.0
"""Design pixels between two estradiols' places, and how far (root mean square) one strays from its place."""

DIMMED, FAINT = 0.5, 0.5
"""What is not meant: the receptor's body mixed with paper, estradiol's opacity."""

COUNT_AT = (1850.0, 250.0)
"""Where the number ends, design pixels."""


class Adrift(Population):
    """Small molecules that turn slowly as they drift, and go off to the sides as they fade."""

    def __init__(
        self, scene: MoaScene, members: Sequence[Member], middle: tuple[float, float], seed: int
    ) -> None:
        shape = [(beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL)]
        super().__init__(scene, shape, members, scale=SCALE, wander=STRAY, seed=seed, hertz=(0.05, 0.25))
        self._middle = middle
        self.moved, self.visible = self._going, self._in_picture

    def _in_picture(self, number: int) -> float:
        """1, or 0 for one that has gone off wholly: it is not counted any more, however faint it would be."""
        return float(-REACH_PIXELS < self.place(number)[0] < FRAME_WIDTH + REACH_PIXELS)

    def _going(self, number: int) -> tuple[float, float]:
        """Where a member is about which it drifts: its place, or a way off outwards once its turn to go has come."""
        member = self.members[number]
        gone = gentle(self._leaving(number, self.left)) - gentle(
            self._leaving(number, float(len(self.members)))
        )
        # More to the sides than up or down, where words stand.
        away = (np.array([member.x, member.y]) - np.array(self._middle)) * np.array([1.0, 0.3])
        step = LEAVING_PIXELS * gone * away / np.linalg.norm(away)
        return member.x + float(step[0]), member.y + float(step[1])

    @staticmethod
    def _leaving(number: int, left: float) -> float:
        """How much of its way off a member has behind it when so many are left: the first set off before the count begins."""
        return min(1.0, max(0.0, (number + 1 + LEAVING_AHEAD - left) / (1 + LEAVING_AHEAD)))

    def paint(self, canvas: Canvas) -> None:
        """Draw those that are left, each turned in the picture as it has drifted."""
        self._sprites = self._sprites or [self._sprite(canvas.scale, variant) for variant in range(VARIANTS)]
        context = canvas.context
        for number, member in enumerate(self.members):
            x, y = self.place(number)
            sprite = self._sprites[member.variant]
            context.save()
            context.translate(x * canvas.scale, y * canvas.scale)
            context.rotate(self._turn(number))
            # Half a pixel off the grid, so that it is smoothed at every angle.
            middle = 0.5 - sprite.shape[0] / 2
            canvas.picture(sprite, middle, middle, self._opacity(number) * self.opacity)
            context.restore()

    def _turn(self, number: int) -> float:
        return TURN_RADIANS * float(
            drift(self.members[number].seed + 1, self._clock.seconds, 1, *TURN_HERTZ)[0]
        )

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """The middles of those that are left and four points about each."""
        left = [
            np.array(self.place(number)) for number in range(len(self.members)) if self._opacity(number) > 0.0
        ]
        reach = REACH_PIXELS * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
        return [(place + reach, 0.6) for place in left]


REACH_PIXELS = 50.0
"""Half of a molecule's length, as seen."""

LEAVING_AHEAD, LEAVING_PIXELS = 1.6, 190.0
"""A molecule sets off while so many before it are still to go; how far it goes (design pixels) until it has faded."""

TURN_RADIANS, TURN_HERTZ = 0.9, (0.04, 0.16)
"""How far (root mean square) and how fast a molecule adrift turns."""


class Resistance(MoaScene):
    """The mutations, the field emptied, helix 12 closed without hormone, the gene read."""

    def construct(self) -> None:
        """Play the shot's four cues."""
        self.stage()
        self.hold(self.lead(), Appear(self.labels["estradiol"]))
        with self.cue("mutations") as cue:
            self.mutations_are_marked(cue.frames)
        with self.cue("blocks") as cue:
            self.estradiol_goes(cue.frames)
        with self.cue("continues") as cue:
            self.closes_empty_and_docks(cue.frames)
        with self.cue("resists") as cue:
            self.gene_is_read(cue.frames)
        self.hold(self.tail())

    def stage(self) -> None:
        """A mutant receptor close up, its pocket open and empty, helix 12 loose, estradiol adrift about it."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=SCALE * BEHIND, seed=self.seed)
        )
        self.molecule_view = MoleculeView(
            self, rotation=CLOSE_VIEW, centre=(3.0, -1.0, 0.0), place=RECEPTOR_AT, scale=SCALE
        )
        self.receptor = Receptor("loose", seed=self.seed, mutant=True)
        self.receptor.place, self.receptor.wander, self.receptor.cut_depth = LOOSE, WANDER, CUT_DEPTH_ANGSTROM
        self.helper = coactivator("free", seed=self.seed + 2)
        self.helper.shown = False
        self.molecule_view.cast(self.receptor, self.helper)
        self.estradiol = Adrift(self, self.field(), RECEPTOR_AT, self.seed + 1)
        self.count = Count(self.estradiol, self.label("count"), Role.ESTRADIOL, COUNT_AT)
        self.count.opacity = 0.0
        words = self.label("inhibitor")
        width = width_of(words, INHIBITOR_PIXELS, Weight.BOLD)
        self.inhibitor = TextBlock(
            [Line(words, COUNT_AT[0] - width, COUNT_AT[1] + 124.0, INHIBITOR_PIXELS, Weight.BOLD)]
        )
        self.inhibitor.opacity = 0.0
        self.seat = EmptyPocketOutline(self.molecule_view)
        self.add(self.estradiol, self.molecule_view, self.seat, self.count, self.inhibitor)
        self.labels = {
            "y537s": self.make_label("y537s", Role.MUTATION, self.seen("537")),
            "d538g": self.make_label("d538g", Role.MUTATION, self.seen("538")),
            "estradiol": self.make_label("estradiol", Role.ESTRADIOL, lambda: self.estradiol.place(0)),
            "helix12": self.make_label("helix12", Role.HELIX12, self.seen("helix12")),
            "empty": self.make_label("empty", Role.RECEPTOR, self.seat.lower_end),
            "coactivator": self.make_label(
                "coactivator",
                Role.COACTIVATOR,
                lambda: self.molecule_view.point(self.helper.anchor("centre")),
            ),
        }
        self.add(*self.labels.values())

    def field(self) -> list[Member]:
        """Where estradiol drifts, half of it on each side; the order in which it goes is shuffled."""
        each = ESTRADIOLS // len(FIELDS)
        places = [
            member
            for number, box in enumerate(FIELDS)
            for member in scattered(each, box, APART, self.seed + 4 + 1000 * number)
        ]
        return [places[k] for k in np.random.default_rng(self.seed + 5).permutation(len(places))]

    def seen(self, anchor: str) -> Callable[[], Point]:
        """Where an anchor of the receptor is seen; a residue where it has wandered to."""

        def place() -> Point:
            if not anchor.isdigit():
                return self.molecule_view.point(self.receptor.anchor(anchor))
            trace = self.receptor.trace(self.seconds)
            return self.molecule_view.point(trace.positions[trace.rows(int(anchor), int(anchor))[0]])

        return place

    def mutations_are_marked(self, frames: int) -> None:
        """Two residues at the start of helix 12 darken, and are named; the rest stands back."""
        self.play_for(
            frames,
            hide(self.labels["estradiol"], 0.16, 0.26),
            change(self.receptor, "dim", DIMMED, 0.18, 0.28),
            change(self.receptor, "helix_dim", DIMMED / 2, 0.18, 0.28),
            change(self.estradiol, "opacity", FAINT, 0.18, 0.28),
            change(self.receptor, "mutation", 1.0, 0.2, 0.38),
            show(self.labels["y537s"], 0.3, 0.4),
            show(self.labels["d538g"], 0.4, 0.5),
        )

    def estradiol_goes(self, frames: int) -> None:
        """The field empties, one after the other; the number falls to none."""
        self.play_for(
            frames,
            *(hide(self.labels[name], 0.0, 0.08) for name in ("y537s", "d538g")),
            change(self.receptor, "helix_dim", DIMMED, 0.0, 0.08),
            change(self.estradiol, "opacity", 1.0, 0.0, 0.1),
            show(self.count, 0.0, 0.1),
            show(self.inhibitor, 0.1, 0.22),
            change(self.estradiol, "left", 0.0, 0.18, 0.94, ease=steady),
        )

    def closes_empty_and_docks(self, frames: int) -> None:
        """Helix 12 closes over the empty pocket; the coactivator comes, misses, comes again and docks."""
        molecule_view, groove = self.molecule_view, self.helper.bound_pose
        spot, rotation = molecule_view.spot, molecule_view.view.rotation
        off = groove[:3] + 16.0 * rotation[2] + 5.0 * rotation[0]
        docking = np.vstack([np.concatenate([off, groove[3:] + 0.15]), groove])
        near = groove[:3] + 17.0 * rotation[2] + 9.0 * rotation[0]
        coming = ramble(
            [spot(2080, 700, 26), spot(1560, 650, 30), near, spot(1480, 590, 32)],
            seed=self.seed + 7,
            start=groove[3:],
            tumble_degrees=26,
            joins=docking,
        )
        self.helper.shown, self.helper.pose = True, coming[0]
        self.play_for(
            frames,
            change(self.receptor, "dim", 0.0, 0.0, 0.08),
            change(self.receptor, "helix_dim", 0.0, 0.0, 0.08),
            hide(self.inhibitor, 0.0, 0.08),
            Within(0.04, 0.46, Swing(self.receptor, "agonist", wander=0.0)),
            show(self.labels["helix12"], 0.08, 0.18),
            show(self.seat, 0.44, 0.54),
            show(self.labels["empty"], 0.46, 0.56),
            hide(self.labels["helix12"], 0.6, 0.68),
            Within(0.04, 0.93, bind(self.helper, coming, docking)),
            show(self.labels["coactivator"], 0.78, 0.9),
        )

    def gene_is_read(self, frames: int) -> None:
        """Cut to the gene: mutant receptors without hormone stand on it, a polymerase runs, RNA grows."""
        self.remove(
            self.molecule_view, self.seat, self.estradiol, self.count, self.inhibitor, *self.labels.values()
        )
        camera = self.camera
        camera.set_backdrop(
            GeneTranscription.backdrop(camera.pixel_width, camera.pixel_height, self.seed + 9)
        )
        gene = self.gene = GeneTranscription(self, seed=self.seed + 10, hormone=False, mutant=True)
        dimer = self.make_label("dimer", Role.RECEPTOR, gene.receptor_point)
        dna = self.make_label("dna", Role.DNA, gene.dna_point)
        rna = self.make_label("rna", Role.RNA, gene.rna_point)
        self.add(gene.molecule_view, dimer, dna, rna)
        self.play_for(
            frames, *gene.runs(), show(dimer, 0.03, 0.13), show(dna, 0.13, 0.22), show(rna, 0.5, 0.6)
        )


BEHIND = 0.62
"""How large the crowd far behind is drawn, beside the receptor."""

INHIBITOR_PIXELS = 38.0
