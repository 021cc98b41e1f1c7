"""Without estradiol the signal continues: helix 12 of a mutant closes over an empty pocket, and the gene is transcribed.

The two mutations at the start of helix 12 are marked; estradiol disappears under an aromatase inhibitor; helix 12 closes
nevertheless, the coactivator docks, RNA grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
from moa_anim.sets.close_up import docking_path, stage_in_crowd
from moa_anim.sets.empty_pocket_outline import EmptyPocketOutline
from moa_anim.sets.gene_transcription import GeneTranscription
from moa_anim.stage.motion import Appear, Motion, Within, change, gentle, hide, show, steady
from moa_anim.stage.noise import drift
from moa_anim.stage.scene import CueClock, Cues, MoaScene
from moa_anim.stage.text_block import Line, TextBlock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SCALE = 12.0
"""Design pixels for one ångström: between those of the gene and of the pocket's close-up."""

RECEPTOR_AT = (900.0, 530.0)
"""Where the receptor's middle is shown (design pixels)."""

LOOSE_SHARE = (LOOSE_FROM + LOOSE_TO) / 2
WANDER_SHARE = 0.11
"""Where loose helix 12 is on its path, and how far it wanders (shares of its path)."""

CROWD_SCALE_SHARE = 0.62
"""Scale of the distant crowd, as a share of the receptor's."""

ESTRADIOLS = 12
"""Number of estradiols."""

FIELDS = ((130.0, 255.0, 530.0, 755.0), (1285.0, 490.0, 1815.0, 765.0))
"""Boxes (left, top, right, bottom; design pixels) in which estradiol drifts, on both sides of the receptor: clear of receptor
and count, and between step marker and captions."""

SPACING_PIXELS = 172.0
WANDER_PIXELS = 12.0
"""Distance between the places of two estradiols, and how far (root mean square) one wanders from its place."""

DIMMED_SHARE = 0.5
"""Share of paper mixed into the receptor while it is de-emphasised."""

FAINT_OPACITY = 0.5
"""Opacity of estradiol while it is de-emphasised."""

COUNT_AT = (1850.0, 250.0)
"""Right end and baseline of the count (design pixels)."""

INHIBITOR_PIXELS = 38.0
INHIBITOR_BELOW_PIXELS = 124.0
"""Letter size of the inhibitor's name, and distance of its baseline below that of the count (design pixels)."""

HALF_LENGTH_PIXELS = 50.0
"""Half the length of an estradiol in the picture (design pixels)."""

LEAVING_AHEAD_MEMBERS = 1.6
"""An estradiol begins to leave when this many of those before it are still to go."""

LEAVING_PIXELS = 190.0
"""Distance that an estradiol covers until it has faded (design pixels)."""

TURN_RADIANS = 0.9
TURN_HERTZ = (0.04, 0.16)
"""Rotation of an estradiol in the picture: root mean square, and lowest and highest frequency."""


class Adrift(Population):
    """Estradiols that drift and slowly rotate, and move outwards from `middle` (design pixels) as they fade."""

    def __init__(
        self, scene: MoaScene, members: Sequence[Member], middle: tuple[float, float], seed: int
    ) -> None:
        shape = [(beads_of_ligand(receptor_tables().ligands["estradiol"]), Role.ESTRADIOL)]
        super().__init__(
            scene, shape, members, scale=SCALE, wander=WANDER_PIXELS, seed=seed, hertz=(0.05, 0.25)
        )
        self._middle = middle
        self.moved, self.visible = self._drift_place, self._in_picture

    def _in_picture(self, number: int) -> float:
        """Return 1 while a member is in the picture, else 0; then it is not counted."""
        return float(-HALF_LENGTH_PIXELS < self.place(number)[0] < FRAME_WIDTH + HALF_LENGTH_PIXELS)

    def _drift_place(self, number: int) -> tuple[float, float]:
        """Return the place (design pixels) about which a member drifts; once it leaves, that place moves outwards."""
        member = self.members[number]
        gone = gentle(self._left_share(number, self.left)) - gentle(
            self._left_share(number, float(len(self.members)))
        )
        # More to the sides than up or down, where text is.
        away = (np.array([member.x, member.y]) - np.array(self._middle)) * np.array([1.0, 0.3])
        step = LEAVING_PIXELS * gone * away / np.linalg.norm(away)
        return member.x + float(step[0]), member.y + float(step[1])

    @staticmethod
    def _left_share(number: int, left: float) -> float:
        """Return how far (0…1) a member has left when `left` remain; the first leave before the count begins to fall."""
        return min(1.0, max(0.0, (number + 1 + LEAVING_AHEAD_MEMBERS - left) / (1 + LEAVING_AHEAD_MEMBERS)))

    def paint(self, canvas: Canvas) -> None:
        """Draw the members that are left, each at its present rotation."""
        self._sprites = self._sprites or [self._sprite(canvas.scale, variant) for variant in range(VARIANTS)]
        context = canvas.context
        for number, member in enumerate(self.members):
            x, y = self.place(number)
            sprite = self._sprites[member.variant]
            context.save()
            context.translate(x * canvas.scale, y * canvas.scale)
            context.rotate(self._turn(number))
            # Half a pixel off the grid, so that the sprite is interpolated at every angle.
            middle = 0.5 - sprite.shape[0] / 2
            canvas.picture(sprite, middle, middle, self._opacity(number) * self.opacity)
            context.restore()

    def _turn(self, number: int) -> float:
        return TURN_RADIANS * float(
            drift(self.members[number].seed + 1, self._clock.seconds, 1, *TURN_HERTZ)[0]
        )

    def silhouettes(self) -> list[tuple[NDArray[np.float64], float]]:
        """Return for each member that is left its middle and four points around it, (5, 2), with a weight."""
        left = [
            np.array(self.place(number)) for number in range(len(self.members)) if self._opacity(number) > 0.0
        ]
        reach = HALF_LENGTH_PIXELS * np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])
        return [(place + reach, 0.6) for place in left]


class Resistance(MoaScene):
    """Mutations marked, estradiol gone, helix 12 closed without hormone, the gene transcribed."""

    def stage(self) -> None:
        """A mutant receptor close up, its pocket open and empty, helix 12 loose; estradiol drifts on both sides of it."""
        self.estradiol = Adrift(self, self.field(), RECEPTOR_AT, self.seed + 1)
        self.add(self.estradiol)
        self.receptor = Receptor("loose", seed=self.seed, mutant=True)
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
            centre=(3.0, -1.0, 0.0),
            place=RECEPTOR_AT,
            scale=SCALE,
            crowd_scale=SCALE * CROWD_SCALE_SHARE,
        )
        self.count = Count(self.estradiol, self.label("count"), Role.ESTRADIOL, COUNT_AT)
        words = self.label("inhibitor")
        left = COUNT_AT[0] - width_of(words, INHIBITOR_PIXELS, Weight.BOLD)
        baseline = COUNT_AT[1] + INHIBITOR_BELOW_PIXELS
        self.inhibitor = TextBlock([Line(words, left, baseline, INHIBITOR_PIXELS, Weight.BOLD)])
        self.count.opacity = self.inhibitor.opacity = 0.0
        self.seat = EmptyPocketOutline(view)
        self.add(self.seat, self.count, self.inhibitor)
        self.add_label("y537s", Role.MUTATION, on=self.residue(537))
        self.add_label("d538g", Role.MUTATION, on=self.residue(538))
        self.add_label("estradiol", Role.ESTRADIOL, on=lambda: self.estradiol.place(0))
        self.add_label("helix12", Role.HELIX12, on=view.seen(self.receptor, "helix12"))
        self.add_label("empty", Role.RECEPTOR, on=self.seat.lower_end)
        self.add_label("coactivator", Role.COACTIVATOR, on=view.seen(self.helper, "centre"))

    def during_lead(self) -> list[Motion]:
        """Estradiol is labelled."""
        return [Appear(self.labels["estradiol"])]

    def cues(self) -> Cues:
        """Return the cues: mutations, estradiol gone, helix 12 closed without hormone, the gene transcribed."""
        labels = self.labels
        return {
            # Two residues at the start of helix 12 darken and are labelled; the rest is dimmed.
            "mutations": [
                hide(labels["estradiol"], 0.16, 0.26),
                change(self.receptor, "dim", DIMMED_SHARE, 0.18, 0.28),
                change(self.receptor, "helix_dim", DIMMED_SHARE / 2, 0.18, 0.28),
                change(self.estradiol, "opacity", FAINT_OPACITY, 0.18, 0.28),
                change(self.receptor, "mutation", 1.0, 0.2, 0.38),
                show([labels["y537s"], labels["d538g"]], 0.3, 0.4, every=0.1),
            ],
            # Estradiols leave one after the other; the count falls to zero.
            "blocks": [
                hide([labels["y537s"], labels["d538g"]], 0.0, 0.08),
                change(self.receptor, "helix_dim", DIMMED_SHARE, 0.0, 0.08),
                change(self.estradiol, "opacity", 1.0, 0.0, 0.1),
                show(self.count, 0.0, 0.1),
                show(self.inhibitor, 0.1, 0.22),
                change(self.estradiol, "left", 0.0, 0.18, 0.94, ease=steady),
            ],
            "continues": self.closes_empty_and_docks,
            "resists": self.gene_is_read,
        }

    def field(self) -> list[Member]:
        """Return the estradiols, half of them on each side, in the shuffled order in which they leave."""
        each = ESTRADIOLS // len(FIELDS)
        places = [
            member
            for number, box in enumerate(FIELDS)
            for member in scattered(each, box, SPACING_PIXELS, self.seed + 4 + 1000 * number)
        ]
        return [places[k] for k in np.random.default_rng(self.seed + 5).permutation(len(places))]

    def residue(self, number: int) -> Callable[[], Point]:
        """Return a function that gives where a residue of the receptor is shown (design pixels) in the frame being drawn."""

        def place() -> Point:
            trace = self.receptor.trace(self.seconds)
            return self.molecule_view.point(trace.positions[trace.rows(number, number)[0]])

        return place

    def closes_empty_and_docks(self, cue: CueClock) -> None:
        """Helix 12 closes over the empty pocket; the coactivator arrives, misses, returns and docks."""
        labels, view = self.labels, self.molecule_view
        docking = docking_path(view, self.helper)
        near = view.beside(docking[-1, :3], right=9.0, towards=17.0)
        coming = ramble(
            [view.spot(2080, 700, 26), view.spot(1560, 650, 30), near, view.spot(1480, 590, 32)],
            seed=self.seed + 7,
            start=docking[-1, 3:],
            tumble_degrees=26,
            joins=docking,
        )
        self.helper.shown, self.helper.pose = True, coming[0]
        self.play_for(
            cue.frames,
            change(self.receptor, "dim", 0.0, 0.0, 0.08),
            change(self.receptor, "helix_dim", 0.0, 0.0, 0.08),
            hide(self.inhibitor, 0.0, 0.08),
            Within(0.04, 0.46, Swing(self.receptor, "agonist", wander=0.0)),
            show(labels["helix12"], 0.08, 0.18, until=(0.6, 0.68)),
            show(self.seat, 0.44, 0.54),
            show(labels["empty"], 0.46, 0.56),
            Within(0.04, 0.93, bind(self.helper, coming, docking)),
            show(labels["coactivator"], 0.78, 0.9),
        )

    def gene_is_read(self, cue: CueClock) -> None:
        """Cut to the gene: mutant receptors without hormone are bound to it, the polymerase moves, RNA grows."""
        self.remove(
            self.molecule_view, self.seat, self.estradiol, self.count, self.inhibitor, *self.labels.values()
        )
        self.set_backdrop(GeneTranscription.backdrop, self.seed + 9)
        gene = self.gene = GeneTranscription(self, seed=self.seed + 10, hormone=False, mutant=True)
        self.add(gene.molecule_view)
        dimer = self.add_label("dimer", Role.RECEPTOR, on=gene.receptor_point)
        dna = self.add_label("dna", Role.DNA, on=gene.dna_point)
        rna = self.add_label("rna", Role.RNA, on=gene.rna_point)
        self.play_for(
            cue.frames, *gene.runs(), show(dimer, 0.03, 0.13), show(dna, 0.13, 0.22), show(rna, 0.5, 0.6)
        )
