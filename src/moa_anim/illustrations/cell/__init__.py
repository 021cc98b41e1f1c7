"""A cell in cross-section, whole or dividing. Schematic."""
