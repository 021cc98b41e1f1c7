"""The process that draws for a preview: it reads the production, plays scenes, and sends each frame when it is drawn.

It keeps Manim and the molecules loaded, so that a changed storyboard or scene is seen in a fraction of a second. It ends with
its parent, whatever that ends by.
"""

from __future__ import annotations

import ast
import hashlib
import io
import signal
import sys
import threading
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from multiprocessing.connection import Connection
from types import CodeType, ModuleType
from typing import Any

import numpy as np
from PIL import Image

from moa_anim.cache.arrays import CODE_SHA256
from moa_anim.cache.installed import package_folder
from moa_anim.errors import Fault, MoaError, ProductionError
from moa_anim.graphics.caption_band import lay_caption
from moa_anim.graphics.colours import forget_palette
from moa_anim.graphics.layout import BAND_TOP, FRAME_HEIGHT, FRAME_WIDTH, MARGIN
from moa_anim.model.band_levels import band_levels
from moa_anim.model.quality import QUALITIES, CaptionMode
from moa_anim.model.timeline import ShotSlot, Timeline, schedule
from moa_anim.render.colour_conversion import Pixels
from moa_anim.render.plan import BurnedIn, burned_in
from moa_anim.render.preview.messages import (
    Draw,
    Film,
    Frame,
    Order,
    OtherDrug,
    Previewed,
    Problem,
    Reload,
    Settled,
)
from moa_anim.render.preview.provisional import ProvisionalPlaces
from moa_anim.render.scene_classes import SCENES, forget_own_modules
from moa_anim.script.production import Production, load_production

JPEG_QUALITY = 92
"""Of a frame on its way to the page: thin lines of letters stay clean, and a draft frame has about 60 kB."""

COLOURED = tuple(
    f"moa_anim.{room}." for room in ("cache", "graphics", "stage", "actors", "illustrations", "sets")
)
"""Beginnings of the names of modules whose functions may remember something that depends on the palette."""


class _Superseded(BaseException):
    """A newer order has come while a shot was played. No Exception: a scene's failures are turned into errors."""


class _Provisional(BaseException):
    """A frame was drawn whose labels have not been surveyed. No Exception, as above."""


class _CurrentSource(SourceFileLoader):
    """Loads a module from its source, never from bytecode, which may be stale: its time stamp has whole seconds."""

    def __init__(self, fullname: str, path: str, source: bytes) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return self.source_to_code(self._source, self.path)


def draw_for_preview(previewed: Previewed, connection: Connection) -> None:
    """Follow the orders that come in on `connection` until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches this process as well; its parent ends it
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # its own is a semaphore, which a terminated process would leave behind
    painter = _Painter(previewed, connection)
    try:
        while True:
            for order in painter.inbox.newest():
                painter.follow(order)
    except (EOFError, ConnectionError):  # the server has ended
        return


class _Inbox:
    """The orders that have come and are still of use: the last to read and, after it, the last to draw."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reload: Reload | None = None
        self._draw: Draw | None = None

    def newest(self) -> list[Order]:
        """Wait for orders, and take them out."""
        while not self.has_order():
            self._connection.poll(None)
        orders = [each for each in (self._reload, self._draw) if each is not None]
        self._reload = self._draw = None
        return orders

    def has_order(self) -> bool:
        """Whether an order has come."""
        self._receive()
        return self._reload is not None or self._draw is not None

    def has_reload(self) -> bool:
        """Whether something has been saved: then what is being drawn is out of date."""
        self._receive()
        return self._reload is not None

    def _receive(self) -> None:
        while self._connection.poll():
            order: Order = self._connection.recv()
            if isinstance(order, Draw):
                self._draw = order
            else:
                palette = order.palette or (self._reload is not None and self._reload.palette)
                self._reload, self._draw = Reload(order.version, palette), None


class _Painter:
    """Draws one production; `_film` is None until it has been read without faults."""

    def __init__(self, previewed: Previewed, connection: Connection) -> None:
        self._previewed, self._connection = previewed, connection
        self.inbox = _Inbox(connection)
        self._quality = QUALITIES[previewed.quality]
        self._film: tuple[Production, Timeline, dict[str, tuple[int, ...]]] | None = None
        self._drug: tuple[tuple[str, str], tuple[str, ...]] | None = None
        """What the picture of the film's drug depends on: a process draws one drug."""
        self._places = ProvisionalPlaces(self._quality)

    def follow(self, order: Order) -> None:
        """Do what the server asks for, and report it; faults too are reports."""
        try:
            if isinstance(order, Reload):
                self._reload(order)
            else:
                self._draw(order)
        except _Superseded:
            pass
        except MoaError as error:
            self._connection.send(Problem(order.version, tuple(str(error).splitlines())))
        except (EOFError, ConnectionError):
            raise
        except Exception as error:  # whatever a file that is being edited leads to, the page lives on
            fault = Fault(
                "preview", f"{type(error).__name__}: {error}", "a production that can be drawn", "fix it"
            )
            self._connection.send(Problem(order.version, (str(fault),)))

    def _reload(self, order: Reload) -> None:
        self._film = None
        if order.palette:
            _forget_computed()
            forget_palette()
            _modules.clear()
            forget_own_modules()
        try:
            read = load_production(
                self._previewed.folder,
                edition=self._previewed.edition,
                language=self._previewed.language,
                trust_scenes=self._previewed.trust_scenes,
            )
        except ProductionError as error:
            # A scene file that is not Python has no scenes for the reader, and why is not its business.
            raise ProductionError([*_unreadable_scenes(), *error.faults]) from error
        drug = read.storyboard.cast.drug.identity, read.storyboard.cast.mutants
        if self._drug is not None and self._drug != drug:
            self._connection.send(OtherDrug(order.version))
            return
        self._drug = drug
        timeline = schedule(read.storyboard, self._quality.rate)
        self._film = read, timeline, dict(band_levels(timeline))
        self._connection.send(Film(order.version, film_data(read, timeline)))

    def _draw(self, order: Draw) -> None:
        if self._film is None:
            return
        production, timeline, levels = self._film
        slot = next((each for each in timeline.shots if each.shot.id == order.shot), None)
        if slot is None:
            return
        shown = burned_in(slot, CaptionMode.OPEN, levels)
        left = set(order.wanted)
        while left:
            wanted = frozenset(each for each in left if each >= order.first) or frozenset(left)
            try:
                self._play(order, production, slot, shown, wanted, left)
            except _Provisional:
                moved = self._places.settle(self._require_unchanged)
                self._connection.send(Settled(order.version, moved))
                if moved:  # the frames are asked for again
                    return

    def _play(
        self,
        order: Draw,
        production: Production,
        slot: ShotSlot,
        shown: BurnedIn | None,
        wanted: frozenset[int],
        left: set[int],
    ) -> None:
        """Draw the frames `wanted`, and take each out of `left`.

        Raises _Provisional after the first frame whose labels have not been surveyed.
        """
        from moa_anim.render.draw import draw_frames, failures_as_render_errors
        from moa_anim.stage.noted import noted_labels

        picture, places = b"", self._places

        def take(frame: int, pixels: Pixels) -> None:
            nonlocal picture
            self._require_current()
            if shown is not None:
                pixels = pixels.copy()
                lay_caption(pixels, *shown.at(frame))
            picture = _jpeg(pixels)

        def watch(frame: int, scene: Any) -> None:
            labels = [
                {
                    "name": each.name,
                    "box": list(each.box),
                    "anchor": list(each.anchor) if each.anchor else None,
                }
                for each in noted_labels(scene)
            ]
            provisional = places.in_use
            self._connection.send(Frame(order.version, order.shot, frame, picture, labels, provisional))
            left.discard(frame)
            if provisional:
                raise _Provisional

        if slot.shot.scene.file is None:
            with failures_as_render_errors(slot.shot):
                _load_scene(slot.shot.scene.module)
        draw_frames(production.storyboard, order.shot, self._quality, wanted, take, watch, places)

    def _require_current(self) -> None:
        if self.inbox.has_order():
            raise _Superseded

    def _require_unchanged(self) -> None:
        if self.inbox.has_reload():
            raise _Superseded


def film_data(production: Production, timeline: Timeline) -> dict[str, Any]:
    """Return what the page is told of a film: its shots, their cues and captions, in frames from the shot's first."""
    return {
        "title": production.storyboard.shown_title,
        "language": production.storyboard.language,
        "fps": float(timeline.rate.fps),
        "layout": {"width": FRAME_WIDTH, "height": FRAME_HEIGHT, "margin": MARGIN, "band": BAND_TOP},
        "shots": [
            {
                "id": shot.shot.id,
                "step": shot.shot.step,
                "scene": str(shot.shot.scene),
                "frames": shot.slot.frames,
                "cues": [
                    {
                        "id": cue.cue.id,
                        "start": shot.relative(cue.slot).start,
                        "stop": shot.relative(cue.slot).stop,
                        "captions": [
                            {
                                "start": shot.relative(each.slot).start,
                                "stop": shot.relative(each.slot).stop,
                                "text": "\n".join(each.caption.lines),
                            }
                            for each in cue.captions
                        ],
                    }
                    for cue in shot.cues
                ],
            }
            for shot in timeline.shots
        ],
    }


_modules: dict[tuple[str, str], ModuleType] = {}
"""Modules of the program's scenes that were loaded, by their names and the SHA-256 of their source.

What is undone is the same class again, whose labels have been surveyed.
"""

MOST_MODULES = 50
"""Modules that are kept: the scenes of a film, and some earlier states of those that are being edited."""


def _load_scene(module_name: str) -> None:
    """Import a scene's module from its present source."""
    name, path = f"{SCENES}.{module_name}", package_folder("scenes") / f"{module_name}.py"
    source = path.read_bytes()
    digest = hashlib.sha256(source).hexdigest()
    known = _modules.get((name, digest))
    if known is not None:
        sys.modules[name] = known
        return
    spec = spec_from_file_location(name, path, loader=_CurrentSource(name, str(path), source))
    if spec is None or spec.loader is None:
        raise ImportError(f"no scene file {path.name}", name=name)
    module = module_from_spec(spec)
    setattr(module, CODE_SHA256, digest)  # so that arrays made by its former code are not taken for its own
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    if len(_modules) >= MOST_MODULES:
        _modules.clear()
    _modules[name, digest] = module


def _unreadable_scenes() -> list[Fault]:
    """Return a fault for each scene file that is not Python, with the line."""
    faults = []
    for path in sorted(package_folder("scenes").glob("*.py")):
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError) as error:
            where = f"{path.name} line {getattr(error, 'lineno', None) or 1}"
            faults.append(Fault(where, getattr(error, "msg", str(error)), "Python", "fix it"))
    return faults


def _forget_computed() -> None:
    """Clear what functions remember in the rooms that know colours, since pictures that they keep have the former ones."""
    for name, module in list(sys.modules.items()):
        if name.startswith(COLOURED):
            for value in list(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                # Not what it imports from rooms that know no colours, such as helix 12's path, which takes seconds.
                if callable(clear) and str(value.__module__).startswith(COLOURED):
                    clear()


def _jpeg(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    picture = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
    picture.save(file, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return file.getvalue()
