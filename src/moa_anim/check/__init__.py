"""Checks of a production, of a finished film, and of this machine (doctor). Imports render, stage and rooms below them."""
