"""Captions: a quote is cut into lines, and lines are written as WebVTT and SubRip and read back."""
