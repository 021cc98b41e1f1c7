"""What is to be known of a film's drug, beyond what is refused: how near its way into the pocket comes to the receptor."""

from __future__ import annotations

from moa_anim.model.cast import Cast
from moa_anim.molecule.ligand_paths import USUAL_ROOM_ANGSTROM, drug_room

ROUNDED_ANGSTROM = 0.005
"""What is not nearer by more than this is said with two decimals to be as far."""


def drug_advice(cast: Cast) -> tuple[str, ...]:
    """Return advice on the drug of `cast`, which has to be that of this process."""
    room = drug_room()
    if room >= USUAL_ROOM_ANGSTROM - ROUNDED_ANGSTROM:
        return ()
    return (
        f"{cast.drug.name} on its way into the pocket comes within {room:.2f} Å of the backbone, elacestrant within "
        f"{USUAL_ROOM_ANGSTROM} Å: the way is a model, found by search, and a tighter fit than it should be",
    )
