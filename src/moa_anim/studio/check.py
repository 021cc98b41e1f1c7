"""Every gate that a production, and a film made of it, must pass."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from moa_anim.errors import ProductionError
from moa_anim.model.edition import LECTURE_EDITION
from moa_anim.model.timeline import schedule
from moa_anim.script import Production, load_production
from moa_anim.studio.check_words import caption_rules, source_fidelity
from moa_anim.studio.gate import Gate
from moa_anim.studio.quality import LECTURE, QUALITIES


def check_folder(folder: Path, film: Path | None = None) -> tuple[Gate, ...]:
    """Return what the gates found of the production in `folder`, and of `film` if there is one.

    Words and captions are looked at in every edition that the storyboard has; the film in the one its manifest names.
    A production with faults has one failed gate: nothing else can be told of it, nor of its film.

    Raises:
        CommandLineError: The film's name does not end in .mp4.
    """
    try:
        production = load_production(folder)
        others = [production.in_edition(name) for name in production.editions if name != LECTURE_EDITION]
    except ProductionError as error:
        return (Gate("document and storyboard", error.faults),)
    gates = [Gate("document and storyboard"), *(gate for each in (production, *others) for gate in _word_gates(each))]
    if film is not None:
        from moa_anim.studio.check_film import (  # here: without a film, no film library is loaded
            edition_of,
            film_gates,
        )

        told = edition_of(film)
        shown = next((each for each in others if each.storyboard.edition.name == told), production)
        gates += film_gates(shown, film)
    return tuple(gates)


def _word_gates(production: Production) -> list[Gate]:
    """What the gates found of the words and captions of one edition, which they name if it is not the usual one."""
    edition = production.storyboard.edition.name
    gates = [source_fidelity(production), _caption_rules(production)]
    return [replace(gate, name=f"{gate.name}, {edition}") for gate in gates] if edition != LECTURE_EDITION else gates


def _caption_rules(production: Production) -> Gate:
    rates = [quality.rate for quality in QUALITIES.values()]
    found = {rate: caption_rules(schedule(production.storyboard, rate)) for rate in rates}
    faults = tuple(fault for gate in found.values() for fault in gate.faults)
    return Gate(
        "caption rules", faults, found[LECTURE.rate].advice
    )  # advice once: it hardly depends on the rate
