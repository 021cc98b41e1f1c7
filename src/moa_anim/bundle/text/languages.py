"""Guesses the language of a passage from its script, so that speech programs choose the right voice."""

from __future__ import annotations

import unicodedata


def language_of(text: str, usual: str) -> str:
    """Return "zh" for words with Chinese characters and no kana, `usual` for all else.

    Enough for a source page's notice: a speech program then changes its voice instead of spelling the characters.
    """
    names = [unicodedata.name(mark, "") for mark in text]
    chinese = any(name.startswith("CJK UNIFIED IDEOGRAPH") for name in names)
    return "zh" if chinese and not any("KATAKANA" in name or "HIRAGANA" in name for name in names) else usual
