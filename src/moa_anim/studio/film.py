"""A whole film made: everything looked at beforehand, then drawn, then composed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from moa_anim.cache_folder import MARK_SECONDS
from moa_anim.errors import RenderError
from moa_anim.studio.cache import Cache, limit_bytes
from moa_anim.studio.cache_listing import counted, size
from moa_anim.studio.compose import caption_files, compose, is_current
from moa_anim.studio.cut import whole
from moa_anim.studio.glyphs import require_lettering
from moa_anim.studio.outputs import Outputs, require_writable_folder, sole_writer
from moa_anim.studio.plan import RenderPlan
from moa_anim.studio.store import Store

Bar = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given how many frames there are, a context in which to report each time how many more are done."""


def make_film(
    plan: RenderPlan,
    store: Store,
    out: Path,
    *,
    jobs: int,
    bar: Bar,
    tell: Callable[[str], None],
    cluster: str | None = None,
) -> None:
    """Draw what `store` lacks of the plan in `jobs` processes, or on the Dask cluster at `cluster`; compose the film `out`.

    If `out` and the files beside it are already what the plan makes, nothing is written. Afterwards, however it ended,
    the store is brought down to its limit; what this film is made of stays.

    Raises:
        CommandLineError: `out` has another extension than .mp4, or the cache's limit is no number.
        FilmError: A caption cannot be written as SubRip.
        RenderError: Something cannot be drawn or written.
    """
    outputs = Outputs(out)
    limit = limit_bytes()
    outputs.require_writable(plan.production.storyboard.language)
    require_writable_folder(store.root)
    caption_files(plan, outputs)  # words that SubRip cannot hold are found before the work, not after it
    require_lettering(plan)
    with sole_writer(outputs.folder, tell):
        if is_current(plan, out):
            tell(f"{out} is already as planned: {plan.frames} frames")
            return
        with _kept_within(limit, plan, store, tell):
            store.sweep()
            _draw(plan, store, jobs, cluster, bar)
            try:
                compose(plan, store, out)
            except RenderError:
                if not (gone := _missing(plan, store)):
                    raise
                # Pruned by another process between being drawn and being joined, or damaged.
                tell(f"finished pieces that went away from the cache meanwhile: {gone}; drawing them again")
                _draw(plan, store, jobs, cluster, bar)
                compose(plan, store, out)
        tell(f"{out}: {plan.frames} frames, {float(plan.timeline.seconds):.2f} s")


def _draw(plan: RenderPlan, store: Store, jobs: int, cluster: str | None, bar: Bar) -> None:
    with bar(plan.frames) as progress:
        if cluster is not None:
            from moa_anim.studio.cluster import render_on_cluster  # here: Dask takes its time to load

            render_on_cluster([whole(plan)], store, cluster, progress)
        else:
            from moa_anim.studio.render import render_missing

            render_missing(plan, store, jobs=jobs, progress=progress)


def _missing(plan: RenderPlan, store: Store) -> int:
    return sum(not store.has(segment.key, ".mp4") for segment in plan.segments)


@contextmanager
def _kept_within(limit: int, plan: RenderPlan, store: Store, tell: Callable[[str], None]) -> Iterator[None]:
    """Prune the store to `limit` bytes at the end: neither the plan's segments, nor what was of use meanwhile."""
    began = time.time()
    try:
        yield
    finally:
        with suppress(OSError):  # a cache that cannot be listed is no fault of the film
            spared = {store.path(segment.key, ".mp4") for segment in plan.segments}
            removed = Cache(store.root).prune(limit, spared, unused_since=began - MARK_SECONDS)
            if removed:
                tell(f"cache at its limit of {size(limit)}: removed {counted(removed)}, least recently used")
