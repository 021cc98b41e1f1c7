"""Reads a parsed storyboard and proves it against its document; every fault is noted."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from moa_anim.captions.line_breaking import break_captions
from moa_anim.errors import shorten
from moa_anim.model import limits
from moa_anim.model.caption_rules import text_seconds
from moa_anim.model.cast import SHIPPED_CAST
from moa_anim.model.edition import Edition
from moa_anim.model.emphasis import Term, marks_of
from moa_anim.model.guide import GlossaryEntry, Guide
from moa_anim.model.source import EmendedQuote, Quote, SourceDocument
from moa_anim.model.story import Caption, Cue, Shot, Storyboard, Translation
from moa_anim.script.cast import Structures, no_structures, read_cast
from moa_anim.script.editions import is_part_of, read_changes, read_edition
from moa_anim.script.emendations import TITLE, Emender, read_rules
from moa_anim.script.reading import Table
from moa_anim.script.scenes import Scenes, require_scene
from moa_anim.script.terms import read_coloured, read_explained, read_glossary

SOURCE = "source.txt"
"""Name of the document's file in a production folder."""

STORYBOARD = "storyboard.toml"
"""Name of the storyboard's file in a production folder."""

LANGUAGE = "en-US"
"""Language of the captions if the storyboard names none."""


class StoryboardReader:
    """Reads one storyboard in one edition. `document` is None if its file is wrong: then quotes are not checked.

    `structures` reads the files of structures that the storyboard names.
    Shots and cues are checked value by value, since the classes of the model would stop at the first fault.
    """

    def __init__(
        self,
        board: Table,
        document: SourceDocument | None,
        scenes: Scenes,
        edition: str,
        structures: Structures = no_structures,
    ) -> None:
        self._board = board
        self._notes = board.notes
        self._document = document or SourceDocument("", "")
        self._provable = document is not None
        self._scenes = scenes
        self._structures = structures
        self._requested = edition
        self._edition = Edition()
        self._glossary: tuple[GlossaryEntry, ...] = ()
        self._ids_in_edition: set[str] = set()
        self._all_quotes_read = self._provable
        self._all_cues_named = True
        self._cue_count = 0
        self._seconds_total = Fraction(0)  # of the edition, as far as it could be read
        self._keep_together: Sequence[str] = ()
        self._terms: Sequence[Term] = ()
        self._emender = Emender(self._document, [], self._notes)
        self.notice_language = ""
        """The language tag of the document's notice, once the storyboard has been read."""

    def storyboard(self) -> Storyboard | None:
        """Return the storyboard; None, with every fault noted, if something is wrong."""
        board, notes = self._board, self._notes
        title, language = board.string("title"), board.string("language", LANGUAGE) or LANGUAGE
        if not notes.passes(STORYBOARD, lambda: limits.require_language(language)):
            language = LANGUAGE
        reference, notice, translation = self._source(board.table("source"), language)
        self._edition = read_edition(board, self._requested)
        cast = read_cast(board, self._structures) or SHIPPED_CAST
        captions = board.table("captions")
        self._keep_together = captions.string_list("keep_together")
        self._terms = read_coloured(captions.table("colours"))
        captions.finish()
        self._emender = Emender(self._document, read_rules(board), notes)
        shown = self._words(title, 1, TITLE, board.at("title")) if title else None  # may recur
        faults = notes.count
        tables = board.tables("shot", lambda number, data: _name("shot", number, data))
        if not tables and notes.count == faults:
            notes.add(board.at("shot"), "no shots", "at least one", "add a [[shot]]")
        self._glossary = read_glossary(board)
        notes.passes(
            STORYBOARD, lambda: limits.require_unlike("glossary term", (each.term for each in self._glossary))
        )
        chosen = self._at_most("shots", board.at("shot"), tables, limits.MOST_SHOTS)
        shots = [self._shot(table) for table in chosen]
        board.finish()
        self._require_unlike("shot", board.at("shot"), tables)
        if tables and not self._ids_in_edition:
            notes.add(
                board.at("shot"), f"no shots in edition “{self._edition.name}”", "at least one", "add one"
            )
        notes.passes(STORYBOARD, lambda: limits.require_film_seconds(self._seconds_total))
        if self._provable and title and tables:
            self._emender.finish(all_cues_named=self._all_cues_named, all_quotes_read=self._all_quotes_read)
        if notes.faults or shown is None:
            return None
        emendations = tuple(sorted(self._emender.emendations, key=lambda each: each.span))
        proved = tuple(shot for shot in shots if shot and shot.id in self._ids_in_edition)
        made = partial(Storyboard, shown, language, self._document, emendations, proved)
        return notes.attempt(
            STORYBOARD, lambda: made(reference, notice, translation, self._glossary, self._edition, cast=cast)
        )

    def _source(self, table: Table, language: str) -> tuple[Quote | None, Quote | None, Translation | None]:
        """Check the document's hash; return its reference, its notice and the notice's translation."""
        pinned, reference = table.string("sha256"), table.string("reference", "")
        notice, rendering = table.string("notice", ""), table.string("notice_translation", "")
        self.notice_language = table.string("notice_language", language) or language
        self._notes.passes(table.at("notice_language"), lambda: limits.require_language(self.notice_language))
        table.finish()
        where, found = table.at("sha256"), self._document.sha256
        if pinned and not re.fullmatch(r"[0-9a-f]{64}", pinned):
            remedy = f"take the output of: sha256sum {SOURCE}"
            self._notes.add(where, f"“{pinned}”", "64 hexadecimal digits in lower case", remedy)
        elif pinned and self._provable and pinned != found:
            remedy = f"restore {SOURCE}, or write its new hash if the change is intended"
            self._notes.add(SOURCE, f"sha256 {found}", f"{pinned}, pinned in {STORYBOARD}", remedy)
        if rendering and not notice:
            self._notes.add(
                table.at("notice_translation"),
                "no notice that it translates",
                "a notice",
                "quote the notice too",
            )
        if not self._provable:
            return None, None, None
        named = self._named(table.at("reference"), reference)
        noticed = self._named(table.at("notice"), notice)
        translation = None
        if noticed and rendering:
            where = table.at("notice_translation")
            translation = self._notes.attempt(where, lambda: Translation(noticed, language, rendering))
        return named, noticed, translation

    def _named(self, where: str, text: str | None) -> Quote | None:
        """Return the first occurrence of `text` in the document; None, with a fault noted, if there is none."""
        return self._notes.attempt(where, lambda: self._document.quote(text, 1)) if text else None

    def _shot(self, table: Table) -> Shot | None:
        notes, faults = self._notes, self._notes.count
        identity = table.string("id") or ""
        if identity:
            notes.passes(table.where, lambda: limits.require_slug(identity))
        name = table.string("scene")
        scene = notes.attempt(table.at("scene"), lambda: require_scene(name, self._scenes)) if name else None
        here, everywhere = is_part_of(table, self._edition)
        self._ids_in_edition |= {identity} if here else set()
        slower = (
            self._edition.slower if everywhere else Fraction(1)
        )  # a shot for some editions is timed for them
        seed = table.integer("seed", 0) or 0
        notes.passes(table.where, lambda: limits.require_seed(seed))
        labels = {**read_explained(table, self._glossary), **table.table("labels").all_strings()}
        notes.passes(table.where, lambda: limits.require_at_most("labels", len(labels), limits.MOST_LABELS))
        step, labels = read_changes(table, self._edition, table.string("step", "") or "", labels)
        guide = Guide(table.string("point_at", "") or "", table.string("nuance", "") or "")
        before = notes.count
        lead, tail = (self._seconds(table, key, slower) for key in ("lead_seconds", "tail_seconds"))
        tables = table.tables("cue", lambda number, data: _name("cue", number, data))
        if notes.count == before:
            notes.passes(table.where, lambda: limits.require_content_of_shot(bool(lead or tail or tables)))
        self._seconds_total += lead + tail if here else 0
        self._cue_count += len(tables)
        chosen = self._at_most(
            "cues in the film", table.where, tables, limits.MOST_CUES - self._cue_count + len(tables)
        )
        cues = [self._cue(cue, identity, slower, here) for cue in chosen]
        table.finish()
        self._require_unlike("cue", table.where, tables)
        proved = tuple(cue for cue in cues if cue)
        if notes.count > faults or scene is None or len(proved) < len(cues):
            return None
        return notes.attempt(
            table.where, lambda: Shot(identity, scene, proved, step, lead, tail, seed, labels, guide)
        )

    def _cue(self, table: Table, shot: str, slower: Fraction, here: bool) -> Cue | None:
        notes, faults = self._notes, self._notes.count
        identity = table.string("id") or ""
        if identity:
            notes.passes(table.where, lambda: limits.require_slug(identity))
        before = notes.count
        least = self._seconds(table, "least_seconds", slower)
        if notes.count == before and not least:
            notes.passes(table.where, lambda: limits.require_content_of_cue(table.has("quote")))
        occurrence = table.integer("occurrence") if table.has("occurrence") else None
        quoted = table.string("quote") if table.has("quote") else None
        seen = table.string("seen", "") or ""
        table.finish()
        self._all_cues_named &= bool(shot and identity)
        self._all_quotes_read &= bool(quoted or not table.has("quote"))
        words = self._words(quoted, occurrence, f"{shot}/{identity}", table.at("quote")) if quoted else None
        captions = self._captions(words, table.at("quote"), least, here) if words else ()
        if notes.count > faults or bool(quoted) != bool(words):
            return None
        return notes.attempt(table.where, lambda: Cue(identity, words, captions, least, seen))

    def _captions(self, words: EmendedQuote, where: str, least: Fraction, here: bool) -> tuple[Caption, ...]:
        """Return the captions of a cue; empty, with a fault noted, if its words cannot be divided into captions."""
        notes, setting = self._notes, self._edition.captions
        # A lower bound: the captions may take longer, because each is shown for 2 s or more.
        seconds = text_seconds(words.text, setting)
        self._seconds_total += max(least, seconds) if here else 0
        if not notes.passes(where, lambda: limits.require_reading_seconds(seconds)):
            return ()
        captions = (
            notes.attempt(where, lambda: break_captions(words.text, self._keep_together, setting)) or ()
        )
        return tuple(replace(each, marks=marks_of(each.lines, self._terms)) for each in captions)

    def _words(self, text: str, occurrence: int | None, cue: str, where: str) -> EmendedQuote | None:
        """Return words of the document with their emendations; None, with a fault noted, if the document lacks them."""
        self._emender.add_cue(cue)
        if not self._provable:
            return None
        quote = self._notes.attempt(where, lambda: self._document.quote(text, occurrence))
        if quote is None:
            self._all_quotes_read = False
            return None
        return self._emender.emend(quote, cue)

    def _seconds(self, table: Table, key: str, slower: Fraction) -> Fraction:
        """Return a length in seconds times `slower`; 0, with a fault noted, if it is not within the limits."""
        written = table.seconds(key)
        for seconds in (
            written,
            written * slower,
        ):  # the written value first, as messages should quote the file
            if not self._notes.passes(table.at(key), partial(limits.require_seconds, seconds)):
                return Fraction(0)
        return written * slower

    def _require_unlike(self, what: str, where: str, tables: Sequence[Table]) -> None:
        identities = [identity for table in tables if (identity := table.peek_string("id"))]
        self._notes.passes(where, lambda: limits.require_unlike(what, identities))

    def _at_most(self, what: str, where: str, tables: Sequence[Table], most: int) -> Sequence[Table]:
        """Return the first `most` of `tables`; if there are more, a fault is noted."""
        if not self._notes.passes(where, lambda: limits.require_at_most(what, len(tables), max(0, most))):
            self._all_quotes_read = self._all_cues_named = False
        return tables[: max(0, most)]


def _name(what: str, number: int, data: Mapping[str, object]) -> str:
    """Return the name of a shot or cue in faults: with its id if it has one, or else its number."""
    identity = data.get("id")
    return (
        f"{what} '{shorten(identity, 80)}'" if isinstance(identity, str) and identity else f"{what} {number}"
    )
