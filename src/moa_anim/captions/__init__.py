"""Captions: breaking text into captions and lines, and writing and reading caption files. Imports model/ and errors."""
