"""Made once for all tests of this folder: they only read it."""

from __future__ import annotations

import pytest
from bundle_material import hostile_plan, little_plan, tiny_material

from moa_anim.bundle.material import Material


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("little")
    return tiny_material(little_plan(folder / "production"), folder / "films")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("hostile")
    return tiny_material(hostile_plan(folder / "production"), folder / "films")
