"""What a scene may do that no other may, with the reason, for the rules that are asked at every frame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Law(StrEnum):
    """What may be allowed. All else that holds for every frame holds without exception."""

    WHOLE = "cut by the edge"
    PACE = "faster than the film's pace"
    SETTLED = "moved in the last half second"


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
        Allowance(Law.WHOLE, "NuclearReceptors receptor", "the camera goes to one of them", ("blood",)),
        Allowance(
            Law.PACE, "NuclearReceptors receptor", "the camera goes to one of them", ("blood",), 2600.0
        ),
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
            "OverviewReceptors",
            "receptors behind the hero are beyond the picture's edge while it is near, and again as three lanes come",
            ("induces", "fewer", "beyond"),
        ),
        Allowance(
            Law.WHOLE,
            "ReceptorPopulation",
            "the camera passes the wild types, which leave the picture below",
            ("effective",),
        ),
        Allowance(
            Law.WHOLE,
            "LigandPopulation estradiol",
            "the camera passes what is near, which leaves the picture below and beside",
            ("effective",),
        ),
        Allowance(
            Law.WHOLE,
            "*",
            "the camera goes into a nucleus, to one receptor, and back from it",
            ("lead", "advantage", "guides"),
        ),
        Allowance(
            Law.PACE, "*", "the camera goes into a nucleus and back", ("lead", "advantage", "guides"), 2800.0
        ),
    ),
    "ErSignalling": (
        Allowance(
            Law.PACE,
            "*",
            "the camera goes into a nucleus, and comes out of it",
            ("expressed", "binds", "activates"),
            3000.0,
        ),
        Allowance(
            Law.PACE,
            "DividingCells",
            "a cell that divides gives its number to a daughter",
            ("grows",),
            9500.0,
        ),
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
    "ProteasomeClearance": (
        Allowance(
            Law.SETTLED,
            "*",
            "the next shot begins with the same field, in which receptors go on being cleared",
            ("fewer", "tail"),
        ),
        Allowance(
            Law.WHOLE,
            "RigidBody *",
            "the camera goes to the proteasome, which is outside the picture at first",
            ("lead", "cleared"),
        ),
        Allowance(Law.PACE, "RigidBody *", "the camera comes to the proteasome", ("cleared",), 1600.0),
        Allowance(Law.WHOLE, "*", "the camera pulls back from one proteasome to the field", ("fewer",)),
    ),
    "Resistance": (
        Allowance(
            Law.PACE,
            "DividingCells",
            "the camera comes out of a nucleus; a cell that divides gives its number to a daughter",
            ("mutations", "resists"),
            60000.0,
        ),
        Allowance(
            Law.PACE,
            "NuclearReceptors receptor",
            "the camera goes to one of them, and comes from it",
            ("mutations", "resists"),
            3200.0,
        ),
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
        Allowance(Law.WHOLE, "BindingPartner coactivator", "it comes in from the right", ("continues",)),
    ),
    "SignalLost": (
        Allowance(
            Law.WHOLE,
            "ClearedReceptors",
            "some are carried out of the picture, to other proteasomes",
            ("lead", "secreted", "no-signal", "lack"),
        ),
        Allowance(
            Law.WHOLE,
            "*",
            "the camera passes from one cell into another and goes near to a few mutants",
            ("after-failure", "mutants"),
        ),
        Allowance(
            Law.WHOLE,
            "Proteasome",
            "it is far behind the gene that the camera goes near to",
            ("secreted", "no-signal", "lack"),
        ),
        Allowance(
            Law.WHOLE,
            "LigandPopulation estradiol",
            "those about the gene go out of the picture when the camera goes near to it",
            ("secreted", "no-signal", "lack"),
        ),
        Allowance(
            Law.PACE,
            "*",
            "the camera draws back from the gene, then moves over the whole field",
            ("lack", "after-failure", "mutants"),
            1800.0,
        ),
    ),
    "Ubiquitination": (
        Allowance(Law.PACE, "RigidBody ligase", "it comes in while the camera pulls back", ("lead",), 2800.0),
        Allowance(
            Law.PACE,
            "RigidBody *",
            "the camera pulls back; an E2 swings to the lysine, and a spent one leaves",
            ("lead", "target"),
            2500.0,
        ),
        Allowance(
            Law.SETTLED,
            "RigidBody ligase",
            "it leaves the picture; the next shot begins without it",
            ("tail",),
        ),
        Allowance(
            Law.WHOLE,
            "RigidBody *",
            "the E3 comes out of the distance, charged E2s from the right, and both leave",
        ),
    ),
}
"""By the class of the scene. A scene that is not here has none."""
