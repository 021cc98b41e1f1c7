"""Composes the film, its manifest and its captions from finished segments: each file whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import Fault, RenderError
from moa_anim.files.hashes import file_sha256 as file_sha256
from moa_anim.files.replacement import replace_files, working_folder
from moa_anim.files.writing import writing
from moa_anim.render.join import join
from moa_anim.render.listing import Data
from moa_anim.render.manifest import CAPTION_FILES, manifest_json
from moa_anim.render.manifest import caption_files as caption_files
from moa_anim.render.outputs import Outputs
from moa_anim.render.ownership import foreign_files, planned_identity, read_manifest
from moa_anim.render.plan import RenderPlan
from moa_anim.render.probe import probe
from moa_anim.render.sound_encoder import Sound


def is_current(plan: RenderPlan, out: Path) -> bool:
    """Whether `out` and the files beside it are, byte for byte, what `plan` would make; nothing is drawn."""
    outputs = Outputs(out)
    try:
        if not out.is_file():  # reading a FIFO would block for ever
            return False
        side = _side_files(plan, outputs, file_sha256(out))
        return all(path.is_file() and path.read_bytes() == data for path, data in side.items())
    except OSError:
        return False


def foreign_outputs(plan: RenderPlan, out: Path) -> list[Fault]:
    """Return a fault for each existing file that the film `out`, or a file beside it, may not replace without --force.

    It may replace a film of the same production and edition, in any quality, and its caption files, if they are still as
    their manifest says.

    Raises:
        FilmError: A caption cannot be written as SubRip.
    """
    outputs = Outputs(out)
    captions = caption_files(plan, outputs)
    written = read_manifest(outputs.manifest)
    recorded = _recorded_hashes(written.data, outputs) if written else {}
    files = {path: recorded.get(path) for path in (out, *captions)}
    return foreign_files(files, outputs.manifest, planned_identity(plan), captions)


def _recorded_hashes(manifest: Data, outputs: Outputs) -> dict[Path, str]:
    film, captions = manifest.get("film"), manifest.get(CAPTION_FILES)
    recorded = {outputs.film: str(film.get("sha256"))} if isinstance(film, dict) else {}
    if isinstance(captions, dict):
        recorded.update({outputs.folder / str(name): str(value) for name, value in captions.items()})
    return recorded


def compose(
    plan: RenderPlan,
    cache: SegmentCache,
    out: Path,
    before_replacing: Callable[[], None] = lambda: None,
    sounds: Sequence[Sound] = (),
) -> None:
    """Join the plan's segments into `out`, with a track for each of the `sounds`, and write manifest and captions beside it.

    `cache` has all segments. The files are made in a temporary folder, then moved into place, the film last. Right before
    that `before_replacing` is called; it raises an error if files may not be replaced.

    Raises:
        RenderError: A segment is missing or damaged, or something cannot be written; the film is as it was.
    """
    outputs = Outputs(out)
    with writing(outputs.folder):
        outputs.folder.mkdir(parents=True, exist_ok=True)
        with working_folder(outputs.folder) as temporary:
            film = temporary / out.name
            pieces = [(each.key, each.frames) for each in plan.segments]
            join_segments(cache, pieces, plan.quality.rate.fps, film, sounds)
            _require_planned(plan, film)
            files = _side_files(plan, outputs, file_sha256(film))
            made = {path: temporary / path.name for path in files}
            for path, data in files.items():
                made[path].write_bytes(data)
            before_replacing()
            replace_files(temporary, {**made, out: film})


def join_segments(
    cache: SegmentCache,
    pieces: Sequence[tuple[str, int]],
    fps: Fraction,
    out: Path,
    sounds: Sequence[Sound] = (),
) -> None:
    """Join stored segments, given by key and number of frames, into the film `out`, with a track for each of the `sounds`.

    Raises:
        RenderError: A segment is missing or damaged.
        OSError: `out` cannot be written.
    """
    join((_CachedSegment(cache, key, frames) for key, frames in pieces), fps, out, sounds)


@dataclass(frozen=True)
class _CachedSegment:
    cache: SegmentCache
    key: str
    frames: int

    @property
    def name(self) -> str:
        return str(self.cache.path(self.key))

    def data(self) -> bytes:
        data = self.cache.read(self.key)
        if data is None:
            raise RenderError(
                Fault(self.name, "no finished segment", "one for every part of the film", "render again")
            )
        return data


def _side_files(plan: RenderPlan, outputs: Outputs, film_sha256: str) -> dict[Path, bytes]:
    manifest = manifest_json(plan, outputs.film.name, film_sha256).encode()
    return {**caption_files(plan, outputs), outputs.manifest: manifest}


def _require_planned(plan: RenderPlan, film: Path) -> None:
    facts = probe(film)
    found: tuple[object, ...] = (
        facts.tracks,
        facts.frames,
        facts.fps,
        facts.start,
        facts.in_order,
        facts.faststart,
    )
    expected = (plan.tracks, plan.frames, plan.quality.rate.fps, Fraction(0), True, True)
    if found != expected:
        raise RenderError(
            Fault(film.name, str(found), str(expected), "this is a fault of moa-anim: please report it")
        )
