"""Texts: transcript, TTML, chapters, descriptions, notice."""
