"""What a scene may do that no other may: said in the scene, with its reason, and looked up by the test of every frame."""

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
