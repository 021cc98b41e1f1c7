"""A schematic cell in cross-section, at rest or dividing, and the receptors in it. Imports what its parent may import."""
