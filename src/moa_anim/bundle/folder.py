"""A bundle's folder: there whole, or not at all, and nothing of the user's is ever removed for it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

import moa_anim
from moa_anim.bundle.assembly import FILM_STEPS, DrawStills, make_films
from moa_anim.bundle.contents import documents, text_files
from moa_anim.bundle.films import plan_cuts
from moa_anim.bundle.material import Material
from moa_anim.errors import Fault, RenderError
from moa_anim.script import Production
from moa_anim.studio.cache import limit_bytes
from moa_anim.studio.cache_limit import kept_within
from moa_anim.studio.compose import file_sha256
from moa_anim.studio.cut import Cut
from moa_anim.studio.glyphs import require_lettering
from moa_anim.studio.manifest import manifest_data
from moa_anim.studio.outputs import require_writable_folder, sole_writer
from moa_anim.studio.quality import LECTURE, Quality
from moa_anim.studio.store import Store
from moa_anim.studio.writing import TEMPORARY_PREFIX, writing

MANIFEST = "manifest.json"
SCHEMA = "moa-anim bundle 1"

Draw = Callable[[Sequence[Cut]], None]
"""Brings every segment of the cuts into the store."""

Bar = Callable[[int, str], AbstractContextManager[Callable[[int], None]]]
"""Given how many steps there are and what one is called, a context in which to report steps done."""


def make_bundle(
    production: Production,
    store: Store,
    folder: Path,
    *,
    draw: Draw,
    draw_stills: DrawStills,
    bar: Bar,
    tell: Callable[[str], None],
    quality: Quality = LECTURE,
) -> None:
    """Make the bundle of a production in `folder`, which is not there yet, empty, or an earlier bundle.

    Raises:
        RenderError: `folder` holds something else or cannot be written, something cannot be drawn, a library is missing.
        FilmError: Some words cannot be written in a format.
        ProductionError: A scene does not keep to its shot.
    """
    require_replaceable(folder)
    require_writable_folder(folder.parent)
    cuts = plan_cuts(production, quality)
    require_lettering(cuts.open_full.plan)
    makers = documents(production.name)
    texts = text_files(cuts)  # what no format can hold is found before the work, not after it
    keys = (key for cut in cuts.all for key in cut.keys)
    with (
        sole_writer(folder.parent, tell),
        kept_within(limit_bytes(), keys, store, tell),
        _workshop(folder) as made,
    ):
        draw(cuts.all)
        with bar(FILM_STEPS + len(texts) + len(makers), "step") as done:
            material = make_films(cuts, store, made, production.name, draw_stills, done)
            for name, text in texts.items():
                _write(made / name, text)
                done(1)
            for name, make in makers.items():
                _write(made / name, make(material))
                done(1)
            _write(made / MANIFEST, _manifest(material, made))
        _replace(folder, made)
    tell(f"{folder}: {sum(1 for each in folder.rglob('*') if each.is_file())} files, {_size(folder) / 1e6:.0f} MB")


def _manifest(material: Material, made: Path) -> bytes:
    """What the bundle is made of: each file's SHA-256, and the film's own manifest."""
    files = {path.relative_to(made).as_posix(): path for path in made.rglob("*") if path.is_file()}
    hashes = {name: file_sha256(files[name]) for name in sorted(files)}
    film = manifest_data(material.plan, material.open_full.name, file_sha256(material.open_full))
    told = {"schema": SCHEMA, "moa-anim": moa_anim.__version__, "files": hashes, "film": film}
    return (json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def require_replaceable(folder: Path) -> None:
    """Raise RenderError unless `folder` is not there, empty, or a bundle: nothing else of the user's is ever removed."""
    if not folder.exists() and not folder.is_symlink():
        return
    with writing(folder):
        if folder.is_dir() and not folder.is_symlink():
            if not any(folder.iterdir()):
                return
            with suppress(OSError, ValueError):
                if json.loads((folder / MANIFEST).read_bytes()).get("schema") == SCHEMA:
                    return
    remedy = "name another folder; an earlier bundle or an empty folder would be replaced"
    raise RenderError(Fault(str(folder), "something that is no bundle", "no such folder yet", remedy))


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """A folder beside `folder` to make the bundle in; removed in the end, with all that is left in it."""
    with writing(folder):
        room = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=folder.absolute().parent))
        made = room / "bundle"
        made.mkdir()
        try:
            yield made
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _replace(folder: Path, made: Path) -> None:
    """Put `made` where `folder` is: what was there goes last."""
    with writing(folder):
        earlier = made.with_name("earlier")
        if folder.exists():
            folder.rename(earlier)
        try:
            made.rename(folder)
        except OSError:
            if earlier.exists():
                earlier.rename(folder)
            raise


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
