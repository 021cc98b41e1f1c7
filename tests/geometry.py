"""The actors of the film in each of their states, and the numbers that are kept of their geometry (Å)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from moa_anim.actors.ligands import BindingPartner, coactivator, drug_ligand, estradiol
from moa_anim.actors.receptor import Receptor
from moa_anim.actors.rigid_bodies import RigidBody
from moa_anim.actors.rna import RnaStrand
from moa_anim.actors.threaded_receptor import ThreadedReceptor
from moa_anim.model.palette import Role
from moa_anim.molecule.assemblies import cullin_ring, proteasome, receptor_dimer, ubiquitin
from moa_anim.molecule.beads import Beads, beads_of_atoms, gathered
from moa_anim.molecule.chromatin import nucleosome, polymerase
from moa_anim.molecule.pose import Pose, rotation_about
from moa_anim.stage.actor import Actor

Numbers = dict[str, Any]

ROUNDED_TO = 2
"""Decimals of an ångström."""

SECONDS = 2.5
"""The moment at which those that tremble are looked at."""

ANCHORS: Mapping[type[Actor], tuple[str, ...]] = {
    Receptor: ("helix12", "pocket", "groove", "core", "467"),
    BindingPartner: ("centre",),
    ThreadedReceptor: ("centre", "mouth"),
    RigidBody: ("centre",),
    RnaStrand: ("end",),
}

SHARES = {"folded": 0.0, "threading": 0.45, "cut": 0.95}
"""How much of the proteasome's work is done in each state of the threaded receptor."""

PARTNERS: Mapping[str, Callable[..., BindingPartner]] = {
    "estradiol": estradiol,
    "elacestrant": drug_ligand,
    "coactivator": coactivator,
}


def actors() -> dict[str, Actor]:
    """Every actor in every state, by the name of both."""
    made: dict[str, Actor] = {}
    for state in Receptor.states:
        for mutant in (False, True):
            made[f"{'mutant ' if mutant else ''}receptor, {state}"] = Receptor(state, seed=5, mutant=mutant)
    for name, make in PARTNERS.items():
        for state in BindingPartner.states:
            made[f"{name}, {state}"] = make(state)
    for state in ThreadedReceptor.states:
        made[f"threaded receptor, {state}"] = _threaded(SHARES[state])
    for length in (0.1, 0.5, 1.0):
        rna = RnaStrand(RigidBody([(polymerase(), Role.LIGASE)]), seed=5)
        rna.length = length
        made[f"transcript, {length:.0%} of its length"] = rna
    for name, beads in _bodies().items():
        made[name] = RigidBody([(beads, Role.RECEPTOR)])
        made[f"{name}, carried"] = RigidBody(
            [(beads, Role.RECEPTOR)], Pose(rotation_about((1, 2, 3), 70), np.ones(3))
        )
    return made


def _threaded(share: float) -> ThreadedReceptor:
    pose = Pose(rotation_about((0, 0, 1), 40), np.array([-60.0, 20.0, 0.0]))
    receptor = ThreadedReceptor(pose, 6, np.zeros(3), 60.0, 150.0)
    receptor.share = share
    return receptor


def _bodies() -> dict[str, Beads]:
    whole = proteasome()
    first, second = (beads_of_atoms(trace) for trace in receptor_dimer())
    return {
        "ubiquitin": beads_of_atoms(ubiquitin()),
        "E3 ligase": gathered([beads_of_atoms(trace) for trace in cullin_ring()]),
        "20S proteasome, alpha rings": whole.alpha,
        "20S proteasome, beta rings": whole.beta,
        "26S proteasome, cap": whole.cap,
        "receptor dimer": gathered([first, second]),
        "nucleosome": gathered(nucleosome()),
        "RNA polymerase": polymerase(),
    }


def numbers_of(actor: Actor) -> Numbers:
    """Beads, centroid, extents, radius of gyration and anchors of an actor, rounded."""
    positions = np.vstack([part.body.beads.positions for part in actor.parts(SECONDS)])
    middle = positions.mean(axis=0)
    spread = np.sqrt(((positions - middle) ** 2).sum(axis=1).mean())
    return {
        "beads": len(positions),
        "centroid": rounded(middle),
        "least": rounded(positions.min(axis=0)),
        "most": rounded(positions.max(axis=0)),
        "radius of gyration": rounded(spread),
        "anchors": {name: rounded(actor.anchor(name)) for name in ANCHORS[type(actor)]},
    }


def rounded(values: Any) -> Any:
    """Numbers to the hundredth of an ångström, as JSON has them; no −0."""
    return (np.round(np.asarray(values, dtype=float), ROUNDED_TO) + 0.0).tolist()


def snapshots() -> dict[str, Numbers]:
    """The numbers of all actors in all states."""
    return {name: numbers_of(actor) for name, actor in actors().items()}
