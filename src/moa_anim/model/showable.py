"""Which texts can be shown: words of one paragraph that leave something to see."""

from __future__ import annotations

import unicodedata

from moa_anim.errors import ModelError, shorten

MOST_TEXT = 2000
"""Characters of any text at most. A cue of the longest 120 s has 1800 at 15 a second."""

# Overrides of writing direction and the byte order mark: they print nothing and change how the rest is read.
_DIRECTION = frozenset("\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Deprecated format characters and interlinear annotations: they print nothing and hide or reorder what follows.
_ANNOTATION = frozenset(map(chr, [*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC)]))

# Tag characters repeat ASCII invisibly: text could be hidden in a label that nobody sees.
_TAGS = frozenset(map(chr, range(0xE0000, 0xE0080)))

# Noncharacters that XML forbids: captions and slides that held them could not be read.
_NO_XML = frozenset("\ufffe\uffff")

_LINES = frozenset("\n\t\u2028\u2029")

_REFUSED = _DIRECTION | _ANNOTATION | _TAGS | _NO_XML

# Letters and symbols by category which fonts draw as nothing: Hangul fillers, the empty braille pattern, a null notehead.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")


def is_control(mark: str) -> bool:
    """Whether a character prints nothing and changes how others are read or parsed; line ends are such, too."""
    return unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"} or mark in _REFUSED


def is_visible(mark: str) -> bool:
    """Whether a character by itself leaves something to see.

    Spaces, format characters, unassigned ones and combining marks do not; nor do letters that are drawn as nothing.
    """
    return unicodedata.category(mark)[0] in "LNPS" and mark not in _BLANK


def spell_out(text: str) -> str:
    """Return `text` with every control and direction character written as ⟨U+202E⟩; line ends and tabs stay.

    A document may hold such characters, where nothing can be quoted with them. Raw, they would reorder or hide what a
    reader sees, or be commands to a terminal.
    """
    text = text.replace("\r\n", "\n")
    return "".join(
        f"⟨U+{ord(mark):04X}⟩" if is_control(mark) and mark not in _LINES else mark for mark in text
    )


def require_showable(text: str) -> None:
    """Raise ModelError unless `text` is words of one paragraph of which something is seen.

    It has no space at its edges, no control characters, does not begin with a combining mark, which would change
    the letter before it, and is no longer than 2000 characters.
    """
    if not text.strip():
        raise ModelError("no words", "some words", "write them, or leave the key out")
    if len(text) > MOST_TEXT:
        raise ModelError(
            f"“{shorten(text, 120)}”", f"at most {MOST_TEXT} characters", "shorten it, or divide it"
        )
    for mark in text:
        if is_control(mark):
            what = "a line end" if mark in "\r\n\u2028\u2029" else f"control character U+{ord(mark):04X}"
            raise ModelError(
                f"{what} in “{text}”", "words of one paragraph", "quote the paragraphs one by one"
            )
    if text != text.strip():
        raise ModelError(f"space at the edge of “{text}”", "words without it", "take the space away")
    if not any(map(is_visible, text)):
        codes = " ".join(f"U+{ord(mark):04X}" for mark in text[:8]) + (" …" if len(text) > 8 else "")
        raise ModelError(
            f"characters that show nothing ({codes})", "some words", "write them, or leave the key out"
        )
    if unicodedata.category(text[0]).startswith("M"):
        raise ModelError(
            f"combining mark U+{ord(text[0]):04X} at the start of “{text}”",
            "words that begin with a whole letter",
            "take the letter before it along, or the mark away",
        )
