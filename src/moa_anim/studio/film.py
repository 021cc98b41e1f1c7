"""A whole film made: everything looked at beforehand, then drawn, then composed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from moa_anim.studio.compose import caption_files, compose, is_current
from moa_anim.studio.glyphs import require_lettering
from moa_anim.studio.outputs import Outputs, require_writable_folder, sole_writer
from moa_anim.studio.plan import RenderPlan
from moa_anim.studio.store import Store

Bar = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given how many frames there are, a context in which to report each time how many more are done."""


def make_film(
    plan: RenderPlan, store: Store, out: Path, *, jobs: int, bar: Bar, tell: Callable[[str], None]
) -> None:
    """Draw what `store` lacks of the plan in `jobs` processes, and compose the film `out`.

    If `out` and the files beside it are already what the plan makes, nothing is written.

    Raises:
        CommandLineError: `out` has another extension than .mp4.
        FilmError: A caption cannot be written as SubRip.
        RenderError: Something cannot be drawn or written.
    """
    outputs = Outputs(out)
    outputs.require_writable(plan.production.storyboard.language)
    require_writable_folder(store.root)
    caption_files(plan, outputs)  # words that SubRip cannot hold are found before the work, not after it
    require_lettering(plan)
    with sole_writer(outputs.folder, tell):
        if is_current(plan, out):
            tell(f"{out} is already as planned: {plan.frames} frames")
            return
        from moa_anim.studio.render import render_missing  # here: it imports Manim, which takes seconds

        store.sweep()
        with bar(plan.frames) as progress:
            render_missing(plan, store, jobs=jobs, progress=progress)
        compose(plan, store, out)
        tell(f"{out}: {plan.frames} frames, {float(plan.timeline.seconds):.2f} s")
