"""A little production, planned, and drawn in flat colours."""

from __future__ import annotations

from pathlib import Path

import pytest
from flat_film import draw_flat, write_production

from moa_anim.script import Production, load_production
from moa_anim.studio.plan import RenderPlan, plan_render
from moa_anim.studio.quality import DRAFT, CaptionMode
from moa_anim.studio.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_production(tmp_path / "production")


@pytest.fixture
def production(folder: Path) -> Production:
    return load_production(folder)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache")


@pytest.fixture
def plan(production: Production) -> RenderPlan:
    return plan_render(production, DRAFT, CaptionMode.OPEN)


@pytest.fixture
def drawn(plan: RenderPlan, store: Store) -> Store:
    """A store that has all of the plan's segments."""
    draw_flat(plan, store, progress=lambda frames: None)
    return store
