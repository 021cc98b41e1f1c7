"""Checks that need no film: all words are the document's, and captions are readable."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from moa_anim.captions.break_costs import AFTER_ARTICLE, break_costs
from moa_anim.check.outcome import Check
from moa_anim.errors import Fault, decimal
from moa_anim.model.caption_rules import (
    ADVISED_WORDS_PER_MINUTE,
    LEAST_GAP_FRAMES,
    LEAST_SECONDS,
    LINES,
    MOST_SECONDS,
    MOST_WORDS_PER_MINUTE,
    characters_per_second,
    words_per_minute,
)
from moa_anim.model.clock import FrameRate
from moa_anim.model.source import EmendedQuote
from moa_anim.model.story import Cue
from moa_anim.model.timeline import CaptionSlot, Timeline
from moa_anim.script.production import Production

_FIX = "fix the storyboard"


def source_fidelity(production: Production) -> Check:
    """Check that every word shown is the document's, by comparing it with the document's bytes once more.

    The file is not read again, because it may have been replaced meanwhile, for example by a link out of the folder.
    """
    data = production.read.source
    found, expected = hashlib.sha256(data).hexdigest(), production.source_sha256
    faults = []
    if found != expected:
        faults.append(Fault("source.txt", f"sha256 {found}", expected, "restore the document"))
    text, board = data.decode("utf-8", errors="replace"), production.storyboard
    faults += _misquoted(text, "title", board.title)
    for shot in board.shots:
        for cue in shot.cues:
            where = f"cue {shot.id}/{cue.id}"
            if cue.words:
                faults += _misquoted(text, where, cue.words)
            faults += _changed_words(where, cue)
    return Check("source fidelity", tuple(faults))


def caption_rules(timeline: Timeline) -> Check:
    """Check the captions' lines, reading speed, duration and gaps at the timeline's frame rate."""
    faults: list[Fault] = []
    advice: list[str] = []
    for shot in timeline.shots:
        for cue in shot.cues:
            for number, each in enumerate(cue.captions, 1):
                where = f"caption {shot.shot.id}/{cue.cue.id}/{number} at {timeline.rate.fps} fps"
                faults += _broken_rules(where, each, timeline.rate)
                advice += _advice(where, each, timeline.rate)
    for first, second in pairwise(timeline.captions()):
        gap = second.slot.start - first.slot.stop
        if gap < 0 or 0 < gap < LEAST_GAP_FRAMES:
            found, expected = f"{gap} frames after the last", f"0, or at least {LEAST_GAP_FRAMES}"
            faults.append(Fault(f"“{second.caption.text}”", found, expected, _FIX))
    return Check("caption rules", tuple(faults), tuple(advice))


def hurried_captions(timeline: Timeline, language: str) -> str:
    """Return advice about captions of a translation that are faster than their language allows, or stand for less than 2 s.

    It is for a translation at the times of a film in another language, which cannot be longer for its sake; "" for no advice.
    """
    fast, brief = dict[str, Fraction](), 0
    for shot in timeline.shots:
        for cue in shot.cues:
            for each in cue.captions:
                seconds, rules = timeline.rate.seconds(each.slot.frames), each.caption.setting.language
                pace = characters_per_second(each.caption, seconds, rules)
                if pace > rules.most_characters_per_second:
                    place = f"{shot.shot.id}/{cue.cue.id}"
                    fast[place] = max(pace, fast.get(place, pace))
                brief += seconds < LEAST_SECONDS
    if not fast and not brief:
        return ""
    most = next(each.caption.setting.language.most_characters_per_second for each in timeline.captions())
    places = ", ".join(f"{place} {float(pace):.1f}" for place, pace in fast.items()) or "none"
    return (
        f"{language}: over {decimal(most)} characters a second at this film's times: {places}; "
        f"shown for less than {LEAST_SECONDS} s: {brief}. All are shown whole; a film in {language} gives them their time"
    )


def _misquoted(text: str, where: str, words: EmendedQuote) -> Iterator[Fault]:
    """A fault if a quote is not what the document has at its span."""
    span = words.quote.span
    if text[span.start : span.stop] != words.quote.text:
        yield Fault(where, f"“{text[span.start : span.stop]}” in the document", f"“{words.quote.text}”", _FIX)


def _changed_words(where: str, cue: Cue) -> Iterator[Fault]:
    """A fault if a cue's captions are not its quote with its emendations applied, or not its translation."""
    joint = cue.captions[0].setting.language.joint if cue.captions else ""
    said = joint.join(line for caption in cue.captions for line in caption.lines)
    words = cue.translation.text if cue.translation else ""
    if cue.words and not cue.translation:
        words, start = cue.words.quote.text, cue.words.quote.span.start
        for each in reversed(cue.words.emendations):
            words = words[: each.span.start - start] + each.displayed + words[each.span.stop - start :]
    if said != words:
        yield Fault(where, f"captions “{said}”", f"“{words}”", _FIX)


def _broken_rules(where: str, each: CaptionSlot, rate: FrameRate) -> Iterator[Fault]:
    caption, seconds = each.caption, rate.seconds(each.slot.frames)
    language = caption.setting.language
    if len(caption.lines) > LINES:
        yield Fault(where, f"{len(caption.lines)} lines", f"at most {LINES}", _FIX)
    for line in caption.lines:
        if (length := language.characters(line)) > language.line_characters:
            found, expected = (
                f"{decimal(length)} characters in “{line}”",
                f"at most {language.line_characters}",
            )
            yield Fault(where, found, expected, _FIX)
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        yield Fault(where, f"{float(seconds):.2f} s", f"{LEAST_SECONDS} to {MOST_SECONDS} s", _FIX)
        if not seconds:
            return
    pace = characters_per_second(caption, seconds, language)
    words = words_per_minute(caption, seconds, language)
    if pace > language.most_characters_per_second:
        expected = f"at most {decimal(language.most_characters_per_second)}"
        yield Fault(where, f"{float(pace):.1f} characters a second", expected, "give the cue more seconds")
    if words > MOST_WORDS_PER_MINUTE:
        expected = f"at most {MOST_WORDS_PER_MINUTE}"
        yield Fault(where, f"{float(words):.0f} words a minute", expected, "give the cue more seconds")


def _advice(where: str, each: CaptionSlot, rate: FrameRate) -> Iterator[str]:
    if not each.slot.frames:
        return  # already a fault
    language = each.caption.setting.language
    words = words_per_minute(each.caption, rate.seconds(each.slot.frames), language)
    if words > ADVISED_WORDS_PER_MINUTE:
        yield f"{where}: {float(words):.0f} words a minute; {ADVISED_WORDS_PER_MINUTE} are easier to read"
    if not language.spaced:
        return  # line breaks there are judged by the translator's marks
    costs = break_costs(each.caption.text.split(), (), language.words, language.punctuation)
    last = 0
    for line in each.caption.lines[:-1]:
        last += len(line.split())
        if costs[last - 1] >= AFTER_ARTICLE:
            yield f"{where}: the line break after “{line.split()[-1]}” separates words that belong together"
