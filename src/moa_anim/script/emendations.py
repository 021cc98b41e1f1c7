"""Applies the emendations of a storyboard to its quotes, and notes those that do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from moa_anim.model.source import (
    Emendation,
    EmendationKind,
    EmendationOutsideQuote,
    EmendedQuote,
    Quote,
    QuoteNotFound,
    SourceDocument,
    Span,
)
from moa_anim.script.reading import Notes, Table

TITLE = "title"
"""Value of `cue` for an emendation of the title alone."""


@dataclass(frozen=True)
class EmendationRule:
    """One [[emendation]]: for all places of `found` as whole words, or only those in `cue` (“shot/cue” or “title”)."""

    where: str
    found: str
    reading: str
    kind: EmendationKind
    reason: str
    source: str
    cue: str | None


def read_rules(board: Table) -> list[EmendationRule]:
    """Return the rules of all [[emendation]] tables; those with faults are noted and left out."""
    rules = []
    for table in board.tables("emendation", lambda number, _: f"emendation {number}"):
        found, reading, reason = (table.string(key) for key in ("found", "reading", "reason"))
        kind = _read_kind(table)
        source = table.string("source", "") or ""
        cue = table.string("cue") if table.has("cue") else None
        table.finish()
        if found and reading and reason and kind:
            rule = EmendationRule(table.where, found, reading, kind, reason, source, cue)
            # Tried once here: a reading that the model does not allow is a fault of the rule, not of each quote.
            if board.notes.attempt(table.where, partial(_emendation, Span(0, len(found)), rule)):
                rules.append(rule)
    return rules


class Emender:
    """Applies rules to quotes, and records which rules were used."""

    def __init__(self, document: SourceDocument, rules: list[EmendationRule], notes: Notes) -> None:
        self._document = document
        self._rules = rules
        self._notes = notes
        self._used: set[str] = set()
        self._cues: set[str] = set()
        self.emendations: set[Emendation] = set()

    def add_cue(self, cue: str) -> None:
        """Record that a cue, “shot/cue”, has a quote, whether or not the quote is right."""
        self._cues.add(cue)

    def emend(self, quote: Quote, cue: str) -> EmendedQuote | None:
        """Return the quote of `cue` with its emendations; None, with faults noted, if they do not fit."""
        self.add_cue(cue)
        count = self._notes.count
        emendations: list[Emendation] = []
        for rule in self._rules:
            if rule.cue not in (None, cue):
                continue
            spans = _overlapping(self._document, rule.found, quote.span)
            self._used |= {rule.where} if spans or rule.cue else set()
            if not all(quote.span.contains(span) for span in spans) or (rule.cue and not spans):
                self._notes.note(EmendationOutsideQuote(rule.found, quote.text).fault(rule.where))
            else:
                emendations += [_emendation(span, rule) for span in spans]
        if self._notes.count > count:
            return None
        emended = self._notes.attempt(
            f"emendations of {cue}", lambda: EmendedQuote(quote, tuple(emendations))
        )
        self.emendations.update(emendations)
        return emended

    def finish(self, *, all_cues_named: bool, all_quotes_read: bool) -> None:
        """Note every rule that was not used, as far as the quotes that could be read allow that conclusion."""
        for rule in self._rules:
            if rule.where in self._used:
                continue
            at = f"{rule.where} {'found' if rule.cue is None else 'cue'}"
            if rule.cue is not None:
                if rule.cue not in self._cues and all_cues_named:
                    remedy = self._notes.suggestion(rule.cue, self._cues) or "name a cue as “shot/cue”"
                    self._notes.add(at, f"“{rule.cue}”", "the name of a cue with a quote", remedy)
            elif not _occurs(self._document, rule.found):
                self._notes.note(QuoteNotFound(rule.found, self._document.nearest(rule.found)).fault(at))
            elif all_quotes_read:
                found = f"“{rule.found}”, which is in no quote"
                self._notes.add(at, found, "words that a cue quotes", "remove the emendation")


def _read_kind(table: Table) -> EmendationKind | None:
    text = table.string("kind")
    if text is None or text in set(EmendationKind):
        return EmendationKind(text) if text else None
    expected = " or ".join(f"“{kind.value}”" for kind in EmendationKind)
    table.notes.add(
        table.at("kind"), f"“{text}”", expected, table.notes.suggestion(text, EmendationKind) or "choose one"
    )
    return None


def _emendation(span: Span, rule: EmendationRule) -> Emendation:
    return Emendation(span, rule.found, rule.reading, rule.kind, rule.reason, rule.source)


def _overlapping(document: SourceDocument, found: str, place: Span) -> list[Span]:
    """Return the places of `found` as whole words that overlap `place`."""
    around = Span(max(0, place.start - len(found) + 1), place.stop + len(found) - 1)
    return [span for span in document.occurrences_within(found, around) if _is_whole(document, found, span)]


def _occurs(document: SourceDocument, found: str) -> bool:
    """Whether the document contains `found` as whole words."""
    everywhere = document.occurrences_within(found, Span(0, len(document.text) + 1))
    return any(_is_whole(document, found, span) for span in everywhere)


def _is_whole(document: SourceDocument, found: str, span: Span) -> bool:
    """Whether `found`, at `span`, is not part of a longer word."""

    def free(place: int, edge: str) -> bool:
        return not (0 <= place < len(document.text) and edge.isalnum() and document.text[place].isalnum())

    return free(span.start - 1, found[0]) and free(span.stop, found[-1])
