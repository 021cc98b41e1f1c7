"""The handout, as PDF. Imports bundle/text and the bundle's own modules, never slides/deck or web."""
