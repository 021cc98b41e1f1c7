"""The commands: each passes its options on to the function that does the work, and prints the result."""

from __future__ import annotations

import argparse
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from moa_anim.cli.narration import Narrated, narrated_by_options, narrated_in_languages
from moa_anim.cli.parser import OUT_FOLDER, parser
from moa_anim.cli.process import allow_private_files, clean_up_when_terminated, prepare_to_draw
from moa_anim.cli.standard_streams import prepare_streams, progress_bar, say, show, show_json
from moa_anim.errors import Fault, MoaError, ProductionError, RenderError

if TYPE_CHECKING:
    from moa_anim.authoring.listed_scenes import ListedScenes
    from moa_anim.render.plan import RenderPlan

FILM_SUFFIX = ".mp4"
"""Of a film's name: what has it is checked as a film, also if it is a folder."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it: 128 + SIGINT."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, 1, 2, 3 or 130 (see errors.py and README)."""
    prepare_streams()
    allow_private_files()
    options = argparse.Namespace()
    try:
        options = _parsed(arguments)
        return _COMMANDS[options.command](options)
    except MoaError as error:
        from moa_anim.check.outcome import with_production_option

        folder = getattr(options, "production", None)
        say("\n".join(str(with_production_option(fault, folder)) for fault in error.faults))
        return error.exit_code
    except ImportError as error:  # a package, or a library that it loads, is missing
        place, remedy = f"package {error.name or 'needed'}", "run `moa-anim doctor` to see what is missing"
        say(str(Fault(place, str(error), "a package that can be loaded", remedy)))
        return RenderError.exit_code
    except KeyboardInterrupt:
        say("interrupted; finished work stays in the cache")
        return INTERRUPTED
    except OSError as error:
        from moa_anim.files.writing import refusal

        say(str(refusal(error, "output") or error))
        return RenderError.exit_code
    except MemoryError:
        say(str(Fault("memory", "too little", "enough to draw", "close other programs, or use fewer --jobs")))
        return RenderError.exit_code
    except Exception as error:
        with suppress(OSError):
            traceback.print_exc()
        say(f"{error!r}: an error in moa-anim; please report it with the lines above")
        return RenderError.exit_code


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    try:
        return parser().parse_args(arguments)
    except SystemExit:  # after --help or --version, whose text is still in the buffer
        show("", end="")
        raise


def _plan(options: argparse.Namespace) -> int:
    from moa_anim.render.listing import plan_data, plan_text

    plan, _ = _planned(options)
    if options.json:
        show_json(plan_data(plan))
    else:
        show(plan_text(plan))
    return 0


def _render(options: argparse.Namespace) -> int:
    if options.out is not None:
        _require_film_name(options.out)
    plan, narrated = _planned(options)
    out = OUT_FOLDER / f"{plan.production.film_name}.mp4" if options.out is None else options.out
    from moa_anim.cache.segments import default_segment_cache
    from moa_anim.render.film import make_film

    prepare_to_draw()
    make_film(
        plan,
        default_segment_cache(),
        out,
        jobs=options.jobs,
        bar=progress_bar,
        report=say,
        cluster=options.cluster,
        force=options.force,
        sounds=partial(narrated.sounds, plan) if narrated else tuple,
    )
    return 0


def _stills(options: argparse.Namespace) -> int:
    plan, _ = _planned(options)
    from moa_anim.render.outputs import require_writable_folder

    require_writable_folder(options.folder)
    from moa_anim.render.stills import render_stills

    prepare_to_draw()
    with progress_bar(sum(max(1, len(shot.cues)) for shot in plan.timeline.shots), "still") as progress:
        render_stills(plan, options.folder, progress, say, options.force)
    return 0


def _frame(options: argparse.Namespace) -> int:
    shot, seconds = options.moment
    options.shots = [shot]
    plan, _ = _planned(options)
    from moa_anim.render.one_frame import write_frame

    out = OUT_FOLDER / f"{shot}@{float(seconds):g}.png" if options.out is None else options.out
    prepare_to_draw()
    write_frame(plan, seconds, out, options.overlay, options.force)
    say(str(out))
    return 0


def _preview(options: argparse.Namespace) -> int:
    from moa_anim.loopback import open_beside
    from moa_anim.render.preview.messages import Previewed
    from moa_anim.render.preview.server import previewing
    from moa_anim.render.preview.studio import Studio
    from moa_anim.script.own_scenes import ALLOW

    folder = _production_folder(options)
    if not folder.is_dir():
        remedy = "give another folder"
        raise ProductionError(Fault(str(folder), "no such folder", "a production's folder", remedy))
    options.shots = [options.shot] if options.shot else None
    try:
        _planned(options)  # raises CommandLineError if there is no such shot
    except (
        ProductionError
    ) as error:  # is told on the page, except that the page cannot give leave to run code
        if refused := [fault for fault in error.faults if fault.remedy == ALLOW]:
            raise ProductionError(refused) from error
    prepare_to_draw()
    previewed = Previewed(
        folder.resolve(), options.edition, options.language, options.quality, options.trust_scenes
    )
    studio = Studio(previewed)
    try:
        with previewing(studio, options.port) as server:
            address = server.address + (f"#{urlencode({'shot': options.shot})}" if options.shot else "")
            try:
                show(f"{address}   (press Ctrl-C to stop)")
                if options.open:
                    open_beside(address, say)
                server.serve_forever()
            except KeyboardInterrupt:
                say("stopped")
    finally:
        studio.close()
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from moa_anim.bundle.films import Voice
    from moa_anim.bundle.folder import make_bundle
    from moa_anim.cache.segments import default_segment_cache
    from moa_anim.model.quality import QUALITIES
    from moa_anim.render.drawer import choose_drawer
    from moa_anim.render.stills import render_stills
    from moa_anim.script.production import load_production

    production = load_production(
        _production_folder(options),
        edition=options.edition,
        language=options.language,
        trust_scenes=options.trust_scenes,
    )
    voices = [
        Voice(each.production, each.facts, each.sounds) for each in narrated_in_languages(production, options)
    ]
    cache = default_segment_cache()
    prepare_to_draw()
    make_bundle(
        production,
        cache,
        options.folder,
        draw=choose_drawer(cache, options.jobs, options.cluster, progress_bar),
        draw_stills=render_stills,
        bar=progress_bar,
        report=say,
        quality=QUALITIES[options.quality],
        force=options.force,
        voices=voices,
    )
    return 0


def _play(options: argparse.Namespace) -> int:
    from moa_anim.bundle.web.serve import page_of, serving
    from moa_anim.loopback import open_beside

    page = page_of(options.folder)
    clean_up_when_terminated()
    with serving(options.folder, options.port) as server:
        address = f"http://127.0.0.1:{server.server_port}/{page}"
        show(f"{address}   (press Ctrl-C to stop)")
        if not options.no_browser:
            open_beside(address, say)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")
    return 0


def _check(options: argparse.Namespace) -> int:
    from moa_anim.check.checks import check_folder
    from moa_anim.check.outcome import checks_data, with_production_option

    production, film = _production_folder(options), options.film
    if film is not None and film.is_dir() and film.suffix != FILM_SUFFIX:
        from moa_anim.bundle.examination import check_bundle

        found = (
            *check_folder(production, None, options.language, options.trust_scenes),
            *check_bundle(production, film),
        )
    else:
        if film is not None:
            _require_film_name(film)
        found = check_folder(production, film, options.language, options.trust_scenes)
    checks = [
        replace(
            check, faults=tuple(with_production_option(fault, options.production) for fault in check.faults)
        )
        for check in found
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

    segments = default_segment_cache()
    cache = Cache(segments.root)
    if options.clear or options.prune:
        segments.sweep()
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
    return 0 if all(finding.passed for finding in findings) else 1


def _require_film_name(film: Path) -> None:
    # Raise now if the name cannot be used, so that errors of the command line come before those of the production.
    # Outputs checks it when it is made.
    from moa_anim.render.outputs import Outputs

    Outputs(film)


def _planned(options: argparse.Namespace) -> tuple[RenderPlan, Narrated | None]:
    from moa_anim.model.quality import QUALITIES, CaptionMode
    from moa_anim.render.plan import plan_render
    from moa_anim.script.production import load_production

    production = load_production(
        _production_folder(options),
        edition=options.edition,
        language=options.language,
        # `plan`, which has no such option, plays no scene.
        trust_scenes=getattr(options, "trust_scenes", True),
    )
    narrated = narrated_by_options(production, options)
    # Speech with the same words on screen is harder to follow than speech alone (Mayer's redundancy principle).
    usual = CaptionMode.CLOSED if narrated else CaptionMode.OPEN
    mode = CaptionMode(getattr(options, "captions", None) or usual)
    production = narrated.production if narrated else production
    facts = narrated.facts if narrated else None
    plan = plan_render(production, QUALITIES[options.quality], mode, getattr(options, "shots", None), facts)
    return plan, narrated


def _production_folder(options: argparse.Namespace) -> Path:
    from moa_anim.cache.installed import package_folder

    if options.production is None:
        return package_folder("assets") / "elacestrant"
    folder = Path(options.production)
    shipped = package_folder("assets") / folder.name
    # The name of a shipped production, such as tamoxifen, unless there is such a folder here.
    if folder == Path(folder.name) and not folder.exists() and (shipped / "storyboard.toml").is_file():
        return shipped
    return folder


def _new(options: argparse.Namespace) -> int:
    from moa_anim.authoring.new_production import write_new_production
    from moa_anim.molecule.casting import cast_drug

    say(f"reading {options.structure}: a missing loop can take half a minute")
    production = write_new_production(
        options.folder,
        document=options.document,
        structure=options.structure,
        name=options.drug,
        ligand=options.ligand,
        route=options.route,
        degrades=options.degrades or (False if options.blocks else None),
        compared=options.compared,
    )
    for note in cast_drug(production.storyboard.cast).table.notes:
        if note.kind in ("completed", "replaced", "engineered"):
            say(f"{options.structure.name}: {note.kind} {note.residues}: {note.text}")
    shots = len(production.storyboard.shots)
    say(f"{options.folder}: {shots} shots; next: moa-anim check --production {options.folder}")
    return 0


def _scenes(options: argparse.Namespace) -> int:
    from moa_anim.authoring.listed_scenes import listed_scenes
    from moa_anim.authoring.scene_list import scenes_data, scenes_text, unread_lines

    folder = None if options.production is None else _production_folder(options)
    listed = listed_scenes(folder, options.trust_scenes)
    if options.toml is not None:
        _show_shot(options.toml, listed, folder)
    elif options.pictures is not None:
        from moa_anim.authoring.scene_pictures import write_scene_pictures

        prepare_to_draw()
        say(str(write_scene_pictures(options.pictures)))
    elif options.json:
        show_json(scenes_data(listed))
        for line in unread_lines(listed):
            say(line)
    else:
        show(scenes_text(listed))
    return 0


def _show_shot(scene: str, listed: ListedScenes, folder: Path | None) -> None:
    from moa_anim.authoring.listed_scenes import known_in
    from moa_anim.authoring.shot_block import scene_called, shot_block

    needs = scene_called(scene, listed.all)
    known: Mapping[str, str] = {}
    taken: tuple[str, ...] = ()
    if folder is not None:
        try:
            known, taken = known_in(folder)
        except ProductionError as error:  # an author may want a further shot before the last one is mended
            count = len(error.faults)
            faults = f"{count} fault{'s' if count > 1 else ''} in {folder}"
            say(f"{faults}, so that ids and labels are not fitted to it; see `moa-anim check`")
    show(shot_block(needs, known, taken))


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "new": _new,
    "scenes": _scenes,
    "plan": _plan,
    "render": _render,
    "stills": _stills,
    "frame": _frame,
    "preview": _preview,
    "bundle": _bundle,
    "play": _play,
    "check": _check,
    "doctor": _doctor,
    "cache": _cache,
}
