"""A small production to be spoken."""

from __future__ import annotations

from pathlib import Path

import pytest
from spoken import spoken_production


@pytest.fixture
def spoken_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small production with the film's lexicon, and an empty cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache-home"))
    return spoken_production(tmp_path / "production")
