"""What a scene needs of a storyboard: its cues in order, its labels, and what must be true of the film's drug."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from moa_anim.model.cast import Cast, Route
from moa_anim.model.story import SceneName


class Fact(StrEnum):
    """What must be true of a drug for a scene to show it truly."""

    ORAL = "oral"
    DEGRADES = "degrades"
    ELACESTRANT = "elacestrant"
    """The scene shows what is known of elacestrant alone: its comparison, its use, its numbers."""
    COMPARED = "compared"
    """The scene shows a drug that the film's drug is compared with."""

    def holds(self, cast: Cast) -> bool:
        """Whether it is true of the drug of `cast`."""
        if self is Fact.ORAL:
            return cast.route is Route.ORAL
        if self is Fact.COMPARED:
            return cast.compares
        return cast.degrades if self is Fact.DEGRADES else cast.drug.name.casefold() == "elacestrant"


@dataclass(frozen=True)
class CueNeeds:
    """A cue of a scene: how long its picture takes, words by which `moa-anim new` finds its sentence, what is seen.

    `goes_on_seconds` is how long before the end of the cue the picture that belongs to it ends, where the scene goes on to
    the next shot's picture while the cue is read: its still is taken before that.
    """

    least_seconds: Fraction
    about: tuple[str, ...] = ()
    shows: str = ""
    goes_on_seconds: Fraction = Fraction(0)


@dataclass(frozen=True)
class SceneNeeds:
    """What a scene needs; `tells` is the first line of its docstring.

    `cues` are in the order in which the scene plays them; a scene with `any_cues` plays whatever cues its shot has. `labels`
    are its labels' names with words to begin with, in which {drug}, {entry}, {moved} and {turned} stand for what is known of
    the drug, {compared}, {compared entry} and so on for the first drug that it is compared with, {mutants} for the mutants.
    `facts` must hold for the film's drug. `tables` are the tables of atoms that the scene draws, "drug" for the film's drug,
    "compared" for those that it is compared with, "first compared" for the first of these, "mutants" for the film's mutants;
    `schematic` says what of it is not measured.
    """

    scene: SceneName
    tells: str
    cues: Mapping[str, CueNeeds] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    lead_seconds: Fraction = Fraction(0)
    tail_seconds: Fraction = Fraction(0)
    seed: int = 0
    facts: tuple[Fact, ...] = ()
    any_cues: bool = False
    tables: tuple[str, ...] = ()
    schematic: str = ""

    def broken(self, cast: Cast) -> Sequence[Fact]:
        """Return the facts that are not true of the drug of `cast`."""
        return [fact for fact in self.facts if not fact.holds(cast)]
