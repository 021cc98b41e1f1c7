"""All checks of a production, and of a film made from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from moa_anim.captions.cues import to_srt
from moa_anim.check.outcome import Check
from moa_anim.check.terms import agreed_terms
from moa_anim.check.told_words import told_words_advice
from moa_anim.check.words import caption_rules, hurried_captions, source_fidelity
from moa_anim.errors import Fault, FilmError, ProductionError
from moa_anim.model.edition import LECTURE_EDITION
from moa_anim.model.quality import LECTURE, QUALITIES
from moa_anim.model.timeline import fitted, schedule
from moa_anim.script.production import Production, load_production


def check_folder(
    folder: Path, film: Path | None = None, language: str = "", trust_scenes: bool = False
) -> tuple[Check, ...]:
    """Check the production in `folder`, and `film` if one is given.

    Words, captions and scenes are checked in every edition of the storyboard and in every language that it has a translation
    into, or in `language` only, by playing each shot without drawing it; the film is checked in the edition and language that
    its manifest names. If the production cannot be loaded, that is the only check; of a translation that cannot be loaded,
    nothing else is checked.

    Raises:
        CommandLineError: The film's name does not end in .mp4, or there is no translation into `language`.
    """
    try:
        production = load_production(folder, trust_scenes=trust_scenes)
        others = [production.in_edition(name) for name in production.editions if name != LECTURE_EDITION]
    except ProductionError as error:
        return (Check("document and storyboard", error.faults),)
    checks = [Check("document and storyboard", advice=_told_words(production, others))]
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
    own = {each.storyboard.edition.name: each for each in (production, *others)}
    checks += [
        _named(agreed_terms(own[each.storyboard.edition.name], each), each) for each in proved if each.terms
    ]
    checks += _track_checks(proved)
    checks += _scene_checks(proved) if proved else []
    if film is not None:
        # Imported here, because it loads the film library, which is not needed without a film.
        from moa_anim.check.film import film_checks, rendition_of

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


def _told_words(usual: Production, others: Sequence[Production]) -> tuple[str, ...]:
    """Return advice on words that the usual edition does not tell; on other editions, where theirs is different."""
    advice = told_words_advice(usual.storyboard)
    return (
        *advice,
        *(
            f"{each.storyboard.edition.name} edition: {line}"
            for each in others
            for line in told_words_advice(each.storyboard)
            if line not in advice
        ),
    )


def _track_checks(proved: Sequence[Production]) -> list[Check]:
    """Report how fast each edition's translations are at the times of its film in the document's language.

    A bundle's films carry them as caption tracks.
    """
    checks = []
    for own in (each.storyboard for each in proved if not each.storyboard.translation):
        timeline = schedule(own, LECTURE.rate)
        translated = [
            each.storyboard
            for each in proved
            if each.storyboard.translation and each.storyboard.edition.name == own.edition.name
        ]
        advice = (hurried_captions(fitted(timeline, each), each.language) for each in translated)
        edition = () if own.edition.name == LECTURE_EDITION else (own.edition.name,)
        if translated:
            checks.append(Check(", ".join(("caption tracks", *edition)), (), tuple(filter(None, advice))))
    return checks


def _edition_and_language(production: Production) -> tuple[str, str]:
    return production.storyboard.edition.name, production.storyboard.language


def _word_checks(production: Production) -> list[Check]:
    """Check the words and captions of one edition."""
    checks = (source_fidelity(production), _caption_rules(production), _subrip(production))
    return [_named(check, production) for check in checks]


def _scene_checks(editions: Sequence[Production]) -> list[Check]:
    """Check that the fonts have all characters of each edition's words, and that its scenes play to their end."""
    # Imported here, because these load the stage, and with it Manim.
    from moa_anim.check.rehearsal import rehearse
    from moa_anim.render.glyphs import handout_faults, lettering_faults

    try:
        rehearsed = rehearse([each.storyboard for each in editions])
    except ProductionError as error:  # the drug cannot be shown, so that no scene was played
        return [Check("drug", error.faults)]
    from moa_anim.check.drug import drug_advice

    cast = editions[0].storyboard.cast
    checks = [Check("drug", (), drug_advice(cast))] if cast.drug.data else []
    for production, faults in zip(editions, rehearsed, strict=True):
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
    """Check that the captions can be written as SubRip, which has no escapes; without it no film or bundle is made."""
    try:
        to_srt(schedule(production.storyboard, LECTURE.rate))
    except FilmError as error:
        return Check("SubRip", error.faults)
    return Check("SubRip")


def _caption_rules(production: Production) -> Check:
    rates = [quality.rate for quality in QUALITIES.values()]
    found = {rate: caption_rules(schedule(production.storyboard, rate)) for rate in rates}
    faults = tuple(fault for check in found.values() for fault in check.faults)
    # Advice for one frame rate only, since it hardly depends on the rate.
    return Check("caption rules", faults, found[LECTURE.rate].advice)
