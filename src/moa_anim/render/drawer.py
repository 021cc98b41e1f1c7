"""Chooses where missing segments are drawn: in processes of this machine, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from moa_anim.cache.segments import SegmentCache
from moa_anim.render.rendition import Rendition

ProgressBar = Callable[[int], AbstractContextManager[Callable[[int], None]]]
"""Given a number of frames, returns a context in which to report how many more frames are done, each time."""

Drawer = Callable[[Sequence[Rendition]], None]
"""Draws what a segment cache lacks of renditions whose plans differ in captions alone."""


def choose_drawer(cache: SegmentCache, jobs: int, cluster: str | None, bar: ProgressBar) -> Drawer:
    """Return what draws into `cache`: in `jobs` processes, or on the cluster whose scheduler is at address `cluster`."""

    def draw(renditions: Sequence[Rendition]) -> None:
        with bar(renditions[0].plan.frames) as progress:
            if cluster is None:
                from moa_anim.render.local import render_locally

                render_locally(renditions, cache, jobs, progress)
            else:
                from moa_anim.render.cluster.client import render_on_cluster  # Dask takes a second to load

                render_on_cluster(renditions, cache, cluster, progress)

    return draw
