"""Elacestrant in the blood: molecules drift with it, and some pass between endothelial cells into the tissue.

They are drawn about three hundred times larger than life, which the credits state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from moa_anim.actors.population import VARIANTS, Member, Population
from moa_anim.graphics.layout import BAND_TOP
from moa_anim.illustrations.vessel.blood_vessel import LEFT_PIXELS, LENGTH_PIXELS, BloodVessel
from moa_anim.illustrations.vessel.outlines import clefts, half_lumen, middle_line
from moa_anim.model.palette import Role
from moa_anim.molecule.beads import beads_of_ligand
from moa_anim.molecule.structure import receptor_tables
from moa_anim.stage.dive import Point, Track

if TYPE_CHECKING:
    from collections.abc import Callable

    from moa_anim.stage.clock import ShotClock

SPECK_SCALE = 1.55
"""Design pixels per ångström: a molecule is about 30 pixels long, which is 1.5 µm on the scale bar."""

IN_THE_BLOOD = 46
"""Number of molecules that drift with the blood, over the whole section of the vessel."""

LEAVING = 11
"""Number of molecules that pass through the wall, near the focus."""

WANDER_PIXELS = 9.0
"""How far a molecule moves from its path."""


def elacestrant_in_blood(
    clock: ShotClock,
    vessel: BloodVessel,
    score: Callable[[], float],
    crossing: tuple[float, float],
    places: tuple[Point, ...],
) -> Population:
    """Return a population of elacestrant in and around a vessel.

    Some molecules cross the wall between the two moments `crossing` of `score` (seconds). Some of these end at `places`
    (pixels of the vessel), the others at random places outside the wall.
    """
    seed = clock.seed + 60
    random = np.random.default_rng(seed)
    rows = [
        (
            LEFT_PIXELS + LENGTH_PIXELS * (k + random.uniform(-0.3, 0.3)) / IN_THE_BLOOD,
            random.uniform(-0.85, 0.85),
        )
        for k in range(IN_THE_BLOOD)
    ]
    paths = _leaving_paths(seed, vessel, crossing, places, random)
    members = [
        Member(0.0, 0.0, int(random.integers(VARIANTS)), seed + 17 * k)
        for k in range(IN_THE_BLOOD + len(paths))
    ]

    def world(number: int) -> Point:
        if number < IN_THE_BLOOD:
            x = vessel.flowed(rows[number][0], rows[number][1], clock.seconds)
            return x, float(middle_line(x) + rows[number][1] * half_lumen(x))
        across, down = paths[number - IN_THE_BLOOD]
        return across.at(score()), down.at(score())

    def visible(number: int) -> float:
        x, y = vessel.sight.seen(world(number))
        return float(np.clip((BAND_TOP - 24.0 - y) / 30.0, 0.0, 1.0)) if -60 < x < 1980 and y > -60 else 0.0

    beads = beads_of_ligand(receptor_tables().ligands["elacestrant"])
    population = Population(
        clock, [(beads, Role.ELACESTRANT)], members, scale=SPECK_SCALE, wander=WANDER_PIXELS, seed=seed
    )
    population.moved = lambda number: vessel.sight.seen(world(number))
    population.visible = visible
    return population


def _leaving_paths(
    seed: int,
    vessel: BloodVessel,
    crossing: tuple[float, float],
    places: tuple[Point, ...],
    random: np.random.Generator,
) -> list[tuple[Track, Track]]:
    """Paths (x and y over the score) of molecules that leave the blood through a cleft and end in the tissue."""
    paths = []
    for number in range(LEAVING):
        upper = number % 4 == 3
        near_by = [x for x in clefts(vessel.seed, upper) if 200 < x < 1900]
        out = -1.0 if upper else 1.0
        begin, end = crossing
        moment = begin + (end - begin) * (number + random.uniform(0.2, 0.8)) / LEAVING
        home = places[number // 2] if number % 2 == 0 and number // 2 < len(places) and not upper else None
        if home is None:
            cleft = near_by[number // 2 % len(near_by)]
            home = (
                cleft + random.uniform(-230, 230),
                float(middle_line(cleft)) + out * random.uniform(255, 330),
            )
        else:
            cleft = sorted(near_by, key=lambda x: abs(x - home[0]))[number // 2 % 2]
        wall = float(middle_line(cleft) + out * half_lumen(cleft))
        near = random.uniform(-60, 60)
        rows = [
            (moment - 3.2, cleft - random.uniform(330, 420), wall - out * random.uniform(90, 210)),
            (moment - 1.2, cleft - random.uniform(80, 150), wall - out * random.uniform(30, 70)),
            (moment - 0.55, cleft + near, wall - out * 34.0),
            (moment - 0.15, cleft, wall - out * 12.0),
            (moment + 0.25, cleft, wall + out * 22.0),
            (moment + 0.9, cleft + random.uniform(-70, 70), wall + out * random.uniform(40, 60)),
            (moment + 1.4, home[0] + random.uniform(-60, 60), home[1] + random.uniform(-50, 20)),
            (moment + 2.2, *home),
        ]
        paths.append((Track(*((t, x) for t, x, _ in rows)), Track(*((t, y) for t, _, y in rows))))
    return paths
