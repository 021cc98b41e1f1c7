"""A scene declares no table that it does not load when its cues are drawn; helpers may load more than is drawn."""

from __future__ import annotations

import subprocess
import sys

import pytest

from moa_anim.script.scene_needs import packaged_needs

CODE = """
import sys
from dataclasses import replace
from moa_anim.molecule import atom_tables
loaded = []
read = atom_tables.structure_from_bytes
def noted(file, data):
    loaded.append(file.removesuffix(".cif.gz"))
    return read(file, data)
atom_tables.structure_from_bytes = noted
from moa_anim.cache.installed import package_folder
from moa_anim.model.cast import SHIPPED_CAST
from moa_anim.model.quality import DRAFT
from moa_anim.model.timeline import schedule
from moa_anim.render.draw import draw_frames
from moa_anim.script.production import load_production
from moa_anim.stage.context import unplaced
board = replace(load_production(package_folder("assets") / "giredestrant").storyboard, cast=SHIPPED_CAST)
slot = next(each for each in schedule(board, DRAFT.rate).shots if each.shot.scene.module == sys.argv[1])
ends = sorted({cue.slot.stop - 1 - slot.slot.start for cue in slot.cues})
draw_frames(board, slot.shot.id, DRAFT, ends, lambda frame, pixels: None, place_labels=unplaced)
print(*loaded)
"""
MODULES = ("pocket_exchange", "conformational_change", "er_signalling", "proteasome_clearance")


@pytest.mark.parametrize("module", MODULES)
def test_every_declared_table_is_loaded(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE, module], capture_output=True, text=True, check=True, timeout=300
    )
    needs = next(each for name, each in packaged_needs().items() if name.module == module)
    declared = {"era_lbd_elacestrant" if name == "drug" else name for name in needs.tables}
    assert declared <= set(done.stdout.split())
