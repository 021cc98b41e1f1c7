"""Schematic blood vessels and the blood in them. Imports what its parent may import."""
