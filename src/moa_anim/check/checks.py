"""Every gate that a production, and a film made of it, must pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from moa_anim.captions.cues import to_srt
from moa_anim.check.outcome import Gate
from moa_anim.check.words import caption_rules, source_fidelity
from moa_anim.errors import FilmError, ProductionError
from moa_anim.model.edition import LECTURE_EDITION
from moa_anim.model.quality import LECTURE, QUALITIES
from moa_anim.model.timeline import schedule
from moa_anim.script.production import Production, load_production


def check_folder(folder: Path, film: Path | None = None) -> tuple[Gate, ...]:
    """Return what the gates found of the production in `folder`, and of `film` if there is one.

    Words, captions and scenes are looked at in every edition that the storyboard has, each shot being played without drawing
    it; the film in the edition that its manifest names.
    A production with faults has one failed gate: nothing else can be told of it, nor of its film.

    Raises:
        CommandLineError: The film's name does not end in .mp4.
    """
    try:
        production = load_production(folder)
        others = [production.in_edition(name) for name in production.editions if name != LECTURE_EDITION]
    except ProductionError as error:
        return (Gate("document and storyboard", error.faults),)
    editions = (production, *others)
    gates = [Gate("document and storyboard"), *(gate for each in editions for gate in _word_gates(each))]
    gates += _scene_gates(editions)
    if film is not None:
        from moa_anim.check.film import (  # here: without a film, no film library is loaded
            edition_of,
            film_gates,
        )

        told = edition_of(film)
        shown = next((each for each in others if each.storyboard.edition.name == told), production)
        gates += film_gates(shown, film)
    return tuple(gates)


def _word_gates(production: Production) -> list[Gate]:
    """What the gates found of the words and captions of one edition, which they name if it is not the usual one."""
    gates = (source_fidelity(production), _caption_rules(production), _subrip(production))
    return [_of_edition(gate, production) for gate in gates]


def _scene_gates(editions: Sequence[Production]) -> list[Gate]:
    """Whether the fonts have all characters of each edition's words, and whether its scenes play to their end."""
    from moa_anim.check.rehearsal import rehearse
    from moa_anim.render.glyphs import (  # here: these load the stage, and Manim
        handout_faults,
        lettering_faults,
    )

    gates = []
    for production, faults in zip(editions, rehearse([each.storyboard for each in editions]), strict=True):
        board = production.storyboard
        lettering = Gate("lettering", (*lettering_faults(board), *handout_faults(board)))
        gates += [_of_edition(gate, production) for gate in (lettering, Gate("scenes", faults))]
    return gates


def _of_edition(gate: Gate, production: Production) -> Gate:
    edition = production.storyboard.edition.name
    return gate if edition == LECTURE_EDITION else replace(gate, name=f"{gate.name}, {edition}")


def _subrip(production: Production) -> Gate:
    """Whether the captions can be written as SubRip, which has no escapes: else neither a film nor a bundle is made."""
    try:
        to_srt(schedule(production.storyboard, LECTURE.rate))
    except FilmError as error:
        return Gate("SubRip", error.faults)
    return Gate("SubRip")


def _caption_rules(production: Production) -> Gate:
    rates = [quality.rate for quality in QUALITIES.values()]
    found = {rate: caption_rules(schedule(production.storyboard, rate)) for rate in rates}
    faults = tuple(fault for gate in found.values() for fault in gate.faults)
    return Gate(
        "caption rules", faults, found[LECTURE.rate].advice
    )  # advice once: it hardly depends on the rate
