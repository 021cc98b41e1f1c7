"""Makes a whole film: checks all that could fail beforehand, then draws, then composes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from moa_anim.cache.limit import limit_bytes, pruned_to_limit
from moa_anim.cache.segments import SegmentCache
from moa_anim.errors import RenderError
from moa_anim.files.destination import LEAST_FRAME_BYTES, require_room
from moa_anim.molecule.casting import prepare_drug
from moa_anim.render.compose import caption_files, compose, foreign_outputs, is_current
from moa_anim.render.drawer import ProgressBar, choose_drawer
from moa_anim.render.glyphs import require_lettering
from moa_anim.render.outputs import Outputs, require_writable_folder, sole_writer
from moa_anim.render.ownership import require_replaceable
from moa_anim.render.plan import RenderPlan
from moa_anim.render.rendition import full_rendition
from moa_anim.render.runs import missing_keys
from moa_anim.render.sound_encoder import Sound


def make_film(
    plan: RenderPlan,
    cache: SegmentCache,
    out: Path,
    *,
    jobs: int,
    bar: ProgressBar,
    report: Callable[[str], None],
    cluster: str | None = None,
    force: bool = False,
    sounds: Callable[[], Sequence[Sound]] = tuple,
) -> None:
    """Draw what `cache` lacks of the plan in `jobs` processes, or on the Dask cluster at `cluster`; compose the film `out`.

    `sounds` makes the sound tracks of a plan with a narration; it is called when the pictures are drawn.

    If `out` and the files beside it are already what the plan makes, nothing is written. Existing files that moa-anim did
    not write, or that were changed since, are replaced only with `force`. When the render ends, with or without an error,
    the cache is pruned to its limit; the segments of this film stay.

    Raises:
        CommandLineError: `out` has another extension than .mp4, or the cache's limit is not a number.
        FilmError: A caption cannot be written as SubRip.
        ProductionError: A scene does not keep to its shot, or the film cannot show its drug.
        RenderError: Something cannot be drawn or written, or a file of the user's would be replaced.
    """
    outputs = Outputs(out)
    limit, draw = limit_bytes(), choose_drawer(cache, jobs, cluster, bar)
    outputs.require_writable(plan.production.storyboard.language)
    require_writable_folder(cache.root)
    caption_files(plan, outputs)  # raises FilmError now, before the drawing, not after it
    require_lettering(plan)
    prepare_drug(plan.production.storyboard.cast)  # refuses now what the scenes could not show

    def require_outputs_replaceable() -> None:
        require_replaceable(foreign_outputs(plan, out), force)

    require_outputs_replaceable()
    require_room(outputs.folder, LEAST_FRAME_BYTES * plan.frames)
    with sole_writer(outputs.folder, report):
        if is_current(plan, out):
            report(f"{out} is already as planned: {plan.frames} frames")
            return
        require_outputs_replaceable()  # again: another render may have written meanwhile
        with pruned_to_limit(limit, (segment.key for segment in plan.segments), cache, report):
            draw([full_rendition(plan)])
            heard = sounds()
            try:
                compose(plan, cache, out, require_outputs_replaceable, heard)
            except RenderError:
                if not (gone := len(missing_keys([full_rendition(plan)], cache))):
                    raise
                # Pruned by another process between being drawn and being joined, or damaged.
                report(f"segments removed from the cache since they were drawn: {gone}; drawing them again")
                draw([full_rendition(plan)])
                compose(plan, cache, out, require_outputs_replaceable, heard)
        report(f"{out}: {plan.frames} frames, {float(plan.timeline.seconds):.2f} s")
