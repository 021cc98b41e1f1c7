"""A storyboard becomes a film: planned, drawn, encoded, joined, written."""
