"""Measure how fast the film that ships is made, and judge it by ratios within the run: `make bench`.

Writes dist/bench.json and prints a table. Each program is run as a user runs it, with caches of its own under dist/bench/.
The whole takes several times as long as a cold render; `--only cold_s,film_s` measures a part, `--shots title --quality
draft` tries it out. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from bench_measures import FOUND_BY, Bench
from bench_run import ProgramFailedError, Programs
from bench_table import data, table

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Measure; 0 if all was measured (whether or not the goals are met), 1 if a program failed."""
    options = parser().parse_args(arguments)
    unknown = set(options.only) - set(FOUND_BY)
    if unknown:
        print(
            f"bench: --only: no key {', '.join(sorted(unknown))}; keys: {', '.join(FOUND_BY)}",
            file=sys.stderr,
        )
        return 2
    options.work.mkdir(parents=True, exist_ok=True)
    machine = describe_machine()
    bench = Bench(
        Programs(options.work.resolve()),
        options.work.resolve(),
        options.quality,
        options.shots,
        machine["cores"],
        (ROOT / "constraints.txt").read_text(encoding="utf-8"),
        lambda what: print(f"bench: {what}", file=sys.stderr, flush=True),
    )
    settings = {"quality": options.quality, "shots": options.shots or "all", "jobs": machine["cores"]}
    before = inputs()
    try:
        found = bench.measure(options.only or FOUND_BY)
    except ProgramFailedError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    if inputs() != before:
        bench.notes["disturbed"] = "files of the package changed meanwhile: what was kept was drawn again"
        print(f"bench: {bench.notes['disturbed']}", file=sys.stderr)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    written = json.dumps(data(found, machine, settings, bench.notes), ensure_ascii=False, indent=2)
    options.out.write_text(written + "\n", encoding="utf-8")
    print(table(found, machine, ", ".join(f"{name} {value}" for name, value in settings.items())))
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    made = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0] if __doc__ else None)
    made.add_argument(
        "--only", metavar="KEY,…", type=_keys, default=[], help="these keys of bench.json only (all)"
    )
    made.add_argument("--shots", metavar="A,B", help="these shots only (all)")
    made.add_argument("--quality", choices=("draft", "lecture", "uhd"), default="lecture")
    made.add_argument("--out", metavar="FILE", type=Path, default=ROOT / "dist" / "bench.json")
    made.add_argument("--work", metavar="DIR", type=Path, default=ROOT / "dist" / "bench")
    return made


def inputs() -> dict[str, Any]:
    """Return what pictures depend on, as it is now: a run in which it changes measures something else."""
    from moa_anim.studio.fingerprint import digest_files, package_inputs

    return {**package_inputs(), "scenes": digest_files(ROOT, ("scenes/*.py", "assets/elacestrant/*"))}


def describe_machine() -> dict[str, Any]:
    """Return processor, cores, and the versions of what draws and encodes."""
    from moa_anim.studio.fingerprint import versions

    cores = len(os.sched_getaffinity(0))
    return {"cpu": _processor(), "cores": cores, "versions": versions()}


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown"
    )


def _keys(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


if __name__ == "__main__":
    sys.exit(main())
