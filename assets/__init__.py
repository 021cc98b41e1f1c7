"""Data of the film: palette, structures, the document and its storyboard. No code."""
