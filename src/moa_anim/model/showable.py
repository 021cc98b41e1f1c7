"""Which texts can be shown: words of one paragraph with at least one visible character."""

from __future__ import annotations

import unicodedata

from moa_anim.errors import ModelError, shorten

MOST_TEXT = 2000
"""Most characters of any text. A cue of the longest 120 s has 1800 at 15 a second."""

# Overrides of the writing direction, and the byte order mark: invisible, and change how other characters are read.
_DIRECTION = frozenset("\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# Deprecated format characters and interlinear annotations: invisible, and hide or reorder the following characters.
_ANNOTATION = frozenset(map(chr, [*range(0x206A, 0x2070), *range(0xFFF9, 0xFFFC)]))

# Tag characters are an invisible copy of ASCII: they could hide text in a label.
_TAGS = frozenset(map(chr, range(0xE0000, 0xE0080)))

# Noncharacters that XML forbids: caption files and slides with them could not be read.
_NO_XML = frozenset("\ufffe\uffff")

_LINES = frozenset("\n\t\u2028\u2029")

_REFUSED = _DIRECTION | _ANNOTATION | _TAGS | _NO_XML

# Letters and symbols by category that are drawn as nothing: Hangul fillers, the empty braille pattern, a null notehead.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")


def is_control(mark: str) -> bool:
    """Whether a character is invisible and changes how others are read or parsed; line ends are such characters, too."""
    return unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"} or mark in _REFUSED


def is_visible(mark: str) -> bool:
    """Whether a character by itself can be seen.

    Spaces, format characters, unassigned characters and combining marks cannot; nor can letters that are drawn as nothing.
    """
    return unicodedata.category(mark)[0] in "LNPS" and mark not in _BLANK


def spell_out(text: str) -> str:
    """Return `text` with every control and direction character written as ⟨U+202E⟩, except line ends and tabs.

    A document may contain such characters, although quotes may not. Unchanged, they could reorder or hide text, or act as
    commands to a terminal.
    """
    text = text.replace("\r\n", "\n")
    return "".join(
        f"⟨U+{ord(mark):04X}⟩" if is_control(mark) and mark not in _LINES else mark for mark in text
    )


def require_showable(text: str) -> None:
    """Raise ModelError unless `text` can be shown.

    That is: it is visible, has at most 2000 characters, no control characters and no space at its edges, and does not begin
    with a combining mark, which would change the letter before it.
    """
    if not text.strip():
        raise ModelError("no words", "some words", "write them, or remove the key")
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
        raise ModelError(f"space at the edge of “{text}”", "words without it", "remove the space")
    if not any(map(is_visible, text)):
        codes = " ".join(f"U+{ord(mark):04X}" for mark in text[:8]) + (" …" if len(text) > 8 else "")
        raise ModelError(f"invisible characters ({codes})", "some words", "write them, or remove the key")
    if unicodedata.category(text[0]).startswith("M"):
        raise ModelError(
            f"combining mark U+{ord(text[0]):04X} at the start of “{text}”",
            "words that begin with a whole letter",
            "include the letter before it, or remove the mark",
        )
