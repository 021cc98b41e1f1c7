"""In which language a foreign passage is, as far as its script tells: for the reader that speaks it aloud."""

from __future__ import annotations

import unicodedata


def language_of(text: str, usual: str) -> str:
    """Return "zh" for words with Chinese characters and no kana, `usual` for all else.

    Enough for a source page's notice: a speech program then changes its voice instead of spelling the marks.
    """
    names = [unicodedata.name(mark, "") for mark in text]
    chinese = any(name.startswith("CJK UNIFIED IDEOGRAPH") for name in names)
    return "zh" if chinese and not any("KATAKANA" in name or "HIRAGANA" in name for name in names) else usual
