"""Two drugs side by side: the compared one is drawn from its own entry, and the shot ends on the close-up it began on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from recording import scene_of
from scipy.spatial import cKDTree

from moa_anim.actors.compared_complex import ComparedComplex
from moa_anim.actors.receptor import CLOSE_VIEW, CUT_DEPTH_ANGSTROM
from moa_anim.cache.installed import package_folder
from moa_anim.model.cast import SHIPPED_CAST
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.molecule.casting import compared_drugs
from moa_anim.render.draw import playing_at
from moa_anim.script.production import load_production
from moa_anim.sets.close_up import close_view
from moa_anim.stage.molecule_view import same_view
from moa_anim.stage.rehearsal import Rehearsal, play

# With the shipped drug, which is compared with 4-hydroxytamoxifen: a process draws one drug.
BOARD = replace(load_production(package_folder("assets") / "giredestrant").storyboard, cast=SHIPPED_CAST)
COMPARED = compared_drugs(SHIPPED_CAST)[0]


@pytest.mark.parametrize("aside", [0.0, 80.0])
def test_what_is_drawn_is_the_entrys_atoms_so_far_aside(aside: float) -> None:
    actor = ComparedComplex(COMPARED, along=CLOSE_VIEW[0], aside=aside, cut_depth=CUT_DEPTH_ANGSTROM)
    drawn = np.vstack([part.body.beads.positions for part in actor.parts(0.0)])
    atoms = COMPARED.structure.receptor.of_residues(310, 546)
    wanted = atoms.where(atoms.polymer).positions + aside * CLOSE_VIEW[0]
    assert cKDTree(drawn).query(wanted)[0].max() < 0.01
    ligand = COMPARED.structure.ligand_atoms.positions.mean(axis=0) + aside * CLOSE_VIEW[0]
    assert actor.anchor("ligand") == pytest.approx(ligand, abs=0.01)
    with pytest.raises(KeyError):
        actor.anchor("groove")


def test_it_ends_on_the_close_up_with_the_other_receptor_out_of_the_picture() -> None:
    timeline = schedule(BOARD, DRAFT.rate)
    slot = next(each for each in timeline.shots if each.shot.id == "compared-pockets")
    with playing_at(DRAFT):
        rehearsal = Rehearsal(slot.shot)
        scene = play(scene_of(slot.shot), BOARD, timeline, slot, rehearsal)
    assert rehearsal.faults == ()
    assert same_view(scene.molecule_view.view, close_view())
    assert scene.crowd.opacity == 1.0
    left = min(
        float(scene.molecule_view.view.pixels(part.body.beads.positions)[:, 0].min())
        for part in scene.other.parts(0.0)
    )
    assert left > 1920
