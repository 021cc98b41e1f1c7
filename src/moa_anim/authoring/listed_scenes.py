"""The scenes that a storyboard can play: the package's and, if they may be read, those of a production's own folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from moa_anim.errors import Fault, ProductionError
from moa_anim.model.scene_needs import SceneNeeds
from moa_anim.model.story import SceneName
from moa_anim.molecule.film_credits import known_of_the_drug
from moa_anim.script.files import read_inside
from moa_anim.script.own_scenes import own_needs, own_scene_files, own_scenes
from moa_anim.script.production import load_production
from moa_anim.script.reading import Notes
from moa_anim.script.scene_needs import packaged_needs
from moa_anim.script.scenes import packaged_scenes


@dataclass(frozen=True)
class ListedScenes:
    """Scenes of the package, then the production's own; `unread` are the names of own files that were not read."""

    packaged: Mapping[SceneName, SceneNeeds]
    own: Mapping[SceneName, SceneNeeds] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def all(self) -> Mapping[SceneName, SceneNeeds]:
        """All that were read."""
        return {**self.packaged, **self.own}


def listed_scenes(folder: Path | None, trust_scenes: bool) -> ListedScenes:
    """Return the scenes of the package and those in `folder`, whose files are read, and not run, if they are trusted.

    Raises ProductionError, with all faults, if there is no such folder or an own file cannot be read.
    """
    packaged = packaged_needs()
    if folder is None:
        return ListedScenes(packaged)
    if not folder.is_dir():
        fault = Fault(str(folder), "no such folder", "a production's folder", "give another folder")
        raise ProductionError(fault)
    notes = Notes()
    names = own_scene_files(folder, notes)
    own: Mapping[SceneName, SceneNeeds] = {}
    if trust_scenes:
        code = {name: data for name in names if (data := read_inside(folder, name, notes)) is not None}
        files = own_scenes(folder, code, packaged_scenes(), notes)
        if not notes.faults:
            own = own_needs(files)
    if notes.faults:
        raise ProductionError(notes.faults)
    return ListedScenes(packaged, own, () if trust_scenes else names)


def known_in(folder: Path) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """Return what is known of the drug of the production in `folder`, for words of labels, and the ids of its shots.

    Raises ProductionError if the production has faults, or its film cannot show its drug.
    """
    board = load_production(folder, trust_scenes=True).storyboard  # no scene is run here
    return known_of_the_drug(board.cast), tuple(shot.id for shot in board.shots)
