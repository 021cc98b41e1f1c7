"""Loads a production folder: its storyboard proved against its document, or all faults of its files together."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from moa_anim.errors import ProductionError
from moa_anim.model.edition import LECTURE_EDITION, require_edition
from moa_anim.model.naming import require_name, safe_name
from moa_anim.model.source import SourceDocument
from moa_anim.model.story import Storyboard
from moa_anim.script.editions import available_editions
from moa_anim.script.files import decode, parse, read_inside
from moa_anim.script.reading import Notes, Table
from moa_anim.script.scenes import Scenes, packaged_scenes
from moa_anim.script.storyboard import SOURCE, STORYBOARD, StoryboardReader


@dataclass(frozen=True)
class Files:
    """The bytes of a production's two files, each read once, so that later checks see the same bytes."""

    source: bytes
    storyboard: bytes

    def __repr__(self) -> str:
        return f"Files({len(self.source)} bytes, {len(self.storyboard)} bytes)"


@dataclass(frozen=True)
class Production:
    """A folder without faults: its storyboard, and the SHA-256 (64 hex digits) of its two files."""

    storyboard: Storyboard
    folder: Path
    source_sha256: str
    storyboard_sha256: str
    editions: tuple[str, ...] = (LECTURE_EDITION,)
    """Names of the editions that the storyboard has, the default first."""
    read: Files = field(default_factory=lambda: Files(b"", b""), compare=False)
    """The bytes of the files. The files are not read again, because they may have been replaced."""
    given_name: str = ""
    """The name that the storyboard gives to its films; "" if it gives none."""

    @property
    def name(self) -> str:
        """The default name of films and bundles: the storyboard's `name`, or else one made from the folder's name."""
        return self.given_name or safe_name(self.folder.resolve().name)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read."""
        return (self.folder / SOURCE, self.folder / STORYBOARD)

    def in_edition(self, edition: str, scenes: Scenes | None = None) -> Production:
        """Return another edition of the same files, without reading them again.

        Raises:
            ProductionError: Something is wrong; it carries every fault.
        """
        notes = Notes()
        notes.attempt("edition", lambda: require_edition(edition))
        return _prove(self.folder, self.read.source, self.read.storyboard, scenes, edition, notes)


def load_production(
    folder: Path, scenes: Scenes | None = None, *, edition: str = LECTURE_EDITION
) -> Production:
    """Read and prove `edition` of the production in `folder`; `scenes` are by default those of the package.

    Raises:
        ProductionError: Something is wrong; it carries every fault of both files.
    """
    notes = Notes()
    notes.attempt("edition", lambda: require_edition(edition))
    if not folder.is_dir():
        notes.add(
            str(folder), "no such folder", f"a folder with {SOURCE} and {STORYBOARD}", "give another folder"
        )
        raise ProductionError(notes.faults)
    source, board = (read_inside(folder, name, notes) for name in (SOURCE, STORYBOARD))
    return _prove(folder, source, board, scenes, edition, notes)


def _prove(
    folder: Path, source: bytes | None, board: bytes | None, scenes: Scenes | None, edition: str, notes: Notes
) -> Production:
    """Return the production in these bytes; None stands for a file that could not be read, a fault already noted."""
    text = decode(source, SOURCE, notes) if source is not None else None
    toml = decode(board, STORYBOARD, notes) if board is not None else None
    table = parse(toml, STORYBOARD, notes) if toml is not None else None
    document = SourceDocument(text, _sha256(source)) if text is not None and source is not None else None
    storyboard = None
    editions: tuple[str, ...] = ()
    name = ""
    if table is not None:
        known = scenes if scenes is not None else packaged_scenes()
        name = _given_name(table)
        storyboard = StoryboardReader(table, document, known, edition).storyboard()
        editions = available_editions(table)
    if notes.faults or storyboard is None or board is None or source is None:
        raise ProductionError(notes.faults)
    hashes = storyboard.document.sha256, _sha256(board)
    return Production(storyboard, folder, *hashes, editions, Files(source, board), name)


def _given_name(table: Table) -> str:
    """Return the storyboard's `name`; "" if it has none. A name that files cannot have is noted."""
    faults = len(table.notes.faults)
    name = table.words("name", "") or ""
    if table.has("name") and len(table.notes.faults) == faults:
        table.notes.attempt(table.at("name"), lambda: require_name(name))
    return name


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
