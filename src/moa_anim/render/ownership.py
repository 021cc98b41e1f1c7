"""Which files in the way are ours and as we wrote them, and so may be replaced; everything else belongs to the user.

A manifest says what was written: the SHA-256 of each file beside it, and of itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from moa_anim.errors import Fault, RenderError
from moa_anim.files.hashes import regular_file_sha256
from moa_anim.render.listing import Data
from moa_anim.render.manifest import is_sealed
from moa_anim.render.plan import RenderPlan

MANIFEST_BYTES = 64 * 2**20
"""A manifest larger than this is not read: ours have less than a hundredth of it."""

NAMED = 8
"""How many files a refusal names; of more it says how many."""

FORCE = "move it, choose another name, or say --force to replace it"


@dataclass(frozen=True)
class Identity:
    """What makes two outputs those of one production and edition, so that the newer may take the place of the older.

    A storyboard changes while one works on it, so its hash does not count; nor do quality, captions and the choice of
    shots. The document, the title, the language and the edition do: where one of these differs, it is another film.
    """

    document: str
    title: str
    language: str
    edition: str

    def __str__(self) -> str:
        return f"“{self.title}” ({self.language}, edition {self.edition}, document {self.document[:8]})"


@dataclass(frozen=True)
class Written:
    """A manifest that was read: what it holds, and whether it is as it was written."""

    data: Data
    unchanged: bool

    @property
    def identity(self) -> Identity:
        """The production and edition that it is of; empty words for what it does not say."""
        return identity_of(self.data)

    def hashes(self, key: str) -> dict[str, str]:
        """Return the files and hashes under `key`; none if there is no such thing."""
        found = self.data.get(key)
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def identity_of(manifest: Data) -> Identity:
    """Return which production and edition a film's manifest tells of; empty words for what it does not say."""

    def word(part: str, key: str) -> str:
        found = manifest.get(part)
        return str(found.get(key, "")) if isinstance(found, dict) else ""

    return Identity(
        word("document", "sha256"),
        word("storyboard", "title"),
        word("storyboard", "language"),
        word("settings", "edition"),
    )


def planned_identity(plan: RenderPlan) -> Identity:
    """Return which production and edition `plan` is of."""
    board = plan.production.storyboard
    return Identity(plan.production.source_sha256, board.title.text, board.language, board.edition.name)


def read_manifest(path: Path) -> Written | None:
    """Return the manifest at `path`; None if there is none that can be read: a regular file that holds a JSON object."""
    try:
        if regular_file_sha256(path) is None or path.stat().st_size > MANIFEST_BYTES:
            return None
        text = path.read_bytes()
        data = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return None
    return Written(data, is_sealed(text)) if isinstance(data, dict) else None


def foreign_files(
    files: Mapping[Path, str | None],
    manifest: Path,
    expected: Identity,
    same: Mapping[Path, bytes] | None = None,
) -> list[Fault]:
    """Return what is not ours, or was changed, of the `files` in the way and their `manifest`, if they are there.

    `files` has the hash that the manifest tells for each, None where it tells none. A file that holds the `same` bytes as
    would be written loses nothing.
    """
    written = read_manifest(manifest)
    faults: list[Fault] = []
    if os.path.lexists(manifest):
        if written is None or not written.unchanged:
            faults.append(_foreign(manifest, "a manifest that was changed, or not written by this version"))
        elif written.identity != expected:
            faults.append(
                _foreign(manifest, f"what tells of another film: {written.identity}", str(expected))
            )
    for path, told in files.items():
        if not os.path.lexists(path):
            continue
        found = regular_file_sha256(path)
        if found is None:
            faults.append(_foreign(path, "what is no file that can be read"))
        elif found != told and not _holds(path, (same or {}).get(path)):
            faults.append(
                _foreign(path, "a file that was changed" if told else "a file that moa-anim did not write")
            )
    return faults


def require_replaceable(faults: Sequence[Fault], force: bool = False) -> None:
    """Raise RenderError of what is the user's, the first NAMED of them by name, unless it is to be replaced by `force`."""
    if not faults or force:
        return
    shown = list(faults[:NAMED])
    if len(faults) > NAMED:
        more = f"{len(faults) - NAMED} more like these"
        shown.append(Fault(str(Path(shown[-1].where).parent), more, shown[-1].expected, shown[-1].remedy))
    raise RenderError(shown)


def _foreign(
    path: Path, found: str, expected: str = "none there, or one that moa-anim wrote and nobody changed"
) -> Fault:
    return Fault(str(path), found, expected, FORCE)


def _holds(path: Path, data: bytes | None) -> bool:
    try:
        return data is not None and path.read_bytes() == data
    except OSError:
        return False
