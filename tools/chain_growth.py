"""Search for poses in which the ubiquitin chain grows without clashes: `chain_growth.py [--refine] [--seed N]`.

It prints the poses of `molecule/growth_poses.py`. For each transfer, simulated annealing varies the rotations of the joined
ubiquitins, of the E2 with its RING at K48 of the last one, and of the RING on its linker. The cost consists of contacts of
heavy atoms, the displacement of the E3's receptor-binding end, its rotation, the swing of the RING, the angles at the new
bond, what hides the last ubiquitin, and the limits of the picture. Then the finished chain is spread, and paths between the
poses are found.

With `--refine` the search begins with the poses of the film and changes them a little, for a new table of E2 and
ubiquitin or other limits. A run may leave a contact: the tests of the assemblies check whether its poses are
usable. It takes some minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates
from scipy.spatial import ConvexHull, cKDTree
from scipy.spatial.transform import Rotation

from moa_anim.molecule.assemblies import (
    ADAPTORS_ANGSTROM,
    ISOPEPTIDE_ANGSTROM,
    adaptors_between,
    atom_place,
    ligase,
    passed_ubiquitin,
    ubiquitin_atoms,
)
from moa_anim.molecule.atom_tables import atom_table
from moa_anim.molecule.growth_poses import FINAL_CHAIN, LINKS, STEPS, VIAS
from moa_anim.molecule.pose import Pose, catmull_rom, rotation_from_vector, rotation_vector
from moa_anim.molecule.ubiquitin_growth import linker_end, scaffold_and_ring, scaffold_under
from moa_anim.sets.tagged_receptor import TAGGED_VIEW

Points = NDArray[np.float64]

CLEAR_ANGSTROM = 3.2
"""Smallest distance of heavy atoms without a cost."""

CHAIN_CLEAR_ANGSTROM = 8.0
"""The same for receptor and a ubiquitin that is not joined to it: a gap between them that is seen."""

HELD_BEYOND_ANGSTROM = 8.0
"""A larger displacement of the E3's receptor-binding end costs much more."""

SWING_DEGREES = 38.0
"""A larger swing of the RING costs much more."""

ACYL_COSINE = 0.3
"""Smallest cosine without a cost between the new bond and the free direction at G76's carbon."""

LYSINE_DEGREES = (98.0, 145.0)
"""Range of the angle at the lysine's nitrogen without a cost."""

PICTURE_ANGSTROM = (-14.0, 88.0)
"""Lowest and highest place in the picture of a body's middle, from the receptor's: between the caption and the rail."""

APART_ANGSTROM = 36.0
"""Distance as seen of the finished chain's ubiquitins from each other, and from the receptor's middle, without a cost."""

TOP_ANGSTROM = 106.0
"""The E3 is below this height: under the progress rail."""

TURN_DEGREES = 16.0
"""A larger turn of the E3 costs much more."""

HIDING_ANGSTROM = 4.5
"""A Cα hides another that is this near as seen, and behind it."""

MOST_HIDDEN = 0.25
"""Share of the ubiquitin at the lysine that may be hidden at a transfer without a cost."""

ROUNDS = ((60.0, 2.0, 0.5, 0.12, 10, 800), (5.0, 0.3, 0.12, 0.02, 3, 400), (0.5, 0.05, 0.03, 0.005, 1, 500))
"""For each round: first and last temperature, first and last size of a turn (radians), one atom in how many, steps."""


REFINING_ROUNDS = (1, 2, 2)
"""Which of these are played to refine the film's poses."""


class Field:
    """Distance (Å, at most `reach`) to the nearest of `points`, sampled on a grid."""

    def __init__(self, points: Points, step: float, reach: float = 5.0) -> None:
        self._step, self._reach, self._least = step, reach, points.min(axis=0) - reach
        counts = np.ceil((points.max(axis=0) + reach - self._least) / step).astype(int) + 1
        axes = [np.arange(count) * step for count in counts]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3) + self._least
        gaps = np.minimum(cKDTree(points).query(grid, distance_upper_bound=reach)[0], reach)
        self._gaps = gaps.reshape(counts).astype(np.float32)

    def crossed(self, points: Points, every: int, clear: float = CLEAR_ANGSTROM) -> float:
        """Sum of squared overlaps (Å²) of points that are to be `clear` (Å), estimated from one point in `every`."""
        places = ((points[::every] - self._least) / self._step).T
        gaps = map_coordinates(self._gaps, places, order=1, mode="constant", cval=self._reach)
        return float(every * (np.clip(clear - gaps, 0.0, None) ** 2).sum())


@dataclass(frozen=True)
class Growth:
    """The chain before a transfer: rotations (n, 3, 3), its `links` (n − 1, 3), the new link, E2's `seat` and the swing."""

    chain: tuple[Points, ...]
    links: tuple[Points, ...]
    link: Points
    seat: Points
    swing: Points


class Search:
    """The fixed structures, and the cost of a chain with an E2 at its end."""

    def __init__(self) -> None:
        found, shape = ligase(), passed_ubiquitin()
        side_chain = (shape.residue_numbers == 48) & ~np.isin(shape.names, ("N", "CA", "C", "O", "CB"))
        last = shape.residue_numbers == 76
        self.whole, self.gives = shape.positions, shape.positions[~last]
        self.takes = shape.positions[~side_chain]
        self.middle = self.whole[shape.residue_numbers < 72].mean(axis=0)
        self.carbon, self.nitrogen = ubiquitin_atoms()["G76_C"], ubiquitin_atoms()["K48_NZ"]
        self.out = self.nitrogen - atom_place(shape, 48, "CE")
        self.out /= np.linalg.norm(self.out)
        active = (found.e2.residue_numbers == 93) & np.isin(found.e2.names, ("SG", "CB"))
        scaffold, ring = scaffold_and_ring()
        machine = np.vstack([found.e2.positions[~active], found.ubiquitin.apply(self.gives), ring.positions])
        self.swung = machine[np.linalg.norm(machine - linker_end(), axis=1) > 8.0]
        self.e2_middle = found.e2.positions.mean(axis=0)
        self.held = found.ubiquitin.apply(self.carbon[None])[0]
        self.brought = found.ubiquitin.apply(self.gives)
        sulphur = atom_place(found.e2, 93, "SG")
        alpha = found.ubiquitin.apply(atom_place(shape, 76, "CA")[None])[0]
        self.free = 2 * self.held - sulphur - alpha
        self.free /= np.linalg.norm(self.free)
        receptor = atom_table("era_lbd_elacestrant").atoms
        backbone = np.isin(receptor.names, ("N", "CA", "C", "O"))
        self.receptor = receptor.positions[(receptor.residue_numbers != 467) | backbone]
        self.first = found.receptor.inverse()
        self.joint = self.first.apply(self.held[None])[0]
        order = np.argsort(found.scaffold.positions[:, 0])[:600]
        self.end = found.scaffold.positions[order].mean(axis=0)
        self.view = TAGGED_VIEW
        self.ubiquitin_trace = shape.positions[shape.names == "CA"]
        self.scaffold_trace = scaffold.positions[scaffold.names == "CA"]
        self.machine_trace = np.vstack(
            [
                found.e2.positions[found.e2.names == "CA"],
                found.ubiquitin.apply(self.ubiquitin_trace),
                ring.positions[ring.names == "CA"],
            ]
        )
        self.outline = found.scaffold.positions[ConvexHull(found.scaffold.positions).vertices]
        self.adaptors = adaptors_between()[1]
        reach = CHAIN_CLEAR_ANGSTROM + 1.0
        self.at_machine, self.at_scaffold = Field(machine, 0.7), Field(scaffold.positions, 1.0, reach)
        self.at_ring = Field(ring.positions, 0.8, reach)
        self.at_receptor = Field(self.receptor, 0.8, reach)
        self.at_ubiquitin = Field(self.whole, 0.6)

    def chain(self, rotations: Sequence[Points], links: Sequence[Points]) -> list[Pose]:
        """The poses of joined ubiquitins."""
        poses = [Pose(rotations[0], self.joint - rotations[0] @ self.carbon)]
        for rotation, link in zip(rotations[1:], links, strict=True):
            joint = poses[-1].apply((self.nitrogen + ISOPEPTIDE_ANGSTROM * link)[None])[0]
            poses.append(Pose(rotation, joint - rotation @ self.carbon))
        return poses

    def ring(self, growth: Growth, chain: Sequence[Pose]) -> Pose:
        """The RING's pose when its E2 is at the last ubiquitin."""
        rotation = chain[-1].rotation @ growth.seat
        joint = chain[-1].apply((self.nitrogen + ISOPEPTIDE_ANGSTROM * growth.link)[None])[0]
        return Pose(rotation, joint - rotation @ self.held)

    def within_chain(self, chain: Sequence[Pose], every: int) -> float:
        """Cost of contacts of the ubiquitins with each other and with the receptor."""
        cost = 0.0
        for number, pose in enumerate(chain):
            free = pose.apply(self.whole if number else self.gives)
            clear = CHAIN_CLEAR_ANGSTROM if number else CLEAR_ANGSTROM
            cost += self.at_receptor.crossed(free, every, clear)
            for before, other in enumerate(chain[:number]):
                points = other.inverse().apply(pose.apply(self.gives) if before == number - 1 else free)
                if before == number - 1:  # the two residues that are joined
                    points = points[np.linalg.norm(points - self.nitrogen, axis=1) > 4.5]
                cost += self.at_ubiquitin.crossed(points, every)
        return cost

    def cost(self, growth: Growth, before: Sequence[Points], every: int) -> float:
        """The cost of a transfer; `before` are the chain's rotations after the previous one."""
        chain = self.chain(growth.chain, growth.links)
        ring = self.ring(growth, chain)
        scaffold = scaffold_under(ring, growth.swing)
        cost = self.within_chain(chain, every)
        for number, pose in enumerate(chain):
            takes = self.takes if number == len(chain) - 1 else self.whole
            cost += self.at_machine.crossed(ring.inverse().apply(pose.apply(takes)), every)
            cost += self.at_scaffold.crossed(scaffold.inverse().apply(pose.apply(self.whole)), every)
        cost += self.at_machine.crossed(ring.inverse().apply(self.receptor), every)
        cost += self.at_scaffold.crossed(scaffold.inverse().apply(self.receptor), every)
        cost += self.at_receptor.crossed(ring.apply(self.brought), every, CHAIN_CLEAR_ANGSTROM)
        swung = scaffold.inverse().after(ring).apply(self.swung)
        cost += self.at_scaffold.crossed(swung, 2 * every if every > 1 else 1)
        degrees = float(np.degrees(np.linalg.norm(growth.swing)))
        cost += 0.3 * max(0.0, degrees - SWING_DEGREES) ** 2 + 0.05 * degrees
        moved = float(np.linalg.norm(scaffold.apply(self.end[None]) - self.first.apply(self.end[None])))
        cost += 0.01 * moved**2 + 2.0 * max(0.0, moved - HELD_BEYOND_ANGSTROM) ** 2
        degrees = scaffold.after(self.first.inverse()).degrees
        cost += 0.1 * degrees + 1.5 * max(0.0, degrees - TURN_DEGREES) ** 2
        cost += 80.0 * max(0.0, self.hidden(chain, ring, scaffold) - MOST_HIDDEN)
        cost += 0.02 * sum(
            Pose(a @ b.T, np.zeros(3)).degrees for a, b in zip(growth.chain, before, strict=True)
        )
        top = float((scaffold.apply(self.outline) @ self.view.T)[:, 1].max())
        cost += 0.5 * max(0.0, top - TOP_ANGSTROM) ** 2
        middles = np.vstack(
            [*(pose.apply(self.middle[None]) for pose in chain), ring.apply(self.e2_middle[None])]
        )
        return cost + self._bond(growth) + self.placement(middles)

    def hidden(self, chain: Sequence[Pose], ring: Pose, scaffold: Pose) -> float:
        """Share of the last ubiquitin of `chain` that is hidden in the picture by other ubiquitins, E2 or E3."""
        last = chain[-1].apply(self.ubiquitin_trace) @ self.view.T
        others = [pose.apply(self.ubiquitin_trace) for pose in chain[:-1]]
        others += [ring.apply(self.machine_trace), scaffold.apply(self.scaffold_trace)]
        fore = np.vstack(others) @ self.view.T
        near = np.linalg.norm(last[:, None, :2] - fore[None, :, :2], axis=2) < HIDING_ANGSTROM
        return float((near & (fore[None, :, 2] > last[:, None, 2] + 3.0)).any(axis=1).mean())

    def _bond(self, growth: Growth) -> float:
        """Cost of the new bond's angles."""
        facing = float(-(growth.seat.T @ growth.link) @ self.free)
        angle = float(np.degrees(np.arccos(np.clip(-growth.link @ self.out, -1.0, 1.0))))
        least, most = LYSINE_DEGREES
        beyond = max(0.0, least - angle) + max(0.0, angle - most)
        return 100 * max(0.0, ACYL_COSINE - facing) ** 2 + 0.1 * beyond**2

    def placement(self, middles: Points) -> float:
        """Cost of bodies (centres (n, 3; Å)) that are inside the adaptors or outside the picture."""
        own = self.adaptors.inverse().apply(middles) / (np.array(ADAPTORS_ANGSTROM) / 2 + 14.0)
        inside = np.clip(1.0 - np.linalg.norm(own, axis=1), 0.0, None)
        height = (middles @ self.view.T)[:, 1]
        beyond = np.clip(PICTURE_ANGSTROM[0] - height, 0, None) + np.clip(
            height - PICTURE_ANGSTROM[1], 0, None
        )
        return float(40 * inside.sum() + 0.05 * (beyond**2).sum())


def turned(random: np.random.Generator, size: float) -> Points:
    """A random small rotation (3, 3)."""
    return np.asarray(Rotation.from_rotvec(size * random.normal(size=3)).as_matrix())


def proper(rotation: Points) -> Points:
    """The nearest proper rotation (3, 3): removes the rounding errors of many products."""
    return np.asarray(Rotation.from_matrix(rotation).as_matrix())


def varied(growth: Growth, random: np.random.Generator, size: float) -> Growth:
    """A copy with one element turned: a ubiquitin or the chain from it on, the E2, the new link, or the RING."""
    kind = random.integers(6)
    chain, link, seat, swing = list(growth.chain), growth.link, growth.seat, growth.swing
    if kind <= 2:
        turn, from_here = turned(random, size), int(random.integers(len(chain)))
        to = len(chain) if random.random() < 0.6 else from_here + 1
        stays = chain[-1] @ seat
        chain[from_here:to] = [proper(turn @ rotation) for rotation in chain[from_here:to]]
        if random.random() < 0.4:  # the E2 keeps its rotation
            seat = chain[-1].T @ stays
    elif kind == 3:
        seat = turned(random, size) @ seat
    elif kind == 4:
        link = link + size * random.normal(size=3)
        link /= np.linalg.norm(link)
        if random.random() < 0.5:
            seat = turned(random, size) @ seat
    else:
        swing = swing + 0.6 * size * random.normal(size=3)
    return replace(growth, chain=tuple(chain), link=link, seat=proper(seat), swing=swing)


def annealed(
    growth: Growth, random: np.random.Generator, turn: int, cost: Callable[[Growth, int], float]
) -> tuple[float, Growth]:
    """The lowest cost of one round of the search, and its growth."""
    hot, cold, far, near, every, steps = ROUNDS[turn]
    now = cost(growth, every)
    best = (now, growth)
    for step in range(steps):
        share = step / steps
        new = varied(growth, random, far * (near / far) ** share)
        then = cost(new, every)
        if then < now or random.random() < np.exp((now - then) / (hot * (cold / hot) ** share)):
            growth, now = new, then
            best = min(best, (now, growth), key=lambda item: item[0])
    return best


def transfer(
    search: Search,
    before: Sequence[Points],
    links: tuple[Points, ...],
    random: np.random.Generator,
    restarts: int,
) -> Growth:
    """The best transfer to the last ubiquitin of a chain with the rotations `before`."""

    def cost(growth: Growth, every: int) -> float:
        return search.cost(growth, before, every)

    def start() -> Growth:
        link = search.out + 0.9 * random.normal(size=3)
        seat = np.asarray(Rotation.random(random_state=random).as_matrix())
        chain = tuple(turned(random, 0.5) @ rotation for rotation in before)
        return Growth(chain, links, link / np.linalg.norm(link), seat, 0.3 * random.normal(size=3))

    tries = []
    for _ in range(restarts):
        first = min((start() for _ in range(60)), key=lambda growth: cost(growth, 12))
        tries.append(annealed(first, random, 0, cost))
    tries.sort(key=lambda item: item[0])
    found = []
    for _, growth in tries[: max(2, restarts // 3)]:
        finer = annealed(growth, random, 1, cost)[1]
        found.append(annealed(finer, random, 2, cost))
    return min(found, key=lambda item: item[0])[1]


def of_the_film(number: int) -> Growth:
    """The film's transfer `number`, from 1."""
    step, links = STEPS[number - 1], [np.array(link) for link in LINKS]
    return Growth(
        tuple(rotation_from_vector(vector) for vector in step.chain),
        tuple(links[: number - 1]),
        links[number - 1],
        rotation_from_vector(step.seat),
        np.array(step.swing),
    )


def refined(
    search: Search,
    number: int,
    before: Sequence[Points],
    links: tuple[Points, ...],
    random: np.random.Generator,
) -> Growth:
    """The film's transfer `number` to a chain with the rotations `before`, changed a little to lower its cost."""

    def cost(growth: Growth, every: int) -> float:
        return search.cost(growth, before, every)

    growth = replace(of_the_film(number), links=links)
    for turn in REFINING_ROUNDS:
        least, growth = annealed(growth, random, turn, cost)
    print(f"# transfer {number + 1}: cost {least:.1f}")
    return growth


def spread(
    search: Search, chain: list[Points], links: tuple[Points, ...], last: Growth, seed: int
) -> list[Points]:
    """The finished chain: clear of the E3's position at the last transfer, its ubiquitins separate in the picture."""
    random = np.random.default_rng(seed)
    ring = search.ring(last, search.chain(last.chain, last.links))
    scaffold = scaffold_under(ring, last.swing)

    def cost(rotations: list[Points], every: int) -> float:
        poses = search.chain(rotations, links)
        total = search.within_chain(poses, every)
        for pose in poses:
            whole = pose.apply(search.whole)
            total += search.at_scaffold.crossed(scaffold.inverse().apply(whole), every, CHAIN_CLEAR_ANGSTROM)
            total += search.at_ring.crossed(ring.inverse().apply(whole), every, CHAIN_CLEAR_ANGSTROM)
        middles = np.vstack([*(pose.apply(search.middle[None]) for pose in poses), np.zeros((1, 3))])
        seen = (middles @ search.view.T)[:, :2]
        gaps = np.linalg.norm(seen[:, None] - seen[None], axis=2)[np.triu_indices(len(seen), 1)]
        total += 0.3 * (np.clip(APART_ANGSTROM - gaps, 0, None) ** 2).sum() + search.placement(middles)
        return float(total)

    now = cost(chain, 8)
    for step in range(1500):
        every = 8 if step < 1100 else 2
        if step == 1100:
            now = cost(chain, every)
        turn, number = turned(random, 0.5 * 0.1 ** (step / 1500)), int(random.integers(len(chain)))
        new = [proper(turn @ each) if place >= number else each for place, each in enumerate(chain)]
        then = cost(new, every)
        if then < now or random.random() < np.exp((now - then) / (30.0 * 0.017 ** (step / 1500))):
            chain, now = new, then
    return chain


def bending(
    search: Search,
    begin: Sequence[Points],
    end: Sequence[Points],
    links: tuple[Points, ...],
    scaffold: Pose,
    random: np.random.Generator,
    ring: Pose | None = None,
) -> list[Points]:
    """Rotations half-way (vectors relative to the end) through which the chain bends clear of receptor and scaffold."""
    start = np.concatenate([rotation_vector(a @ b.T) for a, b in zip(begin, end, strict=True)])

    def cost(via: Points) -> float:
        total = 0.0
        for share in np.linspace(0.06, 0.97, 11):
            vectors = catmull_rom(np.array([start, via, np.zeros(len(start))]), share).reshape(-1, 3)
            turns = [rotation_from_vector(vector) @ goal for vector, goal in zip(vectors, end, strict=True)]
            poses = search.chain(turns, links)
            total += search.within_chain(poses, 3)
            for pose in poses:
                own = scaffold.inverse().apply(pose.apply(search.whole))
                total += search.at_scaffold.crossed(own, 3)
                if ring is not None:
                    total += search.at_ring.crossed(ring.inverse().apply(pose.apply(search.whole)), 3)
        return total + 0.3 * float(((via - start / 2) ** 2).sum())

    known = [np.array(via).ravel() for via in VIAS if 3 * len(via) == len(start)]
    best = min(((cost(via), via) for via in (start / 2, *known)), key=lambda item: item[0])
    for step in range(160):
        size = 0.7 if step < 40 else max(0.06, 0.7 * 0.98 ** (step - 40))
        via = (start / 2 if step < 40 else best[1]) + size * random.normal(size=len(start))
        best = min(best, (cost(via), via), key=lambda item: item[0])
    return list(best[1].reshape(-1, 3))


def written(vector: Points) -> str:
    """Format a vector, or the rotation vector of a rotation, as in the table."""
    numbers = Rotation.from_matrix(vector).as_rotvec() if vector.ndim == 2 else vector
    return "(" + ", ".join(f"{number:.5f}" for number in numbers) + ")"


def main(arguments: Sequence[str] | None = None) -> int:
    """Search, and print the poses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=4, help="of the search's random numbers (4)")
    parser.add_argument("--restarts", type=int, default=8, help="searches for each transfer (8)")
    parser.add_argument("--refine", action="store_true", help="begin with the poses of the film")
    chosen = parser.parse_args(arguments)
    random, search = np.random.default_rng(chosen.seed), Search()
    held = ligase().ubiquitin.rotation
    chain = [proper(search.first.rotation @ held)]
    links: tuple[Points, ...] = ()
    steps: list[Growth] = []
    bendings: list[list[Points]] = []
    for number in range(1, 4):
        found = (
            refined(search, number, chain, links, random)
            if chosen.refine
            else transfer(search, chain, links, random, chosen.restarts)
        )
        scaffold = scaffold_under(search.ring(found, search.chain(found.chain, found.links)), found.swing)
        if not steps:  # the chain bends before the E3 moves; later, after it
            scaffold = search.first
        bendings.append(bending(search, chain, found.chain, links, scaffold, random))
        steps.append(found)
        chain, links = [*found.chain, found.chain[-1] @ found.seat @ held], (*links, found.link)
    print("LINKS", *map(written, links), sep="\n    ")
    for step in steps:
        print("Step", *map(written, step.chain), "seat", written(step.seat), "swing", written(step.swing))
    if chosen.refine:
        chain = [rotation_from_vector(vector) for vector in FINAL_CHAIN]
    begin = [*steps[-1].chain, steps[-1].chain[-1] @ steps[-1].seat @ held]
    final = spread(search, chain, links, steps[-1], chosen.seed)
    ring = search.ring(steps[-1], search.chain(steps[-1].chain, steps[-1].links))
    bendings.append(bending(search, begin, final, links, scaffold, random, ring))
    print("FINAL_CHAIN", *map(written, final), sep="\n    ")
    for vectors in bendings:
        print("VIA", *map(written, vectors))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
