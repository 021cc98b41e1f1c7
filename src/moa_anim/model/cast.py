"""The cast of a film as a storyboard names it: the drug, and drugs to compare it with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from moa_anim.errors import ModelError, join_names
from moa_anim.model.showable import require_showable

_COMPONENT = re.compile(r"[A-Z0-9]{1,5}")
"""A code of the wwPDB's Chemical Component Dictionary."""

SHIPPED_DRUG = "elacestrant"
"""The film's drug of which the package ships the table and the way into the pocket."""

SHIPPED_COMPARED = "4-hydroxytamoxifen"
"""The drug of which it ships a table to compare with."""

SHIPPED_NAMES = frozenset({SHIPPED_DRUG, SHIPPED_COMPARED})
"""Drugs of which the package ships a table, in small letters."""


MEASURED_MUTANTS = {"Y537S": "2B23", "D538G": "4Q13"}
"""ESR1 mutants of which the package has a table, with the entry of each."""


class Route(StrEnum):
    """How a drug is given."""

    ORAL = "oral"
    INJECTION = "injection"


@dataclass(frozen=True)
class Compound:
    """A drug that is drawn: its name in words, the structure's file in the production folder, its component's code.

    `structure` "" means a table that the package ships (`SHIPPED_NAMES`); it then needs no `ligand`. `data` has the bytes of
    the file, so that whoever draws, on another machine, too, needs no folder.
    Raises ModelError for a name that cannot be shown, a bad code, a structure without a code, or a name without a structure
    that the package has no table of.
    """

    name: str
    structure: str = ""
    ligand: str = ""
    data: bytes = field(default=b"", repr=False)

    def __post_init__(self) -> None:
        require_showable(self.name)
        if self.ligand and not _COMPONENT.fullmatch(self.ligand):
            expected = "one to five capital letters and digits, such as OHT"
            raise ModelError(f"ligand “{self.ligand}”", expected, "take the code from the entry's page")
        if self.structure and not self.ligand:
            raise ModelError(
                f"structure “{self.structure}” without a ligand",
                "the code of the ligand in it",
                'add ligand = "…", such as OHT',
            )
        if not self.structure and self.name.casefold() not in SHIPPED_NAMES:
            # Else the film would name one drug and show another.
            raise ModelError(
                f"no structure of {self.name}",
                f"its wwPDB entry, or one of the drugs that the package has: {join_names(sorted(SHIPPED_NAMES))}",
                'put the entry into the folder and add structure = "….cif" and ligand = "…"',
            )

    @property
    def identity(self) -> tuple[str, str]:
        """What its picture depends on: the SHA-256 of the structure's file ("" for a shipped table) and the ligand's code."""
        return hashlib.sha256(self.data).hexdigest() if self.data else "", self.ligand


@dataclass(frozen=True)
class Cast:
    """The film's drug, how it is given, whether it makes the receptor degrade, what it is compared with, and mutants.

    `mutants` are those that scenes of mutants show. Raises ModelError when two drugs have one name, the drug has no structure
    and the package has no way in for it, or a mutant is named twice or has no measured table.
    """

    drug: Compound
    route: Route
    degrades: bool
    compared: tuple[Compound, ...] = ()
    mutants: tuple[str, ...] = tuple(MEASURED_MUTANTS)

    def __post_init__(self) -> None:
        if not self.drug.structure and self.drug.name.casefold() != SHIPPED_DRUG:
            raise ModelError(
                f"no structure of {self.drug.name}",
                f"its wwPDB entry, or {SHIPPED_DRUG}; the package's table of {SHIPPED_COMPARED} is for comparing only",
                'put the entry into the folder and add structure = "….cif" and ligand = "…"',
            )
        names = [each.name for each in (self.drug, *self.compared)]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ModelError(
                f"{join_names(repeated)} more than once", "each name once", "remove or rename one"
            )
        require_measured(self.mutants)

    @property
    def compares(self) -> bool:
        """Whether there is a drug to compare with; the shipped drug has one that need not be named."""
        return bool(self.compared) or not self.drug.structure


def require_measured(mutants: Sequence[str]) -> None:
    """Raise ModelError unless there are mutants, each of them measured and named once."""
    known = " or ".join(MEASURED_MUTANTS)
    for each in mutants:
        if each not in MEASURED_MUTANTS:
            raise ModelError(f"{each}: no structure", known, "name one that is measured")
    if not mutants or len(set(mutants)) < len(mutants):
        raise ModelError(f"{join_names(list(mutants)) or 'no mutant'}", f"{known}, each once", "correct them")


SHIPPED_CAST = Cast(Compound("elacestrant"), Route.ORAL, degrades=True)
"""The cast of a storyboard that has no `[drug]`."""
