"""A film rendered at draft quality, as a user renders it, and what belongs to it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from moa_anim.cache.segments import SegmentCache
from moa_anim.captions.cues import TimedText, parse_vtt
from moa_anim.model.quality import DRAFT, CaptionMode, Quality
from moa_anim.model.story import Storyboard
from moa_anim.render.film import make_film
from moa_anim.render.outputs import Outputs
from moa_anim.render.plan import plan_render
from moa_anim.render.rendition import full_rendition
from moa_anim.render.runs import missing_keys
from moa_anim.script.production import Production


@dataclass(frozen=True)
class Film:
    """A rendered film with its caption file, and the storyboard it was made of."""

    storyboard: Storyboard
    quality: Quality
    path: Path

    def captions(self) -> tuple[TimedText, ...]:
        """The captions of the WebVTT file beside the film."""
        vtt = Outputs(self.path).vtt(self.storyboard.language)
        return parse_vtt(vtt.read_text(encoding="utf-8"), vtt.name)


def rendered(production: Production, folder: Path) -> Film:
    """Render a production's film into `folder`, captions burned in. No cache but that folder's own is used."""
    film = Film(production.storyboard, DRAFT, folder / "film.mp4")
    plan = plan_render(production, DRAFT, CaptionMode.OPEN)
    store = SegmentCache(folder / "cache")
    make_film(plan, store, film.path, jobs=1, bar=lambda frames: nullcontext(_unheard), report=_unheard)
    return film


def joined(production: Production, folder: Path) -> Film:
    """Make the film of a production whose segments are all in `folder`/cache: none is drawn again."""
    plan = plan_render(production, DRAFT, CaptionMode.OPEN)
    assert not missing_keys([full_rendition(plan)], SegmentCache(folder / "cache"))
    return rendered(production, folder)


def _unheard(said: object) -> None:
    """Nobody waits for it."""
