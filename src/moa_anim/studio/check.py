"""Every gate that a production, and a film made of it, must pass."""

from __future__ import annotations

from pathlib import Path

from moa_anim.errors import ProductionError
from moa_anim.model.timeline import schedule
from moa_anim.script import Production, load_production
from moa_anim.studio.check_words import caption_rules, source_fidelity
from moa_anim.studio.gate import Gate
from moa_anim.studio.quality import LECTURE, QUALITIES


def check_folder(folder: Path, film: Path | None = None) -> tuple[Gate, ...]:
    """Return what the gates found of the production in `folder`, and of `film` if there is one.

    A production with faults has one failed gate: nothing else can be told of it, nor of its film.

    Raises:
        CommandLineError: The film's name does not end in .mp4.
    """
    try:
        production = load_production(folder)
    except ProductionError as error:
        return (Gate("document and storyboard", error.faults),)
    return (Gate("document and storyboard"), *check(production, film))


def check(production: Production, film: Path | None = None) -> tuple[Gate, ...]:
    """Return what the gates found: of words and captions, at every quality's frame rate; then of `film`."""
    gates = [source_fidelity(production), _caption_rules(production)]
    if film is not None:
        from moa_anim.studio.check_film import film_gates  # here: without a film, no film library is loaded

        gates += film_gates(production, film)
    return tuple(gates)


def _caption_rules(production: Production) -> Gate:
    rates = [quality.rate for quality in QUALITIES.values()]
    found = {rate: caption_rules(schedule(production.storyboard, rate)) for rate in rates}
    faults = tuple(fault for gate in found.values() for fault in gate.faults)
    return Gate(
        "caption rules", faults, found[LECTURE.rate].advice
    )  # advice once: it hardly depends on the rate
