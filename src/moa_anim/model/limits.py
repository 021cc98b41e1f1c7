"""Limits of a storyboard's parts: ids, lengths, numbers. One function a check, so that all faults are found together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from moa_anim.errors import ModelError, decimal, join_names

LONGEST_SECONDS = Fraction(120)
"""Upper limit of a cue, lead or tail; a longer one is probably a typo (milliseconds for seconds)."""

SHORTEST_SECONDS = Fraction(1, 5)
"""Lower limit of a cue, lead or tail that is not 0: two frames at ten a second, since one would be seen as a flash."""

LONGEST_FILM_SECONDS = Fraction(3600)
"""Upper limit of a film's length; a longer one is probably a mistake, and rendering it would take days."""

MOST_SHOTS = 200
"""Upper limit of the shots of a film."""

MOST_CUES = 1000
"""Upper limit of the cues of a film: in an hour one every 3.6 s."""

MOST_LABELS = 100
"""Upper limit of the labels of a shot; at most three are on screen at once."""

MOST_ID = 64
"""Most characters of an id, which becomes part of file names."""

MOST_LANGUAGE = 35
"""Most characters of a language tag (RFC 5646, 4.4.1: every program supports this length)."""

MOST_SEED = 2**32 - 1
"""Seeds have 32 bits: numpy's random generators accept these in every version."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def require_seconds(seconds: Fraction) -> None:
    """Raise ModelError unless `seconds` is 0, or from 0.2 to 120."""
    if seconds and not SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        expected = f"0, or from {float(SHORTEST_SECONDS)} to {LONGEST_SECONDS} seconds"
        raise ModelError(f"{decimal(seconds)} seconds", expected, "give a length in seconds")


def require_film_seconds(seconds: Fraction) -> None:
    """Raise ModelError if a film of `seconds` is longer than an hour."""
    if seconds > LONGEST_FILM_SECONDS:
        expected = f"at most {LONGEST_FILM_SECONDS} s"
        raise ModelError(
            f"a film of {decimal(seconds)} s", expected, "shorten it, or divide it into several films"
        )


def require_reading_seconds(seconds: Fraction) -> None:
    """Raise ModelError if the words of a cue take more than 120 s to read."""
    if seconds > LONGEST_SECONDS:
        found = f"words that take {decimal(seconds)} s to read"
        raise ModelError(found, f"at most {LONGEST_SECONDS} s in a cue", "divide the quote into more cues")


def require_described_seconds(cue: Fraction, description: Fraction, text: str) -> None:
    """Raise ModelError if a cue's spoken description makes it last more than 120 s, or if there is none to speak."""
    if description and cue > LONGEST_SECONDS:
        found = f"a description that takes {decimal(description)} s to say, in a cue of {decimal(cue)} s"
        raise ModelError(found, f"at most {LONGEST_SECONDS} s in a cue", "shorten what is seen")
    if description < 0 or (description and not text.strip()):
        found = f"a description “{text}” of {decimal(description)} s"
        raise ModelError(found, "a text that is spoken", "describe what is seen")


def require_content_of_cue(content: bool) -> None:
    """Raise ModelError unless a cue has words or a length."""
    if not content:
        raise ModelError("a cue without words or length", "a quote, least_seconds or both", "add one of them")


def require_content_of_shot(content: bool) -> None:
    """Raise ModelError unless a shot has cues or a length."""
    if not content:
        expected = "cues, lead_seconds or tail_seconds"
        raise ModelError("a shot without cues or length", expected, "add one of them")


def require_at_most(what: str, number: int, most: int) -> None:
    """Raise ModelError if there are more than `most` things named `what`."""
    if number > most:
        raise ModelError(f"{number} {what}", f"at most {most}", "remove some, or divide them")


def require_seed(seed: int) -> None:
    """Raise ModelError unless `seed` is an unsigned number of 32 bits."""
    if not 0 <= seed <= MOST_SEED:
        raise ModelError(f"seed {decimal(seed)}", f"0 to {MOST_SEED}", "give a smaller number")


def require_language(language: str) -> None:
    """Raise ModelError unless `language` is a language tag (BCP 47)."""
    if len(language) > MOST_LANGUAGE or not _LANGUAGE.fullmatch(language):
        raise ModelError(f"language “{language}”", "a language tag such as en-US", "give one (BCP 47)")


def require_slug(identity: str) -> None:
    """Raise ModelError unless `identity` is an id: at most 64 lower-case letters, digits and single hyphens."""
    if len(identity) > MOST_ID or not _SLUG.fullmatch(identity):
        expected = f"at most {MOST_ID} lower-case letters, digits and single hyphens"
        raise ModelError(f"id “{identity}”", expected, "give another id")


def require_unlike(what: str, identities: Iterable[str]) -> None:
    """Raise ModelError if ids of a `what` are repeated; it names all of them."""
    repeated = [(identity, count) for identity, count in Counter(identities).items() if count > 1]
    if repeated:
        found = join_names(f"{what} “{identity}” {count} times" for identity, count in repeated)
        raise ModelError(found, f"each {what} id once", f"rename one {what}")
