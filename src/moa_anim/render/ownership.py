"""Which existing files were written by moa-anim and not changed since, and so may be replaced; all others are the user's.

A manifest records what was written: the SHA-256 of each file beside it, and of itself.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from moa_anim.errors import Fault, RenderError
from moa_anim.files.hashes import regular_file_sha256
from moa_anim.render.listing import Data
from moa_anim.render.manifest import is_sealed
from moa_anim.render.plan import RenderPlan

MAXIMUM_MANIFEST_BYTES = 64 * 2**20
"""A larger manifest is not read: ours are smaller than a hundredth of it."""

MAXIMUM_NAMED_FILES = 8
"""How many files an error names; it gives the number of the others."""

_REMEDY = "move it, choose another name, or use --force to replace it"


@dataclass(frozen=True)
class Identity:
    """What two outputs of one production and edition have in common, so that the newer may replace the older.

    A storyboard changes while one works on it, so its hash is not compared; nor are quality, captions and the choice of
    shots. Document, title, language and edition are: outputs that differ in one of these are different films.
    """

    document: str
    title: str
    language: str
    edition: str

    def __str__(self) -> str:
        return f"“{self.title}” ({self.language}, edition {self.edition}, document {self.document[:8]})"


@dataclass(frozen=True)
class Written:
    """A manifest that was read: its data, and whether it is unchanged since it was written."""

    data: Data
    unchanged: bool

    @property
    def identity(self) -> Identity:
        """The production and edition that it is of, with empty strings for what it does not say."""
        return identity_of(self.data)

    def hashes(self, key: str) -> dict[str, str]:
        """Return the file names and hashes under `key`; an empty dictionary if there are none."""
        found = self.data.get(key)
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def identity_of(manifest: Data) -> Identity:
    """Return the production and edition in a manifest's data, with empty strings for what it does not say."""

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
    """Return the production and edition of `plan`."""
    board = plan.production.storyboard
    return Identity(plan.production.source_sha256, board.shown_title, board.language, board.edition.name)


def read_manifest(path: Path) -> Written | None:
    """Return the manifest at `path`; None unless it is a readable regular file that holds a JSON object."""
    try:
        if regular_file_sha256(path) is None or path.stat().st_size > MAXIMUM_MANIFEST_BYTES:
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
    """Return a fault for each of the `files`, and their `manifest`, that exists and was not written by us, or was changed.

    `files` has the hash that the manifest records for each, None where it records none. A file that holds the `same` bytes
    as would be written is no fault: nothing is lost.
    """
    written = read_manifest(manifest)
    faults: list[Fault] = []
    if os.path.lexists(manifest):
        if written is None or not written.unchanged:
            faults.append(_foreign(manifest, "a manifest that was changed, or not written by this version"))
        elif written.identity != expected:
            same_but_text = replace(written.identity, document=expected.document) == expected
            whose = "this film with another text" if same_but_text else "another film"
            faults.append(_foreign(manifest, f"the manifest of {whose}: {written.identity}", str(expected)))
    for path, recorded in files.items():
        if not os.path.lexists(path):
            continue
        found = regular_file_sha256(path)
        if found is None:
            faults.append(_foreign(path, "something that is not a readable file"))
        elif found != recorded and not _holds(path, (same or {}).get(path)):
            faults.append(
                _foreign(
                    path, "a file that was changed" if recorded else "a file that moa-anim did not write"
                )
            )
    return faults


def require_replaceable(faults: Sequence[Fault], force: bool = False) -> None:
    """Raise RenderError of `faults`, if there are any, unless `force`; the first MAXIMUM_NAMED_FILES are named."""
    if not faults or force:
        return
    shown = list(faults[:MAXIMUM_NAMED_FILES])
    if len(faults) > MAXIMUM_NAMED_FILES:
        more = f"{len(faults) - MAXIMUM_NAMED_FILES} more like these"
        shown.append(Fault(str(Path(shown[-1].where).parent), more, shown[-1].expected, shown[-1].remedy))
    raise RenderError(shown)


def _foreign(
    path: Path, found: str, expected: str = "no file, or one that moa-anim wrote and nobody changed"
) -> Fault:
    return Fault(str(path), found, expected, _REMEDY)


def _holds(path: Path, data: bytes | None) -> bool:
    try:
        return data is not None and path.read_bytes() == data
    except OSError:
        return False
