"""A whole film made: everything looked at beforehand, then drawn, then composed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from moa_anim.cache.limit import kept_within
from moa_anim.cache.pruning import limit_bytes
from moa_anim.cache.segments import Store
from moa_anim.errors import RenderError
from moa_anim.files.destination import LEAST_FRAME_BYTES, require_room
from moa_anim.render.compose import caption_files, compose, foreign_outputs, is_current
from moa_anim.render.glyphs import require_lettering
from moa_anim.render.outputs import Outputs, require_writable_folder, sole_writer
from moa_anim.render.ownership import require_replaceable
from moa_anim.render.plan import RenderPlan
from moa_anim.render.rendition import full_rendition
from moa_anim.render.runs import lacking

if TYPE_CHECKING:
    from moa_anim.render.local import ProgressBar


def make_film(
    plan: RenderPlan,
    store: Store,
    out: Path,
    *,
    jobs: int,
    bar: ProgressBar,
    tell: Callable[[str], None],
    cluster: str | None = None,
    force: bool = False,
) -> None:
    """Draw what `store` lacks of the plan in `jobs` processes, or on the Dask cluster at `cluster`; compose the film `out`.

    If `out` and the files beside it are already what the plan makes, nothing is written. What is there and is not ours, or
    was changed, is replaced with `force` alone. Afterwards, however it ended,
    the store is brought down to its limit; what this film is made of stays.

    Raises:
        CommandLineError: `out` has another extension than .mp4, or the cache's limit is no number.
        FilmError: A caption cannot be written as SubRip.
        ProductionError: A scene does not keep to its shot.
        RenderError: Something cannot be drawn or written, or is the user's and not to be replaced.
    """
    from moa_anim.render.local import rendition_drawer  # here: it imports Manim, which takes seconds

    outputs = Outputs(out)
    limit, draw = limit_bytes(), rendition_drawer(store, jobs, cluster, bar)
    outputs.require_writable(plan.production.storyboard.language)
    require_writable_folder(store.root)
    caption_files(plan, outputs)  # words that SubRip cannot hold are found before the work, not after it
    require_lettering(plan)

    def allow() -> None:
        require_replaceable(foreign_outputs(plan, out), force)

    allow()
    require_room(outputs.folder, LEAST_FRAME_BYTES * plan.frames)
    with sole_writer(outputs.folder, tell):
        if is_current(plan, out):
            tell(f"{out} is already as planned: {plan.frames} frames")
            return
        allow()  # again: another render may have written meanwhile, and the user while this one draws
        with kept_within(limit, (segment.key for segment in plan.segments), store, tell):
            draw([full_rendition(plan)])
            try:
                compose(plan, store, out, allow)
            except RenderError:
                if not (gone := len(lacking([full_rendition(plan)], store))):
                    raise
                # Pruned by another process between being drawn and being joined, or damaged.
                tell(f"finished pieces that went away from the cache meanwhile: {gone}; drawing them again")
                draw([full_rendition(plan)])
                compose(plan, store, out, allow)
        tell(f"{out}: {plan.frames} frames, {float(plan.timeline.seconds):.2f} s")
