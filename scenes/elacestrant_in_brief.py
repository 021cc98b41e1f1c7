"""Elacestrant in brief, from afar: it binds receptors, their shape changes, they are taken away, few are left.

Each receptor is drawn as measured, with hormone or with elacestrant; that it changes from one to the other is told close up
in the next shot. Here estradiol has left before elacestrant arrives, and nothing is pushed out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from moa_anim.model.palette import Role
from moa_anim.molecule.beads import Beads, beads_of_ligand
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.cast.receptor import PLACES, receptor_shape
from moa_anim.stage.closeup import CLOSE_VIEW, CUT_DEPTH
from moa_anim.stage.crowd import crowd_backdrop
from moa_anim.stage.label import Label
from moa_anim.stage.motion import Appear, Change, Vanish, Within, gentle, steady
from moa_anim.stage.population import Count, Member, Population, arranged
from moa_anim.stage.scene import MoaScene

SCALE = 3.6
COLUMNS, ROWS, LEFT_AT_THE_END = 6, 2, 3


class ElacestrantInBrief(MoaScene):
    """Twelve receptors: elacestrant comes to each, helix 12 settles, and they go one by one."""

    def construct(self) -> None:
        """Play the shot's four cues."""
        self.stage()
        self.hold(self.lead())
        with self.cue("advantage") as cue:
            self.play_for(
                cue.rest,
                Within(0.05, 0.2, Appear(self.labels["receptor"])),
                Within(0.0, 0.85, Change(self, "arrival", 1.0, ease=steady)),
                Within(0.68, 0.8, Appear(self.labels["elacestrant"])),
            )
        with self.cue("induces") as cue:
            self.play_for(
                cue.rest,
                Within(0.05, 0.75, Change(self, "settling", 1.0, ease=steady)),
                Within(0.0, 0.2, Vanish(self.labels["elacestrant"])),
                Within(0.0, 0.2, Vanish(self.labels["receptor"])),
                Within(0.3, 0.5, Appear(self.labels["helix12"])),
            )
        with self.cue("guides") as cue:
            self.play_for(
                cue.rest,
                Within(0.0, 0.1, Vanish(self.labels["helix12"])),
                Within(0.0, 0.1, Appear(self.count)),
                Change(self.settled, "left", 6.0, ease=steady),
            )
        with self.cue("fewer") as cue:
            self.play_for(cue.rest, Change(self.settled, "left", float(LEFT_AT_THE_END), ease=steady))
        self.hold(self.tail())

    def stage(self) -> None:
        """Receptors open and empty, the same settled on elacestrant, and the elacestrants on their way."""
        camera = self.camera
        camera.set_backdrop(
            crowd_backdrop(camera.pixel_width, camera.pixel_height, scale=SCALE, seed=self.seed, spacing=160)
        )
        self.arrival = self.settling = 0.0
        places = arranged(COLUMNS, ROWS, (270, 320, 1520, 700), 14, self.seed)
        ligand = beads_of_ligand(receptor_tables().ligands["elacestrant_MODEL"])

        def many(shape: list[tuple[Beads, Role]], visible: Callable[[int], float]) -> Population:
            population = Population(
                self,
                shape,
                places,
                scale=SCALE,
                wander=5.0,
                seed=self.seed,
                facing=CLOSE_VIEW,
                cut_depth=CUT_DEPTH,
            )
            population.visible = visible
            return population

        drug = [(ligand, Role.ELACESTRANT)]
        self.open = many(receptor_shape(PLACES["loose"]), self.is_open)
        self.bound = many([*receptor_shape(PLACES["loose"]), *drug], self.is_bound)
        self.settled = many([*receptor_shape(PLACES["antagonist"]), *drug], self.is_settled)
        self.drugs = Population(
            self,
            [(ligand, Role.ELACESTRANT)],
            self.starts(places),
            scale=SCALE,
            wander=9.0,
            seed=self.seed + 1,
        )
        self.drugs.moved = self.drug_place
        self.drugs.visible = lambda number: 1.0 - self.landed(number)
        self.count = Count(self.settled, self.label("count"), Role.RECEPTOR, (1850, 250))
        self.count.opacity = 0.0
        pointed = min(range(len(places)), key=lambda n: np.hypot(places[n].x - 300, places[n].y - 250))
        coming = min(range(len(places)), key=lambda n: np.hypot(places[n].x - 1500, places[n].y - 330))
        x, y = places[pointed].x, places[pointed].y
        self.labels = {
            "receptor": Label(self.label("receptor"), Role.RECEPTOR, (90, 190), lambda: (x - 30, y - 20)),
            "elacestrant": Label(
                self.label("elacestrant"), Role.ELACESTRANT, (1560, 260), lambda: self.drugs.place(coming)
            ),
            "helix12": Label(
                self.label("helix12"), Role.HELIX12, (690, 865), lambda: self.settled.place(self.low())
            ),
        }
        self.add(self.open, self.bound, self.settled, self.drugs, self.count, *self.labels.values())

    def low(self) -> int:
        """The receptor nearest to the middle of the lower row."""
        members = self.settled.members
        return min(range(len(members)), key=lambda n: float(np.hypot(members[n].x - 800, members[n].y - 740)))

    def starts(self, places: list[Member]) -> list[Member]:
        """Where each elacestrant comes from: off the picture, above or to the right."""
        random = np.random.default_rng(self.seed + 3)
        return [
            Member(
                2010 + random.uniform(0, 160),
                place.y + random.uniform(-260, 120),
                place.variant,
                place.seed + 7,
            )
            for place in places
        ]

    def share(self, number: int, progress: float) -> float:
        """The share of its own move of one of many that go one after the other, overlapping."""
        late = 0.55 * number / (len(self.settled.members) - 1)
        return round(gentle(min(1.0, max(0.0, (progress - late) / 0.45))), 6)  # 1 at the end, not nearly 1

    def drug_place(self, number: int) -> tuple[float, float]:
        """Where an elacestrant is on its way (design pixels), its drifting left out."""
        start, end = self.drugs.members[number], self.settled.members[number]
        share = self.share(number, self.arrival)
        bend = 90.0 * np.sin(np.pi * share) * (1 if number % 2 else -1)
        return start.x + (end.x + 12 - start.x) * share, start.y + (end.y - 30 - start.y) * share + bend

    def landed(self, number: int) -> float:
        """1 once an elacestrant has entered its receptor, coming to it over the last of its way."""
        return min(1.0, max(0.0, round((self.share(number, self.arrival) - 0.93) / 0.07, 6)))

    def is_open(self, number: int) -> float:
        """How much of the open, empty receptor is seen."""
        return 1.0 if self.landed(number) < 1.0 else 0.0

    def is_bound(self, number: int) -> float:
        """How much of the receptor with elacestrant and a loose helix 12 is seen."""
        return self.landed(number) if self.share(number, self.settling) < 1.0 else 0.0

    def is_settled(self, number: int) -> float:
        """How much of the receptor whose helix 12 has settled is seen."""
        return self.share(number, self.settling)
