"""The commands. They read the command line, call what does the work, and print; they decide nothing."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from moa_anim.cli.parser import OUT_FOLDER, parser
from moa_anim.cli.standard_streams import prepare_streams, say, show, show_json
from moa_anim.errors import Fault, MoaError, RenderError

if TYPE_CHECKING:
    from moa_anim.render.plan import RenderPlan

INTERRUPTED = 130
"""What a program ends with after Ctrl-C, by custom of shells: 128 + SIGINT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1, 2, 3 or 130 (see errors.py and README)."""
    prepare_streams()
    _allow_private_files()
    options = argparse.Namespace()
    try:
        options = _parsed(arguments)
        return _COMMANDS[options.command](options)
    except MoaError as error:
        from moa_anim.check.outcome import for_production

        folder = getattr(options, "production", None)
        say("\n".join(str(for_production(fault, folder)) for fault in error.faults))
        return error.exit_code
    except ImportError as error:  # a package that is not there, or whose own libraries are not
        place, remedy = f"package {error.name or 'needed'}", "run `moa-anim doctor` to see what is missing"
        say(str(Fault(place, str(error), "a package that can be loaded", remedy)))
        return RenderError.exit_code
    except KeyboardInterrupt:
        say("interrupted; what was finished is kept")
        return INTERRUPTED
    except OSError as error:
        from moa_anim.files.writing import refusal

        say(str(refusal(error, "output") or error))
        return RenderError.exit_code
    except MemoryError:
        say(str(Fault("memory", "no more of it", "room for the pictures", "free some, or use fewer --jobs")))
        return RenderError.exit_code
    except Exception as error:
        with suppress(OSError):
            traceback.print_exc()
        say(f"{error!r}: a fault of moa-anim; please report it with the lines above")
        return RenderError.exit_code


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    try:
        return parser().parse_args(arguments)
    except SystemExit:  # --help and --version have been printed, to a buffer
        show("", end="")
        raise


def _plan(options: argparse.Namespace) -> int:
    from moa_anim.render.listing import plan_data, plan_text

    plan = _planned(options)
    if options.json:
        show_json(plan_data(plan))
    else:
        show(plan_text(plan))
    return 0


def _render(options: argparse.Namespace) -> int:
    if options.out is not None:
        _require_film_name(options.out)
    plan = _planned(options)
    out = OUT_FOLDER / f"{plan.production.film_name}.mp4" if options.out is None else options.out
    from moa_anim.cache.segments import default_segment_cache
    from moa_anim.render.film import make_film

    _prepare_to_draw()
    make_film(
        plan,
        default_segment_cache(),
        out,
        jobs=options.jobs,
        bar=_bar,
        report=_tell,
        cluster=options.cluster,
        force=options.force,
    )
    return 0


def _stills(options: argparse.Namespace) -> int:
    plan = _planned(options)
    from moa_anim.render.outputs import require_writable_folder

    require_writable_folder(options.folder)
    from moa_anim.render.stills import render_stills

    _prepare_to_draw()
    with _bar(sum(max(1, len(shot.cues)) for shot in plan.timeline.shots), "still") as progress:
        render_stills(plan, options.folder, progress, _tell, options.force)
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from moa_anim.bundle.folder import make_bundle
    from moa_anim.cache.segments import default_segment_cache
    from moa_anim.model.quality import QUALITIES
    from moa_anim.render.drawer import choose_drawer
    from moa_anim.render.stills import render_stills
    from moa_anim.script.production import load_production

    production = load_production(
        _production_folder(options), edition=options.edition, language=options.language
    )
    store = default_segment_cache()
    _prepare_to_draw()
    make_bundle(
        production,
        store,
        options.folder,
        draw=choose_drawer(store, options.jobs, options.cluster, _bar),
        draw_stills=render_stills,
        bar=_bar,
        tell=_tell,
        quality=QUALITIES[options.quality],
        force=options.force,
    )
    return 0


def _play(options: argparse.Namespace) -> int:
    from moa_anim.bundle.web.serve import open_beside, page_of, serving

    page = page_of(options.folder)
    _clean_up_when_terminated()
    with serving(options.folder, options.port) as server:
        address = f"http://127.0.0.1:{server.server_port}/{page}"
        show(f"{address}   (Ctrl-C ends it)")
        if not options.no_browser:
            open_beside(address, _tell)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("ended")
    return 0


def _check(options: argparse.Namespace) -> int:
    from moa_anim.check.checks import check_folder
    from moa_anim.check.outcome import checks_data, for_production

    if options.film is not None:
        _require_film_name(options.film)
    checks = [
        replace(check, faults=tuple(for_production(fault, options.production) for fault in check.faults))
        for check in check_folder(_production_folder(options), options.film, options.language)
    ]
    if options.json:
        show_json(checks_data(checks))
    else:
        show("\n".join(map(str, checks)))
    return 0 if all(check.passed for check in checks) else 1


def _cache(options: argparse.Namespace) -> int:
    from moa_anim.cache.limit import limit_bytes
    from moa_anim.cache.listing import cache_data, cache_text
    from moa_anim.cache.pruning import Cache
    from moa_anim.cache.segments import default_segment_cache

    store = default_segment_cache()
    cache = Cache(store.root)
    if options.clear or options.prune:
        store.sweep()
    limit = limit_bytes() if options.limit is None else options.limit
    removed = cache.clear() if options.clear else cache.prune(limit) if options.prune else None
    if options.json:
        show_json(cache_data(cache, limit, removed))
    else:
        show(cache_text(cache, limit, removed))
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from moa_anim.check.doctor import examine

    findings = examine()
    show("\n".join(map(str, findings)))
    return 0 if all(finding.well for finding in findings) else 1


def _allow_private_files() -> None:
    # Whatever the umask takes from others, what we make we must be able to read, write and enter again ourselves.
    os.umask(os.umask(0o077) & 0o077)


def _prepare_to_draw() -> None:
    try:
        Path.cwd()  # Manim asks for it, and drawing processes are started in it
    except OSError as error:
        fault = Fault("working folder", "a removed one", "one that is there", "change into another folder")
        raise RenderError(fault) from error
    _clean_up_when_terminated()


def _clean_up_when_terminated() -> None:
    # Ended by `kill` or a scheduler, it cleans up as after Ctrl-C; 143 = 128 + SIGTERM.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))


def _require_film_name(film: Path) -> None:
    # First of all: a wrong command line is told before a wrong production.
    from moa_anim.render.outputs import Outputs

    Outputs(film)


def _planned(options: argparse.Namespace) -> RenderPlan:
    from moa_anim.model.quality import QUALITIES, CaptionMode
    from moa_anim.render.plan import plan_render
    from moa_anim.script.production import load_production

    production = load_production(
        _production_folder(options), edition=options.edition, language=options.language
    )
    mode = CaptionMode(getattr(options, "captions", "open"))
    return plan_render(production, QUALITIES[options.quality], mode, getattr(options, "shots", None))


def _production_folder(options: argparse.Namespace) -> Path:
    if options.production is not None:
        return Path(options.production)
    from moa_anim.cache.installed import package_folder

    return package_folder("assets") / "elacestrant"


@contextmanager
def _bar(total: int, unit: str = "frame") -> Iterator[Callable[[int], None]]:
    """Show a progress bar on a terminal, and nothing elsewhere: a log wants no hundred lines of it."""
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # its own would start a process that looks after a semaphore
    with tqdm(total=total, unit=unit, file=sys.stderr, disable=not sys.stderr.isatty(), smoothing=0.1) as bar:

        def progress(done: int) -> None:
            bar.update(done)

        yield progress


def _tell(message: str) -> None:
    say(message)


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "plan": _plan,
    "render": _render,
    "stills": _stills,
    "bundle": _bundle,
    "play": _play,
    "check": _check,
    "doctor": _doctor,
    "cache": _cache,
}
