"""moa-anim: a mechanism-of-action film, drawn from measured structures, in the document's own words."""

__version__ = "0.1.0"
