"""The mutants of the film that this process draws: which of those that are measured are shown.

A process draws one film, so they are chosen once, before anything is drawn, as the drug is (`film_drug`). Without a choice
they are all.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from moa_anim.model.cast import MEASURED_MUTANTS


@dataclass(frozen=True)
class Mutation:
    """The residue that a mutant has otherwise, its one-letter code there, and the table with the mutant's atoms."""

    residue: int
    letter: str
    table: str


MEASURED: Mapping[str, Mutation] = {
    name: Mutation(int(name[1:-1]), name[-1], f"era_lbd_{name.lower()}") for name in MEASURED_MUTANTS
}
"""Both are at the start of helix 12 (Fanning et al., eLife 2016, 12792), without a ligand, helix 12 closed."""

_chosen: list[tuple[str, ...]] = []
"""The names of the film's mutants, once they are settled."""


def choose_mutants(names: Sequence[str]) -> None:
    """Make these the mutants of the film that this process draws.

    Raises RuntimeError if others were chosen, or used because none were: what was computed from them is kept.
    """
    if not _chosen:
        _chosen.append(tuple(names))
    elif set(_chosen[0]) != set(names):
        raise RuntimeError(
            "this process draws a film of other mutants: draw this one in a process of its own"
        )


def film_mutants() -> Mapping[str, Mutation]:
    """Return the film's mutants by name, in the order of MEASURED; from the first call on they are settled."""
    if not _chosen:
        _chosen.append(tuple(MEASURED))
    return measured(_chosen[0])


def measured(names: Collection[str]) -> Mapping[str, Mutation]:
    """Return the mutants of these names, in the order of MEASURED; the first is that from which mutants are drawn."""
    return {name: mutation for name, mutation in MEASURED.items() if name in names}


def mutations() -> Mapping[int, str]:
    """Return the codes of the mutated residues by number.

    A tumor's receptor has one of them; where a film shows both, both are marked at once, so that both places are visible.
    """
    return {each.residue: each.letter for each in film_mutants().values()}


def drawn_table(mutants: Mapping[str, Mutation]) -> str:
    """Return the table from which mutants are drawn: that of the first one; helices 12 of both lie within 1 Å."""
    return next(iter(mutants.values())).table


def mutant_table() -> str:
    """Return the table from which the film's mutants are drawn."""
    return drawn_table(film_mutants())
