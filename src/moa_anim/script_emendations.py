"""Lays the emendations of a storyboard on its quotes, and notes those that do not fit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from moa_anim.model.nearest import nearest_passage
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
from moa_anim.script_reading import Notes, Table, did_you_mean

TITLE = "title"
"""What `cue` says for an emendation of the title alone."""


@dataclass(frozen=True)
class Rule:
    """One [[emendation]]: wherever `found` stands as whole words, or in `cue` only (“shot/cue”, “title”)."""

    where: str
    found: str
    reading: str
    kind: EmendationKind
    reason: str
    source: str
    cue: str | None


def read_rules(board: Table) -> list[Rule]:
    """Read all [[emendation]] tables; those with faults are noted and left out."""
    rules = []
    for table in board.tables("emendation", lambda number, _: f"emendation {number}"):
        found, reading, reason = (table.words(key) for key in ("found", "reading", "reason"))
        kind = _read_kind(table)
        source = table.words("source", "") or ""
        cue = table.words("cue") if table.has("cue") else None
        table.finish()
        if found and reading and reason and kind:
            rule = Rule(table.where, found, reading, kind, reason, source, cue)
            # Made once here: a reading the model cannot hold is a fault of the rule, not of each quote.
            if board.notes.attempt(table.where, partial(_emendation, Span(0, len(found)), rule)):
                rules.append(rule)
    return rules


class Emender:
    """Emends quotes by rules, and remembers which rules were of use."""

    def __init__(self, document: SourceDocument, rules: list[Rule], notes: Notes) -> None:
        self._document = document
        self._rules = rules
        self._notes = notes
        self._used: set[str] = set()
        self._cues: set[str] = set()
        self.emendations: set[Emendation] = set()

    def emend(self, quote: Quote, cue: str) -> EmendedQuote | None:
        """Return the quote of `cue` as emended; None with a fault noted if an emendation does not fit it."""
        self._cues.add(cue)
        mine: list[Emendation] = []
        for rule in self._rules:
            if rule.cue not in (None, cue):
                continue
            spans = [span for span in _whole_words(self._document, rule.found) if span.overlaps(quote.span)]
            self._used |= {rule.where} if spans or rule.cue else set()
            if not all(quote.span.contains(span) for span in spans) or (rule.cue and not spans):
                self._notes.faults.append(EmendationOutsideQuote(rule.found, quote.text).fault(rule.where))
                return None
            mine += [_emendation(span, rule) for span in spans]
        emended = self._notes.attempt(f"emendations of {cue}", lambda: EmendedQuote(quote, tuple(mine)))
        self.emendations.update(mine)
        return emended

    def finish(self) -> None:
        """Note every rule that applied to nothing. To be called only when all quotes could be read."""
        for rule in self._rules:
            if rule.where in self._used:
                continue
            at = f"{rule.where} {'found' if rule.cue is None else 'cue'}"
            if rule.cue is not None:
                meant = did_you_mean(rule.cue, self._cues) or "name a cue as “shot/cue”"
                self._notes.add(at, f"“{rule.cue}”", "the name of a cue with a quote", meant)
            elif not _whole_words(self._document, rule.found):
                nearest = nearest_passage(self._document.text, rule.found)
                self._notes.faults.append(QuoteNotFound(rule.found, nearest).fault(at))
            else:
                found = f"“{rule.found}”, which stands in no quote"
                self._notes.add(at, found, "words that a cue quotes", "take the emendation out")


def _read_kind(table: Table) -> EmendationKind | None:
    text = table.words("kind")
    if text is None or text in set(EmendationKind):
        return EmendationKind(text) if text else None
    expected = " or ".join(f"“{kind.value}”" for kind in EmendationKind)
    table.notes.add(
        table.at("kind"), f"“{text}”", expected, did_you_mean(text, EmendationKind) or "choose one"
    )
    return None


def _emendation(span: Span, rule: Rule) -> Emendation:
    return Emendation(span, rule.found, rule.reading, rule.kind, rule.reason, rule.source)


def _whole_words(document: SourceDocument, found: str) -> list[Span]:
    """Return where `found` stands and is not a piece of longer words."""

    def free(place: int, edge: str) -> bool:
        return not (0 <= place < len(document.text) and edge.isalnum() and document.text[place].isalnum())

    spans = document.occurrences(found)
    return [span for span in spans if free(span.start - 1, found[0]) and free(span.stop, found[-1])]
