"""Close-up of the pocket in which one ligand follows another: the coactivator and estradiol leave, then the drug binds.

The order follows from the structures: the coactivator leaves, helix 12 loosens, estradiol leaves, helix 12 wanders. The drug
arrives later, misses once, then enters the open pocket. No molecule displaces another.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from moa_anim.actors.coactivator_body import body_of
from moa_anim.actors.ligands import Follow, bind, coactivator, drug_ligand, estradiol, leave, passage, ramble
from moa_anim.actors.receptor import CUT_DEPTH_ANGSTROM, Receptor, Swing
from moa_anim.molecule.helix12 import LOOSE_FROM, LOOSE_TO
from moa_anim.sets.close_up import SETTLED_SEED, docked_view, entry_view, stage_pocket
from moa_anim.stage.motion import Motion, Within, key
from moa_anim.stage.reframing import Reframe

if TYPE_CHECKING:
    from moa_anim.stage.scene import MoaScene

LOOSE_SHARE = (LOOSE_FROM + LOOSE_TO) / 2
"""Where loose helix 12 is on its path from closed (0) to the groove (1)."""

WANDER_SHARE = 0.11
"""How far loose helix 12 wanders along that path."""

SETTLING_POWER = 1.6
"""Power of the time that is left with which the drug comes to rest in the pocket."""

BOUND_SHARE = 0.965
"""Share of the drug's time after which it is bound."""


class LigandExchange:
    """The receptor, cut open, with estradiol and coactivator; the drug, not yet shown; and all paths.

    `view` is the close-up with room for the coactivator, on stage in front of its crowd; `coactivator_body` is to be added by
    the caller.
    """

    def __init__(self, scene: MoaScene) -> None:
        seed = scene.seed
        self.receptor = Receptor("agonist", seed=SETTLED_SEED)
        self.receptor.cut_depth = CUT_DEPTH_ANGSTROM
        self.estradiol = estradiol(seed=seed + 1)
        self.receptor.make_way_for("estradiol", lambda: self.estradiol.pose)
        self.coactivator = coactivator(seed=seed + 2)
        self.drug = drug_ligand("free", seed=SETTLED_SEED + 3)
        self.drug.shown = False
        view = self.view = stage_pocket(
            scene, self.receptor, self.estradiol, self.coactivator, self.drug, crowd_seed=SETTLED_SEED
        )
        self.coactivator_body = body_of(self.coactivator, view)
        spot, groove = view.spot, self.coactivator.bound_pose
        self._leaving = ramble(
            [groove[:3], spot(1330, 640, 18), spot(1560, 740, 22), spot(1760, 700, 20), spot(2180, 780, 20)],
            seed=seed + 4,
            start=groove[3:],
        )
        view.view = entry_view()  # the camera has come to it when estradiol leaves
        self._exit_path, self._entry_path = passage("estradiol"), passage("drug")[::-1]
        # An entering path, reversed, so that it joins the exit path as smoothly as an entering one does.
        self._going = ramble(
            [spot(2260, 380, 24), spot(1980, 300, 26)],
            seed=seed + 5,
            start=self._exit_path[-1, 3:],
            joins=self._exit_path[::-1],
        )[::-1]
        self._arriving = ramble(
            [spot(2210, 560, 28), spot(1770, 640, 38), spot(1900, 400, 42), spot(1720, 270, 41)],
            seed=seed + 6,
            start=self._entry_path[0, 3:],
            joins=self._entry_path,
        )
        view.view = docked_view()

    def leaves(self) -> list[Motion]:
        """Return the motions of the first part: coactivator and estradiol leave by themselves, the camera goes to the pocket.

        Helix 12 is loose and off the way out well before estradiol sets off.
        """
        return [
            Within(0.03, 0.56, Follow(self.coactivator, self._leaving, freedom=1.0)),
            Within(0.12, 0.60, Reframe(self.view, entry_view())),
            Within(0.02, 0.26, Swing(self.receptor, "aside")),
            key(
                Within(
                    0.18,
                    0.996,
                    leave(self.estradiol, self._going, self._exit_path, ease=ease_out_of_picture),
                )
            ),
            Within(0.72, 0.99, Swing(self.receptor, LOOSE_SHARE, wander=WANDER_SHARE)),
        ]

    def has_left(self) -> None:
        """Between the parts: take coactivator and estradiol off, and put the drug where it comes from."""
        self.coactivator.shown = self.estradiol.shown = False
        self.drug.shown = True
        self.drug.pose = self._arriving[0]
        self.receptor.make_way_for("drug", lambda: self.drug.pose)

    def binds(self, until: float = BOUND_SHARE) -> list[Motion]:
        """Return the motions of the second part: the drug arrives, misses the pocket once, then enters it and binds.

        Helix 12 wanders to where the mouth is widest before the ligand comes near. The drug rests after the share `until`.
        """
        entering = bind(self.drug, self._arriving, self._entry_path, ease=ease_to_rest)
        return [
            key(Within(0.0, until, entering)),
            Within(0.03, 0.30, Swing(self.receptor, "aside", wander=0.0)),
        ]


def ease_to_rest(share: float) -> float:
    """Ease from full speed outside the picture to rest: the last tenth of the time takes a fortieth of the way."""
    return 1.0 - math.pow(1.0 - share, SETTLING_POWER)


def ease_out_of_picture(share: float) -> float:
    """Ease from rest to a speed that then falls a little but not to zero, for a path that ends outside the picture."""
    gone = (share * share / 0.2 if share < 0.1 else share - 0.05) / 0.95
    return gone * (1.3 - 0.3 * gone)
