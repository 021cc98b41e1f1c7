"""Every gate that a production, and a film made of it, must pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from moa_anim.captions.cues import to_srt
from moa_anim.check.outcome import Check
from moa_anim.check.words import caption_rules, source_fidelity
from moa_anim.errors import Fault, FilmError, ProductionError
from moa_anim.model.edition import LECTURE_EDITION
from moa_anim.model.quality import LECTURE, QUALITIES
from moa_anim.model.timeline import schedule
from moa_anim.script.production import Production, load_production


def check_folder(folder: Path, film: Path | None = None, language: str = "") -> tuple[Check, ...]:
    """Return what the gates found of the production in `folder`, and of `film` if there is one.

    Words, captions and scenes are looked at in every edition that the storyboard has and every language that it has a
    translation into, or in `language` only, each shot being played without drawing it; the film in the edition and language
    that its manifest names.
    A production with faults has one failed gate: nothing else can be told of it, nor of its film. A translation with faults
    has one failed gate, too.

    Raises:
        CommandLineError: The film's name does not end in .mp4, or there is no translation into `language`.
    """
    try:
        production = load_production(folder)
        others = [production.in_edition(name) for name in production.editions if name != LECTURE_EDITION]
    except ProductionError as error:
        return (Check("document and storyboard", error.faults),)
    checks = [Check("document and storyboard")]
    proved: list[Production] = []
    for tag in (language,) if language else production.languages:
        try:
            proved += [each.in_language(tag) for each in (production, *others)]
        except ProductionError as error:
            checks.append(Check(f"translation {tag}", error.faults))
            continue
        if proved[-1].storyboard.translation:
            checks.append(Check(f"translation {proved[-1].storyboard.language}"))
    checks += [check for each in proved for check in _word_checks(each)]
    checks += _scene_gates(proved) if proved else []
    if film is not None:
        from moa_anim.check.film import (  # here: without a film, no film library is loaded
            film_checks,
            rendition_of,
        )

        told = rendition_of(film)
        named = (each for each in proved if _edition_and_language(each) == told)
        shown = next(named, None)
        if shown is None and told[1] in production.translations:
            expected = "one whose translation is checked and has no faults"
            remedy = "correct the translation, or check without --language"
            checks.append(Check("film", (Fault(film.name, f"a film in “{told[1]}”", expected, remedy),)))
        else:
            checks += film_checks(shown or production, film)
    return tuple(checks)


def _edition_and_language(production: Production) -> tuple[str, str]:
    return production.storyboard.edition.name, production.storyboard.language


def _word_checks(production: Production) -> list[Check]:
    """What the gates found of the words and captions of one edition, which they name if it is not the usual one."""
    checks = (source_fidelity(production), _caption_rules(production), _subrip(production))
    return [_named(check, production) for check in checks]


def _scene_gates(editions: Sequence[Production]) -> list[Check]:
    """Whether the fonts have all characters of each edition's words, and whether its scenes play to their end."""
    from moa_anim.check.rehearsal import rehearse
    from moa_anim.render.glyphs import (  # here: these load the stage, and Manim
        handout_faults,
        lettering_faults,
    )

    checks = []
    for production, faults in zip(editions, rehearse([each.storyboard for each in editions]), strict=True):
        board = production.storyboard
        lettering = Check("lettering", (*lettering_faults(board), *handout_faults(board)))
        checks += [_named(check, production) for check in (lettering, Check("scenes", faults))]
    return checks


def _named(check: Check, production: Production) -> Check:
    """Return `check` with its edition and language in its name, where they are not the usual ones."""
    board = production.storyboard
    edition = () if board.edition.name == LECTURE_EDITION else (board.edition.name,)
    language = (board.language,) if board.translation else ()
    return replace(check, name=", ".join((check.name, *edition, *language)))


def _subrip(production: Production) -> Check:
    """Whether the captions can be written as SubRip, which has no escapes: else neither a film nor a bundle is made."""
    try:
        to_srt(schedule(production.storyboard, LECTURE.rate))
    except FilmError as error:
        return Check("SubRip", error.faults)
    return Check("SubRip")


def _caption_rules(production: Production) -> Check:
    rates = [quality.rate for quality in QUALITIES.values()]
    found = {rate: caption_rules(schedule(production.storyboard, rate)) for rate in rates}
    faults = tuple(fault for check in found.values() for fault in check.faults)
    return Check(
        "caption rules", faults, found[LECTURE.rate].advice
    )  # advice once: it hardly depends on the rate
