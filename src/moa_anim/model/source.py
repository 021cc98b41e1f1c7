"""The source document, quotes that are proved to be in it, and emendations of quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import InitVar, dataclass, field
from enum import StrEnum
from itertools import islice

from moa_anim.errors import ModelError, decimal
from moa_anim.model.nearest import PassageSearch
from moa_anim.model.showable import require_showable

MOST_OCCURRENCES = 1000
"""Most occurrences of a quote that are counted; a single letter may have hundreds of thousands."""

_SEAL = object()
"""Passed to Quote by SourceDocument.quote alone, so that a Quote cannot be made elsewhere."""


class QuoteNotFound(ModelError):  # noqa: N818 - named after the condition
    """The document does not contain `text`; `nearest` is the most similar passage.

    It is "" if no passage is similar, and None if none was searched for because too many other quotes are wrong.
    """

    def __init__(self, text: str, nearest: str | None) -> None:
        remedy = "copy the words from the document exactly, or emend them with [[emendation]]"
        likeness = f"; the nearest passage is “{nearest}”" if nearest else "; no passage is similar"
        if nearest is None:
            likeness = "; the nearest passage was not searched for: correct the other quotes first"
        super().__init__(f"“{text}”", f"words of the document{likeness}", remedy)
        self.text = text
        self.nearest = nearest
        self.args = (text, nearest)


class QuoteAmbiguous(ModelError):  # noqa: N818 - named after the condition
    """The document contains `text` `count` times, and no occurrence is given."""

    def __init__(self, text: str, count: int) -> None:
        remedy = f"quote more words, or give occurrence = 1 … {min(count, MOST_OCCURRENCES)}"
        often = f"{count} times" if count <= MOST_OCCURRENCES else f"more than {MOST_OCCURRENCES} times"
        super().__init__(f"“{text}” {often} in the document", "a quote that occurs once", remedy)
        self.text = text
        self.count = count
        self.args = (text, count)


class OccurrenceMissing(ModelError):  # noqa: N818 - named after the condition
    """Occurrence number `occurrence` (from 1) of `text` was requested, but the document has only `count`."""

    def __init__(self, text: str, occurrence: int, count: int) -> None:
        that_often = "that often" if count < MOST_OCCURRENCES else "at least that often"
        expected = f"a number from 1 to {count}: “{text}” occurs {that_often} in the document"
        super().__init__(f"occurrence = {decimal(occurrence)}", expected, "give another number")
        self.text = text
        self.occurrence = occurrence
        self.count = count
        self.args = (text, occurrence, count)


class EmendationOutsideQuote(ModelError):  # noqa: N818 - named after the condition
    """An emendation of `found` is not wholly inside the quote `quote`."""

    def __init__(self, found: str, quote: str) -> None:
        expected = f"an emendation wholly inside its quote “{quote}”"
        super().__init__(f"an emendation of “{found}”", expected, "quote all of those words, or none of them")
        self.emended = found
        self.quote = quote
        self.args = (found, quote)


@dataclass(frozen=True, order=True)
class Span:
    """Characters `start` … `stop` - 1 of the document's text, counted from 0; never empty."""

    start: int
    stop: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.stop:
            raise ModelError(
                f"span {self.start}-{self.stop}", "0 ≤ start < stop", "give a span that is not empty"
            )

    def contains(self, other: Span) -> bool:
        """Whether `other` is wholly inside this span."""
        return self.start <= other.start and other.stop <= self.stop

    def overlaps(self, other: Span) -> bool:
        """Whether the spans have a character in common."""
        return self.start < other.stop and other.start < self.stop


@dataclass(frozen=True)
class Quote:
    """Words of the document, at `span`.

    Only `SourceDocument.quote` makes quotes, so every Quote is proved to be in the document.
    """

    span: Span
    text: str
    seal: InitVar[object] = None

    def __post_init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only SourceDocument.quote makes a Quote")


@dataclass(frozen=True)
class SourceDocument:
    """The document's whole text, decoded but otherwise unchanged, and the SHA-256 (64 hex digits) of its bytes."""

    text: str
    sha256: str
    _search: PassageSearch = field(init=False, repr=False, compare=False)
    """Searches for similar passages, with one limit of work for all wrong quotes of this document."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_search", PassageSearch(self.text))

    def nearest(self, words: str) -> str | None:
        """Return the passage most similar to `words`; "" if none is; None if the limit of work has been reached."""
        return self._search.nearest(words)

    def occurrences(self, text: str) -> tuple[Span, ...]:
        """Return the places of `text`, in order; they may overlap."""
        return tuple(self.occurrences_within(text, Span(0, len(self.text) + 1)))

    def occurrences_within(self, text: str, place: Span) -> Iterator[Span]:
        """Yield the places of `text` that are wholly inside `place`, in order; they may overlap."""
        start = self.text.find(text, place.start, place.stop) if text else -1
        while start >= 0:
            yield Span(start, start + len(text))
            start = self.text.find(text, start + 1, place.stop)

    def quote(self, text: str, occurrence: int | None = None) -> Quote:
        """Return `text` as a quote: its only occurrence, or the one with the number `occurrence` (from 1).

        Raises:
            QuoteNotFound: The document does not contain it; the error names the nearest passage.
            QuoteAmbiguous: It occurs more than once and no occurrence is given.
            OccurrenceMissing: It does not occur that often.
            ModelError: It is empty, or contains a line end or another control character.
        """
        require_showable(text)
        everywhere = self.occurrences_within(text, Span(0, len(self.text) + 1))
        found = list(islice(everywhere, MOST_OCCURRENCES + 1))
        if not found:
            raise QuoteNotFound(text, self.nearest(text))
        if occurrence is None:
            if len(found) > 1:
                raise QuoteAmbiguous(text, len(found))
            occurrence = 1
        if not 1 <= occurrence <= min(len(found), MOST_OCCURRENCES):
            raise OccurrenceMissing(text, occurrence, min(len(found), MOST_OCCURRENCES))
        return Quote(found[occurrence - 1], text, seal=_SEAL)


class EmendationKind(StrEnum):
    """How a change to the document's words is shown: a spelling without a mark, a correction in brackets."""

    SPELLING = "spelling"
    CORRECTION = "correction"


@dataclass(frozen=True)
class Emendation:
    """A change to the words `found` at `span` of the document: the film shows `reading`, for `reason`.

    `source` is where the reading was taken from, "" for nowhere.
    """

    span: Span
    found: str
    reading: str
    kind: EmendationKind
    reason: str
    source: str = ""

    def __post_init__(self) -> None:
        if len(self.found) != self.span.stop - self.span.start:
            raise ModelError(f"“{self.found}” at {self.span}", "a span as long as its words", "fix the span")
        require_showable(self.reading)
        if self.reading == self.found:
            raise ModelError(f"reading “{self.reading}”", "another reading than the document's", "remove it")
        if not self.reason.strip():
            raise ModelError("an empty reason", "why the document's words are changed", "give a reason")

    @property
    def displayed(self) -> str:
        """The words as shown: the reading, or the reading in brackets."""
        return f"[{self.reading}]" if self.kind is EmendationKind.CORRECTION else self.reading


@dataclass(frozen=True)
class EmendedQuote:
    """A quote and the emendations inside it, in document order."""

    quote: Quote
    emendations: tuple[Emendation, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "emendations", tuple(sorted(self.emendations, key=lambda each: each.span)))
        start = self.quote.span.start
        for emendation in self.emendations:
            span = emendation.span
            quoted = self.quote.text[max(0, span.start - start) : max(0, span.stop - start)]
            if not self.quote.span.contains(span) or quoted != emendation.found:
                raise EmendationOutsideQuote(emendation.found, self.quote.text)
        for first, second in zip(self.emendations, self.emendations[1:], strict=False):
            if first.span.overlaps(second.span):
                found = f"emendations of “{first.found}” and “{second.found}” on the same words"
                raise ModelError(found, "at most one emendation of a word", "join the two")

    @property
    def text(self) -> str:
        """The words as shown: whitespace and Unicode form as in the document."""
        parts, done, start = [], 0, self.quote.span.start
        for emendation in self.emendations:
            parts += [self.quote.text[done : emendation.span.start - start], emendation.displayed]
            done = emendation.span.stop - start
        return "".join(parts) + self.quote.text[done:]
