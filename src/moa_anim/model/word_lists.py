"""Common words of a language by their kind, from which line breaks are judged without a parser."""

from __future__ import annotations

from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    """Return the words of `text`, which are separated by whitespace, as a set."""
    return frozenset(text.split())


@dataclass(frozen=True)
class WordLists:
    """Words in lower case by kind; a language without lists breaks lines after punctuation and by their balance only.

    `pairs` are two words joined by an underscore that act as one verb or one preposition. `genitives` bind to the word
    before them more closely than other prepositions; `infinitives` mark the infinitive, as “to” does. A word with one of
    the `adverb_endings` belongs to the verb or adjective after it.
    """

    articles: frozenset[str] = frozenset()
    coordinators: frozenset[str] = frozenset()
    clause_openers: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    genitives: frozenset[str] = frozenset()
    infinitives: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    verbs: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    pairs: frozenset[str] = frozenset()
    adverb_endings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Punctuation:
    """Marks after which a line may well end, of a language: at the end of a sentence, of a clause, of an item of a list.

    `closing` are marks that may follow these. The defaults are those of English.
    """

    sentence_ends: str = ".?!"
    clause_ends: str = ",;:"
    item_ends: str = ""
    closing: str = "\"'\u2019\u201d)]"

    def ending(self, text: str) -> str:
        """Return the last character of `text` before its closing marks, "" for none."""
        return text.rstrip(self.closing)[-1:]


ENGLISH_PUNCTUATION = Punctuation()
"""The marks of English."""

ENGLISH_WORDS = WordLists(
    articles=words("a an the its their his her this these those such each every no"),
    coordinators=words("and or nor"),
    clause_openers=words(
        """but that which who whom whose thereby therefore if when whenever while because since although though
        where whether so than even leading allowing providing inducing marking making due"""
    ),
    prepositions=words(
        """about above across after against among around as at before behind below between beyond by despite
        during for from in inside into like near of on onto out over per through throughout to toward
        towards under until upon via with within without"""
    ),
    genitives=words("of"),
    infinitives=words("to"),
    auxiliaries=words(
        """is are was were be been being am has have had having do does did can could may might must shall
        should will would cannot not"""
    ),
    verbs=words(
        """acts activates allows begins binds blocks causes changes continues cuts enters fails goes guides
        holds induces inhibits keeps leads makes means moves opens promotes provides reduces remains shows
        starts stops takes"""
    ),
    adverbs=words("also only even still just very more most less least never always often both either"),
    pronouns=words("it they he she we you i there"),
    pairs=words(
        """according_to able_to because_of begins_to bind_to binds_to bound_to combined_with continue_to
        continues_to cuts_off due_to fail_to fails_to instead_of lead_to leading_to leads_to similar_to
        such_as used_to"""
    ),
    adverb_endings=("ly",),
)
