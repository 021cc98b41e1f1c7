"""The command line's grammar: commands, options, their defaults and help texts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn, TypeAlias

import moa_anim
from moa_anim.cli import option_values
from moa_anim.errors import CommandLineError, Fault
from moa_anim.model.cast import SHIPPED_NAMES, Route
from moa_anim.model.edition import EDITIONS, LECTURE_EDITION
from moa_anim.model.narration import LOUDNESSES

OUT_FOLDER = Path("dist")
"""The folder of a film whose path is not given; the film is then named after its production."""

BUNDLE = Path("dist/lecture")
"""The bundle that `play` shows by default."""

_EXIT_CODES = (
    "Exit codes: 0 done; 1 the production or the film is wrong, or doctor found something missing; 2 the command "
    "line is wrong; 3 rendering or writing failed; 130 interrupted. Finished work is cached in "
    "$XDG_CACHE_HOME/moa-anim."
)


class _Parser(argparse.ArgumentParser):
    """A parser that raises its errors as a CommandLineError with one fault, so that they are printed in one line."""

    def error(self, message: str) -> NoReturn:
        remedy = f"see `{self.prog} --help`"
        raise CommandLineError(
            Fault("command line", message, "a command of moa-anim and its options", remedy)
        )


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def parser() -> argparse.ArgumentParser:
    """Return the parser; the command's name is in `command` of its result.

    It raises CommandLineError for a wrong command line.
    """
    parser = _Parser(prog="moa-anim", description=moa_anim.__doc__, allow_abbrev=False, epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"moa-anim {moa_anim.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)

    plan = _command(commands, "plan", "show shots, cues, frames and reading speed")
    _add_quality(plan)
    _add_edition(plan)
    _add_language(plan)
    _add_voice(plan)
    plan.add_argument("--json", action="store_true", help="as JSON, with film.frames and film.fps")
    _examples(plan, "moa-anim plan", "moa-anim plan --json --quality draft")

    render = _command(commands, "render", "make the film, its captions and its manifest")
    help_out = f"the film ({OUT_FOLDER}/elacestrant.mp4; for another production {OUT_FOLDER}/NAME.mp4, named after it)"
    render.add_argument("out", metavar="OUT.mp4", nargs="?", type=Path, help=help_out)
    _add_quality(render)
    _add_edition(render)
    _add_language(render)
    _add_voice(render)
    _add_captions(
        render,
        "burned in (the default), beside the film only (with --voice), or not shown; files are always written",
    )
    _add_jobs(render)
    _add_shots(render)
    help_cluster = (
        "draw on the workers of the Dask scheduler at this address instead of here (docs/cluster.md)"
    )
    render.add_argument("--cluster", metavar="ADDRESS", type=option_values.address, help=help_cluster)
    _add_force(render, "replace existing files that were changed, or belong to another film")
    _examples(
        render,
        "moa-anim render",
        "moa-anim render draft.mp4 --quality draft --shots opening --jobs 2",
        "moa-anim render --cluster tcp://10.0.0.5:8786",
        "moa-anim render clinic.mp4 --edition clinic",
        "moa-anim render clinic.mp4 --force",
        "moa-anim render --language zh-Hans",
        "moa-anim render narrated.mp4 --voice af_heart",
        "moa-anim render described.mp4 --voice af_heart --described",
    )

    new = _command(commands, "new", "write a production of another drug: a document and a structure")
    new.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")
    new.add_argument(
        "--document", metavar="FILE.txt", type=Path, required=True, help="what is told, as plain text"
    )
    new.add_argument(
        "--drug", metavar="NAME", required=True, help="the drug's name, as the document writes it"
    )
    help_structure = "a wwPDB entry of ERα with the drug (mmCIF or PDB, also gzipped)"
    new.add_argument("--structure", metavar="FILE.cif", type=Path, required=True, help=help_structure)
    help_ligand = "the ligand's code in the entry, such as OHT"
    new.add_argument("--ligand", metavar="CODE", required=True, help=help_ligand)
    help_route = "how it is given (oral)"
    new.add_argument("--route", choices=[*Route], type=Route, default=Route.ORAL, help=help_route)
    fate = new.add_mutually_exclusive_group()
    fate.add_argument("--degrades", action="store_true", help="the drug makes the receptor degrade")
    fate.add_argument(
        "--blocks",
        action="store_true",
        help="the drug blocks the receptor, which stays (assumed, and marked as undecided, without either)",
    )
    help_compared = (
        f"a drug to compare with: {' or '.join(sorted(SHIPPED_NAMES))}, of which the package has the table"
    )
    new.add_argument("--compared", metavar="NAME", default="", help=help_compared)
    _examples(
        new,
        "moa-anim new tamoxifen --document tamoxifen.txt --drug tamoxifen --structure 3ert.cif.gz --ligand OHT --blocks",
        "moa-anim new giredestrant --document text.txt --drug giredestrant --structure 7msa.cif --ligand ZNM --degrades",
    )

    scenes = _command(commands, "scenes", "list the scenes that a storyboard can play, and what each needs")
    form = scenes.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    help_toml = "write a [[shot]] of this scene, to be pasted into a storyboard: its labels, its cues, room for the quotes"
    form.add_argument("--toml", metavar="SCENE", help=help_toml)
    help_pictures = (
        "draw a picture of each scene that a shipped film plays into this folder, with a page of all"
    )
    form.add_argument("--pictures", metavar="DIR", type=Path, help=help_pictures)
    scenes.add_argument(
        "--production",
        metavar="DIR",
        type=Path,
        help="list the scenes of this folder, too; fit --toml to its drug and its shots (the package's scenes only)",
    )
    scenes.add_argument(
        "--trust-scenes",
        action="store_true",
        help="read the files in the folder's scenes/, which are parsed and not run (their names are listed)",
    )
    _examples(
        scenes,
        "moa-anim scenes",
        "moa-anim scenes --json",
        "moa-anim scenes --pictures scenes-seen/",
        "moa-anim scenes --toml ubiquitination --production my-production",
        "moa-anim scenes --production my-production --trust-scenes",
    )

    stills = _command(commands, "stills", "draw the last frame of each cue, and a contact sheet")
    stills.add_argument("folder", metavar="DIR", type=Path, help="the folder for the PNG files")
    _add_quality(stills)
    _add_edition(stills)
    _add_language(stills)
    _add_shots(stills)
    _add_force(stills, "replace existing pictures that were changed, or belong to another film")
    _examples(
        stills,
        "moa-anim stills out/",
        "moa-anim stills clinic/ --edition clinic",
        "moa-anim stills out/ --shots binding,ubiquitination --quality draft",
        "moa-anim stills out/ --force",
    )

    frame = _command(commands, "frame", "draw one frame of a shot as a PNG picture")
    help_moment = "a shot, and the seconds from its beginning, such as binding@12.5"
    frame.add_argument("moment", metavar="SHOT@SECONDS", type=option_values.moment, help=help_moment)
    help_picture = f"the picture ({OUT_FOLDER}/SHOT@SECONDS.png)"
    frame.add_argument("out", metavar="OUT.png", nargs="?", type=Path, help=help_picture)
    help_overlay = "show the margins, the labels' boxes and what they point to, the cue and the time"
    frame.add_argument("--overlay", action="store_true", help=help_overlay)
    _add_quality(frame, "draft")
    _add_edition(frame)
    _add_language(frame)
    _add_captions(frame, "in the picture (the default), or not shown")
    _add_force(frame, "replace a file that moa-anim has not written")
    _examples(
        frame,
        "moa-anim frame binding@12.5",
        "moa-anim frame binding@12.5 binding.png --overlay --quality lecture",
    )

    preview = _command(
        commands, "preview", "show shots as they are drawn on a page, and again when a file is saved"
    )
    help_shot = "the shot that is shown first (the first of the film)"
    preview.add_argument("shot", metavar="SHOT", nargs="?", default="", help=help_shot)
    _add_port(preview)
    preview.add_argument("--open", action="store_true", help="open the page in the browser")
    _add_quality(preview, "draft")
    _add_edition(preview)
    _add_language(preview)
    _examples(
        preview,
        "moa-anim preview",
        "moa-anim preview binding --open",
        "moa-anim preview --production my-production --port 8080",
    )

    bundle = _command(
        commands, "bundle", "make everything a lecturer needs: films, slides, page, handout, captions"
    )
    bundle.add_argument(
        "folder", metavar="DIR", type=Path, help="a folder that does not exist yet, or an earlier bundle"
    )
    _add_quality(bundle)
    _add_edition(bundle)
    _add_language(bundle)
    _add_voices(bundle)
    _add_jobs(bundle)
    bundle.add_argument("--cluster", metavar="ADDRESS", type=option_values.address, help=help_cluster)
    _add_force(
        bundle, "replace files of an earlier bundle that were changed, and carry over those that were added"
    )
    _examples(
        bundle,
        "moa-anim bundle dist/lecture",
        "moa-anim bundle dist/clinic --edition clinic --quality draft",
        "moa-anim bundle dist/narrated --voice af_heart --voice ef_dora",
    )

    play = _command(commands, "play", "show a bundle's page in the browser, served to this machine only")
    play.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, default=BUNDLE, help=f"a bundle ({BUNDLE})"
    )
    _add_port(play)
    play.add_argument("--no-browser", action="store_true", help="print the address and open nothing")
    _examples(play, "moa-anim play", "moa-anim play dist/lecture --port 8080 --no-browser")

    check = _command(
        commands, "check", "check a production, and a film made from it; exit code 1 if something is wrong"
    )
    check.add_argument(
        "film",
        metavar="FILM.mp4|DIR",
        nargs="?",
        type=Path,
        help="a film with the files beside it, or a bundle",
    )
    check.add_argument("--json", action="store_true", help="as JSON")
    _add_language(check, "check this language only (all of them)")
    _examples(
        check,
        "moa-anim check",
        f"moa-anim check {OUT_FOLDER}/elacestrant.mp4 --json",
        f"moa-anim check {BUNDLE}",
    )

    doctor = _command(
        commands, "doctor", "report what is missing on this machine, and the command that installs it"
    )
    _examples(doctor, "moa-anim doctor")

    cache = _command(commands, "cache", "show the size of the cache, or remove entries from it")
    removal = cache.add_mutually_exclusive_group()
    removal.add_argument(
        "--prune", action="store_true", help="remove the least recently used entries, down to the limit"
    )
    removal.add_argument(
        "--clear", action="store_true", help="remove everything; the next render draws it again"
    )
    help_limit = "another limit for this command; $MOA_ANIM_CACHE_GIB sets it for every command (8)"
    cache.add_argument("--limit", metavar="GIB", type=option_values.gib, help=help_limit)
    cache.add_argument("--json", action="store_true", help="as JSON, in bytes")
    _examples(
        cache,
        "moa-anim cache",
        "moa-anim cache --prune --limit 2",
        "moa-anim cache --clear",
        "MOA_ANIM_CACHE_GIB=20 moa-anim render",
    )
    for each in (plan, render, stills, frame, preview, bundle, check):
        each.add_argument(
            "--production",
            metavar="DIR",
            type=Path,
            help="folder with source.txt and storyboard.toml (the one that is built in)",
        )
    for each in (render, stills, frame, preview, bundle, check):
        each.add_argument(
            "--trust-scenes",
            action="store_true",
            help="run the Python code in the folder's scenes/, which can do whatever you can (it is refused)",
        )
    return parser


def _command(commands: _Commands, name: str, does: str) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _examples(command: argparse.ArgumentParser, *lines: str) -> None:
    command.epilog = "\n  ".join(["examples:", *lines])


def _add_quality(command: argparse.ArgumentParser, usual: str = "lecture") -> None:
    sizes = f"854×480 at 15 frames a second, 1920×1080 at 30, 3840×2160 at 60 ({usual})"
    command.add_argument("--quality", choices=("draft", "lecture", "uhd"), default=usual, help=sizes)


def _add_port(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port", metavar="N", type=option_values.port, default=0, help="the port to serve on (a free one)"
    )


def _add_captions(command: argparse.ArgumentParser, does: str) -> None:
    command.add_argument("--captions", choices=("open", "closed", "none"), help=does)


def _add_shots(command: argparse.ArgumentParser) -> None:
    help_shots = "only these shots, in the film's order (all)"
    command.add_argument("--shots", metavar="A,B", type=option_values.shots, help=help_shots)


def _add_edition(command: argparse.ArgumentParser) -> None:
    audience = "the audience: a lecture, or patients with their clinician (lecture)"
    command.add_argument("--edition", choices=EDITIONS, default=LECTURE_EDITION, help=audience)


def _add_jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--jobs",
        metavar="N",
        type=option_values.jobs,
        default=option_values.core_count(),
        help="number of processes (all cores)",
    )


def _add_language(
    command: argparse.ArgumentParser,
    does: str = "the document's own (the default), or one that the production has a translation into, such as es",
) -> None:
    command.add_argument("--language", metavar="TAG", default="", help=does)


def _add_voice(command: argparse.ArgumentParser) -> None:
    help_voice = "read the captions with this voice, such as af_heart, ef_dora or zf_xiaoxiao (no sound; see `make voice`)"
    command.add_argument("--voice", metavar="NAME", type=option_values.voice, help=help_voice)
    help_described = (
        "with --voice: a longer film with a second sound track, on which another voice also says what is seen"
    )
    command.add_argument("--described", action="store_true", help=help_described)
    _add_voice_settings(command)


def _add_voices(command: argparse.ArgumentParser) -> None:
    help_voices = (
        "read the films with this voice, such as af_heart; given again with a voice of another language (ef_dora, "
        "zf_xiaoxiao), make a film in that language, too, which the page plays (no sound; see `make voice`)"
    )
    command.add_argument(
        "--voice",
        metavar="NAME",
        dest="voices",
        action="append",
        type=option_values.voice,
        help=help_voices,
    )
    _add_voice_settings(command)


def _add_voice_settings(command: argparse.ArgumentParser) -> None:
    help_files = "the folder with the speech model and its voices (where `make voice` puts them)"
    command.add_argument("--voice-files", metavar="DIR", type=Path, help=help_files)
    help_loudness = "loudness of the sound: −16 LUFS for the web, −23 for broadcast (web)"
    command.add_argument("--loudness", choices=LOUDNESSES, default=LOUDNESSES[0], help=help_loudness)


def _add_force(command: argparse.ArgumentParser, does: str) -> None:
    command.add_argument("--force", action="store_true", help=does)
