"""Made once for all tests of this folder: they only read it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bundle_material import hostile_plan, little_plan, real_plan, tiny_material

from moa_anim.bundle.material import Material
from moa_anim.bundle.slides.deck import slides_pptx


@pytest.fixture(scope="session")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("little")
    return tiny_material(little_plan(folder / "production"), folder / "films")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Material:
    folder = tmp_path_factory.mktemp("hostile")
    return tiny_material(hostile_plan(folder / "production"), folder / "films")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Material:
    return tiny_material(real_plan(), tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="session", params=["material", "hostile", "real"])
def deck(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Material, Path]:
    """A production's material and the deck made from it."""
    found: Material = request.getfixturevalue(request.param)
    path = tmp_path_factory.mktemp("deck") / "deck.pptx"
    path.write_bytes(slides_pptx(found))
    return found, path
