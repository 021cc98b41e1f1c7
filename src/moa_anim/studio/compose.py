"""From finished segments to the film, its manifest and its captions: each file there whole, or not at all."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from moa_anim.captions import to_srt, to_vtt
from moa_anim.errors import Fault, RenderError
from moa_anim.studio.join import join
from moa_anim.studio.manifest import manifest_json
from moa_anim.studio.outputs import Outputs
from moa_anim.studio.plan import RenderPlan
from moa_anim.studio.probe import probe
from moa_anim.studio.runs import SUFFIX
from moa_anim.studio.store import Store
from moa_anim.studio.writing import TEMPORARY_PREFIX, writing


def is_current(plan: RenderPlan, out: Path) -> bool:
    """Whether `out` and the files beside it are, byte for byte, what `plan` would make; nothing is drawn."""
    outputs = Outputs(out)
    try:
        side = _side_files(plan, outputs, file_sha256(out))
        return all(path.read_bytes() == data for path, data in side.items())
    except OSError:
        return False


def compose(plan: RenderPlan, store: Store, out: Path) -> None:
    """Join the plan's segments into `out`, and write manifest and captions beside it.

    `store` has all segments. All is made in a folder of its own, then moved into place, the film last.

    Raises:
        RenderError: A segment is missing or damaged, or something cannot be written; the film is as it was.
    """
    outputs = Outputs(out)
    with writing(outputs.folder):
        outputs.folder.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=TEMPORARY_PREFIX, dir=outputs.folder))
        try:
            film = workshop / out.name
            join_segments(store, [(each.key, each.frames) for each in plan.segments], plan.quality.rate.fps, film)
            _require_planned(plan, film)
            files = _side_files(plan, outputs, file_sha256(film))
            made = {path: workshop / path.name for path in files}
            for path, data in files.items():
                made[path].write_bytes(data)
            for path, finished in [*made.items(), (out, film)]:
                path.parent.mkdir(parents=True, exist_ok=True)
                finished.replace(path)
        finally:
            with suppress(OSError):
                shutil.rmtree(workshop)


def caption_files(plan: RenderPlan, outputs: Outputs) -> dict[Path, bytes]:
    """Return what the caption files of the film should hold."""
    language = plan.production.storyboard.language
    return {
        outputs.vtt(language): to_vtt(plan.timeline).encode(),
        outputs.srt(language): to_srt(plan.timeline).encode(),
    }


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of the file's bytes as 64 hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def join_segments(store: Store, pieces: Sequence[tuple[str, int]], fps: Fraction, out: Path) -> None:
    """Join stored segments, given by key and number of frames, into the film `out`.

    Raises:
        RenderError: A segment is missing or damaged.
        OSError: `out` cannot be written.
    """
    join((_StoredPiece(store, key, frames) for key, frames in pieces), fps, out)


@dataclass(frozen=True)
class _StoredPiece:
    store: Store
    key: str
    frames: int

    @property
    def name(self) -> str:
        return str(self.store.path(self.key, SUFFIX))

    def data(self) -> bytes:
        data = self.store.read(self.key, SUFFIX)
        if data is None:
            raise RenderError(
                Fault(self.name, "no finished segment", "one for every piece of the film", "render again")
            )
        return data


def _side_files(plan: RenderPlan, outputs: Outputs, film_sha256: str) -> dict[Path, bytes]:
    manifest = manifest_json(plan, outputs.film.name, film_sha256).encode()
    return {**caption_files(plan, outputs), outputs.manifest: manifest}


def _require_planned(plan: RenderPlan, film: Path) -> None:
    facts = probe(film)
    found: tuple[object, ...] = (facts.frames, facts.fps, facts.start, facts.in_order, facts.faststart)
    expected = (plan.frames, plan.quality.rate.fps, Fraction(0), True, True)
    if found != expected:
        raise RenderError(
            Fault(film.name, str(found), str(expected), "this is a fault of moa-anim: please report it")
        )
