"""The slide deck, as PPTX. Imports bundle/text and the bundle's own modules."""
