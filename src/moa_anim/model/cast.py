"""The cast of a film as a storyboard names it: the drug, and drugs to compare it with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from moa_anim.errors import ModelError, join_names
from moa_anim.model.showable import require_showable

_COMPONENT = re.compile(r"[A-Z0-9]{1,5}")
"""A code of the wwPDB's Chemical Component Dictionary."""


class Route(StrEnum):
    """How a drug is given."""

    ORAL = "oral"
    INJECTION = "injection"


@dataclass(frozen=True)
class Compound:
    """A drug that is drawn: its name in words, the structure's file in the production folder, its component's code.

    `structure` "" means the table that the package ships; it then needs no `ligand`.
    Raises ModelError for a name that cannot be shown, a bad code, or a structure without a code.
    """

    name: str
    structure: str = ""
    ligand: str = ""

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


@dataclass(frozen=True)
class Cast:
    """The film's drug, how it is given, whether it makes the receptor degrade, and what it is compared with.

    Raises ModelError when two of them have one name.
    """

    drug: Compound
    route: Route
    degrades: bool
    compared: tuple[Compound, ...] = ()

    def __post_init__(self) -> None:
        names = [each.name for each in (self.drug, *self.compared)]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise ModelError(
                f"{join_names(repeated)} more than once", "each name once", "remove or rename one"
            )
