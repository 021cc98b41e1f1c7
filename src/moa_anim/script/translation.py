"""Applies a translation file to a storyboard. Each translation is pinned to what it translates, so that a change is noticed.

A caption is pinned to the span and the SHA-256 of its quote, and to the words that the film shows of it (`of`). Labels and
other words of the storyboard are looked up by their text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial

from moa_anim.captions.line_breaking import break_captions
from moa_anim.errors import shorten
from moa_anim.model.caption_language import CaptionLanguage
from moa_anim.model.direction import directed
from moa_anim.model.emphasis import Term, marks_of
from moa_anim.model.guide import GlossaryEntry, Guide
from moa_anim.model.interface import Interface
from moa_anim.model.showable import require_showable
from moa_anim.model.source import EmendedQuote, Quote
from moa_anim.model.story import Caption, Cue, Shot, Storyboard, Translation, TranslationStatus
from moa_anim.script.reading import Notes, Table
from moa_anim.script.terms import read_coloured

PHRASE_END = "|"
"""Marks, in a language without spaces between words, where a phrase of a caption ends. It is not shown."""

TITLE = "title"
"""Name of the title's translation, beside those of cues, “shot/cue”."""

NOTICE = "notice"
"""Name of the translation of the document's notice."""

_FILE = re.compile(r"translation\.([A-Za-z0-9-]+)\.toml")


def translation_file(tag: str) -> str:
    """Return the name of the file in a production folder that has the translation into the language `tag`."""
    return f"translation.{tag}.toml"


def translation_tags(names: Sequence[str]) -> tuple[str, ...]:
    """Return the language tags of the translation files among the file `names` of a folder, in alphabetical order."""
    return tuple(sorted(match[1] for name in names if (match := _FILE.fullmatch(name))))


@dataclass(frozen=True)
class _Pinned:
    """A translation of a quote as it is in the file: its place there, what it is pinned to, its text and phrase ends."""

    where: str
    start: int
    stop: int
    sha256: str
    of: str
    text: str
    phrase_ends: Set[int]


class Translator:
    """Translates the storyboards of all editions of a production by one file, and notes what is missing, stale or unused."""

    def __init__(self, table: Table, tag: str, interface: Interface, sha256: str) -> None:
        self._table = table
        self._notes: Notes = table.notes
        self._tag = tag
        self._interface = interface
        self._sha256 = sha256
        self._used_texts: set[str] = set()
        self._used_cues: set[str] = set()
        self._noted: set[str] = set()
        """What was missing or stale and has been noted: each edition shows the same."""
        language = table.string("language")
        if language is not None and language != tag:
            expected = f"“{tag}”, as in the file's name"
            self._notes.add(table.at("language"), f"“{language}”", expected, "correct the one or the other")
        self._translator = table.string("translator") or ""
        self._reviewer = table.string("reviewer", "") or ""
        self._second_reader = table.string("second_reader", "") or ""
        captions = table.table("captions")
        self._keep_together = captions.string_list("keep_together")
        self._terms: Sequence[Term] = read_coloured(captions.table("colours"))
        captions.finish()
        self._title = self._optional(TITLE)
        self._notice = self._optional(NOTICE, named=False)
        self._cues = self._read_cues()
        self._texts = self._read_texts()
        table.finish()

    def storyboard(self, board: Storyboard, notice_language: str) -> Storyboard | None:
        """Return `board` translated; None, with every fault noted, if something is missing or stale.

        Pictures never get less time than in the document's language: each cue lasts at least as long as there.
        """
        count = self._notes.count
        language = self._interface.captions
        edition = replace(board.edition, captions=replace(board.edition.captions, language=language))
        title = self._translation(self._title, TITLE, board.title)
        notice = self._notice_translation(board, notice_language)
        shots = [self._shot(shot, board) for shot in board.shots]
        glossary = tuple(
            GlossaryEntry(*(self._text(each) for each in (entry.term, entry.meaning, entry.source)))
            for entry in board.glossary
        )
        emendations = tuple(
            replace(
                each,
                reason=self._text(each.reason),
                source=self._text(each.source) if each.source else "",
            )
            for each in board.emendations
        )
        if self._notes.count > count or self._noted or title is None:
            return None
        status = TranslationStatus(
            board.language, self._translator, self._reviewer, self._sha256, self._second_reader
        )
        return self._notes.attempt(
            self._table.where,
            lambda: replace(
                board,
                language=self._tag,
                shots=tuple(shot for shot in shots if shot),
                glossary=glossary,
                emendations=emendations,
                edition=edition,
                translation=status,
                title_translation=title,
                drug_translation=self._known_text(board.cast.drug.name),
                notice_translation=notice,
                interface=self._interface,
            ),
        )

    def finish(self) -> None:
        """Note every translation that no edition has used."""
        for name, pinned in self._cues.items():
            if name not in self._used_cues:
                remedy = self._notes.suggestion(name, self._used_cues) or "remove it"
                self._notes.add(
                    pinned.where, "a translation of no cue", "a cue with a quote, “shot/cue”", remedy
                )
        for text in self._texts:
            if text not in self._used_texts:
                remedy = self._notes.suggestion(text, self._used_texts) or "remove it"
                found = f"a translation of “{shorten(text, 200)}”"
                self._notes.add(f"{self._table.where} words", found, "words that the storyboard has", remedy)

    def _optional(self, name: str, *, named: bool = True) -> _Pinned | None:
        """Return the translation of the title or the notice; None if there is none, or if it has faults, which are noted."""
        if not self._table.has(name):
            return None
        pinned = self._pinned(self._table.table(name), named=named)
        if pinned is None:
            self._noted.add(name)
        return pinned

    def _read_cues(self) -> Mapping[str, _Pinned]:
        cues: dict[str, _Pinned] = {}
        tables = self._table.tables(
            "cue",
            lambda number, data: (
                f"cue '{data['cue']}'" if isinstance(data.get("cue"), str) else f"cue {number}"
            ),
        )
        for table in tables:
            name = table.string("cue")
            pinned = self._pinned(table)
            if name in cues:
                self._notes.add(table.where, "a second translation of this cue", "one", "remove one of them")
            elif name and pinned:
                cues[name] = pinned
            elif name:
                self._noted.add(name)
        return cues

    def _read_texts(self) -> Mapping[str, str]:
        """Return the translations of the storyboard's own words by their text: of the table `words` and of [[prose]]."""
        texts = dict(self._table.table("words").all_strings())
        for table in self._table.tables("prose", lambda number, _: f"prose {number}"):
            of, text = table.string("of"), table.string("text")
            table.finish()
            if of in texts:
                self._notes.add(table.where, f"a second translation of “{of}”", "one", "remove one of them")
            elif of and text:
                texts[of] = text
        return texts

    def _pinned(self, table: Table, *, named: bool = True) -> _Pinned | None:
        """Return a translation of a quote as it is in the file; None, with faults noted. A long quote need not be named."""
        count = self._notes.count
        if named:
            table.has("cue")
        span = table.numbers("span", 2)
        digest = table.string("sha256") or ""
        of = (table.string("of") or "") if named else ""
        written = table.string("text") or ""
        table.finish()
        if self._notes.count > count or len(span) != 2:
            return None
        text, phrase_ends = (written, frozenset[int]()) if self._spaced else _unmarked(written)
        if not self._notes.passes(table.at("text"), partial(require_showable, text)):
            return None
        return _Pinned(table.where, span[0], span[1], digest, of, text, phrase_ends)

    @property
    def _spaced(self) -> bool:
        return self._interface.captions.spaced

    def _translation(self, pinned: _Pinned | None, name: str, words: EmendedQuote) -> Translation | None:
        """Return the translation of `words`; None, with a fault noted once, if there is none or it is stale."""
        if name in self._noted:
            return None
        if pinned is None:
            where = self._table.at(name if name == TITLE else f"cue '{name}'")
            remedy = f"add one with {_pins(words.quote, words.text)}"
            self._notes.add(where, "no translation", f"one of “{words.text}”", remedy)
            self._noted.add(name)
            return None
        if not self._is_current(pinned, words.quote, words.text):
            self._noted.add(name)
            return None
        return self._notes.attempt(pinned.where, lambda: Translation(words.quote, self._tag, pinned.text))

    def _is_current(self, pinned: _Pinned, quote: Quote, shown: str) -> bool:
        """Whether a translation is pinned to `quote` as the film shows it; if not, one fault is noted."""
        digest = hashlib.sha256(quote.text.encode()).hexdigest()
        same_words = pinned.sha256 == digest and pinned.of in ("", shown)
        span = quote.span
        if same_words and (pinned.start, pinned.stop) == (span.start, span.stop):
            return True
        if same_words:
            found = f"span = [{pinned.start}, {pinned.stop}]"
            expected = f"[{span.start}, {span.stop}], where the same words are now"
            self._notes.add(pinned.where, found, expected, f"write span = [{span.start}, {span.stop}]")
            return False
        was = f"“{pinned.of}”" if pinned.of else f"words with the SHA-256 {pinned.sha256}"
        found = (
            f"a stale translation, of {was}" if pinned.of != shown else "a stale translation: another SHA-256"
        )
        remedy = f"translate it anew, then write {_pins(quote, shown if pinned.of else '')}"
        self._notes.add(pinned.where, found, f"one of “{shown}”, which the film shows now", remedy)
        return False

    def _notice_translation(self, board: Storyboard, notice_language: str) -> Translation | None:
        """Return the translation of the document's notice; None if there is no notice, or the film is in its language."""
        if board.notice is None or _primary(notice_language) == _primary(self._tag):
            return None
        notice, pinned = board.notice, self._notice
        if NOTICE in self._noted:
            return None
        if pinned is None:
            remedy = f"add [notice] with {_pins(notice, '')}"
            expected = "one of the document's notice"
            self._notes.add(self._table.at(NOTICE), "no translation", expected, remedy)
        if pinned is None or not self._is_current(pinned, notice, notice.text):
            self._noted.add(NOTICE)
            return None
        return self._notes.attempt(pinned.where, lambda: Translation(notice, self._tag, pinned.text))

    def _shot(self, shot: Shot, board: Storyboard) -> Shot | None:
        cues = [self._cue(cue, f"{shot.id}/{cue.id}", board) for cue in shot.cues]
        guide = Guide(self._text(shot.guide.point_at), self._text(shot.guide.nuance))
        labels = {name: self._text(words) for name, words in shot.labels.items()}
        step = self._text(shot.step)
        name = "" if shot.step else self._text(shot.title)
        proved = tuple(cue for cue in cues if cue)
        if len(proved) < len(cues):
            return None
        where = f"{self._table.where} shot '{shot.id}'"
        return self._notes.attempt(
            where, lambda: replace(shot, cues=proved, step=step, labels=labels, guide=guide, name=name)
        )

    def _cue(self, cue: Cue, name: str, board: Storyboard) -> Cue | None:
        seen = self._text(cue.seen)
        if cue.words is None:
            return replace(cue, seen=seen)
        self._used_cues.add(name)
        pinned = self._cues.get(name)
        translation = self._translation(pinned, name, cue.words)
        if translation is None or pinned is None:
            return None
        setting = replace(board.edition.captions, language=self._interface.captions)
        divide = partial(break_captions, pinned.text, self._keep_together, setting, pinned.phrase_ends)
        captions = self._notes.attempt(pinned.where, divide)
        if captions is None:
            self._noted.add(name)
            return None
        marked = tuple(self._coloured(each, self._interface.captions) for each in captions)
        return self._notes.attempt(
            pinned.where,
            lambda: replace(
                cue, captions=marked, least_seconds=cue.seconds, seen=seen, translation=translation
            ),
        )

    def _coloured(self, caption: Caption, language: CaptionLanguage) -> Caption:
        return replace(caption, marks=marks_of(caption.lines, self._terms, language.joint))

    def _known_text(self, text: str) -> str:
        """Return the translation of the storyboard's own words, "" if there is none, which is no fault."""
        self._used_texts.add(text)
        return directed(self._texts.get(text, ""), self._interface.captions.direction)

    def _text(self, text: str) -> str:
        """Return the translation of the storyboard's own words.

        If there is none, a fault is noted once, and the words themselves are returned.
        """
        if not text:
            return text
        self._used_texts.add(text)
        if text not in self._texts and text not in self._noted:
            self._noted.add(text)
            remedy = "add them to [words], or with `of` and `text` as a [[prose]]"
            self._notes.add(
                f"{self._table.where} words", f"no translation of “{shorten(text, 200)}”", "one", remedy
            )
        return directed(self._texts.get(text, text), self._interface.captions.direction)


def _pins(quote: Quote, shown: str) -> str:
    """Return what a translation of `quote` is pinned to, as it is written in the file."""
    digest = hashlib.sha256(quote.text.encode()).hexdigest()
    of = f', of = "{shown}"' if shown else ""
    return f'span = [{quote.span.start}, {quote.span.stop}], sha256 = "{digest}"{of}'


def _unmarked(text: str) -> tuple[str, frozenset[int]]:
    """Return a text without its marks of phrase ends, and the places of the characters before which they stood."""
    parts = text.split(PHRASE_END)
    ends, place = set(), 0
    for part in parts[:-1]:
        place += len(part)
        ends.add(place)
    return "".join(parts), frozenset(ends)


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()
