"""Small productions to be spoken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from spoken import SEEN, describe

from moa_anim.cache.installed import package_folder


@pytest.fixture
def spoken_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small production with the film's lexicon, and an empty cache."""
    shutil.copy(package_folder("assets") / "elacestrant" / "pronunciation.en.toml", folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache-home"))
    return folder


@pytest.fixture
def described_folder(spoken_folder: Path) -> Path:
    """The same with a description in each cue."""
    describe(spoken_folder, *SEEN)
    return spoken_folder
