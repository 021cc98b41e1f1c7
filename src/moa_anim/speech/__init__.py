"""Narration: the captions of a film read by an offline neural voice, and the sound track made of them."""
