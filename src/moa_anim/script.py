"""From a production folder to a proved storyboard, or all that is wrong with its files at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from moa_anim.errors import ProductionError
from moa_anim.model.edition import LECTURE_EDITION, Edition, require_edition
from moa_anim.model.emphasis import Term, marks_of
from moa_anim.model.guide import GlossaryEntry, Guide
from moa_anim.model.line_breaking import break_captions
from moa_anim.model.naming import safe_name
from moa_anim.model.source import EmendedQuote, Quote, SourceDocument
from moa_anim.model.story import Cue, Shot, Storyboard, Translation, require_seconds, require_unlike
from moa_anim.script_editions import changed, described, is_part_of, read_edition
from moa_anim.script_emendations import TITLE, Emender, read_rules
from moa_anim.script_files import decode, parse, read_inside
from moa_anim.script_name import read_name
from moa_anim.script_reading import Notes, Table
from moa_anim.script_scenes import Scenes, packaged_scenes, require_scene
from moa_anim.script_terms import explained, read_coloured, read_glossary

SOURCE = "source.txt"
STORYBOARD = "storyboard.toml"
LANGUAGE = "en-US"
"""The captions' language when the storyboard names none."""


@dataclass(frozen=True)
class Production:
    """A folder read without a fault: its storyboard, and the SHA-256 (64 hex digits) of its two files."""

    storyboard: Storyboard
    folder: Path
    source_sha256: str
    storyboard_sha256: str
    editions: tuple[str, ...] = (LECTURE_EDITION,)
    """Those that the storyboard has, the usual one first."""
    given_name: str = ""
    """The storyboard's own name for its files; "" where it gives none."""

    @property
    def name(self) -> str:
        """What films and bundles are called where no other name is given: the storyboard's `name`, else the folder's."""
        return self.given_name or safe_name(self.folder.resolve().name)

    @property
    def files(self) -> tuple[Path, ...]:
        """The files that were read."""
        return (self.folder / SOURCE, self.folder / STORYBOARD)


def load_production(folder: Path, scenes: Scenes | None = None, *, edition: str = LECTURE_EDITION) -> Production:
    """Read and prove the production in `folder`, as `edition` has it; `scenes` are the package's unless others are given.

    Raises:
        ProductionError: Something is wrong. It carries every fault of both files.
    """
    notes = Notes()
    notes.attempt("edition", lambda: require_edition(edition))
    if not folder.is_dir():
        notes.add(
            str(folder), "no such folder", f"a folder with {SOURCE} and {STORYBOARD}", "give another folder"
        )
        raise ProductionError(notes.faults)
    source, board = (read_inside(folder, name, notes) for name in (SOURCE, STORYBOARD))
    text = decode(source, SOURCE, notes) if source is not None else None
    toml = decode(board, STORYBOARD, notes) if board is not None else None
    table = parse(toml, STORYBOARD, notes) if toml is not None else None
    document = SourceDocument(text, _sha256(source)) if text is not None and source is not None else None
    storyboard = None
    editions: tuple[str, ...] = ()
    name = ""
    if table is not None:
        known = scenes if scenes is not None else packaged_scenes()
        name = read_name(table)
        storyboard, editions = _Reader(table, document, known, edition).storyboard(), described(table)
    if notes.faults or storyboard is None or board is None:
        raise ProductionError(notes.faults)
    return Production(storyboard, folder, storyboard.document.sha256, _sha256(board), editions, name)


class _Reader:
    """Reads one storyboard. Without a document (its file is wrong) all but the quotes is proved."""

    def __init__(self, board: Table, document: SourceDocument | None, scenes: Scenes, edition: str) -> None:
        self._board = board
        self._notes = board.notes
        self._document = document or SourceDocument("", "")
        self._provable = document is not None
        self._scenes = scenes
        self._wanted, self._edition = edition, Edition()
        self._glossary: tuple[GlossaryEntry, ...] = ()
        self._here: set[str] = set()  # the ids of the shots that are in the edition
        self._all_quotes_read = self._provable
        self._keep_together: Sequence[str] = ()
        self._terms: Sequence[Term] = ()
        self._emender = Emender(self._document, [], self._notes)

    def storyboard(self) -> Storyboard | None:
        board, notes = self._board, self._notes
        title, language = board.words("title"), board.words("language", LANGUAGE) or LANGUAGE
        reference, notice, translation = self._source(board.table("source"), language)
        self._edition = read_edition(board, self._wanted)
        captions = board.table("captions")
        self._keep_together = captions.strings("keep_together")
        self._terms = read_coloured(captions.table("colours"))
        captions.finish()
        self._emender = Emender(self._document, read_rules(board), notes)
        shown = self._words(title, 1, TITLE, board.at("title")) if title else None  # a title may well recur
        faults = len(notes.faults)
        tables = board.tables("shot", lambda number, data: _name("shot", number, data))
        if not tables and len(notes.faults) == faults:
            notes.add(board.at("shot"), "no shots", "at least one", "add a [[shot]]")
        self._glossary = read_glossary(board)
        shots = [self._shot(table) for table in tables]
        board.finish()
        self._require_unlike("shot", board.at("shot"), [shot.id for shot in shots if shot])
        if self._all_quotes_read and title and shots:
            self._emender.finish()
        if notes.faults or shown is None:
            return None
        emendations = tuple(sorted(self._emender.emendations, key=lambda each: each.span))
        proved = tuple(shot for shot in shots if shot and shot.id in self._here)
        made = partial(Storyboard, shown, language, self._document, emendations, proved)
        return notes.attempt(
            STORYBOARD, lambda: made(reference, notice, translation, self._glossary, self._edition)
        )

    def _source(self, table: Table, language: str) -> tuple[Quote | None, Quote | None, Translation | None]:
        """Check the document against its pinned hash; return its reference, its notice and the notice's translation."""
        pinned, reference = table.words("sha256"), table.words("reference", "")
        notice, rendering = table.words("notice", ""), table.words("notice_translation", "")
        table.finish()
        where, found = table.at("sha256"), self._document.sha256
        if pinned and not re.fullmatch(r"[0-9a-f]{64}", pinned):
            remedy = f"take the output of: sha256sum {SOURCE}"
            self._notes.add(where, f"“{pinned}”", "64 hexadecimal digits in small letters", remedy)
        elif pinned and self._provable and pinned != found:
            remedy = f"restore {SOURCE}, or pin its new hash if the change is meant"
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
        """Words that may well recur in the document: their first occurrence."""
        return self._notes.attempt(where, lambda: self._document.quote(text, 1)) if text else None

    def _shot(self, table: Table) -> Shot | None:
        faults = len(self._notes.faults)
        identity = table.words("id") or ""
        name = table.words("scene")
        scene = (
            self._notes.attempt(table.at("scene"), lambda: require_scene(name, self._scenes))
            if name
            else None
        )
        here, everywhere = is_part_of(table, self._edition)
        self._here |= {identity} if here else set()
        slower = self._edition.slower if everywhere else Fraction(1)  # a shot made for an edition has its own time
        seed = table.whole("seed", 0) or 0
        lead, tail = (self._seconds(table, key, slower) for key in ("lead_seconds", "tail_seconds"))
        labels = {**explained(table, self._glossary), **table.table("labels").texts()}
        step, labels = changed(table, self._edition, table.words("step", "") or "", labels)
        guide = Guide(table.words("point_at", "") or "", table.words("nuance", "") or "")
        tables = table.tables("cue", lambda number, data: _name("cue", number, data))
        cues = [self._cue(cue, identity, slower) for cue in tables]
        table.finish()
        self._require_unlike("cue", table.where, [cue.id for cue in cues if cue])
        proved = tuple(cue for cue in cues if cue)
        if len(self._notes.faults) > faults or scene is None or len(proved) < len(cues):
            return None
        return self._notes.attempt(
            table.where, lambda: Shot(identity, scene, proved, step, lead, tail, seed, labels, guide)
        )

    def _cue(self, table: Table, shot: str, slower: Fraction) -> Cue | None:
        faults = len(self._notes.faults)
        identity, least = table.words("id") or "", self._seconds(table, "least_seconds", slower)
        occurrence = table.whole("occurrence") if table.has("occurrence") else None
        quoted = table.words("quote") if table.has("quote") else None
        seen = table.words("seen", "") or ""
        table.finish()
        self._all_quotes_read &= bool(shot and identity and (quoted or not table.has("quote")))
        words = self._words(quoted, occurrence, f"{shot}/{identity}", table.at("quote")) if quoted else None
        captions = None
        if words:
            captions = self._notes.attempt(
                table.at("quote"), lambda: break_captions(words.text, self._keep_together, self._edition.captions)
            )
            if captions:
                captions = tuple(
                    replace(each, marks=marks_of(each.lines, self._terms)) for each in captions
                )
        if len(self._notes.faults) > faults or bool(quoted) != bool(words):
            return None
        return self._notes.attempt(table.where, lambda: Cue(identity, words, captions or (), least, seen))

    def _words(self, text: str, occurrence: int | None, cue: str, where: str) -> EmendedQuote | None:
        """Return words of the document as emended; None, with the fault noted, if they are not there."""
        if not self._provable:
            return None
        quote = self._notes.attempt(where, lambda: self._document.quote(text, occurrence))
        if quote is None:
            self._all_quotes_read = False
            return None
        return self._emender.emend(quote, cue)

    def _seconds(self, table: Table, key: str, slower: Fraction) -> Fraction:
        seconds = table.seconds(key) * slower
        self._notes.attempt(table.at(key), lambda: require_seconds(seconds))
        return seconds

    def _require_unlike(self, what: str, where: str, identities: Sequence[str]) -> None:
        self._notes.attempt(where, lambda: require_unlike(what, identities))


def _name(what: str, number: int, data: Mapping[str, object]) -> str:
    """Return how faults name a shot or cue: by its id if it has one, else by its number."""
    identity = data.get("id")
    return f"{what} '{identity}'" if isinstance(identity, str) and identity else f"{what} {number}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
