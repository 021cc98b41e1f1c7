"""Writes a new production: a document and a structure become a storyboard that renders at once."""
