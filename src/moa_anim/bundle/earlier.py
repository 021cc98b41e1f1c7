"""An existing bundle: which of its files belong to the user, and what happens to them.

Files that the bundle's manifest lists and nobody changed are replaced. Changed and added files are faults, unless `force` is
set: then changed files are replaced and added files are carried over into the new bundle. A folder that is not a
bundle is never replaced, even with `force`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from moa_anim.errors import Fault, RenderError
from moa_anim.files.hashes import regular_file_sha256
from moa_anim.files.writing import writing
from moa_anim.render.ownership import Identity, Written, identity_of, read_manifest, require_replaceable

MANIFEST = "manifest.json"
SCHEMA = "moa-anim bundle 1"

LITTER = (".DS_Store", "Thumbs.db")
"""Files that file managers create in any folder they show; they count as nobody's."""

_FORCE = "move it out, name another folder, or say --force (which keeps what you added)"


def require_replaceable_bundle(folder: Path, expected: Identity | None = None, force: bool = False) -> None:
    """Raise RenderError unless `folder` is missing, empty, or an earlier bundle without files of the user.

    With `expected`, it has to be a bundle of that production and edition.
    """
    if not os.path.lexists(folder):
        return
    with writing(folder):
        if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            return
    written = None if folder.is_symlink() else read_manifest(folder / MANIFEST)
    if written is None or written.data.get("schema") != SCHEMA:
        remedy = "name another folder; an earlier bundle or an empty folder would be replaced"
        raise RenderError(Fault(str(folder), "something that is no bundle", "no such folder yet", remedy))
    with writing(folder):
        faults = [*_of_another(folder, written, expected), *changed_files(folder, written)]
        faults += [
            Fault(str(folder / each), "what moa-anim did not write", "only what it wrote", _FORCE)
            for each in added_files(folder, written)
        ]
    require_replaceable(faults, force)


def carry_over(folder: Path, made: Path, report: Callable[[str], None]) -> None:
    """Link or copy what the user added to the bundle in `folder` into the new one, `made`; report what is replaced."""
    written = read_manifest(folder / MANIFEST)
    for name in added_files(folder, written) if written else ():
        old, new = folder / name, made / name
        if os.path.lexists(new):
            report(f"{old}: replaced by a file of the new bundle, since --force says so")
        elif old.is_dir() and not old.is_symlink():
            new.mkdir(parents=True, exist_ok=True)
        else:
            new.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(old, new, follow_symlinks=False)
            except (OSError, NotImplementedError):  # a file system without hard links
                shutil.copy2(old, new, follow_symlinks=False)


def _of_another(folder: Path, written: Written, expected: Identity | None) -> Iterator[Fault]:
    film = written.data.get("film")
    found = identity_of(film if isinstance(film, dict) else {})
    if written.unchanged and expected is not None and found != expected:
        yield Fault(str(folder), f"a bundle of another film: {found}", str(expected), _FORCE)


def changed_files(folder: Path, written: Written) -> Iterator[Fault]:
    """Iterate over a fault for each file of a bundle that is not as its manifest says."""
    expected = "as moa-anim wrote it"
    if not written.unchanged:
        found = "a manifest that was changed, or written by an earlier version"
        yield Fault(str(folder / MANIFEST), found, expected, _FORCE)
    for name, sha256 in written.hashes("files").items():
        path = folder / name
        if os.path.lexists(path) and regular_file_sha256(path) != sha256:
            yield Fault(str(path), "a file that was changed", expected, _FORCE)


def added_files(folder: Path, written: Written) -> list[str]:
    """Paths in `folder` that are not in its manifest, sorted: files, links and empty folders."""
    ours = {MANIFEST, *written.hashes("files")}
    added: list[str] = []
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        found = [(Path(place) / name).relative_to(folder).as_posix() for name in (*files, *links)]
        added += [name for name in found if name not in ours and Path(name).name not in LITTER]
        if not folders and not files and Path(place) != folder:
            added.append(Path(place).relative_to(folder).as_posix())
    return sorted(added)
