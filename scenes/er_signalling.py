"""Estrogen binds its receptor in the nucleus, and the signal that it starts: coactivator, gene, RNA, division."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import b_dna, blob, gathered, receptor_dimer
from moa_anim.molecule.beads import Beads, beads_of_trace
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.molecule.pose import Pose, best_fit, rotation_about
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.cast.bodies import Carry, RigidBody
from moa_anim.stage.cast.guests import bind, coactivator, estradiol, passage, ramble
from moa_anim.stage.cast.receptor import Receptor, Swing
from moa_anim.stage.cast.transcript import Transcript
from moa_anim.stage.cell import Cell
from moa_anim.stage.closeup import CLOSE_SCALE, CUT_DEPTH, pocket_tableau
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.label import Label, Point
from moa_anim.stage.motion import Appear, Change, Vanish, Within, steady
from moa_anim.stage.population import Member, Population
from moa_anim.stage.scene import MoaScene
from moa_anim.stage.tableau import Tableau

LOOSE, WANDER = (LOOSE_FROM + LOOSE_TO) / 2, 0.11
GENE_SCALE = 4.6
CELL_PLACE, CELL_RADIUS = (960.0, 520.0), 365.0


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

    def show_label(self, name: str, role: Role, at: Point, target: Callable[[], Point]) -> Label:
        """A label of the shot that is on the scene from now on."""
        label = self.make_label(name, role, at, target)
        self.add(label)
        return label

    def stage_cell(self) -> None:
        """A cancer cell on paper, receptors (drawn larger than life) in its nucleus."""
        self.cell = Cell(*CELL_PLACE, CELL_RADIUS, seed=self.seed)
        self.cell.opacity = 0.0
        beads = beads_of_trace(receptor_tables().agonist.part(307, 546))
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
            self.show_label("cell", Role.MEMBRANE, (1440, 300), lambda: (x + 300, y - 150)),
            self.show_label("nucleus", Role.INK, (1440, 520), lambda: (x + 150, y - 30)),
            self.show_label("receptor", Role.RECEPTOR, (130, 420), lambda: self.small.place(3)),
        ]
        self.play_for(
            frames,
            Within(0.0, 0.2, Appear(self.small)),
            *(
                Within(0.05 + 0.2 * n, 0.25 + 0.2 * n, Appear(label))
                for n, label in enumerate(self.cell_labels)
            ),
        )

    def into_the_nucleus(self, frames: int) -> None:
        """The view goes in until the cell fills the picture; then the close-up shows through as the cell fades."""
        nearing = round(frames * 0.62)
        self.play_for(
            nearing,
            Change(self.cell, "radius", CELL_RADIUS * 5.0, ease=gathering_pace),
            *(Within(0.0, 0.3, Vanish(label)) for label in self.cell_labels),
            Within(0.3, 0.8, Vanish(self.small)),
        )
        self.stage_pocket()
        self.play_for(
            frames - nearing, Change(self.cell, "radius", CELL_RADIUS * 10.0, ease=steady), Vanish(self.cell)
        )
        self.remove(self.cell)

    def stage_pocket(self) -> None:
        """The receptor close up, loose and empty, behind the cell."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=CLOSE_SCALE * 0.62, seed=self.seed)
        )
        tableau = self.tableau = pocket_tableau(self)
        self.receptor = Receptor("loose", seed=self.seed)
        self.receptor.place, self.receptor.wander, self.receptor.cut_depth = LOOSE, WANDER, CUT_DEPTH
        self.hormone = estradiol("free", seed=self.seed + 1)
        self.helper = coactivator("free", seed=self.seed + 2)
        self.helper.shown = False
        tableau.cast(self.receptor, self.hormone, self.helper)
        self.remove(self.cell, self.small, *self.cell_labels)
        self.add(tableau, self.cell, self.small, *self.cell_labels)
        self.hormone.shown = False

    def estradiol_binds(self, frames: int) -> None:
        """Estradiol wanders, misses once, enters; the loose helix 12 closes over it."""
        tableau = self.tableau
        spot = tableau.spot
        inwards = passage("estradiol_1G50")[::-1]
        arriving = ramble(
            [spot(2040, 620, 24), spot(1700, 420, 30), spot(1380, 640, 38), spot(1600, 480, 40)],
            seed=self.seed + 5,
            start=inwards[0, 3:],
            joins=inwards,
        )
        self.hormone.shown, self.hormone.pose = True, arriving[0]
        hormone = self.show_label(
            "estradiol", Role.ESTRADIOL, (250, 520), lambda: tableau.point(self.hormone.anchor("centre"))
        )
        helix = self.show_label(
            "helix12", Role.HELIX12, (1390, 300), lambda: tableau.point(self.receptor.anchor("helix12"))
        )
        coming = round(frames * 0.76)
        self.play_for(
            coming,
            bind(self.hormone, arriving, inwards),
            Within(0.0, 0.4, Swing(self.receptor, "open", wander=0.0)),
            Within(0.72, 0.88, Appear(hormone)),
        )
        self.play_for(
            frames - coming,
            Within(0.0, 0.85, Swing(self.receptor, "agonist", wander=0.0)),
            Within(0.2, 0.5, Appear(helix)),
        )
        self.close_labels = [hormone, helix]

    def coactivator_docks(self, frames: int) -> None:
        """The groove is open: the coactivator's peptide finds it and docks."""
        tableau, groove = self.tableau, self.helper.bound_pose
        spot = tableau.spot
        off = groove[:3] + 16.0 * tableau.view.rotation[2] + 5.0 * tableau.view.rotation[0]
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
            "coactivator", Role.COACTIVATOR, (1390, 640), lambda: tableau.point(self.helper.anchor("centre"))
        )
        self.play_for(
            frames,
            Within(0.0, 0.75, bind(self.helper, coming, docking)),
            *(Within(0.0, 0.2, Vanish(each)) for each in self.close_labels),
            Within(0.6, 0.8, Appear(label)),
        )
        self.remove(tableau, label, *self.close_labels)

    def dimer_on_dna(self, frames: int) -> None:
        """Two receptors, each with hormone and coactivator, stand on DNA by domains that no table here has."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(
                camera.pixel_width, camera.pixel_height, scale=GENE_SCALE, seed=self.seed + 1, spacing=190
            )
        )
        tableau = self.gene = Tableau(
            self, rotation=np.eye(3), centre=(0, 0, 0), place=(700.0, 700.0), scale=GENE_SCALE
        )
        first, second = receptor_dimer()
        turn = best_fit(first.positions, second.positions)
        axis = two_fold_axis(turn)
        upright = upright_rotation(axis)
        middle = (first.positions.mean(axis=0) + second.positions.mean(axis=0)) / 2
        standing = Pose(upright, np.array([0.0, 62.0, 0.0]) - upright @ middle)
        lid = first.numbers[beads_of_trace(first).residues] >= 536
        bodies: list[tuple[Beads, Role]] = []
        for trace in (first, second):
            beads = beads_of_trace(trace)
            bodies += [
                (beads.chosen(~lid[: len(beads)]), Role.RECEPTOR),
                (beads.chosen(lid[: len(beads)]), Role.HELIX12),
            ]
        peptide = beads_of_trace(receptor_tables().coactivator)
        bodies += [
            (peptide, Role.COACTIVATOR),
            (peptide.moved(turn.apply(peptide.positions)), Role.COACTIVATOR),
        ]
        self.dimer = RigidBody(bodies, standing, still=True)
        feet = [blob((27, 26, 26), 3 + n, 6.0) for n in range(2)]
        feet = [
            foot.moved(foot.positions + np.array([x, 21.0, 0.0]))
            for foot, x in zip(feet, (-16.0, 16.0), strict=True)
        ]
        self.feet = RigidBody([(gathered(feet), Role.RECEPTOR)], still=True)
        self.feet.dim = 0.5
        backbone, bases = b_dna(170)
        self.dna = RigidBody(
            [(backbone, Role.DNA), (bases, Role.DNA_BASE)],
            Pose(rotation_about((1, 0, 0), 40), np.array([60.0, 0.0, 0.0])),
            still=True,
        )
        self.reader = RigidBody(
            [(blob((72, 58, 56), 12, 8.0), Role.LIGASE)], tremble_angstrom=0.3, seed=self.seed + 9
        )
        self.reader.dim = 0.5
        self.transcript = Transcript(self.reader, seed=self.seed + 10)
        self.reader.shown = False
        tableau.cast(self.dimer, self.feet, self.dna, self.reader, self.transcript)
        self.add(tableau)
        self.gene_labels = [
            self.show_label("dimer", Role.RECEPTOR, (110, 300), lambda: tableau.point((-36.0, 84.0, 20.0))),
            self.show_label("dna", Role.DNA, (110, 830), lambda: tableau.point((-80.0, -6.0, 10.0))),
        ]
        self.play_for(
            frames,
            *(
                Within(0.1 + 0.25 * n, 0.35 + 0.25 * n, Appear(each))
                for n, each in enumerate(self.gene_labels)
            ),
        )

    def gene_is_read(self, frames: int) -> None:
        """A polymerase, schematic, runs along the gene and RNA grows from it."""
        self.reader.shown = True
        place = (Pose(np.eye(3), np.array([x, 10.0, 8.0])) for x in (320.0, 120.0, 150.0, 215.0))
        rna = self.show_label("rna", Role.DNA, (1560, 420), lambda: self.gene.point(self.transcript.middle()))
        reader = self.show_label(
            "polymerase",
            Role.LIGASE,
            (1330, 862),
            lambda: self.gene.point(self.reader.anchor("centre") - 12.0),
        )
        entering, start, *along = place
        arrive = round(frames * 0.3)
        self.play_for(arrive, Carry(self.reader, [entering, start]))
        self.play_for(
            frames - arrive,
            Carry(self.reader, [start, *along]),
            Change(self.transcript, "length", 1.0),
            Within(0.0, 0.15, Vanish(self.gene_labels[1])),
            Within(0.1, 0.3, Appear(reader)),
            Within(0.4, 0.6, Appear(rna)),
        )
        self.gene_labels += [rna, reader]

    def cells_divide(self, frames: int) -> None:
        """The cell divides: two, then four."""
        self.remove(self.gene, *self.gene_labels)
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(
                camera.pixel_width, camera.pixel_height, scale=1.0, seed=self.seed, clear=EVERYWHERE
            )
        )
        mother = Cell(CELL_PLACE[0], 515.0, 300.0, seed=self.seed)
        self.add(mother)
        half = frames // 2
        self.play_for(half, Within(0.08, 1.0, Change(mother, "division", 1.0)))
        daughters = mother.daughters(np.pi / 2)
        self.remove(mother)
        self.add(*daughters)
        self.play_for(
            frames - half, *(Within(0.05, 0.9, Change(each, "division", 1.0)) for each in daughters)
        )


def gathering_pace(share: float) -> float:
    """From rest, ever faster."""
    return share * share


EVERYWHERE = ((960.0, 500.0, 4000.0),)
"""A crowd with nobody in it: plain paper."""


def two_fold_axis(turn: Pose) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Direction (3,) of the axis about which the dimer's halves are turned into each other."""
    values, vectors = np.linalg.eigh((turn.rotation + turn.rotation.T) / 2)
    axis = vectors[:, int(np.argmax(values))]
    return np.asarray(axis / np.linalg.norm(axis))


def upright_rotation(
    axis: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A rotation (3, 3) that stands `axis` upright and turns the dimer's breadth to the viewer."""
    upward = np.array([0.0, 1.0, 0.0])
    across = np.cross(axis, upward)
    angle = float(np.degrees(np.arctan2(np.linalg.norm(across), axis @ upward)))
    return rotation_about((0, 1, 0), DIMER_TURN_DEGREES) @ rotation_about(across, angle)


DIMER_TURN_DEGREES = 90.0
"""About the upright axis: both halves beside each other as seen."""
