"""What a scene may do that no other may, with the reason, for the rules that are asked at every frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Law(StrEnum):
    """What may be allowed. All else that holds for every frame holds without exception."""

    WHOLE = "cut by the edge"
    PACE = "faster than the film's pace"


@dataclass(frozen=True)
class Allowance:
    """`things` (names as a failure gives them, `*` for any part) may break `law` because of `reason`.

    In the shot's cues `cues`, or in all of it if none is named; for PACE up to `pixels_a_second`. One that nothing needs is
    itself a failure. Raises ValueError without a reason, or for PACE without a pace.
    """

    law: Law
    things: str
    reason: str
    cues: tuple[str, ...] = ()
    pixels_a_second: float = 0.0

    def __post_init__(self) -> None:
        if not self.reason.strip() or (self.law is Law.PACE) != (self.pixels_a_second > 0.0):
            raise ValueError(
                f"{self.law} for “{self.things}”: give a reason, and a pace if and only if it is for that"
            )


ALLOWANCES: dict[str, tuple[Allowance, ...]] = {
    "Binding": (
        Allowance(
            Law.WHOLE,
            "BindingPartner *",
            "what leaves goes out of the picture, and the other comes",
            ("leaves", "binds"),
        ),
    ),
    "ConformationalChange": (
        Allowance(Law.WHOLE, "BindingPartner coactivator", "it comes in from the right", ("receptor",)),
    ),
    "DifferentApproach": (
        Allowance(
            Law.WHOLE,
            "*",
            "the camera goes into a nucleus, near to one receptor, and down to the second row",
            ("lead", "advantage", "guides", "effective"),
        ),
        Allowance(
            Law.PACE, "*", "the camera goes into a nucleus and back", ("lead", "advantage", "guides"), 1800.0
        ),
    ),
    "ErSignalling": (
        Allowance(Law.WHOLE, "CancerCell", "the camera goes into the cell", ("expressed", "binds")),
        Allowance(
            Law.WHOLE,
            "NuclearReceptors receptor",
            "the camera goes to one of them, and comes from one",
            ("expressed", "binds", "activates"),
        ),
        Allowance(Law.WHOLE, "DividingCells", "the camera comes out of the cell", ("activates",)),
        Allowance(Law.WHOLE, "BindingPartner coactivator", "it comes in from the right", ("activates",)),
        Allowance(
            Law.WHOLE,
            "RigidBody *",
            "the partner comes in from the right; the gene goes on beyond the picture on both sides",
            ("activates",),
        ),
        Allowance(
            Law.WHOLE,
            "TranscribedDna *",
            "the gene goes on beyond the picture on both sides",
            ("activates",),
        ),
    ),
    "InTheClinic": (
        Allowance(Law.WHOLE, "Population elacestrant", "molecules come in from both sides", ("strategy",)),
    ),
    "ProteasomeClearance": (
        Allowance(
            Law.WHOLE,
            "RigidBody *",
            "the camera goes to the proteasome, which is outside the picture at first",
            ("lead", "cleared"),
        ),
        Allowance(Law.WHOLE, "*", "the camera pulls back from one proteasome to the field", ("fewer",)),
    ),
    "Resistance": (
        Allowance(
            Law.WHOLE,
            "DividingCells",
            "the camera goes into a cell and comes out of it",
            ("mutations", "resists"),
        ),
        Allowance(
            Law.WHOLE,
            "NuclearReceptors receptor",
            "the camera goes to one of them, and comes from it",
            ("mutations", "resists"),
        ),
        Allowance(Law.WHOLE, "EstradiolSupply estradiol", "it goes its way out of the picture"),
        Allowance(Law.WHOLE, "BindingPartner coactivator", "it comes in from the right", ("continues",)),
    ),
    "SignalLost": (
        Allowance(
            Law.WHOLE,
            "*",
            "the camera passes the borders of two cells and goes near to a few mutants",
            ("after-failure", "mutants"),
        ),
        Allowance(
            Law.PACE, "*", "the camera moves over the whole field", ("after-failure", "mutants"), 1500.0
        ),
    ),
    "Ubiquitination": (
        Allowance(
            Law.WHOLE, "RigidBody *", "E3, E2 and ubiquitin come in from the right and E2s leave there"
        ),
    ),
}
"""By the class of the scene. A scene that is not here has none."""
