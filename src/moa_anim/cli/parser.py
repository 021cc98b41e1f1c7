"""What may be written after `moa-anim`: commands, options, their defaults, and what --help says of them."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import NoReturn, TypeAlias

import moa_anim
from moa_anim.errors import CommandLineError, Fault
from moa_anim.model.edition import EDITIONS, LECTURE_EDITION

OUT_FOLDER = Path("dist")
"""Where the film goes where none is named; there it is called after its production."""

BUNDLE = Path("dist/lecture")
"""The bundle that is played, where no other is named."""

_EXIT_CODES = (
    "Exit codes: 0 done; 1 the production or the film is wrong, or doctor found something; 2 the command "
    "line is wrong; 3 rendering or writing failed; 130 interrupted. Finished work is kept in "
    "$XDG_CACHE_HOME/moa-anim."
)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints are one line, and whose options must be written out."""

    def error(self, message: str) -> NoReturn:
        remedy = f"see `{self.prog} --help`"
        raise CommandLineError(
            Fault("command line", message, "a command of moa-anim and its options", remedy)
        )


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def parser() -> argparse.ArgumentParser:
    """Return the parser; `command` names the command. It raises CommandLineError for what it cannot read."""
    parser = _Parser(prog="moa-anim", description=moa_anim.__doc__, allow_abbrev=False, epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"moa-anim {moa_anim.__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)

    plan = _command(commands, "plan", "show shots, cues, frames and reading speed")
    _add_quality(plan)
    _add_edition(plan)
    _add_language(plan)
    plan.add_argument("--json", action="store_true", help="as JSON, with film.frames and film.fps")
    _examples(plan, "moa-anim plan", "moa-anim plan --json --quality draft")

    render = _command(commands, "render", "make the film, its captions and its manifest")
    help_out = f"the film ({OUT_FOLDER}/elacestrant.mp4; of another production {OUT_FOLDER}/NAME.mp4, after its name)"
    render.add_argument("out", metavar="OUT.mp4", nargs="?", type=Path, help=help_out)
    _add_quality(render)
    _add_edition(render)
    _add_language(render)
    help_captions = "burned in, beside the film only, or not shown; caption files are written always (open)"
    render.add_argument("--captions", choices=("open", "closed", "none"), default="open", help=help_captions)
    render.add_argument("--jobs", metavar="N", type=_jobs, default=_cores(), help="processes (all cores)")
    render.add_argument("--shots", metavar="A,B", type=_shots, help="these shots only, in film order (all)")
    help_cluster = (
        "draw on the Dask cluster whose scheduler is there, instead of in processes here (docs/cluster.md)"
    )
    render.add_argument("--cluster", metavar="ADDRESS", type=_address, help=help_cluster)
    _add_force(render, "replace files there that were changed, or are of another film")
    _examples(
        render,
        "moa-anim render",
        "moa-anim render draft.mp4 --quality draft --shots opening --jobs 2",
        "moa-anim render --cluster tcp://10.0.0.5:8786",
        "moa-anim render clinic.mp4 --edition clinic",
        "moa-anim render clinic.mp4 --force",
        "moa-anim render --language zh-Hans",
    )

    stills = _command(commands, "stills", "draw one settled frame per cue, and a contact sheet")
    stills.add_argument("folder", metavar="DIR", type=Path, help="where the PNG files go")
    _add_quality(stills)
    _add_edition(stills)
    _add_language(stills)
    _add_force(stills, "replace pictures there that were changed, or are of another film")
    _examples(
        stills,
        "moa-anim stills out/",
        "moa-anim stills clinic/ --edition clinic",
        "moa-anim stills out/ --force",
    )

    bundle = _command(
        commands, "bundle", "make all that a lecturer needs: films, slides, page, handout, captions"
    )
    bundle.add_argument(
        "folder", metavar="DIR", type=Path, help="a folder that is not there yet, or an earlier bundle"
    )
    _add_quality(bundle)
    _add_edition(bundle)
    _add_language(bundle)
    bundle.add_argument("--jobs", metavar="N", type=_jobs, default=_cores(), help="processes (all cores)")
    bundle.add_argument(
        "--cluster", metavar="ADDRESS", type=_address, help="draw on a Dask cluster (docs/cluster.md)"
    )
    _add_force(bundle, "replace files of an earlier bundle that were changed, and keep those that were added")
    _examples(
        bundle, "moa-anim bundle dist/lecture", "moa-anim bundle dist/clinic --edition clinic --quality draft"
    )

    play = _command(commands, "play", "show a bundle's page in the browser, served to this machine alone")
    play.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, default=BUNDLE, help=f"a bundle ({BUNDLE})"
    )
    play.add_argument(
        "--port", metavar="N", type=_port, default=0, help="a port of this machine (a free one)"
    )
    play.add_argument("--no-browser", action="store_true", help="print the address, open nothing")
    _examples(play, "moa-anim play", "moa-anim play dist/lecture --port 8080 --no-browser")

    check = _command(commands, "check", "check a production, and a film made of it; exit 1 with reasons")
    check.add_argument(
        "film", metavar="FILM.mp4", nargs="?", type=Path, help="a film with the files beside it"
    )
    check.add_argument("--json", action="store_true", help="as JSON")
    _add_language(check, "check this language only (all of them)")
    _examples(check, "moa-anim check", f"moa-anim check {OUT_FOLDER}/elacestrant.mp4 --json")

    doctor = _command(commands, "doctor", "say what is missing and the command that cures it")
    _examples(doctor, "moa-anim doctor")

    cache = _command(commands, "cache", "show what is kept of earlier renders, or remove it")
    removal = cache.add_mutually_exclusive_group()
    removal.add_argument(
        "--prune", action="store_true", help="remove what was not used for longest, down to the limit"
    )
    removal.add_argument(
        "--clear", action="store_true", help="remove everything; the next render draws it again"
    )
    help_limit = "what it may grow to; each render keeps to it too where $MOA_ANIM_CACHE_GIB says it (8)"
    cache.add_argument("--limit", metavar="GIB", type=_gib, help=help_limit)
    cache.add_argument("--json", action="store_true", help="as JSON, in bytes")
    _examples(
        cache,
        "moa-anim cache",
        "moa-anim cache --prune --limit 2",
        "moa-anim cache --clear",
        "MOA_ANIM_CACHE_GIB=20 moa-anim render",
    )
    for each in (plan, render, stills, bundle, check):
        each.add_argument(
            "--production", metavar="DIR", type=Path, help="source.txt and storyboard.toml (built in)"
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


def _add_quality(command: argparse.ArgumentParser) -> None:
    sizes = "854×480 at 15 frames a second, 1920×1080 at 30, 3840×2160 at 60 (lecture)"
    command.add_argument("--quality", choices=("draft", "lecture", "uhd"), default="lecture", help=sizes)


def _add_edition(command: argparse.ArgumentParser) -> None:
    told = "whom it is for: a lecture, or patients with their clinician (lecture)"
    command.add_argument("--edition", choices=EDITIONS, default=LECTURE_EDITION, help=told)


def _add_language(
    command: argparse.ArgumentParser,
    does: str = "the document's own, or one that the production has a translation into: en, es, zh-Hans (en)",
) -> None:
    command.add_argument("--language", metavar="TAG", default="", help=does)


def _add_force(command: argparse.ArgumentParser, does: str) -> None:
    command.add_argument("--force", action="store_true", help=does)


def _shots(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _address(text: str) -> str:
    """Read where a Dask scheduler is: tcp:// or tls:// before host:port; without either it is tcp://."""
    match = re.fullmatch(r"(?:(tcp|tls)://)?(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]+):(\d{1,5})", text)
    if not match or not 1 <= int(match[3]) <= 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is not an address such as tcp://10.0.0.5:8786")
    return f"{match[1] or 'tcp'}://{match[2]}:{match[3]}"


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}” is not a port from 1 to 65535")
    return int(text)


def _jobs(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 256):
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to 256")
    return int(text)


def _gib(text: str) -> int:
    from moa_anim.cache.limit import MAXIMUM_LIMIT_GIB, parse_gib  # here: no other option has use for it

    limit = parse_gib(text)
    if limit is None:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number of GiB from 0 to {MAXIMUM_LIMIT_GIB}")
    return limit


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
